// SPDX-License-Identifier: Apache-2.0
// UTF-8: decoding that never fails (a broken byte is U+FFFD), repair, folding for lookups, and
// the map from byte offsets to code-point offsets that every output uses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace sayso {

struct Decoded {
  char32_t code_point;
  std::uint32_t length;  // bytes consumed, at least 1
};
// REQUIRES: at < text.size(). An ill-formed sequence decodes to U+FFFD and the length of its
// maximal valid prefix (at least 1), as the Unicode standard recommends.
Decoded decode(std::string_view text, std::size_t at);
void append_utf8(std::string& out, char32_t code_point);
bool valid_utf8(std::string_view text);
// Ill-formed sequences and NUL become U+FFFD. Returns how many were replaced.
std::size_t repair_utf8(std::string& text);

// Appends `text` folded for lookup: letters and digits only, lower case, diacritics dropped.
void append_folded(std::string& out, std::string_view text);
std::string folded(std::string_view text);
// Lower case by Unicode simple mapping, nothing else changed.
std::string lowered(std::string_view text);
bool is_letter(char32_t c);
bool is_upper(char32_t c);
bool is_digit(char32_t c);
// Unicode white space, and the zero-width and no-break spaces that scraped text is full of.
bool is_space(char32_t c);
// Columns a terminal gives the code point: 0 for marks and controls, 2 for wide East Asian, else 1.
int columns_of(char32_t c);
// Sum over the text; colour escape sequences count nothing.
int display_width(std::string_view text);

// Byte offset -> code-point offset in O(1) amortised: one checkpoint every 256 bytes.
// It keeps a view of the text: it must not outlive it.
class CodePoints {
 public:
  explicit CodePoints(std::string_view text);
  // REQUIRES: byte <= text.size(), on a code-point boundary.
  [[nodiscard]] std::uint32_t at(std::uint32_t byte) const;
  [[nodiscard]] std::uint32_t count() const { return at(static_cast<std::uint32_t>(text_.size())); }
  // The reverse: the byte where code point `index` begins (text size if past the end).
  [[nodiscard]] std::uint32_t byte_of(std::uint32_t index) const;

 private:
  std::string_view text_;
  std::vector<std::uint32_t> checkpoints_;
};

}  // namespace sayso
