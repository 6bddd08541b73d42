// SPDX-License-Identifier: Apache-2.0
#include "event/taught.h"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <string>

#include "base/hash.h"
#include "base/mapped_file.h"
#include "doc/testing.h"
#include "event/event.h"

namespace sayso::coding {
namespace {

const Knowledge& knowledge() {
  static const Knowledge known = [] {
    const char* build = std::getenv("SAYSO_BUILD");
    auto loaded =
        Knowledge::load(std::string(build == nullptr ? "build/dev" : build) + "/knowledge.img");
    REQUIRE_MESSAGE(loaded, "the knowledge image is not built");
    return *std::move(loaded);
  }();
  return known;
}

// Types ASSAULT and ACCUSE; states control=held and status=stopped; features "found ASSAULT" and
// "tag NN".
constexpr const char* kNames =
    "ASSAULT\nACCUSE\n-\ncontrol=held\nstatus=stopped\n-\nfound ASSAULT\ntag NN\n";
constexpr int kOutputs = 2 + 2 + 5, kWidth = 16, kVector = 16, kWords = 1;

// A model whose one word is "nudged", which has an event of the second type; `found` is added to
// the event of a word where the rules found force.
std::string model_with(float found, int outputs = kOutputs) {
  std::vector<float> table((kWords + 1) * kVector, 0.0F), near(kNear * kWidth * kVector, 0.0F);
  table[kVector] = 1;  // "nudged" is (1, 0, ...)
  near[0] = 1;         // and makes the first number of its own layer
  std::vector<float> out(static_cast<std::size_t>(outputs) * kWidth, 0.0F);
  std::vector<float> bias(static_cast<std::size_t>(outputs), 0.0F);
  bias[0] = bias[3] = -4;  // neither an event nor a state
  out[0] = 12;             // but "nudged"
  out[2 * kWidth] = 12;
  TensorsBuilder t;
  t.keys("words.keys", {static_cast<std::uint32_t>(hash64("nudged") >> 32U)});
  t.byte_rows("words.table", table, kWords + 1, kVector);
  t.matrix("near.W", near, {}, kNear * kWidth, kVector);
  t.byte_rows("features.table", std::vector<float>(2 * 4 * kWidth, 0.0F), 2, 4 * kWidth);
  std::vector<float> past(2 * static_cast<std::size_t>(outputs), 0.0F);
  past[0] = found;
  t.byte_rows("past.table", past, 2, outputs);
  t.floats("bias", std::vector<float>(kWidth, 0.0F));
  t.matrix("out.W", out, bias, outputs, kWidth);
  ModelBuilder builder;
  builder.add("event.names", kNames);
  builder.add("event", t.bytes());
  return builder.bytes();
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

Document read(const Model* model, const char* conllu) {
  auto stage = make_event_stage(knowledge(), model);
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

TEST_CASE("a model of another form is refused by the name of its array") {
  const File file(model_with(0, kOutputs + 1));
  const auto model = Model::load(file.path);
  REQUIRE(model);
  const auto stage = make_event_stage(knowledge(), &*model);
  REQUIRE(!stage);
  CHECK(stage.error().message.find("out.W") != std::string::npos);
}

}  // namespace
}  // namespace sayso::coding
