// SPDX-License-Identifier: Apache-2.0
// Whether what a frame fits is told as a happening of public matter: nouns that only mention, words
// of sport and markets, force that nobody uses, questions and purposes give none.
#pragma once

#include "event/resolve.h"

namespace sayso::coding {

bool known_actor(const View& view, const Resolved& resolved);
// A state, a force, a court, a public or international body; no firm, no private person.
bool is_public(const View& view, const Resolved& resolved);
// The sentence speaks of sport or markets.
bool plays(const View& view, TokenRange sentence);
// REQUIRES: the draft's arguments are filled, here and below.
// Reports of sport and of business: what is told there between players or firms is no event; only
// what states, courts, police, the armed or public bodies do, or what is done to them.
bool fits_subject(const View& v, const Draft& draft);
bool no_force(const View& view, const Draft& draft);
bool nobody_acts(const View& view, const Draft& draft);
bool sides_fit(const View& view, const Draft& draft);
bool speaks_of_itself(const View& view, const Draft& draft);
// Nobody is named and it is no deed that stands for itself: "the agreement that was signed".
bool names_no_deed(const View& v, const Draft& draft);
// "The attack", "that raid": of which something is known already.
bool is_definite(const View& view, std::uint32_t noun);
bool noun_is_told(const View& view, const Candidate& candidate);
bool is_open_question(const View& view, const Candidate& candidate);
bool is_untold(const View& view, const Candidate& candidate, Factuality factuality);

}  // namespace sayso::coding
