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
ParserWeights train_parser(const std::vector<Example>& examples, int epochs, std::uint64_t seed);
// Heads (n = root) and labels.
void predict_tree(const ParserWeights& parser, const Example& e, std::vector<std::int16_t>& head,
                  std::vector<std::uint8_t>& label);

}  // namespace sayso::train
