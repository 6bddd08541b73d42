// SPDX-License-Identifier: Apache-2.0
// The tokens of a Document: one row a token, one column a property (structure of arrays), filled
// by split/ (begin, end, flags, form, lower, sentence) and parse/ (lemma, upos, xpos, head,
// deprel, name_tag). All columns have the same length once the stage that fills them has run.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace sayso {

// Universal part-of-speech tags, https://universaldependencies.org/u/pos/
enum class Upos : std::uint8_t {
  adj,
  adp,
  adv,
  aux,
  cconj,
  det,
  intj,
  noun,
  num,
  part,
  pron,
  propn,
  punct,
  sconj,
  sym,
  verb,
  x
};
constexpr int kUposCount = 17;
std::string_view upos_name(Upos upos);  // "ADJ"
bool upos_from(std::string_view name, Upos& upos);

// Penn Treebank tags as English UD's XPOS column uses them; they carry tense and number.
enum class Xpos : std::uint8_t {
  none,
  cc,
  cd,
  dt,
  ex,
  fw,
  in,
  jj,
  jjr,
  jjs,
  ls,
  md,
  nn,
  nnp,
  nnps,
  nns,
  pdt,
  pos,
  prp,
  prp_poss,
  rb,
  rbr,
  rbs,
  rp,
  sym,
  to,
  uh,
  vb,
  vbd,
  vbg,
  vbn,
  vbp,
  vbz,
  wdt,
  wp,
  wp_poss,
  wrb,
  add,
  afx,
  gw,
  hyph,
  nfp,
  xx,
  lrb,
  rrb,
  dollar,
  comma,
  colon,
  period,
  open_quote,
  close_quote
};
constexpr int kXposCount = 51;
std::string_view xpos_name(Xpos xpos);  // "VBD"
bool xpos_from(std::string_view name, Xpos& xpos);

// Universal dependency relations with the subtypes English uses.
enum class Deprel : std::uint8_t {
  root,
  acl,
  acl_relcl,
  advcl,
  advcl_relcl,
  advmod,
  amod,
  appos,
  aux,
  aux_pass,
  case_,
  cc,
  cc_preconj,
  ccomp,
  clf,
  compound,
  compound_prt,
  conj,
  cop,
  csubj,
  csubj_outer,
  csubj_pass,
  dep,
  det,
  det_predet,
  discourse,
  dislocated,
  expl,
  fixed,
  flat,
  goeswith,
  iobj,
  list,
  mark,
  nmod,
  nmod_desc,
  nmod_poss,
  nmod_unmarked,
  nsubj,
  nsubj_outer,
  nsubj_pass,
  nummod,
  obj,
  obl,
  obl_agent,
  obl_unmarked,
  orphan,
  parataxis,
  punct,
  reparandum,
  vocative,
  xcomp
};
constexpr int kDeprelCount = 52;
std::string_view deprel_name(Deprel deprel);  // "acl:relcl"
// Unknown subtypes fall back to their base relation ("nmod:tmod" -> nmod). False if even that is
// unknown.
bool deprel_from(std::string_view name, Deprel& deprel);
// The universal relation without its subtype: nsubj_pass -> nsubj.
Deprel base_relation(Deprel deprel);

// Name tags in BIO coding as parse/ finds them: learned evidence for mention/, not the last word.
enum class NameTag : std::uint8_t {
  outside,
  b_person,
  i_person,
  b_organization,
  i_organization,
  b_place,
  i_place,
  b_other,
  i_other
};

enum TokenFlag : std::uint8_t {
  kSpaceAfter = 1,       // white space or block end follows
  kInQuote = 2,          // between quotation marks
  kJoinedToPrevious = 4  // second part of a multiword token ("n't", "'s"): no space before
};

struct TokenTable {
  std::vector<std::uint32_t> begin, end;  // bytes of Document::text
  std::vector<std::uint8_t> flags;        // TokenFlag bits
  std::vector<Symbol> form;               // the bytes, with curly apostrophes made straight
  std::vector<Symbol> lower;              // form in lower case
  std::vector<std::uint32_t> sentence;    // row of Document::sentences
  std::vector<Symbol> lemma;
  std::vector<Upos> upos;
  std::vector<Xpos> xpos;
  std::vector<std::uint32_t> head;  // token row in the same sentence; own row = root
  std::vector<Deprel> deprel;
  std::vector<NameTag> name_tag;
  // Between the stages parse and names only: what the encoder says of each word, a fixed number of
  // integers a token.
  std::vector<std::int16_t> name_state;

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(begin.size()); }
  [[nodiscard]] Span span(std::uint32_t t) const { return {begin[t], end[t]}; }
  [[nodiscard]] bool is_root(std::uint32_t t) const { return head[t] == t; }
  [[nodiscard]] bool has(std::uint32_t t, TokenFlag flag) const { return (flags[t] & flag) != 0; }
  void clear();
};

// Children of each token, in text order: a compressed index built once a document by
// parse/ (Document::children) and used by all later stages.
struct ChildIndex {
  std::vector<std::uint32_t> first;  // size tokens + 1
  std::vector<std::uint32_t> child;

  struct View {
    const std::uint32_t* from;
    const std::uint32_t* to;
    [[nodiscard]] const std::uint32_t* begin() const { return from; }
    [[nodiscard]] const std::uint32_t* end() const { return to; }
    [[nodiscard]] bool empty() const { return from == to; }
  };
  [[nodiscard]] View of(std::uint32_t token) const {
    return {child.data() + first[token], child.data() + first[token + 1]};
  }
  // REQUIRES: heads filled.
  void build(const TokenTable& tokens);
  [[nodiscard]] bool built() const { return !first.empty(); }
};

}  // namespace sayso
