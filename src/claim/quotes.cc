// SPDX-License-Identifier: Apache-2.0
#include "claim/quotes.h"

#include <string_view>

namespace sayso::claims {
namespace {

enum class Mark : std::uint8_t { none, open, close, straight, single_open, single_close, single };

Mark mark_of(std::string_view form) {
  if (form == "“" || form == "``" || form == "«" || form == "„") {
    return Mark::open;
  }
  if (form == "”" || form == "»") {
    return Mark::close;
  }
  if (form == "\"" || form == "''" || form == "‘‘" || form == "’’") {
    return Mark::straight;
  }
  if (form == "‘" || form == "`") {
    return Mark::single_open;
  }
  if (form == "’") {
    return Mark::single_close;
  }
  return form == "'" ? Mark::single : Mark::none;
}

}  // namespace

void Quotes::add(TokenRange tokens, bool open) {
  Quote quote;
  quote.tokens = tokens;
  quote.open = open;
  const auto row = static_cast<std::uint32_t>(quotes_.size());
  for (std::uint32_t t = tokens.begin; t < tokens.end; ++t) {
    of_[t] = row;
  }
  quotes_.push_back(quote);
}

void Quotes::paragraph(const Document& document, TokenRange tokens) {
  const TokenTable& t = document.tokens;
  std::uint32_t start = kNone, single = kNone;
  for (std::uint32_t i = tokens.begin; i < tokens.end; ++i) {
    Mark mark = mark_of(document.words(t.span(i)));
    if (mark == Mark::none) {
      continue;
    }
    const bool space_before =
        i == tokens.begin || t.has(i - 1, kSpaceAfter) || t.begin[i] != t.end[i - 1];
    const bool space_after = i + 1 == tokens.end || t.has(i, kSpaceAfter);
    if (mark == Mark::straight) {
      mark = start != kNone && !(space_before && !space_after && i > start + 1) ? Mark::close
                                                                                : Mark::open;
    }
    // Typed the wrong way round: a closing mark that opens a paragraph.
    if (mark == Mark::close && start == kNone && i == tokens.begin && !space_after) {
      mark = Mark::open;
    }
    if (mark == Mark::open) {
      if (start != kNone && start + 1 < i) {
        add({start, i}, true);  // the last one was never closed
      }
      start = i;
    } else if (mark == Mark::close && start != kNone) {
      add({start, i + 1}, false);
      start = kNone;
    } else if (start == kNone && single == kNone && mark != Mark::close && space_before &&
               !space_after && mark != Mark::single_close && t.upos[i] == Upos::punct) {
      single = i;
    } else if (single != kNone && !space_before && t.upos[i] == Upos::punct &&
               (mark == Mark::single || mark == Mark::single_close)) {
      if (start == kNone) {
        add({single, i + 1}, false);
      }
      single = kNone;
    }
  }
  if (start != kNone && start + 1 < tokens.end) {
    add({start, tokens.end}, true);
  }
}

void Quotes::find(const Document& document) {
  quotes_.clear();
  of_.assign(document.tokens.size(), kNone);
  std::uint32_t block_last_quote = kNone;
  for (std::size_t s = 0; s < document.sentences.size();) {
    TokenRange tokens = document.sentences[s].tokens;
    const std::uint32_t block = document.sentences[s].block;
    for (++s; s < document.sentences.size() && document.sentences[s].block == block; ++s) {
      tokens.end = document.sentences[s].tokens.end;
    }
    const auto before = static_cast<std::uint32_t>(quotes_.size());
    paragraph(document, tokens);
    const bool left_open = block_last_quote != kNone && quotes_[block_last_quote].open;
    if (left_open && quotes_.size() > before && quotes_[before].tokens.begin == tokens.begin) {
      quotes_[before].continued = true;
    }
    block_last_quote = quotes_.size() > before && quotes_.back().tokens.end == tokens.end
                           ? static_cast<std::uint32_t>(quotes_.size() - 1)
                           : kNone;
  }
}

}  // namespace sayso::claims
