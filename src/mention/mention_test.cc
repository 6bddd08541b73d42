// SPDX-License-Identifier: Apache-2.0
#include "mention/mention.h"

#include <doctest/doctest.h>
#include <string>

#include "doc/testing.h"
#include "lex/testing.h"
#include "mention/quantities.h"
#include "mention/times.h"

using namespace sayso;

namespace {

// "word/UPOS/XPOS/lemma/head/relation ..." one sentence; fields left out are guessed.
Document document(std::string_view tokens) {
  std::string out;
  int n = 0;
  std::size_t at = 0;
  while (at < tokens.size()) {
    const std::size_t end = std::min(tokens.find(' ', at), tokens.size());
    std::vector<std::string> f;
    std::string_view word = tokens.substr(at, end - at);
    std::size_t from = 0;
    while (from <= word.size()) {
      const std::size_t slash = std::min(word.find('/', from), word.size());
      f.emplace_back(word.substr(from, slash - from));
      from = slash + 1;
    }
    f.resize(6);
    ++n;
    const auto or_else = [](const std::string& s, const std::string& other) {
      return s.empty() ? other : s;
    };
    out += std::to_string(n) + "\t" + f[0] + "\t" + or_else(f[3], f[0]) + "\t" +
           or_else(f[1], "NOUN") + "\t" + or_else(f[2], "NN") + "\t_\t" +
           or_else(f[4], n == 1 ? "0" : "1") + "\t" + or_else(f[5], n == 1 ? "root" : "dep") +
           "\t_\t_\n";
    at = end + 1;
  }
  Document d = document_from_conllu(out + "\n");
  d.provenance.published_at = parse_iso("2022-07-28");
  return d;
}

void run(Document& d) {
  static const auto stage = [] {
    auto made = make_mention_stage(built_knowledge());
    REQUIRE(made);
    return *std::move(made);
  }();
  const auto scratch = stage->make_scratch();
  REQUIRE(stage->run(d, *scratch));
  d.layers |= kLayerMentions;
  const auto broken = validate(d);
  CHECK_MESSAGE(!broken, broken.value_or(""));
}

std::string value_of(std::string_view tokens) {
  Document d = document(tokens);
  run(d);
  return d.whens.empty() ? "none" : std::string(d.string(d.whens[0].value));
}

const Mention* mention_of(const Document& d, std::string_view words) {
  for (const Mention& m : d.mentions) {
    if (d.words(m.tokens) == words) {
      return &m;
    }
  }
  return nullptr;
}

std::string code_of(const Document& d, std::string_view words) {
  const Mention* m = mention_of(d, words);
  return m == nullptr ? "no mention" : std::string(d.string(m->code));
}

}  // namespace

TEST_CASE("days, weeks and parts of a day against the day of publication, a Thursday") {
  CHECK(value_of("fell/VERB/VBD on/ADP/IN Friday/PROPN/NNP") == "2022-07-22");
  CHECK(value_of("meet/VERB/VB will/AUX/MD/will/1/aux on/ADP/IN Friday/PROPN/NNP") == "2022-07-29");
  CHECK(value_of("said/VERB/VBD Wednesday/PROPN/NNP evening/NOUN/NN") == "2022-07-27TEV");
  CHECK(value_of("yesterday/NOUN") == "2022-07-27");
  CHECK(value_of("reached/VERB/VBD last/ADJ/JJ week/NOUN") == "2022-W29");
  CHECK(value_of("gain/NOUN in/ADP more/ADJ than/ADP three/NUM weeks/NOUN/NNS/week") == "P3W");
  CHECK(value_of("left/VERB/VBD three/NUM weeks/NOUN/NNS/week ago/ADV") == "2022-W27");
  CHECK(value_of("a/DET 25/NUM -/PUNCT year/NOUN sentence/NOUN") == "P25Y");
}

TEST_CASE("calendar dates in the formats of news") {
  CHECK(value_of("invasion/NOUN on/ADP February/PROPN 24/NUM") == "2022-02-24");
  CHECK(value_of("on/ADP 13/NUM October/PROPN 1989/NUM") == "1989-10-13");
  CHECK(value_of("in/ADP 2014/NUM") == "2014");
  CHECK(value_of("in/ADP the/DET 1990s/NOUN") == "199");
  CHECK(value_of("2022-07-28/NUM") == "2022-07-28");
  CHECK(value_of("at/ADP 5/NUM p.m./NOUN Sunday/PROPN") == "2022-07-24T17:00");
}

TEST_CASE("what looks like a time and is none") {
  CHECK(value_of("a/DET 19/NUM -/PUNCT year/NOUN -/PUNCT old/ADJ man/NOUN") == "none");
  CHECK(value_of("killed/VERB 2000/NUM people/NOUN/NNS") == "none");
  CHECK(value_of("it/PRON may/AUX/MD fall/VERB/VB") == "none");
}

TEST_CASE("quantities keep their bounds") {
  Document d =
      document("damage/VERB/VB at/ADP least/ADJ three/NUM of/ADP the/DET bridges/NOUN/NNS/bridge");
  run(d);
  REQUIRE(d.quantities.size() == 1);
  CHECK(d.quantities[0].low == 3);
  CHECK(d.quantities[0].has_low);
  CHECK(!d.quantities[0].has_high);
  CHECK(d.words(d.quantities[0].what) == "bridges");
  Document e =
      document("leaving/VERB thousands/NOUN/NNS of/ADP Russian/ADJ/JJ troops/NOUN/NNS/troop");
  run(e);
  REQUIRE(e.quantities.size() == 1);
  CHECK(e.quantities[0].low == 2000);
  CHECK(e.quantities[0].high == 9999);
}

TEST_CASE("codes from demonym and noun") {
  Document d = document(
      "Ukrainian/ADJ/JJ/Ukrainian/2/amod officials/NOUN/NNS/official/3/nsubj "
      "met/VERB/VBD/meet/0/root "
      "Russian/ADJ/JJ/Russian/7/amod -/PUNCT/HYPH/-/7/punct backed/VERB/VBN/back/7/amod "
      "fighters/NOUN/NNS/fighter/3/obj");
  run(d);
  CHECK(code_of(d, "Ukrainian officials") == "UKR GOV");
  CHECK(code_of(d, "Russian - backed fighters") == "RUS REB");
}

TEST_CASE("a title gives an unknown person office, country and sector") {
  Document d = document(
      "US/PROPN/NNP/US/3/compound Foreign/PROPN/NNP/Foreign/3/compound "
      "Minister/PROPN/NNP/Minister/4/compound "
      "Alina/PROPN/NNP/Alina/6/nsubj Testova/PROPN/NNP/Testova/4/flat spoke/VERB/VBD/speak/0/root");
  run(d);
  CHECK(code_of(d, "Alina Testova") == "USA GOV");
  const Mention* m = mention_of(d, "Alina Testova");
  REQUIRE(m != nullptr);
  CHECK(d.string(d.entities[m->entity.value].office) == "Foreign Minister");
}

TEST_CASE("a capital that speaks is a government, one that something happens in is a place") {
  Document d =
      document("Moscow/PROPN/NNP/Moscow/2/nsubj said/VERB/VBD/say/0/root so/ADV/RB/so/2/advmod");
  run(d);
  REQUIRE(mention_of(d, "Moscow") != nullptr);
  CHECK(mention_of(d, "Moscow")->metonym);
  CHECK(!mention_of(d, "Moscow")->place.some());
  Document e =
      document("fire/NOUN/NN/fire/0/root in/ADP/IN/in/3/case Moscow/PROPN/NNP/Moscow/1/nmod");
  run(e);
  REQUIRE(mention_of(e, "Moscow") != nullptr);
  CHECK(!mention_of(e, "Moscow")->metonym);
}

TEST_CASE("surname and pronoun join the full name") {
  Document d = document(
      "Maria/PROPN/NNP/Maria/3/nsubj Testova/PROPN/NNP/Testova/1/flat spoke/VERB/VBD/speak/0/root "
      ",/PUNCT/,/,/3/punct "
      "and/CCONJ/CC/and/7/cc she/PRON/PRP/she/7/nsubj left/VERB/VBD/leave/3/conj");
  run(d);
  REQUIRE(mention_of(d, "she") != nullptr);
  REQUIRE(mention_of(d, "Maria Testova") != nullptr);
  CHECK(mention_of(d, "she")->entity == mention_of(d, "Maria Testova")->entity);
}

TEST_CASE("a long sentence of time words and names takes linear time and keeps its promises") {
  std::string many;
  for (int i = 0; i < 4000; ++i) {
    many += i % 3 == 0 ? "two " : i % 3 == 1 ? "hundred " : "Friday/PROPN ";
  }
  many.pop_back();
  Document d = document(many);
  run(d);
  CHECK(d.mentions.size() > 100);
}
