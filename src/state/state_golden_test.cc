// SPDX-License-Identifier: Apache-2.0
// The state of things on four dates as a careful reader has it (samples/golden/state.tsv), from
// the golden records: measures this room alone, whatever the rooms before it find.
#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <simdjson.h>

#include "base/text.h"
#include "base/utf8.h"
#include "state/state.h"

namespace sayso {
namespace {

namespace fs = std::filesystem;
using simdjson::dom::element;

std::string source_folder() {
  const char* folder = std::getenv("SAYSO_SOURCE");
  return folder == nullptr ? "." : folder;
}

const Knowledge& knowledge() {
  static const Knowledge kKnowledge = [] {
    const std::string image = fs::temp_directory_path() / "sayso_state_test.img";
    REQUIRE(compile_knowledge({source_folder() + "/data"}, image).ok());
    auto loaded = Knowledge::load(image);
    REQUIRE(loaded.has_value());
    return *std::move(loaded);
  }();
  return kKnowledge;
}

std::string text(const element& object, const char* key) {
  std::string_view value;
  return object[key].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
}
std::uint32_t row(const element& object, const char* key) {
  std::int64_t value = 0;
  return object[key].get(value) == simdjson::SUCCESS ? static_cast<std::uint32_t>(value) : kNoRow;
}

void set_when(const std::string& value, std::string& when, Instant& from, Instant& to) {
  const auto at = parse_iso(value);
  if (at && value.size() == 10) {
    when = value;
    from = at->instant;
    to = from + kDaySeconds;
  }
}

Report report_from(const element& golden) {
  Report r;
  r.version_id = text(golden, "id");
  r.url = text(golden, "url");
  r.document_id = r.url.empty() ? r.version_id : canonical_url(r.url);
  r.outlet = text(golden, "outlet");
  r.title = text(golden, "title");
  r.published_at = text(golden, "published_at");
  if (const auto at = parse_iso(r.published_at)) {
    r.known_at = at->instant;
  }
  for (const element claim : golden["claims"]) {
    ReportClaim c;
    c.speaker = text(claim, "speaker");
    c.code = text(claim, "code");
    c.certainty = text(claim, "certainty");
    c.outer = row(claim, "outer");
    bool anonymous = false;
    c.anonymous = claim["anonymous"].get(anonymous) == simdjson::SUCCESS && anonymous;
    r.claims.push_back(std::move(c));
  }
  for (const element event : golden["events"]) {
    ReportEvent e;
    e.type = text(event, "type");
    e.factuality = text(event, "factuality");
    e.time = text(event, "time");
    e.claim = row(event, "claim");
    e.trigger = {{0, 1}};
    set_when(text(event, "when"), e.when, e.from, e.to);
    r.events.push_back(std::move(e));
  }
  for (const element state : golden["states"]) {
    ReportState s;
    s.id = r.version_id + "/" + std::to_string(r.states.size());
    s.entity = text(state, "entity");
    s.variable = text(state, "variable");
    s.value = text(state, "value");
    s.claim = row(state, "claim");
    s.event = row(state, "event");
    s.factuality = "CT+";
    s.time = "ongoing";
    if (s.claim != kNoRow) {
      const std::string& certainty = r.claims[s.claim].certainty;
      s.factuality = certainty == "likely" ? "PR+" : certainty == "possible" ? "PS+" : "CT+";
    }
    if (s.event != kNoRow) {
      const ReportEvent& e = r.events[s.event];
      s.time = e.time;
      s.when = e.when;
      s.from = e.from;
      s.to = e.to;
    }
    r.states.push_back(std::move(s));
  }
  return r;
}

struct Golden {
  std::vector<Report> reports;
  std::vector<std::uint32_t> originals;
};

Golden read_golden() {
  Golden golden;
  std::vector<std::pair<std::string, std::string>> copies;
  simdjson::dom::parser parser;
  for (const auto& entry : fs::directory_iterator(source_folder() + "/samples/golden")) {
    if (entry.path().extension() == ".json") {
      element record;
      REQUIRE(parser.load(entry.path().string()).get(record) == simdjson::SUCCESS);
      golden.reports.push_back(report_from(record));
      if (!text(record, "copy_of").empty()) {
        copies.emplace_back(text(record, "id"), text(record, "copy_of"));
      }
    }
  }
  mark_versions(golden.reports);
  const auto find = [&](const std::string& id) {
    return static_cast<std::uint32_t>(
        std::find_if(golden.reports.begin(), golden.reports.end(),
                     [&](const Report& r) { return r.version_id == id; }) -
        golden.reports.begin());
  };
  for (std::uint32_t i = 0; i < golden.reports.size(); ++i) {
    golden.originals.push_back(i);
  }
  for (const auto& [copy, original] : copies) {
    golden.originals[find(copy)] = find(original);
  }
  return golden;
}

struct Wanted {
  std::string date, entity, variable, value, also, contested, known_then;
};

std::vector<Wanted> read_wanted() {
  std::vector<Wanted> rows;
  std::ifstream in(source_folder() + "/samples/golden/state.tsv");
  std::string line;
  while (std::getline(in, line)) {
    if (!line.empty() && line[0] >= '0' && line[0] <= '9') {
      const auto cells = split(line, '\t');
      REQUIRE(cells.size() >= 8);
      rows.push_back({std::string(cells[0]), std::string(cells[1]), std::string(cells[2]),
                      std::string(cells[3]), std::string(cells[4]), std::string(cells[5]),
                      std::string(cells[6])});
    }
  }
  return rows;
}

const Fact* find(const std::vector<Fact>& facts, const Wanted& wanted) {
  for (const Fact& fact : facts) {
    if (fact.entity_key == thing_key(wanted.entity) && fact.variable == wanted.variable) {
      return &fact;
    }
  }
  return nullptr;
}

TEST_CASE("state: golden records give the state of four dates") {
  if (!fs::exists(source_folder() + "/samples/golden/state.tsv")) {
    MESSAGE("no samples here");
    return;
  }
  const Golden golden = read_golden();
  const Situation situation(knowledge());
  const StateBuilder builder(golden.reports, golden.originals, {}, situation);
  const std::vector<Wanted> wanted = read_wanted();
  REQUIRE(wanted.size() >= 30);
  int values = 0;
  int flags = 0;
  int then = 0;
  for (const Wanted& w : wanted) {
    const Day at = parse_iso(w.date)->day();
    const std::vector<Fact> facts = builder.as_of(at, builder.last_day());
    const Fact* fact = find(facts, w);
    const std::string found = fact == nullptr ? "" : fact->value;
    const bool right = found == w.value || list_has(w.also, found);
    const bool contested = fact != nullptr && fact->status == FactStatus::contested;
    values += right ? 1 : 0;
    flags += contested == (w.contested == "yes") ? 1 : 0;
    const std::string detail = w.date + " " + w.entity + " " + w.variable + ": found '" + found +
                               "'" + (contested ? " contested" : "") + ", wanted '" + w.value +
                               "'" + (w.contested == "yes" ? " contested" : "");
    if (!right || contested != (w.contested == "yes")) {
      MESSAGE(detail);
    }
    const std::vector<Fact> known = builder.as_of(at, at);
    const Fact* old = find(known, w);
    const std::string said = old == nullptr ? "" : old->value;
    then +=
        (w.known_then.empty() ? said == w.value || list_has(w.also, said) : said == w.known_then)
            ? 1
            : 0;
  }
  const int all = static_cast<int>(wanted.size());
  MESSAGE("values ", values, " of ", all, ", contested flags ", flags, ", as known then ", then);
  CHECK(values * 100 >= all * 85);
  CHECK(flags * 100 >= all * 75);
}

TEST_CASE("state: names and values brought to a normal form") {
  const Situation s(knowledge());
  CHECK(s.entity("flows through the Nord Stream 1 pipeline to Germany") == "Nord Stream 1");
  CHECK(s.entity("grain through the village") == "grain through the village");
  CHECK(s.value("control", "held by allied forces", "MIL", "RUS GOV") == "held by Russia");
  CHECK(s.value("control", "held by allied forces", "MIL") == "held by allied forces");
  CHECK(!s.excludes("control", "held by allied forces", "held by Russia"));
  CHECK(s.excludes("control", "held by Ukraine", "held by Russia"));
}

// Two reports of one story: the second says "the corridor" and means what the first names.
TEST_CASE("state: a way without a name is the one that its story names") {
  std::vector<Report> reports(2);
  for (std::size_t i = 0; i < reports.size(); ++i) {
    Report& r = reports[i];
    r.document_id = r.version_id = r.outlet = "r" + std::to_string(i);
    r.known_at = static_cast<Instant>(i) * kDaySeconds;
    ReportState state;
    state.id = "s" + std::to_string(i);
    state.entity = i == 0 ? "Lachin corridor" : "corridor";
    state.variable = "status";
    state.value = i == 0 ? "closed" : "resumed";
    state.factuality = "CT+";
    state.time = "ongoing";
    r.states = {state};
  }
  mark_versions(reports);
  const Situation situation(knowledge());
  const std::vector<std::uint32_t> originals{0, 1};
  const StateBuilder one(reports, originals, {0, 0}, situation);
  REQUIRE(!one.as_of(1, 1).empty());
  CHECK(one.as_of(1, 1).front().entity == "Lachin corridor");
  CHECK(one.as_of(1, 1).front().value == "resumed");
  CHECK(one.as_of(1, 1).front().named);
  const StateBuilder two(reports, originals, {0, 1}, situation);
  const std::vector<Fact> apart = two.as_of(1, 1);
  CHECK(std::any_of(apart.begin(), apart.end(), [](const Fact& f) { return !f.named; }));
}

// Three reports, forty days apart, each of what has been so "since" one and the same day.
TEST_CASE("state: what was said, unsaid and said again of one day are three facts") {
  std::vector<Report> reports(3);
  for (std::size_t i = 0; i < reports.size(); ++i) {
    Report& r = reports[i];
    r.document_id = r.version_id = r.outlet = "r" + std::to_string(i);
    r.known_at = (100 + static_cast<Instant>(i) * 40) * kDaySeconds;
    ReportState state;
    state.id = "s" + std::to_string(i);
    state.entity = "Vorsk";
    state.variable = "control";
    state.value = i == 1 ? "held by Ukraine" : "held by Russia";
    state.factuality = "CT+";
    state.time = "ongoing";
    state.when = "1970-04-01";
    state.from = 90 * kDaySeconds;
    r.states = {state};
  }
  mark_versions(reports);
  const Situation situation(knowledge());
  const StateBuilder builder(reports, {0, 1, 2}, {}, situation);
  const std::vector<Fact> facts = builder.history();
  REQUIRE(facts.size() == 3);
  CHECK(facts[0].value == facts[2].value);
  CHECK(facts[0].valid_from == facts[2].valid_from);
  CHECK(facts[0].id != facts[2].id);
}

TEST_CASE("state: the same facts whatever the order of reports") {
  Golden golden = read_golden();
  const Situation situation(knowledge());
  const StateBuilder first(golden.reports, golden.originals, {}, situation);
  std::vector<std::string> ids;
  for (const Fact& fact : first.history()) {
    ids.push_back(fact.id + std::string(fact_status_name(fact.status)));
  }
  std::vector<std::uint32_t> original_of = golden.originals;
  std::vector<std::string> names;
  for (const std::uint32_t o : original_of) {
    names.push_back(golden.reports[o].version_id);
  }
  std::reverse(golden.reports.begin(), golden.reports.end());
  std::rotate(golden.reports.begin(), golden.reports.begin() + 7, golden.reports.end());
  mark_versions(golden.reports);
  const StateBuilder second(golden.reports, original_of, {}, situation);
  std::vector<std::string> again;
  for (const Fact& fact : second.history()) {
    again.push_back(fact.id + std::string(fact_status_name(fact.status)));
  }
  CHECK(ids == again);
  CHECK(!ids.empty());
}

}  // namespace
}  // namespace sayso
