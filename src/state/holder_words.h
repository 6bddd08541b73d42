// SPDX-License-Identifier: Apache-2.0
// How those who hold something are written. Private to state/.
#pragma once

#include <string>
#include <string_view>

#include "lex/lex.h"

namespace sayso {

[[nodiscard]] std::string_view without_article(std::string_view words);
[[nodiscard]] bool is_pronoun(std::string_view lower);
// A holder as one would write it, whichever article a report gave it: "an armed group", "the Libyan
// National Army", "gunmen", "Hamas", "Faylaq al-Rahman".
// agents: the table of nouns for actors, or null.
[[nodiscard]] std::string with_article(const Table* agents, std::string_view holder);

}  // namespace sayso
