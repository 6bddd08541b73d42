// SPDX-License-Identifier: Apache-2.0
#include "parse/mend.h"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace sayso;  // NOLINT(google-build-using-namespace)

namespace {

struct Word {
  std::string form;
  Upos upos;
  Xpos xpos;
  std::uint32_t head;
  Deprel deprel;
};

Document sentence(const std::vector<Word>& words) {
  Document d;
  for (const Word& w : words) {
    d.tokens.lower.push_back(d.symbols.intern(w.form));
    d.tokens.upos.push_back(w.upos);
    d.tokens.xpos.push_back(w.xpos);
    d.tokens.head.push_back(w.head);
    d.tokens.deprel.push_back(w.deprel);
  }
  d.sentences.push_back({{0, static_cast<std::uint32_t>(words.size())}, 0});
  return d;
}

}  // namespace

TEST_CASE("of two clauses before the verb the first is what is told, the reason hangs on it") {
  Document d = sentence({{"they", Upos::pron, Xpos::prp, 1, Deprel::nsubj},
                         {"worry", Upos::verb, Xpos::vbp, 6, Deprel::ccomp},
                         {"because", Upos::sconj, Xpos::in, 4, Deprel::mark},
                         {"it", Upos::pron, Xpos::prp, 4, Deprel::nsubj},
                         {"spreads", Upos::verb, Xpos::vbz, 6, Deprel::ccomp},
                         {"she", Upos::pron, Xpos::prp, 6, Deprel::nsubj},
                         {"said", Upos::verb, Xpos::vbd, 6, Deprel::root}});
  MendScratch scratch;
  mend_trees(d, scratch);
  CHECK(d.tokens.head[1] == 6);
  CHECK(d.tokens.deprel[1] == Deprel::ccomp);
  CHECK(d.tokens.head[4] == 1);
  CHECK(d.tokens.deprel[4] == Deprel::advcl);
}

TEST_CASE("who tells it, hung on what is told behind a comma, is the subject of the telling") {
  Document d = sentence({{"twelve", Upos::num, Xpos::cd, 1, Deprel::nsubj},
                         {"died", Upos::verb, Xpos::vbd, 7, Deprel::ccomp},
                         {",", Upos::punct, Xpos::comma, 4, Deprel::punct},
                         {"the", Upos::det, Xpos::dt, 4, Deprel::det},
                         {"minister", Upos::noun, Xpos::nn, 1, Deprel::obj},
                         {"roe", Upos::propn, Xpos::nnp, 4, Deprel::appos},
                         {",", Upos::punct, Xpos::comma, 4, Deprel::punct},
                         {"said", Upos::verb, Xpos::vbd, 7, Deprel::root}});
  MendScratch scratch;
  mend_trees(d, scratch);
  CHECK(d.tokens.head[4] == 7);
  CHECK(d.tokens.deprel[4] == Deprel::nsubj);
}

TEST_CASE("a participle without a subject before the clause is its subject") {
  Document d = sentence({{"they", Upos::pron, Xpos::prp, 1, Deprel::nsubj},
                         {"say", Upos::verb, Xpos::vbp, 1, Deprel::root},
                         {"adding", Upos::verb, Xpos::vbg, 1, Deprel::ccomp},
                         {"salt", Upos::noun, Xpos::nn, 2, Deprel::obj},
                         {"helps", Upos::verb, Xpos::vbz, 1, Deprel::ccomp}});
  MendScratch scratch;
  mend_trees(d, scratch);
  CHECK(d.tokens.head[2] == 4);
  CHECK(d.tokens.deprel[2] == Deprel::csubj);
  CHECK(d.tokens.head[4] == 1);
  CHECK(d.tokens.deprel[4] == Deprel::ccomp);
}

TEST_CASE("what is told in two parts, before and behind the verb, stays in two") {
  Document d = sentence({{"wait", Upos::verb, Xpos::vb, 2, Deprel::ccomp},
                         {"she", Upos::pron, Xpos::prp, 2, Deprel::nsubj},
                         {"said", Upos::verb, Xpos::vbd, 2, Deprel::root},
                         {"listen", Upos::verb, Xpos::vb, 2, Deprel::ccomp}});
  MendScratch scratch;
  mend_trees(d, scratch);
  CHECK(d.tokens.head[0] == 2);
  CHECK(d.tokens.head[3] == 2);
  CHECK(d.tokens.deprel[0] == Deprel::ccomp);
}

TEST_CASE("what stands before the colon of a note is the subject of its participle") {
  Document d = sentence({{"rita", Upos::propn, Xpos::nnp, 1, Deprel::compound},
                         {"substation", Upos::noun, Xpos::nn, 1, Deprel::root},
                         {":", Upos::punct, Xpos::colon, 3, Deprel::punct},
                         {"repaired", Upos::verb, Xpos::vbn, 1, Deprel::appos},
                         {"since", Upos::adp, Xpos::in, 5, Deprel::case_},
                         {"tuesday", Upos::propn, Xpos::nnp, 3, Deprel::obl},
                         {".", Upos::punct, Xpos::period, 1, Deprel::punct}});
  MendScratch scratch;
  mend_trees(d, scratch);
  CHECK(d.tokens.is_root(3));
  CHECK(d.tokens.head[1] == 3);
  CHECK(d.tokens.deprel[1] == Deprel::nsubj_pass);
  CHECK(d.tokens.head[6] == 3);
}

TEST_CASE("a participle with an object behind a colon tells nothing of what stands before") {
  Document d = sentence({{"police", Upos::noun, Xpos::nns, 0, Deprel::root},
                         {":", Upos::punct, Xpos::colon, 2, Deprel::punct},
                         {"closed", Upos::verb, Xpos::vbn, 0, Deprel::parataxis},
                         {"roads", Upos::noun, Xpos::nns, 2, Deprel::obj}});
  MendScratch scratch;
  mend_trees(d, scratch);
  CHECK(d.tokens.is_root(0));
}
