// SPDX-License-Identifier: Apache-2.0
#include "perceptron.h"

#include <algorithm>
#include <cstdlib>

namespace sayso::train {

Perceptron::Perceptron(int classes) : classes_(classes), keys_(1 << 20), slot_row_(1 << 20) {}

std::uint32_t Perceptron::find(std::uint64_t hash) const {
  hash |= 1;
  for (std::uint64_t s = hash >> 20;; ++s) {
    const std::uint64_t at = s & (keys_.size() - 1);
    if (keys_[at] == hash) {
      return slot_row_[at];
    }
    if (keys_[at] == 0) {
      return 0xFFFFFFFF;
    }
  }
}

std::uint32_t Perceptron::find_or_add(std::uint64_t hash) {
  if (row_hash_.size() * 2 > keys_.size()) {
    std::vector<std::uint64_t> keys(keys_.size() * 2);
    std::vector<std::uint32_t> rows(keys.size());
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (keys_[i] != 0) {
        std::uint64_t s = keys_[i] >> 20;
        while (keys[s & (keys.size() - 1)] != 0) {
          ++s;
        }
        keys[s & (keys.size() - 1)] = keys_[i];
        rows[s & (keys.size() - 1)] = slot_row_[i];
      }
    }
    keys_.swap(keys);
    slot_row_.swap(rows);
  }
  const std::uint64_t key = hash | 1;
  for (std::uint64_t s = key >> 20;; ++s) {
    const std::uint64_t at = s & (keys_.size() - 1);
    if (keys_[at] == key) {
      return slot_row_[at];
    }
    if (keys_[at] == 0) {
      keys_[at] = key;
      slot_row_[at] = static_cast<std::uint32_t>(row_hash_.size());
      row_hash_.push_back(hash);
      weights_.resize(weights_.size() + classes_);
      totals_.resize(totals_.size() + classes_);
      return slot_row_[at];
    }
  }
}

void Perceptron::score(const std::uint64_t* hashes, int count, float* scores) const {
  for (int i = 0; i < count; ++i) {
    __builtin_prefetch(&keys_[((hashes[i] | 1) >> 20) & (keys_.size() - 1)]);
  }
  std::fill(scores, scores + classes_, 0.0F);
  for (int i = 0; i < count; ++i) {
    const std::uint32_t row = find(hashes[i]);
    if (row != 0xFFFFFFFF) {
      const float* w = &weights_[static_cast<std::size_t>(row) * classes_];
      for (int c = 0; c < classes_; ++c) {
        scores[c] += w[c];
      }
    }
  }
}

void Perceptron::update(const std::uint64_t* hashes, int count, int right, int wrong, float step) {
  for (int i = 0; i < count; ++i) {
    const std::size_t at = static_cast<std::size_t>(find_or_add(hashes[i])) * classes_;
    weights_[at + right] += step;
    weights_[at + wrong] -= step;
    totals_[at + right] += static_cast<float>(step * time_);
    totals_[at + wrong] -= static_cast<float>(step * time_);
  }
}

void Perceptron::bump(const std::uint64_t* hashes, int count, int cls, float step) {
  for (int i = 0; i < count; ++i) {
    const std::size_t at = static_cast<std::size_t>(find_or_add(hashes[i])) * classes_ + cls;
    weights_[at] += step;
    totals_[at] += static_cast<float>(step * time_);
  }
}

void Perceptron::average() {
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    weights_[i] -= static_cast<float>(totals_[i] / time_);
  }
}

void Perceptron::add(const Perceptron& other) {
  for (std::size_t r = 0; r < other.row_hash_.size(); ++r) {
    const std::size_t at = static_cast<std::size_t>(find_or_add(other.row_hash_[r])) * classes_;
    for (int c = 0; c < classes_; ++c) {
      weights_[at + c] += other.weights_[r * classes_ + c];
    }
  }
}

float Perceptron::strength(std::uint32_t row) const {
  float most = 0;
  for (int c = 0; c < classes_; ++c) {
    most = std::max(most, std::fabs(weights_[static_cast<std::size_t>(row) * classes_ + c]));
  }
  return most;
}

float Perceptron::spread() const {
  std::vector<float> most(row_hash_.size());
  for (std::uint32_t r = 0; r < most.size(); ++r) {
    most[r] = strength(r);
  }
  std::sort(most.begin(), most.end());
  return most.empty() ? 1.0F : std::max(most[most.size() - 1 - most.size() / 2000], 1e-6F);
}

std::vector<std::uint32_t> Perceptron::strongest(std::size_t keep) const {
  std::vector<std::pair<float, std::uint32_t>> order(row_hash_.size());
  for (std::uint32_t r = 0; r < order.size(); ++r) {
    order[r] = {-strength(r), r};
  }
  std::sort(order.begin(), order.end());
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < order.size() && i < keep; ++i) {
    rows.push_back(order[i].second);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::vector<SparseWeights::Row> Perceptron::sparse(float unit, int least, std::size_t keep) const {
  std::vector<SparseWeights::Row> out;
  for (const std::uint32_t r : strongest(keep)) {
    SparseWeights::Row row{row_hash_[r], {}};
    for (int c = 0; c < classes_; ++c) {
      const int q = std::clamp(static_cast<int>(std::lround(
                                   weights_[static_cast<std::size_t>(r) * classes_ + c] / unit)),
                               -127, 127);
      if (std::abs(q) >= least) {
        row.weights.emplace_back(static_cast<std::uint8_t>(c), static_cast<std::int8_t>(q));
      }
    }
    if (!row.weights.empty()) {
      out.push_back(std::move(row));
    }
  }
  return out;
}

std::vector<QuadWeights::Row> Perceptron::quad(float unit, std::size_t keep) const {
  std::vector<QuadWeights::Row> out;
  for (const std::uint32_t r : strongest(keep)) {
    QuadWeights::Row row{row_hash_[r], {}};
    for (int c = 0; c < 4 && c < classes_; ++c) {
      const int q = std::clamp(static_cast<int>(std::lround(
                                   weights_[static_cast<std::size_t>(r) * classes_ + c] / unit)),
                               -32767, 32767);
      row.weights[c] = static_cast<std::int16_t>(q);
    }
    out.push_back(row);
  }
  return out;
}

}  // namespace sayso::train
