// SPDX-License-Identifier: Apache-2.0
// What the taught tagger makes of what the rules found in a sentence: takes away events and states
// it sees nothing of, and proposes those the rules know no word for. Private to event/.
#pragma once

#include "event/resolve.h"
#include "event/taught.h"
#include "event/value_classes.h"

namespace sayso::coding {

class Likely {
 public:
  struct Found {  // an event or a state the rules have not
    std::uint32_t token = 0;
    int kind = 0;  // row of Taught::types() or Taught::states()
  };
  struct Scratch {
    Taught::Scratch taught;
    std::vector<Found> events, states;
    std::vector<std::uint32_t> now;  // new row of each event of the sentence, or kNoToken
    std::vector<std::uint8_t> told;  // by word: something is told of it
  };

  static Result<Likely> open(const Model& model, const Knowledge& knowledge,
                             const Patterns& patterns);
  void begin_document(Scratch& s) const { taught_.begin_document(s.taught); }
  // Rows first_event on and first_state on of the document are the sentence's; fills s.events and
  // s.states, in text order.
  void weigh(const View& view, TokenRange sentence, const Matcher& judged, std::size_t first_event,
             std::size_t first_state, Scratch& s) const;
  // Makes a candidate of one of s.events. Roles come by the type's own frame (event.frames, classes
  // "taught-...").
  void propose(const View& view, const Found& found, Candidate& out) const;
  // Writes one of s.states to the document.
  void add_state(const View& view, TokenRange sentence, const Found& found, const Scratch& s) const;

 private:
  struct Value {
    StateVariable variable = StateVariable::status;
    std::string words;
  };
  void take_away(const View& view, TokenRange sentence, std::size_t first_event,
                 std::size_t first_state, Scratch& s) const;
  // Takes away what the rules tell of a thing where the tagger is sure of another value, for
  // add_state to tell.
  void correct(const View& view, TokenRange sentence, std::size_t first_state, Scratch& s) const;
  [[nodiscard]] bool is_sure(const View& view, TokenRange sentence, std::uint32_t thing,
                             const Scratch& s) const;
  [[nodiscard]] std::uint32_t holder_of(TokenRange sentence, std::uint32_t of,
                                        const Scratch& s) const;

  Taught taught_;
  std::vector<const Frame*> of_verb_, of_noun_;  // by type
  std::vector<Value> values_;                    // by state
  ValueClasses classes_;
  std::unordered_map<std::string, float> least_;  // by type, see ontology.types
  WordRow verb_, noun_, adjective_;
  Frame stated_;  // of a state told outright
};

}  // namespace sayso::coding
