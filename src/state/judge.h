// SPDX-License-Identifier: Apache-2.0
// Judging statements about the same thing and time. Private to state/.
#pragma once

#include <vector>

#include "state/state.h"

namespace sayso {

// A statement with the value it is taken to mean at the time from which one looks: "detained" is
// "held by Russia" where only one holder is known.
struct Told {
  const Statement* statement = nullptr;
  std::string_view value;
  const Statement* operator->() const { return statement; }
};

// The value best supported by the statements (by time), and what speaks against it. False if none
// affirms or holds possible a value. `base` is row 0 of the statements.
bool judge_window(const std::vector<Told>& window, const Situation& situation,
                  const Statement* base, Fact& fact);
// Counts independent sources, sets credibility and the contested flag.
void weigh_fact(Fact& fact, const Situation& situation, const std::vector<Statement>& statements);

// Appends, for each pair of values and each pair of sources, the first contradiction.
// REQUIRES: the rows [first, first + count) are one entity's and variable's, by time.
void find_value_contradictions(const std::vector<Statement>& statements, std::uint32_t first,
                               std::uint32_t count, const std::vector<Report>& reports,
                               const Situation& situation, std::vector<Contradiction>& out);

}  // namespace sayso
