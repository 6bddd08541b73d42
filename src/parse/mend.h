// SPDX-License-Identifier: Apache-2.0
// What no tree of the language has and independent choices of arcs and relations still give (a word
// with two content clauses, a teller hung on what is told), and notes without a verb of their own
// ("Road 7: closed"), which the treebanks have few of. Mended after parsing, by what stands where.
#pragma once

#include "doc/document.h"

namespace sayso {

// Room for one sentence's work; kept by the worker.
struct MendScratch {
  std::vector<std::uint32_t> told;  // by token of the sentence: its content clause, or none
};

// REQUIRES: lemmas, tags, heads and relations are set. Keeps each sentence one tree.
void mend_trees(Document& document, MendScratch& scratch);

}  // namespace sayso
