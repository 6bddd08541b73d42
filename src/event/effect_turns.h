// SPDX-License-Identifier: Apache-2.0
// How the words beside it turn a state: open again, open to some only, stopped until a day. Private
// to event/.
#pragma once

#include <string>

#include "event/resolve.h"

namespace sayso::coding {

// `value`, told by `word` of `thing`, as what stands beside the word makes it: "runs again" is
// resumed, "is open to motorcycles only" reduced (of access: limited), "halted until Monday"
// suspended.
void turn_value(const View& view, std::uint32_t word, std::uint32_t thing, StateVariable variable,
                std::string& value);

}  // namespace sayso::coding
