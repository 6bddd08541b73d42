// SPDX-License-Identifier: Apache-2.0
#include "story/likeness.h"

#include <algorithm>
#include <cmath>

namespace sayso {
namespace {

enum Feature : std::uint8_t { kAll, kNumbers, kEarlyNames, kLead, kPlaces, kNames };
constexpr std::array<std::string_view, Likeness::kFeatures> kFeatureNames{
    "words", "numbers", "early names", "lead", "places", "names"};
constexpr float kNameBoost = 2.5F;
constexpr double kReports = 10000;  // what the table's counts are of
constexpr double kUnseen = 5;       // reports in which a word that the table lacks stands

bool has(std::uint8_t kind, std::uint8_t bits) {
  return (kind & bits) == bits;
}

// Runs f(feature, value of a, value of b) over what a word adds to each cosine.
template <typename F>
void each_feature(const Likeness::Word& a, const Likeness::Word& b, F&& f) {
  const auto kind = static_cast<std::uint8_t>(a.kind & b.kind);
  if (has(kind, kTermPlace)) {
    f(kPlaces, a.rarity, b.rarity);
  } else if (has(kind, kTermEntity)) {
    f(kNames, a.rarity, b.rarity);
  } else {
    f(kAll, a.weight, b.weight);
    if (has(kind, kTermNumber)) {
      f(kNumbers, a.rarity, b.rarity);
    }
    if (has(kind, kTermName | kTermEarly)) {
      f(kEarlyNames, a.rarity, b.rarity);
    }
    if (has(kind, kTermLead)) {
      f(kLead, a.rarity, b.rarity);
    }
  }
}

}  // namespace

Likeness::Likeness(const Knowledge* knowledge) {
  rarest_ = static_cast<float>(std::log(kReports / kUnseen));
  if (knowledge == nullptr) {
    return;
  }
  if (const Table* t = knowledge->find_table("situation.frequencies")) {
    const std::uint32_t reports = t->column("reports");
    rarity_.reserve(t->rows());
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      rarity_.emplace(term_hash(t->key(r)),
                      static_cast<float>(std::log(kReports / t->integer(r, reports))));
    }
  }
  if (const Table* t = knowledge->find_table("situation.likeness")) {
    const std::uint32_t weight = t->column("weight");
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      const std::string_view name = t->key(r);
      const float w = t->real(r, weight);
      const auto feature = std::find(kFeatureNames.begin(), kFeatureNames.end(), name);
      if (feature != kFeatureNames.end()) {
        weights_[static_cast<std::size_t>(feature - kFeatureNames.begin())] = w;
      } else if (name == "intercept") {
        intercept_ = w;
      } else if (name == "same story") {
        threshold_ = w;
      } else if (name == "least words") {
        floor_ = w;
      }
    }
  }
}

Likeness::Vector Likeness::vector_of(const Sketch& sketch) const {
  Vector v;
  v.words.reserve(sketch.terms.size());
  std::array<double, kFeatures> sums{};
  for (const Term& t : sketch.terms) {
    Word word;
    word.hash = t.hash;
    word.kind = t.kind;
    const auto often = static_cast<float>(1 + std::log(static_cast<double>(t.count)));
    if ((t.kind & (kTermEntity | kTermPlace)) != 0) {
      word.rarity = often;
    } else {
      const auto found = rarity_.find(t.hash);
      word.rarity = found == rarity_.end() ? rarest_ : found->second;
      word.weight = often * word.rarity * ((t.kind & kTermName) != 0 ? kNameBoost : 1.0F);
    }
    each_feature(word, word, [&](Feature f, float x, float y) { sums[f] += double{x} * y; });
    v.words.push_back(word);
  }
  for (std::size_t f = 0; f < kFeatures; ++f) {
    v.norm[f] = static_cast<float>(std::sqrt(sums[f]));
  }
  return v;
}

float Likeness::same_story(const Vector& a, const Vector& b) const {
  std::array<double, kFeatures> dots{};
  std::size_t i = 0;
  std::size_t k = 0;
  while (i < a.words.size() && k < b.words.size()) {
    if (a.words[i].hash == b.words[k].hash) {
      each_feature(a.words[i++], b.words[k++],
                   [&](Feature f, float x, float y) { dots[f] += double{x} * y; });
    } else if (a.words[i].hash < b.words[k].hash) {
      ++i;
    } else {
      ++k;
    }
  }
  const auto cosine = [&](std::size_t f) {
    const double norms = double{a.norm[f]} * b.norm[f];
    return norms > 0 ? dots[f] / norms : 0.0;
  };
  if (cosine(kAll) <= floor_) {
    return 0;
  }
  double sum = intercept_;
  for (std::size_t f = 0; f < kFeatures; ++f) {
    sum += weights_[f] * cosine(f);
  }
  return static_cast<float>(1 / (1 + std::exp(-sum)));
}

}  // namespace sayso
