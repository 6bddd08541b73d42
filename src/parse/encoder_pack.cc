// SPDX-License-Identifier: Apache-2.0
#include "parse/encoder_pack.h"

#include <cstring>

#include "learn/tensors.h"
#include "parse/word_vectors.h"

namespace sayso {
namespace {

constexpr std::uint32_t kUnitBlock = 16;

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  bool read(void* to, std::size_t size) {
    if (bytes_.size() < size) {
      return false;
    }
    std::memcpy(to, bytes_.data(), size);
    bytes_.remove_prefix(size);
    return true;
  }
  [[nodiscard]] std::size_t left() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
};

bool read_tensor(Reader& in, std::string& name, TrainedTensor& t) {
  std::uint32_t size = 0;
  if (!in.read(&size, 4) || size > 200) {
    return false;
  }
  name.resize(size);
  std::uint32_t kind[2];
  if (!in.read(name.data(), size) || !in.read(kind, sizeof(kind)) || kind[1] > 8) {
    return false;
  }
  t.shape.resize(kind[1]);
  if (!in.read(t.shape.data(), t.shape.size() * 4)) {
    return false;
  }
  std::size_t count = 1;
  for (const std::uint32_t n : t.shape) {
    count *= n;
    if (count > in.left()) {
      return false;
    }
  }
  if (kind[0] == 1) {
    t.keys.resize(count);
    return in.read(t.keys.data(), count * 4);
  }
  t.floats.resize(count);
  return in.read(t.floats.data(), count * 4);
}

Error missing(std::string_view name) {
  return {ErrorCode::invalid_argument,
          "trained array " + std::string(name) + " is missing or has another shape"};
}

class Packer {
 public:
  explicit Packer(const TrainedTensors& tensors) : tensors_(tensors) {}

  Result<const TrainedTensor*> get(std::string_view name, std::size_t dimensions) const {
    const auto at = tensors_.find(name);
    if (at == tensors_.end() || at->second.shape.size() != dimensions) {
      return missing(name);
    }
    return &at->second;
  }

  Status tables() {
    SAYSO_TRY(const TrainedTensor* keys, get("lower.keys", 1));
    out.keys("lower.keys", keys->keys);
    SAYSO_TRY_STATUS(table("lower.table"));
    for (const char* name : kHashedNames) {
      SAYSO_TRY_STATUS(table(std::string(name) + ".table"));
    }
    return {};
  }

  Status table(std::string_view name) {
    SAYSO_TRY(const TrainedTensor* t, get(name, 2));
    out.byte_rows(name, t->floats, static_cast<int>(t->shape[0]), static_cast<int>(t->shape[1]));
    return {};
  }

  // `bias` may be empty: none.
  Status matrix(std::string_view name, std::string_view bias) {
    SAYSO_TRY(const TrainedTensor* w, get(name, 2));
    std::vector<float> b;
    if (!bias.empty()) {
      SAYSO_TRY(const TrainedTensor* t, get(bias, 1));
      b = t->floats;
      if (b.size() != w->shape[0]) {
        return missing(bias);
      }
    }
    out.matrix(name, w->floats, b, static_cast<int>(w->shape[0]), static_cast<int>(w->shape[1]));
    return {};
  }

  // [direction][gate][hidden] as [direction][hidden / 16][gate][16].
  Status layer(const std::string& name) {
    SAYSO_TRY(const TrainedTensor* w, get(name + ".W", 4));
    SAYSO_TRY(const TrainedTensor* b, get(name + ".b", 3));
    SAYSO_TRY(const TrainedTensor* v, get(name + ".v", 3));
    const std::uint32_t gates = w->shape[1];
    const std::uint32_t hidden = w->shape[2];
    const std::uint32_t inputs = w->shape[3];
    if (hidden % kUnitBlock != 0 || b->floats.size() != w->floats.size() / inputs) {
      return missing(name + ".W");
    }
    std::vector<float> weights;
    std::vector<float> biases;
    for (std::uint32_t d = 0; d < 2; ++d) {
      for (std::uint32_t block = 0; block < hidden; block += kUnitBlock) {
        for (std::uint32_t g = 0; g < gates; ++g) {
          const std::uint32_t row = (d * gates + g) * hidden + block;
          const float* from = w->floats.data() + static_cast<std::size_t>(row) * inputs;
          weights.insert(weights.end(), from, from + std::size_t{kUnitBlock} * inputs);
          biases.insert(biases.end(), b->floats.begin() + row,
                        b->floats.begin() + row + kUnitBlock);
        }
      }
    }
    out.matrix(name + ".W", weights, biases, static_cast<int>(2 * gates * hidden),
               static_cast<int>(inputs));
    out.floats(name + ".v", v->floats);
    return tensors_.contains(name + ".P") ? matrix(name + ".P", "") : Status{};
  }

  Status floats(std::string_view name) {
    const auto at = tensors_.find(name);
    if (at == tensors_.end() || at->second.floats.empty()) {
      return missing(name);
    }
    out.floats(name, at->second.floats);
    return {};
  }

  TensorsBuilder out;

 private:
  const TrainedTensors& tensors_;
};

}  // namespace

Result<TrainedTensors> read_trained(std::string_view bytes) {
  const Error damaged{ErrorCode::corrupt, "not a file of trained arrays, or cut short"};
  Reader in(bytes);
  char magic[8];
  std::uint32_t count = 0;
  if (!in.read(magic, sizeof(magic)) || std::memcmp(magic, "SAYSOTNS", sizeof(magic)) != 0 ||
      !in.read(&count, 4)) {
    return damaged;
  }
  TrainedTensors out;
  for (std::uint32_t i = 0; i < count; ++i) {
    std::string name;
    TrainedTensor t;
    if (!read_tensor(in, name, t)) {
      return damaged;
    }
    out.emplace(std::move(name), std::move(t));
  }
  return out;
}

Result<std::string> pack_encoder(const TrainedTensors& tensors) {
  Packer p(tensors);
  SAYSO_TRY_STATUS(p.tables());
  for (int l = 0; l == 0 || tensors.contains("layer" + std::to_string(l) + ".W"); ++l) {
    SAYSO_TRY_STATUS(p.layer("layer" + std::to_string(l)));
  }
  const struct {
    const char *name, *bias;
  } matrices[] = {
      {"tag.W", "tag.b"},
      {"arc_dep.W", "arc_dep.b"},
      {"arc_head.W", "arc_head.b"},
      {"arc.W", "arc.u"},
      {"label_dep.W", "label.b"},
      {"label_head.W", ""},
      {"label_out.W", "label_out.b"},
  };
  for (const auto& m : matrices) {
    SAYSO_TRY_STATUS(p.matrix(m.name, m.bias));
  }
  for (const char* name : {"arc.root", "arc.root_bias", "arc.distance"}) {
    SAYSO_TRY_STATUS(p.floats(name));
  }
  return p.out.bytes();
}

Result<std::string> pack_names(const TrainedTensors& tensors) {
  Packer p(tensors);
  SAYSO_TRY_STATUS(p.tables());
  SAYSO_TRY(const TrainedTensor* lists, p.get("lists.known", 1));
  p.out.keys("lists.known", lists->keys);
  SAYSO_TRY_STATUS(p.floats("lists"));
  SAYSO_TRY_STATUS(p.layer("layer0"));
  SAYSO_TRY_STATUS(p.matrix("state.W", "state.b"));
  SAYSO_TRY_STATUS(p.matrix("out.W", "out.b"));
  SAYSO_TRY_STATUS(p.matrix("skip.W", ""));
  SAYSO_TRY_STATUS(p.floats("follow"));
  return p.out.bytes();
}

}  // namespace sayso
