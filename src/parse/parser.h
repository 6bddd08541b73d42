// SPDX-License-Identifier: Apache-2.0
// Runtime of the dependency parser: greedy arc-eager moves from one linear model, the label of
// each arc from another as it is made. Linear in the length of the sentence.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "doc/token_table.h"
#include "learn/weights.h"
#include "parse/parse_features.h"
#include "parse/transition.h"

namespace sayso {

class Parser {
 public:
  static Result<Parser> open(std::string_view moves_section, std::string_view labels_section);
  // Leaves the tree in `state`: one word has head n (the root), label Deprel::root.
  // REQUIRES: s.n > 0.
  void parse(const TaggedWords& s, ParseState& state) const;

 private:
  [[nodiscard]] int label(const TaggedWords& s, const ParseState& state, int head, int child) const;
  void one_root(const TaggedWords& s, ParseState& state) const;
  QuadWeights moves_;
  SparseWeights labels_;
};

}  // namespace sayso
