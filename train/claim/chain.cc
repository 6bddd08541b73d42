// SPDX-License-Identifier: Apache-2.0
#include "chain.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace sayso::train {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr float kNever = -1e9F;
constexpr float kShrink = 1e-4F;  // ridge, a step
// Of 256 features of a decision this many are left out at each step, so that none is leant on
// alone: other news lacks half of the words.
constexpr std::uint32_t kDropped = 90;
constexpr float kKept = 256.0F / (256.0F - kDropped);

float log_sum(const std::array<float, 4>& a) {
  const float most = *std::max_element(a.begin(), a.end());
  float sum = 0;
  for (const float x : a) {
    sum += std::exp(x - most);
  }
  return most + std::log(sum);
}

}  // namespace

std::uint64_t* ChainLearner::slot(std::uint64_t hash) {
  const std::uint64_t key = hash;
  const std::uint64_t mask = keys_.size() - 1;
  std::uint64_t at = (key >> 20U) & mask;
  while (keys_[at] != 0 && keys_[at] != key) {
    at = (at + 1) & mask;
  }
  return &keys_[at];
}

void ChainLearner::grow() {
  std::vector<std::uint64_t> keys(keys_.size() * 2);
  std::vector<std::uint32_t> values(keys.size());
  keys.swap(keys_);
  values.swap(values_);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] != 0) {
      std::uint64_t* at = slot(keys[i]);
      *at = keys[i];
      values_[static_cast<std::size_t>(at - keys_.data())] = values[i];
    }
  }
}

void ChainLearner::count(const WindowFeatures& features, const std::vector<std::uint8_t>& gold) {
  FeatureList f;
  const auto take = [&] {
    for (int i = 0; i < f.size(); ++i) {
      if (used_ * 2 > keys_.size()) {
        grow();
      }
      std::uint64_t* at = slot(f.data()[i]);
      used_ += *at == 0 ? 1 : 0;
      *at = f.data()[i];
      ++values_[static_cast<std::size_t>(at - keys_.data())];
    }
  };
  for (std::uint32_t i = 0; i < gold.size(); ++i) {
    features.emission(i, f);
    take();
    features.transition(i, i == 0 ? claims::kLabels : gold[i - 1], f);
    take();
  }
}

void ChainLearner::settle(std::uint32_t least) {
  std::vector<std::pair<std::uint32_t, std::uint64_t>> often;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i] != 0 && values_[i] >= least) {
      often.emplace_back(~values_[i], keys_[i]);
    }
  }
  std::sort(often.begin(), often.end());
  std::fill(keys_.begin(), keys_.end(), 0);
  weights_.resize(often.size());
  for (const auto& [negative, key] : often) {
    std::uint64_t* at = slot(key);
    *at = key;
    values_[static_cast<std::size_t>(at - keys_.data())] = static_cast<std::uint32_t>(hash_.size());
    hash_.push_back(key);
  }
}

void ChainLearner::look_up(const FeatureList& f, std::vector<std::uint32_t>& out) const {
  const std::uint64_t mask = keys_.size() - 1;
  for (int i = 0; i < f.size(); ++i) {
    const std::uint64_t key = f.data()[i];
    std::uint64_t at = (key >> 20U) & mask;
    while (keys_[at] != 0 && keys_[at] != key) {
      at = (at + 1) & mask;
    }
    if (keys_[at] == key) {
      out.push_back(values_[at]);
    }
  }
}

void ChainLearner::keep(const WindowFeatures& features, const std::vector<std::uint8_t>& gold,
                        std::uint32_t head) {
  Window w;
  w.gold = gold;
  w.head = head;
  FeatureList f;
  for (std::uint32_t i = 0; i < gold.size(); ++i) {
    w.place.push_back(static_cast<std::uint32_t>(w.rows.size()));
    features.emission(i, f);
    look_up(f, w.rows);
    for (int before = 0; before < kBefore; ++before) {
      w.place.push_back(static_cast<std::uint32_t>(w.rows.size()));
      if ((i == 0) == (before == claims::kLabels)) {
        features.transition(i, static_cast<std::uint8_t>(before), f);
        look_up(f, w.rows);
      }
    }
  }
  w.place.push_back(static_cast<std::uint32_t>(w.rows.size()));
  w.rows.shrink_to_fit();
  windows_.push_back(std::move(w));
}

void ChainLearner::add(const Window& w, std::uint32_t group, Four& sums) const {
  sums = {};
  for (std::uint32_t i = w.place[group]; i < w.place[group + 1]; ++i) {
    const Four& weight = weights_[w.rows[i]].weight;
    for (std::size_t l = 0; l < 4; ++l) {
      sums[l] += weight[l];
    }
  }
  for (float& s : sums) {
    s *= kKept;
  }
}

void ChainLearner::update(const Window& w, std::uint32_t group, const Four& gradient, float rate) {
  float most = 0;
  for (const float g : gradient) {
    most = std::max(most, std::fabs(g));
  }
  constexpr float kNothing = 1e-3F;
  if (most < kNothing) {
    return;
  }
  for (std::uint32_t i = w.place[group]; i < w.place[group + 1]; ++i) {
    Row& row = weights_[w.rows[i]];
    for (std::size_t l = 0; l < 4; ++l) {
      const float g = gradient[l] - kShrink * row.weight[l];
      row.squares[l] += g * g;
      row.weight[l] += rate * g / std::sqrt(row.squares[l] + 1.0F);
    }
  }
}

void ChainLearner::thin(const Window& w, std::mt19937& random, Window& out) {
  out.gold = w.gold;
  out.head = w.head;
  out.rows.clear();
  out.place.clear();
  std::uint32_t bits = 0;
  int left = 0;
  for (std::size_t g = 0; g + 1 < w.place.size(); ++g) {
    out.place.push_back(static_cast<std::uint32_t>(out.rows.size()));
    for (std::uint32_t i = w.place[g]; i < w.place[g + 1]; ++i) {
      if (left == 0) {
        bits = static_cast<std::uint32_t>(random());
        left = 4;
      }
      if ((bits & 0xFFU) >= kDropped) {
        out.rows.push_back(w.rows[i]);
      }
      bits >>= 8U;
      --left;
    }
  }
  out.place.push_back(static_cast<std::uint32_t>(out.rows.size()));
}

double ChainLearner::learn(const Window& w, float rate) {
  const auto n = static_cast<std::uint32_t>(w.gold.size());
  constexpr std::uint32_t kGroups = 1 + kBefore;
  emission_.resize(n);
  forward_.resize(n);
  backward_.resize(n);
  step_.resize(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    add(w, i * kGroups, emission_[i]);
    if (i == w.head) {
      for (std::size_t l = 0; l < 4; ++l) {
        emission_[i][l] = l == claims::kCue ? emission_[i][l] : kNever;
      }
    }
    for (std::uint32_t b = 0; b < kBefore; ++b) {
      if ((i == 0) == (b == claims::kLabels)) {
        add(w, i * kGroups + 1 + b, step_[i][b]);
      }
    }
  }
  Four parts{};
  for (std::size_t l = 0; l < 4; ++l) {
    forward_[0][l] = emission_[0][l] + step_[0][claims::kLabels][l];
    backward_[n - 1][l] = 0;
  }
  for (std::uint32_t i = 1; i < n; ++i) {
    for (std::size_t l = 0; l < 4; ++l) {
      for (std::size_t b = 0; b < 4; ++b) {
        parts[b] = forward_[i - 1][b] + step_[i][b][l];
      }
      forward_[i][l] = log_sum(parts) + emission_[i][l];
    }
  }
  for (std::uint32_t i = n - 1; i-- > 0;) {
    for (std::size_t b = 0; b < 4; ++b) {
      for (std::size_t l = 0; l < 4; ++l) {
        parts[l] = step_[i + 1][b][l] + emission_[i + 1][l] + backward_[i + 1][l];
      }
      backward_[i][b] = log_sum(parts);
    }
  }
  const float total = log_sum(forward_[n - 1]);
  float path = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    path += emission_[i][w.gold[i]] + step_[i][i == 0 ? claims::kLabels : w.gold[i - 1]][w.gold[i]];
  }
  for (std::uint32_t i = 0; i < n; ++i) {
    Four gradient{};
    for (std::size_t l = 0; l < 4; ++l) {
      gradient[l] = (w.gold[i] == l ? 1.0F : 0.0F) -
                    std::exp(std::min(0.0F, forward_[i][l] + backward_[i][l] - total));
    }
    update(w, i * kGroups, gradient, rate);
    if (i == 0) {
      update(w, 1 + claims::kLabels, gradient, rate);
      continue;
    }
    for (std::uint32_t b = 0; b < 4; ++b) {
      for (std::size_t l = 0; l < 4; ++l) {
        const float p = forward_[i - 1][b] + step_[i][b][l] + emission_[i][l] + backward_[i][l];
        gradient[l] = (w.gold[i] == l && w.gold[i - 1] == b ? 1.0F : 0.0F) -
                      std::exp(std::min(0.0F, p - total));
      }
      update(w, i * kGroups + 1 + b, gradient, rate);
    }
  }
  return total - path;
}

double ChainLearner::epoch(float rate, std::uint32_t seed) {
  std::vector<std::uint32_t> order(windows_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::mt19937 random(seed);
  std::shuffle(order.begin(), order.end(), random);
  double loss = 0;
  Window thinned;
  for (const std::uint32_t i : order) {
    thin(windows_[i], random, thinned);
    loss += learn(thinned, rate);
  }
  return loss / static_cast<double>(std::max<std::size_t>(1, order.size()));
}

void ChainLearner::remember() {
  kept_.resize(weights_.size());
  for (std::size_t r = 0; r < weights_.size(); ++r) {
    for (std::size_t l = 0; l < 4; ++l) {
      kept_[r][l] += weights_[r].weight[l];
    }
  }
  times_ += 1;
}

void ChainLearner::take_mean() {
  for (std::size_t r = 0; times_ > 0 && r < weights_.size(); ++r) {
    for (std::size_t l = 0; l < 4; ++l) {
      weights_[r].weight[l] = kept_[r][l] / times_;
    }
  }
}

float ChainLearner::spread() const {
  float most = 1e-6F;
  for (const Row& row : weights_) {
    for (const float w : row.weight) {
      most = std::max(most, std::fabs(w));
    }
  }
  return most;
}

std::vector<QuadWeights::Row> ChainLearner::rows(float unit, std::size_t keep) const {
  std::vector<std::pair<float, std::size_t>> order(weights_.size());
  for (std::size_t r = 0; r < order.size(); ++r) {
    const auto& w = weights_[r].weight;
    const auto [least, most] = std::minmax_element(w.begin(), w.end());
    order[r] = {*least - *most, r};
  }
  std::sort(order.begin(), order.end());
  order.resize(std::min(order.size(), keep));
  std::vector<QuadWeights::Row> out;
  for (const auto& [negative, r] : order) {
    QuadWeights::Row row{hash_[r], {0, 0, 0, 0}};
    bool any = false;
    for (std::size_t c = 0; c < 4; ++c) {
      const float w = std::clamp(weights_[r].weight[c] / unit, -32000.0F, 32000.0F);
      row.weights[c] = static_cast<std::int16_t>(std::lround(w));
      any = any || row.weights[c] != 0;
    }
    if (any) {
      out.push_back(row);
    }
  }
  return out;
}

}  // namespace sayso::train
