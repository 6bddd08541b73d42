// SPDX-License-Identifier: Apache-2.0
#include "claim/claim.h"

namespace sayso {
namespace {

class ClaimStage : public Stage {
 public:
  [[nodiscard]] std::string_view name() const override { return "claim"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerMentions; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerClaims; }
  Status run(Document& document, Scratch&) const override {
    (void)document;
    return {};
  }
};

}  // namespace

Result<std::unique_ptr<Stage>> make_claim_stage(const Knowledge&) {
  return std::unique_ptr<Stage>(std::make_unique<ClaimStage>());
}

}  // namespace sayso
