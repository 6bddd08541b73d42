// SPDX-License-Identifier: Apache-2.0
#include "parse/heads.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "doc/token_table.h"

namespace sayso {
namespace {

template <typename T>
T* room(std::vector<T>& v, std::size_t n) {
  if (v.size() < n) {
    v.resize(n);
  }
  return v.data();
}

std::size_t stride_of(const Matrix& m) {
  return static_cast<std::size_t>(m.panels()) * kPanel;
}

int best_of(const float* scores, int from, int count) {
  return static_cast<int>(std::max_element(scores + from, scores + count) - scores);
}

// out = W rows + b as floats; returns their stride.
std::size_t product(const Matrix& m, const Rows& rows, std::vector<float>& out, Kernel kernel) {
  const std::size_t stride = stride_of(m);
  multiply(m, rows, room(out, static_cast<std::size_t>(rows.count) * stride), stride, kernel);
  return stride;
}

}  // namespace

Result<Heads> Heads::open(const Tensors& tensors, int width, int tags) {
  Heads h;
  const auto read = [&](const char* name, int outputs, int inputs, Matrix& m) -> Status {
    SAYSO_TRY(m, tensors.matrix(name));
    if (m.inputs != inputs || (outputs > 0 ? m.outputs != outputs : m.outputs % kPanel != 0)) {
      return tensors.bad(name);
    }
    return {};
  };
  SAYSO_TRY_STATUS(read("tag.W", tags, width, h.tag_));
  SAYSO_TRY_STATUS(read("arc_dep.W", 0, width, h.dep_));
  const int arcs = h.dep_.outputs;
  SAYSO_TRY_STATUS(read("arc_head.W", arcs, width, h.head_));
  SAYSO_TRY_STATUS(read("arc.W", arcs, arcs, h.arc_));
  SAYSO_TRY_STATUS(read("label_dep.W", 0, width, h.label_dep_));
  SAYSO_TRY_STATUS(read("label_head.W", h.label_dep_.outputs, width, h.label_head_));
  SAYSO_TRY_STATUS(read("label_out.W", kDeprelCount, h.label_dep_.outputs, h.label_out_));
  SAYSO_TRY(const FloatArray root, tensors.floats("arc.root", static_cast<std::size_t>(arcs)));
  SAYSO_TRY(const FloatArray root_bias, tensors.floats("arc.root_bias", 1));
  SAYSO_TRY(const FloatArray distance, tensors.floats("arc.distance", 2 * kFar + 1));
  h.root_.resize(root.size);
  quantise_weights(root.data, root.size, 1, arcs, false, h.root_.data(), root.size, &h.root_scale_);
  h.root_bias_ = root_bias.data[0];
  constexpr auto kMost = static_cast<int>(Encoder::kMostWords);
  for (int d = -kMost; d <= kMost; ++d) {
    h.distance_.push_back(distance.data[std::clamp(d, -kFar, kFar) + kFar]);
  }
  return h;
}

void Heads::tags(const EncoderBatch& batch, const Rows& rows, Analysis& out, Scratch& s,
                 Kernel kernel) const {
  const std::size_t stride = product(tag_, rows, s.floats[0], kernel);
  out.tags.resize(batch.words.size());
  for (std::size_t i = 0; i < batch.words.size(); ++i) {
    out.tags[i] =
        static_cast<std::uint8_t>(best_of(s.floats[0].data() + i * stride, 0, tag_.outputs));
  }
}

void Heads::trees(const EncoderBatch& batch, const Rows& rows, Analysis& out, Scratch& s,
                  Kernel kernel) const {
  const std::size_t n = batch.words.size();
  const auto count = static_cast<int>(n);
  const std::size_t stride = product(dep_, rows, s.floats[0], kernel);
  std::uint8_t* queries = room(s.bytes, n * stride);
  std::int8_t* keys = room(s.keys, n * stride);
  float* query_scales = room(s.scales[0], n);
  float* key_scales = room(s.scales[1], n);
  quantise(s.floats[0].data(), stride, count, dep_.outputs, true, queries, stride, query_scales,
           kernel);
  multiply(arc_, {queries, stride, count, query_scales}, s.floats[0].data(), stride, kernel);
  quantise(s.floats[0].data(), stride, count, arc_.outputs, false, queries, stride, query_scales,
           kernel);
  product(head_, rows, s.floats[0], kernel);
  quantise_weights(s.floats[0].data(), stride, count, head_.outputs, true, keys, stride, key_scales,
                   kernel);
  out.heads.resize(n);
  for (int i = 0; i < batch.sentences(); ++i) {
    const std::uint32_t begin = batch.first[static_cast<std::size_t>(i)];
    sentence_tree(begin, static_cast<int>(batch.first[static_cast<std::size_t>(i) + 1] - begin),
                  out, s, kernel);
  }
}

void Heads::know(const TagClasses& classes) {
  roles_.clear();
  past_ = classes.class_of(Upos::verb, Xpos::vbd);
  participle_ = classes.class_of(Upos::verb, Xpos::vbn);
  for (int c = 0; c < classes.size(); ++c) {
    const Upos u = classes.upos(static_cast<std::uint8_t>(c));
    const Xpos x = classes.xpos(static_cast<std::uint8_t>(c));
    const bool verb = u == Upos::verb && x != Xpos::vbg;
    const bool noun = u == Upos::noun || u == Upos::propn || u == Upos::pron;
    roles_.push_back(x == Xpos::period ? Role::stop
                     : u == Upos::aux  ? Role::helper
                     : verb            ? Role::verb
                     : noun            ? Role::nominal
                                       : Role::other);
  }
}

namespace {

int root_of(const std::int32_t* heads, int n) {
  return static_cast<int>(std::find(heads, heads + n, n) - heads);
}

}  // namespace

bool Heads::helped(const std::uint8_t* tags, const std::int32_t* heads, int n, int verb) const {
  for (int i = 0; i < n; ++i) {
    if (heads[i] == verb && roles_[tags[i]] == Role::helper) {
      return true;
    }
  }
  return false;
}

// A sentence that ends with a full stop and holds a verb, but its top is a noun before it of which
// nothing is said.
bool Heads::lacks_verb(const std::uint8_t* tags, const std::int32_t* heads, int n) const {
  const int root = root_of(heads, n);
  return roles_[tags[n - 1]] == Role::stop && roles_[tags[root]] == Role::nominal &&
         std::any_of(tags + root, tags + n,
                     [&](std::uint8_t t) { return roles_[t] == Role::verb; }) &&
         !helped(tags, heads, n, root);
}

// "The report called for change.": the first tree takes the subject for the whole of a sentence and
// its verb for a participle. The best tree with a verb on top, if it is not much worse.
void Heads::look_again(std::uint8_t* tags, float* scores, std::size_t stride, int n,
                       std::int32_t* heads, Scratch& s) const {
  // In units of the arcs' scores. Chosen on news reports: most trees that cost no more become
  // right, of those that cost up to 5 only about half.
  constexpr double kMostLost = 3;
  constexpr float kNever = -1e4F;
  if (!lacks_verb(tags, heads, n)) {
    return;
  }
  const auto at = [&](int word, int head) -> float& {
    return scores[static_cast<std::size_t>(word) * stride + static_cast<std::size_t>(head)];
  };
  double lost = 0;
  for (int i = 0; i < n; ++i) {
    lost += at(i, heads[i]);
    at(i, n) = roles_[tags[i]] == Role::verb ? at(i, n) : kNever;
  }
  s.second.resize(static_cast<std::size_t>(n));
  std::int32_t* second = s.second.data();
  s.trees.decode(scores, stride, n, second);
  for (int i = 0; i < n; ++i) {
    lost -= at(i, second[i]);
  }
  if (lost > kMostLost) {
    return;
  }
  std::copy(second, second + n, heads);
  const int root = root_of(heads, n);
  heads[n - 1] = root;
  if (tags[root] == participle_ && !helped(tags, heads, n, root)) {
    tags[root] = past_;
  }
}

// All words of the sentence, and the root behind them, become the outputs of a matrix.
void Heads::sentence_tree(std::uint32_t begin, int n, Analysis& out, Scratch& s,
                          Kernel kernel) const {
  const std::size_t size = root_.size();
  Matrix m;
  m.outputs = n + 1;
  m.inputs = static_cast<int>(size);
  const std::size_t columns = stride_of(m);
  std::int8_t* panels = room(s.panels, columns * size);
  std::int32_t* starts = room(s.panel_starts, columns);
  float* scales = room(s.panel_scales, columns);
  float* biases = room(s.panel_biases, columns);
  std::fill(biases, biases + columns, 0.0F);
  std::fill(scales, scales + columns, 0.0F);
  std::fill(starts, starts + columns, 0);
  for (int j = 0; j <= n; ++j) {
    const std::int8_t* key = j == n ? root_.data() : s.keys.data() + (begin + j) * size;
    starts[j] = pack_output(key, m.inputs, j, panels);
    scales[j] = j == n ? root_scale_ : s.scales[1][begin + static_cast<std::size_t>(j)];
  }
  biases[n] = root_bias_;
  m.scale = scales;
  m.bias = biases;
  m.start = starts;
  m.weights = panels;
  float* scores = room(s.floats[1], columns * static_cast<std::size_t>(n));
  multiply(m, {s.bytes.data() + begin * size, size, n, s.scales[0].data() + begin}, scores, columns,
           kernel);
  for (int i = 0; i < n; ++i) {
    float* row = scores + static_cast<std::size_t>(i) * columns;
    const float* distance = distance_.data() + Encoder::kMostWords - i;
    for (int j = 0; j < n; ++j) {
      row[j] += distance[j];
    }
  }
  std::int32_t* heads = out.heads.data() + begin;
  s.trees.decode(scores, columns, n, heads);
  if (!roles_.empty()) {
    look_again(out.tags.data() + begin, scores, columns, n, heads, s);
  }
  for (int i = 0; i < n; ++i) {
    heads[i] = static_cast<std::int32_t>(begin) + (heads[i] == n ? i : heads[i]);
  }
}

void Heads::labels(const EncoderBatch& batch, const Rows& rows, Analysis& out, Scratch& s,
                   Kernel kernel) const {
  const std::size_t n = batch.words.size();
  const auto count = static_cast<int>(n);
  const std::size_t stride = product(label_dep_, rows, s.floats[0], kernel);
  // Fewer than half of all words are heads: only their rows are gathered and multiplied.
  const auto width = static_cast<std::size_t>(label_head_.inputs);
  s.places.assign(n, -1);
  std::uint8_t* gathered = room(s.bytes, n * std::max(width, stride));
  float* scales = room(s.scales[0], n);
  int heads = 0;
  for (std::size_t i = 0; i < n; ++i) {
    std::int32_t& place = s.places[static_cast<std::size_t>(out.heads[i])];
    if (place < 0) {
      const auto head = static_cast<std::size_t>(out.heads[i]);
      std::memcpy(gathered + static_cast<std::size_t>(heads) * width,
                  rows.data + head * rows.stride, width);
      scales[heads] = rows.scales[head];
      place = heads++;
    }
  }
  multiply(label_head_, {gathered, width, heads, scales}, room(s.floats[1], n * stride), stride,
           kernel);
  for (std::size_t i = 0; i < n; ++i) {
    float* hidden = s.floats[0].data() + i * stride;
    const std::int32_t place = s.places[static_cast<std::size_t>(out.heads[i])];
    const float* head = s.floats[1].data() + static_cast<std::size_t>(place) * stride;
    for (std::size_t k = 0; k < stride; ++k) {
      hidden[k] += head[k];
    }
  }
  quantise(s.floats[0].data(), stride, count, label_dep_.outputs, true, s.bytes.data(), stride,
           scales, kernel);
  const std::size_t out_stride = stride_of(label_out_);
  float* scores = room(s.floats[1], n * out_stride);
  multiply(label_out_, {s.bytes.data(), stride, count, s.scales[0].data()}, scores, out_stride,
           kernel);
  out.labels.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const bool root = out.heads[i] == static_cast<std::int32_t>(i);
    out.labels[i] =
        static_cast<std::uint8_t>(root ? 0 : best_of(scores + i * out_stride, 1, kDeprelCount));
    const bool active =
        !roles_.empty() && out.tags[static_cast<std::size_t>(out.heads[i])] == past_;
    if (active && out.labels[i] == static_cast<std::uint8_t>(Deprel::nsubj_pass)) {
      out.labels[i] = static_cast<std::uint8_t>(Deprel::nsubj);
    }
  }
}

}  // namespace sayso
