// SPDX-License-Identifier: Apache-2.0
#include "parse/parser.h"

#include <algorithm>

namespace sayso {

Result<Parser> Parser::open(std::string_view moves_section, std::string_view labels_section) {
  Parser p;
  SAYSO_TRY(p.moves_, QuadWeights::open(moves_section, "moves"));
  SAYSO_TRY(p.labels_, SparseWeights::open(labels_section, "labels"));
  if (p.labels_.classes() != kDeprelCount) {
    return Error{ErrorCode::corrupt, "section labels of the model is for other relations"};
  }
  return p;
}

int Parser::label(const TaggedWords& s, const ParseState& state, int head, int child) const {
  FeatureList f;
  std::int32_t sums[SparseWeights::kMostClasses] = {};
  label_features(state, s, head, child, f);
  labels_.score(f.data(), f.size(), sums);
  sums[0] = INT32_MIN;  // only the root's own word is "root"
  return static_cast<int>(std::max_element(sums, sums + kDeprelCount) - sums);
}

void Parser::parse(const TaggedWords& s, ParseState& state) const {
  state.start(s.n);
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
      l = head < s.n ? label(s, state, head, child) : 0;
    }
    state.apply(go, l);
  }
  one_root(s, state);
}

// The first word that hangs on the artificial root keeps its place; the others hang on it.
void Parser::one_root(const TaggedWords& s, ParseState& state) const {
  int root = -1;
  for (int i = 0; i < s.n; ++i) {
    if (state.node(i).head != s.n) {
      continue;
    }
    if (root < 0) {
      root = i;
    } else {
      state.node(i).head = static_cast<std::int16_t>(root);
      state.node(i).label = static_cast<std::uint8_t>(label(s, state, root, i));
    }
  }
}

}  // namespace sayso
