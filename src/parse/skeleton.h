// SPDX-License-Identifier: Apache-2.0
// The positions the parser works on, and the punctuation marks between them. It is built twice for
// a sentence: with marks among the positions, for the moves; without, for finding where the marks
// hang once the tree of words is done (marks.h). Positions are 0..n-1 in the order of the text; n
// stands for the end (the artificial root).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "parse/words.h"

namespace sayso {

class Skeleton {
 public:
  static constexpr int kMarkKinds = 12;

  enum class Marks : std::uint8_t { keep, drop };
  // is_mark[tag]: 0 for words, else 1 + the kind of mark. A sentence of marks alone is kept whole.
  void build(const WordInfo* const* words, const std::uint8_t* tags, int count,
             const std::vector<std::uint8_t>& is_mark, Marks marks);

  [[nodiscard]] int size() const { return static_cast<int>(words_.size()); }
  [[nodiscard]] const WordInfo& word(int i) const { return *words_[static_cast<std::size_t>(i)]; }
  [[nodiscard]] std::uint8_t tag(int i) const { return tags_[static_cast<std::size_t>(i)]; }
  [[nodiscard]] int original(int i) const { return original_[static_cast<std::size_t>(i)]; }
  // A hash of the (last two) marks just before word i; 0 if there are none. 0 <= i <= size().
  [[nodiscard]] std::uint64_t before(int i) const { return before_[static_cast<std::size_t>(i)]; }
  // The kinds of marks between words a and b, as bits. REQUIRES: 0 <= a <= b <= size().
  [[nodiscard]] std::uint64_t between(int a, int b) const;
  // The marks dropped: place in the sentence, and the word before which it stands (0..size()).
  struct Mark {
    int original;
    int gap;
  };
  [[nodiscard]] const std::vector<Mark>& marks() const { return marks_; }

 private:
  std::vector<const WordInfo*> words_;
  std::vector<std::uint8_t> tags_;
  std::vector<std::int32_t> original_;
  std::vector<std::uint64_t> before_;
  std::vector<std::array<std::int32_t, kMarkKinds>> last_;  // last gap up to here with the kind
  std::vector<Mark> marks_;
};

}  // namespace sayso
