// SPDX-License-Identifier: Apache-2.0
// Names off the encoder's rows: a narrow layer of bidirectional simple recurrent units over what
// the encoder says of a word, the word's own vector and the lists of names it stands in; then the
// best sequence of whole names. Classes: 0 outside, else 1 + 4 * type + place; types person,
// organization, place, other; places begin, inside, last, unit.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "doc/token_table.h"
#include "parse/encoder.h"

namespace sayso {

constexpr int kNameClasses = 17;
constexpr int kNameTypes = 4;
enum NamePlace : std::uint8_t { kNameBegin, kNameInside, kNameLast, kNameUnit };

constexpr int name_class(int type, NamePlace place) {
  return 1 + 4 * type + place;
}
constexpr int name_type(int cls) {
  return (cls - 1) / 4;
}  // REQUIRES: cls > 0
constexpr NamePlace name_place(int cls) {
  return static_cast<NamePlace>((cls - 1) % 4);
}
// May `next` follow `before`? At the start and the end of a sentence the other side is 0.
constexpr bool name_follows(int before, int next) {
  const bool open =
      before > 0 && (name_place(before) == kNameBegin || name_place(before) == kNameInside);
  const bool goes_on =
      next > 0 && (name_place(next) == kNameInside || name_place(next) == kNameLast);
  return open ? goes_on && name_type(before) == name_type(next) : !goes_on;
}
// "begin, inside, last, unit" of a type as the BIO tag of the token table.
NameTag name_bio(std::uint8_t cls);

// The part of the parse stage in it: what the encoder's rows say of names, kept a few integers a
// word in TokenTable::name_state until the names stage has run.
class NameStates {
 public:
  // `tensors`: of the section "names". `width`: activations a row of the encoder.
  static Result<NameStates> open(const Tensors& tensors, int width);
  [[nodiscard]] int width() const { return product_.outputs; }
  // out[width()] for each word, scale 1 / kWordGate. rows: as Encoder::encode gives them.
  void keep(const Rows& rows, std::vector<float>& buffer, std::int16_t* out,
            Kernel kernel = best_kernel()) const;

 private:
  Matrix product_;
};

class NameTagger {
 public:
  static constexpr std::uint32_t kMostWords = 512;  // words of a call
  struct Scratch {
    explicit Scratch(const NameTagger& tagger);
    KnownGates known;  // vectors of words, scale 1 / kWordGate
    std::vector<float> inputs, products, skips, scores;
    std::vector<float> scales;
    std::vector<std::uint8_t> bytes;
    std::vector<std::int16_t> gates, outputs;
    std::vector<const std::int16_t*> gate_rows;
    std::vector<std::array<std::uint8_t, kNameClasses>> back;  // the class before, of the best way
  };

  static Result<NameTagger> open(const Tensors& tensors);
  [[nodiscard]] int width() const { return width_; }
  // Bits of NameLists that the tagger was trained with.
  [[nodiscard]] std::uint16_t lists() const { return lists_; }
  // Sets classes[0..n) of the sentences of a batch. `states`: [n][width()] of NameStates;
  // `lists`: bits of NameLists of each word. REQUIRES: at most kMostWords words.
  void tag(const EncoderBatch& batch, const std::int16_t* states, const std::uint16_t* lists,
           std::uint8_t* classes, Scratch& s, Kernel kernel = best_kernel()) const;

 private:
  static constexpr int kListBits = 16;
  void sum_inputs(const EncoderBatch& batch, const std::int16_t* states, const std::uint16_t* lists,
                  Scratch& s, Kernel kernel) const;
  void recur(const EncoderBatch& batch, Scratch& s, Kernel kernel) const;
  void best_way(const float* scores, int n, std::uint8_t* classes, Scratch& s) const;

  WordVectors vectors_;
  int width_ = 0, hidden_ = 0;
  std::uint16_t lists_ = 0;
  // Sums over the set bits: [before, at, behind][bits 0-7, bits 8-15][256][width]
  std::vector<float> list_sums_;
  Matrix layer_;
  const float* states_ = nullptr;  // [direction][forget, reset][hidden]
  Matrix out_, skip_;
  std::array<std::array<float, kNameClasses>, kNameClasses> follow_{};  // [next][before]
};

}  // namespace sayso
