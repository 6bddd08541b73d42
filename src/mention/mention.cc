// SPDX-License-Identifier: Apache-2.0
#include "mention/mention.h"

namespace sayso {
namespace {

class MentionStage : public Stage {
 public:
  [[nodiscard]] std::string_view name() const override { return "mention"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerTree; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerMentions; }
  Status run(Document& document, Scratch&) const override {
    (void)document;
    return {};
  }
};

}  // namespace

Result<std::unique_ptr<Stage>> make_mention_stage(const Knowledge&) {
  return std::unique_ptr<Stage>(std::make_unique<MentionStage>());
}

}  // namespace sayso
