// SPDX-License-Identifier: Apache-2.0
#include "parse/names.h"

#include <algorithm>

namespace sayso {

Result<NameTagger> NameTagger::open(std::string_view section) {
  NameTagger t;
  SAYSO_TRY(t.weights_, SparseWeights::open(section, "names"));
  if (t.weights_.classes() != kNameClasses) {
    return Error{ErrorCode::corrupt, "section names of the model is for other types"};
  }
  return t;
}

void NameTagger::tag(const NameWords& s, NameHistory& history, std::uint8_t* classes) const {
  FeatureList f;
  for (int i = 0; i < s.n; ++i) {
    const int before = i > 0 ? classes[i - 1] : 0;
    if (name_follows(before, 0) && !may_begin_name(*s.words[i])) {
      classes[i] = 0;
      continue;
    }
    std::int32_t sums[SparseWeights::kMostClasses] = {};
    name_features(s, i, before, i > 1 ? classes[i - 2] : 0, history, f);
    weights_.score(f.data(), f.size(), sums);
    int best = -1;
    for (int c = 0; c < kNameClasses; ++c) {
      if (name_follows(before, c) && (i + 1 < s.n || name_follows(c, 0)) &&
          (best < 0 || sums[c] > sums[best])) {
        best = c;
      }
    }
    classes[i] = static_cast<std::uint8_t>(std::max(best, 0));
  }
  for (int i = 0; i < s.n; ++i) {
    if (classes[i] > 0 && (s.words[i]->looks & kAlpha) != 0) {
      history[s.words[i]->lower] = static_cast<std::uint8_t>(name_type(classes[i]) + 1);
    }
  }
}

NameTag NameTagger::bio(std::uint8_t cls) {
  if (cls == 0) {
    return NameTag::outside;
  }
  const NamePlace place = name_place(cls);
  const int inside = place == kNameBegin || place == kNameUnit ? 0 : 1;
  return static_cast<NameTag>(1 + 2 * name_type(cls) + inside);
}

}  // namespace sayso
