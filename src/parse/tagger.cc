// SPDX-License-Identifier: Apache-2.0
#include "parse/tagger.h"

#include <algorithm>

#include "parse/tag_features.h"

namespace sayso {

Result<Tagger> Tagger::open(const TagClasses& classes, std::string_view weights_section) {
  Tagger t;
  SAYSO_TRY(t.weights_, SparseWeights::open(weights_section, "tagger"));
  t.classes_ = classes;
  if (classes.size() != t.weights_.classes()) {
    return Error{ErrorCode::corrupt, "sections tags and tagger of the model do not agree"};
  }
  return t;
}

std::vector<std::uint8_t> Tagger::mark_kinds() const {
  std::vector<std::uint8_t> kinds(static_cast<std::size_t>(classes_.size()), 0);
  std::uint8_t marks = 0;
  for (std::size_t c = 0; c < kinds.size(); ++c) {
    kinds[c] = classes_.upos(static_cast<std::uint8_t>(c)) == Upos::punct ? ++marks : 0;
  }
  return kinds;
}

void Tagger::tag(const WordInfo* const* words, int n, std::uint8_t* tags) const {
  FeatureList f;
  for (int i = 0; i < n; ++i) {
    std::int32_t sums[SparseWeights::kMostClasses] = {};
    tag_features(words, n, i, i > 0 ? tags[i - 1] : kNoTag, i > 1 ? tags[i - 2] : kNoTag, f);
    weights_.score(f.data(), f.size(), sums);
    tags[i] = static_cast<std::uint8_t>(std::max_element(sums, sums + classes_.size()) - sums);
  }
}

}  // namespace sayso
