// SPDX-License-Identifier: Apache-2.0
// One report as feeds, ninjs and NewsML-G2 carry it, and the Document made of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "read/reader.h"

namespace sayso::read {

struct Entry {
  std::string id, url, title, byline, dateline, outlet, language, section;
  std::vector<std::string> authors;
  std::string published_at, modified_at;  // as printed
  std::string content;                    // the report
  std::string summary;                    // taken where it is longer than the content
  bool content_is_html = true, summary_is_html = true, title_is_html = true;
  std::string media_type;
};

// `number` counts the entries of the file from 1; it names the entry in notes.
Document make_document(const Context& context, const RawReport& report, Entry entry,
                       std::size_t number);

// The words of a piece of HTML (or of plain text with references) on one line.
std::string plain_words(std::string_view html);

// & < > as references.
std::string escape_markup(std::string_view words);

}  // namespace sayso::read
