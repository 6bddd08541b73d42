// SPDX-License-Identifier: Apache-2.0
// claims, events, stories, sources, contradictions: questions to the database as tables.
#include <algorithm>
#include <cstdio>

#include "app/store_commands.h"
#include "app/table.h"
#include "app/words.h"
#include "base/utf8.h"
#include "export/export.h"

namespace sayso {
namespace {

constexpr std::size_t kWidestPrint = 200;  // rows on a terminal when no --limit was given

Status set_days(const QueryCommand& command, Filter& filter) {
  SAYSO_TRY(const auto since, day_option("--since", command.since));
  SAYSO_TRY(const auto until, day_option("--until", command.until));
  if (since) {
    filter.since = static_cast<Instant>(*since) * kDaySeconds;
  }
  if (until) {  // the day itself included
    filter.until = (static_cast<Instant>(*until) + 1) * kDaySeconds;
  }
  return {};
}

std::string quoted(const std::string& words) {
  return words.empty() ? "" : "“" + words + "”";
}

// "· in an interview, likely, as told by CNN": what a reader weighs a claim by.
std::string manner(const Rows& rows, std::size_t r) {
  std::string out;
  const auto add = [&](const std::string& part) { out += (out.empty() ? "" : ", ") + part; };
  std::string channel = rows.text(r, "channel");
  std::replace(channel.begin(), channel.end(), '_', ' ');
  if (channel != "unstated") {
    add(channel);
  }
  if (rows.text(r, "certainty") != "asserted") {
    add(rows.text(r, "certainty"));
  }
  if (rows.text(r, "act") != "speech") {
    add(rows.text(r, "act"));
  }
  if (rows.text(r, "anonymous") == "1") {
    add("anonymous");
  }
  const std::string told_by = rows.text(r, "told_by");
  if (!told_by.empty() && told_by != rows.text(r, "source")) {
    add("as told by " + rows.text(r, "told_by"));
  }
  return out;
}

// One claim: who, when, how and how sure; the words; where they stand.
void print_claim(const Terminal& t, const Rows& rows, std::size_t r) {
  constexpr int kWidest = 110;
  const int width = std::min(t.width(), kWidest);
  const std::string published = rows.text(r, "published_at").substr(0, 10);
  const std::string said_at = rows.text(r, "said_at");
  std::string who = rows.text(r, "source");
  std::replace(who.begin(), who.end(), '\n', ' ');
  const std::string code = rows.text(r, "code");
  const bool named = code.empty() || who.find(code) != std::string::npos;
  const std::string how = manner(rows, r);
  const std::string tail = (named ? "" : " (" + code + ")") + (how.empty() ? "" : " · " + how);
  const std::string when = pad(said_at.empty() ? published : said_at, 10) + "  ";
  const std::string fitted = fit(who, std::max(20, width - 14 - display_width(tail)));
  std::printf("%s%s%s\n", t.paint(Style::dim, when).c_str(), t.paint(Style::source, fitted).c_str(),
              t.paint(Style::dim, tail).c_str());
  const std::string indent(12, ' ');
  std::string cue = rows.text(r, "cue");
  std::replace(cue.begin(), cue.end(), '\n', ' ');
  std::string lead = fit(cue, width / 3);
  bool first = true;
  for (const std::string& line :
       wrap((lead.empty() ? "" : lead + " ") + in_marks(rows.text(r, "content")), width - 12)) {
    const bool with_cue = first && !lead.empty() && line.starts_with(lead);
    std::printf("%s%s%s\n", indent.c_str(), t.paint(Style::cue, with_cue ? lead : "").c_str(),
                t.paint(Style::content, with_cue ? line.substr(lead.size()) : line).c_str());
    first = false;
  }
  const std::string reprints = rows.text(r, "reprints");
  std::string where = citation(rows.text(r, "outlet"), published);
  if (!rows.text(r, "title").empty()) {
    where += ", “" + rows.text(r, "title") + "”";
  }
  if (reprints != "0") {
    where += " (and " + reprints + (reprints == "1" ? " copy)" : " copies)");
  }
  for (const std::string& line : wrap(where, width - 12)) {
    std::printf("%s%s\n", indent.c_str(), t.paint(Style::dim, line).c_str());
  }
}

void print_claims(const Terminal& t, const Rows& rows) {
  for (std::size_t r = 0; r < rows.rows.size(); ++r) {
    std::fputs(r == 0 ? "" : "\n", stdout);
    print_claim(t, rows, r);
  }
}

void print_events(const Terminal& t, const Rows& rows, bool each) {
  TextTable table(t, {{"date", 10, false, Style::dim},
                      {"type", 8, false, Style::event},
                      {"who", 12, false, Style::source},
                      {"to whom", 12, false, Style::plain},
                      {"where", 10, false, Style::plain},
                      {each ? "fact" : "for/against", 4, false, Style::plain},
                      {each ? "source" : "sources", 16, false, Style::cue},
                      {each ? "outlet" : "cred", 4, false, Style::plain}});
  for (std::size_t r = 0; r < rows.rows.size(); ++r) {
    std::string type = rows.text(r, "type");
    if (!rows.text(r, "mode").empty()) {
      type += " " + rows.text(r, "mode");
    }
    const std::string date =
        each ? rows.text(r, "published_at").substr(0, 10) : rows.text(r, "date");
    table.add({date, type, rows.text(r, "agent"), rows.text(r, "target"), rows.text(r, "place"),
               each ? rows.text(r, "factuality")
                    : rows.text(r, "affirming") + "/" + rows.text(r, "denying"),
               each ? rows.text(r, "source") : rows.text(r, "sources"),
               each ? rows.text(r, "outlet") : rows.text(r, "credibility")});
    table.under(in_marks(rows.text(r, "sentence")) + " " +
                citation(rows.text(r, "outlet"), rows.text(r, "published_at")));
  }
  std::fputs(table.print().c_str(), stdout);
}

void print_stories(const Terminal& t, const Rows& rows) {
  TextTable table(t, {{"from", 10, false, Style::dim},
                      {"until", 10, false, Style::dim},
                      {"id", 8, false, Style::dim},
                      {"reports", 7, true, Style::plain},
                      {"copies", 6, true, Style::plain},
                      {"events", 6, true, Style::plain},
                      {"disputed", 8, true, Style::warning}});
  for (std::size_t r = 0; r < rows.rows.size(); ++r) {
    const std::int64_t reports = std::stoll(rows.text(r, "reports"));
    const std::int64_t originals = std::stoll(rows.text(r, "originals"));
    const std::string from = rows.text(r, "first_at").substr(0, 10);
    const std::string to = rows.text(r, "last_at").substr(0, 10);
    table.add({from, to, rows.text(r, "id").substr(0, 8), std::to_string(reports),
               std::to_string(reports - originals), rows.text(r, "accounts"),
               rows.text(r, "contradictions")});
    table.under(rows.text(r, "title"));
    table.under("told by " + rows.text(r, "outlets"));
  }
  std::fputs(table.print().c_str(), stdout);
}

void print_sources(const Terminal& t, const Rows& rows) {
  TextTable table(t, {{"outlet", 14, false, Style::bold},
                      {"kind", 6, false, Style::plain},
                      {"country", 7, false, Style::plain},
                      {"reliability", 4, false, Style::plain},
                      {"reports", 7, true, Style::plain},
                      {"copies", 6, true, Style::plain},
                      {"replaced", 8, true, Style::plain},
                      {"claims", 6, true, Style::plain},
                      {"events", 6, true, Style::plain},
                      {"first", 10, false, Style::dim},
                      {"last", 10, false, Style::dim}});
  for (std::size_t r = 0; r < rows.rows.size(); ++r) {
    std::vector<std::string> cells;
    for (const char* column : {"outlet", "kind", "country", "reliability", "reports", "copies",
                               "replaced", "claims", "events", "first", "last"}) {
      cells.push_back(rows.text(r, column));
    }
    table.add(std::move(cells));
  }
  std::fputs(table.print().c_str(), stdout);
  std::fputs(
      "\nreliability: A completely, B usually, C fairly, D not usually, E unreliable, F cannot "
      "be judged (data/situation/outlets.tsv)\n",
      stdout);
}

void print_contradictions(const Terminal& t, const Rows& rows) {
  for (std::size_t r = 0; r < rows.rows.size(); ++r) {
    std::printf("%s  %s\n", t.paint(Style::bold, rows.text(r, "subject")).c_str(),
                t.paint(Style::warning,
                        "they differ " + std::string(differ_words(rows.text(r, "differs_in"))))
                    .c_str());
    for (const std::string side : {"left", "right"}) {
      const std::string head =
          rows.text(r, side + "_source") + ": " + rows.text(r, side + "_value");
      std::printf("  %s\n", t.paint(Style::source, head).c_str());
      const std::string words =
          in_marks(rows.text(r, side + "_sentence")) + " " +
          citation(rows.text(r, side + "_outlet"), rows.text(r, side + "_published_at"));
      for (const std::string& line : wrap(words, t.width() - 6)) {
        std::printf("      %s\n", t.paint(Style::dim, line).c_str());
      }
    }
  }
}

void print_table(const QueryCommand& command, const Rows& rows) {
  const Terminal t = Terminal::of_stdout();
  switch (command.view) {
    case View::claims:
      print_claims(t, rows);
      break;
    case View::events:
      print_events(t, rows, true);
      break;
    case View::accounts:
      print_events(t, rows, false);
      break;
    case View::stories:
      print_stories(t, rows);
      break;
    case View::sources:
      print_sources(t, rows);
      break;
    case View::contradictions:
      print_contradictions(t, rows);
      break;
    case View::states:
    case View::reports:
      break;
  }
}

}  // namespace

Result<std::optional<Day>> day_option(const std::string& option, const std::string& text) {
  if (text.empty()) {
    return std::optional<Day>();
  }
  const auto at = parse_iso(text);
  if (!at) {
    return Error{ErrorCode::invalid_argument, option + " " + text + ": not a date like 2022-07-28"};
  }
  return std::optional<Day>(at->day());
}

Result<std::unique_ptr<Store>> open_for_reading(const std::string& db) {
  SAYSO_TRY(auto store, Store::open(db, Store::Mode::read));
  SAYSO_TRY(const bool current, store->derived_is_current());
  if (!current) {
    std::fprintf(stderr,
                 "sayso: %s: an ingest was cut off; stories, events and states are those of the "
                 "one before. Run it again, or `sayso doctor --db %s --repair`\n",
                 db.c_str(), db.c_str());
  }
  return store;
}

namespace {

// The mark that opens the words closes at their end, and not before: “one quotation”.
bool closes_at_end(const std::string& words) {
  const std::size_t close = words.find(words.starts_with("\"") ? "\"" : "”", 1);
  return close == std::string::npos || close + 4 > words.size();
}

// Marks inside marks are single ones.
std::string with_inner_marks(std::string words) {
  for (const auto& [from, to] :
       {std::pair<std::string_view, std::string_view>{"“", "‘"}, {"”", "’"}}) {
    for (std::size_t at = 0; (at = words.find(from, at)) != std::string::npos; at += to.size()) {
      words.replace(at, from.size(), to);
    }
  }
  return words;
}

}  // namespace

std::string in_marks(std::string words) {
  std::replace(words.begin(), words.end(), '\n', ' ');
  const bool marked = words.starts_with("“") || words.starts_with("\"") || words.starts_with("‘");
  return marked && closes_at_end(words) ? words : quoted(with_inner_marks(words));
}

std::string citation(const std::string& outlet, const std::string& published_at) {
  std::string out = "— " + (outlet.empty() ? std::string("unknown outlet") : outlet);
  if (!published_at.empty()) {
    out += ", " + published_at.substr(0, 10);
  }
  return out;
}

int print_rows(const Rows& rows, const std::string& format) {
  std::string out;
  switch (*table_format_from(format)) {
    case TableFormat::csv:
      append_csv(out, rows);
      break;
    case TableFormat::json:
      append_json(out, rows);
      break;
    case TableFormat::jsonl:
      append_jsonl(out, rows);
      break;
    case TableFormat::geojson:
      append_geojson(out, rows);
      break;
    case TableFormat::table:
      break;
  }
  if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size()) {
    return complain({ErrorCode::io, "cannot write to standard output"});
  }
  return rows.rows.empty() ? 1 : 0;
}

int run_query(const QueryCommand& command) {
  const bool has_places = command.view == View::accounts || command.view == View::events;
  if (command.format == "geojson" && !has_places) {
    return complain(
        {ErrorCode::invalid_argument, "--format geojson: only events and states have places"});
  }
  Filter filter;
  if (const Status days = set_days(command, filter); !days.ok()) {
    return complain(days.error());
  }
  filter.who = command.who;
  filter.about = command.about;
  filter.where = command.where;
  filter.type = command.type;
  filter.outlet = command.outlet;
  filter.limit = command.limit;
  auto store = open_for_reading(command.db);
  if (!store) {
    return complain(store.error());
  }
  const bool table = command.format == "table";
  const bool cut = table && command.limit == 0 && Terminal::of_stdout().tty();
  if (cut) {
    filter.limit = kWidestPrint + 1;
  }
  auto rows = (*store)->ask(command.view, filter);
  if (!rows) {
    return complain(rows.error());
  }
  if (!table) {
    return print_rows(*rows, command.format);
  }
  if (rows->rows.empty()) {
    std::fputs("sayso: nothing found\n", stderr);
    return 1;
  }
  const bool more = cut && rows->rows.size() > kWidestPrint;
  if (more) {
    rows->rows.resize(kWidestPrint);
  }
  print_table(command, *rows);
  if (more) {
    std::fprintf(stderr, "(the first %zu; narrow it, or ask for more with --limit)\n",
                 kWidestPrint);
  }
  return 0;
}

}  // namespace sayso
