// SPDX-License-Identifier: Apache-2.0
// Paragraphs of a report by what they say, and those that say it again and again: words an outlet
// puts under everything ("Our reporters work in forty countries ..."). Reading knows such furniture
// by its words and by a page's markup; what is left shows only over many documents.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "doc/document.h"
#include "story/story.h"

namespace sayso {

struct ReportParagraph {
  Stretch where;
  std::uint64_t hash = 0;  // of its folded words
};

// Of the blocks that read as news, but the headline, with four words at least: 16 bytes each (start
// and end as 32 bits, hash as 64, little-endian). `points` is over document.text.
std::string make_paragraphs(const Document& document, const CodePoints& points);
std::vector<ReportParagraph> read_paragraphs(std::string_view bytes);

struct FurnitureParagraph {
  std::uint32_t report = 0;  // row of the reports given
  Stretch where;
  std::uint64_t key = 0;  // ParagraphKey::key
};

// A paragraph of one site: the same words of the same site have the same key.
struct ParagraphKey {
  std::uint64_t key = 0;
  Stretch where;
};
// None for a report whose site is not known.
std::vector<ParagraphKey> paragraph_keys(const Report& report);

// A paragraph is furniture if at least kFurnitureDocuments documents of one outlet (one site, where
// they have addresses) hold it that are not copies of each other and belong to at least
// kFurnitureStories stories: background told again within one story stays news. By report, then
// place; the same whatever the order of the reports.
constexpr std::uint32_t kFurnitureDocuments = 4;
constexpr std::uint32_t kFurnitureStories = 3;
std::vector<FurnitureParagraph> find_furniture(const std::vector<Report>& reports,
                                               const Stories& stories);

// Marks the claims, events and states that stand in such paragraphs (`furniture` of their rows).
void mark_furniture(std::vector<Report>& reports, const std::vector<FurnitureParagraph>& found);

}  // namespace sayso
