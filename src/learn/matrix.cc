// SPDX-License-Identifier: Apache-2.0
#include "learn/matrix.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#if SAYSO_HAS_AVX2_CODE
#include <immintrin.h>
#endif

#pragma GCC diagnostic ignored "-Wpsabi"  // wide vectors pass between inlined functions only

namespace sayso {
namespace {

constexpr int kGroup = 4;                     // inputs that lie together
constexpr int kGroupBytes = kGroup * kPanel;  // a cache line
constexpr int kShortSum = 16;                 // inputs summed in 16 bits

static_assert(kShortSum / 2 * (kZero + kMostActivation) * kMostWeight < 32768);

std::size_t panel_bytes(const Matrix& m) {
  return static_cast<std::size_t>(kPanel) * static_cast<std::size_t>(m.inputs);
}

// Sums of kWidth outputs as floats.
template <typename L>
SAYSO_LANES_INLINE void finish(const typename L::Ints& sums, const float* scale, const float* bias,
                               float row_scale, float* out) {
  typename L::Floats s;
  typename L::Floats b;
  load_lanes(scale, s);
  load_lanes(bias, b);
  store_lanes(out, __builtin_convertvector(sums, typename L::Floats) * s * row_scale + b);
}

void multiply_portable(const Matrix& m, const Rows& rows, float* out, std::size_t out_stride) {
  for (int p = 0; p < m.panels(); ++p) {
    const std::int8_t* panel = m.weights + static_cast<std::size_t>(p) * panel_bytes(m);
    for (int r = 0; r < rows.count; ++r) {
      const std::uint8_t* row = rows.data + static_cast<std::size_t>(r) * rows.stride;
      std::int32_t sums[kPanel];
      std::copy_n(m.start + p * kPanel, kPanel, sums);
      const std::int8_t* w = panel;
      for (int k = 0; k < m.inputs; k += kGroup, w += kGroupBytes) {
        for (int o = 0; o < kPanel; ++o) {
          const std::int8_t* four = w + kGroup * o;
          sums[o] +=
              row[k] * four[0] + row[k + 1] * four[1] + row[k + 2] * four[2] + row[k + 3] * four[3];
        }
      }
      float* to = out + static_cast<std::size_t>(r) * out_stride + p * kPanel;
      for (int o = 0; o < kPanel; o += Lanes4::kWidth) {
        Lanes4::Ints four;
        load_lanes(sums + o, four);
        finish<Lanes4>(four, m.scale + p * kPanel + o, m.bias + p * kPanel + o, rows.scales[r],
                       to + o);
      }
    }
  }
}

#if SAYSO_HAS_AVX2_CODE
constexpr int kTileRows =
    3;  // 2 x 2 x 3 sums, two lines of weights and a row's bytes: 15 registers
constexpr int kBlockRows = 33;

SAYSO_AVX2 inline __m256i line(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

// kRows rows by one panel: all sums stay in registers.
template <int kRows>
SAYSO_AVX2 void tile_avx2(const Matrix& m, int p, const Rows& rows, int r, float* out,
                          std::size_t out_stride) {
  const std::int8_t* panel = m.weights + static_cast<std::size_t>(p) * panel_bytes(m);
  const __m256i ones = _mm256_set1_epi16(1);
  const std::uint8_t* row[kRows];
  __m256i low[kRows];
  __m256i high[kRows];
#pragma GCC unroll 4
  for (int i = 0; i < kRows; ++i) {
    row[i] = rows.data + static_cast<std::size_t>(r + i) * rows.stride;
    low[i] = line(m.start + p * kPanel);
    high[i] = line(m.start + p * kPanel + kPanel / 2);
  }
  for (int k = 0; k < m.inputs; k += kShortSum) {
    __m256i short_low[kRows];
    __m256i short_high[kRows];
#pragma GCC unroll 4
    for (int g = 0; g < kShortSum; g += kGroup, panel += kGroupBytes) {
      const __m256i w0 = line(panel);
      const __m256i w1 = line(panel + kGroupBytes / 2);
#pragma GCC unroll 4
      for (int i = 0; i < kRows; ++i) {
        std::int32_t four;
        std::memcpy(&four, row[i] + k + g, sizeof(four));
        const __m256i x = _mm256_set1_epi32(four);
        const __m256i a = _mm256_maddubs_epi16(x, w0);
        const __m256i b = _mm256_maddubs_epi16(x, w1);
        short_low[i] = g == 0 ? a : _mm256_add_epi16(short_low[i], a);
        short_high[i] = g == 0 ? b : _mm256_add_epi16(short_high[i], b);
        asm("" : "+x"(short_low[i]), "+x"(short_high[i]));  // or GCC 12 reorders and spills
      }
    }
#pragma GCC unroll 4
    for (int i = 0; i < kRows; ++i) {
      low[i] = _mm256_add_epi32(low[i], _mm256_madd_epi16(short_low[i], ones));
      high[i] = _mm256_add_epi32(high[i], _mm256_madd_epi16(short_high[i], ones));
    }
  }
#pragma GCC unroll 4
  for (int i = 0; i < kRows; ++i) {
    float* to = out + static_cast<std::size_t>(r + i) * out_stride + p * kPanel;
    const float* scale = m.scale + p * kPanel;
    const float* bias = m.bias + p * kPanel;
    finish<Lanes8>(Lanes8::Ints(low[i]), scale, bias, rows.scales[r + i], to);
    finish<Lanes8>(Lanes8::Ints(high[i]), scale + kPanel / 2, bias + kPanel / 2, rows.scales[r + i],
                   to + kPanel / 2);
  }
}

void multiply_avx2(const Matrix& m, const Rows& rows, float* out, std::size_t out_stride) {
  using Tile = void (*)(const Matrix&, int, const Rows&, int, float*, std::size_t);
  static constexpr Tile kTiles[] = {nullptr, tile_avx2<1>, tile_avx2<2>, tile_avx2<3>};
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

// Exactly what quantise_shorts() does, sixteen at a time.
SAYSO_AVX2 void quantise_shorts_avx2(const std::int16_t* in, int width, float unit,
                                     std::uint8_t* out, float* scale);
#endif

// The low bytes of 32-bit integers. A conversion of the vector would take them out one by one.
SAYSO_LANES_INLINE void store_bytes(void* to, const Lanes4::Ints& from) {
  typedef char Bytes __attribute__((vector_size(sizeof(from))));
  const auto all = reinterpret_cast<Bytes>(from);
  const auto low = __builtin_shufflevector(all, all, 0, 4, 8, 12);
  std::memcpy(to, &low, sizeof(low));
}
SAYSO_LANES_INLINE void store_bytes(void* to, const Lanes8::Ints& from) {
  typedef char Bytes __attribute__((vector_size(sizeof(from))));
  const auto all = reinterpret_cast<Bytes>(from);
  const auto low = __builtin_shufflevector(all, all, 0, 4, 8, 12, 16, 20, 24, 28);
  std::memcpy(to, &low, sizeof(low));
}

// Integers of [-most, most], `zero` added, of one row.
template <typename L, typename T>
SAYSO_LANES_INLINE void quantise_row(const float* in, int width, float low, int most, int zero,
                                     T* out, float* scale) {
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
    const typename L::Floats shifted = x + (static_cast<float>(most) + 0.5F);
    const typename L::Ints i = __builtin_convertvector(shifted, typename L::Ints) + (zero - most);
    store_bytes(out + k, i);
  }
}

struct FloatRows {
  const float* in;
  std::size_t in_stride;
  int count, width;
  bool relu;
  std::size_t out_stride;
};

template <typename L, typename T>
SAYSO_LANES_INLINE void quantise_rows(const FloatRows& rows, int most, int zero, T* out,
                                      float* scales) {
  const float low = rows.relu ? 0.0F : -1e30F;
  for (int r = 0; r < rows.count; ++r) {
    const auto at = static_cast<std::size_t>(r);
    quantise_row<L>(rows.in + at * rows.in_stride, rows.width, low, most, zero,
                    out + at * rows.out_stride, scales + r);
  }
}

template <typename T>
void quantise_portable(const FloatRows& rows, int most, int zero, T* out, float* scales) {
  quantise_rows<Lanes4>(rows, most, zero, out, scales);
}
template <typename T>
SAYSO_AVX2 void quantise_avx2(const FloatRows& rows, int most, int zero, T* out, float* scales) {
  quantise_rows<Lanes8>(rows, most, zero, out, scales);
}

// x * factor / 32768, halves upwards; the factor brings the largest x to kMostActivation.
int factor_of(int largest) {
  return largest == 0 ? 0 : std::min(32767, kMostActivation * 32768 / largest);
}

float scale_of(int factor, float unit) {
  return factor == 0 ? 0.0F : 32768.0F / static_cast<float>(factor) * unit;
}

void quantise_shorts(const std::int16_t* in, int width, float unit, std::uint8_t* out,
                     float* scale) {
  int largest = 0;
  for (int k = 0; k < width; ++k) {
    largest = std::max(largest, std::abs(in[k]));
  }
  const int factor = factor_of(largest);
  *scale = scale_of(factor, unit);
  for (int k = 0; k < width; ++k) {
    out[k] = static_cast<std::uint8_t>(((in[k] * factor + 16384) >> 15) + kZero);
  }
}

#if SAYSO_HAS_AVX2_CODE
SAYSO_AVX2 void quantise_shorts_avx2(const std::int16_t* in, int width, float unit,
                                     std::uint8_t* out, float* scale) {
  __m256i most = _mm256_setzero_si256();
  for (int k = 0; k < width; k += 16) {
    most = _mm256_max_epi16(most, _mm256_abs_epi16(line(in + k)));
  }
  __m128i half = _mm_max_epi16(_mm256_castsi256_si128(most), _mm256_extracti128_si256(most, 1));
  half = _mm_max_epi16(half, _mm_srli_si128(half, 8));
  half = _mm_max_epi16(half, _mm_srli_si128(half, 4));
  half = _mm_max_epi16(half, _mm_srli_si128(half, 2));
  const int factor = factor_of(_mm_extract_epi16(half, 0));
  *scale = scale_of(factor, unit);
  const __m256i factors = _mm256_set1_epi16(static_cast<std::int16_t>(factor));
  const __m256i zero = _mm256_set1_epi16(kZero);
  for (int k = 0; k < width; k += 16) {
    const __m256i x = _mm256_add_epi16(_mm256_mulhrs_epi16(line(in + k), factors), zero);
    const __m128i bytes =
        _mm_packus_epi16(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + k), bytes);
  }
}
#endif

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
  return {count * kPanel,         inputs,
          scale + first * kPanel, bias + first * kPanel,
          start + first * kPanel, weights + static_cast<std::size_t>(first) * panel_bytes(*this)};
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

void quantise(const float* in, std::size_t in_stride, int count, int width, bool relu,
              std::uint8_t* out, std::size_t out_stride, float* scales, Kernel kernel) {
  const FloatRows rows{in, in_stride, count, width, relu, out_stride};
  (kernel == Kernel::avx2
       ? quantise_avx2<std::uint8_t>
       : quantise_portable<std::uint8_t>)(rows, kMostActivation, kZero, out, scales);
}

void quantise(const std::int16_t* in, std::size_t in_stride, int count, int width, float unit,
              std::uint8_t* out, std::size_t out_stride, float* scales, Kernel kernel) {
  auto* row = quantise_shorts;
#if SAYSO_HAS_AVX2_CODE
  row = kernel == Kernel::avx2 ? quantise_shorts_avx2 : row;
#endif
  for (int r = 0; r < count; ++r) {
    const auto at = static_cast<std::size_t>(r);
    row(in + at * in_stride, width, unit, out + at * out_stride, scales + r);
  }
}

void quantise_weights(const float* in, std::size_t in_stride, int count, int width, bool relu,
                      std::int8_t* out, std::size_t out_stride, float* scales, Kernel kernel) {
  const FloatRows rows{in, in_stride, count, width, relu, out_stride};
  (kernel == Kernel::avx2 ? quantise_avx2<std::int8_t>
                          : quantise_portable<std::int8_t>)(rows, kMostWeight, 0, out, scales);
}

std::int32_t pack_output(const std::int8_t* row, int inputs, int o, std::int8_t* weights) {
  std::int8_t* place =
      weights + static_cast<std::size_t>(o / kPanel) * static_cast<std::size_t>(kPanel * inputs) +
      static_cast<std::size_t>(kGroup * (o % kPanel));
  std::int32_t sum = 0;
  for (int k = 0; k < inputs; k += kGroup, place += kGroupBytes) {
    std::memcpy(place, row + k, kGroup);
    sum += row[k] + row[k + 1] + row[k + 2] + row[k + 3];
  }
  return -kZero * sum;
}

std::size_t matrix_size(int outputs, int inputs) {
  return static_cast<std::size_t>(padded_to_panel(outputs)) *
         (2 * sizeof(float) + sizeof(std::int32_t) +
          static_cast<std::size_t>(padded_to_panel(inputs)));
}

Matrix matrix_at(const char* bytes, int outputs, int inputs) {
  Matrix m;
  m.outputs = outputs;
  m.inputs = padded_to_panel(inputs);
  const int padded = m.panels() * kPanel;
  m.scale = reinterpret_cast<const float*>(bytes);
  m.bias = m.scale + padded;
  m.start = reinterpret_cast<const std::int32_t*>(m.bias + padded);
  m.weights = reinterpret_cast<const std::int8_t*>(m.start + padded);
  return m;
}

std::string pack_matrix(const std::vector<float>& w, const std::vector<float>& b, int outputs,
                        int inputs) {
  std::string out(matrix_size(outputs, inputs), '\0');
  const Matrix view = matrix_at(out.data(), outputs, inputs);
  std::vector<std::int8_t> row(static_cast<std::size_t>(view.inputs));
  for (int o = 0; o < outputs; ++o) {
    const float* from = w.data() + static_cast<std::size_t>(o) * static_cast<std::size_t>(inputs);
    float most = 0;
    for (int k = 0; k < inputs; ++k) {
      most = std::max(most, std::fabs(from[k]));
    }
    const float scale = most / kMostWeight;
    for (int k = 0; k < inputs && most > 0; ++k) {
      row[static_cast<std::size_t>(k)] = static_cast<std::int8_t>(std::lround(from[k] / scale));
    }
    const_cast<float*>(view.scale)[o] = scale;
    const_cast<float*>(view.bias)[o] = b.empty() ? 0.0F : b[static_cast<std::size_t>(o)];
    const_cast<std::int32_t*>(view.start)[o] =
        pack_output(row.data(), view.inputs, o, const_cast<std::int8_t*>(view.weights));
  }
  return out;
}

}  // namespace sayso
