// SPDX-License-Identifier: Apache-2.0
// The processor time of the calling thread, in seconds: what a stage costs, however many other
// programs share the core.
#pragma once

#include <ctime>

namespace sayso {

inline double thread_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

}  // namespace sayso
