// SPDX-License-Identifier: Apache-2.0
// Character references: &amp; &#8212; &#x2014; as the standard resolves them.
#include <algorithm>
#include <array>
#include <cstring>

#include "base/utf8.h"
#include "read/html_tokenizer.h"

namespace sayso::read {
namespace {

struct Entity {
  const char* name;
  const char* text;
};
constexpr Entity kEntities[] = {
#include "read/html_entities.inc"
};

bool alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The C1 range stands for windows-1252, as the standard's table says.
constexpr std::array<char32_t, 32> kC1{
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

std::size_t numeric(std::string_view s, std::size_t at, std::string& out) {
  std::size_t i = at + 2;
  const bool hex = i < s.size() && (s[i] == 'x' || s[i] == 'X');
  i += hex ? 1 : 0;
  const std::size_t first = i;
  char32_t value = 0;
  for (; i < s.size(); ++i) {
    const char c = s[i];
    int digit = -1;
    if (c >= '0' && c <= '9') {
      digit = c - '0';
    } else if (hex && (c | 32) >= 'a' && (c | 32) <= 'f') {
      digit = (c | 32) - 'a' + 10;
    }
    if (digit < 0) {
      break;
    }
    value = std::min<char32_t>(value * (hex ? 16 : 10) + static_cast<char32_t>(digit), 0x200000);
  }
  if (i == first) {
    return 0;
  }
  if (i < s.size() && s[i] == ';') {
    ++i;
  }
  if (value >= 0x80 && value < 0xA0) {
    value = kC1[value - 0x80];
  } else if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
    value = 0xFFFD;
  }
  append_utf8(out, value);
  return i - at;
}

}  // namespace

std::size_t decode_reference(std::string_view s, std::size_t at, bool in_attribute,
                             std::string& out) {
  if (at + 1 >= s.size()) {
    return 0;
  }
  if (s[at + 1] == '#') {
    return numeric(s, at, out);
  }
  if (!alphanumeric(s[at + 1])) {
    return 0;
  }
  // The longest name: narrow the sorted list letter by letter, remember the last whole name.
  const Entity* low = std::begin(kEntities);
  const Entity* high = std::end(kEntities);
  const Entity* best = nullptr;
  std::size_t best_end = 0;
  for (std::size_t i = at + 1, depth = 0; i < s.size() && low < high; ++i, ++depth) {
    const auto c = static_cast<unsigned char>(s[i]);
    const auto letter = [depth](const Entity& e) {
      return static_cast<unsigned char>(e.name[depth]);
    };
    low = std::partition_point(low, high, [&](const Entity& e) { return letter(e) < c; });
    high = std::partition_point(low, high, [&](const Entity& e) { return letter(e) <= c; });
    if (low < high && low->name[depth + 1] == '\0') {
      best = low;
      best_end = i + 1;
      ++low;  // the names that go on stand behind it
    }
    if (c == ';') {
      break;
    }
  }
  if (best == nullptr) {
    return 0;
  }
  const bool closed = s[best_end - 1] == ';';
  if (in_attribute && !closed && best_end < s.size() &&
      (s[best_end] == '=' || alphanumeric(s[best_end]))) {
    return 0;
  }
  out += best->text;
  return best_end - at;
}

}  // namespace sayso::read
