// SPDX-License-Identifier: Apache-2.0
// Who published a page, when, and under which title: JSON-LD, OpenGraph and other <meta>,
// microdata, <time>, bylines, the date in the address; the first that is plausible wins, in that
// order.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "read/html_page.h"
#include "read/tables.h"

namespace sayso::read {

struct PageMetadata {
  std::string title, description, outlet, url, language, section;
  std::vector<std::string> authors;
  std::optional<Timestamp> published_at, modified_at;
  std::string article_body;     // JSON-LD articleBody, plain or HTML
  std::uint32_t title_row = 0;  // para that is the headline + 1; 0 = none on the page
};

PageMetadata read_metadata(const Tables& tables, const MarkupWords& markup, const HtmlTree& tree,
                           const Page& page, std::string_view source);

}  // namespace sayso::read
