// SPDX-License-Identifier: Apache-2.0
// For tests of the encoder and the name tagger: arrays made here, and their formulas as plain sums
// in double precision.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "parse/encoder.h"
#include "parse/encoder_pack.h"
#include "parse/words.h"

namespace sayso::testing {

class Maker {
 public:
  void add(const std::string& name, std::vector<std::uint32_t> shape, float spread) {
    TrainedTensor t;
    t.shape = std::move(shape);
    std::size_t n = 1;
    for (const std::uint32_t d : t.shape) {
      n *= d;
    }
    for (std::size_t i = 0; i < n; ++i) {
      t.floats.push_back((static_cast<float>(random_() >> 8) / 8388608.0F - 1.0F) * spread);
    }
    all[name] = std::move(t);
  }
  TrainedTensors all;

 private:
  std::mt19937 random_{99};
};

// Matrices as packing rounds them, so that what remains to differ is the rounding of activations.
inline TrainedTensors with_packed_weights(TrainedTensors tensors) {
  for (auto& [name, t] : tensors) {
    if (!name.ends_with(".W") && !name.ends_with(".P")) {
      continue;
    }
    const std::size_t inputs = t.shape.back();
    for (std::size_t row = 0; row < t.floats.size(); row += inputs) {
      float most = 0;
      for (std::size_t k = 0; k < inputs; ++k) {
        most = std::max(most, std::fabs(t.floats[row + k]));
      }
      for (std::size_t k = 0; k < inputs; ++k) {
        float& w = t.floats[row + k];
        w = std::round(w / most * kMostWeight) * (most / kMostWeight);
      }
    }
  }
  return tensors;
}

inline std::vector<std::string> words_of_text() {
  return {"The", "Minister", "said", "that", "1,250", "soldiers", "had", "left", "Kherson", "."};
}

// The arrays of WordVectors, vectors of `e` numbers.
inline void add_tables(Maker& m, std::uint32_t e) {
  TrainedTensor keys;
  for (const char* word : {"the", "said", "soldiers", "."}) {
    keys.keys.push_back(WordTable::key(word));
  }
  std::sort(keys.keys.begin(), keys.keys.end());
  keys.shape = {static_cast<std::uint32_t>(keys.keys.size())};
  m.all["lower.keys"] = keys;
  m.add("lower.table", {keys.shape[0] + 1, e}, 0.5F);
  std::uint32_t rows = 40;
  for (const char* name :
       {"form", "suffix2", "suffix3", "suffix4", "prefix2", "prefix3", "shape"}) {
    m.add(std::string(name) + ".table", {rows += 7, e}, 0.5F);
  }
}

// Arrays of the section "names" over rows of `rows` activations.
inline TrainedTensors trained_names(std::uint32_t rows, std::uint32_t width, std::uint32_t hidden) {
  Maker m;
  add_tables(m, width);
  m.all["lists.known"] = TrainedTensor{{1}, {}, {0x7F7F}};
  m.add("lists", {3, 16, width}, 0.5F);
  m.add("state.W", {width, rows}, 0.2F);
  m.add("state.b", {width}, 0.5F);
  m.add("layer0.W", {2, 4, hidden, width}, 0.25F);
  m.add("layer0.b", {2, 4, hidden}, 0.5F);
  m.add("layer0.v", {2, 2, hidden}, 0.5F);
  m.add("out.W", {17, 2 * hidden}, 0.5F);
  m.add("out.b", {17}, 0.5F);
  m.add("skip.W", {17, width}, 0.3F);
  m.add("follow", {17, 17}, 0.5F);
  return with_packed_weights(m.all);
}

using Vector = std::vector<double>;

// The formulas, in double precision and one word at a time.
class Plain {
 public:
  explicit Plain(const TrainedTensors& t) : t_(t) {}

  [[nodiscard]] double at(const std::string& name, std::size_t i) const {
    return t_.at(name).floats[i];
  }
  [[nodiscard]] Vector product(const std::string& w, const std::string& b, const Vector& x) const {
    const std::size_t outputs = t_.at(w).floats.size() / x.size();
    Vector y;
    for (std::size_t o = 0; o < outputs; ++o) {
      double sum = b.empty() ? 0 : at(b, o);
      for (std::size_t k = 0; k < x.size(); ++k) {
        sum += at(w, o * x.size() + k) * x[k];
      }
      y.push_back(sum);
    }
    return y;
  }
  [[nodiscard]] Vector vector(const WordInfo& w) const {
    Vector x(t_.at("lower.table").shape[1], 0.0);
    const auto add = [&](const std::string& name, std::size_t row) {
      for (std::size_t k = 0; k < x.size(); ++k) {
        x[k] += at(name + ".table", row * x.size() + k);
      }
    };
    const auto& keys = t_.at("lower.keys").keys;
    const auto found =
        std::find(keys.begin(), keys.end(), static_cast<std::uint32_t>(w.lower >> 32));
    add("lower", found == keys.end() ? 0 : static_cast<std::size_t>(found - keys.begin()) + 1);
    const auto hashed = [&](const std::string& name, std::uint64_t hash) {
      if (hash != 0) {
        add(name, ((hash >> 32) * t_.at(name + ".table").shape[0]) >> 32);
      }
    };
    hashed("form", w.form == w.lower ? 0 : w.form);
    hashed("suffix2", w.suffix[1]);
    hashed("suffix3", w.suffix[2]);
    hashed("suffix4", w.suffix[3]);
    hashed("prefix2", w.prefix[1]);
    hashed("prefix3", w.prefix[2]);
    hashed("shape", std::uint64_t{w.shape} << 40);
    return x;
  }
  [[nodiscard]] std::vector<Vector> encode(const std::vector<const WordInfo*>& words) const {
    std::vector<Vector> x;
    for (const WordInfo* w : words) {
      x.push_back(vector(*w));
    }
    for (int l = 0; t_.contains("layer" + std::to_string(l) + ".W"); ++l) {
      x = layer(x, "layer" + std::to_string(l), l == 0);
    }
    return x;
  }

  [[nodiscard]] std::vector<Vector> layer(const std::vector<Vector>& x, const std::string& name,
                                          bool first) const {
    const std::size_t h = t_.at(name + ".v").shape[2];
    const std::size_t gates = first ? 4 : 3;
    std::vector<Vector> y(x.size(), Vector(2 * h));
    std::vector<Vector> u;
    for (const Vector& row : x) {
      u.push_back(product(name + ".W", name + ".b",
                          t_.contains(name + ".P") ? product(name + ".P", "", row) : row));
    }
    const auto sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
    for (std::size_t d = 0; d < 2; ++d) {
      for (std::size_t k = 0; k < h; ++k) {
        double c = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
          const std::size_t t = d == 0 ? i : x.size() - 1 - i;
          const auto gate = [&](std::size_t g) { return u[t][(d * gates + g) * h + k]; };
          const double f = sigmoid(gate(1) + at(name + ".v", (d * 2) * h + k) * c);
          const double r = sigmoid(gate(2) + at(name + ".v", (d * 2 + 1) * h + k) * c);
          c = f * c + (1 - f) * gate(0);
          const double skip = first ? gate(3) : x[t][d * h + k];
          y[t][d * h + k] = std::clamp(r * c + (1 - r) * skip, -8.0, 8.0);
        }
      }
    }
    return y;
  }

 private:
  const TrainedTensors& t_;
};

inline void relu(Vector& x) {
  for (double& v : x) {
    v = std::max(0.0, v);
  }
}

inline double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    sum += a[k] * b[k];
  }
  return sum;
}

struct Words {
  std::vector<WordInfo> info;
  EncoderBatch batch;

  explicit Words(std::size_t sentences) {
    const WordTable table;
    for (std::size_t s = 0; s < sentences; ++s) {
      for (const std::string& w : words_of_text()) {
        info.push_back(table.info(s % 2 == 0 ? w : w + std::string(s, 'x')));
      }
    }
    batch.clear();
    for (std::size_t i = 0; i < info.size(); ++i) {
      batch.words.push_back(&info[i]);
      if (i % words_of_text().size() + 1 == words_of_text().size()) {
        batch.end_sentence();
      }
    }
  }
};

// The section's bytes where a mapped file would have them.
class Section {
 public:
  explicit Section(const std::string& bytes) : size_(bytes.size()), store_(bytes.size() / 64 + 2) {
    std::memcpy(store_.data(), bytes.data(), bytes.size());
  }
  [[nodiscard]] std::string_view bytes() const {
    return {reinterpret_cast<const char*>(store_.data()), size_};
  }

 private:
  struct alignas(64) Line {
    char bytes[64];
  };
  std::size_t size_;
  std::vector<Line> store_;
};

}  // namespace sayso::testing
