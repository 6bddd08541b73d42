// SPDX-License-Identifier: Apache-2.0
// A tagger taught by marked texts (train/event/): is a word the word of an event and of which type,
// is a state told of a thing and which. One layer over what WordFeatures says of a word and its
// neighbours in the tree, what the rules found included, and their vectors. All sums are of
// integers in one order: the same scores on every machine. likely.h decides by them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "event/word_features.h"
#include "learn/learn.h"
#include "learn/tensors.h"

namespace sayso::coding {

class Taught {
 public:
  struct Scratch {
    SentenceFeatures features;
    std::vector<float> scores;         // [words with features][stride()]
    std::vector<std::uint32_t> place;  // by word of the sentence, its row there
    std::vector<std::int32_t>
        known;  // of a report, by symbol of a lower-case form: row of gates, or -1
    std::vector<std::int32_t> made;    // by row of vectors_: row of gates, or -1
    std::vector<std::int16_t> gates;   // rows of kNear * width, in steps of 1 / kWordGate
    std::vector<std::uint32_t> fresh;  // rows of vectors_ whose gates are to be made
    std::vector<float> vectors, products, inputs, scales;
    std::vector<std::uint8_t> bytes;
    std::vector<std::int16_t> hidden, past;
    std::vector<std::int32_t> sum;
  };

  // `model`: sections "event" and "event.names" (docs/formats/model.md). It must outlive this.
  static Result<Taught> open(const Model& model, const Knowledge& knowledge,
                             const Patterns& patterns);
  void begin_document(Scratch& s) const;
  // Fills s.scores. REQUIRES: as WordFeatures::collect; begin_document() was called.
  void score(const View& view, TokenRange sentence, const Matcher& judged, std::size_t first_event,
             std::size_t first_state, Scratch& s) const;

  // Names of the kinds: PLOVER types; "variable=value" of states.
  [[nodiscard]] const std::vector<std::string>& types() const { return types_; }
  [[nodiscard]] const std::vector<std::string>& states() const { return states_; }
  // Of word `i` of the sentence scored last; what follows asks only for such words.
  [[nodiscard]] bool scored(const Scratch& s, std::uint32_t i) const {
    return s.features.first[i + 1] > s.features.first[i];
  }
  [[nodiscard]] float event(const Scratch& s, std::uint32_t i) const;  // probability of one
  [[nodiscard]] float state(const Scratch& s, std::uint32_t i) const;
  [[nodiscard]] float holder(const Scratch& s, std::uint32_t i) const;
  // If there is one: the best kind and its probability.
  [[nodiscard]] std::pair<int, float> type(const Scratch& s, std::uint32_t i) const;
  [[nodiscard]] std::pair<int, float> kind(const Scratch& s, std::uint32_t i) const;
  // If it tells anything: it is said not to be; it is not yet sure.
  [[nodiscard]] bool denied(const Scratch& s, std::uint32_t i) const;
  [[nodiscard]] bool open_yet(const Scratch& s, std::uint32_t i) const;

 private:
  // 60 features of at most kMostWeight fit 16 bits.
  static constexpr float kUnit = 128;
  static constexpr float kMostWeight = 511;
  static constexpr int kBlocks = 4;
  [[nodiscard]] std::uint32_t vector_of(std::string_view lower) const;
  void make_gates(Scratch& s, std::size_t first, std::size_t count, std::int16_t* out) const;
  void find_gates(const View& view, TokenRange sentence, Scratch& s) const;
  void add_up(const View& view, TokenRange sentence, std::uint32_t i, Scratch& s) const;
  void add_past(std::uint32_t i, Scratch& s) const;
  [[nodiscard]] const float* row(const Scratch& s, std::uint32_t i) const {
    return s.scores.data() + s.place[i] * stride();
  }
  [[nodiscard]] std::size_t stride() const {
    return static_cast<std::size_t>(out_.panels()) * kPanel;
  }

  WordFeatures features_;
  std::vector<std::string> types_, states_;
  KeyArray keys_;  // of the words that have a vector, sorted
  ByteRows vectors_;
  Matrix near_, out_;
  int width_ = 0;
  std::vector<std::int16_t> blocks_;  // [features][kBlocks][width], in steps of 1 / kUnit
  std::vector<std::int16_t> past_;    // [features][outputs]
  std::vector<std::int32_t> bias_;
};

}  // namespace sayso::coding
