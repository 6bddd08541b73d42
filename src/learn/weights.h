// SPDX-License-Identifier: Apache-2.0
// Weights of hashed linear models, as they lie in a model file. Two layouts, both hash tables of
// 64-byte buckets (one cache line a feature) with 16-bit checks and linear probing:
//
//   SparseWeights  up to 128 classes; a row lists the classes that have a weight (tags, labels)
//   QuadWeights    four classes, the weights inside the bucket (transitions of the parser)
//
// score() adds the rows of the features it knows; sums are exact integers, so every machine gives
// the same result. A feature never seen has a chance of about 1 in 8,000 to meet a foreign row.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace sayso {

class SparseWeights {
 public:
  struct Row {
    std::uint64_t hash;
    std::vector<std::pair<std::uint8_t, std::int8_t>> weights;  // class, weight
  };
  static constexpr int kMostClasses = 128;

  SparseWeights() = default;
  // `name` says in an error which section is meant. The bytes must outlive the object.
  static Result<SparseWeights> open(std::string_view bytes, std::string_view name);
  static std::string build(const std::vector<Row>& rows, int classes);

  // REQUIRES: sums has room for kMostClasses.
  void score(const std::uint64_t* hashes, int count, std::int32_t* sums) const;
  [[nodiscard]] int classes() const { return classes_; }

 private:
  struct alignas(64) Bucket {
    std::uint16_t check[10];
    std::uint32_t place[10];  // entries << 25 | index of the first entry; 0 entries = free
    std::uint32_t spare;
  };
  static_assert(sizeof(Bucket) == 64);
  struct Entry {
    std::uint8_t cls;
    std::int8_t weight;
  };

  const Bucket* buckets_ = nullptr;
  const Entry* entries_ = nullptr;
  std::uint64_t count_ = 0;
  int classes_ = 0;
};

class QuadWeights {
 public:
  struct Row {
    std::uint64_t hash;
    std::int16_t weights[4];
  };

  QuadWeights() = default;
  static Result<QuadWeights> open(std::string_view bytes, std::string_view name);
  static std::string build(const std::vector<Row>& rows);

  // Adds to sums[0..3].
  void score(const std::uint64_t* hashes, int count, std::int32_t* sums) const;

 private:
  struct alignas(64) Bucket {
    std::uint16_t check[8];  // 6 used; 0 = free
    std::int16_t weights[6][4];
  };
  static_assert(sizeof(Bucket) == 64);

  void fill_filter();
  [[nodiscard]] static std::uint32_t filter_bit(std::uint64_t bucket, std::uint16_t check) {
    return static_cast<std::uint32_t>(bucket * 0x9E3779B1U ^ check * 0x85EBCA6BU) >> 11;
  }

  const Bucket* buckets_ = nullptr;
  std::uint64_t count_ = 0;
  // One bit for each row's bucket and check, small enough for the second-level cache: half of all
  // features have no row, and most of those need not touch their bucket.
  std::vector<std::uint64_t> filter_;
};

}  // namespace sayso
