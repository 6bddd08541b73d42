// SPDX-License-Identifier: Apache-2.0
// For tests: the knowledge of the build, in which every table of data/ stands.
#pragma once

#include <cstdlib>
#include <doctest/doctest.h>
#include <string>
#include <utility>

#include "lex/lex.h"

namespace sayso {

// Loaded once. REQUIRES: the build's knowledge image is made; SAYSO_BUILD names the build's folder.
inline const Knowledge& built_knowledge() {
  static const Knowledge kKnowledge = [] {
    const char* build = std::getenv("SAYSO_BUILD");
    auto loaded =
        Knowledge::load(std::string(build == nullptr ? "build/dev" : build) + "/knowledge.img");
    REQUIRE_MESSAGE(loaded, "the knowledge image is not built");
    return *std::move(loaded);
  }();
  return kKnowledge;
}

}  // namespace sayso
