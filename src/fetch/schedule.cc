// SPDX-License-Identifier: Apache-2.0
#include "fetch/schedule.h"

#include <algorithm>

namespace sayso::fetch {
namespace {
constexpr std::int64_t kWeek = 7 * 86400;
}

std::int64_t next_interval_s(const PollLimits& limits, std::int64_t before_s,
                             const PollResult& result) {
  std::int64_t interval = before_s > 0 ? before_s : limits.first_s;
  if (result.failed) {
    interval = std::max(interval, limits.least_s) * (result.failures > 1 ? 2 : 1);
  } else if (result.fresh > 0) {
    interval /= 2;
  } else if (before_s > 0) {
    interval += interval / 2;
  }
  if (!result.failed && result.max_age_s) {
    interval = std::max(interval, *result.max_age_s);
  }
  interval = std::clamp(interval, limits.least_s, limits.most_s);
  return std::max(interval, std::min(result.retry_after_s.value_or(0), kWeek));
}

}  // namespace sayso::fetch
