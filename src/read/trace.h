// SPDX-License-Identifier: Apache-2.0
// Words that stand escaped in the source (a value of an attribute, a string of JSON) and the way
// back to their bytes there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "doc/document.h"

namespace sayso::read {

// Decoded text and where its bytes came from: rows as Document::origins, into `source`.
struct Decoding {
  std::string text;
  std::vector<Origin> rows;
  [[nodiscard]] std::uint32_t source_of(std::uint32_t at) const;
};

// A string of JSON from behind its opening quote to its closing one. Broken escapes are kept.
Decoding decode_json_string(std::string_view source, Span inside);
// A value of an attribute, to the end of `value`. REQUIRES: value_begin as the tokenizer gave it.
Decoding decode_attribute(std::string_view source, std::uint32_t value_begin, std::size_t bytes);

// `words` are `decoding.text` with white space collapsed and pieces cut off in front and behind:
// appends the rows of words that will stand at `to`. False (and nothing appended) if they are not.
bool trace_words(std::string_view words, const Decoding& decoding, std::uint32_t to,
                 std::vector<Origin>& out);

}  // namespace sayso::read
