// SPDX-License-Identifier: Apache-2.0
// JSON Lines: one record a line, the text exactly as given. Also one array of such records.
#include <simdjson.h>

#include "base/text.h"
#include "base/utf8.h"
#include "read/dates.h"
#include "read/marks.h"
#include "read/reader.h"

namespace sayso::read {
namespace {

namespace dom = simdjson::dom;

std::string_view string_of(dom::element object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    std::string_view value;
    if (object[name].get(value) == simdjson::SUCCESS) {
      return value;
    }
  }
  return {};
}

// A number or string as text.
std::string scalar(dom::element value) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) {
    return std::string(text);
  }
  if (value.is_int64() || value.is_uint64()) {
    return simdjson::minify(value);
  }
  return {};
}

void read_authors(dom::element record, Document& d) {
  dom::element value;
  if (record["authors"].get(value) != simdjson::SUCCESS &&
      record["author"].get(value) != simdjson::SUCCESS &&
      record["byline"].get(value) != simdjson::SUCCESS) {
    return;
  }
  dom::array list;
  if (value.get(list) == simdjson::SUCCESS) {
    for (const dom::element item : list) {
      std::string_view name;
      if (item.get(name) == simdjson::SUCCESS ||
          (item.is_object() && item["name"].get(name) == simdjson::SUCCESS)) {
        d.provenance.authors.emplace_back(name);
      }
    }
    return;
  }
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS && !trim(text).empty()) {
    d.provenance.authors = split_names(text);
    if (d.provenance.authors.empty()) {
      d.provenance.authors.emplace_back(text);
    }
  }
}

std::optional<Timestamp> date_of(const Context& context, dom::element record, Document& d,
                                 std::initializer_list<const char*> names) {
  for (const char* name : names) {
    dom::element value;
    if (record[name].get(value) != simdjson::SUCCESS || value.is_null()) {
      continue;
    }
    const std::string text = scalar(value);
    if (trim(text).empty()) {
      continue;
    }
    if (auto date = parse_date(*context.tables.calendar, text)) {
      return date;
    }
    d.note("bad_date", {}, text.substr(0, 80));
  }
  return std::nullopt;
}

void bad(Document& d, const RawReport& report, const std::string& why) {
  d.note("bad_record", {},
         report.path + (report.record != 0 ? ", line " + std::to_string(report.record) : "") +
             ": " + why);
  d.layers = kLayerText;
}

Document read_record(const Context& context, const RawReport& report, dom::element record) {
  Document d = blank(context, report);
  d.provenance.media_type = "application/json";
  dom::element id;
  if (record.is_object() && record["id"].get(id) == simdjson::SUCCESS) {
    d.id = scalar(id);
    repair_utf8(d.id);
  }
  std::string_view text;
  if (!record.is_object()) {
    bad(d, report, "not a JSON object");
  } else if (text = string_of(record, {"text", "content", "body", "maintext"});
             text.data() == nullptr) {
    bad(d, report, "no field \"text\"");
  } else {
    d.text = text;
    if (repair_utf8(d.text) != 0) {
      d.note("repaired", {});
    }
    Provenance& p = d.provenance;
    p.url = string_of(record, {"url", "link", "source_url"});
    const std::string_view outlet = string_of(record, {"outlet", "source", "publisher", "site"});
    if (!outlet.empty()) {
      p.outlet = outlet;
    }
    p.agency = string_of(record, {"agency"});
    p.section = string_of(record, {"section"});
    if (auto date = date_of(context, record, d,
                            {"published_at", "date", "published", "date_publish", "pubdate"})) {
      p.published_at = date;
    }
    p.modified_at = date_of(context, record, d, {"modified_at", "updated_at", "modified"});
    read_authors(record, d);
    const std::string_view language = string_of(record, {"language", "lang"});
    if (!language.empty()) {
      p.language = language;
    }
    StructureOptions options;
    options.given_title = string_of(record, {"title", "headline"});
    p.title = options.given_title;
    find_structure(context.tables, options, segment_text(d.text), d);
    finish(context, d, !language.empty());
  }
  if (d.id.empty()) {
    d.id = d.text.empty() ? id_of_place(report.path, report.record) : content_id(d);
  }
  return d;
}

// A lone half of a surrogate pair (\ud83d) makes the line invalid; scraped text has them.
bool replace_lone_surrogates(std::string& json) {
  const auto unit = [&](std::size_t at) -> int {
    if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u') {
      return -1;
    }
    int value = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
      const char c = json[i];
      const int digit = c >= '0' && c <= '9'                 ? c - '0'
                        : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                             : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  };
  bool changed = false;
  for (std::size_t at = 0; at + 1 < json.size();) {
    if (json[at] != '\\') {
      ++at;
      continue;
    }
    const int first = unit(at);
    if (first >= 0xD800 && first < 0xDC00) {
      const int second = unit(at + 6);
      if (second >= 0xDC00 && second < 0xE000) {
        at += 12;
        continue;
      }
    }
    if (first >= 0xD800 && first < 0xE000) {
      json.replace(at, 6, "\\ufffd");
      changed = true;
    }
    at += first >= 0 ? 6 : 2;
  }
  return changed;
}

}  // namespace

std::vector<Document> read_json_lines(const Context& context, RawReport report) {
  std::vector<Document> out;
  thread_local dom::parser parser;  // keeps its buffers between lines; holds nothing of a document
  if (report.bytes.starts_with("\xEF\xBB\xBF")) {
    report.bytes.erase(0, 3);
  }
  bool repaired = repair_utf8(report.bytes) != 0;
  dom::element root;
  auto error = parser.parse(report.bytes).get(root);
  if (error == simdjson::STRING_ERROR && replace_lone_surrogates(report.bytes)) {
    repaired = true;
    error = parser.parse(report.bytes).get(root);
  }
  if (error != simdjson::SUCCESS) {
    Document& d = out.emplace_back(blank(context, report));
    bad(d, report,
        report.cut ? "longer than the limit of " + std::to_string(context.options.max_bytes) +
                         " bytes, or broken off"
                   : std::string("not valid JSON (") + simdjson::error_message(error) + ")");
    d.id = id_of_place(report.path, report.record);
    return out;
  }
  dom::array list;
  if (root.get(list) == simdjson::SUCCESS && report.record == 0) {
    RawReport part;
    part.path = report.path;
    for (const dom::element record : list) {
      if (out.size() == kMostEntries) {
        out.back().note("cut", {},
                        std::to_string(list.size() - kMostEntries) + " more records were not read");
        break;
      }
      ++part.record;
      out.push_back(read_record(context, part, record));
    }
  } else {
    out.push_back(read_record(context, report, root));
  }
  if (out.empty()) {
    bad(out.emplace_back(blank(context, report)), report, "an empty list");
  }
  if (repaired) {
    out[0].note("repaired", {});
  }
  return out;
}

}  // namespace sayso::read
