// SPDX-License-Identifier: Apache-2.0
// Fitted weights as a table of data/lexicon/: what train/coref and train/countries print.
#pragma once

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace sayso::train {

// notes: further lines of the head, each ended, or nothing. Rows in byte order, three decimals.
inline void print_weights(const char* table, const char* source, const char* notes,
                          std::vector<std::pair<std::string, double>> rows) {
  std::printf(
      "#sayso-lexicon 1\n#table %s\n#columns feature:key weight:f32\n#source %s\n"
      "#licence Apache-2.0\n%s",
      table, source, notes);
  std::sort(rows.begin(), rows.end());
  for (const auto& [name, weight] : rows) {
    std::printf("%s\t%.3f\n", name.c_str(), weight);
  }
}

}  // namespace sayso::train
