// SPDX-License-Identifier: Apache-2.0
// Features of the name tagger: words, shapes, clusters and tags around a word, the name tags before
// it, what the document called the same word earlier, and the lists of known names it stands in.
// Name classes: 0 outside, else 1 + 4 * type + place, types person, organization, place, other,
// places begin, inside, last, unit.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "learn/feature_hash.h"
#include "parse/words.h"

namespace sayso {

constexpr int kNameClasses = 17;
constexpr int kNameTypes = 4;
enum NamePlace : std::uint8_t { kNameBegin, kNameInside, kNameLast, kNameUnit };

constexpr int name_class(int type, NamePlace place) {
  return 1 + 4 * type + place;
}
constexpr int name_type(int cls) {
  return (cls - 1) / 4;
}  // REQUIRES: cls > 0
constexpr NamePlace name_place(int cls) {
  return static_cast<NamePlace>((cls - 1) % 4);
}
// May `next` follow `before`? At the start and the end of a sentence the other side is 0.
constexpr bool name_follows(int before, int next) {
  const bool open =
      before > 0 && (name_place(before) == kNameBegin || name_place(before) == kNameInside);
  const bool goes_on =
      next > 0 && (name_place(next) == kNameInside || name_place(next) == kNameLast);
  return open ? goes_on && name_type(before) == name_type(next) : !goes_on;
}

// Types a word had in names earlier in the document: lower-case hash -> type + 1.
using NameHistory = std::unordered_map<std::uint64_t, std::uint8_t>;

struct NameWords {
  const WordInfo* const* words;
  const std::uint8_t* tags;    // joint tag classes
  const std::uint16_t* lists;  // bits of the lists of names each word stands in, see NameLists
  int n;
};

// False for plain words that begin no name; the taggers take these for "outside" unasked.
inline bool may_begin_name(const WordInfo& w) {
  return (w.looks & (kCapital | kAllCaps | kHasDigit | kInnerCapital)) != 0 || w.fine == 0;
}

inline void name_features(const NameWords& s, int i, int before1, int before2,
                          const NameHistory& history, FeatureList& f) {
  static const WordInfo kEdge{.form = 1, .lower = 1, .shape = 1, .fine = 999, .coarse = 999};
  const auto word = [&](int k) -> const WordInfo& {
    return k < 0 || k >= s.n ? kEdge : *s.words[k];
  };
  const auto tag = [&](int k) -> std::uint64_t { return k < 0 || k >= s.n ? 250 : s.tags[k]; };
  const auto list = [&](int k) -> std::uint64_t { return k < 0 || k >= s.n ? 0 : s.lists[k]; };
  const auto told = [&](int k) -> std::uint64_t {
    const auto at = k < 0 || k >= s.n ? history.end() : history.find(s.words[k]->lower);
    return at == history.end() ? 0 : at->second;
  };
  const WordInfo& w = word(i);
  const WordInfo& p1 = word(i - 1);
  const WordInfo& p2 = word(i - 2);
  const WordInfo& n1 = word(i + 1);
  const WordInfo& n2 = word(i + 2);
  const std::uint64_t t = tag(i);
  const auto b1 = static_cast<std::uint64_t>(before1);
  const auto b2 = static_cast<std::uint64_t>(before2);
  const std::uint64_t first = i == 0 ? 1 : 0;
  const std::uint64_t look = w.looks * 2 + first;
  f.clear();
  f.add(1);
  f.add(w.form);
  f.add(w.lower);
  f.add(w.lower, b1);
  f.add(w.shape, first);
  f.add(w.shape, b1, first);
  for (int k = 1; k < 5; ++k) {
    f.add(w.suffix[k], w.looks & kCapital);
  }
  f.add(w.prefix[2], w.looks & kCapital);
  f.add(w.fine, w.looks & kCapital);
  f.add(w.coarse, w.looks & kCapital);
  f.add(w.fine, b1);
  f.add(w.coarse, b1, w.shape);
  f.add(t, look);
  f.add(t, b1, b2);
  f.add(p1.lower, w.shape);
  f.add(p1.lower, b1, w.looks & kCapital);
  f.add(p1.fine, w.looks & kCapital);
  f.add(p1.fine, w.coarse, b1);
  f.add(p1.shape, w.shape, n1.shape);
  f.add(n1.lower, w.shape);
  f.add(n1.lower, w.coarse);
  f.add(n1.fine, w.looks & kCapital);
  f.add(n1.fine, w.coarse, b1);
  f.add(n1.suffix[2], n1.looks & kCapital, w.shape);
  f.add(p2.lower, p1.lower, w.looks & kCapital);
  f.add(n1.lower, n2.lower, w.looks & kCapital);
  f.add(p2.fine, p1.fine, w.looks & kCapital);
  f.add(n1.fine, n2.fine, w.looks & kCapital);
  f.add(p2.fine, w.coarse);
  f.add(n2.fine, w.coarse);
  f.add(p1.form, w.form);
  f.add(w.form, n1.form);
  f.add(tag(i - 1), t, tag(i + 1));
  f.add(tag(i - 1), w.shape, b1);
  f.add(tag(i + 1), tag(i + 2), t);
  f.add(w.tags, look);
  f.add(told(i), look);
  f.add(told(i), b1, w.fine);
  f.add(told(i + 1), told(i - 1), told(i) * 16 + (w.looks & kCapital));
  f.add(list(i), look);
  f.add(list(i), b1, t);
  f.add(list(i), w.fine);
  f.add(list(i - 1), list(i), list(i + 1));
  f.add(list(i), n1.coarse, p1.coarse);
  f.add(b1, b2, w.looks);
  f.add(b1, w.coarse, n1.coarse);
}

}  // namespace sayso
