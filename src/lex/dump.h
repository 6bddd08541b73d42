// SPDX-License-Identifier: Apache-2.0
// The way back from an image to files of tables, so that an installed image can be extended by
// who has no data/ folder.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace sayso {

// Writes `folder`/TABLE.tsv for every table of the image but those named; `compile_knowledge` on
// the folder gives them again. REQUIRES: the folder exists.
Status dump_tables(const std::string& image_path, const std::string& folder,
                   const std::vector<std::string>& leave_out);

}  // namespace sayso
