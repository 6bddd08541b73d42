// SPDX-License-Identifier: Apache-2.0
// The resolver of one time expression, private to times*.cc: dates told from the anchor stand in
// times_resolve.cc, quarters, seasons and holidays in times_periods.cc, durations and sets in
// times_spans.cc.
#pragma once

#include "mention/times.h"
#include "mention/times_value.h"

namespace sayso::mention {

class Resolver {
 public:
  Resolver(const TimeExpr& e, Tense tense, TimeAnchor& anchor) : e_(e), tense_(tense), a_(anchor) {}

  void run();

  Value value_;
  std::optional<Days> days_;
  int from_second_ = -1, to_second_ = -1;  // of the first day, where a time of day was said

 private:
  [[nodiscard]] std::optional<Day> reference(bool story) const {
    if (story && a_.last_day) {
      return a_.last_day;
    }
    return a_.published ? a_.published : a_.last_day;
  }
  [[nodiscard]] bool future() const { return tense_ == Tense::future; }
  void remember(Day day) {
    a_.last_day = day;
    const Date date = to_date(day);
    remember_month(date.year, date.month);
  }
  void remember_month(int year, int month) {
    a_.last_year = a_.last_month_year = year;
    a_.last_month = month;
  }
  void day_value(Day day) {
    const Date date = to_date(day);
    value_.set("%04d-%02d-%02d", date.year, date.month, date.day);
    days_ = Days{day, day + 1};
  }
  void decade(int first) {
    value_.set("%03d", first / 10);
    days_ = year_days(first / 10 * 10, 10);
  }
  [[nodiscard]] int step() const {
    return e_.relation == Relation::last ? -1 : e_.relation == Relation::next ? 1 : 0;
  }

  void month_value(Period p);
  void week_value(Day day);
  void year_value(int year);
  [[nodiscard]] int guess_year(int month, int day) const;
  void calendar();
  [[nodiscard]] int weekday_reach() const;
  void weekday_value();
  void deictic();
  void clip(Day today);
  void unit();
  void ago();
  void time_of_day();
  void quarter_value(Period p);
  void quarter();
  void season();
  void holiday();
  void duration();
  void fraction(double n, std::string_view unit, bool clock);
  void recent_span();
  void set();

  const TimeExpr& e_;
  Tense tense_;
  TimeAnchor& a_;
};

}  // namespace sayso::mention
