// SPDX-License-Identifier: Apache-2.0
#include "split/split.h"

namespace sayso {
namespace {

class SplitStage : public Stage {
 public:
  [[nodiscard]] std::string_view name() const override { return "split"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerText; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerTokens; }
  Status run(Document& document, Scratch&) const override {
    (void)document;
    return {};
  }
};

}  // namespace

Result<std::unique_ptr<Stage>> make_split_stage(const Knowledge&, const Model&) {
  return std::unique_ptr<Stage>(std::make_unique<SplitStage>());
}

}  // namespace sayso
