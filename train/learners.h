// SPDX-License-Identifier: Apache-2.0
// A linear tagger: it tags the name sets, whose features lean on tags.
#pragma once

#include <cstdint>
#include <vector>

#include "perceptron.h"
#include "treebank.h"

namespace sayso::train {

Perceptron train_tagger(const std::vector<const Example*>& examples, int classes, int epochs,
                        std::uint64_t seed);
void predict_tags(const Perceptron& tagger, Example& e);

}  // namespace sayso::train
