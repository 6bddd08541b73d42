// SPDX-License-Identifier: Apache-2.0
#include "learn/matrix.h"

#include <cmath>
#include <doctest/doctest.h>
#include <random>

#include "learn/recurrent.h"
#include "learn/tensors.h"

using namespace sayso;  // NOLINT(google-build-using-namespace)

namespace {

std::vector<float> random_floats(std::size_t n, std::uint32_t seed, float spread = 1) {
  std::mt19937 random(seed);
  std::vector<float> out(n);
  for (float& x : out) {
    x = (static_cast<float>(random() >> 8) / 8388608.0F - 1.0F) * spread;
  }
  return out;
}

std::vector<std::uint8_t> random_bytes(std::size_t n, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::uint8_t> out(n);
  for (std::uint8_t& x : out) {
    x = static_cast<std::uint8_t>(kZero - kMostActivation + random() % (2 * kMostActivation + 1));
  }
  return out;
}

std::vector<std::int16_t> random_rows(std::size_t n, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::int16_t> out(n);
  for (std::int16_t& x : out) {
    x = static_cast<std::int16_t>(static_cast<int>(random() % 16385) - 8192);
  }
  return out;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

}  // namespace

TEST_CASE("a product is the product, whatever the sizes, and the same bits in every kernel") {
  for (const int outputs : {1, 16, 17, 52, 384}) {
    for (const int inputs : {2, 31, 64, 256}) {
      const auto n = static_cast<std::size_t>(outputs) * inputs;
      const std::vector<float> w = random_floats(n, 3, 0.2F);
      const std::vector<float> b = random_floats(static_cast<std::size_t>(outputs), 4);
      const std::string bytes = pack_matrix(w, b, outputs, inputs);
      const Matrix m = matrix_at(bytes.data(), outputs, inputs);
      const int rows = 1 + (outputs + inputs) % 39;
      const auto stride = static_cast<std::size_t>(m.inputs) + 6;
      std::vector<std::uint8_t> x = random_bytes(stride * static_cast<std::size_t>(rows), 5);
      const std::vector<float> scales = random_floats(static_cast<std::size_t>(rows), 6);
      const auto out_stride = static_cast<std::size_t>(m.panels()) * kPanel;
      std::vector<float> fast(out_stride * static_cast<std::size_t>(rows));
      std::vector<float> plain(fast.size());
      multiply(m, {x.data(), stride, rows, scales.data()}, fast.data(), out_stride);
      multiply(m, {x.data(), stride, rows, scales.data()}, plain.data(), out_stride,
               Kernel::portable);
      CHECK(same_bits(fast, plain));
      for (int r = 0; r < rows; ++r) {
        for (int o = 0; o < outputs; ++o) {
          double sum = 0;      // of the weights asked for
          double rounded = 0;  // of those that have 6 bits
          double slack = 0;
          for (int k = 0; k < inputs; ++k) {
            const double a = x[static_cast<std::size_t>(r) * stride + static_cast<std::size_t>(k)] -
                             double{kZero};
            const double weight = w[static_cast<std::size_t>(o * inputs + k)];
            sum += weight * a;
            rounded += std::round(weight / m.scale[o]) * m.scale[o] * a;
            slack += std::fabs(a) * m.scale[o] / 2;
          }
          const double scale = scales[static_cast<std::size_t>(r)];
          const double bias = b[static_cast<std::size_t>(o)];
          const float got = fast[static_cast<std::size_t>(r) * out_stride + o];
          REQUIRE(std::fabs(got - (rounded * scale + bias)) < 1e-4 * (1 + std::fabs(rounded)));
          REQUIRE(std::fabs(got - (sum * scale + bias)) < slack * std::fabs(scale) + 1e-3);
        }
      }
    }
  }
}

TEST_CASE("the largest integers do not overflow a sum") {
  constexpr int kInputs = 512;
  for (const float sign : {1.0F, -1.0F}) {
    const std::vector<float> w(kInputs, sign);
    const std::string bytes = pack_matrix(w, {}, 1, kInputs);
    const Matrix m = matrix_at(bytes.data(), 1, kInputs);
    const std::vector<std::uint8_t> x(kInputs, kZero + kMostActivation);
    const float scale = 1.0F / kMostActivation;
    float out[kPanel];
    multiply(m, {x.data(), kInputs, 1, &scale}, out, kPanel);
    CHECK(out[0] == doctest::Approx(sign * kInputs).epsilon(1e-3));
  }
}

TEST_CASE("rows of floats become small integers and back") {
  constexpr int kWidth = 48;
  std::vector<float> x = random_floats(5 * kWidth, 8, 3);
  std::fill(x.begin() + kWidth, x.begin() + 2 * kWidth, 0.0F);
  for (const bool relu : {false, true}) {
    std::vector<std::uint8_t> fast(x.size());
    std::vector<std::uint8_t> plain(x.size());
    std::vector<std::int8_t> weights(x.size());
    std::vector<std::int8_t> plain_weights(x.size());
    float scale[5];
    float plain_scale[5];
    float weight_scale[5];
    quantise(x.data(), kWidth, 5, kWidth, relu, fast.data(), kWidth, scale);
    quantise(x.data(), kWidth, 5, kWidth, relu, plain.data(), kWidth, plain_scale,
             Kernel::portable);
    quantise_weights(x.data(), kWidth, 5, kWidth, relu, weights.data(), kWidth, weight_scale);
    quantise_weights(x.data(), kWidth, 5, kWidth, relu, plain_weights.data(), kWidth, weight_scale,
                     Kernel::portable);
    CHECK(fast == plain);
    CHECK(weights == plain_weights);
    for (std::size_t i = 0; i < x.size(); ++i) {
      CHECK(scale[i / kWidth] == plain_scale[i / kWidth]);
      const int a = fast[i] - kZero;
      REQUIRE(std::abs(a) <= kMostActivation);
      REQUIRE(std::abs(weights[i]) <= kMostWeight);
      const float want = relu && x[i] < 0 ? 0.0F : x[i];
      CHECK(std::fabs(static_cast<float>(a) * scale[i / kWidth] - want) <= 3.0F / 63 / 2 + 1e-5F);
      CHECK(std::fabs(static_cast<float>(weights[i]) * weight_scale[i / kWidth] - want) <=
            3.0F / 31 / 2 + 1e-5F);
    }
  }
}

TEST_CASE("rows of 16-bit integers become small ones, the same bytes in every kernel") {
  constexpr int kWidth = 64;
  std::vector<std::int16_t> x = random_rows(4 * kWidth, 21);
  std::fill(x.begin(), x.begin() + kWidth, std::int16_t{0});
  std::fill(x.begin() + kWidth, x.begin() + 2 * kWidth, std::int16_t{7});
  x[2 * kWidth] = -32767;
  std::vector<std::uint8_t> fast(x.size());
  std::vector<std::uint8_t> plain(x.size());
  float scale[4];
  float plain_scale[4];
  quantise(x.data(), kWidth, 4, kWidth, 0.5F, fast.data(), kWidth, scale);
  quantise(x.data(), kWidth, 4, kWidth, 0.5F, plain.data(), kWidth, plain_scale, Kernel::portable);
  CHECK(fast == plain);
  for (std::size_t i = 0; i < x.size(); ++i) {
    CHECK(scale[i / kWidth] == plain_scale[i / kWidth]);
    const int a = fast[i] - kZero;
    REQUIRE(std::abs(a) <= kMostActivation);
    const float most = i < 2 * kWidth ? 7.0F : i < 3 * kWidth ? 32767.0F : 8192.0F;
    CHECK(std::fabs(static_cast<float>(a) * scale[i / kWidth] - 0.5F * x[i]) <= 0.5F * most / 63);
  }
}

TEST_CASE("the scan follows its formula in both directions, the same bits in every kernel") {
  constexpr int kLength = 23;
  constexpr int kHidden = 48;
  const std::vector<float> gates = random_floats(kLength * kHidden * 3, 11, 4);
  const std::vector<float> v = random_floats(2 * kHidden, 12);
  std::vector<std::int16_t> below = random_rows(kLength * kHidden, 13);
  std::vector<std::int16_t> words(kLength * kHidden * 4);
  keep_gates(random_floats(words.size(), 14, 6).data(), kLength * kHidden * 4, words.data());
  std::vector<const std::int16_t*> pointers;
  for (std::size_t t = 0; t < kLength; ++t) {
    pointers.push_back(words.data() + t * kHidden * 4);
  }
  for (const bool first_layer : {false, true}) {
    for (const bool backward : {false, true}) {
      std::vector<std::int16_t> fast(kLength * kHidden);
      std::vector<std::int16_t> plain(kLength * kHidden);
      for (const Kernel kernel : {best_kernel(), Kernel::portable}) {
        const Scan s{kLength,
                     kHidden,
                     backward,
                     v.data(),
                     v.data() + kHidden,
                     (kernel == Kernel::portable ? plain : fast).data(),
                     kHidden};
        if (first_layer) {
          scan_words(s, pointers.data(), 0, kernel);
        } else {
          scan(s, gates.data(), kHidden * 3, below.data(), kHidden, kernel);
        }
      }
      CHECK(plain == (best_kernel() == Kernel::portable ? plain : fast));
      for (std::size_t unit = 0; unit < kHidden; ++unit) {
        double c = 0;
        for (int i = 0; i < kLength; ++i) {
          const auto t = static_cast<std::size_t>(backward ? kLength - 1 - i : i);
          const auto gate = [&](std::size_t g) -> double {
            const std::size_t in_block = unit % 16;
            return first_layer ? words[t * kHidden * 4 + unit / 16 * 64 + g * 16 + in_block] /
                                     static_cast<double>(kWordGate)
                               : gates[t * kHidden * 3 + unit / 16 * 48 + g * 16 + in_block];
          };
          const double skip = first_layer ? gate(3) : below[t * kHidden + unit] / 1024.0;
          const double f = 1 / (1 + std::exp(-(gate(1) + v[unit] * c)));
          const double r = 1 / (1 + std::exp(-(gate(2) + v[kHidden + unit] * c)));
          c = f * c + (1 - f) * gate(0);
          const double y = std::min(8.0, std::max(-8.0, r * c + (1 - r) * skip));
          REQUIRE(std::fabs(plain[t * kHidden + unit] / 1024.0 - y) < 0.01);
        }
      }
    }
  }
}

TEST_CASE("kept gates are clamped, not wrapped") {
  const float in[8] = {-1000, -16, -1, 0, 0.5F, 1, 16, 1000};
  std::int16_t out[8];
  keep_gates(in, 8, out);
  CHECK(out[0] < -32700);
  CHECK(out[4] == 1024);
  CHECK(out[7] > 32700);
}

TEST_CASE("a section of arrays gives them back, and refuses what is not there or cut short") {
  TensorsBuilder builder;
  builder.floats("a", {1, 2, 3});
  builder.keys("k", {7, 9});
  builder.byte_rows("r", {1, -2, 0.5F, 0, 0, 0}, 2, 3);
  builder.matrix("m", {1, 2, 3, 4}, {0.5F, 0}, 2, 2);
  const std::string bytes = builder.bytes();
  const auto t = Tensors::open(bytes, "test");
  REQUIRE(t.has_value());
  CHECK(t->floats("a")->data[2] == 3);
  CHECK(t->keys("k")->data[1] == 9);
  const ByteRows rows = *t->byte_rows("r");
  CHECK(static_cast<float>(rows.data[0]) * rows.scale[0] == doctest::Approx(1).epsilon(0.01));
  CHECK(t->matrix("m")->outputs == 2);
  CHECK(!t->floats("b").has_value());
  CHECK(!t->floats("a", 4).has_value());
  CHECK(!t->matrix("a").has_value());
  std::string wrong = bytes;  // a weight of more than 6 bits
  wrong[static_cast<std::size_t>(reinterpret_cast<const char*>(t->matrix("m")->weights) -
                                 bytes.data())] = 99;
  CHECK(!Tensors::open(wrong, "test")->matrix("m").has_value());
  CHECK(!Tensors::open(std::string_view(bytes).substr(0, bytes.size() - 200), "test").has_value());
  CHECK(!Tensors::open("", "test").has_value());
}
