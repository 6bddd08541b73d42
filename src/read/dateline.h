// SPDX-License-Identifier: Apache-2.0
// The dateline: where, when and by which agency a report was filed, before its first words.
//   July 28 (Reuters) –        KHIMKI, Russia, Aug. 4 (AP) —        MOSCOW, January 5. /TASS/.
//   WASHINGTON —               New Delhi, Aug 5 (PTI)               SAN SALVADOR, 3 JAN 90 --
//   [TEXT]
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "read/dates.h"
#include "read/tables.h"

namespace sayso::read {

struct Dateline {
  std::size_t end = 0;   // of the dateline's words: "July 28 (Reuters)"
  std::size_t body = 0;  // where the report's first sentence begins
  std::string agency;    // as the table of agencies names it, else as printed; may be empty
  std::optional<PartialDate> date;
  std::string_view place;  // words of the paragraph; may be empty
};

struct DatelineContext {
  bool first = true;          // no dateline yet in this report: a place alone is enough
  bool all_capitals = false;  // the text is in capitals (or has none): capitals prove nothing
};

std::optional<Dateline> parse_dateline(const Tables& tables, std::string_view paragraph,
                                       DatelineContext context);

}  // namespace sayso::read
