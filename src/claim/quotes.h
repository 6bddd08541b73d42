// SPDX-License-Identifier: Apache-2.0
// Quotes: which tokens stand between quotation marks, over the whole document. Marks may be curly,
// straight, doubled apostrophes or single; a quotation that runs over paragraphs opens each one
// anew and closes once. An opening mark that never closes ends with its paragraph.
#pragma once

#include <cstdint>
#include <vector>

#include "doc/document.h"

namespace sayso::claims {

struct Quote {
  TokenRange tokens;       // with its marks
  bool continued = false;  // goes on from the paragraph before, where it was left open
  bool open = false;       // not closed in this paragraph
};

class Quotes {
 public:
  void find(const Document& document);
  [[nodiscard]] const std::vector<Quote>& all() const { return quotes_; }
  // Row of the quote the token stands in (its marks too), or kNone.
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  [[nodiscard]] std::uint32_t of(std::uint32_t token) const { return of_[token]; }
  [[nodiscard]] bool inside(std::uint32_t token) const { return of_[token] != kNone; }

 private:
  void paragraph(const Document& document, TokenRange tokens);
  void add(TokenRange tokens, bool open);
  std::vector<Quote> quotes_;
  std::vector<std::uint32_t> of_;
};

}  // namespace sayso::claims
