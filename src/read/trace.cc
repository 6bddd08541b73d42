// SPDX-License-Identifier: Apache-2.0
#include "read/trace.h"

#include <algorithm>

#include "base/utf8.h"
#include "read/html_tokenizer.h"
#include "read/tables.h"

namespace sayso::read {
namespace {

// Adds a row unless the last one already says so.
void add_row(std::vector<Origin>& rows, std::size_t text, std::size_t source) {
  const auto t = static_cast<std::uint32_t>(text), s = static_cast<std::uint32_t>(source);
  if (rows.empty() || rows.back().source_begin == kNoSource ||
      s - rows.back().source_begin != t - rows.back().text_begin) {
    rows.push_back({t, s});
  }
}

int hex_value(std::string_view four) {
  int value = 0;
  for (const char c : four) {
    const int digit = c >= '0' && c <= '9'                 ? c - '0'
                      : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                           : -1;
    if (digit < 0) {
      return -1;
    }
    value = value * 16 + digit;
  }
  return four.size() == 4 ? value : -1;
}

// The escape at s[at] == '\\': appends what it means, returns its length.
std::size_t decode_escape(std::string_view s, std::size_t at, std::size_t end, std::string& out) {
  constexpr std::string_view kLetters = "bfnrt", kMeanings = "\b\f\n\r\t";
  if (at + 1 >= end) {
    out += '\\';
    return 1;
  }
  const char c = s[at + 1];
  if (c != 'u') {
    const std::size_t letter = kLetters.find(c);
    out += letter == std::string_view::npos ? c : kMeanings[letter];
    return 2;
  }
  const int first = at + 6 <= end ? hex_value(s.substr(at + 2, 4)) : -1;
  if (first < 0) {
    out += 'u';
    return 2;
  }
  if (first >= 0xD800 && first < 0xDC00 && at + 12 <= end && s.substr(at + 6, 2) == "\\u") {
    const int second = hex_value(s.substr(at + 8, 4));
    if (second >= 0xDC00 && second < 0xE000) {
      append_utf8(out, static_cast<char32_t>(0x10000 + ((first - 0xD800) << 10) + second - 0xDC00));
      return 12;
    }
  }
  append_utf8(out, first >= 0xD800 && first < 0xE000 ? U'\xFFFD' : static_cast<char32_t>(first));
  return 6;
}

}  // namespace

std::uint32_t Decoding::source_of(std::uint32_t at) const {
  const auto row =
      std::upper_bound(rows.begin(), rows.end(), at,
                       [](std::uint32_t a, const Origin& o) { return a < o.text_begin; });
  if (row == rows.begin()) {
    return kNoSource;
  }
  const Origin& o = *(row - 1);
  return o.source_begin == kNoSource ? kNoSource : o.source_begin + (at - o.text_begin);
}

Decoding decode_json_string(std::string_view source, Span inside) {
  Decoding out;
  for (std::size_t at = inside.begin; at < inside.end;) {
    add_row(out.rows, out.text.size(), at);
    if (source[at] == '\\') {
      at += decode_escape(source, at, inside.end, out.text);
      continue;
    }
    const std::size_t next = std::min<std::size_t>(source.find('\\', at), inside.end);
    out.text.append(source.substr(at, next - at));
    at = next;
  }
  return out;
}

Decoding decode_attribute(std::string_view source, std::uint32_t value_begin, std::size_t bytes) {
  Decoding out;
  for (std::size_t at = value_begin; at < source.size() && out.text.size() < bytes;) {
    add_row(out.rows, out.text.size(), at);
    const char c = source[at];
    std::size_t n = c == '&' ? decode_reference(source, at, true, out.text) : 0;
    if (n == 0) {
      if (c == '\0') {
        out.text += "\xEF\xBF\xBD";
      } else {
        out.text += c == '\r' ? '\n' : c;
      }
      n = c == '\r' && at + 1 < source.size() && source[at + 1] == '\n' ? 2 : 1;
    }
    at += n;
  }
  return out;
}

bool trace_words(std::string_view words, const Decoding& decoding, std::uint32_t to,
                 std::vector<Origin>& out) {
  const std::string_view text = decoding.text;
  const std::size_t first = words.find(' ');
  const std::string_view opening = words.substr(0, first);
  int attempts = 0;
  for (std::size_t begin = text.find(opening);
       begin != std::string_view::npos && !words.empty() && attempts < 64;
       begin = text.find(opening, begin + 1), ++attempts) {
    std::vector<Origin> rows;
    std::size_t at = begin, w = 0;
    while (w < words.size() && at < text.size()) {
      const std::size_t space = space_at(text, at);
      if (space != 0 && words[w] == ' ') {
        add_row(rows, to + w, decoding.source_of(static_cast<std::uint32_t>(at)));
        ++w;
        at += space;
        while (at < text.size() && space_at(text, at) != 0) {
          at += space_at(text, at);
        }
        continue;
      }
      if (words[w] != text[at]) {
        break;
      }
      add_row(rows, to + w, decoding.source_of(static_cast<std::uint32_t>(at)));
      ++w;
      ++at;
    }
    if (w == words.size()) {
      out.insert(out.end(), rows.begin(), rows.end());
      return true;
    }
  }
  return false;
}

}  // namespace sayso::read
