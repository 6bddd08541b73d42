// SPDX-License-Identifier: Apache-2.0
// What read/ knows about words: the tables data/lexicon/read_*.tsv, and longest match of their keys
// over plain text. Reading comes before tokens, so the match walks words of the text (runs without
// white space) and composes their fold hashes; nothing is built, nothing is allocated.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lex/lex.h"

namespace sayso::read {

struct Tables {
  const Table* furniture;      // phrase, where
  const Table* agencies;       // name, agency
  const Table* credits;        // cue, role
  const Table* corrections;    // cue, kind
  const Table* bylines;        // cue, language
  const Table* captions;       // cue, where
  const Table* labels;         // label, kind
  const Table* header;         // name, field
  const Table* calendar;       // name, kind, number
  const Table* author_words;   // word, kind
  const Table* date_labels;    // label, kind
  const Table* links;          // mention.links, or null
  const Table* first_names;    // mention.first_names, or null
  const Table* abbreviations;  // split: words whose point ends no sentence, or null
  const Table* places;         // geo.names, or null where the image has no gazetteer
  const Table* actors;         // or null likewise
  static Tables of(const Knowledge& knowledge);
};

struct PhraseHit {
  RowRange rows;
  std::size_t end;  // after the last word matched, with the punctuation that sticks to it
};
// The longest key whose words stand at `at`. REQUIRES: at is the beginning of a word or white
// space.
std::optional<PhraseHit> phrase_at(const Table& table, std::string_view text, std::size_t at = 0);

// Column 1 of the first row whose key folds like `name`; empty if there is none.
std::string_view look_up(const Table& table, std::string_view name);
// True if one of the rows has `value` in column 1.
bool has_value(const Table& table, RowRange rows, std::string_view value);

// Byte length of the white space at `at` (Unicode and zero-width included); 0 if there is none.
std::size_t wide_space_at(std::string_view text, std::size_t at);  // of what is not ASCII
inline std::size_t space_at(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c < 0x80) {
    return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F) ? 1 : 0;
  }
  return wide_space_at(text, at);
}
std::string_view trim_unicode(std::string_view text);
// The next run without white space from `at` on; empty at the end. `at` moves behind it.
std::string_view next_word(std::string_view text, std::size_t& at);
std::size_t count_words(std::string_view text, std::size_t up_to = 1U << 30);

}  // namespace sayso::read
