// SPDX-License-Identifier: Apache-2.0
// Products of 16-bit matrices with exact 32-bit sums: y = W x + b for many rows x at once.
//
// W lies packed in panels of 16 outputs: for each pair of inputs the 16 x 2 weights that meet it,
// one cache line. Each output has a scale of its own: weight = integer * scale. Sums are integers
// and scales are applied in one order, so every machine and every kernel gives the same floats.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "learn/lanes.h"

namespace sayso {

constexpr int kPanel = 16;             // outputs a panel
constexpr int kMostActivation = 8192;  // |x| of every input integer

// A view of a packed matrix; the bytes must outlive it.
struct Matrix {
  int outputs = 0;                        // as asked for; the panels hold the next multiple of 16
  int inputs = 0;                         // even
  const float* scale = nullptr;           // [panels * 16]
  const float* bias = nullptr;            // [panels * 16]
  const std::int16_t* weights = nullptr;  // [panels][inputs / 2][16][2]

  [[nodiscard]] int panels() const { return (outputs + kPanel - 1) / kPanel; }
  // Outputs of the panels [first, first + count) as a matrix of their own.
  [[nodiscard]] Matrix part(int first, int count) const;
};

// Rows of integers; a row's true values are integer * scale.
struct Rows {
  const std::int16_t* data = nullptr;
  std::size_t stride = 0;  // integers from row to row
  int count = 0;
  const float* scales = nullptr;  // one a row, or nullptr: `scale` for all
  float scale = 1;
};

// out[r][o] = W[o] . rows[r] + bias[o] for all rows and all outputs of whole panels.
// REQUIRES: rows of m.inputs integers of at most kMostActivation; out_stride >= 16 * panels.
void multiply(const Matrix& m, const Rows& rows, float* out, std::size_t out_stride,
              Kernel kernel = best_kernel());

// Rows of floats as integers of at most `most`, each row with its own scale. `relu`: negative
// values count as 0. REQUIRES: width a multiple of 8; most <= kMostActivation.
void quantise(const float* in, std::size_t in_stride, int count, int width, bool relu, int most,
              std::int16_t* out, std::size_t out_stride, float* scales,
              Kernel kernel = best_kernel());

// The bytes of a packed matrix, to be viewed by matrix_at(): scales, biases, panels.
// w[outputs][inputs]; b[outputs] or empty.
std::string pack_matrix(const std::vector<float>& w, const std::vector<float>& b, int outputs,
                        int inputs);
// Size of those bytes. REQUIRES: outputs, inputs > 0.
std::size_t matrix_size(int outputs, int inputs);
// REQUIRES: bytes 64-byte aligned, matrix_size(outputs, inputs) of them.
Matrix matrix_at(const char* bytes, int outputs, int inputs);

}  // namespace sayso
