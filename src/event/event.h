// SPDX-License-Identifier: Apache-2.0
// Event: who did what to whom, coded, with factuality and the state effects, each on a claim.
#pragma once

#include <memory>

#include "base/result.h"
#include "doc/facts.h"
#include "doc/stage.h"
#include "learn/learn.h"
#include "lex/lex.h"

namespace sayso {

// The learned part reads the sections event and event.names of the model, or of event.bin in the
// model's folder. Without them (or without a model) the rules decide alone. The knowledge and the
// model must outlive the stage.
Result<std::unique_ptr<Stage>> make_event_stage(const Knowledge& knowledge,
                                                const Model* model = nullptr);

// Certainty and time of any word, whether or not a pattern knows it as an event: for measuring
// against sets that mark every verb and event noun. Not for threads.
class FactualityReader {
 public:
  static Result<std::unique_ptr<FactualityReader>> make(const Knowledge& knowledge);
  virtual ~FactualityReader() = default;
  struct Answer {
    Factuality factuality = Factuality::ct_plus;
    EventTime time = EventTime::past;
    bool noun = false;
  };
  // REQUIRES: the document has claims. It is kept until the next call.
  virtual void prepare(Document& document) = 0;
  // REQUIRES: prepare() was called, token < tokens.size().
  [[nodiscard]] virtual Answer of(std::uint32_t token) const = 0;
};

}  // namespace sayso
