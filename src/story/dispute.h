// SPDX-License-Identifier: Apache-2.0
// Claims of one report that cannot both be right, seen in the words of the claims alone:
// - one denies what another says: its content shares most of its content words with the other's, or
//   is a mere "that" right after it;
// - two give different numbers of the same thing ("a second agent put the number at 43").
// Needs tokens, so it is found when a Report is made of a Document. Private to story/.
#pragma once

#include <string>
#include <vector>

#include "doc/document.h"

namespace sayso {

struct Dispute {
  std::uint32_t left = 0, right = 0;  // rows of Document::claims, left told first
  bool number = false;                // else polarity
  std::string subject;                // what it is about, words of the text
  std::string left_value, right_value;
};

std::vector<Dispute> find_disputes(const Document& document);

}  // namespace sayso
