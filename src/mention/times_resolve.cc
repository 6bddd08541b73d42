// SPDX-License-Identifier: Apache-2.0
// Resolving time expressions: TIMEX3 value and interval against the day of publication, or, where
// there is none (or the words point back into the story), against the last day the text named.
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "mention/times_resolver.h"

namespace sayso::mention {

void Resolver::run() {
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
      if (const auto day = e_.said_day ? e_.said_day : reference(false)) {
        day_value(*day);
      } else {
        value_.set("XXXX-XX-XX");
      }
      break;
  }
  time_of_day();
}

void Resolver::month_value(Period p) {
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

void Resolver::week_value(Day day) {
  const IsoWeek w = iso_week(day);
  const Day monday = day - weekday(day);
  value_.set("%04d-W%02d", w.year, w.week);
  days_ = Days{monday, monday + 7};
}

void Resolver::year_value(int year) {
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
int Resolver::guess_year(int month, int day) const {
  if (!a_.published) {
    return a_.last_year;
  }
  const Date now = to_date(*a_.published);
  if (e_.relation == Relation::last) {
    return month < now.month - 1 ? now.year : now.year - 1;  // the one before is "last month"
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

void Resolver::calendar() {
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
    if (e_.week_of) {
      week_value(day);
    } else {
      day_value(day);
      remember(day);
    }
    return;
  }
  month_value({year, e_.month});
  remember_month(year, e_.month);
  if (!a_.published) {
    a_.last_day = to_day({year, e_.month, 1});
  }
}

// How many days ahead a weekday without "last" or "next" may lie; one beyond is the week before.
int Resolver::weekday_reach() const {
  switch (tense_) {
    case Tense::past:
      return 0;
    case Tense::present:
      return 2;
    case Tense::open:
      return 4;
    default:
      return 1;
  }
}

void Resolver::weekday_value() {
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
  } else if (!future() && ahead > weekday_reach()) {
    ahead -= 7;
  }
  day_value(*anchor + ahead);
  if (!a_.published) {
    a_.last_day = *anchor + ahead;
  }
}

void Resolver::deictic() {
  const auto anchor = e_.said_day ? e_.said_day : reference(!e_.at_anchor);
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

// "earlier this week" ends today, "later this year" begins today.
void Resolver::clip(Day today) {
  if (!days_ || e_.relation != Relation::self || today < days_->from || today >= days_->to) {
    return;
  }
  if (e_.part == Part::before) {
    days_->to = today + 1;
  } else if (e_.part == Part::after) {
    days_->from = today;
  }
}

void Resolver::unit() {
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
  Date now = to_date(*anchor);
  if (!e_.at_anchor) {  // "that year", "the following month": of what the story last named
    now.year = a_.last_year > 0 ? a_.last_year : now.year;
    if (a_.last_month > 0 && e_.unit == "M") {
      now = {a_.last_month_year, a_.last_month, 1};
    }
  }
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

void Resolver::ago() {
  const auto anchor = reference(!e_.at_anchor);
  const double n = e_.count;
  if (e_.vague || n == 0) {
    if (!e_.at_anchor && e_.sign > 0) {
      duration();  // "a few days later": how far, not when
    } else {
      value_.set("PAST_REF");
    }
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

void Resolver::time_of_day() {
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
