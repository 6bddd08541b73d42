// SPDX-License-Identifier: Apache-2.0
// The rules behind tokenize(), one stretch without white space after the other:
//   tokenize.cc      where words, marks and addresses begin
//   words.cc         where a word ends: points, hyphens, abbreviations
//   addresses.cc     web and e-mail addresses, @names, numbers
//   contractions.cc  do|n't, it|'s, can|not, '90s
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "split/chars.h"
#include "split/tokenize.h"

namespace sayso::cut {

// Units share the table of contractions under keys no word can have.
inline std::string unit_key(std::string_view unit) {
  std::string key(1, '0');
  key += unit;
  return key;
}

// Cuts one stretch without white space at a time.
class Cutter {
 public:
  Cutter(std::string_view text, std::uint32_t end, const SplitLexicon& lexicon,
         std::vector<RawToken>& out)
      : text_(text), end_(end), lexicon_(lexicon), out_(out) {}

  void run(std::uint32_t at);

 private:
  [[nodiscard]] Char peek(std::uint32_t at) const { return char_at(text_, at, end_); }
  [[nodiscard]] char byte(std::uint32_t at) const { return at < end_ ? text_[at] : '\0'; }
  [[nodiscard]] bool word_char(std::uint32_t at) const {
    const Kind k = peek(at).kind;
    return k == Kind::letter || k == Kind::digit;
  }
  [[nodiscard]] std::string_view lower(std::uint32_t begin, std::uint32_t end);
  void emit(std::uint32_t begin, std::uint32_t end, bool joined = false,
            Abbreviation abbreviation = Abbreviation::none);

  void chunk(std::uint32_t begin, std::uint32_t end, bool special);
  std::uint32_t address(std::uint32_t begin, std::uint32_t end);
  std::uint32_t word(std::uint32_t begin, std::uint32_t chunk_end);
  std::uint32_t number_tail(std::uint32_t begin, std::uint32_t at);
  [[nodiscard]] bool inner_point(std::uint32_t segment, std::uint32_t at) const;
  bool inner_hyphen(std::uint32_t begin, std::uint32_t at, std::uint32_t next);
  std::uint32_t contraction(std::uint32_t begin, std::uint32_t at, std::uint32_t mark_length);
  std::uint32_t finish_word(std::uint32_t begin, std::uint32_t at, bool dotted);
  std::uint32_t emit_word(std::uint32_t begin, std::uint32_t at);
  bool followed_by(std::uint32_t at, std::string_view words);
  Abbreviation point_belongs(std::uint32_t begin, std::uint32_t at, bool dotted);
  std::uint32_t leading_apostrophe(std::uint32_t at, std::uint32_t length);
  std::uint32_t marks(std::uint32_t at, Char c);
  std::uint32_t emoticon(std::uint32_t at) const;
  [[nodiscard]] std::uint32_t digits(std::uint32_t at) const;

  std::string_view text_;
  std::uint32_t end_;
  std::uint32_t chunk_begin_ = 0;
  const SplitLexicon& lexicon_;
  std::vector<RawToken>& out_;
  std::string lower_;
  bool next_joined_ = false;
};

}  // namespace sayso::cut
