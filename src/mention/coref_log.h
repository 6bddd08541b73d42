// SPDX-License-Identifier: Apache-2.0
// CorefLog: what the ranker of "he" and "she" chose between, for train/coref alone. One log a
// document at a time; not for several threads.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "mention/catalog.h"

namespace sayso::mention {

struct CorefLog {
  struct Candidate {
    std::uint32_t token;   // head of its nearest mention
    std::uint32_t entity;  // row of Document::entities, or kNone: a name that follows
    std::array<float, kCorefFeatures> values;
  };
  struct Choice {
    std::uint32_t token;  // the pronoun
    std::uint32_t first = 0, count = 0;
  };
  std::vector<Choice> choices;
  std::vector<Candidate> candidates;  // of all choices, one after the other
};

}  // namespace sayso::mention
