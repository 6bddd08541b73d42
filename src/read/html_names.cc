// SPDX-License-Identifier: Apache-2.0
// Names of elements and attributes to what the tree knows of them.
#include <array>

#include "read/html_tree.h"

namespace sayso::read {
namespace {

struct TagName {
  std::string_view name;
  Tag tag;
};
// Sorted by name. What is missing is Tag::other.
constexpr std::array<TagName, 75> kTags{{
    {"address", Tag::address},
    {"article", Tag::article},
    {"aside", Tag::aside},
    {"audio", Tag::audio},
    {"base", Tag::base},
    {"blockquote", Tag::blockquote},
    {"body", Tag::body},
    {"br", Tag::br},
    {"button", Tag::button},
    {"canvas", Tag::canvas},
    {"caption", Tag::caption},
    {"center", Tag::center},
    {"col", Tag::col},
    {"dd", Tag::dd},
    {"details", Tag::details},
    {"dialog", Tag::dialog},
    {"div", Tag::div},
    {"dl", Tag::dl},
    {"dt", Tag::dt},
    {"fieldset", Tag::fieldset},
    {"figcaption", Tag::figcaption},
    {"figure", Tag::figure},
    {"footer", Tag::footer},
    {"form", Tag::form},
    {"h1", Tag::h1},
    {"h2", Tag::h2},
    {"h3", Tag::h3},
    {"h4", Tag::h4},
    {"h5", Tag::h5},
    {"h6", Tag::h6},
    {"head", Tag::head},
    {"header", Tag::header},
    {"hr", Tag::hr},
    {"html", Tag::html},
    {"iframe", Tag::iframe},
    {"img", Tag::img},
    {"input", Tag::input},
    {"label", Tag::label},
    {"legend", Tag::legend},
    {"li", Tag::li},
    {"link", Tag::link},
    {"main", Tag::main},
    {"math", Tag::math},
    {"menu", Tag::menu},
    {"meta", Tag::meta},
    {"nav", Tag::nav},
    {"noscript", Tag::noscript},
    {"object", Tag::object},
    {"ol", Tag::ol},
    {"optgroup", Tag::optgroup},
    {"option", Tag::option},
    {"p", Tag::p},
    {"picture", Tag::picture},
    {"pre", Tag::pre},
    {"script", Tag::script},
    {"section", Tag::section},
    {"select", Tag::select},
    {"source", Tag::source},
    {"span", Tag::span},
    {"style", Tag::style},
    {"summary", Tag::summary},
    {"svg", Tag::svg},
    {"table", Tag::table},
    {"tbody", Tag::tbody},
    {"td", Tag::td},
    {"template", Tag::template_},
    {"textarea", Tag::textarea},
    {"tfoot", Tag::tfoot},
    {"th", Tag::th},
    {"thead", Tag::thead},
    {"time", Tag::time},
    {"title", Tag::title},
    {"tr", Tag::tr},
    {"ul", Tag::ul},
    {"video", Tag::video},
}};
constexpr std::array<std::string_view, 30> kFormatting{
    "a",    "abbr",  "acronym", "b",      "bdi", "bdo", "big",  "cite", "code", "del",
    "dfn",  "em",    "font",    "i",      "ins", "kbd", "mark", "nobr", "q",    "s",
    "samp", "small", "strike",  "strong", "sub", "sup", "tt",   "u",    "var",  "wbr"};

struct AttributeName {
  std::string_view name;
  Attribute kind;
};
// Sorted by length, so that most names are refused by their length alone.
constexpr std::array<AttributeName, 19> kAttributes{{
    {"id", Attribute::id},
    {"rel", Attribute::rel},
    {"name", Attribute::name},
    {"href", Attribute::href},
    {"type", Attribute::type},
    {"role", Attribute::role},
    {"lang", Attribute::lang},
    {"class", Attribute::class_},
    {"style", Attribute::style},
    {"title", Attribute::title},
    {"hidden", Attribute::hidden},
    {"content", Attribute::content},
    {"itemprop", Attribute::itemprop},
    {"itemtype", Attribute::itemtype},
    {"property", Attribute::property},
    {"datetime", Attribute::datetime},
    {"http-equiv", Attribute::http_equiv},
    {"aria-label", Attribute::aria_label},
    {"aria-hidden", Attribute::aria_hidden},
}};

}  // namespace

Attribute attribute_of(std::string_view name) {
  for (const AttributeName& a : kAttributes) {
    if (a.name.size() >= name.size()) {
      if (a.name.size() > name.size()) {
        return Attribute::none;
      }
      if (a.name == name) {
        return a.kind;
      }
    }
  }
  return Attribute::none;
}

namespace {

// All names in one table of 256 places, so that a lookup compares one or two of them.
class ElementNames {
 public:
  ElementNames() {
    for (const TagName& t : kTags) {
      add({t.name, t.tag, false});
    }
    for (const std::string_view name : kFormatting) {
      add({name, Tag::other, true});
    }
  }
  [[nodiscard]] ElementName find(std::string_view name) const {
    for (std::size_t at = place(name); !rows_[at].name.empty(); at = (at + 1) % rows_.size()) {
      if (rows_[at].name == name) {
        return {rows_[at].tag, rows_[at].formatting};
      }
    }
    return {};
  }

 private:
  struct Row {
    std::string_view name;
    Tag tag = Tag::other;
    bool formatting = false;
  };
  static std::size_t place(std::string_view name) {
    const auto at = [&](std::size_t i) {
      return static_cast<std::size_t>(static_cast<unsigned char>(name[i]));
    };
    return name.empty() ? 0
                        : (at(0) * 7 + at(name.size() - 1) * 31 + at(name.size() / 2) * 3 +
                           name.size() * 13) %
                              256;
  }
  void add(Row row) {
    std::size_t at = place(row.name);
    while (!rows_[at].name.empty()) {
      at = (at + 1) % rows_.size();
    }
    rows_[at] = row;
  }
  std::array<Row, 256> rows_{};
};

}  // namespace

ElementName element_of(std::string_view name) {
  static const ElementNames names;
  return names.find(name);
}

}  // namespace sayso::read
