// SPDX-License-Identifier: Apache-2.0
// Plain text: kept as given; header lines "Name: value" become provenance and a furniture block.
#include "base/text.h"

#include "read/dates.h"
#include "read/live.h"
#include "read/marks.h"
#include "read/reader.h"

namespace sayso::read {
namespace {

constexpr int kMostHeaderLines = 20;

struct HeaderLine {
  Span line, value;
  std::string_view field;  // of the table read_header; empty if the name is unknown
};

// "Outlet: Meridian Wire" - a name of one to three words, a colon, a value.
bool header_line(const Tables& tables, std::string_view text, std::uint32_t begin,
                 std::uint32_t end, HeaderLine& out) {
  const std::string_view line = text.substr(begin, end - begin);
  const std::size_t colon = line.find(": ");
  if (colon == std::string_view::npos || colon == 0 || colon > 30) {
    return false;
  }
  const std::string_view name = line.substr(0, colon);
  if (count_words(name, 4) > 3) {
    return false;
  }
  const std::string_view value = trim(line.substr(colon + 1));
  if (value.empty()) {
    return false;
  }
  const auto at = static_cast<std::uint32_t>(value.data() - text.data());
  out.line = {begin, end};
  out.value = {at, at + static_cast<std::uint32_t>(value.size())};
  out.field = look_up(*tables.header, name);
  return true;
}

// The header's lines, empty if the text has none. `body` is where the report begins.
std::vector<HeaderLine> read_header(const Tables& tables, std::string_view text,
                                    std::uint32_t& body) {
  std::vector<HeaderLine> lines;
  std::size_t known = 0;
  for (std::uint32_t at = 0; at < text.size();) {
    const std::size_t newline = text.find('\n', at);
    const auto end =
        static_cast<std::uint32_t>(newline == std::string_view::npos ? text.size() : newline);
    if (trim(text.substr(at, end - at)).empty()) {
      body = end;
      return known >= 1 && known * 2 >= lines.size() ? lines : std::vector<HeaderLine>{};
    }
    HeaderLine line;
    if (lines.size() >= kMostHeaderLines || !header_line(tables, text, at, end, line)) {
      break;
    }
    known += line.field.empty() ? 0 : 1;
    lines.push_back(line);
    at = end + 1;
  }
  return {};
}

}  // namespace

void set_field(const Context& context, Document& d, std::string_view field, std::string_view value,
               bool& language_given) {
  Provenance& p = d.provenance;
  if (field == "outlet") {
    p.outlet = value;
  } else if (field == "agency") {
    p.agency = value;
  } else if (field == "url") {
    p.url = value;
  } else if (field == "section") {
    p.section = value;
  } else if (field == "id") {
    d.id = value;
  } else if (field == "language") {
    p.language = value;
    language_given = true;
  } else if (field == "authors") {
    if (auto names = split_names(value); !names.empty()) {
      p.authors = std::move(names);
    } else {
      p.authors = {std::string(value)};
    }
  } else if (field == "published_at" || field == "modified_at") {
    auto date = parse_date(*context.tables.calendar, value);
    if (!date) {
      d.note("bad_date", {}, std::string(value.substr(0, 80)));
    }
    (field == "published_at" ? p.published_at : p.modified_at) = date;
  }
}

std::vector<Document> read_text(const Context& context, RawReport report) {
  std::vector<Document> out;
  Document& d = out.emplace_back(blank(context, report));
  DecodedBytes decoded = decode_report(d, report, report.charset);
  d.text = std::move(decoded.text);
  d.origins = decoded.rows.empty() ? std::vector<Origin>{{0, 0}} : std::move(decoded.rows);
  d.provenance.media_type = "text/plain";
  std::uint32_t body = 0;
  bool language_given = false;
  std::vector<RawBlock> raw;
  Span title;
  const std::vector<HeaderLine> header = read_header(context.tables, d.text, body);
  Span furniture{};
  for (const HeaderLine& line : header) {
    set_field(context, d, line.field, d.words(line.value), language_given);
    if (line.field == "title" && title.empty()) {
      if (!furniture.empty()) {
        raw.push_back({furniture, BlockKind::furniture});
      }
      title = line.value;
      raw.push_back({title, BlockKind::headline});
      furniture = {};
    } else {
      furniture = furniture.empty() ? line.line : Span{furniture.begin, line.line.end};
    }
  }
  if (!furniture.empty()) {
    raw.push_back({furniture, BlockKind::furniture});
  }
  StructureOptions options;
  options.guess_headline = title.empty();
  std::vector<RawBlock> blocks = segment_text(d.text, header.empty() ? 0 : body);
  raw.insert(raw.end(), blocks.begin(), blocks.end());
  find_structure(context.tables, options, std::move(raw), d);
  find_clock_lines(d);
  finish(context, d, language_given);
  return out;
}

}  // namespace sayso::read
