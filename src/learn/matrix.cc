// SPDX-License-Identifier: Apache-2.0
#include "learn/matrix.h"

#include <algorithm>
#include <cmath>

#if SAYSO_HAS_AVX2_CODE
#include <immintrin.h>
#endif

#pragma GCC diagnostic ignored "-Wpsabi"  // wide vectors pass between inlined functions only

namespace sayso {
namespace {

// Sixteen outputs of one row. Unsigned: sums of damaged weights may wrap, never be undefined.
void sums_portable(const std::int16_t* row, const std::int16_t* panel, int inputs,
                   std::int32_t* sums) {
  std::uint32_t acc[kPanel] = {};
  for (int k = 0; k < inputs; k += 2, panel += 2 * kPanel) {
    for (int o = 0; o < kPanel; ++o) {
      acc[o] += static_cast<std::uint32_t>(row[k] * panel[2 * o]) +
                static_cast<std::uint32_t>(row[k + 1] * panel[2 * o + 1]);
    }
  }
  std::memcpy(sums, acc, sizeof(acc));
}

template <typename L>
SAYSO_LANES_INLINE void finish(const std::int32_t* sums, const float* scale, const float* bias,
                               float row_scale, float* out) {
  for (int o = 0; o < kPanel; o += L::kWidth) {
    typename L::Ints i;
    typename L::Floats s;
    typename L::Floats b;
    load_lanes(sums + o, i);
    load_lanes(scale + o, s);
    load_lanes(bias + o, b);
    store_lanes(out + o, __builtin_convertvector(i, typename L::Floats) * s * row_scale + b);
  }
}

void multiply_portable(const Matrix& m, const Rows& rows, float* out, std::size_t out_stride) {
  for (int p = 0; p < m.panels(); ++p) {
    const std::int16_t* panel = m.weights + static_cast<std::size_t>(p) * kPanel * m.inputs;
    for (int r = 0; r < rows.count; ++r) {
      std::int32_t sums[kPanel];
      sums_portable(rows.data + r * rows.stride, panel, m.inputs, sums);
      finish<Lanes4>(sums, m.scale + p * kPanel, m.bias + p * kPanel,
                     rows.scales != nullptr ? rows.scales[r] : rows.scale,
                     out + r * out_stride + p * kPanel);
    }
  }
}

#if SAYSO_HAS_AVX2_CODE
constexpr int kTileRows = 4;  // with 6 GCC 12 spills sums
constexpr int kBlockRows = 32;

// kRows rows by one panel: 2 * kRows sums stay in registers.
template <int kRows>
SAYSO_AVX2 void tile_avx2(const Matrix& m, int p, const Rows& rows, int r, float* out,
                          std::size_t out_stride) {
  const std::int16_t* panel = m.weights + static_cast<std::size_t>(p) * kPanel * m.inputs;
  const std::int16_t* row[kRows];
  __m256i low[kRows];
  __m256i high[kRows];
#pragma GCC unroll 4
  for (int i = 0; i < kRows; ++i) {
    row[i] = rows.data + (r + i) * rows.stride;
    low[i] = high[i] = _mm256_setzero_si256();
  }
#pragma GCC unroll 4
  for (int k = 0; k < m.inputs; k += 2, panel += 2 * kPanel) {
    const __m256i w0 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(panel));
    const __m256i w1 = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(panel + kPanel));
#pragma GCC unroll 4
    for (int i = 0; i < kRows; ++i) {
      std::int32_t pair;
      std::memcpy(&pair, row[i] + k, sizeof(pair));
      const __m256i x = _mm256_set1_epi32(pair);
      low[i] = _mm256_add_epi32(low[i], _mm256_madd_epi16(x, w0));
      high[i] = _mm256_add_epi32(high[i], _mm256_madd_epi16(x, w1));
    }
  }
#pragma GCC unroll 4
  for (int i = 0; i < kRows; ++i) {
    std::int32_t sums[kPanel];
    std::memcpy(sums, &low[i], sizeof(low[i]));
    std::memcpy(sums + 8, &high[i], sizeof(high[i]));
    finish<Lanes8>(sums, m.scale + p * kPanel, m.bias + p * kPanel,
                   rows.scales != nullptr ? rows.scales[r + i] : rows.scale,
                   out + (r + i) * out_stride + p * kPanel);
  }
}

void multiply_avx2(const Matrix& m, const Rows& rows, float* out, std::size_t out_stride) {
  using Tile = void (*)(const Matrix&, int, const Rows&, int, float*, std::size_t);
  static constexpr Tile kTiles[] = {nullptr, tile_avx2<1>, tile_avx2<2>, tile_avx2<3>,
                                    tile_avx2<4>};
  // A block of rows and one panel fit the first-level cache together.
  for (int block = 0; block < rows.count; block += kBlockRows) {
    const int end = std::min(rows.count, block + kBlockRows);
    for (int p = 0; p < m.panels(); ++p) {
      for (int r = block; r < end; r += kTileRows) {
        kTiles[std::min(kTileRows, end - r)](m, p, rows, r, out, out_stride);
      }
    }
  }
}
#endif

template <typename L>
SAYSO_LANES_INLINE void quantise_row(const float* in, int width, float low, int most,
                                     std::int16_t* out, float* scale) {
  typename L::Floats most_lanes{};
  for (int k = 0; k < width; k += L::kWidth) {
    typename L::Floats x;
    load_lanes(in + k, x);
    x = x < low ? typename L::Floats{} + low : x;
    const typename L::Floats size = x < 0.0F ? -x : x;
    most_lanes = size > most_lanes ? size : most_lanes;
  }
  float largest = 0;
  for (int i = 0; i < L::kWidth; ++i) {
    largest = std::max(largest, most_lanes[i]);
  }
  // Rows that are nothing, or beyond all reason, count as nothing.
  const bool usable = largest > 1e-20F && largest < 1e20F;
  const float factor = usable ? static_cast<float>(most) / largest : 0.0F;
  *scale = usable ? largest / static_cast<float>(most) : 0.0F;
  for (int k = 0; k < width; k += L::kWidth) {
    typename L::Floats x;
    load_lanes(in + k, x);
    x = x < low ? typename L::Floats{} + low : x;
    x = x * factor;
    clamp_lanes(x, static_cast<float>(-most), static_cast<float>(most));
    store_shorts<L>(out + k, x, 1.0F, most);
  }
}

template <typename L>
SAYSO_LANES_INLINE void quantise_rows(const float* in, std::size_t in_stride, int count, int width,
                                      bool relu, int most, std::int16_t* out,
                                      std::size_t out_stride, float* scales) {
  const float low = relu ? 0.0F : -1e30F;
  for (int r = 0; r < count; ++r) {
    quantise_row<L>(in + r * in_stride, width, low, most, out + r * out_stride, scales + r);
  }
}

void quantise_portable(const float* in, std::size_t in_stride, int count, int width, bool relu,
                       int most, std::int16_t* out, std::size_t out_stride, float* scales) {
  quantise_rows<Lanes4>(in, in_stride, count, width, relu, most, out, out_stride, scales);
}
SAYSO_AVX2 void quantise_avx2(const float* in, std::size_t in_stride, int count, int width,
                              bool relu, int most, std::int16_t* out, std::size_t out_stride,
                              float* scales) {
  quantise_rows<Lanes8>(in, in_stride, count, width, relu, most, out, out_stride, scales);
}

}  // namespace

Kernel best_kernel() {
#if SAYSO_HAS_AVX2_CODE
  static const Kernel best = __builtin_cpu_supports("avx2") != 0 ? Kernel::avx2 : Kernel::portable;
  return best;
#else
  return Kernel::portable;
#endif
}

Matrix Matrix::part(int first, int count) const {
  return {count * kPanel, inputs, scale + first * kPanel, bias + first * kPanel,
          weights + static_cast<std::size_t>(first) * kPanel * inputs};
}

void multiply(const Matrix& m, const Rows& rows, float* out, std::size_t out_stride,
              Kernel kernel) {
#if SAYSO_HAS_AVX2_CODE
  if (kernel == Kernel::avx2) {
    multiply_avx2(m, rows, out, out_stride);
    return;
  }
#endif
  multiply_portable(m, rows, out, out_stride);
}

void quantise(const float* in, std::size_t in_stride, int count, int width, bool relu, int most,
              std::int16_t* out, std::size_t out_stride, float* scales, Kernel kernel) {
  (kernel == Kernel::avx2 ? quantise_avx2 : quantise_portable)(in, in_stride, count, width, relu,
                                                               most, out, out_stride, scales);
}

std::size_t matrix_size(int outputs, int inputs) {
  const auto padded = static_cast<std::size_t>((outputs + kPanel - 1) / kPanel * kPanel);
  const auto even = static_cast<std::size_t>((inputs + 1) / 2 * 2);
  return padded * (2 * sizeof(float) + even * sizeof(std::int16_t));
}

Matrix matrix_at(const char* bytes, int outputs, int inputs) {
  Matrix m;
  m.outputs = outputs;
  m.inputs = (inputs + 1) / 2 * 2;
  const int padded = m.panels() * kPanel;
  m.scale = reinterpret_cast<const float*>(bytes);
  m.bias = m.scale + padded;
  m.weights = reinterpret_cast<const std::int16_t*>(m.bias + padded);
  return m;
}

std::string pack_matrix(const std::vector<float>& w, const std::vector<float>& b, int outputs,
                        int inputs) {
  std::string out(matrix_size(outputs, inputs), '\0');
  const Matrix view = matrix_at(out.data(), outputs, inputs);
  auto* scale = const_cast<float*>(view.scale);
  auto* bias = const_cast<float*>(view.bias);
  auto* weights = const_cast<std::int16_t*>(view.weights);
  for (int o = 0; o < outputs; ++o) {
    const float* row = w.data() + static_cast<std::size_t>(o) * inputs;
    double sum = 0;
    float most = 0;
    for (int k = 0; k < inputs; ++k) {
      sum += std::fabs(row[k]);
      most = std::max(most, std::fabs(row[k]));
    }
    bias[o] = b.empty() ? 0.0F : b[static_cast<std::size_t>(o)];
    if (most == 0) {
      continue;
    }
    // As fine as 16 bits allow, and never so fine that a 32-bit sum of products could overflow.
    const double bound = (2147483647.0 / kMostActivation - inputs) / sum;
    const double factor = std::min(32767.0 / most, bound);
    scale[o] = static_cast<float>(1.0 / factor);
    std::int16_t* place = weights + static_cast<std::size_t>(o / kPanel) * kPanel * view.inputs +
                          2 * static_cast<std::size_t>(o % kPanel);
    for (int k = 0; k < inputs; ++k) {
      place[(k / 2) * 2 * kPanel + k % 2] = static_cast<std::int16_t>(std::lround(row[k] * factor));
    }
  }
  return out;
}

}  // namespace sayso
