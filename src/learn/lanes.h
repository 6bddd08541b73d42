// SPDX-License-Identifier: Apache-2.0
// Short vectors of numbers, so that one text of a kernel serves every width. A kernel is written
// once as a template over Lanes and compiled twice: four lanes for any machine, eight inside a
// function that may use AVX2. Both run the same operations in the same order on each lane, without
// fused multiply-add, so both give the same bits.
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)
#define SAYSO_HAS_AVX2_CODE 1
#define SAYSO_AVX2 __attribute__((target("avx2")))
#else
#define SAYSO_HAS_AVX2_CODE 0
#define SAYSO_AVX2
#endif
// Everything here must end inside the function that chose the width.
#define SAYSO_LANES_INLINE inline __attribute__((always_inline))

namespace sayso {

// Which code a kernel runs. Results do not depend on it.
enum class Kernel : std::uint8_t { portable, avx2 };
// The best this machine has; the answer never changes while the program runs.
Kernel best_kernel();

struct Lanes4 {
  static constexpr int kWidth = 4;
  typedef float Floats __attribute__((vector_size(16)));
  typedef std::int32_t Ints __attribute__((vector_size(16)));
  typedef std::int16_t Shorts __attribute__((vector_size(8)));
};
struct Lanes8 {
  static constexpr int kWidth = 8;
  typedef float Floats __attribute__((vector_size(32)));
  typedef std::int32_t Ints __attribute__((vector_size(32)));
  typedef std::int16_t Shorts __attribute__((vector_size(16)));
};

template <typename V, typename T>
SAYSO_LANES_INLINE void load_lanes(const T* from, V& to) {
  std::memcpy(&to, from, sizeof(V));
}
template <typename V, typename T>
SAYSO_LANES_INLINE void store_lanes(T* to, const V& from) {
  std::memcpy(to, &from, sizeof(V));
}
template <typename L>
SAYSO_LANES_INLINE void load_shorts(const std::int16_t* from, typename L::Floats& to) {
  typename L::Shorts s;
  std::memcpy(&s, from, sizeof(s));
  to = __builtin_convertvector(__builtin_convertvector(s, typename L::Ints), typename L::Floats);
}
// x scaled and rounded, halves upwards. REQUIRES: |x * scale| <= most <= 32,767.
template <typename L>
SAYSO_LANES_INLINE void store_shorts(std::int16_t* to, const typename L::Floats& x, float scale,
                                     int most) {
  const typename L::Floats shifted = x * scale + (static_cast<float>(most) + 0.5F);
  const typename L::Ints i = __builtin_convertvector(shifted, typename L::Ints) - most;
  const typename L::Shorts s = __builtin_convertvector(i, typename L::Shorts);
  std::memcpy(to, &s, sizeof(s));
}
template <typename F>
SAYSO_LANES_INLINE void clamp_lanes(F& x, float low, float high) {
  x = x < low ? F{} + low : x;
  x = x > high ? F{} + high : x;
}

// The logistic function of two vectors, wrong by at most 1.2e-5 in [-9, 9] and 1.3e-4 outside:
// quotients of polynomials fitted for the smallest largest error. Both share one division, the
// slowest step.
template <typename F>
SAYSO_LANES_INLINE void sigmoid_lanes(F& x, F& y) {
  clamp_lanes(x, -9.0F, 9.0F);
  clamp_lanes(y, -9.0F, 9.0F);
  const F tx = x * x;
  const F ty = y * y;
  const F px = (tx * 1.1016340535e-05F + 6.4598516663e-03F) * tx + 2.4997377800e-01F;
  const F py = (ty * 1.1016340535e-05F + 6.4598516663e-03F) * ty + 2.4997377800e-01F;
  const F qx = (tx * 8.2092680771e-04F + 1.0909015845e-01F) * tx + 1.0F;
  const F qy = (ty * 8.2092680771e-04F + 1.0909015845e-01F) * ty + 1.0F;
  const F inverse = 1.0F / (qx * qy);
  x = x * px * (inverse * qy) + 0.5F;
  y = y * py * (inverse * qx) + 0.5F;
}

}  // namespace sayso
