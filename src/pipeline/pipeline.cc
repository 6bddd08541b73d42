// SPDX-License-Identifier: Apache-2.0
#include "pipeline/pipeline.h"

#include "base/check.h"
#include "base/cpu_clock.h"
#include "claim/claim.h"
#include "event/event.h"
#include "mention/mention.h"
#include "parse/parse.h"
#include "split/split.h"

namespace sayso {

Result<std::vector<std::unique_ptr<Stage>>> language_stages(const Knowledge& knowledge,
                                                            const Model& model) {
  std::vector<std::unique_ptr<Stage>> stages;
  SAYSO_TRY(auto split, make_split_stage(knowledge, model));
  stages.push_back(std::move(split));
  SAYSO_TRY(auto parse, make_parse_stage(model));
  stages.push_back(std::move(parse));
  SAYSO_TRY(auto names, make_name_stage(knowledge, model));
  stages.push_back(std::move(names));
  return stages;
}

Result<Pipeline> Pipeline::make(std::vector<std::unique_ptr<Stage>> stages) {
  std::uint32_t have = kLayerText;
  for (const auto& stage : stages) {
    if ((stage->reads() & ~have) != 0) {
      return Error{
          ErrorCode::invalid_argument,
          "stage " + std::string(stage->name()) + " reads a layer that no stage before it writes"};
    }
    have |= stage->writes();
  }
  Pipeline pipeline;
  pipeline.stages_ = std::move(stages);
  return pipeline;
}

Result<Pipeline> Pipeline::news(const Knowledge& knowledge, const Model& model, bool explain) {
  SAYSO_TRY(auto stages, language_stages(knowledge, model));
  SAYSO_TRY(auto mention, make_mention_stage(knowledge, {.explain = explain}));
  stages.push_back(std::move(mention));
  SAYSO_TRY(auto claim, make_claim_stage(knowledge, &model));
  stages.push_back(std::move(claim));
  SAYSO_TRY(auto event, make_event_stage(knowledge, &model));
  stages.push_back(std::move(event));
  return make(std::move(stages));
}

Pipeline::Scratches Pipeline::make_scratches() const {
  Scratches scratches;
  for (const auto& stage : stages_) {
    scratches.push_back(stage->make_scratch());
  }
  return scratches;
}

Status Pipeline::run(Document& document, Scratches& scratches, std::vector<double>* seconds) const {
  SAYSO_CHECK(scratches.size() == stages_.size());
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    const double start = thread_seconds();
    SAYSO_TRY_STATUS(stages_[i]->run(document, *scratches[i]));
    document.layers |= stages_[i]->writes();
    if (seconds != nullptr) {
      (*seconds)[i] += thread_seconds() - start;
    }
  }
  return {};
}

}  // namespace sayso
