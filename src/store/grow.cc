// SPDX-License-Identifier: Apache-2.0
#include "store/grow.h"

#include <algorithm>
#include <unordered_set>

#include "base/check.h"
#include "story/likeness.h"

namespace sayso {
namespace {

constexpr std::size_t kMostNew = 3;  // one report in so many new: all anew is no dearer

Instant day_start(Instant at) {
  return static_cast<Instant>(day_of(at)) * kDaySeconds;
}

using RowOf = std::unordered_map<std::int64_t, std::uint32_t>;

RowOf rows_of(const std::vector<Report>& reports) {
  RowOf rows;
  for (std::uint32_t i = 0; i < reports.size(); ++i) {
    rows.emplace(static_cast<std::int64_t>(reports[i].row), i);
  }
  return rows;
}

std::uint32_t at(const RowOf& rows, std::int64_t version) {
  const auto found = rows.find(version);
  return found == rows.end() ? kNoRow : found->second;
}

bool before(const Report& report, Instant day) {
  return report.known_at && *report.known_at < day;
}

}  // namespace

Result<bool> SqliteStore::update_derived(const Knowledge& knowledge) {
  SAYSO_TRY_STATUS(commit());
  Growth growth(*this, knowledge);
  SAYSO_TRY(const bool possible, growth.possible());
  if (!possible) {
    return false;
  }
  SAYSO_TRY_STATUS(in_one_piece([&] { return growth.run(); }));
  return true;
}

Result<Growth::Rows> Growth::list(std::string_view sql) {
  SAYSO_TRY(SqlStatement s, db_.prepare(sql));
  Rows rows;
  while (true) {
    SAYSO_TRY(const bool more, s.step());
    if (!more) {
      return rows;
    }
    rows.push_back(s.integer(0));
  }
}

Status Growth::fill(const char* table, const Rows& rows) {
  const std::string name = std::string("temp.") + table;
  const std::string make =
      std::string("CREATE TEMP TABLE IF NOT EXISTS ") + table + "(id INTEGER PRIMARY KEY);";
  SAYSO_TRY_STATUS(db_.run((make + "DELETE FROM " + name).c_str()));
  SAYSO_TRY(SqlStatement insert, db_.prepare("INSERT OR IGNORE INTO " + name + " VALUES(?)"));
  for (const std::int64_t row : rows) {
    SAYSO_TRY_STATUS(insert.bind(row).run());
  }
  return {};
}

Result<bool> Growth::possible() {
  SAYSO_TRY(const auto upto, db_.one("SELECT value FROM meta WHERE key='derived_upto'"));
  SAYSO_TRY(const auto edits, db_.one("SELECT count(*) FROM edits WHERE undone_at IS NULL"));
  if (!upto || *upto == "0" || edits.value_or("0") != "0") {
    return false;
  }
  SAYSO_TRY(fresh_, list("SELECT version FROM versions WHERE version > " + *upto));
  SAYSO_TRY(const auto undated, db_.one("SELECT count(*) FROM versions WHERE known_at IS NULL AND "
                                        "version > " +
                                        *upto));
  return !fresh_.empty() && undated.value_or("0") == "0" &&
         fresh_.size() * kMostNew < static_cast<std::size_t>(std::stoll(*upto));
}

Status Growth::run() {
  SAYSO_TRY_STATUS(mark_replaced());
  SAYSO_TRY_STATUS(tell_stories());
  SAYSO_TRY_STATUS(sift_paragraphs());
  SAYSO_TRY_STATUS(find_accounts());
  SAYSO_TRY_STATUS(find_facts());
  return add_outlets();
}

// Versions of one document, however its address changed, replace each other.
Status Growth::mark_replaced() {
  SAYSO_TRY_STATUS(fill("picked", fresh_));
  std::int64_t added = 1;
  while (added > 0) {
    SAYSO_TRY_STATUS(db_.run(
        "INSERT OR IGNORE INTO temp.picked SELECT v.version FROM temp.picked p JOIN versions w ON "
        "w.version=p.id JOIN versions v ON v.document=w.document"));
    added = db_.changes();
    SAYSO_TRY_STATUS(db_.run(
        "INSERT OR IGNORE INTO temp.picked SELECT v.version FROM temp.picked p JOIN versions w ON "
        "w.version=p.id JOIN versions v ON v.guid=w.guid AND "
        "lower(coalesce(v.outlet,''))=lower(coalesce(w.outlet,''))"));
    added += db_.changes();
  }
  SAYSO_TRY(std::vector<Report> reports,
            store_.load_versions(false, SqliteStore::kWithSketch, true));
  std::unordered_map<std::uint64_t, std::optional<Instant>> was;
  for (const Report& r : reports) {
    was.emplace(r.row, r.known_until);
  }
  mark_versions(reports);
  SAYSO_TRY(SqlStatement set, db_.prepare("UPDATE versions SET known_until=? WHERE version=?"));
  const std::unordered_set<std::int64_t> fresh(fresh_.begin(), fresh_.end());
  day_ = kOpenEnd;
  for (const Report& r : reports) {
    const bool changed = r.known_until != was.at(r.row);
    if (changed) {
      if (r.known_until) {
        set.bind(*r.known_until);
      } else {
        set.bind_null();
      }
      SAYSO_TRY_STATUS(set.bind(static_cast<std::int64_t>(r.row)).run());
    }
    if ((changed || fresh.count(static_cast<std::int64_t>(r.row)) != 0) && r.known_at) {
      day_ = std::min(day_, day_start(*r.known_at));
    }
  }
  return {};
}

Status Growth::tell_stories() {
  while (true) {
    SAYSO_TRY(const bool done, stories_from(day_));
    if (done) {
      return {};
    }
  }
}

Result<bool> Growth::stories_from(Instant day) {
  const StoryOptions options;
  const auto stretch = [&](double days) {
    const auto length = static_cast<Instant>(days * kDaySeconds);
    return (day / length - 1) * length;
  };
  Settled settled;
  settled.complete_from = std::min(stretch(options.copy_days), stretch(options.window_days));
  const std::string from = std::to_string(settled.complete_from);
  SAYSO_TRY(Rows window, list("SELECT version FROM versions WHERE known_at >= " + from +
                              " UNION ALL SELECT version FROM versions WHERE known_at IS NULL"));
  SAYSO_TRY_STATUS(fill("picked", window));
  SAYSO_TRY_STATUS(db_.run(
      "INSERT OR IGNORE INTO temp.picked SELECT r.version FROM story_reports r WHERE r.story IN "
      "(SELECT story FROM story_reports WHERE version IN (SELECT id FROM temp.picked))"));
  SAYSO_TRY(std::vector<Report> reports,
            store_.load_versions(false, SqliteStore::kWithSketch, true));
  std::sort(reports.begin(), reports.end(), canonical_before);
  const RowOf rows = rows_of(reports);
  while (settled.count < reports.size() && before(reports[settled.count], day)) {
    ++settled.count;
  }
  settled.born.assign(reports.size(), kNoRow);
  for (std::uint32_t i = 0; i < reports.size(); ++i) {
    settled.original_of.push_back(i);
  }
  settled.root_of = settled.original_of;
  SAYSO_TRY(SqlStatement copies, db_.prepare("SELECT version, original, root FROM copies WHERE "
                                             "version IN (SELECT id FROM temp.picked) OR original "
                                             "IN (SELECT id FROM temp.picked)"));
  while (true) {
    SAYSO_TRY(const bool more, copies.step());
    if (!more) {
      break;
    }
    if (const std::uint32_t i = at(rows, copies.integer(0)); i != kNoRow) {
      settled.original_of[i] = at(rows, copies.integer(1));
      settled.root_of[i] = at(rows, copies.integer(2));
    }
    if (const std::uint32_t i = at(rows, copies.integer(1)); i != kNoRow) {
      settled.root_of[i] = at(rows, copies.integer(2));
    }
  }
  SAYSO_TRY(SqlStatement births, db_.prepare("SELECT version, born FROM story_reports WHERE "
                                             "version IN (SELECT id FROM temp.picked)"));
  while (true) {
    SAYSO_TRY(const bool more, births.step());
    if (!more) {
      break;
    }
    settled.born[at(rows, births.integer(0))] = at(rows, births.integer(1));
  }
  SAYSO_TRY(SqlStatement merges,
            db_.prepare("SELECT at, kept_version, absorbed_version FROM story_log WHERE at < ? AND "
                        "absorbed_version IN (SELECT id FROM temp.picked) ORDER BY entry"));
  merges.bind(day);
  while (true) {
    SAYSO_TRY(const bool more, merges.step());
    if (!more) {
      break;
    }
    StoryMerge m;
    m.at = merges.integer(0);
    m.kept_born = at(rows, merges.integer(1));
    m.absorbed_born = at(rows, merges.integer(2));
    if (m.kept_born != kNoRow && m.absorbed_born != kNoRow) {
      settled.merges.push_back(std::move(m));
    }
  }
  const Stories stories = build_stories(reports, Likeness(&knowledge_), options, {}, &settled);
  for (std::uint32_t i = 0; i < settled.count; ++i) {
    if (stories.original_of[i] != settled.original_of[i]) {
      day_ = day_start(*reports[i].known_at);
      return false;
    }
  }
  SAYSO_TRY_STATUS(write_stories(reports, stories, settled.count));
  return true;
}

// REQUIRES: temp.picked holds the reports.
Status Growth::write_stories(const std::vector<Report>& reports, const Stories& stories,
                             std::size_t settled) {
  const auto version = [&](std::uint32_t r) { return static_cast<std::int64_t>(reports[r].row); };
  Rows again;
  for (std::size_t i = settled; i < reports.size(); ++i) {
    again.push_back(version(static_cast<std::uint32_t>(i)));
  }
  SAYSO_TRY_STATUS(fill("again", again));
  std::unordered_map<std::int64_t, std::int64_t> was;  // version -> story
  std::unordered_map<std::int64_t, std::size_t> size;  // of the stories as they were
  SAYSO_TRY(SqlStatement s, db_.prepare("SELECT version, story FROM story_reports WHERE version IN "
                                        "(SELECT id FROM temp.picked)"));
  while (true) {
    SAYSO_TRY(const bool more, s.step());
    if (!more) {
      break;
    }
    was.emplace(s.integer(0), s.integer(1));
    ++size[s.integer(1)];
  }
  Derived part;
  part.reports = &reports;
  part.stories.root_of = stories.root_of;
  part.stories.born = stories.born;
  part.stories.merges = stories.merges;
  for (const Copy& c : stories.copies) {
    if (c.report >= settled) {
      part.stories.copies.push_back(c);
    }
  }
  std::set<std::int64_t> stands;
  for (const Story& story : stories.stories) {
    const std::int64_t id = version(story.born);
    stands.insert(id);
    const auto same = size.find(id);
    const bool changed = same == size.end() || same->second != story.reports.size() ||
                         std::any_of(story.reports.begin(), story.reports.end(), [&](auto r) {
                           const auto old = was.find(version(r));
                           return r >= settled || old == was.end() || old->second != id;
                         });
    if (!changed) {
      continue;
    }
    told_again_.insert(id);
    part.stories.stories.push_back(story);
    for (const std::uint32_t r : story.reports) {
      const auto old = was.find(version(r));
      if (r < settled && old != was.end() && old->second != id) {
        moved_.push_back(version(r));
      }
    }
  }
  for (const auto& [story, members] : size) {
    if (stands.count(story) == 0) {
      told_again_.insert(story);
    }
  }
  SAYSO_TRY_STATUS(fill("stale", Rows(told_again_.begin(), told_again_.end())));
  SAYSO_TRY_STATUS(
      db_.run("DELETE FROM copies WHERE version IN (SELECT id FROM temp.again);"
              "DELETE FROM story_reports WHERE story IN (SELECT id FROM temp.stale);"
              "DELETE FROM stories WHERE story IN (SELECT id FROM temp.stale);"));
  SAYSO_TRY(SqlStatement forget, db_.prepare("DELETE FROM story_log WHERE at IS NULL OR at >= ?"));
  SAYSO_TRY_STATUS(forget.bind(day_).run());
  return store_.write_stories(part);
}

Result<bool> Growth::is_furniture(std::int64_t key) {
  SAYSO_TRY(SqlStatement s,
            db_.prepare("SELECT coalesce(o.document, v.document), r.story FROM paragraph_keys k "
                        "JOIN story_reports r ON r.version=k.version JOIN versions v ON "
                        "v.version=k.version LEFT JOIN copies c ON c.version=k.version LEFT JOIN "
                        "versions o ON o.version=c.original WHERE k.key=?"));
  s.bind(key);
  std::set<std::int64_t> documents;
  std::set<std::int64_t> stories;
  while (documents.size() < kFurnitureDocuments || stories.size() < kFurnitureStories) {
    SAYSO_TRY(const bool more, s.step());
    if (!more) {
      return false;
    }
    documents.insert(s.integer(0));
    stories.insert(s.integer(1));
  }
  return true;
}

// Paragraphs of which it is now known, or no longer so, that they are no news; where events stand
// in one, accounts are made again from there on.
Status Growth::sift_paragraphs() {
  accounts_day_ = day_;
  SAYSO_TRY_STATUS(fill("picked", fresh_));
  SAYSO_TRY(const std::vector<Report> fresh, store_.load_versions(false, 0, true));
  SAYSO_TRY_STATUS(store_.write_paragraphs(fresh));
  SAYSO_TRY(Rows touched, list("SELECT id FROM temp.again"));
  touched.insert(touched.end(), moved_.begin(), moved_.end());
  SAYSO_TRY_STATUS(fill("picked", touched));
  SAYSO_TRY(const std::vector<Report> reports, store_.load_versions(false, 0, true));
  std::set<std::int64_t> keys;
  for (const Report& r : reports) {
    for (const ParagraphKey& p : paragraph_keys(r)) {
      keys.insert(static_cast<std::int64_t>(p.key));
    }
  }
  std::set<std::int64_t> furniture;
  Rows turned;
  for (const std::int64_t key : keys) {
    SAYSO_TRY(const bool is, is_furniture(key));
    SAYSO_TRY(const auto was,
              db_.one("SELECT 1 FROM furniture_keys WHERE key=" + std::to_string(key)));
    if (is != was.has_value()) {
      turned.push_back(key);
    }
    if (is) {
      furniture.insert(key);
    }
  }
  SAYSO_TRY_STATUS(fill("turned", turned));
  SAYSO_TRY(sifted_, list("SELECT version FROM paragraph_keys WHERE key IN "
                          "(SELECT id FROM temp.turned)"));
  SAYSO_TRY_STATUS(
      db_.run("INSERT OR IGNORE INTO temp.picked SELECT version FROM paragraph_keys WHERE key IN "
              "(SELECT id FROM temp.turned);"
              "DELETE FROM furniture WHERE version IN (SELECT id FROM temp.picked);"
              "DELETE FROM furniture_keys WHERE key IN (SELECT id FROM temp.turned)"));
  SAYSO_TRY(const std::vector<Report> holders,
            store_.load_versions(false, SqliteStore::kWithEvents, true));
  const std::set<std::int64_t> changed(turned.begin(), turned.end());
  Derived part;
  part.reports = &holders;
  for (std::uint32_t i = 0; i < holders.size(); ++i) {
    for (const ParagraphKey& p : paragraph_keys(holders[i])) {
      const auto key = static_cast<std::int64_t>(p.key);
      bool is = furniture.count(key) != 0;
      if (!is && keys.count(key) == 0) {
        SAYSO_TRY(const auto known,
                  db_.one("SELECT 1 FROM furniture_keys WHERE key=" + std::to_string(key)));
        is = known.has_value();
      }
      if (is) {
        part.furniture.push_back({i, p.where, p.key});
      }
      const bool tells = std::any_of(
          holders[i].events.begin(), holders[i].events.end(), [&](const ReportEvent& e) {
            return !e.trigger.empty() && e.trigger.front().start >= p.where.start &&
                   e.trigger.front().end <= p.where.end;
          });
      if (tells && changed.count(key) != 0 && holders[i].known_at) {
        accounts_day_ = std::min(accounts_day_, day_start(*holders[i].known_at));
      }
    }
  }
  return store_.write_furniture(part);
}

Status Growth::add_outlets() {
  SAYSO_TRY_STATUS(fill("picked", fresh_));
  SAYSO_TRY(const std::vector<Report> fresh, store_.load_versions(false, 0, true));
  const Situation situation(knowledge_);
  std::set<std::string> seen;
  Derived part;
  for (const Report& r : fresh) {
    if (seen.insert(r.outlet).second) {
      part.outlets.push_back(situation.outlet(r.outlet));
    }
  }
  return store_.write_outlets(part);
}

}  // namespace sayso
