// SPDX-License-Identifier: Apache-2.0
#include "parse/parse_features.h"

#include <algorithm>

namespace sayso {
namespace {

// What a feature may use of one position: word, tag, clusters, its label and place in the tree.
struct Atom {
  std::uint64_t w = 2, t = 252, c = 998, k = 998, l = 63;
  int at = -1;
};

class Atoms {
 public:
  Atoms(const ParseState& state, const Skeleton& s) : state_(state), s_(s) {}
  [[nodiscard]] Atom of(int i) const {
    Atom a;
    if (i < 0) {
      return a;
    }
    a.at = i;
    if (i >= s_.size()) {
      a.w = 3;
      a.t = 251;
      a.c = a.k = 997;
      return a;
    }
    const WordInfo& word = s_.word(i);
    a.w = word.lower;
    a.t = s_.tag(i);
    a.c = word.fine;
    a.k = word.coarse;
    a.l = state_.node(i).label;
    return a;
  }
  [[nodiscard]] Atom next(int k) const {
    const int i = state_.next() + k;
    return i > s_.size() ? Atom{} : of(i);
  }

 private:
  const ParseState& state_;
  const Skeleton& s_;
};

std::uint64_t distance_class(int d) {
  return static_cast<std::uint64_t>(d < 5 ? d : d < 8 ? 5 : d < 14 ? 6 : 7);
}
std::uint64_t pair(std::uint64_t a, std::uint64_t b) {
  return a * 1024 + b;
}

}  // namespace

void move_features(const ParseState& state, const Skeleton& s, FeatureList& f) {
  const Atoms atoms(state, s);
  const auto& stack = state.stack();
  const int s0i = stack.empty() ? -1 : stack.back();
  const int s1i = stack.size() < 2 ? -1 : stack[stack.size() - 2];
  const Node none{};
  const Node& s0n = s0i < 0 ? none : state.node(s0i);
  const Node& n0n = state.node(state.next());
  const Atom s0 = atoms.of(s0i);
  const Atom s1 = atoms.of(s1i);
  const Atom n0 = atoms.next(0);
  const Atom n1 = atoms.next(1);
  const Atom n2 = atoms.next(2);
  const Atom n3 = atoms.next(3);
  const Atom s0h = atoms.of(s0n.head);
  const Atom s0h2 = s0n.head < 0 ? Atom{} : atoms.of(state.node(s0n.head).head);
  const Atom s0l = atoms.of(s0n.left1);
  const Atom s0l2 = atoms.of(s0n.left2);
  const Atom s0r = atoms.of(s0n.right1);
  const Atom s0r2 = atoms.of(s0n.right2);
  const Atom n0l = atoms.of(n0n.left1);
  const Atom n0l2 = atoms.of(n0n.left2);
  const std::uint64_t d = s0i < 0 ? 9 : distance_class(state.next() - s0i);
  const std::uint64_t has_head = s0n.head != kNone ? 1 : 0;
  const std::uint64_t vl = std::min<int>(s0n.lefts, 3);
  const std::uint64_t vr = std::min<int>(s0n.rights, 3);
  const std::uint64_t nl = std::min<int>(n0n.lefts, 3);
  const std::uint64_t st = pair(s0.t, has_head);

  f.clear();
  f.add(has_head, stack.size() < 3 ? stack.size() : 3);
  // single positions
  f.add(s0.w, st);
  f.add(s0.w, has_head);
  f.add(st, s0.l);
  f.add(s0.c, st);
  f.add(n0.w, n0.t);
  f.add(n0.w, has_head);
  f.add(n0.t, has_head);
  f.add(n0.c, n0.t);
  f.add(n1.w, n1.t);
  f.add(n1.w);
  f.add(n1.t);
  f.add(n2.w, n2.t);
  f.add(n2.t);
  f.add(s1.w, s1.t);
  f.add(s1.t, s1.l);
  f.add(s1.c);
  // pairs
  f.add(s0.w, pair(st, n0.t), n0.w);
  f.add(s0.w, st, n0.w);
  f.add(s0.w, pair(st, n0.t));
  f.add(n0.w, pair(st, n0.t));
  f.add(st, n0.t);
  f.add(st, n0.t, n1.t);
  f.add(n0.t, n1.t, has_head);
  f.add(n0.w, n1.t, has_head);
  f.add(n0.w, n1.w);
  f.add(s0.w, n0.w, d);
  f.add(s0.w, n0.t, d);
  f.add(st, n0.w, d);
  f.add(pair(s0.c, s0.t), pair(n0.c, n0.t), has_head);
  f.add(s0.c, n0.t, has_head);
  f.add(st, n0.c);
  f.add(pair(s0.k, s0.t), pair(n0.k, n0.t), d);
  f.add(s0.c, n0.c, d);
  f.add(s0.w, n0.c, has_head);
  f.add(s0.c, n0.w, has_head);
  // triples
  f.add(n0.t, n1.t, n2.t);
  f.add(pair(st, n0.t), n1.t, n2.t);
  f.add(pair(n0.t, n1.t), pair(n2.t, n3.t), st);
  f.add(pair(s0h.t, s0.l), st, n0.t);
  f.add(st, s0l.t, n0.t);
  f.add(st, s0r.t, n0.t);
  f.add(st, pair(n0.t, n0l.t), n0l.l);
  f.add(pair(s1.t, s1.l), st, n0.t);
  f.add(s1.t, st, pair(n0.t, n1.t));
  f.add(s1.w, s0.w, n0.t);
  f.add(s1.t, s0.t, n0.w);
  f.add(s1.w, n0.w, s0.t);
  f.add(s1.c, s0.c, n0.t);
  f.add(s1.c, n0.c, s0.t);
  f.add(pair(s0.k, s0.t), n0.k, pair(n1.k, n1.t));
  // distance and valency
  f.add(s0.w, d);
  f.add(st, d);
  f.add(n0.w, d);
  f.add(n0.t, d);
  f.add(st, n0.t, d);
  f.add(s0.w, vr, vl);
  f.add(st, vr);
  f.add(st, vl);
  f.add(n0.w, nl);
  f.add(n0.t, nl);
  // children and heads
  f.add(s0h.w, s0h.t);
  f.add(s0h.c, st, n0.c);
  f.add(s0h.t, s0.l, n0.w);
  f.add(s0h2.w);
  f.add(s0h2.t, s0h.t, s0.t);
  f.add(s0l.w, s0l.l, s0.t);
  f.add(s0l.t, s0l.l);
  f.add(s0r.w, s0r.l, n0.t);
  f.add(s0r.t, s0r.l, pair(s0.t, n0.t));
  f.add(s0r.c, s0.c, n0.c);
  f.add(n0l.w, n0l.l, n0.t);
  f.add(n0l.t, n0l.l, n0.t);
  f.add(n0l.c, n0.c, s0.t);
  f.add(s0l2.t, s0l.t, s0.t);
  f.add(s0r2.t, s0r.t, st);
  f.add(n0l2.t, n0l.t, n0.t);
  f.add(s0.w, s0n.left_labels);
  f.add(st, s0n.left_labels);
  f.add(st, s0n.right_labels, n0.t);
  f.add(s0.w, s0n.right_labels);
  f.add(n0.w, n0n.left_labels);
  f.add(n0.t, n0n.left_labels, st);
  f.add(s0n.left_labels, s0n.right_labels, pair(n0.t, s0.t));
  f.add(s0n.right_labels, n0n.left_labels, pair(n0.t, s0.t));
  // a coordination or a report: what stands left of both
  const Atom before_n0 = atoms.of(state.next() - 1);
  const Atom after_s0 = s0i < 0 ? Atom{} : atoms.of(s0i + 1);
  f.add(before_n0.w, st, n0.t);
  f.add(after_s0.w, st, n0.t);
  f.add(before_n0.w, s0.w, n0.t);
  f.add(before_n0.t, n0.t, pair(n1.t, s0.t));
  // the marks around and between
  const std::uint64_t m0 = s.before(state.next());
  const std::uint64_t m1 = state.next() < s.size() ? s.before(state.next() + 1) : 0;
  const std::uint64_t mb = s0i < 0 ? 0 : s.between(s0i, state.next());
  f.add(m0, st, n0.t);
  f.add(mb, st, n0.t);
  f.add(mb, pair(st, n0.t), d);
  f.add(mb, pair(s0.l, st), n0.t);
  f.add(m1, n0.t, pair(st, n1.t));
  f.add(mb, s0n.right_labels, pair(st, n0.t));
}

void label_features(const ParseState& state, const Skeleton& s, int head, int child,
                    FeatureList& f) {
  const Atoms atoms(state, s);
  const Atom h = atoms.of(head);
  const Atom c = atoms.of(child);
  const Node& hn = state.node(head);
  const Node& cn = state.node(child);
  const bool left = child < head;
  const std::uint64_t d = (left ? 16 : 0) + distance_class(std::abs(head - child));
  const std::uint64_t dir = left ? 1 : 0;
  const Atom cl = atoms.of(cn.left1);
  const Atom cl2 = atoms.of(cn.left2);
  const Atom cr = atoms.of(cn.right1);
  const Atom hl = atoms.of(hn.left1);
  const Atom hr = atoms.of(hn.right1);
  const Atom hh = head >= s.size() ? Atom{} : atoms.of(hn.head);
  const Atom c_before = atoms.of(child - 1);
  const Atom c_after = child + 1 >= s.size() ? Atom{} : atoms.of(child + 1);
  const Atom h_before = atoms.of(head - 1);
  const Atom h_after = head + 1 >= s.size() ? Atom{} : atoms.of(head + 1);
  const std::uint64_t ct = pair(c.t, dir);

  f.clear();
  f.add(d);
  f.add(h.w, dir);
  f.add(h.t, h.l, dir);
  f.add(h.c, ct);
  f.add(c.w, dir);
  f.add(ct);
  f.add(c.w, ct);
  f.add(c.c, ct);
  f.add(h.w, c.w, dir);
  f.add(h.t, ct);
  f.add(h.t, ct, d);
  f.add(h.w, ct);
  f.add(h.t, c.w, dir);
  f.add(pair(h.k, h.t), pair(c.k, c.t), dir);
  f.add(h.c, c.c, dir);
  f.add(h.w, c.c, dir);
  f.add(h.c, c.w, dir);
  f.add(h.t, ct, pair(c_before.t, c_after.t));
  f.add(c_before.w, ct, h.t);
  f.add(c_after.t, c.w, dir);
  f.add(c_before.t, c.w, dir);
  f.add(h_before.t, h_after.t, pair(h.t, ct));
  f.add(cl.w, ct, h.t);
  f.add(cl.w, cl.l, h.w);
  f.add(cl.t, cl.l, pair(h.t, ct));
  f.add(cl2.w, ct, h.t);
  f.add(cr.t, cr.l, pair(h.t, ct));
  f.add(cn.left_labels, ct, h.t);
  f.add(cn.left_labels, h.w, dir);
  f.add(cn.left_labels, cn.right_labels, pair(h.t, ct));
  f.add(hn.left_labels, ct, h.t);
  f.add(hn.right_labels, ct, h.t);
  f.add(hn.left_labels, hn.right_labels, pair(h.t, ct));
  f.add(hn.right_labels, h.w, ct);
  f.add(hn.left_labels, h.w, ct);
  f.add(hr.t, hr.l, pair(h.t, ct));
  f.add(hr.w, hr.l, ct);
  f.add(hl.w, ct, h.t);
  f.add(hh.t, h.l, pair(h.t, ct));
  f.add(hh.w, c.w, h.t);
  f.add(cl.w, c.w, h.w);
  f.add(h.l, c.w, ct);
  f.add(cn.left_labels, hn.right_labels, pair(h.t, ct));
  f.add(pair(c_before.t, cl.t), h.c, ct);
  const std::uint64_t mc = s.before(child);
  const std::uint64_t ma = s.before(child + 1);
  const std::uint64_t mb = s.between(std::min(head, child), std::max(head, child));
  f.add(mb, h.t, ct);
  f.add(mb, c.w, dir);
  f.add(mc, ma, pair(h.t, ct));
  f.add(mb, hn.right_labels, pair(h.t, ct));
}

}  // namespace sayso
