// SPDX-License-Identifier: Apache-2.0
// Helpers of times_resolve.cc: TIMEX3 values in a fixed buffer, spans of days, Easter.
#pragma once

#include <cstdio>
#include <string_view>

#include "base/calendar.h"

namespace sayso::mention {

constexpr int kPublicationReach = 200;  // days "May 5" may lie ahead before it means last year

struct Value {
  char text[40] = {0};
  template <typename... Args>
  void set(const char* format, Args... args) {
    std::snprintf(text, sizeof text, format, args...);
  }
  void add(std::string_view tail) {
    const std::size_t n = std::string_view(text).size();
    std::snprintf(text + n, sizeof text - n, "%.*s", static_cast<int>(tail.size()), tail.data());
  }
  [[nodiscard]] bool empty() const { return text[0] == 0; }
};

struct Days {  // [from, to)
  Day from, to;
};

struct Period {
  int year, month;
};
inline Period add_months(Period p, int months) {
  const int total = p.year * 12 + (p.month - 1) + months;
  return {total / 12, total % 12 + 1};
}
inline Days month_days(Period p) {
  const Period next = add_months(p, 1);
  return {to_day({p.year, p.month, 1}), to_day({next.year, next.month, 1})};
}
inline Days year_days(int year, int years = 1) {
  return {to_day({year, 1, 1}), to_day({year + years, 1, 1})};
}

inline Day easter(int year) {  // anonymous Gregorian algorithm
  const int a = year % 19, b = year / 100, c = year % 100;
  const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  return to_day({year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1});
}

}  // namespace sayso::mention
