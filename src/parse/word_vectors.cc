// SPDX-License-Identifier: Apache-2.0
#include "parse/word_vectors.h"

#include <algorithm>
#include <string>

namespace sayso {

const char* const kHashedNames[7] = {"form",    "suffix2", "suffix3", "suffix4",
                                     "prefix2", "prefix3", "shape"};

Result<WordVectors> WordVectors::open(const Tensors& tensors) {
  WordVectors v;
  SAYSO_TRY(v.keys_, tensors.keys("lower.keys"));
  SAYSO_TRY(v.lower_, tensors.byte_rows("lower.table"));
  if (v.lower_.rows != v.keys_.size + 1 || v.lower_.columns % 8 != 0) {
    return tensors.bad("lower.table");
  }
  for (int i = 0; i < kHashed; ++i) {
    const std::string name = std::string(kHashedNames[i]) + ".table";
    SAYSO_TRY(v.hashed_[i], tensors.byte_rows(name));
    if (v.hashed_[i].columns != v.lower_.columns) {
      return tensors.bad(name);
    }
  }
  return v;
}

void WordVectors::add(const ByteRows& table, std::uint64_t row, float* x) {
  const std::int8_t* data = table.data + row * table.columns;
  const float scale = table.scale[row];
  for (std::uint32_t k = 0; k < table.columns; ++k) {
    x[k] += static_cast<float>(data[k]) * scale;
  }
}

void WordVectors::vector(const WordInfo& word, float* x) const {
  std::fill(x, x + size(), 0.0F);
  const auto key = static_cast<std::uint32_t>(word.lower >> 32);
  const std::uint32_t* end = keys_.data + keys_.size;
  const std::uint32_t* at = std::lower_bound(keys_.data, end, key);
  add(lower_, at != end && *at == key ? static_cast<std::uint64_t>(at - keys_.data) + 1 : 0, x);
  const std::uint64_t hashes[kHashed] = {word.form != word.lower ? word.form : 0,
                                         word.suffix[1],
                                         word.suffix[2],
                                         word.suffix[3],
                                         word.prefix[1],
                                         word.prefix[2],
                                         std::uint64_t{word.shape} << 40};
  for (int i = 0; i < kHashed; ++i) {
    if (hashes[i] != 0) {
      add(hashed_[i], ((hashes[i] >> 32) * hashed_[i].rows) >> 32, x);
    }
  }
}

}  // namespace sayso
