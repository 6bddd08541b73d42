// SPDX-License-Identifier: Apache-2.0
// Bodies named once and called by a bare noun after: "Boeing ... the company", "the M23 ... the
// rebels". Which nouns do so is told by `mention.links`, which names they fit by their sector.
#pragma once

#include <string_view>

#include "mention/found.h"

namespace sayso::mention {

// A noun for one body, or in the plural for those who are one, with nothing that tells it apart.
bool stands_for_body(const Catalog& catalog, const Document& document, const Found& found);
// The entity is of the sector; an empty one fits all but states' bodies and media.
bool of_sector(const Catalog& catalog, const Document& document, const Entity& entity,
               std::string_view sector);

}  // namespace sayso::mention
