// SPDX-License-Identifier: Apache-2.0
// The name tagger against plain sums in double precision, on arrays made here.
#include "parse/names.h"

#include <doctest/doctest.h>
#include <limits>

#include "parse/encoder_testing.h"

using namespace sayso;           // NOLINT(google-build-using-namespace)
using namespace sayso::testing;  // NOLINT(google-build-using-namespace)

namespace {

constexpr std::uint32_t kRows = 32;
constexpr float kScale = 1.0F / 32;

struct Tagged {
  std::vector<std::uint8_t> rows;    // of an encoder, random, of scale kScale
  std::vector<std::uint16_t> lists;  // random
  std::vector<std::uint8_t> classes;
};

Tagged tag(const NameStates& states, const NameTagger& tagger, const Words& words) {
  Tagged t;
  std::mt19937 random(5);
  const std::size_t n = words.info.size();
  for (std::size_t i = 0; i < n * kRows; ++i) {
    t.rows.push_back(
        static_cast<std::uint8_t>(kZero - kMostActivation + random() % (2 * kMostActivation + 1)));
  }
  for (std::size_t i = 0; i < n; ++i) {
    t.lists.push_back(static_cast<std::uint16_t>(random() % 0x8000));
  }
  std::vector<float> buffer;
  std::vector<std::int16_t> kept(n * static_cast<std::size_t>(states.width()));
  const std::vector<float> scales(n, kScale);
  states.keep({t.rows.data(), kRows, static_cast<int>(n), scales.data()}, buffer, kept.data());
  NameTagger::Scratch scratch(tagger);
  t.classes.resize(n);
  tagger.tag(words.batch, kept.data(), t.lists.data(), t.classes.data(), scratch);
  std::vector<std::uint8_t> again(n);
  tagger.tag(words.batch, kept.data(), t.lists.data(), again.data(), scratch, Kernel::portable);
  CHECK(again == t.classes);
  return t;
}

// Scores of the classes of words [begin, end) by the formulas.
std::vector<Vector> plain_scores(const TrainedTensors& arrays, const Words& words, const Tagged& t,
                                 std::uint32_t begin, std::uint32_t end) {
  const Plain plain(arrays);
  std::vector<Vector> h;
  for (std::uint32_t i = begin; i < end; ++i) {
    Vector row;
    for (std::uint32_t k = 0; k < kRows; ++k) {
      row.push_back((t.rows[i * kRows + k] - kZero) * double{kScale});
    }
    Vector x = plain.product("state.W", "state.b", row);
    const Vector own = plain.vector(words.info[i]);
    for (std::size_t k = 0; k < x.size(); ++k) {
      x[k] += own[k];
      for (std::uint32_t side = 0; side < 3; ++side) {
        const std::uint32_t at = i + side - 1;
        for (std::uint32_t bit = 0; bit < 16 && at + 1 > begin && at < end && at != ~0U; ++bit) {
          if ((t.lists[at] >> bit & 1) != 0) {
            x[k] += plain.at("lists", (side * 16 + bit) * x.size() + k);
          }
        }
      }
    }
    relu(x);
    h.push_back(x);
  }
  const auto y = plain.layer(h, "layer0", true);
  std::vector<Vector> out;
  for (std::size_t i = 0; i < h.size(); ++i) {
    Vector scores = plain.product("out.W", "out.b", y[i]);
    const Vector skip = plain.product("skip.W", "", h[i]);
    for (std::size_t c = 0; c < scores.size(); ++c) {
      scores[c] += skip[c];
    }
    out.push_back(scores);
  }
  return out;
}

// The score of a sequence; minus infinity where it is none of whole names.
double score(const TrainedTensors& arrays, const std::vector<Vector>& scores,
             const std::uint8_t* classes) {
  const Plain plain(arrays);
  double sum = 0;
  int before = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!name_follows(before, classes[i])) {
      return -std::numeric_limits<double>::infinity();
    }
    sum += scores[i][classes[i]];
    sum += i == 0 ? 0 : plain.at("follow", static_cast<std::size_t>(before * 17 + classes[i]));
    before = classes[i];
  }
  return name_follows(before, 0) ? sum : -std::numeric_limits<double>::infinity();
}

}  // namespace

TEST_CASE("the best sequence of whole names by the formulas, the same in every kernel") {
  const TrainedTensors arrays = trained_names(kRows, 32, 48);
  const Section section(*pack_names(arrays));
  const auto tensors = Tensors::open(section.bytes(), "names");
  REQUIRE(tensors.has_value());
  const auto states = NameStates::open(*tensors, kRows);
  const auto tagger = NameTagger::open(*tensors);
  REQUIRE(states.has_value());
  REQUIRE(tagger.has_value());
  CHECK(tagger->lists() == 0x7F7F);
  const Words words(4);
  const Tagged t = tag(*states, *tagger, words);
  std::mt19937 random(8);
  int names = 0;
  for (int s = 0; s < words.batch.sentences(); ++s) {
    const std::uint32_t begin = words.batch.first[static_cast<std::size_t>(s)];
    const std::uint32_t end = words.batch.first[static_cast<std::size_t>(s) + 1];
    const auto scores = plain_scores(arrays, words, t, begin, end);
    const double best = score(arrays, scores, t.classes.data() + begin);
    REQUIRE(best > -1e9);
    // No sequence made by changing one or two words beside each other is better.
    std::vector<std::uint8_t> other(t.classes.begin() + begin, t.classes.begin() + end);
    for (std::size_t i = 0; i < other.size(); ++i) {
      names += other[i] != 0 ? 1 : 0;
      const auto kept = other;
      for (std::uint8_t a = 0; a < kNameClasses; ++a) {
        other[i] = a;
        for (std::uint8_t b = 0; b < kNameClasses; ++b) {
          other[i + 1 < other.size() ? i + 1 : i] = i + 1 < other.size() ? b : a;
          CHECK(score(arrays, scores, other.data()) < best + 0.05);
        }
      }
      other = kept;
    }
  }
  CHECK(names > 5);
}

TEST_CASE("arrays of names that lack one are refused by name") {
  for (const char* name : {"lower.keys", "lists", "state.W", "layer0.v", "out.b", "follow"}) {
    TrainedTensors arrays = trained_names(kRows, 32, 16);
    arrays.erase(name);
    const auto packed = pack_names(arrays);
    REQUIRE(!packed.has_value());
    CHECK(packed.error().message.find(name) != std::string::npos);
  }
}

TEST_CASE("classes as tags of the token table") {
  CHECK(name_bio(0) == NameTag::outside);
  CHECK(name_bio(static_cast<std::uint8_t>(name_class(0, kNameUnit))) == NameTag::b_person);
  CHECK(name_bio(static_cast<std::uint8_t>(name_class(2, kNameLast))) == NameTag::i_place);
  CHECK(!name_follows(0, name_class(1, kNameInside)));
  CHECK(!name_follows(name_class(1, kNameBegin), 0));
  CHECK(name_follows(name_class(1, kNameBegin), name_class(1, kNameLast)));
  CHECK(!name_follows(name_class(1, kNameBegin), name_class(2, kNameLast)));
}
