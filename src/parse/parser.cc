// SPDX-License-Identifier: Apache-2.0
#include "parse/parser.h"

#include <algorithm>
#include <utility>

namespace sayso {

Result<Parser> Parser::open(std::string_view moves_section, std::string_view labels_section,
                            std::string_view marks_section, std::vector<std::uint8_t> is_mark) {
  Parser p;
  SAYSO_TRY(p.moves_, QuadWeights::open(moves_section, "moves"));
  SAYSO_TRY(p.labels_, SparseWeights::open(labels_section, "labels"));
  SAYSO_TRY(p.marks_, SparseWeights::open(marks_section, "marks"));
  if (p.labels_.classes() != kDeprelCount) {
    return Error{ErrorCode::corrupt, "section labels of the model is for other relations"};
  }
  p.is_mark_ = std::move(is_mark);
  return p;
}

int Parser::label(const Skeleton& s, const ParseState& state, int head, int child) const {
  FeatureList f;
  std::int32_t sums[SparseWeights::kMostClasses] = {};
  label_features(state, s, head, child, f);
  labels_.score(f.data(), f.size(), sums);
  sums[0] = INT32_MIN;  // only the root's own word is "root"
  return static_cast<int>(std::max_element(sums, sums + kDeprelCount) - sums);
}

void Parser::parse(const WordInfo* const* words, const std::uint8_t* tags, int n,
                   ParseBuffers& b) const {
  b.skeleton.build(words, tags, n, is_mark_, Skeleton::Marks::keep);
  make_moves(b);
  one_root(b);
  b.head.resize(static_cast<std::size_t>(n));
  b.label.resize(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) {
    const int head = b.state.node(i).head;
    b.head[static_cast<std::size_t>(i)] = head == n ? i : head;
    b.label[static_cast<std::size_t>(i)] = b.state.node(i).label;
  }
  b.bare.build(words, tags, n, is_mark_, Skeleton::Marks::drop);
  attach_marks(words, b);
}

void Parser::make_moves(ParseBuffers& b) const {
  const Skeleton& s = b.skeleton;
  ParseState& state = b.state;
  state.start(s.size());
  FeatureList f;
  while (!state.done()) {
    move_features(state, s, f);
    std::int32_t sums[kMoves] = {};
    moves_.score(f.data(), f.size(), sums);
    int go = -1;
    for (int m = 0; m < kMoves; ++m) {
      if (state.allows(m) && (go < 0 || sums[m] > sums[go])) {
        go = m;
      }
    }
    int l = 0;
    if (go == kLeft || go == kRight) {
      const int head = go == kLeft ? state.next() : state.top();
      const int child = go == kLeft ? state.top() : state.next();
      l = head < s.size() ? label(s, state, head, child) : 0;
    }
    state.apply(go, l);
  }
}

// The first word that hangs on the artificial root keeps its place; the others hang on it.
void Parser::one_root(ParseBuffers& b) const {
  const int n = b.skeleton.size();
  int root = -1;
  for (int i = 0; i < n; ++i) {
    if (b.state.node(i).head != n) {
      continue;
    }
    if (root < 0) {
      root = i;
    } else {
      b.state.node(i).head = static_cast<std::int16_t>(root);
      b.state.node(i).label = static_cast<std::uint8_t>(label(b.skeleton, b.state, root, i));
    }
  }
}

// Marks that carry nothing are hung anew: the moves place them before the tree is known.
void Parser::attach_marks(const WordInfo* const* words, ParseBuffers& b) const {
  const int size = b.bare.size();
  const auto& marks = b.bare.marks();
  if (marks.empty()) {
    return;
  }
  b.position.assign(b.head.size(), -1);
  for (int i = 0; i < size; ++i) {
    b.position[static_cast<std::size_t>(b.bare.original(i))] = i;
  }
  b.bare_state.start(size);
  for (int i = 0; i < size; ++i) {
    const auto at = static_cast<std::size_t>(b.bare.original(i));
    const auto head = static_cast<std::size_t>(b.head[at]);
    if (b.position[head] < 0) {
      return;  // a mark governs a word: leave this sentence as it is
    }
    Node& node = b.bare_state.node(i);
    node.head = static_cast<std::int16_t>(head == at ? size : b.position[head]);
    node.label = b.label[at];
  }
  b.places.start(b.bare, words);
  FeatureList f;
  for (std::size_t m = 0; m < marks.size(); ++m) {
    const auto& candidates = b.places.candidates(b.bare, b.bare_state, m);
    std::int32_t best = INT32_MIN;
    int head = 0;
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      std::int32_t sums[SparseWeights::kMostClasses];
      sums[0] = 0;
      b.places.features(b.bare, b.bare_state, m, c, *words[marks[m].original], f);
      marks_.score(f.data(), f.size(), sums);
      if (sums[0] > best) {
        best = sums[0];
        head = candidates[c].word;
      }
    }
    b.head[static_cast<std::size_t>(marks[m].original)] = b.bare.original(head);
  }
}

}  // namespace sayso
