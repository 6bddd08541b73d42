// SPDX-License-Identifier: Apache-2.0
#include "learners.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

#include "tag_features.h"

namespace sayso::train {
namespace {

int best_of(const float* scores, int n) {
  return static_cast<int>(std::max_element(scores, scores + n) - scores);
}

template <typename T>
void shuffle(std::vector<T>& v, std::mt19937_64& random) {
  for (std::size_t i = v.size(); i > 1; --i) {
    std::swap(v[i - 1], v[random() % i]);
  }
}

}  // namespace

Perceptron train_tagger(const std::vector<const Example*>& examples, int classes, int epochs,
                        std::uint64_t seed) {
  Perceptron p(classes);
  std::mt19937_64 random(seed);
  std::vector<const Example*> order = examples;
  std::array<float, 128> scores{};
  std::vector<std::uint8_t> tags;
  FeatureList f;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    shuffle(order, random);
    std::size_t right = 0;
    std::size_t all = 0;
    for (const Example* e : order) {
      tags.assign(e->words.size(), 0);
      for (int i = 0; i < e->size(); ++i) {
        p.tick();
        tag_features(e->words.data(), e->size(), i, i > 0 ? tags[i - 1] : kNoTag,
                     i > 1 ? tags[i - 2] : kNoTag, f);
        p.score(f.data(), f.size(), scores.data());
        const int gold = e->gold_tags[i];
        scores[gold] -= 1.0F;  // a margin
        const int guess = best_of(scores.data(), classes);
        if (guess != gold) {
          p.update(f.data(), f.size(), gold, guess);
        }
        right += guess == gold ? 1 : 0;
        ++all;
        scores[gold] += 1.0F;
        tags[i] = static_cast<std::uint8_t>(best_of(scores.data(), classes));
      }
    }
    std::fprintf(stderr, "tagger epoch %d: %.2f, %zu rows\n", epoch, 100.0 * right / all, p.rows());
  }
  p.average();
  return p;
}

void predict_tags(const Perceptron& tagger, Example& e) {
  std::array<float, 128> scores{};
  FeatureList f;
  e.tags.assign(e.words.size(), 0);
  for (int i = 0; i < e.size(); ++i) {
    tag_features(e.words.data(), e.size(), i, i > 0 ? e.tags[i - 1] : kNoTag,
                 i > 1 ? e.tags[i - 2] : kNoTag, f);
    tagger.score(f.data(), f.size(), scores.data());
    e.tags[i] = static_cast<std::uint8_t>(best_of(scores.data(), tagger.classes()));
  }
}

}  // namespace sayso::train
