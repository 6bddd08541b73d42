// SPDX-License-Identifier: Apache-2.0
// Growth: one update of the derived tables by what was added. What later reports cannot change is
// taken from the tables as it stands: stories and copies of the days before the earliest new report
// (story/story.h, Settled), accounts of its events (story/accounts.h, SettledAccounts). Everything
// from that day on is made again. Each step writes its rows before the next one asks. Private to
// store/.
#pragma once

#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "store/sqlite_store.h"

namespace sayso {

class Growth {
 public:
  Growth(SqliteStore& store, const Knowledge& knowledge)
      : store_(store), db_(*store.db_), knowledge_(knowledge) {}

  // False: all has to be made anew. REQUIRES: inside in_one_piece().
  Result<bool> possible();
  Status run();

 private:
  using Rows = std::vector<std::int64_t>;

  // The first column of all rows.
  Result<Rows> list(std::string_view sql);
  // The temporary table of that name holds these numbers.
  Status fill(const char* table, const Rows& rows);
  Status mark_replaced();
  Status tell_stories();
  Result<bool> stories_from(Instant day);  // false: begin earlier, at day_
  struct Placed;
  class Facts;
  Status write_stories(const std::vector<Report>& reports, const Stories& stories,
                       std::size_t settled);
  Status sift_paragraphs();
  Result<bool> is_furniture(std::int64_t key);
  Status find_accounts();
  Status write_accounts(const std::vector<Report>& reports, Stories& stories, Accounts accounts,
                        const SettledAccounts& settled, const std::set<std::int64_t>& before);
  Status mark_paragraphs(std::vector<Report>& reports);
  Result<Stories> known_stories(const std::vector<Report>& reports);
  Status find_facts();
  Status add_outlets();

  SqliteStore& store_;
  Database& db_;
  const Knowledge& knowledge_;
  Rows fresh_;
  Instant day_ = 0;                    // from here on stories are made again
  Instant accounts_day_ = 0;           // and accounts
  std::set<std::int64_t> told_again_;  // stories whose reports changed
  Rows moved_;                         // older reports that are in another story now
  Rows sifted_;                        // reports in which some paragraph turned furniture, or back
};

}  // namespace sayso
