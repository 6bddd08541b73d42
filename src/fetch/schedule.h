// SPDX-License-Identifier: Apache-2.0
// When to ask a feed again: sooner where something new is found, later where not, much later where
// it fails, never sooner than the server says.
#pragma once

#include <cstdint>
#include <optional>

namespace sayso::fetch {

struct PollLimits {
  std::int64_t least_s = 300;   // five minutes
  std::int64_t most_s = 86400;  // a day
  std::int64_t first_s = 1800;  // a feed never asked before
};

struct PollResult {
  bool failed = false;
  std::int64_t failures = 0;  // in a row, this one included
  std::int64_t fresh = 0;     // new reports it gave
  std::optional<std::int64_t> retry_after_s = {}, max_age_s = {};
};

// Seconds until the next attempt. `before_s` is the interval so far, 0 for none. With something
// new the interval is halved, without it grows by half; a failure leaves it, each further one in a
// row doubles it. Retry-After holds always (up to a week), max-age up to most_s.
std::int64_t next_interval_s(const PollLimits& limits, std::int64_t before_s,
                             const PollResult& result);

}  // namespace sayso::fetch
