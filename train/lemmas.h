// SPDX-License-Identifier: Apache-2.0
// Learns the scripts of the lemmatiser (parse/lemma.h) from the treebanks.
#pragma once

#include <string>
#include <vector>

#include "treebank.h"

namespace sayso::train {

std::string train_lemmas(const std::vector<Sentence>& sentences, const TagSet& tags);
std::uint8_t case_kind(const std::string& form, bool first);
std::string straight(const std::string& form);

}  // namespace sayso::train
