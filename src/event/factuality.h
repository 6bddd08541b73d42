// SPDX-License-Identifier: Apache-2.0
// Is it said to have happened, and when: FactBank's classes and past / ongoing / planned /
// conditional, from auxiliaries, negation, adverbs and every word that governs the event, up to
// the claim's own cue; the claim's certainty comes last. Words and their force: event.modality.
#pragma once

#include "event/match.h"

namespace sayso::coding {

struct Reading {
  Factuality factuality = Factuality::ct_plus;
  EventTime time = EventTime::past;
  bool plain_future = false;  // "will" and nothing else
  bool negated = false;       // by words of its own clause, not by whoever tells it
};

Reading read_factuality(const View& view, const Candidate& candidate);

}  // namespace sayso::coding
