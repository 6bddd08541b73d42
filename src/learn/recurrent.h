// SPDX-License-Identifier: Apache-2.0
// The scan of a simple recurrent unit (Lei et al. 2018) over one sentence, in either direction:
//
//   f = sigmoid(forget_t + v_f c)   r = sigmoid(reset_t + v_r c)      c: the state before
//   c = f c + (1 - f) candidate_t   y_t = clamp(r c + (1 - r) skip_t, -8, 8)
//
// All products with matrices are done before (matrix.h); what is left is elementwise, so any run
// of hidden units can be scanned alone. y is written as 16-bit integers of scale 1 / kActivation.
#pragma once

#include <cstddef>
#include <cstdint>

#include "learn/lanes.h"

namespace sayso {

constexpr float kActivation = 1024;  // integers a unit: [-8, 8] is [-8192, 8192]
constexpr float kWordGate = 2048;    // the same for gates kept for a word: [-16, 16)
constexpr int kMostHidden = 64;      // units scanned in one call

// `hidden` is a multiple of 16, at most kMostHidden; gates lie in blocks of 16 units, all gates of
// a block together: [hidden / 16][gates][16].
struct Scan {
  int length = 0;  // words
  int hidden = 0;
  bool backward = false;
  const float* forget = nullptr;  // v_f, v_r [hidden]
  const float* reset = nullptr;
  std::int16_t* out = nullptr;  // y of the first word
  std::size_t out_stride = 0;
};

// Gates candidate, forget, reset from `gates` (row stride `gate_stride`), skip from `below`.
void scan(const Scan& s, const float* gates, std::size_t gate_stride, const std::int16_t* below,
          std::size_t below_stride, Kernel kernel = best_kernel());

// The first layer: for each word a pointer to its kept gates candidate, forget, reset, skip, each
// an integer of scale 1 / kWordGate; `offset` integers into it begins this call's run.
void scan_words(const Scan& s, const std::int16_t* const* words, std::size_t offset,
                Kernel kernel = best_kernel());

// Floats as kept gates: clamped to [-16, 16). REQUIRES: count a multiple of 8.
void keep_gates(const float* gates, int count, std::int16_t* out, Kernel kernel = best_kernel());

}  // namespace sayso
