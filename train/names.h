// SPDX-License-Identifier: Apache-2.0
// The name tagger: its data sets read into one form, training, and span scores.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "parse/name_lists.h"
#include "perceptron.h"
#include "treebank.h"

namespace sayso::train {

struct NameSentence {
  std::vector<std::string> form;
  std::vector<std::uint8_t> gold;  // name classes
  bool new_document = false;
  // filled by the caller
  std::vector<const WordInfo*> words;
  std::vector<std::uint8_t> tags;
  std::vector<std::uint16_t> lists;
};

// Two-column or IOB2 files; `form_column` and `tag_column` from 0. Unknown types become "other".
std::vector<NameSentence> read_names(const std::string& path, int form_column, int tag_column);

// Looks the words up in the lists; fills `lists`.
void look_up(NameSentence& s, const NameLists& lists);

Perceptron train_names(const std::vector<const NameSentence*>& sentences, int epochs,
                       std::uint64_t seed);
void predict_names(const Perceptron& p, const std::vector<NameSentence>& sentences,
                   std::vector<std::vector<std::uint8_t>>& out);
// "P R F1 (gold spans)" over person, organization and place.
std::string name_score(const std::vector<NameSentence>& sentences,
                       const std::vector<std::vector<std::uint8_t>>& predicted);

}  // namespace sayso::train
