// SPDX-License-Identifier: Apache-2.0
#include "event/event.h"

namespace sayso {
namespace {

class EventStage : public Stage {
 public:
  [[nodiscard]] std::string_view name() const override { return "event"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerClaims; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerEvents; }
  Status run(Document& document, Scratch&) const override {
    (void)document;
    return {};
  }
};

}  // namespace

Result<std::unique_ptr<Stage>> make_event_stage(const Knowledge&) {
  return std::unique_ptr<Stage>(std::make_unique<EventStage>());
}

}  // namespace sayso
