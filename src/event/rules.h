// SPDX-License-Identifier: Apache-2.0
// The rules of events and states over one sentence: what the matcher finds is judged, given its
// sides, place and time, and written to the document. Private to event/; shared with the trainer
// of the tagger (train/event/).
#pragma once

#include "event/resolve.h"

namespace sayso::coding {

class Rules {
 public:
  struct Scratch {
    Matcher matcher;  // of the last sentence: `how` of its candidates says what became of each
    Draft draft;
    std::vector<TokenRange> ranges;
  };
  // Writes the events and states of the sentence. REQUIRES: view prepared.
  static void read(const View& view, TokenRange sentence, Scratch& s);
  // Judges one candidate of the sentence read last and, if it is told, writes it; play: plays() and
  // its frame is not firm.
  static Judged emit(const View& view, const Candidate& candidate, bool play, Scratch& s);
};

}  // namespace sayso::coding
