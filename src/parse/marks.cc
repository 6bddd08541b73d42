// SPDX-License-Identifier: Apache-2.0
#include "parse/marks.h"

#include <algorithm>

#include "base/hash.h"

namespace sayso {
namespace {

// What a closing mark closes, by hash of the form: 0 for marks that are no pair.
struct Pairs {
  std::uint64_t open[6], close[6];
  std::uint64_t straight[2];
};
const Pairs& pairs() {
  static const Pairs kPairs = {{hash64("("), hash64("["), hash64("{"), hash64("\xE2\x80\x9C"),
                                hash64("\xC2\xAB"), hash64("``")},
                               {hash64(")"), hash64("]"), hash64("}"), hash64("\xE2\x80\x9D"),
                                hash64("\xC2\xBB"), hash64("''")},
                               {hash64("\""), hash64("'")}};
  return kPairs;
}

std::uint64_t pair2(std::uint64_t a, std::uint64_t b) {
  return a * 1024 + b;
}

}  // namespace

void MarkPlaces::start(const Skeleton& skeleton, const WordInfo* const* words) {
  const auto& marks = skeleton.marks();
  partner_.assign(marks.size(), -1);
  open_.clear();
  const Pairs& p = pairs();
  for (std::uint32_t m = 0; m < marks.size(); ++m) {
    const std::uint64_t form = words[marks[m].original]->lower;
    bool closed = false;
    const auto same = [&](std::uint64_t opening) {
      for (std::size_t k = open_.size(); k-- > 0 && open_.size() - k <= 4;) {
        if (words[marks[open_[k]].original]->lower == opening) {
          partner_[m] = static_cast<std::int32_t>(open_[k]);
          partner_[open_[k]] = static_cast<std::int32_t>(m);
          open_.resize(k);
          closed = true;
          return;
        }
      }
    };
    bool opening = false;
    for (int k = 0; k < 6; ++k) {
      opening |= form == p.open[k];
      if (form == p.close[k]) {
        same(p.open[k]);
      }
    }
    if (form == p.straight[0] || form == p.straight[1]) {
      same(form);
      opening = !closed;
    }
    if (opening) {
      open_.push_back(m);
    }
  }
}

const std::vector<MarkCandidate>& MarkPlaces::candidates(const Skeleton& skeleton,
                                                         const ParseState& state,
                                                         std::size_t mark) {
  const int gap = skeleton.marks()[mark].gap;
  const int n = skeleton.size();
  found_.clear();
  left_top_ = right_top_ = -1;
  for (const bool left : {true, false}) {
    const std::size_t first = found_.size();
    int at = left ? gap - 1 : gap;
    while (at >= 0 && at < n && (left ? at < gap : at >= gap) &&
           found_.size() - first < kMost / 2) {
      found_.push_back({at, static_cast<std::int16_t>(found_.size() - first), 0, left});
      (left ? left_top_ : right_top_) = at;
      at = state.node(at).head;
    }
    for (std::size_t i = first; i < found_.size(); ++i) {
      found_[i].down = static_cast<std::int16_t>(found_.size() - 1 - i);
    }
  }
  const int lh = left_top_ < 0 ? -1 : state.node(left_top_).head;
  const int rh = right_top_ < 0 ? -1 : state.node(right_top_).head;
  relation_ = (left_top_ < 0      ? 0
               : lh == n          ? 1
               : lh == right_top_ ? 2
                                  : 3) *
                  4ULL +
              (right_top_ < 0    ? 0
               : rh == n         ? 1
               : rh == left_top_ ? 2
                                 : 3);
  return found_;
}

void MarkPlaces::features(const Skeleton& skeleton, const ParseState& state, std::size_t mark,
                          std::size_t candidate, const WordInfo& form, FeatureList& f) const {
  const MarkCandidate& c = found_[candidate];
  const auto& marks = skeleton.marks();
  const int gap = marks[mark].gap;
  const int n = skeleton.size();
  const Node& node = state.node(c.word);
  const std::uint64_t up = std::min<std::uint64_t>(static_cast<std::uint64_t>(c.up), 3);
  const std::uint64_t down = std::min<std::uint64_t>(static_cast<std::uint64_t>(c.down), 3);
  const std::uint64_t side = c.left ? 1 : 0;
  const std::uint64_t place = side * 16 + up * 4 + down;
  const std::uint64_t edge = (gap == 0 ? 1 : 0) + (gap == n ? 2 : 0);
  const std::uint64_t label = node.label;
  const std::uint64_t tag = skeleton.tag(c.word);
  const int other = c.left ? right_top_ : left_top_;
  const std::uint64_t other_label = other < 0 ? 63 : state.node(other).label;
  const std::uint64_t other_tag = other < 0 ? 252 : skeleton.tag(other);
  std::uint64_t pair = 0;
  if (partner_[mark] >= 0) {
    const int partner_gap = marks[static_cast<std::size_t>(partner_[mark])].gap;
    const int from = std::min(gap, partner_gap);
    const int to = std::max(gap, partner_gap);
    const bool inside = from <= c.word && c.word < to;
    const bool head_inside = from <= node.head && node.head < to;
    pair =
        1 + (inside ? 1U : 0U) + (inside && !head_inside ? 2U : 0U) + (partner_gap > gap ? 4U : 0U);
  }
  const std::uint64_t w = form.lower;
  f.clear();
  f.add(w, place, relation_);
  f.add(w, place, pair);
  f.add(w, place, edge);
  f.add(w, pair2(place, label));
  f.add(w, pair2(side, label), pair2(other_label, relation_));
  f.add(w, pair2(side, tag), pair2(other_tag, relation_));
  f.add(pair2(place, label), pair2(tag, relation_), pair);
  f.add(pair2(place, edge), pair, relation_);
  f.add(w, pair2(pair, label), pair2(edge, side));
  f.add(pair2(label, other_label), pair2(place, relation_), edge);
  f.add(skeleton.word(c.word).lower, w, side);
  f.add(w, pair2(place, pair), pair2(relation_, edge));
}

}  // namespace sayso
