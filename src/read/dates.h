// SPDX-License-Identifier: Apache-2.0
// Dates as headers, pages and datelines write them, in the languages of data/lexicon/read_calendar.
#pragma once

#include <optional>
#include <string_view>

#include "base/calendar.h"
#include "lex/lex.h"

namespace sayso::read {

// ISO 8601, RFC 822, seconds or milliseconds since 1970, "28 July 2022", "July 28, 2022 9:30 am",
// "28.07.2022", "2022/07/28". `month_first` decides 07/08/2022. None if year, month or day is
// missing or the date is no date or lies outside 1980 to 2100.
std::optional<Timestamp> parse_date(const Table& calendar, std::string_view text,
                                    bool month_first = true);

// A day without certain year: 0 where the words do not say. "July 28", "28 July 2022".
struct PartialDate {
  int year = 0, month = 0, day = 0;
};
struct PartialHit {
  PartialDate date;
  std::size_t begin, end;  // bytes of the text it covers
};
// The first month name with a day beside it. A two-digit year counts only behind both ("3 JAN 90").
std::optional<PartialHit> find_partial_date(const Table& calendar, std::string_view text);

// Month 1..12 or 0.
int month_number(const Table& calendar, std::string_view word);
// Weekday 0..6 (Monday first) or -1.
int weekday_number(const Table& calendar, std::string_view word);

// The date in an address: /2022/07/28/, /2022-07-28-, 20220728.
std::optional<Timestamp> date_in_url(std::string_view url);

}  // namespace sayso::read
