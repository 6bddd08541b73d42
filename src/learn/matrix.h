// SPDX-License-Identifier: Apache-2.0
// Products of matrices of small integers with exact sums: y = W x + b for many rows x at once.
//
// Weights have 6 bits, activations 7, stored as unsigned bytes 64 + value: four products of each of
// two inputs then fit a 16-bit sum (4 x 2 x 127 x 31 < 32,768), so that one wide multiplication
// does 32 products and sums are widened once in 16 inputs. W lies packed in panels of 16 outputs:
// for each four inputs the 16 x 4 weights that meet them, one cache line. Each output and each row
// has a scale of its own, applied in one order, so every machine and every kernel gives the same
// floats.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "learn/lanes.h"

namespace sayso {

constexpr int kPanel = 16;  // outputs a panel; inputs are padded to a multiple of it
constexpr int kMostWeight = 31;
constexpr int kMostActivation = 63;
constexpr int kZero = 64;  // the byte of activation 0

constexpr int padded_to_panel(int n) {
  return (n + kPanel - 1) / kPanel * kPanel;
}

// A view of a packed matrix; the bytes must outlive it.
struct Matrix {
  int outputs = 0;                       // as asked for; the panels hold the next multiple of 16
  int inputs = 0;                        // a multiple of 16
  const float* scale = nullptr;          // [panels * 16]
  const float* bias = nullptr;           // [panels * 16]
  const std::int32_t* start = nullptr;   // [panels * 16]: -kZero * sum of the output's weights
  const std::int8_t* weights = nullptr;  // [panels][inputs / 4][16][4]

  [[nodiscard]] int panels() const { return (outputs + kPanel - 1) / kPanel; }
  // Outputs of the panels [first, first + count) as a matrix of their own.
  [[nodiscard]] Matrix part(int first, int count) const;
};

// Rows of activations; a row's true values are (byte - kZero) * scale.
struct Rows {
  const std::uint8_t* data = nullptr;
  std::size_t stride = 0;  // bytes from row to row
  int count = 0;
  const float* scales = nullptr;  // one a row
};

// out[r][o] = W[o] . rows[r] + bias[o] for all rows and all outputs of whole panels.
// REQUIRES: rows of m.inputs bytes (what stands in padding does not matter); out_stride >= 16 *
// panels.
void multiply(const Matrix& m, const Rows& rows, float* out, std::size_t out_stride,
              Kernel kernel = best_kernel());

// Rows of floats as activations, each row with its own scale. `relu`: negative values count as 0.
// REQUIRES: width a multiple of 8.
void quantise(const float* in, std::size_t in_stride, int count, int width, bool relu,
              std::uint8_t* out, std::size_t out_stride, float* scales,
              Kernel kernel = best_kernel());
// The same from integers of scale `unit`. REQUIRES: width a multiple of 16; no integer is -32,768.
void quantise(const std::int16_t* in, std::size_t in_stride, int count, int width, float unit,
              std::uint8_t* out, std::size_t out_stride, float* scales,
              Kernel kernel = best_kernel());
// Rows of floats as weights, to be packed by pack_output(): out[k] in [-31, 31].
void quantise_weights(const float* in, std::size_t in_stride, int count, int width, bool relu,
                      std::int8_t* out, std::size_t out_stride, float* scales,
                      Kernel kernel = best_kernel());
// Puts the weights of output `o` into panels of `inputs` inputs and returns its start.
std::int32_t pack_output(const std::int8_t* row, int inputs, int o, std::int8_t* weights);

// The bytes of a packed matrix, to be viewed by matrix_at(): scales, biases, starts, panels.
// w[outputs][inputs]; b[outputs] or empty.
std::string pack_matrix(const std::vector<float>& w, const std::vector<float>& b, int outputs,
                        int inputs);
// Size of those bytes. REQUIRES: outputs, inputs > 0.
std::size_t matrix_size(int outputs, int inputs);
// REQUIRES: bytes 64-byte aligned, matrix_size(outputs, inputs) of them.
Matrix matrix_at(const char* bytes, int outputs, int inputs);

}  // namespace sayso
