// SPDX-License-Identifier: Apache-2.0
// Documents with attributions marked by people: JSON Lines of {"doc_id", "text", "attributions":
// [{"source", "cue", "content": [[start, end]]}]}, offsets in code points.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/result.h"
#include "doc/document.h"

namespace sayso::train {

struct Attribution {
  // Labels source, cue, content (kSource .. kContent less one): pieces in code points.
  std::array<std::vector<std::pair<std::uint32_t, std::uint32_t>>, 3> roles;
};

struct GoldDocument {
  std::string id, text;
  std::vector<Attribution> attributions;
};

Result<std::vector<GoldDocument>> read_gold(const std::string& path);

}  // namespace sayso::train
