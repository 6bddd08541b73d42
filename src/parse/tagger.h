// SPDX-License-Identifier: Apache-2.0
// Runtime of the tagger: joint UPOS+XPOS classes, greedy from left to right.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "learn/weights.h"
#include "parse/tags.h"
#include "parse/words.h"

namespace sayso {

class Tagger {
 public:
  static Result<Tagger> open(const TagClasses& classes, std::string_view weights_section);
  // Sets tags[0..n).
  void tag(const WordInfo* const* words, int n, std::uint8_t* tags) const;
  // By tag: 0 for words, else 1 + a number for each tag of punctuation.
  [[nodiscard]] std::vector<std::uint8_t> mark_kinds() const;

 private:
  SparseWeights weights_;
  TagClasses classes_;
};

}  // namespace sayso
