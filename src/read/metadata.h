// SPDX-License-Identifier: Apache-2.0
// Who published a page, when, and under which title. What the page says is gathered once (JSON-LD,
// <meta>, microdata, links to authors, <time>); each field is then chosen from it, in an order of
// trust, and keeps where it was found.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "read/html_page.h"
#include "read/json_ld.h"
#include "read/tables.h"

namespace sayso::read {

// Where a string of the metadata stands in the source.
struct WordsAt {
  enum Kind : std::uint8_t { nowhere, attribute, json, page_text } kind = nowhere;
  Span span;  // attribute: begin in the source, size decoded; json: source; page_text: tree text
};

struct DateDoubt {  // a date that was refused, or said otherwise elsewhere
  bool refused = false;
  std::string detail;
};

struct PageMetadata {
  std::string title, description, outlet, url, language, section;
  std::vector<std::string> authors;
  std::optional<Timestamp> published_at, modified_at;
  std::array<FoundIn, kProvenanceFieldCount> found{};
  bool paywalled = false;
  std::vector<LivePost> posts;  // of a live report's JSON-LD
  std::string article_body;     // JSON-LD articleBody, plain or HTML
  WordsAt title_at;
  std::uint32_t title_row = 0;  // para that is the headline + 1; 0 = none on the page
  std::vector<DateDoubt> doubts;

  void set(ProvenanceField field, FoundIn where) { found[static_cast<std::size_t>(field)] = where; }
};

// What <meta> and <link> say, by the names many sites use; the first value of a name counts.
struct MetaTags {
  struct Value {
    std::string text;
    FoundIn found = FoundIn::none;
    WordsAt at;
    [[nodiscard]] bool empty() const { return text.empty(); }
  };
  Value title, twitter_title, title_tag, description, site_name, canonical, og_url, language,
      section, published, modified;
  std::vector<std::string> authors;
  bool last_name_first = false;  // citations: "Lee, Ann"
  bool paywalled = false;
};

// A place on the page that names an author or shows a date.
struct AuthorMark {
  std::string text;
  std::uint32_t para;  // the first at or behind it
  enum Kind : std::uint8_t { item, rel, named, link } kind;
};
struct DateMark {
  std::string machine;  // of attributes; may be empty
  std::string shown;
  std::uint32_t para;
  bool published = false, modified = false;  // itemprop says so
};

struct PageSays {
  JsonLd ld;
  MetaTags meta;
  std::vector<AuthorMark> authors;
  std::vector<DateMark> dates;
};

// `latest`: no report is younger; none = unknown.
PageMetadata read_metadata(const Tables& tables, const HtmlTree& tree, const Page& page,
                           std::string_view source, std::optional<Instant> latest = std::nullopt);

// Where the string `value` of `key` stands in the page's JSON-LD.
WordsAt words_in_json_ld(const HtmlTree& tree, std::string_view source, std::string_view key,
                         std::string_view value);

// REQUIRES (both): out.title_row, outlet, language and url are chosen.
void choose_authors(const Tables& tables, const PageSays& says, const Page& page,
                    PageMetadata& out);
void choose_dates(const Tables& tables, const PageSays& says, const Page& page,
                  std::optional<Instant> latest, PageMetadata& out);

}  // namespace sayso::read
