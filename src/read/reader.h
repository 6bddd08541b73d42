// SPDX-License-Identifier: Apache-2.0
// Private to read/: what the readers of single formats share.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "read/encoding.h"
#include "read/read.h"
#include "read/structure.h"
#include "read/tables.h"

namespace sayso::read {

class HtmlReader;

struct Context {
  Tables tables;
  ReadOptions options;
  std::shared_ptr<const HtmlReader> html;  // shared: Context is copied into the Reader once
};

// Of one file (feed, sitemap, array of records): a document costs kilobytes, an entry may cost a
// dozen bytes. As many as the protocol of sitemaps allows.
constexpr std::size_t kMostEntries = 50000;

// One function a format. REQUIRES: report.format is the function's.
std::vector<Document> read_text(const Context& context, RawReport report);
std::vector<Document> read_json_lines(const Context& context, RawReport report);
std::vector<Document> read_html(const Context& context, RawReport report);
std::vector<Document> read_feed(const Context& context, RawReport report);
std::vector<Document> read_ninjs(const Context& context, RawReport report);
std::vector<Document> read_newsml(const Context& context, RawReport report);
std::vector<Document> read_mail(const Context& context, RawReport report);

// An empty document of this report, with path, outlet and date of the options.
Document blank(const Context& context, const RawReport& report);
// Bytes to text with the notes that go with it (repaired, not_text, empty, cut).
DecodedBytes decode_report(Document& document, RawReport& report, std::string_view charset);
// Fills what every document needs in the end: language, id, layers, and the options' defaults.
void finish(const Context& context, Document& document, bool language_given);
// The document that stands for an input which is not read, and why.
Document refused(const Context& context, Document blank, std::string_view why);
// The id of a document without text: where it would have stood.
std::string id_of_place(std::string_view path, std::uint64_t record);
// Sets one field of the provenance by its name in the table read_header.
void set_field(const Context& context, Document& document, std::string_view field,
               std::string_view value, bool& language_given);

}  // namespace sayso::read
