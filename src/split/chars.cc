// SPDX-License-Identifier: Apache-2.0
#include "split/chars.h"

#include <algorithm>

#include "base/utf8.h"

namespace sayso::cut {

Char wide_char_at(std::string_view text, std::uint32_t at, std::uint32_t end) {
  const Decoded d = decode(text, at);
  const char32_t p = d.code_point;
  const std::uint32_t length = std::min(d.length, end - at);
  if (is_apostrophe(p)) {
    return {Kind::apostrophe, length, p};
  }
  if (is_hyphen(p)) {
    return {Kind::hyphen, length, p};
  }
  if (is_space(p)) {
    return {Kind::space, length, p};
  }
  if (is_letter(p) || (p >= 0x300 && p < 0x370)) {  // combining marks stay with their letter
    return {Kind::letter, length, p};
  }
  return {is_digit(p) ? Kind::digit : Kind::mark, length, p};
}

}  // namespace sayso::cut
