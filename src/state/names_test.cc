// SPDX-License-Identifier: Apache-2.0
// Things without a name, and places of two spellings: what is one, what is not, and how it is
// called.
#include <doctest/doctest.h>
#include <numeric>

#include "lex/testing.h"
#include "state/state.h"

namespace sayso {
namespace {

struct Told {
  int day;
  const char *entity, *kind, *scope, *variable, *value;
  std::uint32_t geonames_id = 0, story = 0;
  int since = 0;  // 0: it does not say
};

// What is shown at the end, each statement told by a report of its own.
std::string shown(const std::vector<Told>& list, int day = 100) {
  std::vector<Report> reports;
  std::vector<std::uint32_t> stories;
  for (const Told& t : list) {
    Report r;
    r.document_id = std::to_string(100 + reports.size()) + "document";
    r.version_id = "version" + std::to_string(100 + reports.size());
    r.outlet = "Meridian Wire";
    r.known_at = (19000 + t.day) * kDaySeconds;
    ReportState s;
    s.id = r.version_id + "s";
    s.entity = t.entity;
    s.kind = t.kind;
    s.scope = t.scope;
    s.variable = t.variable;
    s.value = t.value;
    s.geonames_id = t.geonames_id;
    s.factuality = "CT+";
    s.time = "ongoing";
    if (t.since != 0) {
      s.when = "on that day";
      s.from = (19000 + t.since) * kDaySeconds;
      s.to = s.from + kDaySeconds;
    }
    r.states.push_back(s);
    reports.push_back(r);
    stories.push_back(t.story);
  }
  mark_versions(reports);
  std::vector<std::uint32_t> originals(reports.size());
  std::iota(originals.begin(), originals.end(), 0);
  const Situation situation(built_knowledge());
  const StateBuilder states(reports, originals, stories, situation);
  std::string out;
  for (const Fact& f : states.as_of(19000 + day, 19000 + 100)) {
    if (f.named) {
      out += f.entity + ": " + f.value + "\n";
    }
  }
  return out;
}

TEST_CASE("state: a ceasefire of two countries is one over all reports") {
  const std::vector<Told> told{
      {1, "unconditional ceasefire", "agreement", "=KHM|=THA", "status", "reached", 0, 1},
      {9, "ceasefire", "agreement", "=KHM|=THA", "status", "in force", 0, 2},
      {9, "ceasefire", "agreement", "=ISR|=LBN", "status", "in force", 0, 3},
      {20, "truce", "agreement", "=KHM|=THA", "status", "broken", 0, 4}};
  CHECK(shown(told) ==
        "ceasefire (Cambodia, Thailand): ended\n"
        "ceasefire (Israel, Lebanon): in force\n");
}

TEST_CASE("state: of agreements a country has many, of a story one") {
  CHECK(shown({{1, "trade deal", "agreement", "=GBR", "status", "reached", 0, 1},
               {2, "trade agreement", "agreement", "=FRA", "status", "in force", 0, 1},
               {9, "trade deal", "agreement", "=GBR", "status", "collapsed", 0, 2}}) ==
        "trade agreement (France): in force\n"
        "trade deal (United Kingdom): ended\n");
  CHECK(shown({{1, "talks between the police and the drivers", "event", "=CAN", "status", "stopped",
                0, 1},
               {2, "talks", "event", "=CAN", "status", "resumed", 0, 1}}) ==
        "talks between the police and the drivers: resumed\n");
}

TEST_CASE("state: things without a name that nobody could find again are not shown") {
  CHECK(shown({{1, "ferry line", "", "=NOR", "status", "closed"},
               {1, "others", "", "=NOR", "status", "closed"},
               {1, "army", "group", "=NOR", "condition", "damaged"},
               {1, "shop", "facility", "", "status", "closed"}}) ==
        "ferry line (Norway): stopped\n");
}

TEST_CASE("state: what lasts counts from its beginning on") {
  const std::vector<Told> told{
      {50, "Poipet crossing", "facility", "", "status", "closed", 0, 0, 20},
      {30, "Poipet crossing", "facility", "", "status", "open"},
      {31, "Poipet crossing", "facility", "", "status", "closed"}};
  CHECK(shown(told, 19) == "");
  CHECK(shown(told, 21) == "Poipet crossing: stopped\n");
  CHECK(shown(told, 60) == "Poipet crossing: stopped\n");
  CHECK(shown({told[1]}, 60) == "Poipet crossing: open\n");
}

TEST_CASE("state: a place of two spellings is one, as most write it") {
  CHECK(shown({{1, "Wad Medani", "place", "", "control", "held by Sudan", 365763},
               {2, "Wad Madani", "place", "", "control", "held by Sudan", 365763},
               {3, "Wad Madani", "place", "", "control", "held by Chad", 365763}}) ==
        "Wad Madani: held by Chad\n");
}

}  // namespace
}  // namespace sayso
