// SPDX-License-Identifier: Apache-2.0
// What archives keep of HTTP: the head of a response, and its body as it went over the wire.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sayso::read {

struct HeaderField {
  std::string_view name, value;  // trimmed; a folded value keeps its line breaks
};

// The lines of a header block up to an empty line; `end` is set behind it (npos: there is none).
// Lines without a colon are left out. At most 1,000 fields are kept.
std::vector<HeaderField> header_fields(std::string_view block, std::size_t& end);
// The first field of that name (ASCII case ignored), or "".
std::string_view field_of(const std::vector<HeaderField>& fields, std::string_view name);

struct MediaType {
  std::string type;     // lower case, "text/html"
  std::string charset;  // as given, without quotes
  std::string boundary;
};
MediaType media_type_of(std::string_view content_type);

struct HttpHead {
  int status = 0;  // 0: no status line
  MediaType media;
  std::string encoding;  // Content-Encoding, a list by commas
  bool chunked = false;
  std::size_t body = 0;  // where the body begins
};
HttpHead http_head(std::string_view response);

// Undoes chunks and content encodings. What could be had before a fault is in `body`; "" or the
// fault. A body that is not what its head says (archives keep heads of bodies they have unpacked)
// is left as it is, without fault.
std::string decode_body(std::string& body, bool chunked, std::string_view encoding,
                        std::size_t max_bytes);

}  // namespace sayso::read
