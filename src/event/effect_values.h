// SPDX-License-Identifier: Apache-2.0
// What a state's value says: who holds it, where it is moved, in the words of the report. Private
// to event/.
#pragma once

#include <string>
#include <string_view>

#include "event/resolve.h"

namespace sayso::coding {

// Fills the slots of an effect's words ("held by {agent}"); a slot nobody fills goes with the word
// before it. `custody`: officials hold for the country where they are.
void expand(const View& view, const Draft& draft, bool custody, std::string& value);
// The value as it is compared: a holder's code, else the words.
std::string value_code(const View& view, const Draft& draft, const EffectRule& rule,
                       std::string_view value);

}  // namespace sayso::coding
