// SPDX-License-Identifier: Apache-2.0
// Runtime of the dependency parser: greedy arc-eager moves from one linear model, the label of
// each arc from another as it is made, punctuation attached last. Linear in the length of the
// sentence.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "doc/token_table.h"
#include "learn/weights.h"
#include "parse/marks.h"
#include "parse/parse_features.h"
#include "parse/transition.h"

namespace sayso {

// What one sentence needs while it is parsed, and its tree when it is done.
struct ParseBuffers {
  Skeleton skeleton;  // marks kept
  ParseState state;
  Skeleton bare;  // without marks, and its tree
  ParseState bare_state;
  MarkPlaces places;
  std::vector<std::int32_t> position;  // in `bare`, -1 for marks
  std::vector<std::int32_t> head;      // of every word and mark; own position = root
  std::vector<std::uint8_t> label;     // Deprel
};

class Parser {
 public:
  // is_mark: see Skeleton::build.
  static Result<Parser> open(std::string_view moves_section, std::string_view labels_section,
                             std::string_view marks_section, std::vector<std::uint8_t> is_mark);
  // Leaves the tree in `b.head` and `b.label`; exactly one root. REQUIRES: n > 0.
  void parse(const WordInfo* const* words, const std::uint8_t* tags, int n, ParseBuffers& b) const;

 private:
  [[nodiscard]] int label(const Skeleton& s, const ParseState& state, int head, int child) const;
  void make_moves(ParseBuffers& b) const;
  void one_root(ParseBuffers& b) const;
  void attach_marks(const WordInfo* const* words, ParseBuffers& b) const;
  QuadWeights moves_;
  SparseWeights labels_, marks_;
  std::vector<std::uint8_t> is_mark_;
};

}  // namespace sayso
