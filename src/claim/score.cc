// SPDX-License-Identifier: Apache-2.0
#include "claim/score.h"

#include <cmath>
#include <cstring>

namespace sayso::claims {

Result<Scorer> Scorer::make(const Model* model) {
  Scorer scorer;
  if (model == nullptr || model->section(kAcceptSection).empty()) {
    return scorer;
  }
  const std::string_view accept = model->section(kAcceptSection);
  const std::string_view settings = model->section("claim.settings");
  struct Settings {
    float unit;
    std::int32_t bias;
  } s{};
  if (settings.size() != sizeof(Settings)) {
    return Error{ErrorCode::corrupt, model->path() + ": section claim.settings is damaged"};
  }
  std::memcpy(&s, settings.data(), sizeof(Settings));
  SAYSO_TRY(scorer.accept_, QuadWeights::open(accept, kAcceptSection));
  SAYSO_TRY(scorer.labels_, QuadWeights::open(model->section(kLabelSection), kLabelSection));
  scorer.unit_ = s.unit;
  scorer.bias_ = s.bias;
  scorer.trained_ = true;
  return scorer;
}

bool Scorer::accept(const Context& context, Proposal& p) const {
  if (!trained_ || p.frame == kFrameHeadline) {
    return p.prior >= kRuleThreshold;
  }
  FeatureList f;
  accept_features(context, p, f);
  std::int32_t sums[4] = {};
  accept_.score(f.data(), f.size(), sums);
  const std::int32_t margin = sums[1] - sums[0] + bias_;
  p.prior = 1.0F / (1.0F + std::exp(-static_cast<float>(margin) / unit_));
  return margin > 0;
}

void Scorer::relabel(const Context& context, Proposal& p, ScorerScratch& scratch) const {
  if (!trained_ || p.frame == kFrameHeadline) {
    return;
  }
  const LabelFeatures features(context, p, scratch.ancestors);
  FeatureList f;
  best_labels<std::int32_t>(
      p, scratch.steps, scratch.best,
      [&](std::uint32_t t, std::int32_t* scores) {
        features.emission(t, f);
        labels_.score(f.data(), f.size(), scores);
      },
      [&](std::uint32_t t, std::uint8_t before, std::int32_t* scores) {
        features.transition(t, before, f);
        labels_.score(f.data(), f.size(), scores);
      });
  // People leave out a source they have just marked for the verb before; we name it each time.
  bool source = false;
  for (const std::uint8_t l : scratch.best) {
    source = source || l == kSource;
  }
  if (!source) {
    for (std::size_t i = 0; i < p.label.size(); ++i) {
      if (p.label[i] == kSource && scratch.best[i] == kOut) {
        scratch.best[i] = kSource;
      }
    }
  }
  p.label.swap(scratch.best);
}

}  // namespace sayso::claims
