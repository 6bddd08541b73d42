// SPDX-License-Identifier: Apache-2.0
// An averaged perceptron over hashed features. Rows exist only for features that were updated.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "learn/weights.h"

namespace sayso::train {

class Perceptron {
 public:
  explicit Perceptron(int classes);
  [[nodiscard]] int classes() const { return classes_; }

  // Sets scores[0..classes).
  void score(const std::uint64_t* hashes, int count, float* scores) const;
  void update(const std::uint64_t* hashes, int count, int right, int wrong, float step = 1);
  // One weight of each feature, for learners that rank.
  void bump(const std::uint64_t* hashes, int count, int cls, float step);
  void tick() { ++time_; }
  // Replaces the weights by their averages over time. Call once, when training is done.
  void average();
  // Adds the weights of another learner of the same features and classes: the sum of two averaged
  // perceptrons trained in another order is better than either, at no cost when run.
  // REQUIRES: both averaged.
  void add(const Perceptron& other);
  // The largest |weight| covered by all but 1 in 2,000 rows: what int8's 127 should stand for.
  [[nodiscard]] float spread() const;
  // The `keep` rows with the largest weights, rounded to integers of `unit`; weights under `least`
  // units are left out.
  [[nodiscard]] std::vector<SparseWeights::Row> sparse(float unit, int least,
                                                       std::size_t keep) const;
  // The `keep` rows with the largest weights.
  [[nodiscard]] std::vector<QuadWeights::Row> quad(float unit, std::size_t keep) const;
  [[nodiscard]] std::size_t rows() const { return row_hash_.size(); }

 private:
  [[nodiscard]] std::uint32_t find(std::uint64_t hash) const;
  // Row numbers, in order, of the `keep` rows with the largest |weight|.
  [[nodiscard]] std::vector<std::uint32_t> strongest(std::size_t keep) const;
  [[nodiscard]] float strength(std::uint32_t row) const;
  std::uint32_t find_or_add(std::uint64_t hash);

  int classes_;
  double time_ = 1;
  std::vector<std::uint64_t> keys_;  // open addressing; 0 = free
  std::vector<std::uint32_t> slot_row_;
  std::vector<std::uint64_t> row_hash_;
  std::vector<float> weights_, totals_;  // classes_ a row
};

}  // namespace sayso::train
