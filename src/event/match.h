// SPDX-License-Identifier: Apache-2.0
// Which words of a sentence tell of an event: each word the tables know is tried with its frames,
// deepest first (so that a frame can ask what its complement is), and the most specific frame that
// fits wins. Then what is only mentioned, consumed by another event, or ruled out is dropped.
#pragma once

#include <vector>

#include "event/slots.h"

namespace sayso::coding {

// What the rules made of a candidate (rules.h). The tagger is told (word_features.h).
enum class Judged : std::uint8_t {
  none,
  told,           // an event
  state,          // tells a state and no event
  sequel,         // adds to an event told before
  part,           // of another event: Candidate::dropped
  nothing,        // the tables know this reading as no event
  modifier,       // "the accused", "occupied towns"
  mentioned,      // a noun that only names what happened
  nobody_known,   // no side is an actor
  private_sides,  // none that the type asks for
  nobody_acts,    // its doer is named and is nobody
  untold,         // wished, asked, a purpose
  play            // sport and markets
};
constexpr int kJudgedCount = static_cast<int>(Judged::play) + 1;
[[nodiscard]] std::string_view judged_name(Judged how);

struct Candidate {
  std::uint32_t token = 0;
  const Frame* frame = nullptr;
  const WordRow* word = nullptr;
  Fillers fillers;
  int score = 0;
  bool dropped = false;
  Judged how = Judged::none;
  bool taught = false;  // found by the taught tagger (likely.h), not by a word of the tables
  std::vector<std::uint32_t> with;  // tokens the word row asked for: "control" of "take control"
};

struct Matcher {
  std::vector<Candidate> found;   // of the sentence, in text order after run()
  std::vector<Candidate> asides;  // states told beside events: frames marked `aside`, `change`
  std::vector<std::uint32_t> order, depth, at;
  std::size_t used = 0, asides_used = 0;

  // Fills found[0 .. used) and asides[0 .. asides_used). REQUIRES: view prepared.
  void run(const View& view, TokenRange sentence);
  // What the rules made of the candidate at `token` in the last run; none if there is none.
  [[nodiscard]] Judged judged(std::uint32_t token) const;
  // The live candidate at `token` in the last run, or null.
  [[nodiscard]] const Candidate* of(std::uint32_t token) const;

 private:
  struct Readings {
    bool verb, noun, adjective, modal;
  };
  void try_token(const View& view, std::uint32_t token);
  void try_rows(const View& view, std::uint32_t token, const LexEntry& entry, const Fillers& base,
                Readings readings, std::uint16_t layer, Candidate& best);
  void try_asides(const View& view, const LexEntry& entry, Fillers& base, Readings readings,
                  std::uint32_t token, std::uint16_t layer);
  static bool turned_passive(const View& view, std::uint32_t token, Fillers& fillers);
  void drop(const View& view);
  bool asked_for(const View& view, const Candidate& candidate, const Filler& filler) const;
  [[nodiscard]] bool holds(const View& view, const Test& test, const Filler& filler) const;
  bool needs_preposition(const View& view, const WordRow& row, const Fillers& fillers) const;
  [[nodiscard]] int fit(const View& view, const Frame& frame, const Fillers& fillers) const;
  bool fit_with(const View& view, std::uint32_t token, const WordRow& word, Fillers& fillers,
                std::vector<std::uint32_t>& with) const;
  TokenRange sentence_;
  bool things_ = false;  // the frame tried tells a state: "it" may be a thing (thing_meant)
};

bool is_actor(const View& view, std::uint32_t token);
// Whether the token names what the test asks for; `things`: where a state is told, "it" may be one.
// Tests that ask what else the sentence tells (event, coop, conflict, verb) are Matcher::holds's.
bool is_of(const View& view, const Test& test, std::uint32_t token, bool things);
// Fillers of `list` that stand in slot `ref`.
bool in_slot(const View& view, const Filler& filler, const SlotRef& ref);

}  // namespace sayso::coding
