// SPDX-License-Identifier: Apache-2.0
// The article among the JSON-LD of a page: graphs, arrays, nested objects.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sayso::read {

struct JsonLd {
  std::string headline, description, body, published, modified, outlet, url, language, section,
      site;  // of a WebSite or NewsMediaOrganization beside the article
  std::vector<std::string> authors;
  int rank = 0;  // how surely it is the article; 0 = none found
};

// Takes what one <script> holds into `out`, if it describes the article better than what is there.
void read_json_ld(std::string_view script, JsonLd& out);

}  // namespace sayso::read
