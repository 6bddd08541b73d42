// SPDX-License-Identifier: Apache-2.0
#include "event/taught.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"
#include "base/text.h"
#include "learn/recurrent.h"

namespace sayso::coding {
namespace {

// Where the scores of a word stand: event, types, state, states, holder, denied, open.
constexpr std::size_t kEvent = 0;
constexpr Near kBlockNear[] = {Near::own, Near::head, Near::grand, Near::head_other};

// The key of a lower-case form: digits as 0, straight apostrophes.
std::uint32_t key_of(std::string_view lower) {
  std::string form;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    if (lower.substr(i).starts_with("\u2019")) {
      form += '\'';
      i += 2;
    } else {
      form += lower[i] >= '0' && lower[i] <= '9' ? '0' : lower[i];
    }
  }
  return static_cast<std::uint32_t>(hash64(form) >> 32U);
}

std::int16_t in_units(float value, float unit, float most) {
  return static_cast<std::int16_t>(std::clamp(std::round(value * unit), -most, most));
}

float logistic(float x) {
  return 1.0F / (1.0F + std::exp(-x));
}

float share(const float* scores, std::size_t n, std::size_t of) {
  const float most = *std::max_element(scores, scores + n);
  float sum = 0;
  for (std::size_t k = 0; k < n; ++k) {
    sum += std::exp(scores[k] - most);
  }
  return std::exp(scores[of] - most) / sum;
}

std::pair<int, float> best_of(const float* scores, std::size_t n) {
  const auto best = static_cast<std::size_t>(std::max_element(scores, scores + n) - scores);
  return {static_cast<int>(best), share(scores, n, best)};
}

}  // namespace

Result<Taught> Taught::open(const Model& model, const Knowledge& knowledge,
                            const Patterns& patterns) {
  Taught t;
  t.features_ = WordFeatures::make(knowledge, patterns);
  std::unordered_map<std::string, std::uint32_t> rows;
  int part = 0;
  for_each_part(
      model.section("event.names"),
      [&](std::string_view name) {
        if (name == "-") {
          ++part;
        } else if (part < 2) {
          (part == 0 ? t.types_ : t.states_).emplace_back(name);
        } else {
          rows.emplace(name, static_cast<std::uint32_t>(rows.size()));
        }
      },
      '\n');
  SAYSO_TRY(const Tensors tensors, Tensors::open(model.section("event"), "event"));
  SAYSO_TRY(t.keys_, tensors.keys("words.keys"));
  SAYSO_TRY(t.vectors_, tensors.byte_rows("words.table"));
  SAYSO_TRY(t.near_, tensors.matrix("near.W"));
  SAYSO_TRY(t.out_, tensors.matrix("out.W"));
  SAYSO_TRY(const ByteRows blocks, tensors.byte_rows("features.table"));
  SAYSO_TRY(const ByteRows past, tensors.byte_rows("past.table"));
  t.width_ = t.out_.inputs;
  const auto width = static_cast<std::size_t>(t.width_);
  SAYSO_TRY(const FloatArray bias, tensors.floats("bias", width));
  const std::size_t outputs = t.types_.size() + t.states_.size() + 5;
  if (t.vectors_.rows != t.keys_.size + 1 ||
      t.near_.inputs != static_cast<int>(t.vectors_.columns)) {
    return tensors.bad("words.table");
  }
  if (t.near_.outputs != kNear * t.width_ || t.width_ % kPanel != 0) {
    return tensors.bad("near.W");
  }
  if (t.out_.outputs != static_cast<int>(outputs) || t.types_.empty() || t.states_.empty()) {
    return tensors.bad("out.W");
  }
  if (blocks.rows != rows.size() || blocks.columns != kBlocks * width) {
    return tensors.bad("features.table");
  }
  if (past.rows != rows.size() || past.columns != outputs) {
    return tensors.bad("past.table");
  }
  // In the order of this program's features; what the model does not know says nothing.
  const std::size_t count = t.features_.names().size();
  t.blocks_.assign(count * kBlocks * width, 0);
  t.past_.assign(count * outputs, 0);
  for (std::size_t f = 0; f < count; ++f) {
    const auto it = rows.find(t.features_.names()[f]);
    if (it == rows.end()) {
      continue;
    }
    const std::uint32_t r = it->second;
    for (std::size_t k = 0; k < blocks.columns; ++k) {
      t.blocks_[f * blocks.columns + k] = in_units(
          static_cast<float>(blocks.data[r * std::size_t{blocks.columns} + k]) * blocks.scale[r],
          kUnit, kMostWeight);
    }
    for (std::size_t k = 0; k < outputs; ++k) {
      t.past_[f * outputs + k] = in_units(
          static_cast<float>(past.data[r * outputs + k]) * past.scale[r], kUnit, kMostWeight);
    }
  }
  for (std::size_t k = 0; k < width; ++k) {
    t.bias_.push_back(static_cast<std::int32_t>(std::lround(bias.data[k] * kWordGate)));
  }
  return t;
}

void Taught::begin_document(Scratch& s) const {
  s.known.clear();
}

// The row of a word's vector; 0: it has none.
std::uint32_t Taught::vector_of(std::string_view lower) const {
  const std::uint32_t key = key_of(lower);
  const std::uint32_t* end = keys_.data + keys_.size;
  const std::uint32_t* at = std::lower_bound(keys_.data, end, key);
  return at != end && *at == key ? static_cast<std::uint32_t>(at - keys_.data) + 1 : 0;
}

// What the vectors of the sentence's words give; kept from report to report.
void Taught::find_gates(const View& v, TokenRange sentence, Scratch& s) const {
  constexpr std::size_t kKept = 6000, kTogether = 256;  // words, 3 kB each
  const auto per_word = static_cast<std::size_t>(kNear) * static_cast<std::size_t>(width_);
  if (s.made.empty() || s.gates.size() > kKept * per_word) {
    s.made.assign(vectors_.rows, -1);
    s.gates.clear();
    s.known.clear();
  }
  const std::size_t have = s.gates.size() / per_word;
  s.fresh.clear();
  for (std::uint32_t t = sentence.begin; t < sentence.end; ++t) {
    const std::uint32_t symbol = v.tokens().lower[t].value;
    if (symbol >= s.known.size()) {
      s.known.resize(symbol + 1, -1);
    }
    if (s.known[symbol] >= 0) {
      continue;
    }
    const std::uint32_t row = vector_of(v.lower(t));
    if (s.made[row] < 0) {
      s.made[row] = static_cast<std::int32_t>(have + s.fresh.size());
      s.fresh.push_back(row);
    }
    s.known[symbol] = s.made[row];
  }
  s.gates.resize((have + s.fresh.size()) * per_word);
  for (std::size_t first = 0; first < s.fresh.size(); first += kTogether) {
    make_gates(s, first, std::min(kTogether, s.fresh.size() - first),
               s.gates.data() + (have + first) * per_word);
  }
}

// Of `count` words from s.fresh[first] on.
void Taught::make_gates(Scratch& s, std::size_t first, std::size_t count, std::int16_t* out) const {
  const std::size_t columns = vectors_.columns;
  const std::size_t stride = static_cast<std::size_t>(near_.panels()) * kPanel;
  s.vectors.resize(count * columns);
  s.bytes.resize(std::max(s.bytes.size(), count * columns));
  s.scales.resize(std::max(s.scales.size(), count));
  s.products.resize(std::max(s.products.size(), count * stride));
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t row = s.fresh[first + i];
    for (std::size_t k = 0; k < columns; ++k) {
      s.vectors[i * columns + k] =
          static_cast<float>(vectors_.data[row * columns + k]) * vectors_.scale[row];
    }
  }
  quantise(s.vectors.data(), columns, static_cast<int>(count), static_cast<int>(columns), false,
           s.bytes.data(), columns, s.scales.data());
  multiply(near_, {s.bytes.data(), columns, static_cast<int>(count), s.scales.data()},
           s.products.data(), stride);
  const std::size_t per_word = static_cast<std::size_t>(near_.outputs);
  for (std::size_t i = 0; i < count; ++i) {
    keep_gates(s.products.data() + i * stride, near_.outputs, out + i * per_word);
  }
}

void Taught::score(const View& v, TokenRange sentence, const Matcher& judged,
                   std::size_t first_event, std::size_t first_state, Scratch& s) const {
  features_.collect(v, sentence, judged, first_event, first_state, s.features);
  find_gates(v, sentence, s);
  const std::size_t n = sentence.size();
  const auto width = static_cast<std::size_t>(width_);
  const std::size_t block = kBlocks * width;
  s.place.resize(n);
  std::uint32_t rows = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    s.place[i] = rows;
    rows += scored(s, i) ? 1 : 0;
  }
  // The features' rows of each word, for itself and for those that look at it.
  s.hidden.assign(rows * block, 0);
  for (std::uint32_t i = 0; i < n; ++i) {
    std::int16_t* sum = s.hidden.data() + s.place[i] * block;
    for (std::uint32_t k = s.features.first[i]; k < s.features.first[i + 1]; ++k) {
      const std::int16_t* row = blocks_.data() + s.features.ids[k] * block;
      for (std::size_t c = 0; c < block; ++c) {
        sum[c] = static_cast<std::int16_t>(sum[c] + row[c]);
      }
    }
  }
  s.inputs.resize(rows * width);
  for (std::uint32_t i = 0; i < n; ++i) {
    if (scored(s, i)) {
      add_up(v, sentence, i, s);
    }
  }
  s.bytes.resize(std::max(s.bytes.size(), rows * width));
  s.scales.resize(std::max<std::size_t>(s.scales.size(), rows));
  s.scores.resize(rows * stride());
  const int count = static_cast<int>(rows);
  quantise(s.inputs.data(), width, count, width_, true, s.bytes.data(), width, s.scales.data());
  multiply(out_, {s.bytes.data(), width, count, s.scales.data()}, s.scores.data(), stride());
  for (std::uint32_t i = 0; i < n; ++i) {
    if (scored(s, i)) {
      add_past(i, s);
    }
  }
}

// Sets the layer's input of word `i`: what its words and features give.
void Taught::add_up(const View& v, TokenRange sentence, std::uint32_t i, Scratch& s) const {
  const auto width = static_cast<std::size_t>(width_);
  s.sum.assign(bias_.begin(), bias_.end());
  const auto& near = s.features.near[i];
  constexpr auto kTimes = static_cast<std::int32_t>(kWordGate / kUnit);
  const auto add = [&](const std::int16_t* row, std::int32_t times) {
    for (std::size_t c = 0; c < width; ++c) {
      s.sum[c] += row[c] * times;
    }
  };
  for (std::size_t k = 0; k < kNear; ++k) {
    if (near[k] != kNoToken && sentence.contains(near[k])) {
      const auto word = static_cast<std::size_t>(s.known[v.tokens().lower[near[k]].value]);
      add(s.gates.data() + (word * kNear + k) * width, 1);
    }
  }
  for (std::size_t b = 0; b < kBlocks; ++b) {
    const std::uint32_t at = near[static_cast<std::size_t>(kBlockNear[b])];
    if (at != kNoToken && sentence.contains(at) && scored(s, at - sentence.begin)) {
      add(s.hidden.data() + (s.place[at - sentence.begin] * kBlocks + b) * width, kTimes);
    }
  }
  float* input = s.inputs.data() + s.place[i] * width;
  for (std::size_t c = 0; c < width; ++c) {
    input[c] = static_cast<float>(s.sum[c]) * (1.0F / kWordGate);
  }
}

// Adds to the scores of word `i` what its features say past the layer.
void Taught::add_past(std::uint32_t i, Scratch& s) const {
  const auto outputs = static_cast<std::size_t>(out_.outputs);
  s.past.assign(outputs, 0);
  for (std::uint32_t k = s.features.first[i]; k < s.features.first[i + 1]; ++k) {
    const std::int16_t* row = past_.data() + s.features.ids[k] * outputs;
    for (std::size_t c = 0; c < outputs; ++c) {
      s.past[c] = static_cast<std::int16_t>(s.past[c] + row[c]);
    }
  }
  float* scores = s.scores.data() + s.place[i] * stride();
  for (std::size_t c = 0; c < outputs; ++c) {
    scores[c] += static_cast<float>(s.past[c]) * (1.0F / kUnit);
  }
}

float Taught::event(const Scratch& s, std::uint32_t i) const {
  return logistic(row(s, i)[kEvent]);
}
float Taught::state(const Scratch& s, std::uint32_t i) const {
  return logistic(row(s, i)[1 + types_.size()]);
}
float Taught::holder(const Scratch& s, std::uint32_t i) const {
  return logistic(row(s, i)[2 + types_.size() + states_.size()]);
}
std::pair<int, float> Taught::type(const Scratch& s, std::uint32_t i) const {
  return best_of(row(s, i) + 1, types_.size());
}
std::pair<int, float> Taught::kind(const Scratch& s, std::uint32_t i) const {
  return best_of(row(s, i) + 2 + types_.size(), states_.size());
}
bool Taught::denied(const Scratch& s, std::uint32_t i) const {
  return row(s, i)[3 + types_.size() + states_.size()] > 0;
}
bool Taught::open_yet(const Scratch& s, std::uint32_t i) const {
  constexpr float kLeast = -1.0F;  // one in four: what may not be so yet is not told as so
  return row(s, i)[4 + types_.size() + states_.size()] > kLeast;
}

}  // namespace sayso::coding
