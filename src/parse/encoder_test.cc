// SPDX-License-Identifier: Apache-2.0
// The runtime of the encoder against plain sums in double precision, on arrays made here.
#include "parse/encoder.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <functional>

#include "base/mapped_file.h"
#include "doc/testing.h"
#include "parse/encoder_testing.h"
#include "parse/heads.h"
#include "parse/reader.h"

using namespace sayso;           // NOLINT(google-build-using-namespace)
using namespace sayso::testing;  // NOLINT(google-build-using-namespace)

namespace {

constexpr int kTags = 53;

TrainedTensors trained(std::uint32_t e, std::uint32_t h, std::uint32_t layers, bool narrow) {
  Maker m;
  add_tables(m, e);
  for (std::uint32_t l = 0; l < layers; ++l) {
    const std::string name = "layer" + std::to_string(l);
    const std::uint32_t gates = l == 0 ? 4 : 3;
    std::uint32_t inputs = l == 0 ? e : 2 * h;
    if (l > 0 && narrow) {
      m.add(name + ".P", {32, inputs}, 0.2F);
      inputs = 32;
    }
    m.add(name + ".W", {2, gates, h, inputs}, 0.25F);
    m.add(name + ".b", {2, gates, h}, 0.5F);
    m.add(name + ".v", {2, 2, h}, 0.5F);
  }
  m.add("tag.W", {kTags, 2 * h}, 0.3F);
  m.add("tag.b", {kTags}, 0.3F);
  for (const char* name : {"arc_dep", "arc_head"}) {
    m.add(std::string(name) + ".W", {32, 2 * h}, 0.3F);
    m.add(std::string(name) + ".b", {32}, 0.3F);
  }
  m.add("arc.W", {32, 32}, 0.3F);
  m.add("arc.u", {32}, 0.3F);
  m.add("arc.root", {32}, 0.3F);
  m.add("arc.root_bias", {1}, 0.3F);
  m.add("arc.distance", {33}, 0.5F);
  m.add("label_dep.W", {48, 2 * h}, 0.3F);
  m.add("label_head.W", {48, 2 * h}, 0.3F);
  m.add("label.b", {48}, 0.3F);
  m.add("label_out.W", {kDeprelCount, 48}, 0.3F);
  m.add("label_out.b", {kDeprelCount}, 0.3F);
  return with_packed_weights(m.all);
}

bool same(const Rows& a, const Rows& b) {
  const auto n = static_cast<std::size_t>(a.count);
  return a.count == b.count && std::equal(a.data, a.data + n * a.stride, b.data) &&
         std::equal(a.scales, a.scales + n, b.scales);
}

}  // namespace

TEST_CASE("encoder and heads follow the formulas, for every size, the same bits in every kernel") {
  const struct {
    std::uint32_t e, h, layers;
    bool narrow;
  } sizes[] = {{24, 16, 1, false}, {32, 80, 3, false}, {64, 128, 3, true}};
  for (const auto& size : sizes) {
    CAPTURE(size.h);
    const TrainedTensors arrays = trained(size.e, size.h, size.layers, size.narrow);
    const auto packed = pack_encoder(arrays);
    REQUIRE(packed.has_value());
    const Section section(*packed);
    const auto tensors = Tensors::open(section.bytes(), "encoder");
    REQUIRE(tensors.has_value());
    const auto encoder = Encoder::open(*tensors);
    REQUIRE(encoder.has_value());
    const auto heads = Heads::open(*tensors, encoder->width(), kTags);
    REQUIRE(heads.has_value());
    const Words words(3);
    Encoder::Scratch scratch(*encoder);
    Encoder::Scratch plain_scratch(*encoder);
    const std::size_t n = words.info.size();
    const auto width = static_cast<std::size_t>(encoder->width());
    const Rows rows = encoder->encode(words.batch, plain_scratch, Kernel::portable);
    CHECK(same(rows, encoder->encode(words.batch, scratch)));
    CHECK(same(rows, encoder->encode(words.batch, scratch)));  // with all words known

    const Plain plain(arrays);
    std::vector<Vector> z;
    for (std::size_t s = 0; s < 3; ++s) {
      const auto begin = words.batch.words.begin() + words.batch.first[s];
      for (Vector& row :
           plain.encode({begin, words.batch.words.begin() + words.batch.first[s + 1]})) {
        z.push_back(std::move(row));
      }
    }
    double worst = 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < width; ++k) {
        worst = std::max(worst, std::fabs(z[i][k] - (rows.data[i * width + k] - kZero) *
                                                        double{rows.scales[i]}));
      }
    }
    CHECK(worst < 0.1);

    Analysis found;
    Analysis portable;
    Heads::Scratch head_scratch;
    for (Analysis* a : {&found, &portable}) {
      const Kernel kernel = a == &found ? best_kernel() : Kernel::portable;
      heads->tags(words.batch, rows, *a, head_scratch, kernel);
      heads->trees(words.batch, rows, *a, head_scratch, kernel);
      heads->labels(words.batch, rows, *a, head_scratch, kernel);
    }
    CHECK(found.tags == portable.tags);
    CHECK(found.heads == portable.heads);
    CHECK(found.labels == portable.labels);

    // The class chosen is the best or within what rounding may move.
    const auto fits = [](const Vector& scores, std::size_t chosen, std::size_t from) {
      return scores[chosen] >
             *std::max_element(scores.begin() + static_cast<long>(from), scores.end()) - 0.3;
    };
    std::vector<Vector> dep;
    std::vector<Vector> head;
    for (const Vector& row : z) {
      dep.push_back(plain.product("arc_dep.W", "arc_dep.b", row));
      head.push_back(plain.product("arc_head.W", "arc_head.b", row));
      relu(dep.back());
      relu(head.back());
    }
    Vector root;
    for (std::size_t k = 0; k < 32; ++k) {
      root.push_back(plain.at("arc.root", k));
    }
    for (std::size_t s = 0; s < 3; ++s) {
      const std::size_t begin = words.batch.first[s];
      const std::size_t count = words.batch.first[s + 1] - begin;
      std::vector<float> scores;
      std::vector<std::int32_t> got;
      double sum = 0;
      for (std::size_t i = 0; i < count; ++i) {
        const Vector q = plain.product("arc.W", "arc.u", dep[begin + i]);
        for (std::size_t j = 0; j <= count; ++j) {
          const int away = std::clamp(static_cast<int>(j) - static_cast<int>(i), -16, 16) + 16;
          scores.push_back(static_cast<float>(
              j == count ? dot(q, root) + plain.at("arc.root_bias", 0)
                         : dot(q, head[begin + j]) +
                               plain.at("arc.distance", static_cast<std::size_t>(away))));
        }
        const auto h = static_cast<std::size_t>(found.heads[begin + i]) - begin;
        sum += scores[i * (count + 1) + (h == i ? count : h)];
      }
      std::vector<std::int32_t> best(count);
      TreeDecoder().decode(scores.data(), count + 1, static_cast<int>(count), best.data());
      double most = 0;
      for (std::size_t i = 0; i < count; ++i) {
        most += scores[i * (count + 1) + static_cast<std::size_t>(best[i])];
      }
      CHECK(sum > most - 0.5);
    }
    for (std::size_t i = 0; i < n; ++i) {
      CHECK(fits(plain.product("tag.W", "tag.b", z[i]), found.tags[i], 0));
      const auto h = static_cast<std::size_t>(found.heads[i]);
      Vector hidden = plain.product("label_dep.W", "label.b", z[i]);
      const Vector of_head = plain.product("label_head.W", "", z[h]);
      for (std::size_t k = 0; k < hidden.size(); ++k) {
        hidden[k] += of_head[k];
      }
      relu(hidden);
      if (h == i) {
        CHECK(found.labels[i] == 0);
      } else {
        CHECK(found.labels[i] != 0);
        CHECK(fits(plain.product("label_out.W", "label_out.b", hidden), found.labels[i], 1));
      }
    }
  }
}

TEST_CASE("how sentences share a batch changes nothing") {
  const TrainedTensors arrays = trained(32, 32, 2, false);
  const Section section(*pack_encoder(arrays));
  const auto tensors = Tensors::open(section.bytes(), "encoder");
  const auto encoder = Encoder::open(*tensors);
  REQUIRE(encoder.has_value());
  const Words together(3);
  Encoder::Scratch scratch(*encoder);
  const auto width = static_cast<std::size_t>(encoder->width());
  const Rows all = encoder->encode(together.batch, scratch);
  for (std::size_t s = 0; s < 3; ++s) {
    EncoderBatch alone;
    alone.clear();
    const std::uint32_t begin = together.batch.first[s];
    alone.words.assign(together.batch.words.begin() + begin,
                       together.batch.words.begin() + together.batch.first[s + 1]);
    alone.end_sentence();
    Encoder::Scratch own(*encoder);
    const auto count = static_cast<int>(alone.words.size());
    CHECK(same({all.data + begin * width, width, count, all.scales + begin},
               encoder->encode(alone, own)));
  }
}

TEST_CASE("first-layer gates are forgotten together when they are too many, and found again") {
  KnownGates known(32, 3000);
  WordInfo w;
  bool fresh = false;
  for (std::uint64_t i = 0; i < 2999; ++i) {
    w.form = i;
    known.find(w, fresh)[5] = static_cast<std::int16_t>(i);
    CHECK(fresh);
  }
  w.form = 7;
  CHECK(known.find(w, fresh)[5] == 7);
  CHECK(!fresh);
  known.reserve(1);
  CHECK((known.find(w, fresh), !fresh));
  known.reserve(2);
  CHECK((known.find(w, fresh), fresh));
}

TEST_CASE("a sentence longer than the window is one tree, its cost linear") {
  const TrainedTensors arrays = trained(32, 32, 2, false);
  const Section section(*pack_encoder(arrays));
  const Section names(*pack_names(trained_names(64, 16, 16)));
  const auto reader = TreeReader::open(section.bytes(), kTags, names.bytes());
  REQUIRE(reader.has_value());
  constexpr std::uint32_t kWords = 100000;
  const WordTable table;
  std::vector<WordInfo> info;
  for (const std::string& w : words_of_text()) {
    info.push_back(table.info(w));
  }
  Document d;
  std::vector<const WordInfo*> words;
  for (std::uint32_t i = 0; i < kWords; ++i) {
    d.tokens.begin.push_back(i);
    words.push_back(&info[i * 7 % 10]);
  }
  d.tokens.head.resize(kWords);
  d.tokens.deprel.resize(kWords);
  d.tokens.name_state.resize(std::size_t{kWords} * 16);
  d.sentences.push_back({{0, kWords}, 0});
  std::vector<std::uint8_t> tags(kWords);
  TreeReader::Scratch scratch(*reader);
  reader->read(d, words.data(), tags.data(), scratch);
  std::uint32_t roots = 0;
  for (std::uint32_t t = 0; t < kWords; ++t) {
    roots += d.tokens.is_root(t) ? 1 : 0;
    std::uint32_t up = t;
    int steps = 0;
    while (!d.tokens.is_root(up) && steps < 2000) {
      up = d.tokens.head[up];
      ++steps;
    }
    REQUIRE(steps < 2000);
  }
  CHECK(roots == 1);
}

TEST_CASE("trained arrays that lack one, or another shape, are refused by name") {
  for (const char* name :
       {"lower.keys", "form.table", "layer0.W", "layer1.v", "tag.b", "arc.root"}) {
    TrainedTensors arrays = trained(32, 32, 2, false);
    arrays.erase(name);
    const auto packed = pack_encoder(arrays);
    REQUIRE(!packed.has_value());
    CHECK(packed.error().message.find(name) != std::string::npos);
  }
  const TrainedTensors arrays = trained(32, 32, 2, false);
  const Section section(*pack_encoder(arrays));
  const Section names(*pack_names(trained_names(64, 16, 16)));
  const Section other(*pack_names(trained_names(32, 16, 16)));
  CHECK(TreeReader::open(section.bytes(), kTags, names.bytes()).has_value());
  CHECK(!TreeReader::open(section.bytes(), kTags, other.bytes()).has_value());
  CHECK(!TreeReader::open(section.bytes(), kTags + 1, names.bytes()).has_value());
  CHECK(!TreeReader::open(section.bytes().substr(0, 5000), kTags, names.bytes()).has_value());
  CHECK(!read_trained("SAYSOTNS").has_value());
  CHECK(!read_trained("").has_value());
}
