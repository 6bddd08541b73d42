// SPDX-License-Identifier: Apache-2.0
// Our events in the columns of other projects' tables, so that people's scripts go on working.
#include <array>
#include <cmath>

#include "base/text.h"
#include "export/conflict_tables.h"

namespace sayso {
namespace {

constexpr std::array<std::string_view, 5> kNames{"gdelt", "plover", "acled", "ucdp", "cameo"};

std::string digits_of(const std::string& date) {
  std::string out;
  for (const char c : date) {
    if (c != '-') {
      out += c;
    }
  }
  return out;
}

// "RUS MIL" -> "RUSMIL", as CAMEO writes actors.
std::string joined(const std::string& code) {
  std::string out;
  for_each_part(code, [&](std::string_view part) { out += part; }, ' ');
  return out;
}

// CAMEO's quad classes by root: verbal and material cooperation, verbal and material conflict.
std::int64_t quad_class(const std::string& cameo) {
  const int root = cameo.size() < 2 ? 0 : (cameo[0] - '0') * 10 + (cameo[1] - '0');
  if (root == 0) {
    return 0;
  }
  return root <= 5 ? 1 : root <= 8 ? 2 : root <= 13 ? 3 : 4;
}

// A column of ontology.cameo for a code.
Cell of_cameo(const Knowledge& knowledge, const std::string& cameo, const char* column) {
  const Table* t = knowledge.find_table("ontology.cameo");
  const RowRange rows = t == nullptr || cameo.empty() ? RowRange{} : t->find(cameo);
  if (rows.empty()) {
    return {};
  }
  const std::uint32_t c = t->column(column);
  return std::string_view(column) == "name"
             ? Cell(std::string(t->text(rows.begin, c)))
             : Cell(std::round(double{t->real(rows.begin, c)} * 10) / 10);
}

Rows gdelt(const Rows& in, const Knowledge& knowledge) {
  Rows out;
  out.columns = {"GLOBALEVENTID",
                 "SQLDATE",
                 "MonthYear",
                 "Year",
                 "Actor1Code",
                 "Actor1Name",
                 "Actor1CountryCode",
                 "Actor2Code",
                 "Actor2Name",
                 "Actor2CountryCode",
                 "EventCode",
                 "EventBaseCode",
                 "EventRootCode",
                 "QuadClass",
                 "GoldsteinScale",
                 "NumMentions",
                 "NumSources",
                 "ActionGeo_FullName",
                 "ActionGeo_CountryCode",
                 "ActionGeo_Lat",
                 "ActionGeo_Long",
                 "DATEADDED",
                 "SOURCEURL"};
  for (std::size_t r = 0; r < in.rows.size(); ++r) {
    const auto get = [&](std::string_view column) { return in.text(r, column); };
    const std::string date = digits_of(get("date"));
    const std::string cameo = get("cameo");
    const std::string agent = get("agent_code");
    const std::string target = get("target_code");
    const auto known = in.rows[r][in.column("affirming")];
    out.rows.push_back({get("id"),
                        text_or_null(date),
                        text_or_null(date.substr(0, 6)),
                        text_or_null(date.substr(0, 4)),
                        text_or_null(joined(agent)),
                        text_or_null(get("agent")),
                        text_or_null(agent.substr(0, 3)),
                        text_or_null(joined(target)),
                        text_or_null(get("target")),
                        text_or_null(target.substr(0, 3)),
                        text_or_null(cameo),
                        text_or_null(cameo.substr(0, 3)),
                        text_or_null(cameo.substr(0, 2)),
                        cameo.empty() ? Cell() : Cell(quad_class(cameo)),
                        of_cameo(knowledge, cameo, "goldstein"),
                        known,
                        known,
                        text_or_null(get("place")),
                        text_or_null(get("country")),
                        in.rows[r][in.column("lat")],
                        in.rows[r][in.column("lon")],
                        text_or_null(digits_of(get("published_at").substr(0, 10))),
                        text_or_null(get("url"))});
  }
  return out;
}

Rows plover(const Rows& in) {
  Rows out;
  out.columns = {"id",
                 "date",
                 "source",
                 "source_code",
                 "recipient",
                 "recipient_code",
                 "event",
                 "mode",
                 "cameo",
                 "location",
                 "country",
                 "latitude",
                 "longitude",
                 "factuality",
                 "time",
                 "sources_for",
                 "sources_against",
                 "credibility",
                 "killed_low",
                 "killed_best",
                 "killed_high",
                 "told_by",
                 "outlet",
                 "published_at",
                 "text",
                 "url"};
  for (std::size_t r = 0; r < in.rows.size(); ++r) {
    const auto cell = [&](std::string_view column) { return in.rows[r][in.column(column)]; };
    out.rows.push_back(
        {cell("id"),          cell("date"),        cell("agent"),      cell("agent_code"),
         cell("target"),      cell("target_code"), cell("type"),       cell("mode"),
         cell("cameo"),       cell("place"),       cell("country"),    cell("lat"),
         cell("lon"),         cell("factuality"),  cell("time"),       cell("affirming"),
         cell("denying"),     cell("credibility"), cell("killed_low"), cell("killed_best"),
         cell("killed_high"), cell("sources"),     cell("outlet"),     cell("published_at"),
         cell("sentence"),    cell("url")});
  }
  return out;
}

// Sectors of an actor's code: what stands behind the country.
std::string sectors_of(const std::string& code) {
  const std::size_t blank = code.find(' ');
  return blank == std::string::npos ? std::string() : code.substr(blank + 1);
}

// The layout of ICEWS and other dyadic CAMEO tables: one line a pair and event.
Rows cameo(const Rows& in, const Knowledge& knowledge) {
  Rows out;
  out.columns = {"Event ID",       "Event Date", "Source Name", "Source Sectors", "Source Country",
                 "Event Text",     "CAMEO Code", "Intensity",   "Target Name",    "Target Sectors",
                 "Target Country", "Story ID",   "Sentence",    "Publisher",      "Location",
                 "Province",       "Country",    "Latitude",    "Longitude",      "URL"};
  for (std::size_t r = 0; r < in.rows.size(); ++r) {
    const auto get = [&](std::string_view column) { return in.text(r, column); };
    const std::string code = get("cameo");
    if (code.empty()) {
      continue;
    }
    const std::string agent = get("agent_code");
    const std::string target = get("target_code");
    out.rows.push_back({get("id"),
                        text_or_null(get("date")),
                        text_or_null(get("agent")),
                        text_or_null(sectors_of(agent)),
                        text_or_null(agent.substr(0, 3)),
                        of_cameo(knowledge, code, "name"),
                        code,
                        of_cameo(knowledge, code, "goldstein"),
                        text_or_null(get("target")),
                        text_or_null(sectors_of(target)),
                        text_or_null(target.substr(0, 3)),
                        text_or_null(get("story")),
                        text_or_null(get("sentence")),
                        text_or_null(get("outlet")),
                        text_or_null(get("place")),
                        text_or_null(get("admin1")),
                        text_or_null(get("country")),
                        in.rows[r][in.column("lat")],
                        in.rows[r][in.column("lon")],
                        text_or_null(get("url"))});
  }
  return out;
}

}  // namespace

Cell text_or_null(std::string text) {
  return text.empty() ? Cell() : Cell(std::move(text));
}

std::optional<EventTable> event_table_from(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) {
      return static_cast<EventTable>(i);
    }
  }
  return std::nullopt;
}

Rows as_event_table(const Rows& accounts, EventTable table, const Knowledge& knowledge) {
  switch (table) {
    case EventTable::gdelt:
      return gdelt(accounts, knowledge);
    case EventTable::acled:
      return acled_table(accounts, knowledge);
    case EventTable::ucdp:
      return ucdp_table(accounts);
    case EventTable::cameo:
      return cameo(accounts, knowledge);
    case EventTable::plover:
      break;
  }
  return plover(accounts);
}

}  // namespace sayso
