// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <unordered_map>

#include "store/sqlite_store.h"

namespace sayso {
namespace {

Instant instant_or(const SqlStatement& s, int column, Instant open) {
  return s.is_null(column) ? open : s.integer(column);
}
std::int32_t count_of(const SqlStatement& s, int column) {
  return s.is_null(column) ? kNotStated : static_cast<std::int32_t>(s.integer(column));
}
std::optional<double> optional_real(const SqlStatement& s, int column) {
  return s.is_null(column) ? std::nullopt : std::optional<double>(s.real(column));
}
std::uint32_t small(const SqlStatement& s, int column) {
  return static_cast<std::uint32_t>(s.integer(column));
}

// Gives each row of a table, by version and `order`, with its report to f(report, statement);
// `picked`: only of the versions in the temporary table of that name.
template <typename F>
Status each(Database& db, const char* columns, const char* table, const char* order, bool picked,
            std::vector<Report>& reports,
            const std::unordered_map<std::uint64_t, std::uint32_t>& row_of, F&& f) {
  const std::string sql = std::string("SELECT ") + columns + " FROM " + table +
                          (picked ? " WHERE version IN (SELECT id FROM temp.picked)" : "") +
                          " ORDER BY version, " + order;
  SAYSO_TRY(SqlStatement s, db.prepare(sql));
  while (true) {
    SAYSO_TRY(const bool more, s.step());
    if (!more) {
      return {};
    }
    const auto found = row_of.find(static_cast<std::uint64_t>(s.integer(0)));
    if (found != row_of.end()) {
      f(reports[found->second], s);
    }
  }
}

ReportPlace place_of(const SqlStatement& s) {
  ReportPlace p;
  p.name = s.text(2);
  p.country = s.text(3);
  p.admin1 = s.text(4);
  p.kind = s.text(5);
  p.where = {small(s, 6), small(s, 7)};
  p.lat = s.real(8);
  p.lon = s.real(9);
  p.radius_km = static_cast<float>(s.real(10));
  p.geonames_id = s.is_null(11) ? 0 : small(s, 11);
  p.precision = static_cast<std::uint8_t>(s.integer(12));
  return p;
}

ReportClaim claim_of(const SqlStatement& s) {
  ReportClaim c;
  c.id = s.text(2);
  c.sentence = small(s, 3);
  c.whole = {small(s, 4), small(s, 5)};
  c.source = spans_from(s.text(6));
  c.cue = spans_from(s.text(7));
  c.content = spans_from(s.text(8));
  c.speaker = s.text(9);
  c.code = s.text(10);
  c.said_at = s.text(11);
  c.channel = s.text(12);
  c.certainty = s.text(13);
  c.kind = s.text(14);
  c.act = s.text(15);
  c.anonymous = s.integer(16) != 0;
  c.outer = s.row(17);
  c.sketch = s.text(18);
  c.source_words = s.text(19);
  return c;
}

ReportClaim source_of(const SqlStatement& s) {
  ReportClaim c;
  c.speaker = s.text(1);
  c.code = s.text(2);
  c.anonymous = s.integer(3) != 0;
  c.outer = s.row(4);
  c.source_words = s.text(5);
  return c;
}

ReportEvent event_of(const SqlStatement& s) {
  ReportEvent e;
  e.id = s.text(2);
  e.sentence = small(s, 3);
  e.claim = s.row(4);
  e.place = s.row(5);
  e.type = s.text(6);
  e.mode = s.text(7);
  e.cameo = s.text(8);
  e.context = s.text(9);
  e.trigger = spans_from(s.text(10));
  e.when = s.text(11);
  e.from = instant_or(s, 12, kOpenStart);
  e.to = instant_or(s, 13, kOpenEnd);
  e.factuality = s.text(14);
  e.time = s.text(15);
  e.counts = {count_of(s, 16), count_of(s, 17), count_of(s, 18), count_of(s, 19)};
  return e;
}

ReportState state_of(const SqlStatement& s) {
  ReportState t;
  t.id = s.text(2);
  t.sentence = small(s, 3);
  t.claim = s.row(4);
  t.event = s.row(5);
  t.place = s.row(6);
  t.entity = s.text(7);
  t.kind = s.text(8);
  t.variable = s.text(9);
  t.value = s.text(10);
  t.value_code = s.text(11);
  t.where = {small(s, 12), small(s, 13)};
  t.when = s.text(14);
  t.from = instant_or(s, 15, kOpenStart);
  t.to = instant_or(s, 16, kOpenEnd);
  t.factuality = s.text(17);
  t.time = s.text(18);
  t.scope = s.text(19);
  t.geonames_id = s.is_null(20) ? 0 : small(s, 20);
  return t;
}

}  // namespace

Status SqliteStore::load_rows(std::vector<Report>& reports, unsigned parts, bool picked) {
  using S = const SqlStatement&;
  std::unordered_map<std::uint64_t, std::uint32_t> row_of;
  for (std::uint32_t i = 0; i < reports.size(); ++i) {
    row_of.emplace(reports[i].row, i);
  }
  const auto rows = [&](unsigned part, const char* table, const char* order, auto&& f) -> Status {
    return (parts & part) == 0 ? Status()
                               : each(*db_, "*", table, order, picked, reports, row_of, f);
  };
  SAYSO_TRY_STATUS(rows(kWithRest, "sentences", "number",
                        [](Report& r, S s) { r.sentences.push_back({small(s, 2), small(s, 3)}); }));
  SAYSO_TRY_STATUS(rows(kWithPlaces, "places", "number",
                        [](Report& r, S s) { r.places.push_back(place_of(s)); }));
  SAYSO_TRY_STATUS(rows(kWithEntities, "entities", "number", [](Report& r, S s) {
    r.entities.push_back({s.text(2), s.text(3), s.text(4), s.text(5), small(s, 6)});
  }));
  SAYSO_TRY_STATUS(rows(kWithClaims, "claims", "number",
                        [](Report& r, S s) { r.claims.push_back(claim_of(s)); }));
  if ((parts & kWithSources) != 0) {
    SAYSO_TRY_STATUS(each(*db_, "version, speaker, code, anonymous, \"outer\", source_words",
                          "claims", "number", picked, reports, row_of,
                          [](Report& r, S s) { r.claims.push_back(source_of(s)); }));
  }
  SAYSO_TRY_STATUS(rows(kWithEvents, "events", "number",
                        [](Report& r, S s) { r.events.push_back(event_of(s)); }));
  SAYSO_TRY_STATUS(rows(kWithEvents, "arguments", "event, number", [](Report& r, S s) {
    if (small(s, 1) < r.events.size()) {
      r.events[small(s, 1)].arguments.push_back(
          {s.text(3), s.text(4), s.text(5), {small(s, 6), small(s, 7)}});
    }
  }));
  SAYSO_TRY_STATUS(rows(kWithRest, "quantities", "event, number", [](Report& r, S s) {
    if (small(s, 1) < r.events.size()) {
      r.events[small(s, 1)].quantities.push_back(
          {s.text(3), optional_real(s, 4), optional_real(s, 5), optional_real(s, 6)});
    }
  }));
  SAYSO_TRY_STATUS(rows(kWithStates, "states", "number",
                        [](Report& r, S s) { r.states.push_back(state_of(s)); }));
  SAYSO_TRY_STATUS(rows(kWithClaims, "disputes", "number", [](Report& r, S s) {
    r.disputes.push_back({small(s, 2), small(s, 3), s.text(4), s.text(5), s.text(6), s.text(7)});
  }));
  return rows(kWithRest, "notes", "number", [](Report& r, S s) {
    r.notes.push_back({s.text(2), s.text(3), {small(s, 4), small(s, 5)}});
  });
}

Result<std::vector<Report>> SqliteStore::load(bool with_text) {
  return load_versions(with_text, kWithAll, false);
}

Result<std::vector<Report>> SqliteStore::load_versions(bool with_text, unsigned parts,
                                                       bool picked) {
  const std::string sql =
      std::string(
          "SELECT v.version, v.id, d.id, v.outlet, v.agency, v.published_at, v.known_at, "
          "v.known_until, v.title, v.url, v.language, v.section, v.media_type, v.path, v.words, ") +
      ((parts & kWithSketch) != 0 ? "v.sketch" : "NULL") +
      ", v.authors, v.guid, v.record_id, v.fetched_at, v.paragraphs, " +
      (with_text ? "v.text" : "NULL") + " FROM versions v JOIN documents d USING(document)" +
      (picked ? " WHERE v.version IN (SELECT id FROM temp.picked)" : "") + " ORDER BY v.version";
  SAYSO_TRY(SqlStatement s, db_->prepare(sql));
  std::vector<Report> reports;
  while (true) {
    SAYSO_TRY(const bool more, s.step());
    if (!more) {
      break;
    }
    Report r;
    r.row = static_cast<std::uint64_t>(s.integer(0));
    r.version_id = s.text(1);
    r.document_id = s.text(2);
    r.outlet = s.text(3);
    r.agency = s.text(4);
    r.published_at = s.text(5);
    if (!s.is_null(6)) {
      r.known_at = s.integer(6);
    }
    if (!s.is_null(7)) {
      r.known_until = s.integer(7);
    }
    r.title = s.text(8);
    r.url = s.text(9);
    r.language = s.text(10);
    r.section = s.text(11);
    r.media_type = s.text(12);
    r.path = s.text(13);
    r.words = small(s, 14);
    r.sketch = s.text(15);
    std::string author;  // a JSON array of strings, as add() wrote it
    bool quoted = false;
    const std::string authors = s.text(16);
    for (std::size_t i = 0; i < authors.size(); ++i) {
      if (authors[i] == '"') {
        if (quoted) {
          r.authors.push_back(author);
          author.clear();
        }
        quoted = !quoted;
      } else if (quoted) {
        i += authors[i] == '\\' && i + 1 < authors.size() ? 1 : 0;
        author += authors[i];
      }
    }
    r.guid = s.text(17);
    r.record_id = s.text(18);
    r.fetched_at = s.text(19);
    r.paragraphs = s.text(20);
    r.text = s.text(21);
    reports.push_back(std::move(r));
  }
  SAYSO_TRY_STATUS(load_rows(reports, parts, picked));
  return reports;
}

}  // namespace sayso
