// SPDX-License-Identifier: Apache-2.0
// Since when a state told beside the news is so. Private to event/.
#pragma once

#include "event/resolve.h"

namespace sayso::coding {

// What is told beside the news, of a time before it: "the ship that blocked the canal in March".
bool told_aside(const View& view, const Draft& draft);
// "had lifted the seizure on Tuesday": of these days, and still so.
bool is_recent(const View& view, WhenId when);
// The time named right after the word, wherever the parser hung it, or none.
WhenId time_after(const View& view, std::uint32_t token);

}  // namespace sayso::coding
