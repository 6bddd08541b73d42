// SPDX-License-Identifier: Apache-2.0
// Plain text to raw blocks: where paragraphs and list items begin and end, nothing yet about what
// they are (structure.h). Texts come with blank lines between paragraphs, with one line a
// paragraph, hard-wrapped at some column, or without any break; all are told apart by their line
// lengths.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "doc/document.h"

namespace sayso::read {

struct RawBlock {
  Span text;                              // trimmed, bullet left out
  BlockKind kind = BlockKind::paragraph;  // paragraph or list_item from text; any from markup
  bool alone = true;  // stands on lines of its own: could be a headline, a label
  std::uint32_t lines = 1;
};

// Blocks of text[from, end). Linear in the text.
std::vector<RawBlock> segment_text(std::string_view text, std::uint32_t from = 0);

}  // namespace sayso::read
