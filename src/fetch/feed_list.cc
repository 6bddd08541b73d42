// SPDX-License-Identifier: Apache-2.0
#include "fetch/feed_list.h"

#include <pugixml.hpp>
#include <unordered_set>

#include "base/text.h"
#include "fetch/fetch.h"

namespace sayso::fetch {
namespace {

class List {
 public:
  void add(std::string url, std::string title) {
    url = trim(url);
    if (is_web_address(url) && seen_.insert(url).second) {
      feeds_.push_back({std::move(url), std::move(title)});
    }
  }
  std::vector<FeedAddress> take() { return std::move(feeds_); }

 private:
  std::vector<FeedAddress> feeds_;
  std::unordered_set<std::string> seen_;
};

// pugixml walks without recursion; DTDs are not looked at.
void read_opml(std::string_view text, List& list) {
  pugi::xml_document xml;
  xml.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_auto);
  pugi::xml_node at = xml.first_child();
  while (at) {
    if (equal_ignoring_case(at.name(), "outline")) {
      for (const pugi::xml_attribute a : at.attributes()) {
        if (equal_ignoring_case(a.name(), "xmlurl")) {
          const char* title = at.attribute("title").value();
          list.add(a.value(), *title != '\0' ? title : at.attribute("text").value());
        }
      }
    }
    if (at.first_child()) {
      at = at.first_child();
      continue;
    }
    while (at && !at.next_sibling()) {
      at = at.parent();
    }
    at = at ? at.next_sibling() : at;
  }
}

}  // namespace

std::vector<FeedAddress> read_feed_list(std::string_view text) {
  List list;
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (trim(text).starts_with('<')) {
    read_opml(text, list);
    return list.take();
  }
  for (const std::string_view line : split(text, '\n')) {
    const std::string_view words = trim(line);
    if (words.empty() || words[0] == '#') {
      continue;
    }
    const std::size_t blank = words.find_first_of(" \t");
    list.add(std::string(words.substr(0, blank)),
             blank == std::string_view::npos ? "" : std::string(trim(words.substr(blank))));
  }
  return list.take();
}

}  // namespace sayso::fetch
