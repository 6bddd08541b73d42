// SPDX-License-Identifier: Apache-2.0
#include "split/cutter.h"

namespace sayso::cut {
namespace {

constexpr std::size_t kLongestMailName = 256;  // bytes

}  // namespace

// A web address, e-mail address, @name or #tag that begins here: where it ends; else `begin`.
std::uint32_t Cutter::address(std::uint32_t begin, std::uint32_t end) {
  const std::string_view s = text_.substr(begin, end - begin);
  std::size_t size = 0;
  const auto starts = [&](std::string_view p) {
    return s.size() > p.size() && lower(begin, begin + static_cast<std::uint32_t>(p.size())) == p;
  };
  if (s.size() > 2 && (s[0] == '@' || s[0] == '#') && is_alpha_ascii(s[1])) {
    size = 1;
    while (size < s.size() && (is_alpha_ascii(s[size]) || is_digit_ascii(s[size]) ||
                               s[size] == '_' || static_cast<unsigned char>(s[size]) >= 128)) {
      const Char c = peek(begin + static_cast<std::uint32_t>(size));
      if (c.kind != Kind::letter && c.kind != Kind::digit) {
        break;
      }
      size += c.length;
    }
    return begin + static_cast<std::uint32_t>(size);
  }
  if (!word_char(begin)) {
    return begin;
  }
  if (starts("http://") || starts("https://") || starts("ftp://") || starts("www.")) {
    size = s.find_first_of("<>\"|", 4);
    size = size == std::string_view::npos ? s.size() : size;
  } else {
    // Longer names in front of an @ do not exist; looking further would cost the square of a text
    // without white space.
    const std::size_t mail = s.substr(0, kLongestMailName).find('@');
    if (mail == std::string_view::npos || mail + 1 >= s.size() ||
        s.substr(0, mail).find_first_of("<>()[],;\"/") != std::string_view::npos ||
        !(is_alpha_ascii(s[mail + 1]) || is_digit_ascii(s[mail + 1]))) {
      return begin;
    }
    size = mail + 1;
    while (size < s.size() && (is_alpha_ascii(s[size]) || is_digit_ascii(s[size]) ||
                               s[size] == '.' || s[size] == '-' || s[size] == '_')) {
      ++size;
    }
  }
  while (size > 1 && std::string_view(".,;:!?)'\"]}").find(s[size - 1]) != std::string_view::npos) {
    if (s[size - 1] == ')' && s.substr(0, size).find('(') != std::string_view::npos) {
      break;
    }
    --size;
  }
  for (const std::string_view quote : {"\xE2\x80\x9D", "\xE2\x80\x99"}) {
    if (size > 3 && s.substr(size - 3, 3) == quote) {
      size -= 3;
    }
  }
  return begin + static_cast<std::uint32_t>(size);
}

std::uint32_t Cutter::digits(std::uint32_t at) const {
  std::uint32_t n = 0;
  while (n < 16 && is_digit_ascii(byte(at + n))) {
    ++n;
  }
  return n;
}

// "15:30", "1,000", "3.5", "9/11", "713-853-3989": where a run that goes on at `at` ends.
std::uint32_t Cutter::number_tail(std::uint32_t begin, std::uint32_t at) {
  const char mark = byte(at);
  const std::uint32_t left = at - begin;
  const std::uint32_t right = digits(at + 1);
  if (right == 0) {
    return at;
  }
  if (mark == ',') {
    return right == 3 || (right == 2 && byte(at + 3) == ',') ? at + 1 + right : at;
  }
  if (mark == '-') {
    const std::uint32_t after = at + 1 + right;
    const bool more = byte(after) == '-' && digits(after + 1) > 0;
    const bool phone = right == 4 && (left == 3 || left == 1 || left == 5);  // 5: a postal code
    const bool before = begin > chunk_begin_ && (text_[begin - 1] == '-');
    return more || phone || before ? after : at;
  }
  return mark == '.' || mark == ':' || mark == '/' ? at + 1 + right : at;
}

}  // namespace sayso::cut
