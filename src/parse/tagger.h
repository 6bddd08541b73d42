// SPDX-License-Identifier: Apache-2.0
// Runtime of the tagger: joint UPOS+XPOS classes, greedy from left to right.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "doc/token_table.h"
#include "learn/weights.h"
#include "parse/words.h"

namespace sayso {

class Tagger {
 public:
  static Result<Tagger> open(std::string_view tags_section, std::string_view weights_section);
  // Sets tags[0..n).
  void tag(const WordInfo* const* words, int n, std::uint8_t* tags) const;
  [[nodiscard]] Upos upos(std::uint8_t tag) const { return classes_[tag].first; }
  [[nodiscard]] Xpos xpos(std::uint8_t tag) const { return classes_[tag].second; }
  // By tag: 0 for words, else 1 + a number for each tag of punctuation.
  [[nodiscard]] std::vector<std::uint8_t> mark_kinds() const;

 private:
  SparseWeights weights_;
  std::vector<std::pair<Upos, Xpos>> classes_;
};

}  // namespace sayso
