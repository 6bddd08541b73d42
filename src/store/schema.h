// SPDX-License-Identifier: Apache-2.0
// The tables, and how a database of an earlier release becomes one of this. Every table and
// column is explained in docs/formats/database.md (a test compares the two). Private to store/.
#pragma once

#include "store/sqlite.h"

namespace sayso {

constexpr int kSchemaVersion = 7;
constexpr int kApplicationId = 0x53617973;  // "Says"

// Creates or migrates; fails on a database of a newer release or of another program. Without
// `write`, an older one is refused with what to do.
Status prepare_schema(Database& db, bool write);

}  // namespace sayso
