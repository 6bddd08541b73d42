// SPDX-License-Identifier: Apache-2.0
// Symbols: the strings of one Document, each kept once. A Symbol is a row here; comparing two
// symbols of the same document compares their strings. Each row carries what lookups need again
// and again: a hash of the exact bytes, the composable hash of its folded letters, its shape.
//
// Owned by a Document, used by one thread at a time. Views returned stay valid until the
// Symbols is cleared or destroyed (the arena grows by blocks and never moves).
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace sayso {

// A hash of folded text that composes: fold(a + b) = fold(a) * power(b) + fold(b) mod 2^64.
// lex/phrases.h walks token by token with it; lex/ compiles its keys with the same function.
struct FoldHash {
  std::uint64_t hash = 0;
  std::uint64_t power = 1;  // 1 = nothing that folds to a letter or digit (punctuation)

  [[nodiscard]] bool empty() const { return power == 1; }
  [[nodiscard]] FoldHash then(FoldHash next) const {
    return {hash * next.power + next.hash, power * next.power};
  }
  friend bool operator==(FoldHash, FoldHash) = default;
};
FoldHash fold_hash(std::string_view text);

enum class Shape : std::uint8_t { lower, capitalized, all_caps, mixed, number, other };

class Symbols {
 public:
  Symbols();
  Symbol intern(std::string_view text);
  [[nodiscard]] Symbol find(std::string_view text) const;  // none if never interned
  // REQUIRES: s.some(), made by this table.
  [[nodiscard]] std::string_view text(Symbol s) const { return rows_[s.value].text; }
  [[nodiscard]] std::uint64_t hash(Symbol s) const { return rows_[s.value].hash; }
  [[nodiscard]] FoldHash fold(Symbol s) const { return rows_[s.value].fold; }
  [[nodiscard]] Shape shape(Symbol s) const { return rows_[s.value].shape; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(rows_.size()); }
  [[nodiscard]] std::size_t bytes() const;  // memory held

 private:
  struct Row {
    std::string_view text;
    std::uint64_t hash;
    FoldHash fold;
    Shape shape;
  };
  std::string_view store(std::string_view text);
  void grow();

  std::vector<Row> rows_;
  std::vector<std::uint32_t> slots_;  // open addressing; 0 = free, else row + 1
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t block_used_ = 0, block_size_ = 0, arena_bytes_ = 0;
};

Shape shape_of(std::string_view text);

}  // namespace sayso
