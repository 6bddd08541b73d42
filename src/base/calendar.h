// SPDX-License-Identifier: Apache-2.0
// Days and instants. A day is days since 1970-01-01 (proleptic Gregorian); an instant is seconds
// since 1970-01-01T00:00:00Z, signed 64-bit. Algorithms: Howard Hinnant, "chrono-Compatible
// Low-Level Date Algorithms".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sayso {

using Day = std::int32_t;
using Instant = std::int64_t;
constexpr Instant kDaySeconds = 86400;

struct Date {
  int year = 1970;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
  friend bool operator==(const Date&, const Date&) = default;
};

Day to_day(Date date);
Date to_date(Day day);
bool valid_date(Date date);
int days_in_month(int year, int month);
int weekday(Day day);  // 0 = Monday .. 6 = Sunday
struct IsoWeek {
  int year, week;
};
IsoWeek iso_week(Day day);
Day day_of(Instant instant, int utc_offset_min = 0);

// A moment as an outlet printed it: "2022-07-28" or "2022-07-28T09:30:00+03:00".
struct Timestamp {
  Instant instant = 0;              // midnight in its own zone where no clock time was given
  std::int16_t utc_offset_min = 0;  // minutes east of UTC
  bool has_clock = false;
  // The calendar day in the outlet's own zone.
  [[nodiscard]] Day day() const { return day_of(instant, utc_offset_min); }
  friend bool operator==(const Timestamp&, const Timestamp&) = default;
};
// ISO 8601 (date, date and time, Z or offset), or none.
std::optional<Timestamp> parse_iso(std::string_view text);
// RFC 822 / 2822 ("Thu, 28 Jul 2022 09:30:00 GMT"), or none.
std::optional<Timestamp> parse_rfc822(std::string_view text);
std::string format_day(Day day);                   // 2022-07-28
std::string format_instant(Instant instant);       // 2022-07-28T09:30:00Z
std::string format_timestamp(const Timestamp& t);  // as printed: day alone, or with time and zone

}  // namespace sayso
