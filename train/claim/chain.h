// SPDX-License-Identifier: Apache-2.0
// ChainLearner: a linear-chain conditional random field over the labels of windows, trained by
// AdaGrad on its likelihood. Only features met twice or more under the labels people gave have a
// row; rows are numbered by how often they are met, so the hot ones share cache lines.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "claim/proposal.h"
#include "learn/feature_hash.h"
#include "learn/weights.h"

namespace sayso::train {

// The features of one window, for one pass: emission(t, out), then transition(t, before, out) for
// each label before (kLabels at the window's start).
struct WindowFeatures {
  std::function<void(std::uint32_t, FeatureList&)> emission;
  std::function<void(std::uint32_t, std::uint8_t, FeatureList&)> transition;
};

class ChainLearner {
 public:
  static constexpr int kBefore = claims::kLabels + 1;

  // First pass: counts the features of a window under its gold labels.
  void count(const WindowFeatures& features, const std::vector<std::uint8_t>& gold);
  // Between the passes: gives rows to features met `least` times or more.
  void settle(std::uint32_t least);
  // Second pass: keeps the window, its rows looked up. `head` is the cue's place in it.
  void keep(const WindowFeatures& features, const std::vector<std::uint8_t>& gold,
            std::uint32_t head);
  // One epoch over the kept windows, in random order; returns the mean loss.
  double epoch(float rate, std::uint32_t seed);

  // Keeps the weights as they are now; the mean of what was kept replaces them.
  void remember();
  void take_mean();

  [[nodiscard]] std::size_t size() const { return weights_.size(); }
  [[nodiscard]] std::size_t windows() const { return windows_.size(); }
  // The largest weight, and the `keep` strongest rows in units of `unit`.
  [[nodiscard]] float spread() const;
  [[nodiscard]] std::vector<QuadWeights::Row> rows(float unit, std::size_t keep) const;

 private:
  struct Row {
    std::array<float, 4> weight{};
    std::array<float, 4> squares{};
  };
  struct Window {
    std::vector<std::uint32_t> rows;
    std::vector<std::uint32_t> place;  // n * (1 + kBefore) + 1 beginnings in rows
    std::vector<std::uint8_t> gold;
    std::uint32_t head = 0;
  };
  using Four = std::array<float, 4>;

  std::uint64_t* slot(std::uint64_t hash);
  void grow();
  void look_up(const FeatureList& f, std::vector<std::uint32_t>& out) const;
  void add(const Window& w, std::uint32_t group, Four& sums) const;
  void update(const Window& w, std::uint32_t group, const Four& gradient, float rate);
  static void thin(const Window& w, std::mt19937& random, Window& out);
  double learn(const Window& w, float rate);

  std::vector<std::uint64_t> keys_ = std::vector<std::uint64_t>(1U << 20U);
  std::vector<std::uint32_t> values_ = std::vector<std::uint32_t>(1U << 20U);  // count, then row
  std::size_t used_ = 0;
  std::vector<std::uint64_t> hash_;  // of each row
  std::vector<Row> weights_;
  std::vector<Four> kept_;  // sums over remember()
  float times_ = 0;
  std::vector<Window> windows_;
  std::vector<Four> emission_, forward_, backward_;
  std::vector<std::array<Four, kBefore>> step_;
};

}  // namespace sayso::train
