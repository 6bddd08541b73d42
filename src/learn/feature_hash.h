// SPDX-License-Identifier: Apache-2.0
// The hash of one feature: the number of its template and up to three atoms. Training and running
// call the same function, so a model is only valid with the release that has these constants; the
// model's version says which.
#pragma once

#include <cstdint>

namespace sayso {

constexpr std::uint64_t feature_hash(std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0) {
  std::uint64_t h =
      a * 0x9E3779B97F4A7C15ULL + b * 0xC2B2AE3D27D4EB4FULL + c * 0x165667B19E3779F9ULL;
  h ^= h >> 29;
  h *= 0xBF58476D1CE4E5B9ULL;
  return h ^ (h >> 32);
}

// Collects the hashes of the features of one decision; numbers the templates as it goes, so every
// call must add the same templates in the same order.
class FeatureList {
 public:
  static constexpr int kMost = 128;

  void clear() { size_ = 0; }
  // `kind` keeps the template spaces of different learners apart.
  void add(std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0) {
    hashes_[size_] =
        feature_hash(a + static_cast<std::uint64_t>(size_ + 1) * 0xD6E8FEB86659FD93ULL, b, c);
    ++size_;
  }
  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] const std::uint64_t* data() const { return hashes_; }

 private:
  std::uint64_t hashes_[kMost];
  int size_ = 0;
};

}  // namespace sayso
