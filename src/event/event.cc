// SPDX-License-Identifier: Apache-2.0
#include "event/event.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "event/effects.h"
#include "event/likely.h"
#include "event/patterns.h"
#include "event/rules.h"
#include "event/told.h"

namespace sayso {
namespace {

using namespace coding;

struct EventScratch : Scratch {
  View view;
  Rules::Scratch rules;
  Likely::Scratch likely;
};

// "An earlier version of this report said …": what the outlet takes back is told no more.
bool is_retracted(const View& v, TokenRange sentence) {
  for (std::uint32_t t = sentence.begin; t < sentence.end; ++t) {
    const bool compared = t > sentence.begin && v.tokens().xpos[t - 1] == Xpos::jj &&
                          v.lower(t - 1) == v.lemma(t - 1) && v.lemma(t - 1) == "early";
    if ((v.things(t) & v.patterns->kinds.retracted).any() && !compared) {
      return true;  // but "an early version of the plan"
    }
  }
  return false;
}

class EventStage : public Stage {
 public:
  explicit EventStage(std::unique_ptr<const Patterns> patterns, std::optional<Model> weights,
                      std::optional<Likely> likely)
      : patterns_(std::move(patterns)), weights_(std::move(weights)), likely_(std::move(likely)) {}
  [[nodiscard]] std::string_view name() const override { return "event"; }
  [[nodiscard]] std::uint32_t reads() const override {
    return kLayerTree | kLayerMentions | kLayerClaims;
  }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerEvents; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<EventScratch>();
  }

  Status run(Document& document, Scratch& scratch) const override {
    auto& s = static_cast<EventScratch&>(scratch);
    s.view.prepare(document, *patterns_);
    if (likely_) {
      likely_->begin_document(s.likely);
    }
    for (const Sentence& sentence : document.sentences) {
      if (reads_as_news(document.blocks[sentence.block].kind) &&
          !is_retracted(s.view, sentence.tokens)) {
        const std::size_t events = document.events.size(), states = document.states.size();
        Rules::read(s.view, sentence.tokens, s.rules);
        if (likely_) {
          weigh(s, sentence.tokens, events, states);
        }
      }
    }
    date_plans(document);
    return {};
  }

 private:
  // What is planned and not dated lies in the future; one row says so for all.
  static void date_plans(Document& d) {
    WhenId future;
    for (Event& e : d.events) {
      if (e.time != EventTime::planned || e.when.some()) {
        continue;
      }
      if (!future.some()) {
        future = WhenId{static_cast<std::uint32_t>(d.whens.size())};
        When w;
        w.value = d.symbols.intern("FUTURE_REF");
        d.whens.push_back(w);
      }
      e.when = future;
    }
  }

  // What the taught tagger takes away and adds.
  void weigh(EventScratch& s, TokenRange sentence, std::size_t events, std::size_t states) const {
    likely_->weigh(s.view, sentence, s.rules.matcher, events, states, s.likely);
    const bool play = plays(s.view, sentence);
    for (const Likely::Found& found : s.likely.events) {
      const Judged how = s.rules.matcher.judged(found.token);
      if (how == Judged::nothing || how == Judged::modifier || how == Judged::untold ||
          how == Judged::play) {
        continue;  // the tables and rules know this reading as none
      }
      Candidate c;
      likely_->propose(s.view, found, c);
      Rules::emit(s.view, c, play, s.rules);
    }
    for (const Likely::Found& found : s.likely.states) {
      likely_->add_state(s.view, sentence, found, s.likely);
    }
  }

  std::unique_ptr<const Patterns> patterns_;  // likely_ points into it
  std::optional<Model> weights_;  // what likely_ looks into, if it has a file of its own
  std::optional<Likely> likely_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_event_stage(const Knowledge& knowledge, const Model* model) {
  SAYSO_TRY(Patterns compiled, Patterns::compile(knowledge));
  auto patterns = std::make_unique<const Patterns>(std::move(compiled));
  std::optional<Model> own;
  std::optional<Likely> likely;
  if (model != nullptr && model->section("event").empty()) {
    const std::string& path = model->path();
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
    if (auto found = Model::load(folder + "event.bin")) {
      own = *std::move(found);
    } else if (found.error().code != ErrorCode::not_found) {
      return std::move(found).error();
    }
    model = own ? &*own : nullptr;
  }
  if (model != nullptr) {
    SAYSO_TRY(likely, Likely::open(*model, knowledge, *patterns));
  }
  return std::unique_ptr<Stage>(
      std::make_unique<EventStage>(std::move(patterns), std::move(own), std::move(likely)));
}

}  // namespace sayso
