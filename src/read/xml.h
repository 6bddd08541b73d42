// SPDX-License-Identifier: Apache-2.0
// Small helpers over pugixml that never recurse and never look at a DTD. Private to the readers of
// feeds and NewsML; include only in their .cc.
#pragma once

#include <cstdint>
#include <pugixml.hpp>
#include <sstream>
#include <string>
#include <string_view>

#include "base/utf8.h"

namespace sayso::read {

// False if the document is not well formed; what was parsed before the fault is there.
inline bool parse_xml(pugi::xml_document& xml, std::string_view text) {
  return static_cast<bool>(xml.load_buffer(
      text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8));
}

// The name without its prefix.
inline std::string_view local_name(pugi::xml_node node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// What stands in front of the first element. A DTD outside is never fetched; one of the document's
// own (between brackets: entities that multiply, entities that name files) has no place in a feed.
enum class Doctype : std::uint8_t { none, outside, own };
inline Doctype doctype_of(std::string_view xml) {
  const auto past = [&](std::size_t at, std::string_view mark) {
    const std::size_t end = xml.find(mark, at);
    return end == std::string_view::npos ? xml.size() : end + mark.size();
  };
  std::size_t at = 0;
  while ((at = xml.find('<', at)) != std::string_view::npos && at + 1 < xml.size()) {
    const std::string_view rest = xml.substr(at);
    if (rest.starts_with("<!--")) {
      at = past(at, "-->");
    } else if (rest[1] == '?') {
      at = past(at, "?>");
    } else if (rest[1] == '!') {
      const std::size_t mark = rest.find_first_of("[>");
      return mark != std::string_view::npos && rest[mark] == '[' ? Doctype::own : Doctype::outside;
    } else {
      break;
    }
  }
  return Doctype::none;
}
constexpr const char* kDoctypeRefused =
    "it declares a document type of its own, with entities perhaps; refused";
constexpr const char* kDoctypeIgnored = "it names a DTD elsewhere, which was not fetched";

inline pugi::xml_node child_named(pugi::xml_node node, std::string_view name) {
  for (const pugi::xml_node child : node.children()) {
    if (local_name(child) == name) {
      return child;
    }
  }
  return {};
}

// Calls f(element) for every element below `top` in document order; where f says false the elements
// below that one are left out.
template <typename F>
void for_each_element(pugi::xml_node top, F&& f) {
  pugi::xml_node at = top.first_child();
  while (at) {
    const bool into = at.type() == pugi::node_element && f(at);
    if (into && at.first_child()) {
      at = at.first_child();
      continue;
    }
    while (at && at != top && !at.next_sibling()) {
      at = at.parent();
    }
    if (!at || at == top) {
      return;
    }
    at = at.next_sibling();
  }
}

// All text below the node, CDATA too.
inline std::string node_text(pugi::xml_node node) {
  std::string out;
  pugi::xml_node at = node.first_child();
  while (at) {
    if (at.type() == pugi::node_pcdata || at.type() == pugi::node_cdata) {
      out += at.value();
    }
    if (at.first_child()) {
      at = at.first_child();
      continue;
    }
    while (at && at != node && !at.next_sibling()) {
      at = at.parent();
    }
    if (!at || at == node) {
      break;
    }
    at = at.next_sibling();
  }
  return out;
}

// "&#146;" is a control character in XML and an apostrophe to those who write it: U+0080 to U+009F
// as windows-1252 has them.
inline void undo_windows_controls(std::string& text) {
  constexpr char16_t kWindows[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                     0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                     0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                     0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
  std::size_t at = 0;
  while ((at = text.find('\xC2', at)) != std::string::npos && at + 1 < text.size()) {
    const auto second = static_cast<unsigned char>(text[at + 1]);
    if (second < 0xA0) {
      std::string good;
      append_utf8(good, kWindows[second - 0x80]);
      text.replace(at, 2, good);
      at += good.size();
    } else {
      at += 2;
    }
  }
}

// What stands between the node's tags, as markup.
inline std::string inner_xml(pugi::xml_node node) {
  std::ostringstream out;
  for (const pugi::xml_node child : node.children()) {
    child.print(out, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  }
  return out.str();
}

}  // namespace sayso::read
