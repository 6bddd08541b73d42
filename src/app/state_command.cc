// SPDX-License-Identifier: Apache-2.0
// state: what is so on a date, as known on another, with who says so and who does not.
#include <algorithm>
#include <cstdio>
#include <set>

#include "app/rebuild.h"
#include "app/store_commands.h"
#include "app/terminal.h"
#include "base/utf8.h"
#include "export/export.h"
#include "story/credibility.h"

namespace sayso {
namespace {

std::string day_or_blank(Instant at) {
  return at == kOpenStart || at == kOpenEnd ? "" : format_day(day_of(at));
}

class Asked {
 public:
  Asked(const StateCommand& command, Store& store, const Knowledge& knowledge)
      : command_(command), store_(store), knowledge_(knowledge), situation_(knowledge) {}

  Result<Rows> facts() {
    SAYSO_TRY(reports_, store_.load(false));
    mark_versions(reports_);
    SAYSO_TRY(const auto list, store_.edits());
    const Edits edits(list);
    edits.apply(reports_);
    const Stories stories = build_stories(reports_, Likeness(&knowledge_), {}, edits);
    originals_ = stories.original_of;
    mark_furniture(reports_, find_furniture(reports_, stories));
    const StateBuilder builder(reports_, originals_, stories.story_of, situation_, edits);
    SAYSO_TRY(auto at, day_option("--at", command_.at));
    SAYSO_TRY(auto known, day_option("--known", command_.known));
    at_ = at.value_or(builder.last_day());
    known_ = known.value_or(std::max(builder.last_day(), at_));
    Rows rows;
    rows.columns = {"entity",     "variable", "value",       "status",  "since",
                    "known_from", "sources",  "credibility", "instead", "for",
                    "against",    "rule",     "because",     "outlet",  "published_at",
                    "sentence",   "url",      "lat",         "lon",     "id"};
    for (const Fact& fact : builder.as_of(at_, known_)) {
      if (!wanted(fact)) {
        continue;
      }
      SAYSO_TRY(auto row, row_of(fact, builder.statements()));
      rows.rows.push_back(std::move(row));
    }
    return rows;
  }

  [[nodiscard]] Day at() const { return at_; }
  [[nodiscard]] Day known() const { return known_; }

 private:
  [[nodiscard]] bool wanted(const Fact& fact) const {
    if ((fact.status == FactStatus::expired || !fact.named) && !command_.all) {
      return false;
    }
    return (command_.type.empty() || command_.type == fact.variable) &&
           (command_.about.empty() ||
            folded(fact.entity).find(folded(command_.about)) != std::string::npos);
  }

  [[nodiscard]] std::string cite(const Statement& s) const {
    const Report& r = reports_[s.report];
    std::string out = s.source;
    if (s.source != r.outlet && !r.outlet.empty()) {
      out += " in " + r.outlet;
    }
    return out + " " + r.published_at.substr(0, 10);
  }

  // Each source once, its newest statement.
  [[nodiscard]] std::string cite_all(const std::vector<std::uint32_t>& list,
                                     const std::vector<Statement>& statements, bool value) const {
    std::set<std::string> heard;
    std::string out;
    for (const bool copies : {false, true}) {  // a source is cited where it was heard first hand
      for (auto at = list.rbegin(); at != list.rend(); ++at) {
        const Statement& s = statements[*at];
        if (s.copy == copies && heard.insert(s.source_key).second) {
          out += out.empty() ? "" : "; ";
          out += cite(s) + (value ? (s.stance == Stance::denies ? ": not " : ": ") + s.value : "");
        }
      }
    }
    return out;
  }

  Result<std::vector<Cell>> row_of(const Fact& f, const std::vector<Statement>& statements) {
    std::string instead;
    for (const std::string& value : f.other_values) {
      instead += (instead.empty() ? "" : "; ") + value;
    }
    std::string words;
    const Report* report = nullptr;
    if (!f.supports.empty()) {
      const Statement& best = statements[f.supports.back()];
      report = &reports_[best.report];
      SAYSO_TRY(words, store_.sentence(report->row, report->states[best.state].where));
    }
    Cell lat;
    Cell lon;
    if (f.place != kNoRow) {
      lat = reports_[f.place_report].places[f.place].lat;
      lon = reports_[f.place_report].places[f.place].lon;
    }
    return std::vector<Cell>{f.entity,
                             f.variable,
                             f.value,
                             std::string(fact_status_name(f.status)),
                             day_or_blank(f.valid_from),
                             day_or_blank(f.known_from),
                             std::int64_t{f.sources},
                             std::int64_t{f.credibility},
                             instead,
                             cite_all(f.supports, statements, false),
                             cite_all(f.opposes, statements, true),
                             f.rule,
                             f.because,
                             report == nullptr ? "" : report->outlet,
                             report == nullptr ? "" : report->published_at,
                             words,
                             report == nullptr ? "" : report->url,
                             lat,
                             lon,
                             f.id};
  }

  const StateCommand& command_;
  Store& store_;
  const Knowledge& knowledge_;
  Situation situation_;
  std::vector<Report> reports_;
  std::vector<std::uint32_t> originals_;
  Day at_ = 0, known_ = 0;
};

Style style_of(const std::string& status) {
  return status == "contested" ? Style::warning : status == "asserted" ? Style::state : Style::dim;
}

// "2 independent sources, probably true (2)".
std::string support_of(const Rows& rows, std::size_t r) {
  const std::string sources = rows.text(r, "sources");
  const std::string grade = rows.text(r, "credibility");
  return sources + (sources == "1" ? " source, " : " independent sources, ") +
         std::string(credibility_name(static_cast<std::uint8_t>(grade[0] - '0'))) + " (" + grade +
         ")";
}

void print_under(const Terminal& t, const std::string& text) {
  for (const std::string& line : wrap(text, t.width() - 4)) {
    std::printf("    %s\n", line.c_str());
  }
}

void print_facts(const Terminal& t, const Rows& rows, bool evidence) {
  for (std::size_t r = 0; r < rows.rows.size(); ++r) {
    const std::string status = rows.text(r, "status");
    const std::string since = rows.text(r, "since");
    std::printf("%s, %s: %s%s%s%s\n", t.paint(Style::bold, rows.text(r, "entity")).c_str(),
                rows.text(r, "variable").c_str(),
                t.paint(Style::state, rows.text(r, "value")).c_str(),
                since.empty() ? "" : (", since " + since).c_str(), status == "asserted" ? "" : ", ",
                status == "asserted" ? "" : t.paint(style_of(status), status).c_str());
    if (!rows.text(r, "because").empty()) {
      print_under(t, "because " + rows.text(r, "because") + " (rule " + rows.text(r, "rule") + ")");
    }
    const std::string words = in_marks(rows.text(r, "sentence"));
    const std::string where = citation(rows.text(r, "outlet"), rows.text(r, "published_at"));
    // About two lines of the words; all of them with --evidence.
    const int room = std::max(40, 2 * (t.width() - 4) - static_cast<int>(where.size()));
    print_under(t, (evidence ? words : fit(words, room)) + " " + where);
    print_under(t, support_of(rows, r) + ": " + rows.text(r, "for"));
    if (!rows.text(r, "against").empty()) {
      print_under(t, "but " + rows.text(r, "against"));
    }
    std::fputs("\n", stdout);
  }
}

}  // namespace

int run_state(const StateCommand& command) {
  auto knowledge = open_knowledge(command.common);
  if (!knowledge) {
    return complain(knowledge.error());
  }
  auto store = open_for_reading(command.db);
  if (!store) {
    return complain(store.error());
  }
  Asked asked(command, **store, *knowledge);
  auto rows = asked.facts();
  if (!rows) {
    return complain(rows.error());
  }
  if (command.format != "table") {
    return print_rows(*rows, command.format);
  }
  if (rows->rows.empty()) {
    std::fputs("sayso: nothing found\n", stderr);
    return 1;
  }
  const Terminal t = Terminal::of_stdout();
  std::printf("%s\n\n", t.paint(Style::dim, "State on " + format_day(asked.at()) +
                                                ", as known on " + format_day(asked.known()))
                            .c_str());
  print_facts(t, *rows, command.evidence);
  return 0;
}

}  // namespace sayso
