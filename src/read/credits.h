// SPDX-License-Identifier: Apache-2.0
// Who did what for a report: "Reporting by Ann Lee in Kyiv; Editing by Bo Chen" taken apart.
#pragma once

#include "doc/document.h"
#include "read/tables.h"

namespace sayso::read {

// Fills d.credits from its blocks of credits. Names are cut at commas, "and" and "in PLACE".
void read_credits(const Tables& tables, Document& d);

}  // namespace sayso::read
