// SPDX-License-Identifier: Apache-2.0
#include "parse/names.h"

#include <algorithm>

#include "base/check.h"

namespace sayso {
namespace {

constexpr std::size_t kKnownWords = 12288;
constexpr float kNever = -1e9F;
constexpr std::size_t kListValues = 256;

template <typename T>
void make_room(std::vector<T>& v, std::size_t n) {
  v.resize(std::max(v.size(), n));
}

std::size_t stride_of(const Matrix& m) {
  return static_cast<std::size_t>(m.panels()) * kPanel;
}

}  // namespace

NameTag name_bio(std::uint8_t cls) {
  if (cls == 0) {
    return NameTag::outside;
  }
  const NamePlace place = name_place(cls);
  const int inside = place == kNameBegin || place == kNameUnit ? 0 : 1;
  return static_cast<NameTag>(1 + 2 * name_type(cls) + inside);
}

Result<NameStates> NameStates::open(const Tensors& tensors, int width) {
  NameStates states;
  SAYSO_TRY(states.product_, tensors.matrix("state.W"));
  if (states.product_.inputs != width || states.product_.outputs % kPanel != 0) {
    return tensors.bad("state.W");
  }
  return states;
}

void NameStates::keep(const Rows& rows, std::vector<float>& buffer, std::int16_t* out,
                      Kernel kernel) const {
  const auto width = static_cast<std::size_t>(product_.outputs);
  make_room(buffer, static_cast<std::size_t>(rows.count) * width);
  multiply(product_, rows, buffer.data(), width, kernel);
  keep_gates(buffer.data(), rows.count * product_.outputs, out, kernel);
}

NameTagger::Scratch::Scratch(const NameTagger& tagger)
    : known(static_cast<std::size_t>(tagger.width_), kKnownWords) {}

Result<NameTagger> NameTagger::open(const Tensors& tensors) {
  NameTagger t;
  SAYSO_TRY(t.vectors_, WordVectors::open(tensors));
  t.width_ = t.vectors_.size();
  const auto width = static_cast<std::size_t>(t.width_);
  SAYSO_TRY(const KeyArray lists, tensors.keys("lists.known"));
  SAYSO_TRY(const FloatArray bits, tensors.floats("lists", 3 * kListBits * width));
  if (lists.size != 1 || lists.data[0] >> kListBits != 0 || t.width_ % kPanel != 0) {
    return tensors.bad("lists.known");
  }
  t.lists_ = static_cast<std::uint16_t>(lists.data[0]);
  t.list_sums_.assign(6 * kListValues * width, 0.0F);
  for (std::size_t row = 0; row < 6 * kListValues; ++row) {
    for (std::size_t bit = 0; bit < 8; ++bit) {
      if ((row % kListValues >> bit & 1) != 0) {
        const float* from = bits.data + (row / kListValues * 8 + bit) * width;
        float* to = t.list_sums_.data() + row * width;
        std::transform(from, from + width, to, to, [](float a, float b) { return a + b; });
      }
    }
  }
  SAYSO_TRY(t.layer_, tensors.matrix("layer0.W"));
  t.hidden_ = t.layer_.outputs / 8;
  if (t.layer_.inputs != t.width_ || t.layer_.outputs % 8 != 0 || t.hidden_ % kPanel != 0 ||
      t.hidden_ <= 0 || t.hidden_ > kMostHidden) {
    return tensors.bad("layer0.W");
  }
  SAYSO_TRY(const FloatArray states,
            tensors.floats("layer0.v", static_cast<std::size_t>(4 * t.hidden_)));
  t.states_ = states.data;
  SAYSO_TRY(t.out_, tensors.matrix("out.W"));
  SAYSO_TRY(t.skip_, tensors.matrix("skip.W"));
  if (t.out_.outputs != kNameClasses || t.out_.inputs != 2 * t.hidden_) {
    return tensors.bad("out.W");
  }
  if (t.skip_.outputs != kNameClasses || t.skip_.inputs != t.width_) {
    return tensors.bad("skip.W");
  }
  SAYSO_TRY(const FloatArray follow,
            tensors.floats("follow", std::size_t{kNameClasses} * kNameClasses));
  for (int before = 0; before < kNameClasses; ++before) {
    for (int next = 0; next < kNameClasses; ++next) {
      t.follow_[next][before] =
          name_follows(before, next) ? follow.data[before * kNameClasses + next] : kNever;
    }
  }
  return t;
}

void NameTagger::tag(const EncoderBatch& batch, const std::int16_t* states,
                     const std::uint16_t* lists, std::uint8_t* classes, Scratch& s,
                     Kernel kernel) const {
  const std::size_t n = batch.words.size();
  SAYSO_CHECK(n > 0 && n <= kMostWords && batch.first.back() == n);
  sum_inputs(batch, states, lists, s, kernel);
  recur(batch, s, kernel);
  const std::size_t stride = stride_of(out_);
  const auto outputs = static_cast<std::size_t>(out_.inputs);
  const auto count = static_cast<int>(n);
  make_room(s.scores, n * stride);
  make_room(s.skips, n * stride);
  multiply(skip_, {s.bytes.data(), static_cast<std::size_t>(width_), count, s.scales.data()},
           s.skips.data(), stride, kernel);
  make_room(s.bytes, n * outputs);
  quantise(s.outputs.data(), outputs, count, out_.inputs, 1.0F / kActivation, s.bytes.data(),
           outputs, s.scales.data(), kernel);
  multiply(out_, {s.bytes.data(), outputs, count, s.scales.data()}, s.scores.data(), stride,
           kernel);
  for (std::size_t i = 0; i < n * stride; ++i) {
    s.scores[i] += s.skips[i];
  }
  for (int i = 0; i < batch.sentences(); ++i) {
    const std::uint32_t begin = batch.first[static_cast<std::size_t>(i)];
    const std::uint32_t end = batch.first[static_cast<std::size_t>(i) + 1];
    best_way(s.scores.data() + begin * stride, static_cast<int>(end - begin), classes + begin, s);
  }
}

// The input of the layer as activations: state + word's own vector + lists of the word and beside
// it.
void NameTagger::sum_inputs(const EncoderBatch& batch, const std::int16_t* states,
                            const std::uint16_t* lists, Scratch& s, Kernel kernel) const {
  const std::size_t n = batch.words.size();
  const auto width = static_cast<std::size_t>(width_);
  make_room(s.inputs, (n + 1) * width);
  make_room(s.bytes, n * width);
  make_room(s.scales, n);
  s.known.reserve(n);
  float* fresh = s.inputs.data() + n * width;
  const float* sums = list_sums_.data();
  for (int sentence = 0; sentence < batch.sentences(); ++sentence) {
    const std::uint32_t begin = batch.first[static_cast<std::size_t>(sentence)];
    const std::uint32_t end = batch.first[static_cast<std::size_t>(sentence) + 1];
    for (std::uint32_t i = begin; i < end; ++i) {
      bool is_fresh = false;
      std::int16_t* own = s.known.find(*batch.words[i], is_fresh);
      if (is_fresh) {
        vectors_.vector(*batch.words[i], fresh);
        keep_gates(fresh, width_, own, kernel);
      }
      const std::uint32_t before = i > begin ? lists[i - 1] : 0;
      const std::uint32_t behind = i + 1 < end ? lists[i + 1] : 0;
      const float* a = sums + (before & 0xFF) * width;
      const float* b = sums + (2 * kListValues + (lists[i] & 0xFF)) * width;
      const float* c = sums + (4 * kListValues + (behind & 0xFF)) * width;
      const std::int16_t* state = states + i * width;
      float* x = s.inputs.data() + i * width;
      for (std::size_t k = 0; k < width; ++k) {
        x[k] = static_cast<float>(state[k] + own[k]) * (1.0F / kWordGate) + (a[k] + b[k] + c[k]);
      }
      if (((before | lists[i] | behind) >> 8) != 0) {  // most words stand in none of these lists
        a = sums + (kListValues + (before >> 8)) * width;
        b = sums + (3 * kListValues + (lists[i] >> 8)) * width;
        c = sums + (5 * kListValues + (behind >> 8)) * width;
        for (std::size_t k = 0; k < width; ++k) {
          x[k] += a[k] + b[k] + c[k];
        }
      }
    }
  }
  quantise(s.inputs.data(), width, static_cast<int>(n), width_, true, s.bytes.data(), width,
           s.scales.data(), kernel);
}

void NameTagger::recur(const EncoderBatch& batch, Scratch& s, Kernel kernel) const {
  const std::size_t n = batch.words.size();
  const auto gates = static_cast<std::size_t>(layer_.outputs);
  const auto width = static_cast<std::size_t>(width_);
  make_room(s.products, n * gates);
  make_room(s.gates, n * gates);
  make_room(s.outputs, n * 2 * static_cast<std::size_t>(hidden_));
  multiply(layer_, {s.bytes.data(), width, static_cast<int>(n), s.scales.data()}, s.products.data(),
           gates, kernel);
  keep_gates(s.products.data(), static_cast<int>(n * gates), s.gates.data(), kernel);
  s.gate_rows.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    s.gate_rows[i] = s.gates.data() + i * gates;
  }
  for (int direction = 0; direction < 2; ++direction) {
    Scan scan;
    scan.hidden = hidden_;
    scan.backward = direction == 1;
    scan.forget = states_ + 2 * direction * hidden_;
    scan.reset = states_ + (2 * direction + 1) * hidden_;
    scan.out_stride = 2 * static_cast<std::size_t>(hidden_);
    const auto column = static_cast<std::size_t>(direction * hidden_);
    for (int i = 0; i < batch.sentences(); ++i) {
      const std::uint32_t begin = batch.first[static_cast<std::size_t>(i)];
      scan.length = static_cast<int>(batch.first[static_cast<std::size_t>(i) + 1] - begin);
      scan.out = s.outputs.data() + begin * scan.out_stride + column;
      scan_words(scan, s.gate_rows.data() + begin, column * 4, kernel);
    }
  }
}

// Viterbi over whole names.
void NameTagger::best_way(const float* scores, int n, std::uint8_t* classes, Scratch& s) const {
  const std::size_t stride = stride_of(out_);
  std::array<float, kNameClasses> now;
  std::array<float, kNameClasses> next;
  for (int c = 0; c < kNameClasses; ++c) {
    now[c] = scores[c] + (name_follows(0, c) ? 0.0F : kNever);
  }
  make_room(s.back, static_cast<std::size_t>(n));
  for (int i = 1; i < n; ++i) {
    const float* row = scores + static_cast<std::size_t>(i) * stride;
    auto& back = s.back[static_cast<std::size_t>(i)];
    for (int c = 0; c < kNameClasses; ++c) {
      float best = now[0] + follow_[c][0];
      int from = 0;
      for (int b = 1; b < kNameClasses; ++b) {
        const float score = now[b] + follow_[c][b];
        from = score > best ? b : from;
        best = std::max(score, best);
      }
      next[c] = best + row[c];
      back[c] = static_cast<std::uint8_t>(from);
    }
    now = next;
  }
  int best = 0;
  for (int c = 1; c < kNameClasses; ++c) {
    best = name_follows(c, 0) && now[c] > now[best] ? c : best;
  }
  for (int i = n - 1; i >= 0; --i) {
    classes[i] = static_cast<std::uint8_t>(best);
    best = s.back[static_cast<std::size_t>(i)][static_cast<std::size_t>(best)];
  }
}

}  // namespace sayso
