// SPDX-License-Identifier: Apache-2.0
// Time expressions: what the words say (TimeExpr, times.cc) and what that means against the day of
// publication (resolve(), times_resolve.cc). TIMEX3 types and values; intervals [from, to) in the
// outlet's zone. Finding needs tokens only; tags and the tree sharpen it where they are there.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doc/document.h"
#include "mention/words.h"

namespace sayso::mention {

enum class TimeShape : std::uint8_t {
  ref,       // PRESENT_REF, PAST_REF, FUTURE_REF
  calendar,  // year, month, day as far as said
  weekday,   // Friday, last Friday
  deictic,   // today, yesterday, tonight: days from the anchor
  unit,      // last week, this year, next month; "the week" with det none
  ago,       // three weeks ago, two days later
  duration,  // three weeks
  set,       // every day, daily
  season,
  quarter,
  decade,
  century,
  holiday,
  clock  // a time of day alone, or with any of the above days through `day`
};

enum class Relation : std::uint8_t { none, last, next, self, same, latest };
enum class Part : std::uint8_t { none, start, mid, end, before, after };
// open: either side of the anchor ("could", "planned to", infinitives): the nearer day is meant.
enum class Tense : std::uint8_t { unknown, past, present, future, open };
// What the word before an expression says of it: "until Friday", "since May", "effective June 1".
enum class Lean : std::uint8_t { none, ahead, since, until, by, before, after };

// What the words say. Only the fields of its shape are set; 0 = not said.
struct TimeExpr {
  TokenRange tokens;
  TimeShape shape = TimeShape::ref;
  Lean lean = Lean::none;
  TimeType type = TimeType::date;
  Relation relation = Relation::none;
  Part part = Part::none;
  std::string_view text;     // ref value, holiday rule, set value
  std::string_view unit;     // table code: D, W, 2W, M, Q, Y, 10Y, TH ...
  std::string_view daypart;  // MO, AF, EV, NI, MI, T12:00
  std::string_view season;   // SP, SU, FA, WI
  double count = 0;          // of units
  bool vague = false;        // "several": X units
  bool at_anchor = false;    // "ago": from the day of publication, not from the story's last date
  int sign = 0;              // ago -1, later +1
  int year = 0, month = 0, day = 0, weekday = 0, quarter = 0;
  int hour = -1, minute = -1, second = -1;
  int zone = kNoZone;  // minutes east of UTC
  bool before_christ = false;
  bool week_of = false;         // "the week of March 6"
  std::optional<Day> said_day;  // a clock time: the day its sentence names
  static constexpr int kNoZone = 100000;
};

class TimeFinder {
 public:
  explicit TimeFinder(const Words& words) : words_(words) {}
  // Appends all time expressions of the document in text order, none overlapping.
  void find(const Document& d, std::vector<TimeExpr>& out) const;

 private:
  const Words& words_;
};

// The anchor of relative times and what the story last spoke of.
struct TimeAnchor {
  std::optional<Day> published;
  int utc_offset_min = 0;
  std::optional<Day> last_day;  // last day resolved in the text
  int last_year = 0;            // last year named or resolved
  int last_month = 0;           // last month named, in last_month_year
  int last_month_year = 0;
  bool speaks_of_quarters = false;
};

// Tense of the clause around token `t`.
Tense tense_at(const Words& words, const Document& d, std::uint32_t t);

// What the word before token `t` (behind an article) says of the side.
Lean lean_before(const Words& words, const Document& d, std::uint32_t t);
// "since May" runs to the day of publication, "until Friday" and "by Friday" have no beginning.
void stretch(When& when, Lean lean, const TimeAnchor& anchor);

// Value, type, interval. Updates the anchor's memory of the story.
When resolve(const TimeExpr& expr, Tense tense, TimeAnchor& anchor, Symbols& symbols);

// Finds and resolves: fills document.whens.
void read_times(const Words& words, Document& d, std::vector<TimeExpr>& buffer);

}  // namespace sayso::mention
