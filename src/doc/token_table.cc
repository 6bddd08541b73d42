// SPDX-License-Identifier: Apache-2.0
#include "doc/token_table.h"

#include <array>

namespace sayso {
namespace {

constexpr std::array<std::string_view, kUposCount> kUpos{
    "ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN", "NUM",
    "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};

constexpr std::array<std::string_view, kXposCount> kXpos{
    "_",   "CC",   "CD",  "DT",  "EX",    "FW",    "IN",   "JJ",  "JJR", "JJS", "LS",  "MD",  "NN",
    "NNP", "NNPS", "NNS", "PDT", "POS",   "PRP",   "PRP$", "RB",  "RBR", "RBS", "RP",  "SYM", "TO",
    "UH",  "VB",   "VBD", "VBG", "VBN",   "VBP",   "VBZ",  "WDT", "WP",  "WP$", "WRB", "ADD", "AFX",
    "GW",  "HYPH", "NFP", "XX",  "-LRB-", "-RRB-", "$",    ",",   ":",   ".",   "``",  "''"};

constexpr std::array<std::string_view, kDeprelCount> kDeprel{
    "root",       "acl",           "acl:relcl",   "advcl",        "advcl:relcl",  "advmod",
    "amod",       "appos",         "aux",         "aux:pass",     "case",         "cc",
    "cc:preconj", "ccomp",         "clf",         "compound",     "compound:prt", "conj",
    "cop",        "csubj",         "csubj:outer", "csubj:pass",   "dep",          "det",
    "det:predet", "discourse",     "dislocated",  "expl",         "fixed",        "flat",
    "goeswith",   "iobj",          "list",        "mark",         "nmod",         "nmod:desc",
    "nmod:poss",  "nmod:unmarked", "nsubj",       "nsubj:outer",  "nsubj:pass",   "nummod",
    "obj",        "obl",           "obl:agent",   "obl:unmarked", "orphan",       "parataxis",
    "punct",      "reparandum",    "vocative",    "xcomp"};

template <typename Enum, std::size_t N>
bool find_name(const std::array<std::string_view, N>& names, std::string_view name, Enum& out) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) {
      out = static_cast<Enum>(i);
      return true;
    }
  }
  return false;
}

}  // namespace

std::string_view upos_name(Upos u) {
  return kUpos[static_cast<std::size_t>(u)];
}
bool upos_from(std::string_view name, Upos& upos) {
  return find_name(kUpos, name, upos);
}
std::string_view xpos_name(Xpos x) {
  return kXpos[static_cast<std::size_t>(x)];
}
bool xpos_from(std::string_view name, Xpos& xpos) {
  return find_name(kXpos, name, xpos);
}
std::string_view deprel_name(Deprel d) {
  return kDeprel[static_cast<std::size_t>(d)];
}

bool deprel_from(std::string_view name, Deprel& deprel) {
  if (find_name(kDeprel, name, deprel)) {
    return true;
  }
  // Names the treebanks used before 2.13.
  if (name == "nmod:npmod" || name == "nmod:tmod") {
    deprel = Deprel::nmod_unmarked;
    return true;
  }
  if (name == "obl:npmod" || name == "obl:tmod") {
    deprel = Deprel::obl_unmarked;
    return true;
  }
  return find_name(kDeprel, name.substr(0, name.find(':')), deprel);
}

Deprel base_relation(Deprel d) {
  switch (d) {
    case Deprel::acl_relcl:
      return Deprel::acl;
    case Deprel::advcl_relcl:
      return Deprel::advcl;
    case Deprel::aux_pass:
      return Deprel::aux;
    case Deprel::cc_preconj:
      return Deprel::cc;
    case Deprel::compound_prt:
      return Deprel::compound;
    case Deprel::csubj_outer:
    case Deprel::csubj_pass:
      return Deprel::csubj;
    case Deprel::det_predet:
      return Deprel::det;
    case Deprel::nmod_desc:
    case Deprel::nmod_poss:
    case Deprel::nmod_unmarked:
      return Deprel::nmod;
    case Deprel::nsubj_outer:
    case Deprel::nsubj_pass:
      return Deprel::nsubj;
    case Deprel::obl_agent:
    case Deprel::obl_unmarked:
      return Deprel::obl;
    default:
      return d;
  }
}

void TokenTable::clear() {
  begin.clear();
  end.clear();
  flags.clear();
  form.clear();
  lower.clear();
  sentence.clear();
  lemma.clear();
  upos.clear();
  xpos.clear();
  head.clear();
  deprel.clear();
  name_tag.clear();
  name_state.clear();
}

void ChildIndex::build(const TokenTable& tokens) {
  const std::uint32_t n = tokens.size();
  first.assign(n + 1, 0);
  child.assign(n, 0);
  std::uint32_t total = 0;
  for (std::uint32_t t = 0; t < n; ++t) {
    if (!tokens.is_root(t)) {
      ++first[tokens.head[t] + 1];
      ++total;
    }
  }
  for (std::uint32_t t = 0; t < n; ++t) {
    first[t + 1] += first[t];
  }
  child.resize(total);
  // Fill from the back so that children stay in text order without a second cursor array.
  for (std::uint32_t t = n; t-- > 0;) {
    if (!tokens.is_root(t)) {
      child[--first[tokens.head[t] + 1]] = t;
    }
  }
  // Each first[h + 1] now holds the start of h's children; shift the column back by one.
  for (std::uint32_t t = 0; t < n; ++t) {
    first[t] = first[t + 1];
  }
  first[n] = total;
}

}  // namespace sayso
