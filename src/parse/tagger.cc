// SPDX-License-Identifier: Apache-2.0
#include "parse/tagger.h"

#include <algorithm>

#include "parse/tag_features.h"

namespace sayso {

Result<Tagger> Tagger::open(std::string_view tags_section, std::string_view weights_section) {
  Tagger t;
  SAYSO_TRY(t.weights_, SparseWeights::open(weights_section, "tagger"));
  for (std::size_t i = 0; i + 1 < tags_section.size(); i += 2) {
    const auto u = static_cast<unsigned char>(tags_section[i]);
    const auto x = static_cast<unsigned char>(tags_section[i + 1]);
    if (u >= kUposCount || x >= kXposCount) {
      return Error{ErrorCode::corrupt, "section tags of the model is damaged"};
    }
    t.classes_.emplace_back(static_cast<Upos>(u), static_cast<Xpos>(x));
  }
  if (t.classes_.empty() || static_cast<int>(t.classes_.size()) != t.weights_.classes()) {
    return Error{ErrorCode::corrupt, "sections tags and tagger of the model do not agree"};
  }
  return t;
}

std::vector<std::uint8_t> Tagger::mark_kinds() const {
  std::vector<std::uint8_t> kinds(classes_.size(), 0);
  std::uint8_t marks = 0;
  for (std::size_t c = 0; c < classes_.size(); ++c) {
    kinds[c] = classes_[c].first == Upos::punct ? ++marks : 0;
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
