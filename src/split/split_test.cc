// SPDX-License-Identifier: Apache-2.0
#include "split/split.h"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <string>

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
    const char* build = std::getenv("SAYSO_BUILD");
    REQUIRE(source != nullptr);
    REQUIRE(build != nullptr);
    const std::string image =
        (std::filesystem::temp_directory_path() / "sayso_split_test.img").string();
    REQUIRE(compile_knowledge({std::string(source) + "/data/lexicon"}, image).ok());
    auto knowledge = Knowledge::load(image);
    auto model = Model::load(std::string(source) + "/models/en.bin");
    REQUIRE(knowledge.has_value());
    REQUIRE(model.has_value());
    auto w = std::make_unique<World>(World{*std::move(knowledge), *std::move(model), nullptr});
    auto stage = make_split_stage(w->knowledge, w->model);
    REQUIRE(stage.has_value());
    w->stage = *std::move(stage);
    return w;
  }();
  return made.get();
}

Document read(std::string text) {
  Document d;
  d.text = std::move(text);
  d.blocks.push_back({{0, static_cast<std::uint32_t>(d.text.size())}, BlockKind::paragraph});
  d.layers = kLayerText;
  const auto scratch = world()->stage->make_scratch();
  REQUIRE(world()->stage->run(d, *scratch).ok());
  return d;
}

// Tokens divided by blanks, sentences by " / ".
std::string cut(const std::string& text) {
  const Document d = read(text);
  std::string out;
  for (const Sentence& s : d.sentences) {
    out += out.empty() ? "" : " / ";
    for (std::uint32_t t = s.tokens.begin; t < s.tokens.end; ++t) {
      out += (t > s.tokens.begin ? " " : "") + std::string(d.words(d.tokens.span(t)));
    }
  }
  return out;
}

}  // namespace

TEST_CASE("words are cut as in Universal Dependencies") {
  CHECK(cut("They don't know it's over.") == "They do n't know it 's over .");
  CHECK(cut("The minister\xE2\x80\x99s aides can\xE2\x80\x99t say.") ==
        "The minister \xE2\x80\x99s aides ca n\xE2\x80\x99t say .");
  CHECK(cut("A Kyiv-based, pro-government daily cannot print.") ==
        "A Kyiv - based , pro-government daily can not print .");
  CHECK(cut("It cost $2.4bn, or 1,200,000 roubles, by 5pm.") ==
        "It cost $ 2.4 bn , or 1,200,000 roubles , by 5 pm .");
  CHECK(cut("See https://example.org/a?b=c, or write to desk@example.org.") ==
        "See https://example.org/a?b=c , or write to desk@example.org .");
  CHECK(cut("The U.S. envoy, Dr. Jane P. Roe of Acme Inc., left at 10 a.m. on Sept. 9.") ==
        "The U.S. envoy , Dr. Jane P. Roe of Acme Inc. , left at 10 a.m. on Sept. 9 .");
  CHECK(cut("The workers' strike... it goes on.") == "The workers ' strike ... it goes on .");
}

TEST_CASE("contractions without an apostrophe are cut where the next word says so") {
  CHECK(cut("Im sure alot of it works") == "I m sure a lot of it works");
  CHECK(cut("its a trap, its jaws shut") == "it s a trap , its jaws shut");
  CHECK(cut("its a-frame") == "its a - frame");
  CHECK(cut("Id be there; the ID be damned") == "I d be there ; the ID be damned");
  CHECK(cut("I dunno") == "I du n no");
}

TEST_CASE("rules, runs of marks and numbers with a hyphen stay whole") {
  CHECK(cut("Why.? Gone!. $$$ ----== end") == "Why .? / Gone !. $$$ ----== end");
  CHECK(cut("call 3-5213, zip 77030-2707, pages 12-14") ==
        "call 3-5213 , zip 77030-2707 , pages 12 - 14");
}

TEST_CASE("sentences end where a reader would end them") {
  CHECK(cut("Shelling stopped at noon. Two bridges fell.") ==
        "Shelling stopped at noon . / Two bridges fell .");
  CHECK(cut("\"We will not leave,\" Mr. Orlov said. \"This is home.\"") ==
        "\" We will not leave , \" Mr. Orlov said . / \" This is home . \"");
  CHECK(cut("He met officials.A new round begins.") == "He met officials . / A new round begins .");
}

TEST_CASE("offsets are those of the text, joined parts are marked") {
  const Document d = read("  We\xE2\x80\x99ll go.");
  REQUIRE(d.tokens.size() == 4);
  CHECK(d.tokens.begin[0] == 2);
  CHECK(d.tokens.begin[1] == 4);
  CHECK(d.tokens.end[1] == 9);
  CHECK(d.tokens.has(1, kJoinedToPrevious));
  CHECK(!d.tokens.has(0, kSpaceAfter));
  CHECK(d.tokens.has(1, kSpaceAfter));
  CHECK(d.string(d.tokens.form[1]) == "'ll");
}

TEST_CASE("hostile text stays bounded and whole") {
  const Document long_word = read(std::string(1 << 20, 'a'));
  CHECK(long_word.tokens.size() == 16);
  CHECK(!long_word.notes.empty());
  std::string many;
  for (int i = 0; i < 100000; ++i) {
    many += "word ";
  }
  for (const Sentence& s : read(many).sentences) {
    CHECK(s.tokens.size() <= 512);
  }
  std::string noise;
  std::uint32_t seed = 1;
  for (int i = 0; i < 50000; ++i) {
    seed = seed * 1664525 + 1013904223;
    noise.push_back(static_cast<char>(seed >> 24 & 0x7F));
  }
  // Each of these would take hours if a rule looked ahead without bound.
  std::string no_space = "//";
  for (int i = 0; i < 500000; ++i) {
    no_space += ",a";
  }
  CHECK(read(no_space).tokens.size() > 500000);
  for (const std::string& text : {noise, std::string(50000, '.'), std::string(50000, '-'),
                                  std::string(50000, '\''), std::string(50000, '@')}) {
    const Document d = read(text);
    std::uint32_t last = 0;
    for (std::uint32_t t = 0; t < d.tokens.size(); ++t) {
      CHECK(d.tokens.begin[t] >= last);
      CHECK(d.tokens.end[t] > d.tokens.begin[t]);
      last = d.tokens.end[t];
    }
  }
}
