// SPDX-License-Identifier: Apache-2.0
// Words of a stretch of text, in the tokenisation of Universal Dependencies for English:
// contractions are cut (do|n't, it|'s, can|not), hyphenated words are three tokens unless the first
// part is a prefix (pre-owned), an abbreviation keeps its point, URLs and numbers stay whole.
//
// One pass over the bytes; every byte is looked at a bounded number of times. Offsets are bytes of
// the text given. The lists of abbreviations and prefixes come from data/lexicon/ (SplitLexicon).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sayso {

// What a point after a word may mean.
enum class Abbreviation : std::uint8_t {
  none,
  title,   // "Mr.": the point is the word's, the sentence goes on
  end,     // "Inc.", "a.m.": the sentence may end here too
  number,  // "No.": only before a number
  inside,  // "etc.": only while the sentence goes on
  name,    // "Sun.": only if capitalized, before a capital or a number
};

// Words that change how text is cut, all lower case.
struct SplitLexicon {
  std::unordered_map<std::string, Abbreviation> abbreviations;  // without the last point
  std::unordered_map<std::string, bool> prefixes;               // "non", "pre"; without hyphen
  std::unordered_map<std::string, std::string> contractions;    // "gonna" -> "gon|na"
  std::size_t longest = 0;                                      // bytes of the longest key

  // REQUIRES: `lower` in lower case.
  [[nodiscard]] Abbreviation abbreviation(std::string_view lower) const;
  void finish();  // sets `longest`; call after filling
};

// Enters one row of the table `split` (data/lexicon/split.tsv); unknown kinds are left out.
void add_split_word(SplitLexicon& lexicon, std::string_view word, std::string_view kind,
                    std::string_view parts);

struct RawToken {
  std::uint32_t begin = 0, end = 0;
  bool joined = false;  // continues the word before ("n't")
  bool cut = false;     // cut for length
  Abbreviation abbreviation = Abbreviation::none;
};

constexpr std::uint32_t kLongestToken = 65536;  // bytes; a longer one is cut

// Appends the tokens of text[begin, end) to `out`.
void tokenize(std::string_view text, std::uint32_t begin, std::uint32_t end,
              const SplitLexicon& lexicon, std::vector<RawToken>& out);

}  // namespace sayso
