// SPDX-License-Identifier: Apache-2.0
// Copies: reprints of a text, whole, cut or with changed words. Private to story/.
#pragma once

#include <vector>

#include "story/story.h"

namespace sayso {

// Fills copies and original_of. `sketches` has a row for each report.
void find_copies(const std::vector<Report>& reports, const std::vector<Sketch>& sketches,
                 const StoryOptions& options, const Settled* settled, Stories& stories);

}  // namespace sayso
