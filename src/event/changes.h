// SPDX-License-Identifier: Apache-2.0
// The table of changes (event.changes): which state a change of a thing is, by the kind of the
// thing. Private to event/.
#pragma once

#include "event/tree.h"

namespace sayso::coding {

// The state that `change` (a row of Patterns::change) makes of the thing, or null if of none.
const EffectRule* made_of(const View& view, std::uint32_t change, std::uint32_t thing);

}  // namespace sayso::coding
