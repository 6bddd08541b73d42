// SPDX-License-Identifier: Apache-2.0
#include "learn/recurrent.h"

#pragma GCC diagnostic ignored "-Wpsabi"  // wide vectors pass between inlined functions only

namespace sayso {
namespace {

constexpr int kBlock = 16;
constexpr float kMostOut = 8;
constexpr int kAhead = 3;  // words

template <typename L>
struct Gates {
  typename L::Floats candidate, forget, reset, skip;
};

// One step of kWidth hidden units; `state` is their c.
template <typename L>
SAYSO_LANES_INLINE void step(const Scan& s, int unit, Gates<L>& g, float* state,
                             std::int16_t* out) {
  typename L::Floats c;
  typename L::Floats vf;
  typename L::Floats vr;
  load_lanes(state, c);
  load_lanes(s.forget + unit, vf);
  load_lanes(s.reset + unit, vr);
  typename L::Floats f = g.forget + vf * c;
  typename L::Floats r = g.reset + vr * c;
  sigmoid_lanes(f, r);
  c = g.candidate + f * (c - g.candidate);
  store_lanes(state, c);
  typename L::Floats y = g.skip + r * (c - g.skip);
  clamp_lanes(y, -kMostOut, kMostOut);
  store_shorts<L>(out, y, kActivation, static_cast<int>(kMostOut * kActivation));
}

template <typename L>
SAYSO_LANES_INLINE void scan_body(const Scan& s, const float* gates, std::size_t gate_stride,
                                  const std::int16_t* below, std::size_t below_stride) {
  alignas(32) float state[kMostHidden] = {};
  for (int i = 0; i < s.length; ++i) {
    const auto t = static_cast<std::size_t>(s.backward ? s.length - 1 - i : i);
    const float* u = gates + t * gate_stride;
    const std::int16_t* x = below + t * below_stride;
    std::int16_t* y = s.out + t * s.out_stride;
    for (int block = 0; block < s.hidden; block += kBlock, u += 3 * kBlock) {
      for (int k = 0; k < kBlock; k += L::kWidth) {
        Gates<L> g;
        load_lanes(u + k, g.candidate);
        load_lanes(u + kBlock + k, g.forget);
        load_lanes(u + 2 * kBlock + k, g.reset);
        load_shorts<L>(x + block + k, g.skip);
        g.skip *= 1.0F / kActivation;
        step<L>(s, block + k, g, state + block + k, y + block + k);
      }
    }
  }
}

template <typename L>
SAYSO_LANES_INLINE void scan_words_body(const Scan& s, const std::int16_t* const* words,
                                        std::size_t offset) {
  alignas(32) float state[kMostHidden] = {};
  constexpr float kUnit = 1.0F / kWordGate;
  for (int i = 0; i < s.length; ++i) {
    const auto t = static_cast<std::size_t>(s.backward ? s.length - 1 - i : i);
    const std::int16_t* u = words[t] + offset;
    if (i + kAhead < s.length) {  // gates of words lie anywhere
      const std::int16_t* ahead = words[s.backward ? t - kAhead : t + kAhead] + offset;
      for (int k = 0; k < 4 * s.hidden; k += 32) {
        __builtin_prefetch(ahead + k);
      }
    }
    std::int16_t* y = s.out + t * s.out_stride;
    for (int block = 0; block < s.hidden; block += kBlock, u += 4 * kBlock) {
      for (int k = 0; k < kBlock; k += L::kWidth) {
        Gates<L> g;
        load_shorts<L>(u + k, g.candidate);
        load_shorts<L>(u + kBlock + k, g.forget);
        load_shorts<L>(u + 2 * kBlock + k, g.reset);
        load_shorts<L>(u + 3 * kBlock + k, g.skip);
        g.candidate *= kUnit;
        g.forget *= kUnit;
        g.reset *= kUnit;
        g.skip *= kUnit;
        step<L>(s, block + k, g, state + block + k, y + block + k);
      }
    }
  }
}

template <typename L>
SAYSO_LANES_INLINE void keep_body(const float* gates, int count, std::int16_t* out) {
  for (int k = 0; k < count; k += L::kWidth) {
    typename L::Floats x;
    load_lanes(gates + k, x);
    clamp_lanes(x, -15.999F, 15.999F);
    store_shorts<L>(out + k, x, kWordGate, 32767);
  }
}

void scan_portable(const Scan& s, const float* gates, std::size_t gate_stride,
                   const std::int16_t* below, std::size_t below_stride) {
  scan_body<Lanes4>(s, gates, gate_stride, below, below_stride);
}
SAYSO_AVX2 void scan_avx2(const Scan& s, const float* gates, std::size_t gate_stride,
                          const std::int16_t* below, std::size_t below_stride) {
  scan_body<Lanes8>(s, gates, gate_stride, below, below_stride);
}
void scan_words_portable(const Scan& s, const std::int16_t* const* words, std::size_t offset) {
  scan_words_body<Lanes4>(s, words, offset);
}
SAYSO_AVX2 void scan_words_avx2(const Scan& s, const std::int16_t* const* words,
                                std::size_t offset) {
  scan_words_body<Lanes8>(s, words, offset);
}
void keep_portable(const float* gates, int count, std::int16_t* out) {
  keep_body<Lanes4>(gates, count, out);
}
SAYSO_AVX2 void keep_avx2(const float* gates, int count, std::int16_t* out) {
  keep_body<Lanes8>(gates, count, out);
}

}  // namespace

void scan(const Scan& s, const float* gates, std::size_t gate_stride, const std::int16_t* below,
          std::size_t below_stride, Kernel kernel) {
  (kernel == Kernel::avx2 ? scan_avx2 : scan_portable)(s, gates, gate_stride, below, below_stride);
}

void scan_words(const Scan& s, const std::int16_t* const* words, std::size_t offset,
                Kernel kernel) {
  (kernel == Kernel::avx2 ? scan_words_avx2 : scan_words_portable)(s, words, offset);
}

void keep_gates(const float* gates, int count, std::int16_t* out, Kernel kernel) {
  (kernel == Kernel::avx2 ? keep_avx2 : keep_portable)(gates, count, out);
}

}  // namespace sayso
