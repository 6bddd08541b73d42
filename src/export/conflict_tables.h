// SPDX-License-Identifier: Apache-2.0
// Events in the columns of ACLED and of UCDP GED. Private to export/.
#pragma once

#include "export/export.h"

namespace sayso {

Cell text_or_null(std::string text);
// Kinds of events by tables ontology.acled and ontology.acled_actors.
Rows acled_table(const Rows& accounts, const Knowledge& knowledge);
// Only what killed somebody, or may have: UCDP GED records deaths.
Rows ucdp_table(const Rows& accounts);

}  // namespace sayso
