// SPDX-License-Identifier: Apache-2.0
// Verb: the proposal of a verb that tells. Each reader below looks for one way in which the content
// may stand to the verb; run() asks them in turn, the surest first, and the first that finds one
// paints it. Private to the verb*.cc files: verb.cc reads the tree, verb_place.cc commas and
// quotation marks where the tree misleads, verb_parts.cc names and settles who says it.
#pragma once

#include <string_view>

#include "claim/proposal.h"

namespace sayso::claims {

constexpr float kUnknownClause = 0.3F;  // a verb we do not list, with a clause after it
constexpr float kUnknownOther = 0.05F;
constexpr float kSureVerb = 0.9F;

class Verb {
 public:
  Verb(const Context& context, std::uint32_t v, Proposal& p)
      : c_(context), tree_(context.tree), v_(v), p_(p) {}
  bool run();

 private:
  [[nodiscard]] FoldHash fold(std::uint32_t t) const {
    return c_.document.symbols.fold(c_.document.tokens.lemma[t]);
  }

  // verb.cc
  void with_particle();
  void with_adjective();
  bool take(Frame frame, std::uint32_t content, float unknown);
  [[nodiscard]] bool passive() const;
  [[nodiscard]] bool holds_view() const;
  bool clause();
  bool question();
  bool told_above();
  bool beside();
  bool to_infinitive();
  bool urged_object();
  [[nodiscard]] std::uint32_t seeming() const;
  bool preposition();
  bool preposition_of(std::uint32_t head, std::uint32_t frames);
  bool held();
  bool counted();
  [[nodiscard]] bool introduced_by(std::uint32_t phrase, std::string_view word) const;
  [[nodiscard]] bool carries_noun(std::uint32_t noun) const;
  [[nodiscard]] bool telling_noun(std::uint32_t noun) const;
  void planned_phrases(std::uint32_t from);
  bool object();
  [[nodiscard]] bool at_figure(std::uint32_t phrase) const;
  bool figure_at();
  bool loose_phrase();

  // verb_place.cc
  bool told_after();
  [[nodiscard]] bool ends_soon(std::uint32_t from) const;
  [[nodiscard]] bool second_subject(std::uint32_t first) const;
  [[nodiscard]] bool has_thing() const;
  [[nodiscard]] bool clause_like(TokenRange r) const;
  bool told_by_words_before();
  bool told_by_words_after();
  bool told_by_unnamed();
  bool told_by_name_before();
  bool told_between();
  bool inverted();
  [[nodiscard]] static bool nominal(Upos u);
  bool rest_of_sentence();
  [[nodiscard]] bool finite_verb(TokenRange r) const;
  [[nodiscard]] bool parting(std::uint32_t t) const;
  bool quote_beside();
  [[nodiscard]] bool names_sayer(std::uint32_t row) const;
  [[nodiscard]] std::uint32_t find_quote(std::uint32_t from, bool right) const;
  bool next_sentence();
  [[nodiscard]] TokenRange block_from(std::uint32_t t) const;
  [[nodiscard]] bool same_block(std::uint32_t t) const;

  // verb_parts.cc
  bool naming();
  bool named_in_quotes(std::uint32_t object);
  void quoted_as();
  bool quoted_before();
  [[nodiscard]] std::uint32_t quoter() const;
  [[nodiscard]] bool quotes_somebody() const;
  void whole_quotes();
  [[nodiscard]] bool added_telling(std::uint32_t t) const;
  void cut_added();
  [[nodiscard]] std::uint32_t subject_around() const;
  [[nodiscard]] Sayer sayer() const;
  [[nodiscard]] std::uint32_t named_behind() const;
  [[nodiscard]] bool second_passive() const;
  [[nodiscard]] std::uint32_t spoken_of() const;
  void accused_of(std::uint32_t agent);
  [[nodiscard]] bool one_name(std::uint32_t a, std::uint32_t b) const;
  void settle();

  const Context& c_;
  const Tree& tree_;
  std::uint32_t v_;
  Proposal& p_;
  FoldHash key_;
  std::uint32_t phrase_end_ = 0;
  std::uint32_t apart_ = Tree::kNone;    // second word of the cue, behind other words
  std::uint32_t carried_ = Tree::kNone;  // it is a noun, what is told hangs on it too
  TokenRange words_beside_;              // source found by its place alone
};

}  // namespace sayso::claims
