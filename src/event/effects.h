// SPDX-License-Identifier: Apache-2.0
// What an event makes of things, and states said outright: who holds a place, whether it can be
// reached, what is damaged, which flow runs, which agreement stands, who is held by whom. Names of
// entities are made specific here ("gas flows from Russia to Europe").
#pragma once

#include "event/resolve.h"

namespace sayso::coding {

// Appends to document.states what the draft's frame says; `event` is none for stated states.
void add_effects(const View& view, const Draft& draft, EventId event);

// One effect on the thing at `token`, whatever the draft's frame says.
void add_effect(const View& view, const Draft& draft, const EffectRule& effect,
                std::uint32_t token);

// Effects of a clause that is part of another event: "agreed to allow exports", "offered Russia a
// swap to release" (Russia holds whom it is asked to release).
void add_eaten_effects(const View& view, const Draft& outer, const Draft& inner);

}  // namespace sayso::coding
