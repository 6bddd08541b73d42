// SPDX-License-Identifier: Apache-2.0
// The vector of a word, from its written form alone: the sum of rows of tables found by the word
// itself (words of the training data have a row of their own), its endings, beginnings and shape
// (hashed, so that an unknown word has a vector too).
#pragma once

#include "base/result.h"
#include "learn/tensors.h"
#include "parse/words.h"

namespace sayso {

class WordVectors {
 public:
  static Result<WordVectors> open(const Tensors& tensors);
  [[nodiscard]] int size() const { return static_cast<int>(lower_.columns); }
  // Sets x[0..size()).
  void vector(const WordInfo& word, float* x) const;

 private:
  static constexpr int kHashed = 7;
  static void add(const ByteRows& table, std::uint64_t row, float* x);

  KeyArray keys_;  // sorted
  ByteRows lower_;
  ByteRows hashed_[kHashed];  // in the order of kHashedNames
};

// Of the arrays "NAME.table" beside "lower.table" and "lower.keys".
extern const char* const kHashedNames[7];

}  // namespace sayso
