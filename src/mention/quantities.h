// SPDX-License-Identifier: Apache-2.0
// Quantities: "at least three of the bridges" is low 3, best 3, no high; "thousands of troops" low
// 2000, high 9999; "between 5 and 10", "almost a third", "up to 20", "$3.5 billion".
#pragma once

#include <vector>

#include "doc/document.h"
#include "mention/words.h"

namespace sayso::mention {

// Appends to document.quantities in text order. Tokens marked in `taken` (times) are left out, and
// tokens of quantities are marked with 2.
void read_quantities(const Words& words, Document& d, std::vector<std::uint8_t>& taken);

}  // namespace sayso::mention
