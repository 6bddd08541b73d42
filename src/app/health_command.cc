// SPDX-License-Identifier: Apache-2.0
// `sayso sources --health`: every feed, page and file that was named, and how reading it goes.
#include <cstdio>

#include "app/store_commands.h"
#include "app/table.h"

namespace sayso {
namespace {

Cell cell(const std::string& text) {
  return text.empty() ? Cell() : Cell(text);
}

Rows rows_of(const std::vector<InputHealth>& inputs) {
  Rows rows;
  rows.columns = {"address",   "kind",    "title",    "works",      "tried_at",  "succeeded_at",
                  "failed_at", "failure", "failing",  "failures",   "successes", "reports",
                  "new_at",    "status",  "moved_to", "interval_s", "next_at"};
  for (const InputHealth& i : inputs) {
    rows.rows.push_back({i.address, i.kind, cell(i.title), std::int64_t{i.failing == 0},
                         cell(i.tried_at), cell(i.succeeded_at), cell(i.failed_at), cell(i.failure),
                         i.failing, i.failures, i.successes, i.reports, cell(i.new_at),
                         i.status == 0 ? Cell() : Cell(i.status), cell(i.moved_to),
                         i.interval_s == 0 ? Cell() : Cell(i.interval_s), cell(i.next_at)});
  }
  return rows;
}

std::string minute(const std::string& at) {
  return at.size() < 16 ? at : at.substr(0, 10) + " " + at.substr(11, 5);
}

void print(const std::vector<InputHealth>& inputs) {
  const Terminal t = Terminal::of_stdout();
  TextTable table(t, {{"input", 20, false, Style::bold},
                      {"kind", 4, false, Style::plain},
                      {"state", 10, false, Style::plain},
                      {"last success", 12, false, Style::dim},
                      {"tries", 5, true, Style::plain},
                      {"failed", 6, true, Style::warning},
                      {"reports", 7, true, Style::plain},
                      {"last new", 10, false, Style::dim},
                      {"next", 10, false, Style::dim}});
  for (const InputHealth& i : inputs) {
    const std::string state =
        i.failing == 0 ? "works" : "fails, " + std::to_string(i.failing) + "×";
    table.add({i.address, i.kind, state, i.succeeded_at.empty() ? "never" : minute(i.succeeded_at),
               std::to_string(i.successes + i.failures), std::to_string(i.failures),
               std::to_string(i.reports), minute(i.new_at), minute(i.next_at)});
    if (i.failing > 0 || i.failed_at == i.tried_at) {
      table.under(minute(i.failed_at) + ": " + i.failure);
    }
  }
  std::fputs(table.print().c_str(), stdout);
}

}  // namespace

int run_health(const std::string& db, const std::string& format) {
  auto store = Store::open(db, Store::Mode::read);
  if (!store) {
    return complain(store.error());
  }
  auto inputs = (*store)->inputs();
  if (!inputs) {
    return complain(inputs.error());
  }
  if (format != "table") {
    return print_rows(rows_of(*inputs), format);
  }
  if (inputs->empty()) {
    std::fputs("sayso: no inputs yet\n", stderr);
    return 1;
  }
  print(*inputs);
  return 0;
}

}  // namespace sayso
