// SPDX-License-Identifier: Apache-2.0
// Where punctuation hangs in a finished tree of words. A mark in a gap can hang, without crossing
// an arc, on the word before it or one of that word's heads to the left, or on the word behind it
// or one of its heads to the right; a linear model ranks these few.
#pragma once

#include <cstdint>
#include <vector>

#include "learn/feature_hash.h"
#include "learn/weights.h"
#include "parse/skeleton.h"
#include "parse/transition.h"

namespace sayso {

struct MarkCandidate {
  std::int32_t word;  // position in the skeleton
  std::int16_t up;    // steps climbed from the word next to the gap
  std::int16_t down;  // steps to the highest of its side
  bool left;
};

class MarkPlaces {
 public:
  static constexpr int kMost = 24;  // candidates a mark

  // Finds which marks are pairs. Call once a sentence.
  void start(const Skeleton& skeleton, const WordInfo* const* words);
  // REQUIRES: heads in `state` are final; mark < skeleton.marks().size().
  const std::vector<MarkCandidate>& candidates(const Skeleton& skeleton, const ParseState& state,
                                               std::size_t mark);
  void features(const Skeleton& skeleton, const ParseState& state, std::size_t mark,
                std::size_t candidate, const WordInfo& form, FeatureList& f) const;

 private:
  std::vector<MarkCandidate> found_;
  std::vector<std::int32_t> partner_;  // mark -> its partner, -1 if none
  std::vector<std::uint32_t> open_;
  std::uint64_t relation_ = 0;  // how the tops of the two sides stand to each other
  int left_top_ = -1, right_top_ = -1;
};

}  // namespace sayso
