// SPDX-License-Identifier: Apache-2.0
// The year of a dateline that names only day and month ("July 28 (Reuters)").
#pragma once

#include "doc/document.h"
#include "read/dates.h"
#include "read/tables.h"

namespace sayso::read {

// The day as an instant: year from the dateline, the address, or from the years, weekdays and
// holders of offices the text names. None if these leave more than one year open.
std::optional<Timestamp> date_with_year(const Tables& tables, const Document& document,
                                        PartialDate date);

}  // namespace sayso::read
