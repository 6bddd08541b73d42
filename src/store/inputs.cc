// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite_store.h"

namespace sayso {

Result<std::vector<InputHealth>> SqliteStore::inputs() {
  SAYSO_TRY(SqlStatement s,
            db_->prepare("SELECT address, kind, title, tried_at, succeeded_at, failed_at, failure, "
                         "new_at, next_at, etag, last_modified, moved_to, failing, failures, "
                         "successes, reports, status, interval_s FROM inputs "
                         "ORDER BY failing DESC, address"));
  std::vector<InputHealth> rows;
  while (true) {
    SAYSO_TRY(const bool more, s.step());
    if (!more) {
      return rows;
    }
    InputHealth i;
    int column = 0;
    for (std::string* text :
         {&i.address, &i.kind, &i.title, &i.tried_at, &i.succeeded_at, &i.failed_at, &i.failure,
          &i.new_at, &i.next_at, &i.etag, &i.last_modified, &i.moved_to}) {
      *text = s.text(column++);
    }
    for (std::int64_t* number :
         {&i.failing, &i.failures, &i.successes, &i.reports, &i.status, &i.interval_s}) {
      *number = s.integer(column++);
    }
    rows.push_back(std::move(i));
  }
}

Status SqliteStore::put_input(const InputHealth& i) {
  SAYSO_TRY_STATUS(commit());
  SAYSO_TRY(SqlStatement s,
            db_->prepare(
                "INSERT INTO inputs(address, kind, title, tried_at, succeeded_at, failed_at, "
                "failure, new_at, next_at, etag, last_modified, moved_to, failing, failures, "
                "successes, reports, status, interval_s) "
                "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) "
                "ON CONFLICT(address) DO UPDATE SET kind=excluded.kind, title=excluded.title, "
                "tried_at=excluded.tried_at, succeeded_at=excluded.succeeded_at, "
                "failed_at=excluded.failed_at, failure=excluded.failure, new_at=excluded.new_at, "
                "next_at=excluded.next_at, etag=excluded.etag, "
                "last_modified=excluded.last_modified, moved_to=excluded.moved_to, "
                "failing=excluded.failing, failures=excluded.failures, "
                "successes=excluded.successes, reports=excluded.reports, status=excluded.status, "
                "interval_s=excluded.interval_s"));
  s.bind(i.address).bind(i.kind);
  for (const std::string* text : {&i.title, &i.tried_at, &i.succeeded_at, &i.failed_at, &i.failure,
                                  &i.new_at, &i.next_at, &i.etag, &i.last_modified, &i.moved_to}) {
    s.bind_text(*text);
  }
  s.bind(i.failing).bind(i.failures).bind(i.successes).bind(i.reports);
  for (const std::int64_t number : {i.status, i.interval_s}) {
    if (number == 0) {
      s.bind_null();
    } else {
      s.bind(number);
    }
  }
  return s.run();
}

Result<bool> SqliteStore::knows_address(const std::string& url) {
  SAYSO_TRY(SqlStatement s, db_->prepare("SELECT 1 FROM documents WHERE url=?"));
  const std::string canonical = canonical_url(url);
  s.bind(canonical);
  return s.step();
}

}  // namespace sayso
