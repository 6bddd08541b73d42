// SPDX-License-Identifier: Apache-2.0
// Which paragraphs of a page are its article. In two steps: the smallest element that holds the
// article (named so, marked so, or found by where the running text is dense), then the paragraphs
// in it that are not furniture. What class names say is only believed where enough text remains.
#pragma once

#include <vector>

#include "read/html_page.h"
#include "read/marks.h"

namespace sayso::read {

struct Extraction {
  std::vector<std::uint32_t> paras;  // rows of Page::paras, in order
  std::uint32_t container = 0;       // row of the element
  std::uint32_t good_words = 0;
};

struct ExtractHints {
  std::uint32_t title_row = 0;   // paragraph of the headline + 1
  std::string_view description;  // of the page, for a lead set apart
};

class Extractor {
 public:
  Extractor(const Tables& tables, const MarkupWords& markup) : marks_(tables), markup_(markup) {}
  [[nodiscard]] Extraction extract(const HtmlTree& tree, const Page& page,
                                   const ExtractHints& hints) const;

 private:
  Marks marks_;
  const MarkupWords& markup_;
};

}  // namespace sayso::read
