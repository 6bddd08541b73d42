// SPDX-License-Identifier: Apache-2.0
// The article among the JSON-LD of a page: graphs, arrays, nested objects.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace sayso::read {

struct LivePost {  // an entry of "liveBlogUpdate"
  std::string headline, body, published;
};

struct JsonLd {
  std::string headline, description, body, published, modified, outlet, url, language, section,
      site;  // of a WebSite or NewsMediaOrganization beside the article
  std::vector<std::string> authors;
  std::vector<LivePost> posts;
  bool paywalled = false;  // "isAccessibleForFree": false
  int rank = 0;            // how surely it is the article; 0 = none found
};

// Takes what one <script> holds into `out`, if it describes the article better than what is there.
void read_json_ld(std::string_view script, JsonLd& out);

// Where the string `value` of `key` stands in the script: from behind its opening quote to its
// closing one; empty if it is not found. `value` is what the parser made of it, trimmed.
Span find_json_string(std::string_view script, std::string_view key, std::string_view value);

}  // namespace sayso::read
