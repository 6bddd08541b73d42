// SPDX-License-Identifier: Apache-2.0
// A lenient tree of a page: what browsers do about paragraphs, lists and tables that are not
// closed, without the standard's whole tree construction. Formatting (<b>, <a> ...) makes no nodes:
// text nodes say whether they stand in a link. Every text node knows its source bytes.
// Nodes stand in document order in one array; depth is bounded, nothing recurses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "doc/document.h"

namespace sayso::read {

enum class Tag : std::uint8_t {
  text,  // a text node
  other,
  address,
  article,
  aside,
  audio,
  base,
  blockquote,
  body,
  br,
  button,
  canvas,
  caption,
  center,
  col,
  dd,
  details,
  dialog,
  div,
  dl,
  dt,
  fieldset,
  figcaption,
  figure,
  footer,
  form,
  h1,
  h2,
  h3,
  h4,
  h5,
  h6,
  head,
  header,
  hr,
  html,
  iframe,
  img,
  input,
  label,
  legend,
  li,
  link,
  main,
  math,
  menu,
  meta,
  nav,
  noscript,
  object,
  ol,
  optgroup,
  option,
  p,
  picture,
  pre,
  script,
  section,
  select,
  source,
  span,
  style,
  summary,
  svg,
  table,
  tbody,
  td,
  template_,
  textarea,
  tfoot,
  th,
  thead,
  time,
  title,
  tr,
  ul,
  video
};

enum class Attribute : std::uint8_t {
  none,
  id,
  class_,
  itemprop,
  itemtype,
  property,
  name,
  content,
  href,
  datetime,
  rel,
  type,
  role,
  style,
  hidden,
  aria_hidden,
  lang,
  http_equiv,
  title,
  aria_label
};

// What the tree makes of an element's name (lower case).
struct ElementName {
  Tag tag = Tag::other;
  bool formatting = false;  // text goes on through it: no node, perhaps an Inline
};
ElementName element_of(std::string_view name);
Attribute attribute_of(std::string_view name);  // none: not kept

struct HtmlNode {
  Tag tag = Tag::other;
  bool in_link = false;                // text nodes
  std::uint32_t parent = 0;            // row; the root (row 0) is its own parent
  std::uint32_t end = 0;               // rows [own + 1, end) are below it
  std::uint32_t first = 0, count = 0;  // text: bytes of HtmlTree::text; else rows of attributes
};

struct HtmlTree {
  struct AttributeRow {
    Attribute name;
    std::uint32_t begin, size;  // bytes of values
    std::uint32_t source;       // source byte where the value begins
  };
  // Formatting with attributes that may tell of an author or a date: <a rel=author>, <b class=...>.
  struct Inline {
    std::uint32_t text_begin, text_end;  // bytes of text
    std::uint32_t first, count;          // rows of attributes
    std::uint32_t node;                  // the next row when it began
  };
  std::vector<HtmlNode> nodes;
  std::vector<AttributeRow> attributes;
  std::string values;
  std::string text;             // of all text nodes, references decoded
  std::vector<Origin> origins;  // bytes of text -> bytes of the source, at run beginnings
  std::vector<Span> json_ld;    // source bytes of <script type="application/ld+json">
  std::vector<Inline> inlines;
  bool too_deep = false;
  std::size_t cut = 0;    // names, values, attributes beyond the tokenizer's limits
  bool too_many = false;  // elements beyond the limit were not read

  // "" if the node has no such attribute.
  [[nodiscard]] std::string_view get(std::uint32_t node, Attribute name) const;
  [[nodiscard]] std::string_view get(const Inline& i, Attribute name) const {
    const AttributeRow* row = find(i.first, i.count, name);
    return row == nullptr ? std::string_view{} : value(*row);
  }
  // null if the node has no such attribute.
  [[nodiscard]] const AttributeRow* row(std::uint32_t node, Attribute name) const;
  [[nodiscard]] std::string_view value(const AttributeRow& row) const {
    return std::string_view(values).substr(row.begin, row.size);
  }
  [[nodiscard]] bool has(std::uint32_t node, Attribute name) const;
  [[nodiscard]] std::string_view words(const HtmlNode& n) const {
    return std::string_view(text).substr(n.first, n.count);
  }

 private:
  [[nodiscard]] const AttributeRow* find(std::uint32_t first, std::uint32_t count,
                                         Attribute name) const;
};

// REQUIRES: source is valid UTF-8.
HtmlTree build_tree(std::string_view source);

bool is_block(Tag tag);  // begins a new line
bool is_heading(Tag tag);

}  // namespace sayso::read
