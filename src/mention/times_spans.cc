// SPDX-License-Identifier: Apache-2.0
// Durations and sets: values without a day of their own, and the interval of "the past three
// weeks".
#include <algorithm>
#include <cmath>

#include "mention/times_resolver.h"

namespace sayso::mention {

void Resolver::duration() {
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
void Resolver::fraction(double n, std::string_view unit, bool clock) {
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
void Resolver::recent_span() {
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

void Resolver::set() {
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

}  // namespace sayso::mention
