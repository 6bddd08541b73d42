// SPDX-License-Identifier: Apache-2.0
// diff: what is otherwise on one day than on another, each line with who says so and the words.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

#include "app/rebuild.h"
#include "app/store_commands.h"
#include "app/terminal.h"
#include "base/utf8.h"
#include "story/credibility.h"

namespace sayso {
namespace {

struct Change {
  Fact before, after;  // value empty: nothing was, or is, known
};

using Key = std::pair<std::string, std::string>;

// What of `list` counts: named things, not expired.
std::map<Key, Fact> by_key(std::vector<Fact> list, const DiffCommand& command) {
  std::map<Key, Fact> facts;
  for (Fact& f : list) {
    const bool asked = (command.type.empty() || command.type == f.variable) &&
                       (command.about.empty() ||
                        folded(f.entity).find(folded(command.about)) != std::string::npos);
    if (f.named && f.status != FactStatus::expired && asked) {
      facts.emplace(Key{f.entity_key, f.variable}, std::move(f));
    }
  }
  return facts;
}

std::vector<Change> changes(std::map<Key, Fact> from, std::map<Key, Fact> to) {
  std::vector<Change> list;
  for (auto& [key, after] : to) {
    const auto before = from.find(key);
    if (before == from.end()) {
      list.push_back({{}, after});
    } else if (before->second.value != after.value) {
      list.push_back({before->second, after});
    }
  }
  for (auto& [key, before] : from) {
    if (to.find(key) == to.end()) {
      list.push_back({before, {}});
    }
  }
  std::sort(list.begin(), list.end(), [](const Change& a, const Change& b) {
    const Fact& x = a.after.value.empty() ? a.before : a.after;
    const Fact& y = b.after.value.empty() ? b.before : b.after;
    return std::tuple(folded(x.entity), x.entity_key, x.variable) <
           std::tuple(folded(y.entity), y.entity_key, y.variable);
  });
  return list;
}

class Page {
 public:
  Page(Store& store, const Whole& whole, const StateBuilder& states)
      : store_(store), whole_(whole), states_(states), t_(Terminal::of_stdout()) {}

  Result<Rows> rows(const std::vector<Change>& list) {
    Rows rows;
    rows.columns = {"entity", "variable",     "before",      "after", "since",
                    "status", "sources",      "credibility", "for",   "against",
                    "outlet", "published_at", "sentence",    "url"};
    for (const Change& c : list) {
      const Fact& f = c.after.value.empty() ? c.before : c.after;
      std::string sentence;
      const Report* report = nullptr;
      if (!f.supports.empty()) {
        const Statement& s = states_.statements()[f.supports.back()];
        report = &whole_.reports[s.report];
        SAYSO_TRY(sentence, store_.sentence(report->row, report->states[s.state].where));
      }
      rows.rows.push_back(
          {f.entity, f.variable, c.before.value, c.after.value,
           f.valid_from == kOpenStart ? std::string() : format_day(day_of(f.valid_from)),
           std::string(fact_status_name(f.status)), std::int64_t{f.sources},
           std::int64_t{f.credibility}, cite(f.supports), cite(f.opposes),
           report == nullptr ? std::string() : report->outlet,
           report == nullptr ? std::string() : report->published_at, sentence,
           report == nullptr ? std::string() : report->url});
    }
    return rows;
  }

  void print(const Rows& rows, const std::string& head) const {
    std::printf("%s\n", t_.paint(Style::dim, head).c_str());
    for (std::size_t r = 0; r < rows.rows.size(); ++r) {
      const auto cell = [&](const char* column) { return rows.text(r, column); };
      const std::string after = cell("after");
      const std::string before = cell("before");
      std::string line = cell("entity") + ", " + cell("variable") + ": ";
      line += before.empty() ? "" : before + " → ";
      line += after.empty() ? "no longer told of" : after;
      if (!cell("since").empty() && !after.empty()) {
        line += ", since " + cell("since");
      }
      line += cell("status") == "contested" ? " (contested)" : "";
      line += cell("status") == "inferred" ? " (inferred)" : "";
      std::printf("\n%s\n", t_.paint(Style::bold, fit(line, t_.width())).c_str());
      const std::string by =
          cell("sources") + (cell("sources") == "1" ? " source" : " sources") + ", " +
          std::string(
              credibility_name(static_cast<std::uint8_t>(std::atoi(cell("credibility").c_str())))) +
          ": " + cell("for");
      under(by);
      if (!cell("against").empty()) {
        under("against: " + cell("against"));
      }
      if (!cell("sentence").empty()) {
        under(in_marks(cell("sentence")) + " " + citation(cell("outlet"), cell("published_at")));
      }
    }
  }

 private:
  void under(const std::string& text) const {
    for (const std::string& line : wrap(text, t_.width() - 4)) {
      std::printf("    %s\n", t_.paint(Style::dim, line).c_str());
    }
  }
  // Each source once, by its newest statement.
  [[nodiscard]] std::string cite(const std::vector<std::uint32_t>& list) const {
    std::set<std::string> heard;
    std::string out;
    for (auto at = list.rbegin(); at != list.rend(); ++at) {
      const Statement& s = states_.statements()[*at];
      if (!heard.insert(s.source_key).second) {
        continue;
      }
      const Report& r = whole_.reports[s.report];
      out += (out.empty() ? "" : "; ") + s.source;
      out += s.source != r.outlet && !r.outlet.empty() ? " in " + r.outlet : "";
      out += " " + r.published_at.substr(0, 10);
    }
    return out;
  }

  Store& store_;
  const Whole& whole_;
  const StateBuilder& states_;
  const Terminal t_;
};

Result<int> diff(const DiffCommand& command, Store& store, const Knowledge& knowledge) {
  SAYSO_TRY(const auto from, day_option("--from", command.from));
  SAYSO_TRY(const auto to, day_option("--to", command.to));
  SAYSO_TRY(const auto known, day_option("--known", command.known));
  SAYSO_TRY(const auto whole, derive(store, knowledge));
  SAYSO_TRY(const auto list, store.edits());
  const Situation situation(knowledge);
  const StateBuilder states(whole->reports, whole->derived.stories.original_of,
                            whole->derived.stories.story_of, situation, Edits(list));
  const Day end = to.value_or(states.last_day());
  if (!from || *from >= end) {
    return Error{ErrorCode::invalid_argument, "--from must be a day before --to"};
  }
  const Day as_known = known.value_or(std::max(states.last_day(), end));
  Page page(store, *whole, states);
  SAYSO_TRY(const Rows rows, page.rows(changes(by_key(states.as_of(*from, as_known), command),
                                               by_key(states.as_of(end, as_known), command))));
  if (command.format != "text") {
    return print_rows(rows, command.format);
  }
  if (rows.rows.empty()) {
    std::fputs("sayso: nothing changed\n", stderr);
    return 1;
  }
  page.print(rows, "From " + format_day(*from) + " to " + format_day(end) + ", as known on " +
                       format_day(as_known));
  return 0;
}

}  // namespace

int run_diff(const DiffCommand& command) {
  auto knowledge = open_knowledge(command.common);
  if (!knowledge) {
    return complain(knowledge.error());
  }
  auto store = open_for_reading(command.db);
  if (!store) {
    return complain(store.error());
  }
  auto code = diff(command, **store, *knowledge);
  return code ? *code : complain(code.error());
}

}  // namespace sayso
