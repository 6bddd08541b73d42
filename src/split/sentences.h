// SPDX-License-Identifier: Apache-2.0
// Where sentences end: a learned yes or no at each place between two words that could be an end
// (after a closing mark, at a line end, before a capital). Trainer and runtime share the features.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "learn/feature_hash.h"
#include "learn/weights.h"
#include "split/tokenize.h"

namespace sayso {

constexpr int kLongestSentence = 512;  // tokens; a longer one is cut at the best place

// Facts of one token the features ask for; made once a token.
struct TokenLook {
  std::uint64_t lower = 0;  // hash of the lower case
  std::uint8_t kind = 0;    // what it begins with, see look_at
  std::uint8_t last = 0;    // its last byte, for marks; 'W' for words
  std::uint8_t size = 0;    // bytes, at most 12
};
TokenLook look_at(std::string_view text, const RawToken& token);

// What has gone before in the sentence being built.
struct SentenceSoFar {
  int tokens = 0;
  bool open_quote = false;
  int open_brackets = 0;
};

// May a sentence end between tokens i and i+1 of the block?
bool may_end(std::string_view text, const std::vector<RawToken>& tokens,
             const std::vector<TokenLook>& looks, std::size_t i);
// REQUIRES: i + 1 < end; tokens [begin, end) are one block.
void boundary_features(std::string_view text, const std::vector<RawToken>& tokens,
                       const std::vector<TokenLook>& looks, std::size_t begin, std::size_t end,
                       std::size_t i, const SentenceSoFar& so_far, FeatureList& f);
// Adds token i to what has gone before.
void extend(SentenceSoFar& so_far, const TokenLook& look);

class SentenceModel {
 public:
  static Result<SentenceModel> open(std::string_view section);
  // Ends of the sentences of one block: index behind each last token.
  void split(std::string_view text, const std::vector<RawToken>& tokens, std::size_t begin,
             std::size_t end, std::vector<TokenLook>& looks,
             std::vector<std::uint32_t>& ends) const;

 private:
  SparseWeights weights_;  // classes: 0 goes on, 1 ends
};

}  // namespace sayso
