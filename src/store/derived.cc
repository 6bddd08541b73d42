// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "base/json_writer.h"
#include "store/sqlite_store.h"

namespace sayso {
namespace {

void bind_instant(SqlStatement& s, std::optional<Instant> at) {
  if (at && *at != kOpenStart && *at != kOpenEnd) {
    s.bind(*at);
  } else {
    s.bind_null();
  }
}
void bind_count(SqlStatement& s, const std::optional<double>& n) {
  if (n) {
    s.bind(static_cast<std::int64_t>(std::llround(*n)));
  } else {
    s.bind_null();
  }
}

}  // namespace

Status SqliteStore::replace_derived(const Derived& derived) {
  SAYSO_TRY_STATUS(commit());
  return in_one_piece([&]() -> Status {
    SAYSO_TRY_STATUS(
        db_->run("DELETE FROM fact_evidence; DELETE FROM facts; DELETE FROM contradictions;"
                 "DELETE FROM evidence; DELETE FROM accounts; DELETE FROM story_reports;"
                 "DELETE FROM stories; DELETE FROM story_log; DELETE FROM copies; DELETE FROM "
                 "outlets; DELETE FROM furniture; DELETE FROM furniture_keys; DELETE FROM "
                 "paragraph_keys; DELETE FROM event_keys; DELETE FROM state_ties; DELETE FROM "
                 "full_names;"));
    SAYSO_TRY_STATUS(write_ties(derived));
    SAYSO_TRY_STATUS(write_paragraphs(*derived.reports));
    SAYSO_TRY_STATUS(write_furniture(derived));
    SAYSO_TRY_STATUS(write_versions(derived));
    SAYSO_TRY_STATUS(write_stories(derived));
    SAYSO_TRY_STATUS(write_accounts(derived));
    SAYSO_TRY_STATUS(write_facts(derived));
    return write_contradictions(derived);
  });
}

// All of it or nothing; afterwards the derived tables are those of all versions there are.
Status SqliteStore::in_one_piece(const std::function<Status()>& write) {
  SAYSO_TRY_STATUS(db_->run("BEGIN IMMEDIATE; PRAGMA defer_foreign_keys=ON"));
  Status status = write();
  if (status.ok()) {
    status = db_->run(
        "INSERT OR REPLACE INTO meta VALUES('derived','current');"
        "INSERT OR REPLACE INTO meta SELECT 'derived_upto', coalesce(max(version),0) FROM versions;"
        "COMMIT");
  }
  if (!status.ok()) {
    (void)db_->run("ROLLBACK");
  }
  return status;
}

Status SqliteStore::write_paragraphs(const std::vector<Report>& reports) {
  SAYSO_TRY(SqlStatement row, db_->prepare("INSERT OR IGNORE INTO paragraph_keys VALUES(?,?)"));
  for (const Report& r : reports) {
    for (const ParagraphKey& p : paragraph_keys(r)) {
      row.bind(static_cast<std::int64_t>(p.key));
      SAYSO_TRY_STATUS(row.bind(static_cast<std::int64_t>(r.row)).run());
    }
  }
  return {};
}

Status SqliteStore::write_ties(const Derived& derived) {
  SAYSO_TRY(SqlStatement row, db_->prepare("INSERT OR IGNORE INTO state_ties VALUES(?,?,?)"));
  for (const StateTie& t : derived.ties) {
    row.bind(static_cast<std::int64_t>(t.tie));
    row.bind(static_cast<std::int64_t>((*derived.reports)[t.report].row));
    SAYSO_TRY_STATUS(row.bind(t.state).run());
  }
  SAYSO_TRY(SqlStatement name, db_->prepare("INSERT OR IGNORE INTO full_names VALUES(?,?)"));
  for (const Report& r : *derived.reports) {
    for (const ReportEntity& e : r.entities) {
      const std::size_t blank = e.name.rfind(' ');
      if (e.kind == "person" && blank != std::string::npos) {
        SAYSO_TRY_STATUS(name.bind(e.name.substr(blank + 1)).bind(e.name).run());
      }
    }
  }
  return {};
}

Status SqliteStore::write_furniture(const Derived& derived) {
  SAYSO_TRY(SqlStatement row, db_->prepare("INSERT OR IGNORE INTO furniture VALUES(?,?,?,?)"));
  SAYSO_TRY(SqlStatement key, db_->prepare("INSERT OR IGNORE INTO furniture_keys VALUES(?)"));
  for (const FurnitureParagraph& f : derived.furniture) {
    row.bind(static_cast<std::int64_t>((*derived.reports)[f.report].row));
    row.bind(f.where.start).bind(f.where.end).bind(static_cast<std::int64_t>(f.key));
    SAYSO_TRY_STATUS(row.run());
    SAYSO_TRY_STATUS(key.bind(static_cast<std::int64_t>(f.key)).run());
  }
  return {};
}

Status SqliteStore::write_versions(const Derived& derived) {
  SAYSO_TRY(SqlStatement until, db_->prepare("UPDATE versions SET known_until=?1 WHERE version=?2 "
                                             "AND known_until IS NOT ?1"));
  for (const Report& r : *derived.reports) {
    if (r.known_until) {
      until.bind(*r.known_until);
    } else {
      until.bind_null();
    }
    SAYSO_TRY_STATUS(until.bind(static_cast<std::int64_t>(r.row)).run());
  }
  return write_outlets(derived);
}

Status SqliteStore::write_outlets(const Derived& derived) {
  SAYSO_TRY(SqlStatement outlet, db_->prepare("INSERT OR IGNORE INTO outlets VALUES(?,?,?,?,?)"));
  for (const Outlet& o : derived.outlets) {
    const std::string grade(1, o.reliability);
    SAYSO_TRY_STATUS(
        outlet.bind(o.given).bind(o.name).bind_text(o.kind).bind_text(o.country).bind(grade).run());
  }
  return {};
}

Status SqliteStore::write_stories(const Derived& derived) {
  const std::vector<Report>& reports = *derived.reports;
  const Stories& stories = derived.stories;
  const auto row = [&](std::uint32_t r) { return static_cast<std::int64_t>(reports[r].row); };
  SAYSO_TRY(SqlStatement copy, db_->prepare("INSERT INTO copies VALUES(?,?,?,?)"));
  for (const Copy& c : stories.copies) {
    copy.bind(row(c.report)).bind(row(c.original)).bind(row(stories.root_of[c.report]));
    SAYSO_TRY_STATUS(copy.bind(std::round(double{c.share} * 1000) / 1000).run());
  }
  SAYSO_TRY(SqlStatement story, db_->prepare("INSERT INTO stories VALUES(?,?,?,?,?,?,?)"));
  SAYSO_TRY(SqlStatement member, db_->prepare("INSERT INTO story_reports VALUES(?,?,?)"));
  for (const Story& s : stories.stories) {
    story.bind(row(s.born)).bind(s.id).bind_text(s.title);
    bind_instant(story, s.first_at);
    bind_instant(story, s.last_at);
    story.bind(static_cast<std::int64_t>(s.reports.size())).bind(s.originals);
    SAYSO_TRY_STATUS(story.run());
    for (const std::uint32_t r : s.reports) {
      SAYSO_TRY_STATUS(member.bind(row(r)).bind(row(s.born)).bind(row(stories.born[r])).run());
    }
  }
  SAYSO_TRY(SqlStatement log, db_->prepare("INSERT INTO story_log VALUES(NULL,?,?,?,?,?,?)"));
  for (const StoryMerge& m : stories.merges) {
    bind_instant(log, m.at);
    log.bind(m.kept).bind(m.absorbed).bind(std::round(double{m.likeness} * 1000) / 1000);
    SAYSO_TRY_STATUS(log.bind(row(m.kept_born)).bind(row(m.absorbed_born)).run());
  }
  return {};
}

Status SqliteStore::write_accounts(const Derived& derived) {
  SAYSO_TRY(SqlStatement account,
            db_->prepare("INSERT INTO accounts VALUES("
                         "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
  SAYSO_TRY(SqlStatement evidence, db_->prepare("INSERT INTO evidence VALUES(?,?,?,?,?,?,?,?,?)"));
  SAYSO_TRY(auto last, db_->one("SELECT coalesce(max(account),0) FROM accounts"));
  std::int64_t row = std::stoll(last.value_or("0"));
  const auto version = [&](std::uint32_t report) {
    return report == kNoRow ? 0 : static_cast<std::int64_t>((*derived.reports)[report].row);
  };
  for (const Account& a : derived.accounts.accounts) {
    account.bind(++row).bind(a.id);
    if (a.story != kNoRow) {
      account.bind(version(derived.stories.stories[a.story].born));
    } else {
      account.bind_null();
    }
    account.bind(a.type).bind_text(a.mode).bind_text(a.cameo).bind_text(a.agent);
    account.bind_text(a.agent_code).bind_text(a.target).bind_text(a.target_code);
    account.bind_text(a.place).bind_text(a.country);
    if (a.has_place) {
      account.bind(a.lat).bind(a.lon).bind(static_cast<int>(a.precision));
    } else {
      account.bind_null().bind_null().bind_null();
    }
    bind_instant(account, a.from);
    bind_instant(account, a.to);
    account.bind(a.affirming).bind(a.denying).bind(static_cast<int>(a.credibility));
    account.bind(a.retracted ? 1 : 0);
    for (const Range* range : {&a.killed, &a.injured}) {
      bind_count(account, range->low);
      bind_count(account, range->best);
      bind_count(account, range->high);
    }
    if (a.story_report != kNoRow) {
      account.bind(version(a.story_report));
    } else {
      account.bind_null();
    }
    SAYSO_TRY_STATUS(account.run());
    for (const Evidence& e : a.evidence) {
      evidence.bind(static_cast<std::int64_t>((*derived.reports)[e.report].row)).bind(e.event);
      evidence.bind(row).bind(e.source).bind(e.source_key).bind(stance_name(e.stance));
      evidence.bind(e.hedged ? 1 : 0).bind(e.counts ? 1 : 0).bind(e.interested ? 1 : 0);
      SAYSO_TRY_STATUS(evidence.run());
    }
  }
  SAYSO_TRY(SqlStatement key, db_->prepare("INSERT INTO event_keys VALUES(?,?,?)"));
  for (const EventKey& k : derived.accounts.keys) {
    key.bind(static_cast<std::int64_t>(k.key)).bind(version(k.report)).bind(k.event);
    SAYSO_TRY_STATUS(key.run());
  }
  return {};
}

Status SqliteStore::write_facts(const Derived& derived) {
  const std::vector<Report>& reports = *derived.reports;
  SAYSO_TRY(SqlStatement fact,
            db_->prepare("INSERT INTO facts VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
  SAYSO_TRY(SqlStatement evidence,
            db_->prepare("INSERT OR IGNORE INTO fact_evidence VALUES(?,?,?,?,?,?)"));
  SAYSO_TRY(const auto rows, db_->one("SELECT coalesce(max(fact), 0) FROM facts"));
  std::int64_t row = std::stoll(rows.value_or("0"));
  for (const Fact& f : derived.facts) {
    fact.bind(++row).bind(f.id).bind(f.entity).bind(f.entity_key).bind(f.variable).bind(f.value);
    fact.bind(fact_status_name(f.status)).bind_text(f.rule).bind_text(f.because);
    bind_instant(fact, f.valid_from);
    bind_instant(fact, f.valid_to);
    bind_instant(fact, f.known_from);
    std::string others;
    for (const std::string& value : f.other_values) {
      others += (others.empty() ? "" : "|") + value;
    }
    fact.bind_text(others).bind(f.sources).bind(static_cast<int>(f.credibility));
    if (f.place != kNoRow) {
      const ReportPlace& p = reports[f.place_report].places[f.place];
      fact.bind(p.lat).bind(p.lon);
    } else {
      fact.bind_null().bind_null();
    }
    bind_instant(fact, f.expires_at);
    SAYSO_TRY_STATUS(fact.run());
    for (const auto* side : {&f.supports, &f.opposes}) {
      for (const std::uint32_t s : *side) {
        const Statement& statement = derived.statements[s];
        evidence.bind(row).bind(static_cast<std::int64_t>(reports[statement.report].row));
        evidence.bind(statement.state).bind(side == &f.supports ? "for" : "against");
        SAYSO_TRY_STATUS(evidence.bind(statement.source).bind(statement.value).run());
      }
    }
  }
  return {};
}

Status SqliteStore::write_contradictions(const Derived& derived) {
  SAYSO_TRY(SqlStatement insert, db_->prepare("INSERT OR IGNORE INTO contradictions VALUES("
                                              "NULL,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
  const auto version = [&](std::uint32_t report) {
    return static_cast<std::int64_t>((*derived.reports)[report].row);
  };
  for (const auto* list : {&derived.contradictions, &derived.accounts.contradictions}) {
    for (const Contradiction& c : *list) {
      insert.bind(c.id).bind(c.subject).bind(c.in).bind_text(c.account_id);
      insert.bind(c.left).bind(c.left_source).bind(version(c.left_report));
      insert.bind(c.left_where.start).bind(c.left_where.end);
      insert.bind(c.right).bind(c.right_source).bind(version(c.right_report));
      insert.bind(c.right_where.start).bind(c.right_where.end);
      // What it is made from, and so when it has to be made again.
      if (list == &derived.contradictions) {
        insert.bind("states").bind_null();
      } else if (!c.account_id.empty()) {
        insert.bind("account").bind(c.account_id);
      } else if (c.story != kNoRow) {
        insert.bind("story").bind(version(derived.stories.stories[c.story].born));
      } else {
        insert.bind("report").bind(version(c.left_report));
      }
      SAYSO_TRY_STATUS(insert.run());
    }
  }
  return {};
}

}  // namespace sayso
