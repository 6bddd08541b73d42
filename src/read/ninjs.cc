// SPDX-License-Identifier: Apache-2.0
// IPTC ninjs 1, 2 and 3: one item, a list of items, or items inside "associations" left alone.
#include <simdjson.h>

#include "base/text.h"
#include "base/utf8.h"
#include "read/entry.h"

namespace sayso::read {
namespace {

namespace dom = simdjson::dom;

std::string text_of(dom::object o, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    std::string_view value;
    if (o[name].get(value) == simdjson::SUCCESS && !trim(value).empty()) {
      return std::string(value);
    }
  }
  return {};
}

// ninjs 2 and 3 keep headlines, bodies, descriptions as lists of {role, contenttype, value}.
// Of several the longest with words is taken: the main one, whatever its role is called.
std::string longest_value(dom::object o, const char* list, bool& is_html) {
  dom::array values;
  std::string best;
  if (o[list].get(values) != simdjson::SUCCESS) {
    return best;
  }
  for (const dom::element element : values) {
    dom::object item;
    if (element.get(item) != simdjson::SUCCESS) {
      continue;
    }
    std::string value = text_of(item, {"value"});
    const std::string type = text_of(item, {"contenttype", "contentType"});
    if (type.starts_with("image/") || type.starts_with("video/")) {
      continue;
    }
    if (value.size() > best.size()) {
      // NITF whole: only its body, the head repeats headline and codes.
      const std::size_t body = value.find("<body.content");
      best = body == std::string::npos ? std::move(value) : value.substr(body);
      is_html = type.find("ml") != std::string::npos || best.find("</") != std::string::npos;
    }
  }
  return best;
}

std::string main_value(dom::object o, const char* list) {
  dom::array values;
  std::string first;
  if (o[list].get(values) != simdjson::SUCCESS) {
    return first;
  }
  for (const dom::element element : values) {
    dom::object item;
    if (element.get(item) != simdjson::SUCCESS) {
      continue;
    }
    const std::string value = text_of(item, {"value"});
    if (text_of(item, {"role"}) == "main") {
      return value;
    }
    first = first.empty() ? value : first;
  }
  return first;
}

std::string first_name(dom::object o, const char* list) {
  dom::array values;
  if (o[list].get(values) != simdjson::SUCCESS) {
    return {};
  }
  for (const dom::element element : values) {
    dom::object item;
    if (element.get(item) == simdjson::SUCCESS) {
      return text_of(item, {"name", "literal"});
    }
  }
  return {};
}

Entry read_item(dom::object o) {
  Entry e;
  e.title_is_html = false;
  e.media_type = "application/ninjs+json";
  e.id = text_of(o, {"uri"});
  e.title = text_of(o, {"headline", "headline_main", "title", "name"});
  if (e.title.empty()) {
    e.title = main_value(o, "headlines");
  }
  e.content = text_of(o, {"body_xhtml", "body_html"});
  if (e.content.empty()) {
    e.content = text_of(o, {"body_text"});
    e.content_is_html = false;
  }
  if (e.content.empty()) {
    e.content = longest_value(o, "bodies", e.content_is_html);
  }
  e.summary = text_of(o, {"description_xhtml", "description_html"});
  if (e.summary.empty()) {
    e.summary = text_of(o, {"description_text"});
    e.summary_is_html = false;
  }
  if (e.summary.empty()) {
    e.summary = longest_value(o, "descriptions", e.summary_is_html);
  }
  e.byline = text_of(o, {"byline", "by"});
  e.language = text_of(o, {"language"});
  e.published_at = text_of(o, {"versioncreated", "versionCreated", "firstcreated", "firstCreated",
                               "contentcreated", "contentCreated"});
  e.outlet = first_name(o, "infosource");
  if (e.outlet.empty()) {
    e.outlet = first_name(o, "infoSources");
  }
  if (e.outlet.empty()) {
    e.outlet = text_of(o, {"copyrightholder", "copyrightHolder"});
  }
  e.section = first_name(o, "subject");
  if (e.section.empty()) {
    e.section = first_name(o, "subjects");
  }
  dom::object ids;
  if (o["altids"].get(ids) == simdjson::SUCCESS) {
    e.url = text_of(ids, {"url"});
  }
  if (e.url.empty() && e.id.starts_with("http")) {
    e.url = e.id;
  }
  dom::array authors;
  if (o["people"].get(authors) == simdjson::SUCCESS ||
      o["person"].get(authors) == simdjson::SUCCESS) {
    for (const dom::element element : authors) {
      dom::object person;
      if (element.get(person) == simdjson::SUCCESS &&
          (text_of(person, {"rel"}) == "author" || text_of(person, {"rel"}) == "creator")) {
        e.authors.push_back(text_of(person, {"name"}));
      }
    }
  }
  return e;
}

}  // namespace

std::vector<Document> read_ninjs(const Context& context, RawReport report) {
  std::vector<Document> out;
  repair_utf8(report.bytes);
  if (report.bytes.starts_with("\xEF\xBB\xBF")) {
    report.bytes.erase(0, 3);
  }
  dom::parser parser;
  dom::element root;
  const auto error = parser.parse(report.bytes).get(root);
  dom::object one;
  dom::array list;
  if (error == simdjson::SUCCESS && root.get(one) == simdjson::SUCCESS) {
    if (one["items"].get(list) != simdjson::SUCCESS) {
      out.push_back(make_document(context, report, read_item(one), 1));
    }
  } else if (error == simdjson::SUCCESS && root.get(list) != simdjson::SUCCESS) {
    list = {};
  }
  if (out.empty() && error == simdjson::SUCCESS && (root.is_array() || root.is_object())) {
    report.url.clear();  // it is that of all of them
    for (const dom::element element : list) {
      if (element.get(one) == simdjson::SUCCESS) {
        out.push_back(make_document(context, report, read_item(one), out.size() + 1));
      }
    }
  }
  if (out.empty()) {
    Document& d = out.emplace_back(blank(context, report));
    d.note("bad_record", {},
           report.path + ": not a ninjs item" +
               (error == simdjson::SUCCESS
                    ? ""
                    : std::string(" (") + simdjson::error_message(error) + ")"));
    finish(context, d, false);
  }
  return out;
}

}  // namespace sayso::read
