// SPDX-License-Identifier: Apache-2.0
// Bytes of a file to valid UTF-8, and the way back: which source byte a byte of the text came from.
//
// In this order: byte order mark; UTF-16 without mark (by its zero bytes); valid UTF-8, whatever is
// declared; the charset declared by the carrier (HTTP, <meta>, <?xml?>); UTF-8 with a few broken
// bytes; what uchardet guesses; windows-1252. Labels follow the WHATWG Encoding Standard (latin-1
// means windows-1252). Broken bytes and NUL become U+FFFD and are counted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "doc/document.h"

namespace sayso::read {

struct DecodedBytes {
  std::string text;  // valid UTF-8, without byte order mark
  std::string charset = "utf-8";
  std::size_t repaired = 0;  // broken sequences replaced
  bool not_text = false;     // an image, an archive, noise: text is empty
  // Text byte -> source byte, as Document::origins; empty = identity. Of a character only the first
  // byte leads back: from an 8-bit encoding a letter of two bytes came from one.
  std::vector<Origin> rows;

  // REQUIRES: a character begins at `at`.
  [[nodiscard]] std::uint32_t source_of(std::uint32_t at) const;
  // True if text and source differ by one shift at most.
  [[nodiscard]] bool verbatim() const { return rows.size() <= 1; }
};

// `declared` is the label the carrier gives ("" = none).
DecodedBytes decode_bytes(std::string bytes, std::string_view declared);

// The label of <?xml encoding?>, or what the standard's prescan of the first 16 KiB finds in
// <meta>, resolved as the Encoding Standard says; "" if there is none or none that is known.
std::string declared_charset(std::string_view bytes);

}  // namespace sayso::read
