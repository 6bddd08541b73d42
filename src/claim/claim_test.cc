// SPDX-License-Identifier: Apache-2.0
#include "claim/claim.h"

#include <doctest/doctest.h>
#include <string>

#include "claim/draft.h"
#include "doc/testing.h"
#include "lex/testing.h"

namespace sayso {
namespace {

class Claims {
 public:
  explicit Claims(std::string_view conllu) : document(document_from_conllu(conllu)) {
    auto stage = make_claim_stage(built_knowledge());
    REQUIRE(stage);
    auto scratch = (*stage)->make_scratch();
    REQUIRE((*stage)->run(document, *scratch).ok());
    document.layers |= kLayerClaims;
    CHECK_FALSE(validate(document));
  }
  [[nodiscard]] std::string words(Slice slice) const {
    std::string out;
    for (std::uint32_t i = 0; i < slice.count; ++i) {
      out += (i > 0 ? " ... " : "") + std::string(document.words(document.ranges[slice.first + i]));
    }
    return out;
  }
  Document document;
};

// One line a token: form, lemma, upos, head, relation; "_" glues to the next.
std::string conllu(std::initializer_list<std::initializer_list<const char*>> rows) {
  std::string out;
  int number = 0;
  for (const auto& row : rows) {
    const auto* cell = row.begin();
    out += std::to_string(++number) + '\t' + cell[0] + '\t' + cell[1] + '\t' + cell[2] +
           "\t_\t_\t" + cell[3] + '\t' + cell[4] + "\t_\t_\n";
  }
  return out + "\n";
}

TEST_CASE("a clause after a verb of saying") {
  const Claims found(conllu({{"The", "the", "DET", "2", "det"},
                             {"mayor", "mayor", "NOUN", "3", "nsubj"},
                             {"said", "say", "VERB", "0", "root"},
                             {"that", "that", "SCONJ", "7", "mark"},
                             {"roads", "road", "NOUN", "7", "nsubj"},
                             {"were", "be", "AUX", "7", "cop"},
                             {"open", "open", "ADJ", "3", "ccomp"},
                             {".", ".", "PUNCT", "3", "punct"}}));
  REQUIRE(found.document.claims.size() == 1);
  const Claim& claim = found.document.claims[0];
  CHECK(found.words(claim.source) == "The mayor");
  CHECK(found.words(claim.cue) == "said");
  CHECK(found.words(claim.content) == "that roads were open");
  CHECK(claim.kind == ClaimKind::indirect);
}

TEST_CASE("a quotation broken up by its cue") {
  const Claims found(conllu({{"“", "“", "PUNCT", "3", "punct"},
                             {"We", "we", "PRON", "3", "nsubj"},
                             {"wait", "wait", "VERB", "7", "ccomp"},
                             {",", ",", "PUNCT", "3", "punct"},
                             {"”", "”", "PUNCT", "3", "punct"},
                             {"she", "she", "PRON", "7", "nsubj"},
                             {"said", "say", "VERB", "0", "root"},
                             {",", ",", "PUNCT", "7", "punct"},
                             {"“", "“", "PUNCT", "12", "punct"},
                             {"and", "and", "CCONJ", "12", "cc"},
                             {"we", "we", "PRON", "12", "nsubj"},
                             {"hope", "hope", "VERB", "3", "conj"},
                             {".", ".", "PUNCT", "12", "punct"},
                             {"”", "”", "PUNCT", "12", "punct"}}));
  REQUIRE(!found.document.claims.empty());
  const Claim& claim = found.document.claims[0];
  CHECK(found.words(claim.source) == "she");
  CHECK(claim.content.count == 2);
  CHECK(claim.kind == ClaimKind::direct);
}

TEST_CASE("labels that stop short of a closing mark give a quotation with both") {
  auto lexicon = claims::CueLexicon::make(built_knowledge());
  REQUIRE(lexicon);
  const Document document = document_from_conllu(conllu({{"She", "she", "PRON", "2", "nsubj"},
                                                         {"saw", "see", "VERB", "0", "root"},
                                                         {"“", "“", "PUNCT", "5", "punct"},
                                                         {"real", "real", "ADJ", "5", "amod"},
                                                         {"hope", "hope", "NOUN", "2", "obj"},
                                                         {"”", "”", "PUNCT", "5", "punct"},
                                                         {".", ".", "PUNCT", "2", "punct"}}));
  claims::Tree tree;
  tree.build(document);
  claims::Quotes quotes;
  quotes.find(document);
  const claims::Context context{document, tree, quotes, *lexicon};
  claims::Proposal proposal;
  proposal.begin(context, 1);
  proposal.paint({1, 2}, claims::kCue);
  proposal.paint({2, 5}, claims::kContent);
  claims::Draft draft;
  REQUIRE(claims::make_draft(context, proposal, draft));
  CHECK(draft.content.front() == TokenRange{2, 6});
}

TEST_CASE("a document without a tree, and an empty one, give no claims and no fault") {
  const Claims empty("");
  CHECK(empty.document.claims.empty());
}

}  // namespace
}  // namespace sayso
