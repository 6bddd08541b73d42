// SPDX-License-Identifier: Apache-2.0
#include "lex/phrases.h"

namespace sayso {
namespace {

bool any_fits(const Table& table, RowRange rows, const Document& document, TokenRange tokens) {
  for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
    if (row_fits(table, row, document, tokens)) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool row_fits(const Table& table, std::uint32_t row, const Document& document, TokenRange tokens) {
  if (!table.caps_only(row)) {
    return true;
  }
  const std::string_view words = document.words(tokens);  // "is" is no "IS": most end here
  return (words[0] < 'a' || words[0] > 'z') && shape_of(words) == Shape::all_caps;
}

std::optional<PhraseMatch> longest_match(const Table& table, const Document& document,
                                         std::uint32_t first, std::uint32_t limit, LastWord last) {
  const Symbols& symbols = document.symbols;
  const TokenTable& tokens = document.tokens;
  std::optional<PhraseMatch> best;
  FoldHash path;
  for (std::uint32_t t = first; t < limit; ++t) {
    const FoldHash here = symbols.fold(tokens.form[t]);
    if (here.empty()) {
      if (t == first) {
        return std::nullopt;
      }
      continue;
    }
    const FoldHash next = path.then(here);
    const Table::Hit hit = table.find(next);
    const TokenRange range{first, t + 1};
    if (!hit.rows.empty() && any_fits(table, hit.rows, document, range)) {
      best = PhraseMatch{range, hit.rows};
    } else if (last == LastWord::form_or_lemma && tokens.lemma[t] != tokens.lower[t]) {
      const Table::Hit inflected = table.find(path.then(symbols.fold(tokens.lemma[t])));
      if (!inflected.rows.empty() && any_fits(table, inflected.rows, document, range)) {
        best = PhraseMatch{range, inflected.rows};
      }
    }
    if (!hit.longer) {
      break;
    }
    path = next;
  }
  return best;
}

}  // namespace sayso
