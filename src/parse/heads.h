// SPDX-License-Identifier: Apache-2.0
// What is read off the encoder's rows: the tag of each word, the tree of each sentence with its
// relations.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "learn/tensors.h"
#include "parse/encoder.h"
#include "parse/tags.h"
#include "parse/tree.h"

namespace sayso {

struct Analysis {
  std::vector<std::uint8_t> tags;    // joint classes of the section "tags"
  std::vector<std::int32_t> heads;   // word of the same batch; own place = root
  std::vector<std::uint8_t> labels;  // Deprel
};

class Heads {
 public:
  struct Scratch {
    std::vector<float> floats[3];
    std::vector<std::uint8_t> bytes;
    std::vector<std::int8_t> keys;
    std::vector<float> scales[2];
    std::vector<std::int8_t> panels;  // the heads of one sentence as a packed matrix
    std::vector<float> panel_scales, panel_biases;
    std::vector<std::int32_t> panel_starts;
    std::vector<std::int32_t> places;  // of each word among the gathered heads, or -1
    TreeDecoder trees;
    std::vector<std::int32_t> second;  // heads of another tree for the same sentence
  };

  // `width`: activations a row of the encoder. `tags`: how many classes the model has.
  static Result<Heads> open(const Tensors& tensors, int width, int tags);
  // What the tags say of each word: needed to look twice at full sentences without a verb on top.
  void know(const TagClasses& classes);
  // rows: as Encoder::encode gives them.
  void tags(const EncoderBatch& batch, const Rows& rows, Analysis& out, Scratch& s,
            Kernel kernel = best_kernel()) const;
  void trees(const EncoderBatch& batch, const Rows& rows, Analysis& out, Scratch& s,
             Kernel kernel = best_kernel()) const;
  // REQUIRES: tags() has set out.tags, if know() was called; trees() has set out.heads.
  void labels(const EncoderBatch& batch, const Rows& rows, Analysis& out, Scratch& s,
              Kernel kernel = best_kernel()) const;

 private:
  static constexpr int kFar = 16;  // distances beyond count as this

  enum class Role : std::uint8_t { other, nominal, verb, helper, stop };

  void sentence_tree(std::uint32_t begin, int n, Analysis& out, Scratch& s, Kernel kernel) const;
  [[nodiscard]] bool helped(const std::uint8_t* tags, const std::int32_t* heads, int n,
                            int verb) const;
  [[nodiscard]] bool lacks_verb(const std::uint8_t* tags, const std::int32_t* heads, int n) const;
  void look_again(std::uint8_t* tags, float* scores, std::size_t stride, int n, std::int32_t* heads,
                  Scratch& s) const;

  Matrix tag_;
  Matrix dep_, head_, arc_;
  std::vector<std::int8_t> root_;  // the root as a head
  float root_scale_ = 0, root_bias_ = 0;
  std::vector<float> distance_;  // [Encoder::kMostWords * 2 + 1], 0 in the middle
  Matrix label_dep_, label_head_, label_out_;
  std::vector<Role> roles_;  // by class of tag
  std::uint8_t past_ = 0, participle_ = 0;
};

}  // namespace sayso
