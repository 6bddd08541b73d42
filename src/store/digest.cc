// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "base/hash.h"
#include "store/sqlite_store.h"

namespace sayso {
namespace {

// What each derived table says, with ids in place of row numbers.
constexpr std::array<std::pair<const char*, const char*>, 11> kTables{{
    {"copies",
     "SELECT c.id, o.id, k.share FROM copies k JOIN versions c ON c.version=k.version "
     "JOIN versions o ON o.version=k.original ORDER BY 1"},
    {"stories",
     "SELECT s.id, s.title, s.first_at, s.last_at, s.reports, s.originals, v.id FROM stories s "
     "JOIN story_reports r USING(story) JOIN versions v USING(version) ORDER BY 1, v.id"},
    {"story_log",
     "SELECT l.at, l.kept, l.absorbed, l.likeness, k.id, a.id FROM story_log l JOIN versions k ON "
     "k.version=l.kept_version JOIN versions a ON a.version=l.absorbed_version ORDER BY 2, 3, 1"},
    {"births",
     "SELECT v.id, b.id FROM story_reports r JOIN versions v ON v.version=r.version JOIN versions "
     "b "
     "ON b.version=r.born ORDER BY 1"},
    {"event_keys",
     "SELECT k.key, e.id FROM event_keys k JOIN events e ON e.version=k.version AND "
     "e.number=k.event ORDER BY 1, 2"},
    {"paragraph_keys",
     "SELECT k.key, v.id FROM paragraph_keys k JOIN versions v USING(version) ORDER BY 1, 2"},
    {"furniture",
     "SELECT v.id, f.start, f.\"end\" FROM furniture f JOIN versions v "
     "USING(version) ORDER BY 1, 2"},
    {"accounts",
     "SELECT a.*, NULL, s.id FROM accounts a LEFT JOIN stories s USING(story) ORDER BY a.id"},
    {"evidence",
     "SELECT e.id, a.id, x.source, x.source_key, x.stance, x.hedged, x.independent, x.interested "
     "FROM evidence x JOIN accounts a USING(account) JOIN events e ON e.version=x.version AND "
     "e.number=x.event ORDER BY 1"},
    {"facts",
     "SELECT f.id, f.entity, f.variable, f.value, f.status, f.rule, f.because, f.valid_from, "
     "f.valid_to, f.known_from, f.other_values, f.sources, f.credibility, x.side, x.source, "
     "x.value, t.id FROM facts f LEFT JOIN fact_evidence x USING(fact) LEFT JOIN states t ON "
     "t.version=x.version AND t.number=x.state ORDER BY 1, t.id, x.side"},
    {"contradictions",
     "SELECT c.id, c.subject, c.differs_in, c.account, c.left_value, c.left_source, l.id, "
     "c.left_start, c.right_value, c.right_source, r.id, c.right_start FROM contradictions c "
     "JOIN versions l ON l.version=c.left_version JOIN versions r ON r.version=c.right_version "
     "ORDER BY 1"},
}};

// Columns that number rows: they depend on the order of writing.
bool numbers_rows(const std::string& column) {
  return column == "account" || column == "story" || column == "story_version";
}

}  // namespace

Result<std::vector<Store::Digest>> SqliteStore::digest() {
  std::vector<Digest> out;
  for (const auto& [table, sql] : kTables) {
    SAYSO_TRY(SqlStatement s, db_->prepare(sql));
    std::vector<bool> skip;
    for (int c = 0; c < s.columns(); ++c) {
      skip.push_back(std::string_view(table) == "accounts" && numbers_rows(s.column_name(c)));
    }
    std::string before;
    Digest digest{table, {}, 0};
    while (true) {
      SAYSO_TRY(const bool more, s.step());
      if (!more) {
        break;
      }
      std::string row = before;
      for (int c = 0; c < s.columns(); ++c) {
        if (!skip[static_cast<std::size_t>(c)]) {
          row += '\x1f' + s.text(c);
        }
      }
      before = to_hex(hash128(row));
      ++digest.rows;
    }
    digest.hash = before;
    out.push_back(std::move(digest));
  }
  return out;
}

}  // namespace sayso
