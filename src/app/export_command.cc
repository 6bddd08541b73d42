// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "app/store_commands.h"
#include "base/mapped_file.h"
#include "export/export.h"

namespace sayso {
namespace {

std::optional<View> view_from(const std::string& what) {
  if (what == "events") {
    return View::accounts;
  }
  if (what == "tellings") {
    return View::events;
  }
  if (what == "claims") {
    return View::claims;
  }
  if (what == "states") {
    return View::states;
  }
  if (what == "stories") {
    return View::stories;
  }
  if (what == "sources") {
    return View::sources;
  }
  if (what == "reports") {
    return View::reports;
  }
  return what == "contradictions" ? std::optional(View::contradictions) : std::nullopt;
}

Result<std::string> exported(const ExportCommand& command) {
  Filter filter;
  SAYSO_TRY(const auto since, day_option("--since", command.since));
  SAYSO_TRY(const auto until, day_option("--until", command.until));
  if (since) {
    filter.since = static_cast<Instant>(*since) * kDaySeconds;
  }
  if (until) {
    filter.until = (static_cast<Instant>(*until) + 1) * kDaySeconds;
  }
  const auto view = view_from(command.what);
  if (!view) {
    return Error{ErrorCode::invalid_argument, "--what " + command.what + ": unknown"};
  }
  SAYSO_TRY(auto store, open_for_reading(command.db));
  if (const auto table = event_table_from(command.as)) {
    SAYSO_TRY(const Knowledge knowledge, open_knowledge(command.common));
    SAYSO_TRY(const Rows accounts, store->ask(View::accounts, filter));
    std::string out;
    append_csv(out, as_event_table(accounts, *table, knowledge));
    return out;
  }
  const auto format = table_format_from(command.as);
  if (!format || *format == TableFormat::table) {
    return Error{ErrorCode::invalid_argument, "--as " + command.as + ": unknown"};
  }
  SAYSO_TRY(const Rows rows, store->ask(*view, filter));
  std::string out;
  switch (*format) {
    case TableFormat::csv:
      append_csv(out, rows);
      break;
    case TableFormat::json:
      append_json(out, rows);
      break;
    case TableFormat::geojson:
      if (command.what == "claims" || command.what == "stories" || command.what == "sources" ||
          command.what == "contradictions" || command.what == "reports") {
        return Error{ErrorCode::invalid_argument,
                     "--as geojson: only events, tellings and states have places"};
      }
      append_geojson(out, rows);
      break;
    default:
      append_jsonl(out, rows);
      break;
  }
  return out;
}

}  // namespace

int run_export(const ExportCommand& command) {
  auto out = exported(command);
  if (!out) {
    return complain(out.error());
  }
  if (command.out != "-") {
    const Status status = write_file(command.out, *out);
    return status.ok() ? 0 : complain(status.error());
  }
  if (std::fwrite(out->data(), 1, out->size(), stdout) != out->size()) {
    return complain({ErrorCode::io, "cannot write to standard output"});
  }
  return 0;
}

}  // namespace sayso
