// SPDX-License-Identifier: Apache-2.0
#include "parse/parse.h"

namespace sayso {
namespace {

class ParseStage : public Stage {
 public:
  [[nodiscard]] std::string_view name() const override { return "parse"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerTokens; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerTree | kLayerNames; }
  Status run(Document& document, Scratch&) const override {
    (void)document;
    return {};
  }
};

}  // namespace

Result<std::unique_ptr<Stage>> make_parse_stage(const Knowledge&, const Model&) {
  return std::unique_ptr<Stage>(std::make_unique<ParseStage>());
}

}  // namespace sayso
