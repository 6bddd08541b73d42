// SPDX-License-Identifier: Apache-2.0
// The learners: tagger, and parser with its labels.
#pragma once

#include <cstdint>
#include <vector>

#include "perceptron.h"
#include "treebank.h"

namespace sayso::train {

Perceptron train_tagger(const std::vector<const Example*>& examples, int classes, int epochs,
                        std::uint64_t seed);
void predict_tags(const Perceptron& tagger, Example& e);

struct ParserWeights {
  Perceptron moves, labels;
};
// is_mark: see Skeleton::build.
ParserWeights train_parser(const std::vector<Example>& examples,
                           const std::vector<std::uint8_t>& is_mark, int epochs,
                           std::uint64_t seed);
// The ranker of places for punctuation, from the gold trees.
Perceptron train_marks(const std::vector<Example>& examples,
                       const std::vector<std::uint8_t>& is_mark, int epochs, std::uint64_t seed);

}  // namespace sayso::train
