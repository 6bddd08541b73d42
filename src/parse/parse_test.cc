// SPDX-License-Identifier: Apache-2.0
#include "parse/parse.h"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <sstream>
#include <string>

#include "base/utf8.h"
#include "parse/lemma.h"

using namespace sayso;  // NOLINT(google-build-using-namespace)

namespace {

struct World {
  Knowledge knowledge;
  Model model;
  std::unique_ptr<Stage> stage;
};

World* world() {
  static const std::unique_ptr<World> made = [] {
    const char* source = std::getenv("SAYSO_SOURCE");
    REQUIRE(source != nullptr);
    const std::string image =
        (std::filesystem::temp_directory_path() / "sayso_parse_test.img").string();
    REQUIRE(compile_knowledge({std::string(source) + "/data/lexicon"}, image).ok());
    auto knowledge = Knowledge::load(image);
    auto model = Model::load(std::string(source) + "/models/en.bin");
    REQUIRE(knowledge.has_value());
    REQUIRE(model.has_value());
    auto w = std::make_unique<World>(World{*std::move(knowledge), *std::move(model), nullptr});
    auto stage = make_parse_stage(w->model);
    REQUIRE(stage.has_value());
    w->stage = *std::move(stage);
    return w;
  }();
  return made.get();
}

// One sentence, its words divided by blanks.
Document parse(const std::string& words) {
  Document d;
  d.text = words;
  d.blocks.push_back({{0, static_cast<std::uint32_t>(words.size())}, BlockKind::paragraph});
  std::istringstream in(words);
  std::string word;
  std::uint32_t at = 0;
  while (in >> word) {
    at = static_cast<std::uint32_t>(words.find(word, at));
    d.tokens.begin.push_back(at);
    d.tokens.end.push_back(at += static_cast<std::uint32_t>(word.size()));
    d.tokens.flags.push_back(kSpaceAfter);
    d.tokens.form.push_back(d.symbols.intern(word));
    d.tokens.lower.push_back(d.symbols.intern(lowered(word)));
    d.tokens.sentence.push_back(0);
  }
  d.sentences.push_back({{0, d.tokens.size()}, 0});
  d.layers = kLayerText | kLayerTokens;
  const auto scratch = world()->stage->make_scratch();
  REQUIRE(world()->stage->run(d, *scratch).ok());
  return d;
}

std::uint32_t find(const Document& d, const std::string& word) {
  for (std::uint32_t t = 0; t < d.tokens.size(); ++t) {
    if (d.words(d.tokens.span(t)) == word) {
      return t;
    }
  }
  FAIL("no token " << word);
  return 0;
}

// "said ccomp" means: its head is "said", by ccomp.
std::string arc(const Document& d, const std::string& word) {
  const std::uint32_t t = find(d, word);
  const std::string relation(deprel_name(d.tokens.deprel[t]));
  return d.tokens.is_root(t)
             ? relation
             : std::string(d.words(d.tokens.span(d.tokens.head[t]))) + " " + relation;
}

}  // namespace

TEST_CASE("what is said hangs on the verb that says it") {
  const Document d = parse("The minister said that soldiers had left the city .");
  CHECK(arc(d, "said") == "root");
  CHECK(arc(d, "minister") == "said nsubj");
  CHECK(arc(d, "left") == "said ccomp");
  CHECK(arc(d, "soldiers") == "left nsubj");
  CHECK(arc(d, "city") == "left obj");
  CHECK(d.string(d.tokens.lemma[find(d, "said")]) == "say");
  CHECK(d.string(d.tokens.lemma[find(d, "soldiers")]) == "soldier");
  CHECK(d.tokens.upos[find(d, "left")] == Upos::verb);
  CHECK(d.tokens.xpos[find(d, "had")] == Xpos::vbd);
}

TEST_CASE("a passive keeps its subject and its agent apart") {
  const Document d = parse("Two bridges were destroyed by Russian missiles on Tuesday .");
  CHECK(arc(d, "bridges") == "destroyed nsubj:pass");
  CHECK(arc(d, "missiles").starts_with("destroyed obl"));
  CHECK(arc(d, "were") == "destroyed aux:pass");
}

TEST_CASE("a verb tells one content on a side") {
  for (const char* words :
       {"The report says prices rose in May , wages fell , shops closed .",
        "Police said they believed the man had left , the house was empty .",
        "The port said that if the strike goes on ships will wait , that cargo will rot ."}) {
    const Document d = parse(words);
    for (std::uint32_t verb = 0; verb < d.tokens.size(); ++verb) {
      int behind = 0;
      for (std::uint32_t t = verb + 1; t < d.tokens.size(); ++t) {
        behind += d.tokens.head[t] == verb && d.tokens.deprel[t] == Deprel::ccomp ? 1 : 0;
      }
      CHECK(behind <= 1);
    }
  }
}

TEST_CASE("a script of lemmas never cuts a character in half") {
  const std::string mark = "\xE2\x80\x99";
  CHECK(Lemmatizer::apply({false, 1, "'s"}, mark, mark) == "'s");
  CHECK(Lemmatizer::apply({false, 2, ""}, "a" + mark, "a" + mark) == "a");
  CHECK(Lemmatizer::apply({false, 1, "y"}, "cities", "citie") == "citiy");
}

TEST_CASE("every sentence has one root and no cycle, whatever its words") {
  std::string noise;
  std::uint32_t seed = 7;
  for (int i = 0; i < 500; ++i) {
    seed = seed * 1664525 + 1013904223;
    const char* words[] = {"said", "(", "bank", "--", "of", "\"", "Xq7", ".", "the", "which", ":"};
    noise += std::string(words[seed >> 16 & 7]) + " " + words[(seed >> 8) % 11] + " ";
  }
  const Document d = parse(noise);
  int roots = 0;
  for (std::uint32_t t = 0; t < d.tokens.size(); ++t) {
    roots += d.tokens.is_root(t) ? 1 : 0;
    std::uint32_t up = t;
    std::uint32_t steps = 0;
    while (!d.tokens.is_root(up) && steps <= d.tokens.size()) {
      up = d.tokens.head[up];
      ++steps;
    }
    CHECK(steps <= d.tokens.size());
    CHECK((d.tokens.deprel[t] == Deprel::root) == d.tokens.is_root(t));
  }
  CHECK(roots == 1);
}
