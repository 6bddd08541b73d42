// SPDX-License-Identifier: Apache-2.0
// Sentences that a scraper or an editor has damaged, noted (never mended): a stop in the middle of
// a sentence, a paragraph that breaks off, a quotation that is not closed, letters of a wrong
// encoding. A reader, and the steps that attribute claims, should not trust such a place.
#pragma once

#include "doc/document.h"
#include "read/tables.h"

namespace sayso::read {

// Adds notes "damaged" with the place and what is wrong. REQUIRES: blocks are final.
void note_damage(const Tables& tables, Document& d);

}  // namespace sayso::read
