// SPDX-License-Identifier: Apache-2.0
// Runtime of the name tagger: classes of name_features.h, greedy from left to right, only sequences
// that are whole names.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "doc/token_table.h"
#include "learn/weights.h"
#include "parse/name_features.h"

namespace sayso {

class NameTagger {
 public:
  static Result<NameTagger> open(std::string_view section);
  // Sets classes[0..s.n) and adds the names found to the history.
  void tag(const NameWords& s, NameHistory& history, std::uint8_t* classes) const;
  // "begin, inside, last, unit" of a type as the BIO tag of the token table.
  static NameTag bio(std::uint8_t cls);

 private:
  SparseWeights weights_;
};

}  // namespace sayso
