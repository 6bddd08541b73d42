// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "doc/document.h"
#include "doc/record.h"

using namespace sayso;  // NOLINT(google-build-using-namespace)

namespace {

// "Kyiv fell." with a hand-made tree.
Document small() {
  Document d;
  d.text = "«Kyiv» fell.";
  d.id = "x";
  d.blocks.push_back({{0, static_cast<std::uint32_t>(d.text.size())}, BlockKind::paragraph});
  const std::uint32_t begin[] = {0, 2, 6, 9, 13};
  const std::uint32_t end[] = {2, 6, 8, 13, 14};
  const std::uint32_t head[] = {1, 3, 1, 3, 3};
  for (std::uint32_t i = 0; i < 5; ++i) {
    d.tokens.begin.push_back(begin[i]);
    d.tokens.end.push_back(end[i]);
    d.tokens.flags.push_back(0);
    const Symbol form = d.symbols.intern(d.words(Span{begin[i], end[i]}));
    d.tokens.form.push_back(form);
    d.tokens.lower.push_back(form);
    d.tokens.lemma.push_back(form);
    d.tokens.sentence.push_back(0);
    d.tokens.upos.push_back(Upos::x);
    d.tokens.xpos.push_back(Xpos::none);
    d.tokens.head.push_back(head[i]);
    d.tokens.deprel.push_back(head[i] == i ? Deprel::root : Deprel::dep);
    d.tokens.name_tag.push_back(NameTag::outside);
  }
  d.sentences.push_back({{0, 5}, 0});
  d.children.build(d.tokens);
  d.layers = kLayerText | kLayerTokens | kLayerTree;
  return d;
}

}  // namespace

TEST_CASE("a sound document validates; each broken promise is named") {
  CHECK_FALSE(validate(small()).has_value());
  Document cycle = small();
  cycle.tokens.head[3] = 1;
  REQUIRE(validate(cycle));
  CHECK(validate(cycle)->find("cycle") != std::string::npos);
  Document roots = small();
  roots.tokens.head[0] = 0;
  CHECK(validate(roots)->find("exactly one root") != std::string::npos);
  Document cut = small();
  cut.tokens.begin[0] = 1;
  CHECK(validate(cut).has_value());
  Document claim = small();
  claim.layers |= kLayerClaims;
  claim.claims.resize(2);
  claim.claims[0].outer = ClaimId{1};
  claim.claims[1].outer = ClaimId{0};
  CHECK(validate(claim)->find("circle") != std::string::npos);
}

TEST_CASE("children stand in text order and are complete") {
  const Document d = small();
  std::vector<std::uint32_t> of_root;
  for (const std::uint32_t c : d.children.of(3)) {
    of_root.push_back(c);
  }
  CHECK(of_root == std::vector<std::uint32_t>{1, 4});
  CHECK(d.children.of(0).empty());
}

TEST_CASE("the record counts code points, not bytes") {
  const Document d = small();
  std::string out;
  append_record(out, d, {.text = false, .tokens = true});
  CHECK(out.find("{\"start\":1,\"end\":5,\"lemma\":\"Kyiv\"") != std::string::npos);
  CHECK(out.find("\"head\":-1") != std::string::npos);
  CHECK(out.find("\"published_at\":null") != std::string::npos);
}

TEST_CASE("names of closed sets go out and come back") {
  for (int i = 0; i < kDeprelCount; ++i) {
    Deprel back{};
    REQUIRE(deprel_from(deprel_name(static_cast<Deprel>(i)), back));
    CHECK(back == static_cast<Deprel>(i));
  }
  for (int i = 0; i < kXposCount; ++i) {
    Xpos back{};
    REQUIRE(xpos_from(xpos_name(static_cast<Xpos>(i)), back));
    CHECK(back == static_cast<Xpos>(i));
  }
  Deprel relation{};
  CHECK(deprel_from("obl:tmod", relation));
  CHECK(relation == Deprel::obl_unmarked);
  CHECK(deprel_from("nsubj:strange", relation));
  CHECK(relation == Deprel::nsubj);
  CHECK_FALSE(deprel_from("nonsense", relation));
}
