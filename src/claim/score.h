// SPDX-License-Identifier: Apache-2.0
// Scorer: says whether a proposal is a claim. Without trained weights the rules' prior decides.
#pragma once

#include "claim/proposal.h"

namespace sayso::claims {

class Scorer {
 public:
  static constexpr float kRuleThreshold = 0.5F;
  // Sets proposal.prior to the final score; true if it is a claim.
  bool accept(const Context& context, Proposal& proposal) const {
    (void)context;
    return proposal.prior >= kRuleThreshold;
  }
};

}  // namespace sayso::claims
