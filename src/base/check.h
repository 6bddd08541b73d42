// SPDX-License-Identifier: Apache-2.0
// SAYSO_CHECK(condition): a promise between our own functions, on in every build.
// When it does not hold the program stops at once and names the place. It is never used for what
// a user, a file or the network can cause: that is Result (base/result.h) or a Note (doc/note.h).
#pragma once

namespace sayso {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}  // namespace sayso

#define SAYSO_CHECK(condition)                               \
  do {                                                       \
    if (!(condition)) [[unlikely]]                           \
      ::sayso::check_failed(#condition, __FILE__, __LINE__); \
  } while (false)
