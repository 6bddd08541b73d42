// SPDX-License-Identifier: Apache-2.0
// The words of one document, each distinct one made once and kept by the worker.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "doc/document.h"
#include "parse/words.h"

namespace sayso {

class WordLookup {
 public:
  // One pointer a token, until the next call.
  const std::vector<const WordInfo*>& look_up(const Document& document, const WordTable& table);

 private:
  static constexpr std::size_t kKept = 50000;  // about 6 MB a worker

  std::unordered_map<std::uint64_t, WordInfo> known_;  // by hash of the form, across documents
  std::vector<const WordInfo*> by_symbol_;             // of this document
  std::vector<const WordInfo*> words_;                 // of each token
};

}  // namespace sayso
