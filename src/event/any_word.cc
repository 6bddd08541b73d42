// SPDX-License-Identifier: Apache-2.0
// FactualityReader: the reading of factuality.cc for words no frame was asked about.
#include "event/event.h"
#include "event/factuality.h"

namespace sayso {
namespace {

using namespace coding;

class AnyWord : public FactualityReader {
 public:
  explicit AnyWord(Patterns patterns) : patterns_(std::move(patterns)) {}
  void prepare(Document& document) override { view_.prepare(document, patterns_); }
  [[nodiscard]] Answer of(std::uint32_t token) const override {
    Candidate candidate;
    candidate.token = token;
    candidate.frame = &plain_;
    collect(view_, token, candidate.fillers);
    const Reading reading = read_factuality(view_, candidate);
    return {reading.factuality, reading.time, view_.is_nominal(token)};
  }

 private:
  Patterns patterns_;
  Frame plain_;
  View view_;
};

}  // namespace

Result<std::unique_ptr<FactualityReader>> FactualityReader::make(const Knowledge& knowledge) {
  SAYSO_TRY(Patterns patterns, Patterns::compile(knowledge));
  return std::unique_ptr<FactualityReader>(std::make_unique<AnyWord>(std::move(patterns)));
}

}  // namespace sayso
