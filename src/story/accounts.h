// SPDX-License-Identifier: Apache-2.0
// Accounts: the same event across reports, with everything that speaks for and against it.
//
// Two events are one account when they are of one family of types, nothing known about them
// contradicts (place, time, target, numbers), and enough agrees (place, actors, target, story).
// Then each report's event is a piece of evidence with a stance and a source; a source that was
// already heard (a copy, the same speaker quoted elsewhere) repeats and does not count again.
// Evidence that cannot all be right makes contradictions: in polarity, actor or number.
// Deterministic in the reports' canonical order; each event is compared with a bounded number of
// accounts.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "lex/lex.h"
#include "story/edits.h"
#include "story/story.h"

namespace sayso {

enum class Stance : std::uint8_t {
  affirms,   // certain or probable that it happened
  denies,    // that it did not
  possible,  // may have happened, or is planned
  mentions   // does not say
};
std::string_view stance_name(Stance stance);
Stance stance_of(std::string_view factuality, std::string_view time);

struct Evidence {
  std::uint32_t report = 0, event = 0;  // rows of the reports given, and of its events
  std::string source_key, source;       // story/report.h: source_key, source_label
  Stance stance = Stance::affirms;
  bool hedged = false;      // probable, not certain
  bool counts = true;       // an independent source; false: repeats one heard before
  bool interested = false;  // the source is of a country that is party to the event
  bool unnamed = false;     // nobody can be named
};

struct Range {  // of a number by all who affirm it
  std::optional<double> low, best, high;
};

struct Account {
  std::string id;  // from its first evidence
  std::string type, mode, cameo;
  std::string agent, agent_code, target, target_code;
  std::string place, country;
  double lat = 0, lon = 0;
  bool has_place = false;
  std::uint8_t precision = 7;
  Instant from = kOpenStart, to = kOpenEnd;
  std::vector<Evidence> evidence;       // canonical order of reports
  std::uint32_t story = kNoRow;         // row of Stories::stories
  std::uint32_t story_report = kNoRow;  // the report that is in it
  Range killed, injured, kidnapped, arrested;
  std::uint32_t affirming = 0, denying = 0;  // independent sources
  bool retracted = false;                    // told only by versions that were replaced
  std::uint8_t credibility = 6;              // story/credibility.h
};

struct Contradiction {
  std::string id;
  std::string subject;           // what it is about, for people
  std::string in;                // polarity, actor, number, value
  std::string account_id;        // or empty
  std::uint32_t story = kNoRow;  // between reports of this story, by their words
  std::string left, right;       // what the two say
  std::uint32_t left_report = 0, right_report = 0;
  std::string left_source, right_source;
  Stretch left_where, right_where;
};

// Under which keys an event is found by later ones.
struct EventKey {
  std::uint64_t key = 0;
  std::uint32_t report = 0, event = 0;
};

struct Accounts {
  std::vector<Account> accounts;
  std::vector<EventKey> keys;
  std::vector<Contradiction> contradictions;
};

// Which events of the first reports are one account, as found before: what later reports cannot
// change. Other events of these reports are left out.
struct SettledAccounts {
  std::size_t count = 0;  // reports
  std::unordered_map<std::uint64_t, std::uint32_t>
      account;  // event_row(report, event) -> any number
  static std::uint64_t event_row(std::uint32_t report, std::uint32_t event) {
    return std::uint64_t{report} << 32U | event;
  }
};

// REQUIRES: mark_versions(reports), stories built from them.
// Edits: which events are one and which are not, whatever the points say; judged credibility.
Accounts build_accounts(const std::vector<Report>& reports, const Stories& stories,
                        const Knowledge& knowledge, const Edits& edits = {},
                        const SettledAccounts* settled = nullptr);

// The keys under which the events of the reports from `first` on would be looked for, and of those
// reports' stories under all births: never fewer than build_accounts() asks for.
std::vector<std::uint64_t> keys_wanted(const std::vector<Report>& reports, const Stories& stories,
                                       const Knowledge& knowledge, std::size_t first);

// Folded words that name a thing, without article and number: "the Antonivskyi Bridge" and
// "Antonivskyi bridge" are one.
std::string thing_key(std::string_view words);
// Degrees of a great circle as kilometres.
double distance_km(double lat1, double lon1, double lat2, double lon2);

}  // namespace sayso
