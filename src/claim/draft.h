// SPDX-License-Identifier: Apache-2.0
// Draft: a claim on its way from an accepted proposal to a row of Document::claims: its ranges,
// then what it shares with its neighbours (quotations that go on, nesting), then who speaks and
// how.
#pragma once

#include <cstdint>
#include <vector>

#include "claim/proposal.h"

namespace sayso::claims {

struct Draft {
  std::vector<TokenRange> source, cue, content;
  std::uint32_t head = Tree::kNone, source_head = Tree::kNone, content_head = Tree::kNone;
  const Cue* row = nullptr;
  Frame frame = kFrameThat;
  float score = 0;
  float rule = 0;  // how sure the rules alone are
  bool shared_source = false;
  bool reserve = false;  // not a claim by its score; stays only if it stands inside one
  bool unreal = false;   // it has not been told: "to disclose C"; no claim inside another
  bool plan = false;     // "was planning a visit": tells for itself inside another claim
  std::uint32_t goes_on =
      Tree::kNone;                    // row of the draft whose speaker goes on (no cue of its own)
  std::uint32_t outer = Tree::kNone;  // row of the draft this one stands in
};

// Labels to ranges; false if there is no content. Edges of punctuation fall away, but quotation
// marks stay with what they hold.
bool make_draft(const Context& context, const Proposal& proposal, Draft& draft);

// Two drafts on one cue word: the better one stays. Sorted by cue afterwards.
void drop_doubles(std::vector<Draft>& drafts);

// A quotation that runs over sentences or paragraphs is content of its claim as a whole; sentences
// wholly quoted that follow in the paragraph too; a quoted paragraph without a cue becomes a claim
// that goes on with the last speaker.
void extend_quotes(const Context& context, std::vector<Draft>& drafts);

// A reserve stays only inside a claim that is none. Inside another claim only what tells for itself
// stays: a clause or infinitive after a known word. Headlong nesting (an NP in a quotation) says
// more about the words than about sources. REQUIRES: nest() has run; it must run again afterwards.
void drop_weak_inner(std::vector<Draft>& drafts);

// "X is calling back cars, according to Y": Y tells the whole of it, and those words are no part of
// what X says.
void cut_according(const Context& context, std::vector<Draft>& drafts);

// Sets `outer`: the smallest claim whose content holds the other's cue.
void nest(std::vector<Draft>& drafts);

// Writes the drafts as claims, with speaker, channel, certainty, time.
void write_claims(const Context& context, const std::vector<Draft>& drafts, Document& document);

}  // namespace sayso::claims
