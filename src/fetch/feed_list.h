// SPDX-License-Identifier: Apache-2.0
// Lists of feeds: OPML (outlines with xmlUrl, at any depth), or one address a line ("#" comments).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sayso::fetch {

struct FeedAddress {
  std::string url, title;
};
// In order, each address once; addresses that are not http or https are left out.
std::vector<FeedAddress> read_feed_list(std::string_view text);

}  // namespace sayso::fetch
