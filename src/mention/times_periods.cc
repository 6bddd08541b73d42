// SPDX-License-Identifier: Apache-2.0
// Quarters, seasons and holidays: which year is meant, and their days.
#include <cstdlib>
#include <string>

#include "mention/times_resolver.h"

namespace sayso::mention {

void Resolver::quarter_value(Period p) {
  const int q = (p.month - 1) / 3;
  value_.set("%04d-Q%d", p.year, q + 1);
  days_ = Days{month_days({p.year, q * 3 + 1}).from, month_days({p.year, q * 3 + 3}).to};
}

void Resolver::quarter() {
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

void Resolver::season() {
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

void Resolver::holiday() {
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

}  // namespace sayso::mention
