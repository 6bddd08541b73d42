// SPDX-License-Identifier: Apache-2.0
// Whether two reports tell of the same event: what is compared, and the points. Private to story/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lex/lex.h"
#include "story/accounts.h"

namespace sayso {

// PLOVER types under which one happening may be told: "seized" is COERCE here and ASSAULT there.
// From table situation.families.
class Families {
 public:
  explicit Families(const Knowledge& knowledge);
  [[nodiscard]] std::string_view of(std::string_view type) const;

 private:
  std::unordered_map<std::string, std::string> family_;
};

struct EventView {
  std::uint32_t report = 0, event = 0;
  std::uint32_t story = kNoRow;  // Stories::born of its report
  std::string family, mode, cameo;
  std::string agent, agent_code, target, target_code;  // first of each
  std::string target_key;                              // thing_key(target)
  std::string place, place_key, country;
  double lat = 0, lon = 0, radius_km = 0;
  std::uint8_t precision = 7;
  bool has_place = false;
  bool dated = false;                        // the text gives the time
  Instant from = kOpenStart, to = kOpenEnd;  // else around the day of publication
  Counts counts;
  bool planned = false;
};

EventView view_of(const Report& report, std::uint32_t row, std::uint32_t event,
                  const Families& families);
// Keys under which an event is kept (`weeks` 0, the story it was first put in) and looked for (some
// weeks around, all stories that have become one); two that share none are never compared.
void keys_of(const EventView& view, const std::vector<std::string>& stories, Instant weeks,
             std::vector<std::uint64_t>& keys);
// Points; below 0 where they cannot be the same.
double match(const EventView& account, const EventView& event, bool same_story);
// What the event knows and the account did not.
void fill_up(EventView& account, const EventView& event);

std::string country_of(std::string_view code);  // "RUS MIL" -> "RUS"

}  // namespace sayso
