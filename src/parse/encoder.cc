// SPDX-License-Identifier: Apache-2.0
#include "parse/encoder.h"

#include <algorithm>
#include <bit>
#include <string>

#include "base/check.h"

namespace sayso {
namespace {

constexpr std::size_t kBlockWords = 1024;
constexpr int kUnitBlock = 16;
constexpr std::size_t kTogether = 8;  // new words whose gates are computed at once

int most_units(int from, int hidden) {
  return std::min(kMostHidden, hidden - from);
}

}  // namespace

KnownGates::KnownGates(std::size_t gates_per_word, std::size_t capacity)
    : per_word_(gates_per_word), capacity_(capacity), places_(std::bit_ceil(2 * capacity)) {}

void KnownGates::reserve(std::size_t words) {
  if (size_ + words > capacity_) {
    size_ = 0;
    ++round_;
  }
}

std::int16_t* KnownGates::find(const WordInfo& word, bool& fresh) {
  const std::size_t mask = places_.size() - 1;
  std::size_t at = word.form & mask;
  while (places_[at].round == round_ && places_[at].form != word.form) {
    at = (at + 1) & mask;
  }
  Place& place = places_[at];
  fresh = place.round != round_;
  if (fresh) {
    SAYSO_CHECK(size_ < capacity_);
    place = {word.form, round_, static_cast<std::uint32_t>(size_++)};
  }
  const std::size_t block = place.gates / kBlockWords;
  if (block == blocks_.size()) {
    blocks_.push_back(std::make_unique<std::int16_t[]>(kBlockWords * per_word_));
  }
  return blocks_[block].get() + place.gates % kBlockWords * per_word_;
}

Encoder::Scratch::Scratch(const Encoder& encoder)
    : known(static_cast<std::size_t>(encoder.layers_[0].products.outputs), kWordsKept) {}

Result<Encoder> Encoder::open(const Tensors& tensors) {
  Encoder e;
  SAYSO_TRY(e.vectors_, WordVectors::open(tensors));
  for (int l = 0; tensors.has("layer" + std::to_string(l) + ".W"); ++l) {
    const std::string name = "layer" + std::to_string(l);
    Layer layer;
    SAYSO_TRY(layer.products, tensors.matrix(name + ".W"));
    if (l == 0) {
      e.hidden_ = layer.products.outputs / 8;
    }
    const int gates = l == 0 ? 4 : 3;
    int inputs = l == 0 ? padded_to_panel(e.vectors_.size()) : 2 * e.hidden_;
    if (tensors.has(name + ".P")) {
      SAYSO_TRY(layer.narrow, tensors.matrix(name + ".P"));
      if (layer.narrow.inputs != inputs || layer.narrow.outputs % kPanel != 0) {
        return tensors.bad(name + ".P");
      }
      inputs = layer.narrow.outputs;
    }
    if (e.hidden_ <= 0 || e.hidden_ % kUnitBlock != 0 || layer.products.inputs != inputs ||
        layer.products.outputs != 2 * gates * e.hidden_) {
      return tensors.bad(name + ".W");
    }
    SAYSO_TRY(const FloatArray states,
              tensors.floats(name + ".v", static_cast<std::size_t>(4 * e.hidden_)));
    layer.states = states.data;
    e.layers_.push_back(layer);
  }
  if (e.layers_.empty()) {
    return tensors.bad("layer0.W");
  }
  return e;
}

Rows Encoder::encode(const EncoderBatch& batch, Scratch& s, Kernel kernel) const {
  const std::size_t n = batch.words.size();
  SAYSO_CHECK(n > 0 && n <= kMostWords && batch.first.back() == n);
  for (auto& rows : s.layers) {
    rows.resize(std::max(rows.size(), n * static_cast<std::size_t>(width())));
  }
  find_gates(batch, s, kernel);
  first_layer(batch, s, s.layers[0].data(), kernel);
  int from = 0;
  for (std::size_t l = 1; l < layers_.size(); ++l, from = 1 - from) {
    next_layer(batch, layers_[l], s, s.layers[from].data(), s.layers[1 - from].data(), kernel);
  }
  return activations(s.layers[from].data(), n, s, kernel);
}

// Fills `gates` for every word; words not known are computed together.
void Encoder::find_gates(const EncoderBatch& batch, Scratch& s, Kernel kernel) const {
  const Matrix& m = layers_[0].products;
  const auto size = static_cast<std::size_t>(vectors_.size());
  const auto padded = static_cast<std::size_t>(m.inputs);
  s.known.reserve(batch.words.size());
  s.gates.clear();
  s.fresh.clear();
  s.vectors.clear();
  for (const WordInfo* word : batch.words) {
    bool fresh = false;
    std::int16_t* gates = s.known.find(*word, fresh);
    s.gates.push_back(gates);
    if (fresh) {
      s.fresh.push_back(gates);
      s.vectors.resize(s.vectors.size() + size);
      vectors_.vector(*word, s.vectors.data() + s.vectors.size() - size);
    }
  }
  const auto count = static_cast<int>(s.fresh.size());
  const auto outputs = static_cast<std::size_t>(m.outputs);
  s.bytes.resize(std::max(s.bytes.size(), s.fresh.size() * padded));
  s.scales.resize(std::max(s.scales.size(), s.fresh.size()));
  s.products.resize(std::max(s.products.size(), outputs * kTogether));
  quantise(s.vectors.data(), size, count, vectors_.size(), false, s.bytes.data(), padded,
           s.scales.data(), kernel);
  for (std::size_t i = 0; i < s.fresh.size(); i += kTogether) {
    const std::size_t rows = std::min(kTogether, s.fresh.size() - i);
    multiply(m, {s.bytes.data() + i * padded, padded, static_cast<int>(rows), s.scales.data() + i},
             s.products.data(), outputs, kernel);
    for (std::size_t k = 0; k < rows; ++k) {
      keep_gates(s.products.data() + k * outputs, m.outputs, s.fresh[i + k], kernel);
    }
  }
}

Rows Encoder::activations(const std::int16_t* rows, std::size_t count, Scratch& s,
                          Kernel kernel) const {
  const auto stride = static_cast<std::size_t>(width());
  s.bytes.resize(std::max(s.bytes.size(), count * stride));
  s.scales.resize(std::max(s.scales.size(), count));
  const auto n = static_cast<int>(count);
  quantise(rows, stride, n, width(), 1.0F / kActivation, s.bytes.data(), stride, s.scales.data(),
           kernel);
  return {s.bytes.data(), stride, n, s.scales.data()};
}

Scan Encoder::part(const Layer& layer, int direction, int unit, int units) const {
  Scan scan;
  scan.hidden = units;
  scan.backward = direction == 1;
  scan.forget = layer.states + (2 * direction) * hidden_ + unit;
  scan.reset = layer.states + (2 * direction + 1) * hidden_ + unit;
  scan.out_stride = static_cast<std::size_t>(width());
  return scan;
}

void Encoder::first_layer(const EncoderBatch& batch, Scratch& s, std::int16_t* out,
                          Kernel kernel) const {
  for (int direction = 0; direction < 2; ++direction) {
    for (int unit = 0; unit < hidden_; unit += kMostHidden) {
      Scan scan = part(layers_[0], direction, unit, most_units(unit, hidden_));
      const auto column = static_cast<std::size_t>(direction * hidden_ + unit);
      for (int i = 0; i < batch.sentences(); ++i) {
        const std::uint32_t begin = batch.first[static_cast<std::size_t>(i)];
        scan.length = static_cast<int>(batch.first[static_cast<std::size_t>(i) + 1] - begin);
        scan.out = out + begin * scan.out_stride + column;
        scan_words(scan, s.gates.data() + begin, column * 4, kernel);
      }
    }
  }
}

// The products of a run of units are made and scanned before those of the next, so that they
// stay in the second-level cache.
void Encoder::next_layer(const EncoderBatch& batch, const Layer& layer, Scratch& s,
                         const std::int16_t* below, std::int16_t* out, Kernel kernel) const {
  const auto count = static_cast<int>(batch.words.size());
  const auto stride = static_cast<std::size_t>(width());
  Rows rows = activations(below, batch.words.size(), s, kernel);
  const auto most = static_cast<std::size_t>(std::max(3 * kMostHidden, layer.narrow.outputs));
  s.products.resize(std::max(s.products.size(), batch.words.size() * most));
  if (layer.narrow.outputs > 0) {
    const auto narrow = static_cast<std::size_t>(layer.narrow.outputs);
    s.bytes.resize(std::max(s.bytes.size(), batch.words.size() * narrow));
    rows.data = s.bytes.data();
    multiply(layer.narrow, rows, s.products.data(), narrow, kernel);
    quantise(s.products.data(), narrow, count, layer.narrow.outputs, false, s.bytes.data(), narrow,
             s.scales.data(), kernel);
    rows = {s.bytes.data(), narrow, count, s.scales.data()};
  }
  for (int direction = 0; direction < 2; ++direction) {
    for (int unit = 0; unit < hidden_; unit += kMostHidden) {
      const int units = most_units(unit, hidden_);
      const int first = (direction * hidden_ + unit) / kUnitBlock * 3;
      const auto gates = static_cast<std::size_t>(3 * units);
      multiply(layer.products.part(first, units / kUnitBlock * 3), rows, s.products.data(), gates,
               kernel);
      Scan scan = part(layer, direction, unit, units);
      const auto column = static_cast<std::size_t>(direction * hidden_ + unit);
      for (int i = 0; i < batch.sentences(); ++i) {
        const std::uint32_t begin = batch.first[static_cast<std::size_t>(i)];
        scan.length = static_cast<int>(batch.first[static_cast<std::size_t>(i) + 1] - begin);
        scan.out = out + begin * stride + column;
        sayso::scan(scan, s.products.data() + begin * gates, gates, below + begin * stride + column,
                    stride, kernel);
      }
    }
  }
}

}  // namespace sayso
