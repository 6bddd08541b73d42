// SPDX-License-Identifier: Apache-2.0
// The encoder: layers of bidirectional simple recurrent units over word vectors. It gives every
// word a row of activations (learn/matrix.h) that knows its sentence; heads.h reads tags and trees
// off it, names.h names.
//
// The first layer's gates depend on the word alone. They are kept for each distinct word across
// documents (KnownGates), so that a known word costs no product there. All other products are made
// for many sentences at once, so that weights are read from memory once a batch.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "learn/recurrent.h"
#include "learn/tensors.h"
#include "parse/word_vectors.h"

namespace sayso {

// Sentences that go through the encoder together.
struct EncoderBatch {
  std::vector<const WordInfo*> words;
  std::vector<std::uint32_t> first;  // word each sentence begins with, and the end

  void clear() {
    words.clear();
    first.assign(1, 0);
  }
  // REQUIRES: words were added since the last call.
  void end_sentence() { first.push_back(static_cast<std::uint32_t>(words.size())); }
  [[nodiscard]] int sentences() const { return static_cast<int>(first.size()) - 1; }
};

// First-layer gates by written form. When full it is emptied: pointers hold for one batch.
class KnownGates {
 public:
  // REQUIRES: capacity >= words of any batch.
  KnownGates(std::size_t gates_per_word, std::size_t capacity);
  // Makes room for `words` more, by forgetting all if need be.
  void reserve(std::size_t words);
  // The place for a word's gates; `fresh` says that the caller has to fill it.
  std::int16_t* find(const WordInfo& word, bool& fresh);

 private:
  struct Place {
    std::uint64_t form = 0;
    std::uint32_t round = 0;  // taken if it is the present one
    std::uint32_t gates = 0;
  };
  std::size_t per_word_, capacity_, size_ = 0;
  std::uint32_t round_ = 1;
  std::vector<Place> places_;  // by the form's hash, linear probing; a power of two, half empty
  std::vector<std::unique_ptr<std::int16_t[]>> blocks_;  // of kBlockWords words
};

class Encoder {
 public:
  struct Scratch {
    explicit Scratch(const Encoder& encoder);
    KnownGates known;
    std::vector<const std::int16_t*> gates;  // of each word of the batch
    std::vector<std::int16_t*> fresh;        // gates to be filled
    std::vector<float> vectors, products;
    std::vector<float> scales;
    std::vector<std::uint8_t> bytes;      // rows for a product
    std::vector<std::int16_t> layers[2];  // outputs of the last layers, in turn
  };

  static Result<Encoder> open(const Tensors& tensors);
  // Activations a word: two directions of hidden units.
  [[nodiscard]] int width() const { return 2 * hidden_; }
  // The last layer's rows, one a word, width() activations; they stand in the scratch until the
  // next call. REQUIRES: batch of at most kMostWords words, not empty.
  Rows encode(const EncoderBatch& batch, Scratch& s, Kernel kernel = best_kernel()) const;
  static constexpr std::size_t kMostWords = 1024;
  static constexpr std::size_t kWordsKept = 12288;  // 2 kB each with 128 hidden units

 private:
  struct Layer {
    Matrix products;                // outputs [direction][hidden / 16][gates][16]
    Matrix narrow;                  // outputs = 0: none; else the rows go through it first
    const float* states = nullptr;  // [direction][forget, reset][hidden]
  };
  void find_gates(const EncoderBatch& batch, Scratch& s, Kernel kernel) const;
  void first_layer(const EncoderBatch& batch, Scratch& s, std::int16_t* out, Kernel kernel) const;
  void next_layer(const EncoderBatch& batch, const Layer& layer, Scratch& s,
                  const std::int16_t* below, std::int16_t* out, Kernel kernel) const;
  // A layer's outputs as activations, in s.bytes and s.scales.
  Rows activations(const std::int16_t* rows, std::size_t count, Scratch& s, Kernel kernel) const;
  [[nodiscard]] Scan part(const Layer& layer, int direction, int unit, int units) const;

  WordVectors vectors_;
  std::vector<Layer> layers_;
  int hidden_ = 0;
};

}  // namespace sayso
