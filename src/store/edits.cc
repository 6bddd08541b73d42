// SPDX-License-Identifier: Apache-2.0
// The log of analysts' edits, and what the ids they name stand for.
#include "base/text.h"
#include "store/sqlite_store.h"

namespace sayso {
namespace {

constexpr const char* kNow = "strftime('%Y-%m-%dT%H:%M:%SZ','now')";

// Kinds of rows an id may name, most derived first; each gives ids of evidence and a description.
constexpr const char* kNamed = R"sql(
SELECT 'event' AS kind, (SELECT group_concat(e.id,'|') FROM evidence x JOIN events e
    ON e.version=x.version AND e.number=x.event WHERE x.account=a.account) AS ids,
  'account '||a.type||coalesce(' '||a.target,'')||coalesce(' at '||a.place,'') AS what, a.id AS id
FROM accounts a WHERE a.id LIKE ?1
UNION ALL SELECT 'state', (SELECT group_concat(t.id,'|') FROM fact_evidence x JOIN states t
    ON t.version=x.version AND t.number=x.state WHERE x.fact=f.fact AND x.side='for'),
  'fact '||f.entity||': '||f.variable||' '||f.value, f.id FROM facts f WHERE f.id LIKE ?1
UNION ALL SELECT 'document', (SELECT d.id FROM story_reports r JOIN versions v USING(version)
    JOIN documents d USING(document) WHERE r.story=s.story ORDER BY v.known_at, v.id LIMIT 1),
  'story '||coalesce(s.title,''), s.id FROM stories s WHERE s.id LIKE ?1
UNION ALL SELECT 'event', e.id, 'event '||e.type, e.id FROM events e WHERE e.id LIKE ?1
UNION ALL SELECT 'state', t.id, 'state '||t.entity||': '||t.variable||' '||t.value, t.id
  FROM states t WHERE t.id LIKE ?1
UNION ALL SELECT 'document', d.id, 'document '||coalesce(d.url,''), d.id
  FROM documents d WHERE d.id LIKE ?1
UNION ALL SELECT 'document', d.id, 'version '||coalesce(v.title,''), v.id
  FROM versions v JOIN documents d USING(document) WHERE v.id LIKE ?1
LIMIT 20)sql";

}  // namespace

Result<std::vector<Edit>> SqliteStore::edits() {
  SAYSO_TRY(SqlStatement s, db_->prepare("SELECT * FROM edits ORDER BY edit"));
  std::vector<Edit> edits;
  while (true) {
    SAYSO_TRY(const bool more, s.step());
    if (!more) {
      return edits;
    }
    Edit e;
    e.number = s.integer(0);
    e.at = s.text(1);
    e.author = s.text(2);
    e.action = s.text(3);
    e.kind = s.text(4);
    e.target = s.text(5);
    e.other = s.text(6);
    e.field = s.text(7);
    e.value = s.text(8);
    e.reason = s.text(9);
    e.undone_at = s.text(10);
    e.undone_by = s.text(11);
    edits.push_back(std::move(e));
  }
}

Result<std::int64_t> SqliteStore::add_edit(const Edit& e) {
  SAYSO_TRY_STATUS(begin());
  SAYSO_TRY_STATUS(db_->run("DELETE FROM meta WHERE key='derived_upto'"));  // all anew
  SAYSO_TRY(SqlStatement insert,
            db_->prepare(std::string("INSERT INTO edits(at, author, action, kind, target, other, "
                                     "field, value, reason) VALUES(") +
                         kNow + ",?,?,?,?,?,?,?,?)"));
  insert.bind(e.author).bind(e.action).bind(e.kind).bind(e.target).bind_text(e.other);
  SAYSO_TRY_STATUS(insert.bind_text(e.field).bind_text(e.value).bind_text(e.reason).run());
  const std::int64_t number = db_->last_row();
  SAYSO_TRY_STATUS(commit());
  return number;
}

Result<bool> SqliteStore::undo_edit(std::int64_t number, std::string_view author) {
  SAYSO_TRY_STATUS(begin());
  SAYSO_TRY_STATUS(db_->run("DELETE FROM meta WHERE key='derived_upto'"));
  SAYSO_TRY(SqlStatement found,
            db_->prepare("SELECT edit FROM edits WHERE edit=? AND undone_at IS NULL"));
  found.bind(number);
  SAYSO_TRY(const bool there, found.step());
  if (there) {
    SAYSO_TRY(SqlStatement undo, db_->prepare(std::string("UPDATE edits SET undone_at=") + kNow +
                                              ", undone_by=? WHERE edit=?"));
    SAYSO_TRY_STATUS(undo.bind(author).bind(number).run());
  }
  SAYSO_TRY_STATUS(commit());
  return there;
}

Result<std::vector<SqliteStore::Named>> SqliteStore::named(std::string_view id) {
  std::vector<Named> rows;
  const bool plain = id.size() >= 4 && id.find_first_not_of("0123456789abcdef") == id.npos;
  if (!plain) {
    return rows;
  }
  SAYSO_TRY(SqlStatement s, db_->prepare(kNamed));
  const std::string pattern = std::string(id) + "%";
  s.bind(pattern);
  while (true) {
    SAYSO_TRY(const bool more, s.step());
    if (!more) {
      return rows;
    }
    rows.push_back({s.text(0), s.text(1), s.text(2)});
  }
}

}  // namespace sayso
