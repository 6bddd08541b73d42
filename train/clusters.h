// SPDX-License-Identifier: Apache-2.0
// Word clusters by exchange: each word sits in the cluster where the bigrams of the text, read in
// both directions, become most likely (Martin, Liermann and Ney 1998; two-sided predictive form).
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

namespace sayso::train {

// Running text as word numbers; 0 marks a boundary, words outside the vocabulary are 1.
struct Corpus {
  std::vector<std::string> word;  // by number, from 2 on
  std::vector<std::uint64_t> count;
  std::vector<std::uint32_t> text;
};

// Reads plain text, one paragraph a line; keeps the `vocabulary` most frequent words.
Corpus read_corpus(const std::vector<std::string>& files, const std::string& split_table,
                   std::size_t vocabulary);

// The cluster (1..clusters) of each word of the corpus.
std::vector<std::uint16_t> exchange_clusters(const Corpus& corpus, int clusters, int rounds);

}  // namespace sayso::train
