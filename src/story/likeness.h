// SPDX-License-Identifier: Apache-2.0
// Likeness: how probable it is that two reports tell of the same happening, from their sketches
// alone, so that it is the same whatever else a collection holds. Six cosines over words weighed by
// how rare they are in news at large (table situation.frequencies), put together with learned
// weights (table situation.likeness). Topic words are common and weigh little; names, numbers,
// places and what stands at the beginning tell one earthquake from another.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "lex/lex.h"
#include "story/sketch.h"

namespace sayso {

class Likeness {
 public:
  static constexpr std::size_t kFeatures = 6;
  struct Word {
    std::uint32_t hash = 0;
    float weight = 0;  // among all words
    float rarity = 0;  // of a name or place: by how often it is named
    std::uint8_t kind = 0;
  };
  struct Vector {
    std::vector<Word> words;  // by hash
    std::array<float, kFeatures> norm{};
  };

  // Without the tables every word is rare and the weights are even.
  explicit Likeness(const Knowledge* knowledge = nullptr);

  [[nodiscard]] Vector vector_of(const Sketch& sketch) const;
  // 0 to 1. Linear in the words of both.
  [[nodiscard]] float same_story(const Vector& a, const Vector& b) const;
  // The likeness from which reports are one story.
  [[nodiscard]] float threshold() const { return threshold_; }

 private:
  std::unordered_map<std::uint32_t, float> rarity_;  // by hash of the word
  float rarest_ = 7.6F;
  std::array<float, kFeatures> weights_{3, 3, 3, 3, 1, 2};
  float intercept_ = -5, threshold_ = 0.43F, floor_ = 0.1F;
};

}  // namespace sayso
