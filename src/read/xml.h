// SPDX-License-Identifier: Apache-2.0
// Small helpers over pugixml that never recurse and never look at a DTD. Private to the readers of
// feeds and NewsML; include only in their .cc.
#pragma once

#include <pugixml.hpp>
#include <sstream>
#include <string>
#include <string_view>

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

// True if the document declares entities of its own: they are never resolved.
inline bool declares_entities(std::string_view xml) {
  const std::string_view head = xml.substr(0, 64U << 10);
  const std::size_t doctype = head.find("<!DOCTYPE");
  return doctype != std::string_view::npos && head.find("<!ENTITY", doctype) != head.npos;
}
constexpr const char* kEntitiesIgnored =
    "the document declares entities of its own; they were not resolved";

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

// What stands between the node's tags, as markup.
inline std::string inner_xml(pugi::xml_node node) {
  std::ostringstream out;
  for (const pugi::xml_node child : node.children()) {
    child.print(out, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  }
  return out.str();
}

}  // namespace sayso::read
