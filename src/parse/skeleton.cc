// SPDX-License-Identifier: Apache-2.0
#include "parse/skeleton.h"

#include <algorithm>

#include "learn/feature_hash.h"

namespace sayso {

void Skeleton::build(const WordInfo* const* words, const std::uint8_t* tags, int count,
                     const std::vector<std::uint8_t>& is_mark, Marks marks) {
  words_.clear();
  tags_.clear();
  original_.clear();
  before_.clear();
  last_.clear();
  marks_.clear();
  const bool keep = marks == Marks::keep || std::all_of(tags, tags + count, [&](std::uint8_t t) {
                      return is_mark[t] != 0;
                    });
  std::array<std::int32_t, kMarkKinds> last{};
  last.fill(-1);
  std::uint64_t before = 0;
  for (int i = 0; i < count; ++i) {
    const int kind = is_mark[tags[i]];
    if (kind == 0 || keep) {
      before_.push_back(before);
      last_.push_back(last);
      words_.push_back(words[i]);
      tags_.push_back(tags[i]);
      original_.push_back(i);
      before = 0;
    }
    if (kind != 0) {
      last[static_cast<std::size_t>(std::min(kind, kMarkKinds) - 1)] = keep ? size() - 1 : size();
      before = feature_hash(words[i]->lower, before & 0xFFFFFFFF);
      if (!keep) {
        marks_.push_back({i, size()});
      }
    }
  }
  before_.push_back(before);
  last_.push_back(last);
}

std::uint64_t Skeleton::between(int a, int b) const {
  std::uint64_t mask = 0;
  const auto& last = last_[static_cast<std::size_t>(b)];
  for (std::size_t k = 0; k < kMarkKinds; ++k) {
    mask |= last[k] > a ? std::uint64_t{1} << k : 0;
  }
  return mask;
}

}  // namespace sayso
