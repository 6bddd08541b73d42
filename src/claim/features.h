// SPDX-License-Identifier: Apache-2.0
// The features of the two learned decisions: is this proposal a claim, and which label does a token
// of its window carry. Training and running call the same functions.
#pragma once

#include <array>
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
  // What the edge between t - 1 and t looks like: what of the tree begins and ends there. Asked
  // once a token, before transition().
  void edge(std::uint32_t t);
  // The step from label `before` at t - 1 to the label of t. REQUIRES: edge(t) came last.
  void transition(std::uint32_t t, std::uint8_t before, FeatureList& out) const;

 private:
  [[nodiscard]] std::uint64_t rule(std::uint32_t t) const;
  // How the token hangs on the cue: itself, its child, above it, on its content or source, apart.
  [[nodiscard]] std::uint64_t stand(std::uint32_t t) const;
  // The largest part of the sentence without the cue that begins at t (or ends with it).
  [[nodiscard]] std::uint32_t widest(std::uint32_t t, bool begins) const;
  [[nodiscard]] std::uint64_t quoted(std::uint32_t t) const;
  static constexpr int kEdges = 22;
  const Context& c_;
  const Tree& tree_;
  const Proposal& p_;
  std::vector<std::uint32_t>& ancestors_;  // of the cue, itself first
  std::vector<std::uint32_t>& commas_;     // before each token of the window
  std::uint64_t lemma_ = 0;
  std::array<std::uint64_t, kEdges> edge_{};
};

}  // namespace sayso::claims
