// SPDX-License-Identifier: Apache-2.0
// Dates, clocks, addresses and datelines: a date that is given is one of the calendar, 1980 to
// 2100.
#include "base/utf8.h"
#include "fuzz.h"
#include "read/dateline.h"
#include "read/dates.h"
#include "read/live.h"

using namespace sayso;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const read::Tables tables = read::Tables::of(fuzz::knowledge());
  std::string text(reinterpret_cast<const char*>(data), size);
  repair_utf8(text);
  const auto sane = [](const std::optional<Timestamp>& t) {
    const int year = t ? to_date(t->day()).year : 2000;
    return year >= 1979 && year <= 2101;  // a zone may turn the year
  };
  for (const bool month_first : {true, false}) {
    SAYSO_CHECK(sane(read::parse_date(*tables.calendar, text, month_first)));
  }
  SAYSO_CHECK(sane(read::date_in_url(text)));
  if (const auto hit = read::find_partial_date(*tables.calendar, text)) {
    SAYSO_CHECK(hit->begin <= hit->end && hit->end <= text.size());
    SAYSO_CHECK(hit->date.month >= 1 && hit->date.month <= 12 && hit->date.day <= 31);
  }
  if (const auto clock = read::clock_at(text)) {
    SAYSO_CHECK(clock->minutes < 24 * 60 && clock->end <= text.size());
  }
  if (const auto line = read::parse_dateline(tables, text, {})) {
    SAYSO_CHECK(line->end <= line->body && line->body <= text.size());
    SAYSO_CHECK(line->place.empty() ||
                (line->place.data() >= text.data() &&
                 line->place.data() + line->place.size() <= text.data() + text.size()));
  }
  return 0;
}
