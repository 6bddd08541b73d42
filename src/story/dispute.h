// SPDX-License-Identifier: Apache-2.0
// Claims of one report that cannot both be right, seen in the words of the claims alone:
// - one denies what another says, by its cue ("denied that ...") or in its words ("was not hit",
//   "there was no agreement"): its content shares most of its content words with the other's, or is
//   a mere "that" right after it;
// - two give different numbers of the same thing ("a second agent put the number at 43");
// - two say of one thing what excludes each other ("the tank was cracked", "all tanks were sound").
// Needs tokens, so it is found when a Report is made of a Document; for claims of different reports
// of one story, a sketch of each claim is kept. Private to story/.
#pragma once

#include <string>
#include <vector>

#include "doc/document.h"
#include "story/accounts.h"
#include "story/dispute_words.h"

namespace sayso {

struct Dispute {
  std::uint32_t left = 0, right = 0;  // rows of Document::claims, left told first
  std::string in;                     // polarity, number, value
  std::string subject;                // what it is about, words of the text
  std::string left_value, right_value;
};

struct Disputes {
  std::vector<Dispute> found;
  std::vector<std::string> sketches;  // by claim; empty where a claim says too little
};
Disputes find_disputes(const Document& document, const DisputeWords& words);

// Between claims of different reports of one story, told at most two days apart, none a copy: one
// denies what the other says, or gives another number of the same thing. Asks for more likeness
// than within a report. Each claim is set against a bounded number of others.
void find_disputes_across(const std::vector<Report>& reports, const Stories& stories,
                          std::vector<Contradiction>& out);

}  // namespace sayso
