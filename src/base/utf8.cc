// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

namespace sayso {
namespace {

constexpr std::uint32_t kStride = 256;

bool continuation(std::string_view t, std::size_t i) {
  return i < t.size() && (static_cast<unsigned char>(t[i]) & 0xC0) == 0x80;
}

bool ascii_alnum(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

char ascii_lower(unsigned char c) {
  return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

// Letters that carry a stroke and so have no canonical decomposition.
char32_t strip_stroke(char32_t c) {
  switch (c) {
    case 0x142:
      return 'l';  // ł
    case 0x111:
      return 'd';  // đ
    case 0xF8:
      return 'o';  // ø
    case 0x131:
      return 'i';  // ı
    case 0x127:
      return 'h';  // ħ
    case 0x167:
      return 't';  // ŧ
    case 0x2BC:
    case 0x2B9:
      return 0;  // modifier apostrophes
    default:
      return c;
  }
}

// Lower case and without combining marks; appends nothing for what is neither letter nor digit.
void append_folded_code_point(std::string& out, char32_t c) {
  const auto u = static_cast<UChar32>(c);
  if (!u_isalnum(u)) {
    return;
  }
  char32_t lower = static_cast<char32_t>(u_tolower(u));
  // й and ё are letters of their own in Cyrillic; only Latin and Greek lose their marks.
  if (lower < 0x400 || (lower >= 0x1E00 && lower < 0x2000)) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2* nfkd = unorm2_getNFKDInstance(&status);
    std::array<UChar, 8> buffer{};
    const int32_t n = unorm2_getDecomposition(nfkd, static_cast<UChar32>(lower), buffer.data(),
                                              static_cast<int32_t>(buffer.size()), &status);
    if (U_SUCCESS(status) && n > 0) {
      for (int32_t i = 0; i < n; ++i) {
        if (u_isalnum(buffer[static_cast<std::size_t>(i)])) {
          append_utf8(out, static_cast<char32_t>(u_tolower(buffer[static_cast<std::size_t>(i)])));
        }
      }
      return;
    }
    lower = strip_stroke(lower);
    if (lower == 0) {
      return;
    }
    if (lower == 0xDF) {
      out += "ss";
      return;
    }
    if (lower == 0xE6) {
      out += "ae";
      return;
    }
  }
  append_utf8(out, lower);
}

}  // namespace

Decoded decode(std::string_view t, std::size_t i) {
  const auto b0 = static_cast<unsigned char>(t[i]);
  if (b0 < 0x80) {
    return {b0, 1};
  }
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(t[i + k]); };
  if (b0 >= 0xC2 && b0 <= 0xDF) {
    if (continuation(t, i + 1)) {
      return {static_cast<char32_t>((b0 & 0x1F) << 6 | (byte(1) & 0x3F)), 2};
    }
    return {0xFFFD, 1};
  }
  if (b0 >= 0xE0 && b0 <= 0xEF) {
    if (!continuation(t, i + 1) || (b0 == 0xE0 && byte(1) < 0xA0) ||
        (b0 == 0xED && byte(1) > 0x9F)) {
      return {0xFFFD, 1};
    }
    if (!continuation(t, i + 2)) {
      return {0xFFFD, 2};
    }
    return {static_cast<char32_t>((b0 & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F)), 3};
  }
  if (b0 >= 0xF0 && b0 <= 0xF4) {
    if (!continuation(t, i + 1) || (b0 == 0xF0 && byte(1) < 0x90) ||
        (b0 == 0xF4 && byte(1) > 0x8F)) {
      return {0xFFFD, 1};
    }
    if (!continuation(t, i + 2)) {
      return {0xFFFD, 2};
    }
    if (!continuation(t, i + 3)) {
      return {0xFFFD, 3};
    }
    return {static_cast<char32_t>((b0 & 0x07) << 18 | (byte(1) & 0x3F) << 12 |
                                  (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F)),
            4};
  }
  return {0xFFFD, 1};
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

bool valid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const Decoded d = decode(text, i);
    if (d.code_point == 0xFFFD && text.substr(i, 3) != "\xEF\xBF\xBD") {
      return false;
    }
    if (d.code_point == 0) {
      return false;
    }
    i += d.length;
  }
  return true;
}

std::size_t repair_utf8(std::string& text) {
  if (valid_utf8(text)) {
    return 0;
  }
  std::string out;
  out.reserve(text.size() + 16);
  std::size_t replaced = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Decoded d = decode(text, i);
    const bool bad = d.code_point == 0 || (d.code_point == 0xFFFD &&
                                           std::string_view(text).substr(i, 3) != "\xEF\xBF\xBD");
    replaced += bad ? 1 : 0;
    append_utf8(out, bad ? char32_t{0xFFFD} : d.code_point);
    i += d.length;
  }
  text = std::move(out);
  return replaced;
}

void append_folded(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      if (ascii_alnum(c)) {
        out += ascii_lower(c);
      }
      ++i;
      continue;
    }
    const Decoded d = decode(text, i);
    append_folded_code_point(out, d.code_point);
    i += d.length;
  }
}

std::string folded(std::string_view text) {
  std::string out;
  append_folded(out, text);
  return out;
}

std::string lowered(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      out += ascii_lower(c);
      ++i;
      continue;
    }
    const Decoded d = decode(text, i);
    append_utf8(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(d.code_point))));
    i += d.length;
  }
  return out;
}

bool is_letter(char32_t c) {
  if (c < 0x80) {
    return (c | 32) >= 'a' && (c | 32) <= 'z';
  }
  return u_isalpha(static_cast<UChar32>(c)) != 0;
}

bool is_upper(char32_t c) {
  if (c < 0x80) {
    return c >= 'A' && c <= 'Z';
  }
  return u_isupper(static_cast<UChar32>(c)) != 0;
}

bool is_digit(char32_t c) {
  if (c < 0x80) {
    return c >= '0' && c <= '9';
  }
  return u_isdigit(static_cast<UChar32>(c)) != 0;
}

bool is_space(char32_t c) {
  if (c < 0x80) {
    return c == ' ' || (c >= 9 && c <= 13);
  }
  return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0 || c == 0x200B || c == 0xFEFF || c == 0x2060;
}

int columns_of(char32_t c) {
  if (c < 0x300) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD ? 0 : 1;
  }
  const auto u = static_cast<UChar32>(c);
  const int8_t type = u_charType(u);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) {
    return 0;
  }
  const int32_t width = u_getIntPropertyValue(u, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

int display_width(std::string_view text) {
  int width = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\033') {  // a colour: ESC [ digits ; m
      const std::size_t end = text.find('m', i);
      i = end == std::string_view::npos ? text.size() : end + 1;
      continue;
    }
    const Decoded d = decode(text, i);
    width += columns_of(d.code_point);
    i += d.length;
  }
  return width;
}

CodePoints::CodePoints(std::string_view text) : text_(text) {
  checkpoints_.reserve(text.size() / kStride + 1);
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % kStride == 0) {
      checkpoints_.push_back(count);
    }
    count += (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80 ? 1 : 0;
  }
  if (text.size() % kStride == 0) {
    checkpoints_.push_back(count);
  }
}

std::uint32_t CodePoints::at(std::uint32_t byte) const {
  const std::uint32_t slot = byte / kStride;
  std::uint32_t count = checkpoints_[slot];
  for (std::uint32_t i = slot * kStride; i < byte; ++i) {
    count += (static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80 ? 1 : 0;
  }
  return count;
}

std::uint32_t CodePoints::byte_of(std::uint32_t index) const {
  const auto above = std::upper_bound(checkpoints_.begin(), checkpoints_.end(), index);
  auto slot = static_cast<std::size_t>(above - checkpoints_.begin());
  slot = slot == 0 ? 0 : slot - 1;
  std::uint32_t count = checkpoints_[slot];
  std::size_t i = slot * kStride;
  // A checkpoint counts the code points that begin before it.
  for (; i < text_.size(); ++i) {
    if ((static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80) {
      if (count == index) {
        break;
      }
      ++count;
    }
  }
  return static_cast<std::uint32_t>(i);
}

}  // namespace sayso
