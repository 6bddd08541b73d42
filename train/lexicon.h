// SPDX-License-Identifier: Apache-2.0
// The split table of data/lexicon/ read without the rest of Knowledge.
#pragma once

#include <fstream>
#include <string>

#include "split/tokenize.h"

namespace sayso::train {

inline SplitLexicon read_split_lexicon(const std::string& path) {
  SplitLexicon lexicon;
  std::ifstream in(path);
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty() || line[0] == '#') {
      continue;
    }
    const auto a = line.find('\t');
    const auto b = line.find('\t', a + 1);
    add_split_word(lexicon, std::string_view(line).substr(0, a),
                   std::string_view(line).substr(a + 1, b - a - 1),
                   std::string_view(line).substr(b + 1));
  }
  lexicon.finish();
  return lexicon;
}

}  // namespace sayso::train
