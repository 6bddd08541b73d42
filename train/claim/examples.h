// SPDX-License-Identifier: Apache-2.0
// Examples for the two decisions about claims, from a document and what people marked in it.
#pragma once

#include <cstdint>
#include <vector>

#include "claim/features.h"
#include "claim/score.h"
#include "gold.h"

namespace sayso::train {

struct AcceptExample {
  std::vector<std::uint64_t> features;
  float weight = 1;
  bool yes = false;
};

// A window with the features of its tokens made once; transitions are made when asked.
struct LabelExample {
  claims::Proposal proposal;
  std::vector<std::uint8_t> gold;
  std::uint32_t document = 0;
};

struct Counts {
  std::uint64_t documents = 0, attributions = 0, with_cue = 0, reachable = 0, candidates = 0;
};

// Everything features need of one document, kept while training runs.
struct Prepared {
  Document document;
  claims::Tree tree;
  claims::Quotes quotes;
};

// Appends the examples of prepared document number `number`.
void make_examples(const Prepared& prepared, const GoldDocument& gold,
                   const claims::CueLexicon& lexicon, std::uint32_t number,
                   std::vector<AcceptExample>& accept, std::vector<LabelExample>& labels,
                   Counts& counts);

}  // namespace sayso::train
