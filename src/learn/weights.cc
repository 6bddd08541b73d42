// SPDX-License-Identifier: Apache-2.0
#include "learn/weights.h"

#include <bit>
#include <cstring>

#include "base/check.h"

#if defined(__SSE4_1__) || defined(__SSE2__)
#include <emmintrin.h>
#define SAYSO_SSE2 1
#else
#define SAYSO_SSE2 0
#endif

namespace sayso {
namespace {

struct TableHeader {
  std::uint64_t buckets;
  std::uint64_t entries;  // bytes behind the buckets / 2
  std::uint32_t classes;
  std::uint32_t spare[11];
};
static_assert(sizeof(TableHeader) == 64);

constexpr std::uint32_t kPlaceBits = 25;

std::uint16_t check_of(std::uint64_t hash) {
  const auto c = static_cast<std::uint16_t>(hash);
  return c == 0 ? 1 : c;  // 0 marks a free place
}
std::uint64_t bucket_of(std::uint64_t hash, std::uint64_t buckets) {
  return ((hash >> 32) * buckets) >> 32;
}

// Leaves a fifth of the places free.
std::uint64_t bucket_count(std::size_t rows, std::size_t per_bucket) {
  return rows * 10 / (per_bucket * 8) + 2;
}

// The place of `check` among ten, 10 if it is not there.
inline int find10(const std::uint16_t* checks, std::uint16_t check) {
#if SAYSO_SSE2
  const __m128i same = _mm_cmpeq_epi16(_mm_load_si128(reinterpret_cast<const __m128i*>(checks)),
                                       _mm_set1_epi16(static_cast<short>(check)));
  const int hit = _mm_movemask_epi8(same);
  if (hit != 0) {
    return std::countr_zero(static_cast<unsigned>(hit)) / 2;
  }
  return checks[8] == check ? 8 : checks[9] == check ? 9 : 10;
#else
  int at = 0;
  while (at < 10 && checks[at] != check) {
    ++at;
  }
  return at;
#endif
}

// The place of `check` among six, 6 if it is not there. REQUIRES: two more can be read.
inline int find6(const std::uint16_t* checks, std::uint16_t check) {
#if SAYSO_SSE2
  const __m128i same = _mm_cmpeq_epi16(_mm_load_si128(reinterpret_cast<const __m128i*>(checks)),
                                       _mm_set1_epi16(static_cast<short>(check)));
  const int hit = _mm_movemask_epi8(same) & 0xFFF;
  return hit == 0 ? 6 : std::countr_zero(static_cast<unsigned>(hit)) / 2;
#else
  int at = 0;
  while (at < 6 && checks[at] != check) {
    ++at;
  }
  return at;
#endif
}

Error bad_section(std::string_view name) {
  return {ErrorCode::corrupt, "section " + std::string(name) + " of the model is damaged"};
}

}  // namespace

Result<SparseWeights> SparseWeights::open(std::string_view bytes, std::string_view name) {
  TableHeader header{};
  if (bytes.size() < sizeof(header)) {
    return bad_section(name);
  }
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.buckets == 0 || header.buckets > bytes.size() / sizeof(Bucket) ||
      header.classes > kMostClasses ||
      bytes.size() < sizeof(header) + header.buckets * sizeof(Bucket) + header.entries * 2) {
    return bad_section(name);
  }
  SparseWeights w;
  w.buckets_ = reinterpret_cast<const Bucket*>(bytes.data() + sizeof(header));
  w.entries_ = reinterpret_cast<const Entry*>(w.buckets_ + header.buckets);
  w.count_ = header.buckets;
  w.classes_ = static_cast<int>(header.classes);
  for (std::uint64_t b = 0; b < header.buckets; ++b) {
    for (const std::uint32_t place : w.buckets_[b].place) {
      if ((place & ((1U << kPlaceBits) - 1)) + (place >> kPlaceBits) > header.entries) {
        return bad_section(name);
      }
    }
  }
  for (std::uint64_t i = 0; i < header.entries; ++i) {
    if (w.entries_[i].cls >= kMostClasses) {
      return bad_section(name);
    }
  }
  return w;
}

std::string SparseWeights::build(const std::vector<Row>& rows, int classes) {
  TableHeader header{};
  header.buckets = bucket_count(rows.size(), 10);
  header.classes = static_cast<std::uint32_t>(classes);
  std::vector<Bucket> buckets(header.buckets, Bucket{});
  std::string entries;
  for (const Row& row : rows) {
    SAYSO_CHECK(!row.weights.empty() && row.weights.size() < 128);
    const std::size_t first = entries.size() / 2;
    SAYSO_CHECK(first < (1U << kPlaceBits));
    for (const auto& [cls, weight] : row.weights) {
      entries.push_back(static_cast<char>(cls));
      entries.push_back(static_cast<char>(weight));
    }
    std::uint64_t b = bucket_of(row.hash, header.buckets);
    int at = 10;
    while (at == 10) {
      Bucket& bucket = buckets[b++ % header.buckets];
      for (at = 0; at < 10 && bucket.check[at] != 0; ++at) {
      }
      if (at < 10) {
        bucket.check[at] = check_of(row.hash);
        bucket.place[at] = static_cast<std::uint32_t>(row.weights.size() << kPlaceBits | first);
      }
    }
  }
  header.entries = entries.size() / 2;
  std::string out(reinterpret_cast<const char*>(&header), sizeof(header));
  out.append(reinterpret_cast<const char*>(buckets.data()), buckets.size() * sizeof(Bucket));
  return out + entries;
}

void SparseWeights::score(const std::uint64_t* hashes, int count, std::int32_t* sums) const {
  for (int i = 0; i < count; ++i) {
    __builtin_prefetch(&buckets_[bucket_of(hashes[i], count_)]);
  }
  std::uint32_t found[256];
  int hits = 0;
  for (int i = 0; i < count; ++i) {
    const std::uint16_t check = check_of(hashes[i]);
    for (std::uint64_t b = bucket_of(hashes[i], count_);; b = b + 1 == count_ ? 0 : b + 1) {
      const Bucket& bucket = buckets_[b];
      const int at = find10(bucket.check, check);
      const std::uint32_t place = at < 10 ? bucket.place[at] : 0;
      if (place != 0) {
        __builtin_prefetch(&entries_[place & ((1U << kPlaceBits) - 1)]);
        found[hits++] = place;
        break;
      }
      if (bucket.check[9] == 0) {
        break;
      }
    }
  }
  for (int i = 0; i < hits; ++i) {
    const Entry* entry = entries_ + (found[i] & ((1U << kPlaceBits) - 1));
    for (const Entry* end = entry + (found[i] >> kPlaceBits); entry != end; ++entry) {
      sums[entry->cls] += entry->weight;
    }
  }
}

Result<QuadWeights> QuadWeights::open(std::string_view bytes, std::string_view name) {
  TableHeader header{};
  if (bytes.size() < sizeof(header)) {
    return bad_section(name);
  }
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.buckets == 0 || header.buckets > bytes.size() / sizeof(Bucket) ||
      bytes.size() < sizeof(header) + header.buckets * sizeof(Bucket)) {
    return bad_section(name);
  }
  QuadWeights w;
  w.buckets_ = reinterpret_cast<const Bucket*>(bytes.data() + sizeof(header));
  w.count_ = header.buckets;
  w.fill_filter();
  return w;
}

void QuadWeights::fill_filter() {
  filter_.assign(std::size_t{1} << (21 - 6), 0);
  const auto set = [this](std::uint64_t bucket, std::uint16_t check) {
    const std::uint32_t bit = filter_bit(bucket, check);
    filter_[bit >> 6] |= std::uint64_t{1} << (bit & 63);
  };
  for (std::uint64_t b = 0; b < count_; ++b) {
    for (int k = 0; k < 6; ++k) {
      const std::uint16_t check = buckets_[b].check[k];
      if (check == 0) {
        break;
      }
      set(b, check);
      // A row that found its bucket full stands in one of the next.
      for (std::uint64_t home = b, steps = 0; steps < 64; ++steps) {
        home = home == 0 ? count_ - 1 : home - 1;
        if (buckets_[home].check[5] == 0) {
          break;
        }
        set(home, check);
      }
    }
  }
}

std::string QuadWeights::build(const std::vector<Row>& rows) {
  TableHeader header{};
  header.buckets = bucket_count(rows.size(), 6);
  header.classes = 4;
  std::vector<Bucket> buckets(header.buckets, Bucket{});
  for (const Row& row : rows) {
    std::uint64_t b = bucket_of(row.hash, header.buckets);
    int at = 6;
    while (at == 6) {
      Bucket& bucket = buckets[b++ % header.buckets];
      for (at = 0; at < 6 && bucket.check[at] != 0; ++at) {
      }
      if (at < 6) {
        bucket.check[at] = check_of(row.hash);
        std::memcpy(bucket.weights[at], row.weights, sizeof(row.weights));
      }
    }
  }
  std::string out(reinterpret_cast<const char*>(&header), sizeof(header));
  out.append(reinterpret_cast<const char*>(buckets.data()), buckets.size() * sizeof(Bucket));
  return out;
}

void QuadWeights::score(const std::uint64_t* hashes, int count, std::int32_t* sums) const {
  constexpr int kMost = 256;
  std::uint32_t places[kMost];  // of the features that may have a row
  std::uint16_t checks[kMost];
  int left = 0;
  for (int i = 0; i < count && i < kMost; ++i) {
    const auto bucket = static_cast<std::uint32_t>(bucket_of(hashes[i], count_));
    const std::uint16_t check = check_of(hashes[i]);
    const std::uint32_t bit = filter_bit(bucket, check);
    places[left] = bucket;
    checks[left] = check;
    left += static_cast<int>(filter_[bit >> 6] >> (bit & 63) & 1);
  }
  for (int i = 0; i < left; ++i) {
    __builtin_prefetch(&buckets_[places[i]]);
  }
  for (int i = 0; i < left; ++i) {
    for (std::uint64_t b = places[i];; b = b + 1 == count_ ? 0 : b + 1) {
      const Bucket& bucket = buckets_[b];
      const int at = find6(bucket.check, checks[i]);
      if (at < 6) {
        for (int k = 0; k < 4; ++k) {
          sums[k] += bucket.weights[at][k];
        }
        break;
      }
      if (bucket.check[5] == 0) {
        break;
      }
    }
  }
}

}  // namespace sayso
