// SPDX-License-Identifier: Apache-2.0
// Under which name a statement goes. Private to state/, and store/, which has to know what could be
// of one thing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "state/rules.h"
#include "story/report.h"

namespace sayso {

std::string_view last_word(std::string_view words);

// Where the thing is: the place of that name, else the place the state is told of ("severed
// Kherson", said in London).
std::uint32_t place_of(const Report& report, const ReportState& state, std::string_view entity);

// What tells a thing without a name from others: its words without what only describes, and its
// scope. Of "ceasefire between Thailand and Cambodia" the same.
struct Described {
  std::string words, scope;
};
// Empty words: a thing of which there may be several at a time.
Described described(const Situation& situation, std::string_view entity, std::string_view scope);

// What ties a statement to all others that could be of one thing with it, whatever else is told.
// Wider than the rules by which they are: store/ makes anew what is tied to something new.
struct Ties {
  std::vector<std::uint64_t> fixed;   // shared by statements of any report
  std::vector<std::uint64_t> beside;  // shared with reports that speak of this way
  bool named = false;
  bool custody = false;  // shared in a report: "we hold no teacher" is of whom others say is held
  // Of a thing without a name, of "talks between X and Y", "accords with X": shared in a story.
  std::string peer;
  std::string route;  // kind of the way it is or may be called by, shared in a story
};
Ties ties_of(const ReportState& state, const Situation& situation);
// Of a person's full name, and of a way that a report speaks of.
std::uint64_t surname_tie(std::string_view full_name);
std::uint64_t name_tie(std::string_view name);
std::uint64_t beside_tie(std::string_view name);
// The ways that "the corridor" may be in a report that speaks of `said`: it, and those known to
// belong to it.
std::vector<std::string> ways_beside(const Situation& situation, const std::string& said);
// "corridor" for "Lachin corridor": the last word, folded.
std::string way_kind(std::string_view name);

}  // namespace sayso
