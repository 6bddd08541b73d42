// SPDX-License-Identifier: Apache-2.0
#include "base/calendar.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>

namespace sayso {
namespace {

// Reads between `least` and `most` digits at `at`; advances it.
std::optional<int> digits(std::string_view s, std::size_t& at, std::size_t least,
                          std::size_t most) {
  int value = 0;
  std::size_t n = 0;
  while (n < most && at < s.size() && s[at] >= '0' && s[at] <= '9') {
    value = value * 10 + (s[at] - '0');
    ++at;
    ++n;
  }
  return n < least ? std::nullopt : std::optional<int>(value);
}

bool take(std::string_view s, std::size_t& at, char c) {
  if (at < s.size() && s[at] == c) {
    ++at;
    return true;
  }
  return false;
}

// "Z", "+03:00", "+0300", "+03"; nothing means UTC.
std::optional<int> zone(std::string_view s, std::size_t& at) {
  if (at >= s.size() || take(s, at, 'Z') || take(s, at, 'z')) {
    return 0;
  }
  const int sign = s[at] == '-' ? -1 : 1;
  if (s[at] != '-' && s[at] != '+') {
    return std::nullopt;
  }
  ++at;
  const auto hours = digits(s, at, 2, 2);
  if (!hours) {
    return std::nullopt;
  }
  take(s, at, ':');
  const auto minutes = digits(s, at, 2, 2).value_or(0);
  if (*hours > 15 || minutes > 59) {
    return std::nullopt;
  }
  return sign * (*hours * 60 + minutes);
}

std::optional<int> month_of(std::string_view name) {
  constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (name.size() < 3) {
    return std::nullopt;
  }
  std::string low(name.substr(0, 3));
  for (char& c : low) {
    c = static_cast<char>(c | 32);
  }
  const std::size_t at = kMonths.find(low);
  if (at == std::string_view::npos || at % 3 != 0) {
    return std::nullopt;
  }
  return static_cast<int>(at / 3) + 1;
}

Timestamp at_clock(Date date, int hour, int minute, int second, int offset) {
  Timestamp t;
  t.instant = static_cast<Instant>(to_day(date)) * kDaySeconds + hour * 3600 + minute * 60 +
              second - static_cast<Instant>(offset) * 60;
  t.utc_offset_min = static_cast<std::int16_t>(offset);
  t.has_clock = true;
  return t;
}

}  // namespace

Day to_day(Date d) {
  const int y = d.month <= 2 ? d.year - 1 : d.year;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const auto yoe = static_cast<unsigned>(y - era * 400);
  const auto doy =
      static_cast<unsigned>((153 * (d.month > 2 ? d.month - 3 : d.month + 9) + 2) / 5 + d.day - 1);
  const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + static_cast<int>(doe) - 719468;
}

Date to_date(Day day) {
  const int z = day + 719468;
  const int era = (z >= 0 ? z : z - 146096) / 146097;
  const auto doe = static_cast<unsigned>(z - era * 146097);
  const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const unsigned mp = (5 * doy + 2) / 153;
  const auto d = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
  const auto m = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  const int y = static_cast<int>(yoe) + era * 400 + (m <= 2 ? 1 : 0);
  return {y, m, d};
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

bool valid_date(Date d) {
  return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
         d.day <= days_in_month(d.year, d.month);
}

int weekday(Day day) {
  const int w = (day + 3) % 7;
  return w < 0 ? w + 7 : w;
}

IsoWeek iso_week(Day day) {
  const Day thursday = day - weekday(day) + 3;
  const int year = to_date(thursday).year;
  const Day first = to_day({year, 1, 1});
  return {year, (thursday - first) / 7 + 1};
}

Day day_of(Instant instant, int utc_offset_min) {
  const Instant local = instant + static_cast<Instant>(utc_offset_min) * 60;
  const Instant floor = local / kDaySeconds - (local % kDaySeconds < 0 ? 1 : 0);
  // An open beginning or end lies before or behind all days, with room to add to.
  constexpr Instant kMost = std::numeric_limits<Day>::max() / 2;
  return static_cast<Day>(std::clamp(floor, -kMost, kMost));
}

std::optional<Timestamp> parse_iso(std::string_view s) {
  std::size_t at = 0;
  const auto year = digits(s, at, 4, 4);
  const bool dashed = take(s, at, '-');
  const auto month = year ? digits(s, at, 2, 2) : std::nullopt;
  if (!month || (dashed && !take(s, at, '-'))) {
    return std::nullopt;
  }
  const auto day = digits(s, at, 2, 2);
  if (!day || !valid_date({*year, *month, *day})) {
    return std::nullopt;
  }
  const Date date{*year, *month, *day};
  if (at == s.size()) {
    return Timestamp{static_cast<Instant>(to_day(date)) * kDaySeconds, 0, false};
  }
  if (!take(s, at, 'T') && !take(s, at, 't') && !take(s, at, ' ')) {
    return std::nullopt;
  }
  const auto hour = digits(s, at, 2, 2);
  const bool colon = take(s, at, ':');
  const auto minute = hour ? digits(s, at, 2, 2) : std::nullopt;
  if (!minute || *hour > 24 || *minute > 59) {
    return std::nullopt;
  }
  int second = 0;
  if ((colon && take(s, at, ':')) || !colon) {
    second = digits(s, at, 2, 2).value_or(0);
  }
  if (take(s, at, '.') || take(s, at, ',')) {
    while (at < s.size() && s[at] >= '0' && s[at] <= '9') {
      ++at;
    }
  }
  while (at < s.size() && s[at] == ' ') {
    ++at;
  }
  const auto offset = zone(s, at);
  if (!offset || second > 60) {
    return std::nullopt;
  }
  return at_clock(date, *hour, *minute, second, *offset);
}

std::optional<Timestamp> parse_rfc822(std::string_view s) {
  const std::size_t comma = s.find(',');
  std::size_t at = comma == std::string_view::npos ? 0 : comma + 1;
  const auto skip = [&] {
    while (at < s.size() && (s[at] == ' ' || s[at] == '-')) {
      ++at;
    }
  };
  skip();
  const auto day = digits(s, at, 1, 2);
  skip();
  const std::size_t word = at;
  while (at < s.size() && ((s[at] | 32) >= 'a' && (s[at] | 32) <= 'z')) {
    ++at;
  }
  const auto month = month_of(s.substr(word, at - word));
  skip();
  auto year = digits(s, at, 2, 4);
  if (!day || !month || !year) {
    return std::nullopt;
  }
  if (*year < 100) {
    *year += *year < 70 ? 2000 : 1900;
  }
  const Date date{*year, *month, *day};
  if (!valid_date(date)) {
    return std::nullopt;
  }
  skip();
  const auto hour = digits(s, at, 1, 2);
  if (!hour || !take(s, at, ':')) {
    return Timestamp{static_cast<Instant>(to_day(date)) * kDaySeconds, 0, false};
  }
  const int minute = digits(s, at, 2, 2).value_or(0);
  const int second = take(s, at, ':') ? digits(s, at, 2, 2).value_or(0) : 0;
  while (at < s.size() && s[at] == ' ') {
    ++at;
  }
  int offset = 0;
  const std::string_view name = s.substr(at);
  if (!name.empty() && (name[0] == '+' || name[0] == '-')) {
    offset = zone(s, at).value_or(0);
  } else if (name.starts_with("EST")) {
    offset = -300;
  } else if (name.starts_with("EDT") || name.starts_with("AST")) {
    offset = -240;
  } else if (name.starts_with("CST")) {
    offset = -360;
  } else if (name.starts_with("CDT")) {
    offset = -300;
  } else if (name.starts_with("PST")) {
    offset = -480;
  } else if (name.starts_with("PDT")) {
    offset = -420;
  }
  return at_clock(date, *hour, minute, second, offset);
}

std::string format_day(Day day) {
  const Date d = to_date(day);
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d", d.year, d.month, d.day);
  return buffer.data();
}

std::string format_instant(Instant instant) {
  const Day day = day_of(instant);
  const auto rest = static_cast<int>(instant - static_cast<Instant>(day) * kDaySeconds);
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "T%02d:%02d:%02dZ", rest / 3600, rest / 60 % 60,
                rest % 60);
  return format_day(day) + buffer.data();
}

std::string format_timestamp(const Timestamp& t) {
  if (!t.has_clock) {
    return format_day(t.day());
  }
  if (t.utc_offset_min == 0) {
    return format_instant(t.instant);
  }
  std::string out = format_instant(t.instant + static_cast<Instant>(t.utc_offset_min) * 60);
  out.pop_back();
  const int minutes = t.utc_offset_min < 0 ? -t.utc_offset_min : t.utc_offset_min;
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%c%02d:%02d", t.utc_offset_min < 0 ? '-' : '+',
                minutes / 60, minutes % 60);
  return out + buffer.data();
}

}  // namespace sayso
