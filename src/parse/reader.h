// SPDX-License-Identifier: Apache-2.0
// Encoder and heads over a whole document: tags, heads and relations of all its sentences.
// Sentences go through in batches; one of more than kWindow words is read in windows, each a tree
// of its own, whose roots hang on the first window's root as parataxis. Linear in the length of the
// text.
#pragma once

#include <memory>
#include <vector>

#include "doc/document.h"
#include "learn/learn.h"
#include "parse/encoder.h"
#include "parse/heads.h"
#include "parse/names.h"

namespace sayso {

class TreeReader {
 public:
  static constexpr std::uint32_t kWindow = 512;
  struct Scratch {
    explicit Scratch(const TreeReader& reader) : encoder(reader.encoder_) {}
    Encoder::Scratch encoder;
    Heads::Scratch heads;
    EncoderBatch batch;
    struct Part {
      std::uint32_t begin;
      bool goes_on;  // a further window of the sentence before
    };
    std::vector<Part> parts;  // of the batch
    std::uint32_t root = 0;   // token: root of the sentence being read
    Analysis found;
    std::vector<float> products;
  };

  // `tags`: classes of the section "tags"; `names`: bytes of the section "names".
  static Result<TreeReader> open(std::string_view section, int tags, std::string_view names);
  // See Heads::know.
  void know(const TagClasses& classes) { heads_.know(classes); }
  // Integers a token of the column name_state.
  [[nodiscard]] int name_width() const { return names_.width(); }
  // words[t] for each token. Sets tags[t] and fills the columns head, deprel and name_state, which
  // have room.
  void read(Document& document, const WordInfo* const* words, std::uint8_t* tags, Scratch& s) const;

 private:
  TreeReader(Encoder encoder, Heads heads, const NameStates& names)
      : encoder_(std::move(encoder)), heads_(std::move(heads)), names_(names) {}
  void flush(TokenTable& t, std::uint8_t* tags, Scratch& s) const;

  Encoder encoder_;
  Heads heads_;
  NameStates names_;
};

}  // namespace sayso
