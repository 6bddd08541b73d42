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
  std::vector<Origin> rows;  // text byte -> source byte at checkpoints, sorted; empty = identity
  std::uint32_t unit = 0;  // between checkpoints: 0 = byte for byte, else source bytes a character

  // The source byte that byte `at` of text came from (of its character's beginning).
  [[nodiscard]] std::uint32_t source_of(std::uint32_t at) const;
};

// `declared` is the label the carrier gives ("" = none).
DecodedBytes decode_bytes(std::string bytes, std::string_view declared);

// The label of <meta charset>, <meta http-equiv> or <?xml encoding?> in the first 4 KiB, or "".
std::string declared_charset(std::string_view bytes);

}  // namespace sayso::read
