// SPDX-License-Identifier: Apache-2.0
// The year of a dateline that names only day and month ("July 28 (Reuters)").
#pragma once

#include "doc/document.h"
#include "read/dates.h"
#include "read/tables.h"

namespace sayso::read {

// The day as an instant: year from the dateline, the address, or the years and weekdays the text
// names. None if the words leave it open.
std::optional<Timestamp> date_with_year(const Tables& tables, const Document& document,
                                        PartialDate date);

}  // namespace sayso::read
