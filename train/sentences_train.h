// SPDX-License-Identifier: Apache-2.0
// Learns where sentences end from the text of the treebanks.
#pragma once

#include <string>
#include <vector>

#include "conllu.h"
#include "split/tokenize.h"

namespace sayso::train {

// Section "sentences".
std::string train_sentences(const std::vector<Sentence>& sentences, const SplitLexicon& lexicon,
                            int epochs);

}  // namespace sayso::train
