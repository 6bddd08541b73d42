// SPDX-License-Identifier: Apache-2.0
// Questions to the database: one SELECT a view, narrowed by the filter.
#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "base/utf8.h"
#include "store/sqlite_store.h"

namespace sayso {
namespace {

// Conditions and what is bound to them, in order.
struct Where {
  std::string sql;
  std::vector<Cell> values;
  void add(std::string_view condition, std::vector<Cell> bound) {
    sql += sql.empty() ? " WHERE " : " AND ";
    sql += condition;
    values.insert(values.end(), bound.begin(), bound.end());
  }
};

// Words for FTS5: each quoted, so that nothing in them is an operator; empty if there is none.
std::string match_words(std::string_view words) {
  std::string out;
  for_each_part(
      words,
      [&](std::string_view word) {
        std::string kept;
        for (const char c : word) {
          kept += c == '"' ? ' ' : c;
        }
        if (!folded(kept).empty()) {
          out += (out.empty() ? "\"" : " \"") + kept + "\"*";
        }
      },
      ' ');
  return out;
}

constexpr std::string_view kCurrent =
    "v.known_until IS NULL AND v.version NOT IN (SELECT version FROM copies)";

constexpr std::string_view kSentence = "substr(v.text, s.start+1, s.\"end\"-s.start)";

void narrow_versions(Where& where, const Filter& f) {
  if (!f.outlet.empty()) {
    where.add("has_words(v.outlet, ?)", {f.outlet});
  }
  if (f.since) {
    where.add("v.known_at >= ?", {*f.since});
  }
  if (f.until) {
    where.add("v.known_at < ?", {*f.until});
  }
}

void narrow_text(Where& where, const Filter& f) {
  const std::string words = match_words(f.about);
  if (!words.empty()) {
    where.add("v.version IN (SELECT rowid FROM text_index WHERE text_index MATCH ?)", {words});
    where.add("has_words(" + std::string(kSentence) + ", ?)", {f.about});
  }
}

constexpr std::string_view kClaims = R"sql(
SELECT v.published_at AS published_at, v.outlet AS outlet,
  coalesce(c.speaker,
    nullif(substr(v.text, json_extract(c.source,'$[0][0]')+1,
      json_extract(c.source,'$[#-1][1]')-json_extract(c.source,'$[0][0]')), ''),
    CASE WHEN c.source_words IS NOT NULL THEN c.source_words||coalesce(' ('||c.code||')','') WHEN c.code IS NOT NULL THEN 'unnamed ('||c.code||')' ELSE 'unnamed' END) AS source,
  c.code AS code,
  substr(v.text, json_extract(c.cue,'$[0][0]')+1,
    json_extract(c.cue,'$[#-1][1]')-json_extract(c.cue,'$[0][0]')) AS cue,
  substr(v.text, json_extract(c.content,'$[0][0]')+1,
    json_extract(c.content,'$[#-1][1]')-json_extract(c.content,'$[0][0]')) AS content,
  c.certainty AS certainty, c.channel AS channel, c.act AS act, c.anonymous AS anonymous,
  c.kind AS kind, c.said_at AS said_at,
  (SELECT coalesce(o.speaker, nullif(substr(v.text, json_extract(o.source,'$[0][0]')+1,
      json_extract(o.source,'$[#-1][1]')-json_extract(o.source,'$[0][0]')), ''), 'unnamed')
    FROM claims o WHERE o.version=c.version AND o.number=c."outer") AS told_by,
  (SELECT count(*) FROM copies k WHERE k.original=c.version) AS reprints,
  @SENTENCE AS sentence, v.title AS title, v.url AS url, c.id AS id, v.id AS version_id,
  c.start AS start, c."end" AS "end"
FROM claims c JOIN versions v USING(version)
LEFT JOIN sentences s ON s.version=c.version AND s.number=c.sentence)sql";

constexpr std::string_view kEvents = R"sql(
SELECT v.published_at AS published_at, v.outlet AS outlet, e.type AS type, e.mode AS mode,
  e.cameo AS cameo,
  (SELECT group_concat(a.name, '; ') FROM arguments a
    WHERE a.version=e.version AND a.event=e.number AND a.role='agent') AS agent,
  (SELECT group_concat(a.name, '; ') FROM arguments a
    WHERE a.version=e.version AND a.event=e.number AND a.role IN ('target','object')) AS target,
  p.name AS place, p.country AS country, p.lat AS lat, p.lon AS lon, e."when" AS "when",
  e.factuality AS factuality, e.time AS time, e.killed AS killed, e.injured AS injured,
  coalesce(x.source, v.outlet) AS source, x.stance AS stance, x.independent AS independent,
  ac.id AS account, @SENTENCE AS sentence, v.title AS title, v.url AS url, e.id AS id,
  v.id AS version_id, json_extract(e."trigger",'$[0][0]') AS start,
  json_extract(e."trigger",'$[#-1][1]') AS "end"
FROM events e JOIN versions v USING(version)
LEFT JOIN places p ON p.version=e.version AND p.number=e.place
LEFT JOIN evidence x ON x.version=e.version AND x.event=e.number
LEFT JOIN accounts ac ON ac.account=x.account
LEFT JOIN sentences s ON s.version=e.version AND s.number=e.sentence)sql";

// One row an account; the citation is its first current evidence.
constexpr std::string_view kAccounts = R"sql(
SELECT coalesce(date(ac.from_at,'unixepoch'), substr(v.published_at,1,10)) AS date,
  ac.type AS type, ac.mode AS mode, ac.cameo AS cameo, ac.agent AS agent,
  ac.agent_code AS agent_code, ac.target AS target, ac.target_code AS target_code,
  ac.place AS place, ac.country AS country, ac.lat AS lat, ac.lon AS lon,
  ac.precision AS precision, e."when" AS "when", e.factuality AS factuality, e.time AS time,
  ac.affirming AS affirming, ac.denying AS denying, ac.credibility AS credibility,
  ac.killed_low AS killed_low, ac.killed_best AS killed_best, ac.killed_high AS killed_high,
  ac.injured_low AS injured_low, ac.injured_best AS injured_best, ac.injured_high AS injured_high,
  (SELECT group_concat(DISTINCT y.source||CASE y.stance WHEN 'affirms' THEN '' ELSE
      ' ('||y.stance||')' END) FROM evidence y WHERE y.account=ac.account AND y.independent=1)
    AS sources,
  v.published_at AS published_at, v.outlet AS outlet, @SENTENCE AS sentence, v.title AS title,
  v.url AS url, ac.id AS id, v.id AS version_id,
  json_extract(e."trigger",'$[0][0]') AS start, json_extract(e."trigger",'$[#-1][1]') AS "end",
  date(ac.to_at - 1,'unixepoch') AS to_date, p.admin1 AS admin1, st.id AS story
FROM accounts ac
JOIN evidence x ON x.account=ac.account
JOIN events e ON e.version=x.version AND e.number=x.event
JOIN versions v ON v.version=x.version
LEFT JOIN places p ON p.version=e.version AND p.number=e.place
LEFT JOIN stories st ON st.story=ac.story
LEFT JOIN sentences s ON s.version=e.version AND s.number=e.sentence)sql";

constexpr std::string_view kStories = R"sql(
SELECT st.id AS id, st.title AS title,
  strftime('%Y-%m-%dT%H:%M:%SZ', st.first_at,'unixepoch') AS first_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', st.last_at,'unixepoch') AS last_at,
  st.reports AS reports, st.originals AS originals,
  (SELECT group_concat(o, '; ') FROM (SELECT DISTINCT coalesce(v2.outlet,'?') AS o
     FROM story_reports r2 JOIN versions v2 USING(version)
     WHERE r2.story=st.story ORDER BY v2.known_at, v2.id)) AS outlets,
  (SELECT count(*) FROM accounts a WHERE a.story=st.story AND a.retracted=0) AS accounts,
  (SELECT count(*) FROM contradictions c WHERE c.left_version IN
     (SELECT version FROM story_reports r3 WHERE r3.story=st.story)) AS contradictions,
  (SELECT group_concat(g.absorbed, '; ') FROM story_log g WHERE g.kept=st.id) AS absorbed
FROM stories st)sql";

constexpr std::string_view kSources = R"sql(
SELECT coalesce(v.outlet,'(no outlet)') AS outlet, o.kind AS kind, o.country AS country,
  coalesce(o.reliability,'F') AS reliability, count(*) AS reports,
  sum(v.version IN (SELECT version FROM copies)) AS copies,
  sum(v.known_until IS NOT NULL) AS replaced,
  sum((SELECT count(*) FROM claims c WHERE c.version=v.version)) AS claims,
  sum((SELECT count(*) FROM events e WHERE e.version=v.version)) AS events,
  sum((SELECT count(*) FROM evidence x WHERE x.version=v.version AND x.independent=1
     AND x.source=v.outlet)) AS own_evidence,
  substr(min(v.published_at),1,10) AS first, substr(max(v.published_at),1,10) AS last
FROM versions v LEFT JOIN outlets o ON o.outlet=coalesce(v.outlet,''))sql";

constexpr std::string_view kContradictions = R"sql(
SELECT c.subject AS subject, c.differs_in AS differs_in,
  c.left_value AS left_value, c.left_source AS left_source, l.outlet AS left_outlet,
  l.published_at AS left_published_at,
  (SELECT substr(l.text, s.start+1, s."end"-s.start) FROM sentences s
     WHERE s.version=l.version AND s.start<=c.left_start ORDER BY s.number DESC LIMIT 1)
    AS left_sentence,
  c.right_value AS right_value, c.right_source AS right_source, r.outlet AS right_outlet,
  r.published_at AS right_published_at,
  (SELECT substr(r.text, s.start+1, s."end"-s.start) FROM sentences s
     WHERE s.version=r.version AND s.start<=c.right_start ORDER BY s.number DESC LIMIT 1)
    AS right_sentence,
  c.id AS id, l.url AS left_url, r.url AS right_url
FROM contradictions c JOIN versions l ON l.version=c.left_version
JOIN versions r ON r.version=c.right_version)sql";

constexpr std::string_view kStates = R"sql(
SELECT v.published_at AS published_at, v.outlet AS outlet, t.entity AS entity,
  t.variable AS variable, t.value AS value, t.value_code AS value_code,
  coalesce(c.speaker, CASE WHEN t.claim IS NULL THEN v.outlet ELSE
    CASE WHEN c.source_words IS NOT NULL THEN c.source_words||coalesce(' ('||c.code||')','') WHEN c.code IS NOT NULL THEN 'unnamed ('||c.code||')' ELSE 'unnamed' END END) AS source,
  t.factuality AS factuality, t.time AS time, t."when" AS "when", p.name AS place, p.lat AS lat,
  p.lon AS lon, @SENTENCE AS sentence, v.title AS title, v.url AS url, t.id AS id,
  v.id AS version_id, t.start AS start, t."end" AS "end"
FROM states t JOIN versions v USING(version)
LEFT JOIN claims c ON c.version=t.version AND c.number=t.claim
LEFT JOIN places p ON p.version=t.version AND p.number=t.place
LEFT JOIN sentences s ON s.version=t.version AND s.number=t.sentence)sql";

constexpr std::string_view kReports = R"sql(
SELECT v.published_at AS published_at, v.outlet AS outlet, v.agency AS agency, v.title AS title,
  v.url AS url, v.words AS words, st.id AS story, o.id AS copy_of, o.outlet AS copy_of_outlet,
  strftime('%Y-%m-%dT%H:%M:%SZ', v.known_until,'unixepoch') AS replaced_at,
  (SELECT count(*) FROM claims c WHERE c.version=v.version) AS claims,
  (SELECT count(*) FROM events e WHERE e.version=v.version) AS events,
  d.id AS document_id, v.id AS version_id, v.path AS path
FROM versions v JOIN documents d USING(document)
LEFT JOIN story_reports r USING(version) LEFT JOIN stories st USING(story)
LEFT JOIN copies k ON k.version=v.version LEFT JOIN versions o ON o.version=k.original)sql";

std::string with_sentence(std::string_view sql) {
  std::string out(sql);
  const std::size_t at = out.find("@SENTENCE");
  if (at != std::string::npos) {
    out.replace(at, 9, kSentence);
  }
  return out;
}

std::string upper(std::string_view s) {
  std::string out(s);
  for (char& c : out) {
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return out;
}

void narrow_events(Where& where, const Filter& f, const char* version, const char* number) {
  const std::string key = std::string("a.version=") + version + " AND a.event=" + number;
  if (!f.who.empty()) {
    where.add("(EXISTS (SELECT 1 FROM arguments a WHERE " + key +
                  " AND (has_words(a.name, ?) OR a.code LIKE ?||'%')) OR has_words(x.source, ?))",
              {f.who, upper(f.who), f.who});
  }
  if (!f.where.empty()) {
    where.add(
        "EXISTS (SELECT 1 FROM places q WHERE q.version=e.version AND q.number=e.place AND "
        "(has_words(q.name, ?) OR has_words(q.admin1, ?) OR q.country=?))",
        {f.where, f.where, upper(f.where)});
  }
  if (!f.type.empty()) {
    where.add("(e.type=? OR e.mode=? OR e.cameo LIKE ?||'%')", {upper(f.type), f.type, f.type});
  }
}

// Words an outlet puts under everything say nothing of their own.
void leave_out_furniture(Where& where, const std::string& row) {
  where.add("NOT EXISTS (SELECT 1 FROM furniture u WHERE u.version=" + row +
                ".version AND u.start<=" + row + ".start AND u.\"end\">=" + row + ".\"end\")",
            {});
}

std::string claims_sql(Where& where, const Filter& f) {
  where.add(kCurrent, {});
  leave_out_furniture(where, "c");
  narrow_versions(where, f);
  narrow_text(where, f);
  if (!f.who.empty()) {
    where.add(
        "(has_words(c.speaker, ?) OR c.code LIKE ?||'%' OR (c.speaker IS NULL AND "
        "has_words(substr(v.text, json_extract(c.source,'$[0][0]')+1, "
        "json_extract(c.source,'$[#-1][1]')-json_extract(c.source,'$[0][0]')), ?)))",
        {f.who, upper(f.who), f.who});
  }
  if (!f.where.empty()) {
    where.add(
        "EXISTS (SELECT 1 FROM places q WHERE q.version=c.version AND q.start>=s.start AND "
        "q.start<s.\"end\" AND (has_words(q.name, ?) OR has_words(q.admin1, ?) OR "
        "q.country=?))",
        {f.where, f.where, upper(f.where)});
  }
  if (!f.type.empty()) {
    where.add("(c.certainty=? OR c.channel=? OR c.act=?)", {f.type, f.type, f.type});
  }
  return with_sentence(kClaims) + where.sql + " ORDER BY v.known_at, v.id, c.number";
}

std::string accounts_sql(Where& where, const Filter& f) {
  // The first current evidence of each account stands for it.
  where.add(
      "ac.retracted=0 AND (x.version, x.event)=(SELECT y.version, y.event FROM evidence y "
      "JOIN versions w ON w.version=y.version WHERE y.account=ac.account AND "
      "w.known_until IS NULL ORDER BY y.independent DESC, w.known_at, w.id, y.event LIMIT 1)",
      {});
  narrow_versions(where, f);
  narrow_text(where, f);
  narrow_events(where, f, "x.version", "x.event");
  return with_sentence(kAccounts) + where.sql +
         " ORDER BY coalesce(ac.from_at, v.known_at), v.known_at, ac.id";
}

std::string stories_sql(Where& where, const Filter& f) {
  const std::string in =
      "EXISTS (SELECT 1 FROM story_reports r JOIN versions v USING(version) "
      "WHERE r.story=st.story AND ";
  if (f.since) {
    where.add("st.last_at >= ?", {*f.since});
  }
  if (f.until) {
    where.add("st.first_at < ?", {*f.until});
  }
  const std::string words = match_words(f.about);
  if (!words.empty()) {
    where.add(in + "v.version IN (SELECT rowid FROM text_index WHERE text_index MATCH ?))",
              {words});
  }
  if (!f.outlet.empty()) {
    where.add(in + "has_words(v.outlet, ?))", {f.outlet});
  }
  if (!f.who.empty()) {
    where.add(in + "EXISTS (SELECT 1 FROM entities n WHERE n.version=v.version AND "
                   "(has_words(n.name, ?) OR n.code LIKE ?||'%')))",
              {f.who, upper(f.who)});
  }
  if (!f.where.empty()) {
    where.add(in + "EXISTS (SELECT 1 FROM places q WHERE q.version=v.version AND "
                   "(has_words(q.name, ?) OR has_words(q.admin1, ?) OR q.country=?)))",
              {f.where, f.where, upper(f.where)});
  }
  return std::string(kStories) + where.sql + " ORDER BY st.first_at, st.id";
}

std::string sql_of(View view, Where& where, const Filter& f) {
  switch (view) {
    case View::claims:
      return claims_sql(where, f);
    case View::events:
      where.add(kCurrent, {});
      narrow_versions(where, f);
      narrow_text(where, f);
      narrow_events(where, f, "e.version", "e.number");
      return with_sentence(kEvents) + where.sql + " ORDER BY v.known_at, v.id, e.number";
    case View::accounts:
      return accounts_sql(where, f);
    case View::stories:
      return stories_sql(where, f);
    case View::sources:
      narrow_versions(where, f);
      return std::string(kSources) + where.sql + " GROUP BY 1 ORDER BY reports DESC, 1";
    case View::contradictions: {
      if (f.since) {
        where.add("max(l.known_at, r.known_at) >= ?", {*f.since});
      }
      if (f.until) {
        where.add("max(l.known_at, r.known_at) < ?", {*f.until});
      }
      if (!f.about.empty()) {
        where.add("has_words(c.subject, ?)", {f.about});
      }
      return std::string(kContradictions) + where.sql +
             " ORDER BY min(l.known_at, r.known_at), c.subject, c.id";
    }
    case View::reports: {
      narrow_versions(where, f);
      const std::string words = match_words(f.about);
      if (!words.empty()) {
        where.add("v.version IN (SELECT rowid FROM text_index WHERE text_index MATCH ?)", {words});
      }
      return std::string(kReports) + where.sql + " ORDER BY v.known_at, v.id";
    }
    case View::states:
      where.add(kCurrent, {});
      leave_out_furniture(where, "t");
      narrow_versions(where, f);
      narrow_text(where, f);
      if (!f.who.empty()) {
        where.add("has_words(t.entity, ?)", {f.who});
      }
      if (!f.type.empty()) {
        where.add("t.variable=?", {f.type});
      }
      return with_sentence(kStates) + where.sql + " ORDER BY v.known_at, v.id, t.number";
  }
  return {};
}

}  // namespace

Result<Rows> SqliteStore::ask(View view, const Filter& filter) {
  Where where;
  std::string sql = sql_of(view, where, filter);
  if (filter.limit > 0) {
    sql += " LIMIT " + std::to_string(filter.limit);
  }
  SAYSO_TRY(SqlStatement s, db_->prepare(sql));
  for (const Cell& value : where.values) {
    if (const auto* text = std::get_if<std::string>(&value)) {
      s.bind(*text);
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
      s.bind(*number);
    }
  }
  Rows rows;
  for (int c = 0; c < s.columns(); ++c) {
    rows.columns.push_back(s.column_name(c));
  }
  while (true) {
    SAYSO_TRY(const bool more, s.step());
    if (!more) {
      return rows;
    }
    std::vector<Cell>& row = rows.rows.emplace_back();
    for (int c = 0; c < s.columns(); ++c) {
      switch (s.kind(c)) {
        case SqlStatement::Kind::null:
          row.emplace_back();
          break;
        case SqlStatement::Kind::integer:
          row.emplace_back(s.integer(c));
          break;
        case SqlStatement::Kind::real:
          row.emplace_back(s.real(c));
          break;
        case SqlStatement::Kind::text:
          row.emplace_back(s.text(c));
          break;
      }
    }
  }
}

Result<std::string> SqliteStore::sentence(std::uint64_t version, Stretch where) {
  if (!sentence_) {
    SAYSO_TRY(auto prepared,
              db_->prepare("SELECT substr(v.text, min(s.start)+1, max(s.\"end\")-min(s.start)) "
                           "FROM versions v JOIN sentences s USING(version) WHERE v.version=? "
                           "AND s.\"end\">? AND s.start<?"));
    sentence_.emplace(std::move(prepared));
  }
  sentence_->bind(static_cast<std::int64_t>(version)).bind(where.start);
  sentence_->bind(std::max(where.end, where.start + 1));
  auto row = sentence_->step();
  std::string words = row && *row ? sentence_->text(0) : std::string();
  sentence_->reset();
  if (!row) {
    return std::move(row).error();
  }
  return words;
}

Result<StoreCounts> SqliteStore::counts() {
  SAYSO_TRY(
      SqlStatement s,
      db_->prepare("SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM versions), "
                   "(SELECT count(*) FROM claims), (SELECT count(*) FROM events), "
                   "(SELECT count(*) FROM states), (SELECT total(words) FROM versions), "
                   "(SELECT count(*) FROM stories), (SELECT count(*) FROM copies), "
                   "(SELECT count(*) FROM accounts), (SELECT count(*) FROM facts), "
                   "(SELECT count(*) FROM contradictions)"));
  SAYSO_TRY(const bool row, s.step());
  StoreCounts c;
  if (row) {
    c = {s.integer(0), s.integer(1), s.integer(2), s.integer(3), s.integer(4), s.integer(5),
         s.integer(6), s.integer(7), s.integer(8), s.integer(9), s.integer(10)};
  }
  return c;
}

Result<std::vector<std::string>> SqliteStore::verify() {
  std::vector<std::string> problems;
  SAYSO_TRY(SqlStatement check, db_->prepare("PRAGMA integrity_check(20)"));
  while (true) {
    SAYSO_TRY(const bool more, check.step());
    if (!more) {
      break;
    }
    if (check.text(0) != "ok") {
      problems.push_back("structure: " + check.text(0));
    }
  }
  SAYSO_TRY(SqlStatement keys, db_->prepare("PRAGMA foreign_key_check"));
  while (true) {
    SAYSO_TRY(const bool more, keys.step());
    if (!more) {
      break;
    }
    problems.push_back("a row of " + keys.text(0) + " points to a row of " + keys.text(2) +
                       " that is not there");
  }
  constexpr std::pair<const char*, const char*> kChecks[] = {
      {"SELECT count(*) FROM claims c JOIN versions v USING(version) "
       "WHERE c.\"end\" > length(v.text)",
       "claims point past the end of their text"},
      {"SELECT count(*) FROM states c JOIN versions v USING(version) "
       "WHERE c.\"end\" > length(v.text)",
       "states point past the end of their text"},
      {"SELECT count(*) FROM versions v WHERE NOT EXISTS "
       "(SELECT 1 FROM documents d WHERE d.document=v.document)",
       "versions without a document"},
      {"SELECT count(*) FROM events e WHERE NOT EXISTS (SELECT 1 FROM evidence x WHERE "
       "x.version=e.version AND x.event=e.number) AND (SELECT value FROM meta WHERE "
       "key='derived')='current'",
       "events belong to no account"}};
  for (const auto& [sql, what] : kChecks) {
    SAYSO_TRY(auto n, db_->one(sql));
    if (n.value_or("0") != "0") {
      problems.push_back(*n + " " + what);
    }
  }
  return problems;
}

}  // namespace sayso
