// SPDX-License-Identifier: Apache-2.0
// Scorer: says whether a proposal is a claim, and moves its labels to where people put them. Linear
// models over hashed features (learn/weights.h); without trained weights the rules stand.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "claim/features.h"
#include "claim/proposal.h"
#include "learn/learn.h"
#include "learn/weights.h"

namespace sayso::claims {

// One worker's buffers.
struct ScorerScratch {
  std::vector<std::uint32_t> ancestors, commas;
  std::vector<std::uint8_t> best, steps;
};

class Scorer {
 public:
  static constexpr float kRuleThreshold = 0.5F;
  static constexpr std::string_view kAcceptSection = "claim.accept";
  static constexpr std::string_view kLabelSection = "claim.labels";

  // A scorer of rules alone if the model has no claim sections. The model must outlive it.
  static Result<Scorer> make(const Model* model);
  [[nodiscard]] bool trained() const { return trained_; }

  // Sets proposal.prior to the final score; true if it is a claim.
  bool accept(const Context& context, Proposal& proposal) const;
  // Moves the labels. The cue's head stays cue.
  void relabel(const Context& context, Proposal& proposal, ScorerScratch& scratch) const;

 private:
  bool trained_ = false;
  QuadWeights accept_, labels_;
  float unit_ = 1;         // score that is worth one step of the logistic curve
  std::int32_t bias_ = 0;  // added to the score of yes
};

// "was planning a visit": a plan under way, told as a thing.
bool plans_thing(const Context& context, const Proposal& proposal);
// A clause was looked for and a thing was found ("committed suicide", "is charging the fee"): the
// frame becomes that of a thing. False if the word does not tell by things, and the score is no
// better than fair.
bool settle_frame(const Context& context, Proposal& proposal);
// The telling has not happened: "a form to disclose C", "he should say C".
bool unrealised(const Context& context, const Proposal& proposal);
// The rules are so sure that inside another claim the proposal stands even against the learned
// score, which has seen no claims inside claims.
bool sure_inside(const Context& context, const Proposal& proposal);

// The best labels by Viterbi. `emission(t, scores)` and `transition(t, before, scores)` fill
// kLabels numbers; the cue's head is held to kCue. Used by the scorer and by training.
template <typename Score, typename Emission, typename Transition>
void best_labels(const Proposal& p, std::vector<std::uint8_t>& steps,
                 std::vector<std::uint8_t>& out, Emission&& emission, Transition&& transition) {
  const std::uint32_t n = p.window.size();
  constexpr Score kNever = static_cast<Score>(-1e9);
  // A label so far behind does not come back: six of the largest weights there are.
  constexpr Score kBeam = static_cast<Score>(48000);
  steps.assign(std::size_t{n} * kLabels, 0);
  std::array<Score, kLabels> have{}, next{}, step{}, here{};
  for (std::uint32_t i = 0; i < n; ++i) {
    const std::uint32_t t = p.window.begin + i;
    here.fill(0);
    emission(t, here.data());
    if (i == 0) {
      step.fill(0);
      transition(t, std::uint8_t{kLabels}, step.data());
      for (int l = 0; l < kLabels; ++l) {
        next[l] = here[l] + step[l];
      }
    } else {
      next.fill(kNever * 2);
      const Score lead = *std::max_element(have.begin(), have.end());
      for (int from = 0; from < kLabels; ++from) {
        if (have[from] <= kNever || have[from] < lead - kBeam) {
          continue;
        }
        step.fill(0);
        transition(t, static_cast<std::uint8_t>(from), step.data());
        for (int l = 0; l < kLabels; ++l) {
          const Score total = have[from] + here[l] + step[l];
          if (total > next[l]) {
            next[l] = total;
            steps[i * kLabels + l] = static_cast<std::uint8_t>(from);
          }
        }
      }
    }
    if (t == p.head) {
      for (int l = 0; l < kLabels; ++l) {
        next[l] = l == kCue ? next[l] : kNever;
      }
    }
    have = next;
  }
  out.assign(n, kOut);
  int best = 0;
  for (int l = 1; l < kLabels; ++l) {
    best = have[l] > have[best] ? l : best;
  }
  for (std::uint32_t i = n; i-- > 0;) {
    out[i] = static_cast<std::uint8_t>(best);
    best = steps[i * kLabels + static_cast<std::uint32_t>(best)];
  }
}

}  // namespace sayso::claims
