// SPDX-License-Identifier: Apache-2.0
// Logistic regression over hashed features: is a proposal a claim. Rows exist only for features met
// in training; four numbers a row, as QuadWeights keeps them.
#pragma once

#include <cstdint>
#include <vector>

#include "learn/weights.h"

namespace sayso::train {

class Learner {
 public:
  Learner() : keys_(1U << 22U), rows_(1U << 22U) {}

  // Adds the weights of the features to scores[0..4).
  void score(const std::uint64_t* hashes, int count, float* scores) const;
  // Logistic regression with AdaGrad on weight 1 (weight 0 stays 0): `error` = truth - probability.
  void gradient(const std::uint64_t* hashes, int count, float error, float rate);

  // Adds a share of another learner's weights: the mean of several says the same each time.
  void blend(const Learner& other, float share);

  [[nodiscard]] std::size_t size() const { return hash_.size(); }
  [[nodiscard]] float spread() const;
  // The `keep` strongest rows, rounded to integers of `unit`.
  [[nodiscard]] std::vector<QuadWeights::Row> rows(float unit, std::size_t keep) const;

 private:
  [[nodiscard]] std::uint32_t find(std::uint64_t hash) const;
  std::uint32_t find_or_add(std::uint64_t hash);
  void grow();
  [[nodiscard]] float strength(std::size_t row) const;

  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::uint64_t> hash_;
  std::vector<float> weight_;  // 4 a row
  std::vector<double> total_;  // 4 a row; AdaGrad's sum of squares stands in the first
};

}  // namespace sayso::train
