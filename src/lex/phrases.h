// SPDX-License-Identifier: Apache-2.0
// Longest match of a table's keys over the tokens of a document, by composed fold hashes: one
// table probe per token tried, no string is built. See data/FORMAT.md, "How a key matches text".
#pragma once

#include <optional>

#include "doc/document.h"
#include "lex/lex.h"

namespace sayso {

enum class LastWord : std::uint8_t {
  form,          // as it stands
  form_or_lemma  // as it stands, else its lemma ("bridges" matches the key "bridge")
};

struct PhraseMatch {
  TokenRange tokens;
  RowRange rows;  // at least one of them fits the case of the text; check others with row_fits()
};

// The longest key that begins at token `first` and ends at or before `limit`. A match neither
// begins nor ends with a token that folds to nothing (punctuation), but may hold one (hyphens).
// REQUIRES: first < limit <= tokens.size(); lemmas filled if form_or_lemma.
std::optional<PhraseMatch> longest_match(const Table& table, const Document& document,
                                         std::uint32_t first, std::uint32_t limit,
                                         LastWord last = LastWord::form);

// False if the key is written all in capitals and the text is not.
bool row_fits(const Table& table, std::uint32_t row, const Document& document, TokenRange tokens);

}  // namespace sayso
