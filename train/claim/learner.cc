// SPDX-License-Identifier: Apache-2.0
#include "learner.h"

#include <algorithm>
#include <cmath>

namespace sayso::train {

namespace {
constexpr std::uint32_t kNone = 0xFFFFFFFF;
}

std::uint32_t Learner::find(std::uint64_t hash) const {
  const std::uint64_t key = hash | 1U;
  for (std::uint64_t s = key >> 20U;; ++s) {
    const std::uint64_t at = s & (keys_.size() - 1);
    if (keys_[at] == key) {
      return rows_[at];
    }
    if (keys_[at] == 0) {
      return kNone;
    }
  }
}

void Learner::grow() {
  std::vector<std::uint64_t> keys(keys_.size() * 2);
  std::vector<std::uint32_t> rows(keys.size());
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i] == 0) {
      continue;
    }
    std::uint64_t s = keys_[i] >> 20U;
    while (keys[s & (keys.size() - 1)] != 0) {
      ++s;
    }
    keys[s & (keys.size() - 1)] = keys_[i];
    rows[s & (keys.size() - 1)] = rows_[i];
  }
  keys_.swap(keys);
  rows_.swap(rows);
}

std::uint32_t Learner::find_or_add(std::uint64_t hash) {
  if (hash_.size() * 2 > keys_.size()) {
    grow();
  }
  const std::uint64_t key = hash | 1U;
  for (std::uint64_t s = key >> 20U;; ++s) {
    const std::uint64_t at = s & (keys_.size() - 1);
    if (keys_[at] == key) {
      return rows_[at];
    }
    if (keys_[at] == 0) {
      keys_[at] = key;
      rows_[at] = static_cast<std::uint32_t>(hash_.size());
      hash_.push_back(hash);
      weight_.resize(weight_.size() + 4);
      total_.resize(total_.size() + 4);
      return rows_[at];
    }
  }
}

void Learner::score(const std::uint64_t* hashes, int count, float* scores) const {
  for (int i = 0; i < count; ++i) {
    __builtin_prefetch(&keys_[((hashes[i] | 1U) >> 20U) & (keys_.size() - 1)]);
  }
  for (int i = 0; i < count; ++i) {
    const std::uint32_t row = find(hashes[i]);
    if (row != kNone) {
      for (std::size_t c = 0; c < 4; ++c) {
        scores[c] += weight_[std::size_t{row} * 4 + c];
      }
    }
  }
}

void Learner::gradient(const std::uint64_t* hashes, int count, float error, float rate) {
  constexpr float kShrink = 3e-5F;
  for (int i = 0; i < count; ++i) {
    const std::size_t at = std::size_t{find_or_add(hashes[i])} * 4;
    const float g = error - kShrink * weight_[at + 1];
    total_[at] += static_cast<double>(g) * g;
    weight_[at + 1] += rate * g / static_cast<float>(std::sqrt(total_[at] + 1.0));
  }
}

void Learner::blend(const Learner& other, float share) {
  for (std::size_t r = 0; r < other.hash_.size(); ++r) {
    const std::size_t at = std::size_t{find_or_add(other.hash_[r])} * 4;
    for (std::size_t c = 0; c < 4; ++c) {
      weight_[at + c] += share * other.weight_[r * 4 + c];
    }
  }
}

float Learner::strength(std::size_t row) const {
  float most = 0;
  for (std::size_t c = 0; c < 4; ++c) {
    most = std::max(most, std::fabs(weight_[row * 4 + c]));
  }
  return most;
}

float Learner::spread() const {
  float most = 1e-6F;
  for (std::size_t r = 0; r < hash_.size(); ++r) {
    most = std::max(most, strength(r));
  }
  return most;
}

std::vector<QuadWeights::Row> Learner::rows(float unit, std::size_t keep) const {
  std::vector<std::pair<float, std::size_t>> order(hash_.size());
  for (std::size_t r = 0; r < order.size(); ++r) {
    order[r] = {-strength(r), r};
  }
  std::sort(order.begin(), order.end());
  order.resize(std::min(order.size(), keep));
  std::vector<QuadWeights::Row> out;
  for (const auto& [negative, r] : order) {
    QuadWeights::Row row{hash_[r], {0, 0, 0, 0}};
    bool any = false;
    for (std::size_t c = 0; c < 4; ++c) {
      const float w = std::clamp(weight_[r * 4 + c] / unit, -32000.0F, 32000.0F);
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
