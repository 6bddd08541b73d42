// SPDX-License-Identifier: Apache-2.0
// Features of the tagger: the word and its neighbours, the two tags before it. Trainer and runtime
// share these lines. Tags are joint (UPOS and XPOS as one class), chosen left to right.
#pragma once

#include <cstdint>

#include "learn/feature_hash.h"
#include "parse/words.h"

namespace sayso {

constexpr std::uint32_t kNoTag = 250;  // before the first word

// REQUIRES: 0 <= i < n. tag1, tag2: classes of the words i-1 and i-2, kNoTag outside.
inline void tag_features(const WordInfo* const* words, int n, int i, std::uint32_t tag1,
                         std::uint32_t tag2, FeatureList& f) {
  static const WordInfo kEdge{
      .form = 1, .lower = 1, .shape = 1, .fine = 999, .coarse = 999, .tags = 9999};
  const auto at = [&](int k) -> const WordInfo& { return k < 0 || k >= n ? kEdge : *words[k]; };
  const WordInfo& w = at(i);
  const WordInfo& p1 = at(i - 1);
  const WordInfo& p2 = at(i - 2);
  const WordInfo& n1 = at(i + 1);
  const WordInfo& n2 = at(i + 2);
  const std::uint64_t first = i == 0 ? 1 : 0;
  f.clear();
  f.add(7);
  f.add(w.form);
  f.add(w.lower);
  for (const std::uint64_t s : w.suffix) {
    f.add(s, w.looks & (kCapital | kHasDigit));
  }
  for (const std::uint64_t s : w.prefix) {
    f.add(s);
  }
  f.add(w.shape, first);
  f.add(w.fine, w.looks & kCapital, first);
  f.add(w.coarse, w.suffix[1]);
  f.add(w.tags, w.looks & (kCapital | kAllCaps), first);
  f.add(w.tags, w.suffix[2]);
  f.add(p1.lower);
  f.add(p1.suffix[2]);
  f.add(p1.fine);
  f.add(n1.lower);
  f.add(n1.suffix[1], n1.looks & kCapital);
  f.add(n1.suffix[2]);
  f.add(n1.fine);
  f.add(n1.tags, n1.shape);
  f.add(p2.lower);
  f.add(p2.fine);
  f.add(n2.lower);
  f.add(n2.tags, n2.fine);
  f.add(tag1);
  f.add(tag1, tag2);
  f.add(tag1, w.lower);
  f.add(tag1, w.tags, w.looks & kCapital);
  f.add(tag1, w.suffix[1]);
  f.add(tag1, w.tags, n1.tags);
  f.add(tag1, tag2, w.tags);
  f.add(w.tags, n1.tags, n2.tags);
  f.add(w.tags, n1.lower);
  f.add(p1.lower, w.tags);
  f.add(p1.lower, w.lower);
  f.add(w.lower, n1.lower);
  f.add(w.fine, n1.fine);
  f.add(p1.fine, w.fine);
  f.add(tag1, w.tags, n1.fine);
}

}  // namespace sayso
