// SPDX-License-Identifier: Apache-2.0
// What the taggers and the parser know of a word without its context: hashes of its form, endings
// and shape, its word clusters, and the tags it had in training. Computed once for each distinct
// word of a document and kept (WordCache), so that no string is hashed in the inner loops.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace sayso {

struct WordInfo {
  std::uint64_t form = 0;        // as written, digits as 0
  std::uint64_t lower = 0;       // lower case, digits as 0
  std::uint64_t suffix[5] = {};  // last 1..5 bytes of lower (0 if the word is shorter)
  std::uint64_t prefix[3] = {};  // first 1..3
  std::uint32_t shape = 0;       // "Xx", "X.X.", "d,d": runs of one kind cut to two
  std::uint16_t fine = 0;        // cluster among about 600; 0 = unknown word
  std::uint16_t coarse = 0;      // cluster among about 100
  std::uint16_t tags = 0;        // ambiguity class: the set of tags seen in training; 0 = unknown
  std::uint8_t looks = 0;        // Look bits
};

enum Look : std::uint8_t {
  kCapital = 1,
  kAllCaps = 2,
  kHasDigit = 4,
  kHasHyphen = 8,
  kAlpha = 16,
  kInnerCapital = 32
};

// The tables of a model that map a word to clusters and ambiguity class. Keys are 32 bits of a
// hash of the word; entries sorted by key.
class WordTable {
 public:
  struct Row {
    std::uint32_t key;
    std::uint16_t fine, coarse, tags, spare;
  };
  static_assert(sizeof(Row) == 12);

  WordTable() = default;
  static Result<WordTable> open(std::string_view bytes);
  static std::string build(std::vector<Row> rows);
  // Case counts: the key of a word as written and of its lower case are two rows.
  static std::uint32_t key(std::string_view normal_form);

  [[nodiscard]] WordInfo info(std::string_view form) const;

 private:
  [[nodiscard]] const Row* find(std::uint32_t key) const;
  const Row* rows_ = nullptr;
  std::uint32_t count_ = 0;
};

// Letters to lower case where asked, digits to 0, curly apostrophes to straight ones.
std::string normal_form(std::string_view form, bool lower);

}  // namespace sayso
