// SPDX-License-Identifier: Apache-2.0
// What a noun of several meanings names here, by the words around it: a television network and a
// terrorist one, a fighter who is a man and one that flies. Rows of the table `mention.senses`.
#pragma once

#include <optional>
#include <string_view>

#include "mention/catalog.h"

namespace sayso::mention {

struct Sense {
  SenseKind kind;
  std::string_view sector;  // of the actor; empty: as the other tables say; "-": of none
};

// The sense of the noun [first, head] within the words of its mention, or nothing if it has one
// meaning only. The first row that fits; a row that asks nothing fits where no other does.
std::optional<Sense> noun_sense(const Catalog& catalog, const Document& document,
                                TokenRange mention, std::uint32_t first, std::uint32_t head);

}  // namespace sayso::mention
