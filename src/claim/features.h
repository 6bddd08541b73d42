// SPDX-License-Identifier: Apache-2.0
// The features of the two learned decisions: is this proposal a claim, and which label does a token
// of its window carry. Training and running call the same functions.
#pragma once

#include <vector>

#include "claim/proposal.h"
#include "learn/feature_hash.h"

namespace sayso::claims {

// Feature templates of different decisions must not meet in one table.
enum FeatureSpace : std::uint64_t { kSpaceAccept = 1001, kSpaceLabel = 2001, kSpaceMove = 3001 };

void accept_features(const Context& context, const Proposal& proposal, FeatureList& out);

// Emission and transition features of labels, one object a proposal.
class LabelFeatures {
 public:
  LabelFeatures(const Context& context, const Proposal& proposal,
                std::vector<std::uint32_t>& ancestors, std::vector<std::uint32_t>& commas);
  // REQUIRES: t in the window.
  void emission(std::uint32_t t, FeatureList& out) const;
  // The step from label `before` at t - 1 to the label of t.
  void transition(std::uint32_t t, std::uint8_t before, FeatureList& out) const;

 private:
  [[nodiscard]] std::uint64_t rule(std::uint32_t t) const;
  const Context& c_;
  const Tree& tree_;
  const Proposal& p_;
  std::vector<std::uint32_t>& ancestors_;  // of the cue, itself first
  std::vector<std::uint32_t>& commas_;     // before each token of the window
  std::uint64_t lemma_ = 0;
};

}  // namespace sayso::claims
