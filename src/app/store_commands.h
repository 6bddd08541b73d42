// SPDX-License-Identifier: Apache-2.0
// The commands that fill a database and ask it. Settings as plain structs, one function each.
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "base/calendar.h"
#include "store/store.h"

namespace sayso {

struct WebOptions {
  bool allow_private = false, follow = false;
  double delay_s = 1, timeout_s = 60;
  std::string user_agent;  // empty: our own
};

struct IngestCommand {
  Common common;
  std::vector<std::string> inputs;
  std::string db = "sayso.db";
  std::string input_format = "auto", date, outlet, glob;
  WebOptions web;
};
int run_ingest(const IngestCommand& command);

struct WatchCommand {
  Common common;
  std::vector<std::string> inputs;  // OPML, lists of addresses, addresses
  std::string db = "sayso.db";
  WebOptions web;
  std::int64_t least_s = 300, most_s = 86400;  // between two requests to a feed
  bool once = false;
};
int run_watch(const WatchCommand& command);

// sources --health
int run_health(const std::string& db, const std::string& format);

struct QueryCommand {
  Common common;
  std::string db = "sayso.db";
  View view = View::claims;
  std::string who, about, where, type, outlet, since, until, format = "table";
  std::int64_t limit = 0;
  bool health = false;  // sources: how reading them goes
  bool each = false;    // events: every telling, not only one row an event
};
int run_query(const QueryCommand& command);

struct StateCommand {
  Common common;
  std::string db = "sayso.db";
  std::string at, known, about, type, format = "table";
  bool all = false;       // expired facts too
  bool evidence = false;  // who says so, with the words
};
int run_state(const StateCommand& command);

struct DiffCommand {
  Common common;
  std::string db = "sayso.db";
  std::string from, to, known, about, type, format = "text";
};
int run_diff(const DiffCommand& command);

struct EditCommand {
  Common common;
  std::string db = "sayso.db";
  std::string action, target, other, field, value, author, reason;
};
// action: reject, recode, merge, split, confirm, rate; list; undo (target: number of the edit).
int run_edit(const EditCommand& command);

struct BriefCommand {
  Common common;
  std::string db = "sayso.db";
  std::string since, until, format = "text";
};
int run_brief(const BriefCommand& command);

struct ExportCommand {
  Common common;
  std::string db = "sayso.db";
  std::string as = "jsonl", what = "events", out = "-", since, until;
};
int run_export(const ExportCommand& command);

struct DoctorCommand {
  Common common;
  std::string db;
  bool repair = false;
};
int run_doctor(const DoctorCommand& command);

struct BackupCommand {
  std::string db = "sayso.db", to;
};
int run_backup(const BackupCommand& command);
int run_verify(const BackupCommand& command);

// ---- shared (ask.cc)
// A day ("2022-07-28"), as the option of that name; empty stays empty.
Result<std::optional<Day>> day_option(const std::string& option, const std::string& text);
Result<std::unique_ptr<Store>> open_for_reading(const std::string& db);
// The rows in a format other than table, to standard output; 1 if there are none.
int print_rows(const Rows& rows, const std::string& format);
// Words in quotation marks, unless they begin with some; line breaks become blanks.
std::string in_marks(std::string words);
std::string citation(const std::string& outlet, const std::string& published_at);

}  // namespace sayso
