// SPDX-License-Identifier: Apache-2.0
// Growth: accounts of what was added.
#include <algorithm>

#include "store/grow.h"

namespace sayso {
namespace {

using RowOf = std::unordered_map<std::int64_t, std::uint32_t>;

std::uint32_t at(const RowOf& rows, std::int64_t version) {
  const auto found = rows.find(version);
  return found == rows.end() ? kNoRow : found->second;
}
RowOf rows_of(const std::vector<Report>& reports) {
  RowOf rows;
  for (std::uint32_t i = 0; i < reports.size(); ++i) {
    rows.emplace(static_cast<std::int64_t>(reports[i].row), i);
  }
  return rows;
}

// Also the first reports of all stories that these belong to, or once did.
constexpr const char* kPickBirths = R"sql(
INSERT OR IGNORE INTO temp.picked SELECT l.kept_version FROM story_log l JOIN story_reports r ON
  r.version=l.absorbed_version WHERE r.story IN
  (SELECT story FROM story_reports WHERE version IN (SELECT id FROM temp.picked));
INSERT OR IGNORE INTO temp.picked SELECT l.absorbed_version FROM story_log l JOIN story_reports r
  ON r.version=l.absorbed_version WHERE r.story IN
  (SELECT story FROM story_reports WHERE version IN (SELECT id FROM temp.picked));
INSERT OR IGNORE INTO temp.picked SELECT born FROM story_reports WHERE version IN
  (SELECT id FROM temp.picked);
INSERT OR IGNORE INTO temp.picked SELECT story FROM story_reports WHERE version IN
  (SELECT id FROM temp.picked);
)sql";

}  // namespace

// The stories and copies of these reports as they stand in the tables. REQUIRES: temp.picked holds
// them, births included. Members are given of the stories whose reports changed alone.
Result<Stories> Growth::known_stories(const std::vector<Report>& reports) {
  const RowOf rows = rows_of(reports);
  Stories out;
  out.story_of.assign(reports.size(), kNoRow);
  out.born = out.story_of;
  for (std::uint32_t i = 0; i < reports.size(); ++i) {
    out.original_of.push_back(i);
  }
  SAYSO_TRY(SqlStatement copies, db_.prepare("SELECT version, original FROM copies WHERE version "
                                             "IN (SELECT id FROM temp.picked)"));
  while (true) {
    SAYSO_TRY(const bool more, copies.step());
    if (!more) {
      break;
    }
    out.original_of[at(rows, copies.integer(0))] = at(rows, copies.integer(1));
  }
  RowOf story_row;
  SAYSO_TRY(SqlStatement members, db_.prepare("SELECT version, story, born FROM story_reports "
                                              "WHERE version IN (SELECT id FROM temp.picked)"));
  while (true) {
    SAYSO_TRY(const bool more, members.step());
    if (!more) {
      break;
    }
    const std::uint32_t i = at(rows, members.integer(0));
    const auto [found, fresh] =
        story_row.emplace(members.integer(1), static_cast<std::uint32_t>(out.stories.size()));
    if (fresh) {
      out.stories.emplace_back();
      out.stories.back().born = at(rows, members.integer(1));
    }
    out.story_of[i] = found->second;
    out.born[i] = at(rows, members.integer(2));
    if (told_again_.count(members.integer(1)) != 0) {
      out.stories[found->second].reports.push_back(i);
    }
  }
  for (Story& story : out.stories) {
    std::sort(story.reports.begin(), story.reports.end());
  }
  SAYSO_TRY(SqlStatement merges,
            db_.prepare("SELECT at, kept_version, absorbed_version FROM story_log WHERE "
                        "absorbed_version IN (SELECT id FROM temp.picked) ORDER BY entry"));
  while (true) {
    SAYSO_TRY(const bool more, merges.step());
    if (!more) {
      return out;
    }
    StoryMerge m;
    if (!merges.is_null(0)) {
      m.at = merges.integer(0);
    }
    m.kept_born = at(rows, merges.integer(1));
    m.absorbed_born = at(rows, merges.integer(2));
    if (m.kept_born != kNoRow && m.absorbed_born != kNoRow) {
      out.merges.push_back(std::move(m));
    }
  }
}

Status Growth::mark_paragraphs(std::vector<Report>& reports) {
  const RowOf rows = rows_of(reports);
  std::vector<FurnitureParagraph> found;
  SAYSO_TRY(SqlStatement s, db_.prepare("SELECT version, start, \"end\" FROM furniture WHERE "
                                        "version IN (SELECT id FROM temp.picked)"));
  while (true) {
    SAYSO_TRY(const bool more, s.step());
    if (!more) {
      break;
    }
    const auto start = static_cast<std::uint32_t>(s.integer(1));
    const auto end = static_cast<std::uint32_t>(s.integer(2));
    if (const std::uint32_t i = at(rows, s.integer(0)); i != kNoRow) {
      found.push_back({i, {start, end}, 0});
    }
  }
  mark_furniture(reports, found);
  return {};
}

Status Growth::find_accounts() {
  constexpr unsigned kParts =
      SqliteStore::kWithPlaces | SqliteStore::kWithClaims | SqliteStore::kWithEvents;
  const std::string day = std::to_string(accounts_day_);
  SAYSO_TRY(const Rows again,
            list("SELECT version FROM versions WHERE known_at >= " + day +
                 " UNION ALL SELECT version FROM versions WHERE known_at IS NULL"));
  SAYSO_TRY_STATUS(fill("again", again));
  SAYSO_TRY(Rows held, list("SELECT DISTINCT account FROM evidence WHERE version IN "
                            "(SELECT id FROM temp.again)"));
  const std::set<std::int64_t> before(held.begin(), held.end());
  SAYSO_TRY_STATUS(
      db_.run("DELETE FROM evidence WHERE version IN (SELECT id FROM temp.again);"
              "DELETE FROM event_keys WHERE version IN (SELECT id FROM temp.again)"));
  const auto load = [&]() -> Result<std::vector<Report>> {
    SAYSO_TRY_STATUS(db_.run(kPickBirths));
    SAYSO_TRY(std::vector<Report> reports, store_.load_versions(false, kParts, true));
    std::sort(reports.begin(), reports.end(), canonical_before);
    return reports;
  };
  const auto settled_count = [&](const std::vector<Report>& reports) {
    std::size_t count = 0;
    while (count < reports.size() && reports[count].known_at &&
           *reports[count].known_at < accounts_day_) {
      ++count;
    }
    return count;
  };
  SAYSO_TRY_STATUS(fill("picked", again));
  {
    SAYSO_TRY(const std::vector<Report> reports, load());
    SAYSO_TRY(const Stories stories, known_stories(reports));
    Rows wanted;
    for (const std::uint64_t key :
         keys_wanted(reports, stories, knowledge_, settled_count(reports))) {
      wanted.push_back(static_cast<std::int64_t>(key));
    }
    SAYSO_TRY_STATUS(fill("wanted", wanted));
  }
  SAYSO_TRY(const Rows met,
            list("SELECT DISTINCT x.account FROM temp.wanted w JOIN event_keys k ON k.key=w.id "
                 "JOIN evidence x ON x.version=k.version AND x.event=k.event"));
  held.insert(held.end(), met.begin(), met.end());
  SAYSO_TRY_STATUS(fill("held", held));
  SAYSO_TRY_STATUS(fill("picked", again));
  SAYSO_TRY_STATUS(
      db_.run("INSERT OR IGNORE INTO temp.picked SELECT version FROM evidence WHERE account IN "
              "(SELECT id FROM temp.held);"
              "INSERT OR IGNORE INTO temp.picked SELECT version FROM story_reports WHERE story IN "
              "(SELECT id FROM temp.stale)"));
  SAYSO_TRY(std::vector<Report> reports, load());
  SAYSO_TRY_STATUS(mark_paragraphs(reports));
  SAYSO_TRY(Stories stories, known_stories(reports));
  const RowOf rows = rows_of(reports);
  SettledAccounts settled;
  settled.count = settled_count(reports);
  SAYSO_TRY(SqlStatement evidence, db_.prepare("SELECT version, event, account FROM evidence "
                                               "WHERE account IN (SELECT id FROM temp.held)"));
  while (true) {
    SAYSO_TRY(const bool more, evidence.step());
    if (!more) {
      break;
    }
    settled.account.emplace(
        SettledAccounts::event_row(at(rows, evidence.integer(0)),
                                   static_cast<std::uint32_t>(evidence.integer(1))),
        static_cast<std::uint32_t>(evidence.integer(2)));
  }
  Accounts accounts = build_accounts(reports, stories, knowledge_, {}, &settled);
  return write_accounts(reports, stories, std::move(accounts), settled, before);
}

Status Growth::write_accounts(const std::vector<Report>& reports, Stories& stories,
                              Accounts accounts, const SettledAccounts& settled,
                              const std::set<std::int64_t>& before) {
  std::set<std::int64_t> old = before;
  std::set<std::string> changed;
  Derived part;
  part.reports = &reports;
  for (Account& account : accounts.accounts) {
    const Evidence& first = account.evidence.front();
    const bool tells = std::any_of(account.evidence.begin(), account.evidence.end(),
                                   [&](const Evidence& e) { return e.report >= settled.count; });
    const auto known = settled.account.find(SettledAccounts::event_row(first.report, first.event));
    const bool had = first.report < settled.count && known != settled.account.end();
    if (!tells && !(had && before.count(known->second) != 0)) {
      continue;
    }
    if (had) {
      old.insert(known->second);
    }
    changed.insert(account.id);
    part.accounts.accounts.push_back(std::move(account));
  }
  for (const EventKey& k : accounts.keys) {
    if (k.report >= settled.count) {
      part.accounts.keys.push_back(k);
    }
  }
  for (Contradiction& c : accounts.contradictions) {
    const bool told = c.account_id.empty() && c.story == kNoRow;
    if (told ? c.left_report >= settled.count
             : c.account_id.empty() || changed.count(c.account_id) != 0) {
      part.accounts.contradictions.push_back(std::move(c));
    }
  }
  SAYSO_TRY_STATUS(fill("held", Rows(old.begin(), old.end())));
  SAYSO_TRY_STATUS(fill("moved", moved_));
  SAYSO_TRY_STATUS(db_.run(R"sql(
DELETE FROM contradictions WHERE found_in='account' AND scope IN
  (SELECT id FROM accounts WHERE account IN (SELECT id FROM temp.held));
DELETE FROM contradictions WHERE found_in='report' AND scope IN
  (SELECT CAST(id AS TEXT) FROM temp.again);
DELETE FROM contradictions WHERE found_in='story' AND scope IN
  (SELECT CAST(id AS TEXT) FROM temp.stale);
DELETE FROM evidence WHERE account IN (SELECT id FROM temp.held);
DELETE FROM accounts WHERE account IN (SELECT id FROM temp.held);
UPDATE accounts SET story=(SELECT r.story FROM story_reports r WHERE r.version=story_version)
  WHERE story_version IN (SELECT id FROM temp.moved);
)sql"));
  part.stories = std::move(stories);
  SAYSO_TRY_STATUS(store_.write_accounts(part));
  return store_.write_contradictions(part);
}

}  // namespace sayso
