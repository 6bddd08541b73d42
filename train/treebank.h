// SPDX-License-Identifier: Apache-2.0
// A treebank prepared for the learners: words with their context-free knowledge, tag classes as
// numbers.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "conllu.h"
#include "doc/token_table.h"
#include "parse/words.h"

namespace sayso::train {

// The joint tag classes of a model: class number -> UPOS and XPOS.
class TagSet {
 public:
  // Classes with at least `least` words; the others fall to the most frequent with their UPOS.
  void learn(const std::vector<Sentence>& sentences, int least);
  [[nodiscard]] int of(const std::string& upos, const std::string& xpos) const;
  [[nodiscard]] int size() const { return static_cast<int>(classes_.size()); }
  [[nodiscard]] std::string bytes() const;  // section "tags": two bytes a class
  [[nodiscard]] Upos upos(int c) const { return classes_[c].first; }
  [[nodiscard]] Xpos xpos(int c) const { return classes_[c].second; }

 private:
  std::vector<std::pair<Upos, Xpos>> classes_;
  std::unordered_map<std::string, int> number_;
  std::unordered_map<std::string, int> fallback_;
};

// Section "words": clusters (a file made by train_clusters) and ambiguity classes of the training
// sentences.
std::string build_words(const std::string& clusters, const std::vector<Sentence>& sentences,
                        const TagSet& tags);

}  // namespace sayso::train
