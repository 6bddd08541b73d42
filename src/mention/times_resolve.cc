// SPDX-License-Identifier: Apache-2.0
// Resolving time expressions: TIMEX3 value and interval against the day of publication, or, where
// there is none (or the words point back into the story), against the last day the text named.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "mention/times.h"
#include "mention/times_value.h"

namespace sayso::mention {
namespace {

class Resolver {
 public:
  Resolver(const TimeExpr& e, Tense tense, TimeAnchor& anchor) : e_(e), tense_(tense), a_(anchor) {}

  void run() {
    switch (e_.shape) {
      case TimeShape::ref:
        value_.add(e_.text);
        break;
      case TimeShape::calendar:
        calendar();
        break;
      case TimeShape::weekday:
        weekday_value();
        break;
      case TimeShape::deictic:
        deictic();
        break;
      case TimeShape::unit:
        unit();
        break;
      case TimeShape::ago:
        ago();
        break;
      case TimeShape::duration:
        duration();
        break;
      case TimeShape::set:
        set();
        break;
      case TimeShape::season:
        season();
        break;
      case TimeShape::quarter:
        quarter();
        break;
      case TimeShape::decade:
        decade(e_.year);
        break;
      case TimeShape::century:
        value_.set(e_.before_christ ? "BC%02d" : "%02d", e_.year - 1);
        if (!e_.before_christ) {
          days_ = year_days((e_.year - 1) * 100, 100);
        }
        break;
      case TimeShape::holiday:
        holiday();
        break;
      case TimeShape::clock:
        if (const auto day = reference(false)) {
          day_value(*day);
        } else {
          value_.set("XXXX-XX-XX");
        }
        break;
    }
    time_of_day();
  }

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
    a_.last_year = to_date(day).year;
  }
  void day_value(Day day) {
    const Date date = to_date(day);
    value_.set("%04d-%02d-%02d", date.year, date.month, date.day);
    days_ = Days{day, day + 1};
  }
  void month_value(Period p) {
    value_.set("%04d-%02d", p.year, p.month);
    days_ = month_days(p);
    if (e_.part != Part::none) {
      const Day length = days_->to - days_->from;
      if (e_.part == Part::start) {
        days_->to = days_->from + length / 3;
      } else if (e_.part == Part::end) {
        days_->from = days_->to - length / 3;
      } else if (e_.part == Part::mid) {
        days_ = Days{days_->from + length / 3, days_->to - length / 3};
      }
    }
  }
  void week_value(Day day) {
    const IsoWeek w = iso_week(day);
    const Day monday = day - weekday(day);
    value_.set("%04d-W%02d", w.year, w.week);
    days_ = Days{monday, monday + 7};
  }
  void decade(int first) {
    value_.set("%03d", first / 10);
    days_ = year_days(first / 10 * 10, 10);
  }
  void year_value(int year) {
    if (e_.before_christ) {
      value_.set("BC%04d", year);
      return;
    }
    value_.set("%04d", year);
    days_ = year_days(year);
    if (e_.part == Part::start) {
      days_->to = to_day({year, 5, 1});
    } else if (e_.part == Part::end) {
      days_->from = to_day({year, 9, 1});
    } else if (e_.part == Part::mid) {
      days_ = Days{to_day({year, 5, 1}), to_day({year, 9, 1})};
    }
    a_.last_year = year;
  }

  // The year a month (and day) without one belongs to.
  [[nodiscard]] int guess_year(int month, int day) const {
    if (!a_.published) {
      return a_.last_year;
    }
    const Date now = to_date(*a_.published);
    if (e_.relation == Relation::last) {
      return month < now.month ? now.year : now.year - 1;
    }
    if (e_.relation == Relation::next) {
      return month > now.month ? now.year : now.year + 1;
    }
    if (e_.relation == Relation::self) {
      return now.year;
    }
    const int d = day > 0 ? day : 15;
    const Day here = to_day({now.year, month, std::min(d, days_in_month(now.year, month))});
    const Day ahead = here - *a_.published;
    if (future()) {
      return ahead < -31 ? now.year + 1 : now.year;
    }
    if (tense_ == Tense::past) {
      const bool this_month = month == now.month;
      return ahead > (this_month ? 31 : day > 0 ? 60 : 20) ? now.year - 1 : now.year;
    }
    return ahead > kPublicationReach    ? now.year - 1
           : ahead < -kPublicationReach ? now.year + 1
                                        : now.year;
  }

  void calendar() {
    int year = e_.year;
    if (year == 0 && e_.month > 0) {
      if (e_.relation != Relation::none && a_.published && e_.day > 0) {
        year = to_date(*a_.published).year + (e_.relation == Relation::last   ? -1
                                              : e_.relation == Relation::next ? 1
                                                                              : 0);
      } else {
        year = guess_year(e_.month, e_.day);
      }
    }
    if (e_.month == 0) {
      year_value(year);
      return;
    }
    if (year == 0) {
      if (e_.day > 0) {
        value_.set("XXXX-%02d-%02d", e_.month, e_.day);
      } else {
        value_.set("XXXX-%02d", e_.month);
      }
      return;
    }
    if (e_.day > 0 && valid_date({year, e_.month, e_.day}) && !e_.before_christ) {
      const Day day = to_day({year, e_.month, e_.day});
      day_value(day);
      remember(day);
      return;
    }
    month_value({year, e_.month});
    a_.last_year = year;
    if (!a_.published) {
      a_.last_day = to_day({year, e_.month, 1});
    }
  }

  void weekday_value() {
    const auto anchor = reference(false);
    const int wanted = e_.weekday - 1;
    if (!anchor) {
      value_.set("XXXX-WXX-%d", e_.weekday);
      return;
    }
    const int today = weekday(*anchor);
    if (!e_.unit.empty()) {  // Friday last week
      const int weeks = e_.relation == Relation::last ? -1 : e_.relation == Relation::next ? 1 : 0;
      const Day day = *anchor - today + wanted + 7 * weeks;
      day_value(day);
      return;
    }
    int ahead = (wanted - today + 7) % 7;  // 0..6
    if (e_.relation == Relation::next) {
      ahead = ahead == 0 ? 7 : ahead;
    } else if (e_.relation == Relation::last) {
      ahead = ahead == 0 ? -7 : ahead - 7;
    } else if (e_.relation == Relation::self) {
      ahead = future() || ahead <= 3 ? ahead : ahead - 7;
    } else if (!future()) {
      ahead = ahead == 0 ? 0 : ahead - 7;
      if (tense_ == Tense::present && ahead <= -5) {
        ahead += 7;
      }
    }
    day_value(*anchor + ahead);
    if (!a_.published) {
      a_.last_day = *anchor + ahead;
    }
  }

  void deictic() {
    const auto anchor = reference(!e_.at_anchor);
    if (!anchor) {
      value_.set(e_.daypart.empty() && e_.count == 0 ? "PRESENT_REF" : "XXXX-XX-XX");
      return;
    }
    const Day day = *anchor + static_cast<int>(e_.count);
    day_value(day);
    if (!e_.at_anchor) {
      remember(day);
    }
  }

  [[nodiscard]] int step() const {
    return e_.relation == Relation::last ? -1 : e_.relation == Relation::next ? 1 : 0;
  }

  // "earlier this week" ends today, "later this year" begins today.
  void clip(Day today) {
    if (!days_ || e_.relation != Relation::self || today < days_->from || today >= days_->to) {
      return;
    }
    if (e_.part == Part::before) {
      days_->to = today + 1;
    } else if (e_.part == Part::after) {
      days_->from = today;
    }
  }

  void unit() {
    const auto anchor = reference(!e_.at_anchor);
    if (!anchor) {
      if (e_.unit == "Y" && a_.last_year > 0) {
        year_value(a_.last_year + step());
        return;
      }
      value_.set(e_.unit == "D"   ? "XXXX-XX-XX"
                 : e_.unit == "W" ? "XXXX-WXX"
                 : e_.unit == "M" ? "XXXX-XX"
                                  : "XXXX");
      return;
    }
    const Date now = to_date(*anchor);
    if (e_.unit == "D") {
      day_value(*anchor + step());
      if (!e_.at_anchor) {
        remember(*anchor + step());
      }
    } else if (e_.unit == "W" || e_.unit == "2W") {
      week_value(*anchor + 7 * step());
    } else if (e_.unit == "WE") {
      const int today = weekday(*anchor);
      const Day saturday =
          *anchor - today + 5 +
          7 * (step() != 0 ? step()
                           : (today < 4 && !future() && e_.relation != Relation::self ? -1 : 0));
      week_value(saturday);
      value_.add("-WE");
      days_ = Days{saturday, saturday + 2};
    } else if (e_.unit == "M") {
      month_value(add_months({now.year, now.month}, step()));
    } else if (e_.unit == "Q") {
      const int back = e_.relation == Relation::latest ? -1 : step();
      quarter_value(add_months({now.year, now.month}, 3 * back));
    } else if (e_.unit == "10Y") {
      decade(now.year + 10 * step());
    } else if (e_.unit == "100Y") {
      value_.set("%02d", now.year / 100 + step());
      days_ = year_days((now.year / 100 + step()) * 100, 100);
    } else {
      const int last = a_.last_year;
      year_value(now.year + step());
      a_.last_year = a_.published ? last : now.year + step();
    }
    clip(*anchor);
  }

  void quarter_value(Period p) {
    const int q = (p.month - 1) / 3;
    value_.set("%04d-Q%d", p.year, q + 1);
    days_ = Days{month_days({p.year, q * 3 + 1}).from, month_days({p.year, q * 3 + 3}).to};
  }

  void quarter() {
    int year = e_.year;
    if (year == 0 && a_.published) {
      const Date now = to_date(*a_.published);
      year = now.year + step();
      const int length = e_.unit == "Q" ? 3 : 6;
      if (step() == 0 && !future() && (e_.quarter - 1) * length + 1 > now.month) {
        --year;  // the fourth quarter, said in February
      }
    }
    const char letter = e_.unit == "Q" ? 'Q' : 'H';
    if (year == 0) {
      value_.set("XXXX-%c%d", letter, e_.quarter);
      return;
    }
    const int length = e_.unit == "Q" ? 3 : 6;
    value_.set("%04d-%c%d", year, letter, e_.quarter);
    days_ = Days{month_days({year, (e_.quarter - 1) * length + 1}).from,
                 month_days({year, e_.quarter * length}).to};
    a_.speaks_of_quarters = true;
  }

  void ago() {
    const auto anchor = reference(!e_.at_anchor);
    const double n = e_.count;
    if (e_.vague || n == 0) {
      value_.set(e_.at_anchor || e_.sign < 0 ? "PAST_REF" : "FUTURE_REF");
      return;
    }
    const int whole = static_cast<int>(std::lround(n)) * e_.sign;
    if (std::abs(n) > 5000) {
      value_.set("PAST_REF");
      return;
    }
    if (!anchor) {
      if (e_.unit == "Y" && a_.last_year > 0) {
        year_value(a_.last_year + whole);
        return;
      }
      duration();
      return;
    }
    const Date now = to_date(*anchor);
    if (e_.unit == "D") {
      day_value(*anchor + whole);
      if (!e_.at_anchor) {
        remember(*anchor + whole);
      }
    } else if (e_.unit == "W" || e_.unit == "2W") {
      week_value(*anchor + whole * (e_.unit == "W" ? 7 : 14));
    } else if (e_.unit == "M" || e_.unit == "6M") {
      const double months = n * e_.sign * (e_.unit == "M" ? 1 : 6);
      month_value(add_months({now.year, now.month}, static_cast<int>(std::lround(months))));
    } else if (e_.unit == "Q") {
      quarter_value(add_months({now.year, now.month}, 3 * whole));
    } else if (e_.unit == "Y") {
      if (whole == -1 && a_.speaks_of_quarters) {
        quarter_value(add_months({now.year, now.month}, -15));
      } else if (now.year + whole > 0) {
        year_value(now.year + whole);
      }
    } else if (e_.unit == "10Y" && now.year + 10 * whole > 0) {
      year_value(now.year + 10 * whole);
    } else if (e_.unit[0] == 'T') {
      day_value(*anchor);
    } else if (e_.unit == "100Y" && now.year + 100 * whole > 0) {
      value_.set("%02d", (now.year + 100 * whole) / 100);
    }
    if (value_.empty()) {
      value_.set("PAST_REF");
    }
  }

  void duration() {
    std::string_view unit = e_.unit.empty() ? std::string_view("D") : e_.unit;
    double n = e_.count;
    const bool clock = unit[0] == 'T';
    if (clock) {
      unit.remove_prefix(1);
    } else if (unit == "WE") {
      unit = "WE";
    } else if (unit == "N") {
      unit = "NI";
    } else if (unit == "10Y" && e_.vague) {
      unit = "DE";
    } else if (unit == "100Y" && e_.vague) {
      unit = "CE";
    } else if (unit.size() > 1 && unit[0] >= '0' && unit[0] <= '9') {  // 2W, 6M, 10Y
      double by = 0;
      while (!unit.empty() && unit[0] >= '0' && unit[0] <= '9') {
        by = by * 10 + (unit[0] - '0');
        unit.remove_prefix(1);
      }
      n *= by;
    }
    value_.set("P%s", clock ? "T" : "");
    if (e_.vague || n <= 0) {
      value_.add("X");
      value_.add(unit);
    } else if (n == std::floor(n)) {
      Value number;
      number.set("%.0f", std::min(n, 1e9));
      value_.add(number.text);
      value_.add(unit);
    } else {
      fraction(n, unit, clock);
    }
    recent_span();
  }

  // 2.5 years = P2Y6M, an hour and a half = PT1H30M
  void fraction(double n, std::string_view unit, bool clock) {
    const double whole = std::floor(n);
    const double rest = n - whole;
    Value number;
    // The smaller unit that a fraction is told in: months of a year, minutes of an hour.
    const bool years = unit == "Y" && !clock;
    if (years || (clock && unit == "H")) {
      const auto smaller = static_cast<int>(std::lround(rest * (years ? 12 : 60)));
      if (whole > 0) {
        number.set("%.0f%c%dM", std::min(whole, 1e9), years ? 'Y' : 'H', smaller);
      } else {
        number.set("%dM", smaller);
      }
    } else {
      number.set("%g", n);
      value_.add(number.text);
      value_.add(unit);
      return;
    }
    value_.add(number.text);
  }

  // "the past three weeks", "the next few days" have an interval though they are durations.
  void recent_span() {
    if (!a_.published || e_.vague || e_.count <= 0 || e_.count > 5000 || e_.unit.empty()) {
      return;
    }
    const char last = e_.unit.back();
    const double days = e_.count * (e_.unit[0] == 'T' ? 0
                                    : e_.unit == "2W" ? 14
                                    : last == 'D'     ? 1
                                    : last == 'W'     ? 7
                                    : last == 'M'     ? 30.44
                                    : e_.unit == "Y"  ? 365.25
                                                      : 0);
    if (days < 1) {
      return;
    }
    const Day length = static_cast<Day>(std::lround(days));
    if (e_.relation == Relation::last) {
      days_ = Days{*a_.published - length, *a_.published + 1};
    } else if (e_.relation == Relation::next) {
      days_ = Days{*a_.published, *a_.published + length + 1};
    }
  }

  void set() {
    if (!e_.text.empty()) {
      value_.add(e_.text);
    } else if (e_.weekday > 0) {
      value_.set("XXXX-WXX-%d", e_.weekday);
      if (!e_.daypart.empty()) {
        value_.add("T");
        value_.add(e_.daypart);
      }
    } else if (e_.month > 0) {
      value_.set("XXXX-%02d", e_.month);
    } else if (!e_.season.empty()) {
      value_.set("XXXX-");
      value_.add(e_.season);
    } else if (!e_.daypart.empty()) {
      value_.set("XXXX-XX-XXT");
      value_.add(e_.daypart);
    } else if (e_.unit == "N") {
      value_.set("XXXX-XX-XXTNI");
    } else if (e_.unit == "WE") {
      value_.set("XXXX-WXX-WE");
    } else {
      duration();
      days_.reset();
    }
  }

  void season() {
    static constexpr std::string_view kCodes = "WISPSUFA";
    const int index = static_cast<int>(kCodes.find(e_.season) / 2);
    int year = e_.year;
    if (year == 0) {
      if (!a_.published) {
        year = a_.last_year;
      } else {
        const Date now = to_date(*a_.published);
        const int month = index * 3 + 1;  // a month that lies in the season
        year = now.year;
        if (e_.relation == Relation::last && month >= now.month - 1) {
          --year;
        } else if (e_.relation == Relation::next && month <= now.month) {
          ++year;
        } else if (e_.relation == Relation::none && !future() && month > now.month + 1) {
          --year;
        }
      }
      if (e_.relation != Relation::none && e_.year == 0 && !a_.published) {
        year += step();
      }
    }
    if (year == 0) {
      value_.set("XXXX-");
    } else {
      value_.set("%04d-", year);
      const Period first = index == 0 ? Period{year, 1} : Period{year, index * 3};
      days_ = Days{month_days(first).from, month_days(add_months(first, 2)).to};
    }
    value_.add(e_.season);
  }

  void holiday() {
    const std::string rule(e_.text);
    int a = 0, b = 0, c = 0;
    if (std::sscanf(rule.c_str(), "%4d-%2d-%2d", &a, &b, &c) == 3 && a > 1000) {
      day_value(to_day({a, b, c}));
      return;
    }
    const auto in_year = [&](int year) -> std::optional<Day> {
      if (rule[0] == 'E') {
        return easter(year) + std::atoi(rule.c_str() + 1);
      }
      if (rule[0] == '@') {
        char nth = 0;
        if (std::sscanf(rule.c_str(), "@%d-%d-%c", &a, &b, &nth) != 3) {
          return std::nullopt;
        }
        if (nth == 'L') {
          const Day last = to_day({year, a, days_in_month(year, a)});
          return last - (weekday(last) - (b - 1) + 7) % 7;
        }
        const Day first = to_day({year, a, 1});
        if (nth == 'E') {  // Tuesday after the first Monday
          return first + (7 - weekday(first)) % 7 + 1;
        }
        return first + (b - 1 - weekday(first) + 7) % 7 + 7 * (nth - '1');
      }
      if (std::sscanf(rule.c_str(), "%d-%d", &a, &b) == 2 && valid_date({year, a, b})) {
        return to_day({year, a, b});
      }
      return std::nullopt;
    };
    int year = e_.year;
    if (year == 0) {
      year = a_.published ? to_date(*a_.published).year : a_.last_year;
      if (year > 0 && a_.published) {
        const auto day = in_year(year);
        const int ahead = day ? *day - *a_.published : 0;
        year += e_.relation == Relation::last || (!future() && ahead > 45)   ? (ahead > 0 ? -1 : 0)
                : e_.relation == Relation::next || (future() && ahead < -45) ? (ahead < 0 ? 1 : 0)
                                                                             : 0;
      }
    }
    const auto day = year > 0 ? in_year(year) : std::nullopt;
    if (day) {
      day_value(*day);
    } else if (std::sscanf(rule.c_str(), "%d-%d", &a, &b) == 2) {
      value_.set("XXXX-%02d-%02d", a, b);
    } else {
      value_.set("XXXX-XX-XX");
    }
  }

  void time_of_day() {
    if (e_.type != TimeType::time) {
      return;
    }
    if (e_.hour >= 0) {
      Value clock;
      if (e_.minute >= 0 && e_.second >= 0) {
        clock.set("T%02d:%02d:%02d", e_.hour, e_.minute, e_.second);
      } else {
        clock.set("T%02d:%02d", e_.hour, std::max(e_.minute, 0));
      }
      value_.add(clock.text);
      from_second_ = e_.hour * 3600 + std::max(e_.minute, 0) * 60;
      to_second_ = from_second_ + (e_.minute >= 0 ? 60 : 3600);
      if (e_.zone != TimeExpr::kNoZone) {
        if (e_.zone == 0) {
          value_.add("Z");
        }
        from_second_ += (a_.utc_offset_min - e_.zone) * 60;
        to_second_ += (a_.utc_offset_min - e_.zone) * 60;
      }
    } else if (!e_.daypart.empty()) {
      if (e_.daypart[0] != 'T') {
        value_.add("T");
      }
      value_.add(e_.daypart);
      const std::string_view p = e_.daypart;
      from_second_ = p == "MO"                                 ? 5 * 3600
                     : p == "MI" || p == "T12:00" || p == "AF" ? 12 * 3600
                     : p == "EV"                               ? 17 * 3600
                     : p == "NI"                               ? 20 * 3600
                                                               : 24 * 3600;
      to_second_ = p == "MO"                    ? 12 * 3600
                   : p == "MI" || p == "T12:00" ? 13 * 3600
                   : p == "AF"                  ? 18 * 3600
                   : p == "EV"                  ? 24 * 3600
                   : p == "NI"                  ? 30 * 3600
                                                : 25 * 3600;
    }
  }

  const TimeExpr& e_;
  Tense tense_;
  TimeAnchor& a_;
};

}  // namespace

When resolve(const TimeExpr& expr, Tense tense, TimeAnchor& anchor, Symbols& symbols) {
  Resolver resolver(expr, tense, anchor);
  resolver.run();
  When when;
  when.tokens = expr.tokens;
  when.type = expr.type;
  when.value = symbols.intern(resolver.value_.text);
  const Instant zone = Instant{anchor.utc_offset_min} * 60;
  if (resolver.days_) {
    when.from = Instant{resolver.days_->from} * kDaySeconds - zone;
    when.to = Instant{resolver.days_->to} * kDaySeconds - zone;
    if (resolver.from_second_ >= 0 || resolver.to_second_ > 0) {
      when.to = when.from + resolver.to_second_;
      when.from += resolver.from_second_;
    }
  } else if (expr.shape == TimeShape::ref && anchor.published) {
    const Instant day = Instant{*anchor.published} * kDaySeconds - zone;
    if (expr.text == "PAST_REF") {
      when.to = day + kDaySeconds;
    } else if (expr.text == "FUTURE_REF") {
      when.from = day;
    } else {
      when.from = day;
      when.to = day + kDaySeconds;
    }
  }
  return when;
}

}  // namespace sayso::mention
