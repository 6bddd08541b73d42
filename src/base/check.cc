// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace sayso {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "sayso: broken promise: %s (%s:%d). Please report this.\n", condition, file,
               line);
  std::abort();
}

}  // namespace sayso
