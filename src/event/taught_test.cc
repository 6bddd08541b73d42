// SPDX-License-Identifier: Apache-2.0
#include "event/taught.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <string>

#include "base/hash.h"
#include "base/mapped_file.h"
#include "doc/testing.h"
#include "event/event.h"
#include "lex/testing.h"

namespace sayso::coding {
namespace {

// Types ASSAULT and ACCUSE; states control=held and status=stopped; features "found ASSAULT" and
// "tag NN".
constexpr const char* kNames =
    "ASSAULT\nACCUSE\n-\ncontrol=held\nstatus=stopped\n-\nfound ASSAULT\ntag NN\n";
constexpr int kOutputs = 2 + 2 + 5, kWidth = 16, kVector = 16;

std::uint32_t key_of_word(const char* word) {
  return static_cast<std::uint32_t>(hash64(word) >> 32U);
}

std::string packed(const std::vector<std::uint32_t>& keys, const std::vector<float>& table,
                   const std::vector<float>& near, const std::vector<float>& out,
                   const std::vector<float>& bias, const std::vector<float>& past) {
  const auto outputs = static_cast<int>(bias.size());
  TensorsBuilder t;
  t.keys("words.keys", keys);
  t.byte_rows("words.table", table, static_cast<int>(keys.size()) + 1, kVector);
  t.matrix("near.W", near, {}, kNear * kWidth, kVector);
  t.byte_rows("features.table", std::vector<float>(2 * 4 * kWidth, 0.0F), 2, 4 * kWidth);
  t.byte_rows("past.table", past, 2, outputs);
  t.floats("bias", std::vector<float>(kWidth, 0.0F));
  t.matrix("out.W", out, bias, outputs, kWidth);
  ModelBuilder builder;
  builder.add("event.names", kNames);
  builder.add("event", t.bytes());
  return builder.bytes();
}

// A model whose one word is "nudged", which has an event of the second type; `found` is added to
// the event of a word where the rules found force, `sure` is the log-odds of "nudged" and 4.
std::string model_with(float found, int outputs = kOutputs, float sure = 12) {
  std::vector<float> table(2 * kVector, 0.0F), near(kNear * kWidth * kVector, 0.0F);
  table[kVector] = 1;  // "nudged" is (1, 0, ...)
  near[0] = 1;         // and makes the first number of its own layer
  std::vector<float> out(static_cast<std::size_t>(outputs) * kWidth, 0.0F);
  std::vector<float> bias(static_cast<std::size_t>(outputs), 0.0F);
  bias[0] = bias[3] = -4;  // neither an event nor a state
  out[0] = sure;           // but "nudged"
  out[2 * kWidth] = 12;
  std::vector<float> past(2 * static_cast<std::size_t>(outputs), 0.0F);
  past[0] = found;
  return packed({key_of_word("nudged")}, table, near, out, bias, past);
}

// A model that sees "control=held" of the word "castle", held by "rebels".
std::string model_of_states() {
  std::vector<float> table(3 * kVector, 0.0F), near(kNear * kWidth * kVector, 0.0F);
  std::vector<std::pair<std::uint32_t, int>> words{{key_of_word("castle"), 0},
                                                   {key_of_word("rebels"), 1}};
  std::sort(words.begin(), words.end());
  std::vector<std::uint32_t> keys;
  for (std::size_t row = 0; row < words.size(); ++row) {
    keys.push_back(words[row].first);
    table[(row + 1) * kVector + static_cast<std::size_t>(words[row].second)] = 1;
  }
  near[0] = 1;            // the first number of its own layer
  near[kVector + 1] = 1;  // the second
  std::vector<float> out(kOutputs * kWidth, 0.0F), bias(kOutputs, 0.0F);
  bias[0] = bias[3] = bias[6] = -4;  // event, state, holder
  bias[7] = bias[8] = -4;            // denied, open
  out[3 * kWidth] = out[4 * kWidth] = 12;
  out[6 * kWidth + 1] = 12;
  return packed(keys, table, near, out, bias, std::vector<float>(2 * kOutputs, 0.0F));
}

struct File {
  explicit File(const std::string& bytes)
      : path((std::filesystem::temp_directory_path() / "sayso-taught-test.bin").string()) {
    REQUIRE(write_file(path, bytes).ok());
  }
  ~File() { std::filesystem::remove(path); }
  std::string path;
};

constexpr const char* kShelled =
    "1\tRebels\trebel\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n"
    "2\tshelled\tshell\tVERB\tVBD\t_\t0\troot\t_\t_\n"
    "3\tthe\tthe\tDET\tDT\t_\t4\tdet\t_\t_\n"
    "4\tbridge\tbridge\tNOUN\tNN\t_\t2\tobj\t_\t_\n\n";
constexpr const char* kNudged =
    "1\tFrance\tFrance\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n"
    "2\tnudged\tnudge\tVERB\tVBD\t_\t0\troot\t_\t_\n"
    "3\tMali\tMali\tPROPN\tNNP\t_\t2\tobj\t_\t_\n\n";

constexpr const char* kNudgedInTrade =
    "1\tFrance\tFrance\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n"
    "2\tnudged\tnudge\tVERB\tVBD\t_\t0\troot\t_\t_\n"
    "3\tMali\tMali\tPROPN\tNNP\t_\t2\tobj\t_\t_\n"
    "4\tas\tas\tSCONJ\tIN\t_\t7\tmark\t_\t_\n"
    "5\tshares\tshare\tNOUN\tNNS\t_\t7\tnsubj\t_\t_\n"
    "6\tdividends\tdividend\tNOUN\tNNS\t_\t5\tconj\t_\t_\n"
    "7\tfell\tfall\tVERB\tVBD\t_\t2\tadvcl\t_\t_\n\n";
constexpr const char* kNudgedByNobody =
    "1\tThen\tthen\tADV\tRB\t_\t2\tadvmod\t_\t_\n"
    "2\tnudged\tnudge\tVERB\tVBD\t_\t0\troot\t_\t_\n\n";

constexpr const char* kJuggled =
    "1\tRebels\trebel\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n"
    "2\tjuggled\tjuggle\tVERB\tVBD\t_\t0\troot\t_\t_\n"
    "3\tplates\tplate\tNOUN\tNNS\t_\t2\tobj\t_\t_\n"
    "4\tat\tat\tADP\tIN\t_\t5\tcase\t_\t_\n"
    "5\tCastle\tcastle\tPROPN\tNNP\t_\t2\tobl\t_\t_\n\n";

Document read(const Model* model, const char* conllu) {
  auto stage = make_event_stage(built_knowledge(), model);
  REQUIRE(stage);
  Document d = document_from_conllu(conllu);
  const auto scratch = (*stage)->make_scratch();
  REQUIRE((*stage)->run(d, *scratch).ok());
  d.layers |= kLayerMentions | kLayerClaims | kLayerEvents;
  const auto broken = validate(d);
  CHECK_MESSAGE(!broken, broken.value_or(""));
  return d;
}

TEST_CASE("what the tagger sees nothing of is no event") {
  for (const float found : {4.0F, -2.0F}) {
    const File file(model_with(found));
    const auto model = Model::load(file.path);
    REQUIRE(model);
    CHECK(read(&*model, kShelled).events.size() == (found > 0 ? 1 : 0));
  }
  CHECK(read(nullptr, kShelled).events.size() == 1);
}

TEST_CASE("a word no table knows tells an event by the tagger, its sides by the type's frame") {
  CHECK(read(nullptr, kNudged).events.empty());
  const File file(model_with(0));
  const auto model = Model::load(file.path);
  REQUIRE(model);
  const Document d = read(&*model, kNudged);
  REQUIRE(d.events.size() == 1);
  CHECK(d.string(d.events[0].type) == "ACCUSE");
}

TEST_CASE("the tagger adds nothing without sides, and in sentences on markets only what is surer") {
  const File file(model_with(0, kOutputs, 5.4F));  // a probability of .8
  const auto model = Model::load(file.path);
  REQUIRE(model);
  CHECK(read(&*model, kNudged).events.size() == 1);
  CHECK(read(&*model, kNudgedInTrade).events.empty());
  CHECK(read(&*model, kNudgedByNobody).events.empty());
  const File surer(model_with(0));
  const auto other = Model::load(surer.path);
  REQUIRE(other);
  CHECK(read(&*other, kNudgedInTrade).events.size() == 1);
}

TEST_CASE(
    "of a thing the rules tell nothing of, the tagger tells a state, and by whom it is held") {
  CHECK(read(nullptr, kJuggled).states.empty());
  const File file(model_of_states());
  const auto model = Model::load(file.path);
  REQUIRE(model);
  const Document d = read(&*model, kJuggled);
  REQUIRE(d.states.size() == 1);
  CHECK(d.states[0].variable == StateVariable::control);
  CHECK(d.string(d.states[0].value).starts_with("held by"));
  CHECK(d.states[0].thing.value == 4);
}

TEST_CASE("a model of another form is refused by the name of its array") {
  const File file(model_with(0, kOutputs + 1));
  const auto model = Model::load(file.path);
  REQUIRE(model);
  const auto stage = make_event_stage(built_knowledge(), &*model);
  REQUIRE(!stage);
  CHECK(stage.error().message.find("out.W") != std::string::npos);
}

}  // namespace
}  // namespace sayso::coding
