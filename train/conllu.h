// SPDX-License-Identifier: Apache-2.0
// Treebank files (CoNLL-U) as plain structs.
#pragma once

#include <string>
#include <vector>

namespace sayso::train {

struct Sentence {
  std::vector<std::string> form, lemma, upos, xpos, deprel;
  std::vector<int> head;     // index in the sentence, -1 = root
  std::vector<bool> space;   // white space after the word
  std::vector<bool> joined;  // continues a multiword token
  bool new_paragraph = false;
  std::string document;  // id of the document it stands in
  [[nodiscard]] int size() const { return static_cast<int>(form.size()); }
};

// Empty nodes are left out. Stops the program with a message if the file cannot be read.
std::vector<Sentence> read_conllu(const std::string& path);

}  // namespace sayso::train
