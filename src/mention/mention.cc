// SPDX-License-Identifier: Apache-2.0
#include "mention/mention.h"

#include "mention/times.h"
#include "mention/words.h"

namespace sayso {
namespace {

struct MentionScratch : Scratch {
  std::vector<mention::TimeExpr> times;
};

class MentionStage : public Stage {
 public:
  explicit MentionStage(mention::Words words) : words_(std::move(words)) {}
  [[nodiscard]] std::string_view name() const override { return "mention"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerTree; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerMentions; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<MentionScratch>();
  }
  Status run(Document& document, Scratch& scratch) const override {
    auto& s = static_cast<MentionScratch&>(scratch);
    mention::read_times(words_, document, s.times);
    return {};
  }

 private:
  mention::Words words_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_mention_stage(const Knowledge& knowledge) {
  SAYSO_TRY(mention::Words words, mention::Words::make(knowledge));
  return std::unique_ptr<Stage>(std::make_unique<MentionStage>(std::move(words)));
}

}  // namespace sayso
