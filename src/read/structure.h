// SPDX-License-Identifier: Apache-2.0
// The structure wire reports share, found on plain text, JSON Lines and extracted pages alike:
// headline, deck, key points, dateline, byline, credits, corrections, captions, headings,
// furniture. Raw blocks (segment.h, or a page's paragraphs) become Document::blocks; a raw block
// may be cut into several (dateline + paragraph, paragraph + "Read more"). Words never change, only
// spans.
#pragma once

#include <string_view>
#include <vector>

#include "read/segment.h"
#include "read/tables.h"

namespace sayso::read {

struct StructureOptions {
  std::string_view
      given_title;  // known from elsewhere; a first block with these words is the headline
  bool guess_headline = true;  // a short first line without a full stop is one
  bool from_markup = false;    // kinds of the raw blocks come from tags: keep headings as they are
};

// Fills document.blocks, title, provenance.agency, authors (if there are none) and, where the input
// gave no date, published_at from the dateline. REQUIRES: raw in text order, inside the text.
void find_structure(const Tables& tables, const StructureOptions& options,
                    std::vector<RawBlock> raw, Document& document);

}  // namespace sayso::read
