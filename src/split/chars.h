// SPDX-License-Identifier: Apache-2.0
// The kinds of characters that matter for cutting words.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sayso::cut {

enum class Kind : std::uint8_t { space, letter, digit, apostrophe, point, hyphen, mark, wide };

struct Char {
  Kind kind = Kind::space;
  std::uint32_t length = 0;  // 0 at the end
  char32_t code = 0;
};

constexpr std::array<Kind, 256> make_kinds() {
  std::array<Kind, 256> k{};
  for (int c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    const bool digit = c >= '0' && c <= '9';
    k[c] = c >= 128               ? Kind::wide
           : letter               ? Kind::letter
           : digit                ? Kind::digit
           : c <= ' ' || c == 127 ? Kind::space
                                  : Kind::mark;
  }
  k['\''] = Kind::apostrophe;
  k['.'] = Kind::point;
  k['-'] = Kind::hyphen;
  return k;
}
inline constexpr std::array<Kind, 256> kKinds = make_kinds();

// REQUIRES: at < end; the byte there is not ASCII.
Char wide_char_at(std::string_view text, std::uint32_t at, std::uint32_t end);
// The character at `at`; nothing at or behind `end`.
inline Char char_at(std::string_view text, std::uint32_t at, std::uint32_t end) {
  if (at >= end) {
    return {};
  }
  const auto c = static_cast<unsigned char>(text[at]);
  return c < 128 ? Char{c == '`' ? Kind::apostrophe : kKinds[c], 1, c}
                 : wide_char_at(text, at, end);
}

inline bool is_apostrophe(char32_t c) {
  return c == '\'' || c == 0x2019 || c == 0x02BC || c == 0x00B4 || c == 0x2032 || c == '`' ||
         c == 0x2018 || c == 0xFF07;
}
inline bool is_hyphen(char32_t c) {
  return c == '-' || c == 0x2010 || c == 0x2011;
}

inline bool is_upper_ascii(char c) {
  return c >= 'A' && c <= 'Z';
}
inline bool is_lower_ascii(char c) {
  return c >= 'a' && c <= 'z';
}
inline bool is_digit_ascii(char c) {
  return c >= '0' && c <= '9';
}
inline bool is_alpha_ascii(char c) {
  return is_upper_ascii(c) || is_lower_ascii(c);
}

}  // namespace sayso::cut
