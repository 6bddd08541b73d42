// SPDX-License-Identifier: Apache-2.0
// What the report has told of a thing before, and what of that is over. Private to event/.
#pragma once

#include "event/resolve.h"

namespace sayso::coding {

// "Released Diaz, 12 days after they abducted him": what the clause of `token` tells came before
// what the sentence has told of the thing already.
bool came_before(const View& view, std::uint32_t token, StateVariable variable,
                 std::uint32_t thing);
// The report has said that somebody holds it.
bool was_held(const View& view, std::uint32_t thing);
// A state of the same kind and thing is told in this sentence already: changes fill gaps only.
bool is_told(const View& view, const StateEffect& state, std::uint32_t token,
             std::uint32_t trigger);
// Takes away what the sentence has told beside the thing, on no day of its own, and what is over
// now: "the road, blocked last week, is free".
void drop_overcome(const View& view, const StateEffect& state, std::uint32_t trigger);

}  // namespace sayso::coding
