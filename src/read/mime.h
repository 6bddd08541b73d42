// SPDX-License-Identifier: Apache-2.0
// MIME (RFC 2045 to 2047): parts of a message, their transfer encodings undone. Depth and number of
// parts are bounded; nothing is expanded: a message never decodes to more than its own size.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "read/http.h"

namespace sayso::read {

struct MimePart {
  std::vector<HeaderField> fields;  // views into the message
  MediaType media;                  // text/plain if nothing is said
  std::string_view raw;             // behind the header, as sent
  bool attachment = false;          // by Content-Disposition
  bool alternative = false;         // one of several forms of the same (multipart/alternative)
  [[nodiscard]] std::string body() const;  // transfer encoding undone, in the part's charset
};

struct MimeMessage {
  std::vector<HeaderField> fields;
  MediaType media;               // of the whole
  std::vector<MimePart> leaves;  // in order; parts that are messages themselves included whole
  bool broken = false;           // a multipart without its end, too many or too deep parts
};
// REQUIRES: message outlives the result.
MimeMessage read_mime(std::string_view message);

// A header value as UTF-8: folded lines joined, encoded words (=?utf-8?B?...?=) decoded.
std::string header_words(std::string_view value);

std::string decode_base64(std::string_view text);
std::string decode_quoted_printable(std::string_view text, bool header = false);

}  // namespace sayso::read
