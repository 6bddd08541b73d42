// SPDX-License-Identifier: Apache-2.0
#include "split/cutter.h"

namespace sayso::cut {

// The mark at `at` is an apostrophe inside a word. Where the second part of a contraction begins,
// or 0 when the apostrophe is a letter of the word (O'Neill).
std::uint32_t Cutter::contraction(std::uint32_t begin, std::uint32_t at,
                                  std::uint32_t mark_length) {
  std::uint32_t tail = at + mark_length;
  while (tail < end_ && tail < at + mark_length + 4 && is_alpha_ascii(text_[tail])) {
    ++tail;
  }
  if (word_char(tail)) {
    return 0;
  }
  const std::string_view s = lower(at + mark_length, tail);
  if (s == "t" && at > begin + 1 && (text_[at - 1] == 'n' || text_[at - 1] == 'N')) {
    return at - 1;
  }
  const bool cut = s == "s" || s == "m" || s == "d" || s == "ll" || s == "re" || s == "ve";
  return cut ? at : 0;
}

std::uint32_t Cutter::leading_apostrophe(std::uint32_t at, std::uint32_t length) {
  std::uint32_t tail = at + length;
  while (is_alpha_ascii(byte(tail)) && tail < at + length + 8) {
    ++tail;
  }
  if (tail > at + length && !word_char(tail)) {
    std::string key(1, '\'');
    key += lower(at + length, tail);
    if (lexicon_.contractions.contains(key)) {  // 's, 'll, 'em, 'til
      const bool behind = at > chunk_begin_ && word_char(at - 1);
      emit(at, tail, behind);
      return tail;
    }
  }
  if (digits(at + length) == 2) {  // '90s
    tail = at + length + 2;
    tail += byte(tail) == 's' ? 1 : 0;
    if (!word_char(tail)) {
      emit(at, tail);
      return tail;
    }
  }
  // Two in a row are one quotation mark; after a word one may be a possessive.
  const Char second = peek(at + length);
  const std::uint32_t end =
      at + length +
      (second.kind == Kind::apostrophe && second.code == peek(at).code ? second.length : 0);
  emit(at, end, end == at + length && at > chunk_begin_ && word_char(at - 1));
  return end;
}

}  // namespace sayso::cut
