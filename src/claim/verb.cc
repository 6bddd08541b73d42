// SPDX-License-Identifier: Apache-2.0
// Verbs that tell, read off the tree: clause, infinitive, preposition, object.
#include "claim/verb.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace sayso::claims {

namespace {

constexpr std::array<std::pair<std::string_view, Frame>, 8> kPrepositions{{
    {"for", kFrameFor},
    {"of", kFrameOf},
    {"about", kFrameAbout},
    {"on", kFrameOn},
    {"with", kFrameWith},
    {"against", kFrameAgainst},
    {"to", kFrameTo},
    {"at", kFrameAgainst},
}};

}  // namespace

bool Verb::run() {
  if (tree_.rel(v_) == Deprel::amod) {
    return false;  // "at an estimated cost"
  }
  const std::uint32_t end = c_.document.sentence_tokens(v_).end;
  if (c_.lexicon.hides_name(c_.document, v_, end) ||
      (v_ + 1 < end && c_.lexicon.hides_name(c_.document, v_ + 1, end))) {
    return false;  // "who asked not to be named"
  }
  p_.begin(c_, v_);
  key_ = c_.document.symbols.fold(c_.document.tokens.lemma[v_]);
  with_particle();
  with_adjective();
  if (quotes_somebody()) {
    return false;
  }
  if (!(told_by_unnamed() || quoted_before() || told_between() || told_by_name_before() ||
        inverted() || clause() || told_above() || told_after() || rest_of_sentence() ||
        to_infinitive() || naming() || quote_beside() || next_sentence() || figure_at() || held() ||
        counted() || preposition() || object() || loose_phrase())) {
    return false;
  }
  settle();
  return true;
}

void Verb::with_particle() {
  for (const std::uint32_t c : c_.document.children.of(v_)) {
    const bool particle = tree_.rel(c) == Deprel::compound_prt;
    const bool state = tree_.rel(c) == Deprel::xcomp && tree_.upos(c) == Upos::adj;
    const bool thing = tree_.rel(c) == Deprel::obj && tree_.upos(c) == Upos::noun;
    if ((particle || state || thing) && c > v_) {
      const FoldHash longer = key_.then(fold(c));
      if (!c_.lexicon.find(longer).empty()) {
        key_ = longer;
        if (particle || c == v_ + 1) {
          phrase_end_ = c + 1;
        } else {
          apart_ = c;  // "holds X responsible"
        }
        carried_ = thing ? c : Tree::kNone;  // "took responsibility"
        return;
      }
    }
  }
}

// "holds A and B responsible", where the parser hangs the adjective on the last noun.
void Verb::with_adjective() {
  const std::uint32_t whom = tree_.child(v_, {Deprel::obj});
  if (whom == Tree::kNone || whom < v_ || apart_ != Tree::kNone || phrase_end_ != 0) {
    return;
  }
  for (std::uint32_t t = whom + 1; t < tree_.extent(whom).end; ++t) {
    if (tree_.rel(t) != Deprel::amod || tree_.head(t) > t) {
      continue;
    }
    const FoldHash longer = key_.then(fold(t));
    if (!c_.lexicon.find(longer).empty()) {
      key_ = longer;
      apart_ = t;
      return;
    }
  }
}

bool Verb::take(Frame frame, std::uint32_t content, float unknown) {
  p_.frame = frame;
  p_.content_head = content;
  const std::uint32_t any =
      frame == kFrameThat || frame == kFrameQuote ? kFrameThat | kFrameQuote | kFrameIf : frame;
  p_.cue = holds_view() ? c_.lexicon.best(c_.document.symbols.fold(c_.document.tokens.lower[v_]),
                                          CuePos::adj, kFrameThat | kFrameTo)
                        : c_.lexicon.best(key_, CuePos::verb, any);
  p_.prior = p_.cue != nullptr ? p_.cue->strength : unknown;
  return true;
}

bool Verb::passive() const {
  return tree_.child(v_, {Deprel::aux_pass, Deprel::nsubj_pass, Deprel::obl_agent}) != Tree::kNone;
}

// "was convinced that C": a passive whose subject has the view, because the participle is listed as
// an adjective.
bool Verb::holds_view() const {
  return c_.document.tokens.xpos[v_] == Xpos::vbn &&
         tree_.child(v_, {Deprel::aux_pass}) != Tree::kNone &&
         tree_.child(v_, {Deprel::obl_agent}) == Tree::kNone &&
         tree_.child(v_, {Deprel::ccomp}) != Tree::kNone &&
         c_.lexicon.best(c_.document.symbols.fold(c_.document.tokens.lower[v_]), CuePos::adj,
                         kFrameThat) != nullptr;
}

// said that C; C, said X (C a ccomp)
bool Verb::clause() {
  if (const std::uint32_t subject = tree_.subject(v_);
      subject != Tree::kNone && second_subject(subject) && told_after()) {
    return true;
  }
  const std::uint32_t content = tree_.child(v_, {Deprel::ccomp, Deprel::csubj, Deprel::csubj_pass});
  if (content == Tree::kNone || phrase_end_ == content + 1) {
    return question();
  }
  p_.paint_below(tree_, content, kContent);
  return take(kFrameThat, content, kUnknownClause);
}

// asked why C, where the parser hangs the clause on its question word
bool Verb::question() {
  for (const std::uint32_t k : c_.document.children.of(v_)) {
    if (k > v_ && c_.document.tokens.xpos[k] == Xpos::wrb && tree_.extent(k).size() > 2 &&
        (c_.lexicon.frames(key_, CuePos::verb) & (kFrameIf | kFrameThat)) != 0) {
      p_.paint_below(tree_, k, kContent);
      return take(kFrameThat, k, 0);
    }
  }
  return false;
}

// C, X said (the verb hangs on the content); as X said, C
bool Verb::told_above() {
  if (tree_.is_root(v_)) {
    return beside();
  }
  const std::uint32_t h = tree_.head(v_);
  const Deprel rel = tree_.rel(v_);
  bool as = false;
  for (const std::uint32_t c : c_.document.children.of(v_)) {
    as = as || (tree_.rel(c) == Deprel::mark && c < v_ && tree_.lower(c) == "as");
  }
  const bool hangs = rel == Deprel::parataxis || (rel == Deprel::advcl && as);
  const bool says = c_.lexicon.best(key_, CuePos::verb, kFrameThat | kFrameQuote) != nullptr;
  if (!hangs || !says || (rel == Deprel::parataxis && find_sayer(tree_, v_).shared)) {
    return beside();
  }
  p_.paint_below(tree_, h, kContent);
  p_.paint_below(tree_, v_, kOut);
  if (const std::uint32_t own = tree_.subject(v_); rel == Deprel::parataxis && own < v_) {
    const std::uint32_t first = tree_.extent(own).begin;  // "X said C, Y said."
    p_.told_after = first > p_.window.begin && parting(first - 1) && ends_soon(v_ + 1);
  }
  return take(kFrameThat, h, 0.1F);
}

// X said: C (the content hangs beside)
bool Verb::beside() {
  const std::uint32_t content = tree_.child(v_, {Deprel::parataxis});
  if (content == Tree::kNone || tree_.lemma(content) == tree_.lemma(v_) ||
      c_.lexicon.best(key_, CuePos::verb, kFrameThat | kFrameQuote) == nullptr) {
    return false;
  }
  p_.paint_below(tree_, content, kContent);
  return take(kFrameThat, content, 0.1F);
}

// plans to C; urged X to C; is believed to C; seems to C
bool Verb::to_infinitive() {
  std::uint32_t content = Tree::kNone;
  for (const std::uint32_t c : c_.document.children.of(v_)) {
    if (c > v_ && (tree_.rel(c) == Deprel::xcomp || tree_.rel(c) == Deprel::advcl)) {
      for (const std::uint32_t m : c_.document.children.of(c)) {
        if (content == Tree::kNone && m < c && tree_.lower(m) == "to" &&
            (tree_.rel(m) == Deprel::mark || tree_.rel(m) == Deprel::aux) &&
            (tree_.rel(c) == Deprel::xcomp ||
             (c_.lexicon.frames(key_, CuePos::verb) & kFrameObjTo) != 0)) {
          content = c;
        }
      }
    }
  }
  if (content == Tree::kNone && urged_object()) {
    return true;
  }
  if (content == Tree::kNone && (c_.lexicon.frames(key_, CuePos::verb) & kFrameSeem) != 0) {
    content = tree_.child(v_, {Deprel::xcomp});
  }
  if (content == Tree::kNone ||
      ((c_.lexicon.frames(key_, CuePos::verb) & kFrameSeem) != 0 && tells_itself(c_, content))) {
    return false;
  }
  p_.paint_below(tree_, content, kContent);
  if (passive()) {
    const std::uint32_t subject = tree_.subject(v_);
    if (subject != Tree::kNone) {
      p_.paint_below(tree_, subject, kContent);
    }
    return take(kFramePassiveTo, content, kUnknownOther);
  }
  const std::uint32_t frames = c_.lexicon.frames(key_, CuePos::verb);
  if (const std::uint32_t object = tree_.child(v_, {Deprel::obj, Deprel::iobj});
      object != Tree::kNone) {
    p_.paint_below(tree_, object, kContent);
    return take(kFrameObjTo, content, kUnknownOther);
  }
  return take((frames & kFrameSeem) != 0 ? kFrameSeem : kFrameTo, content, kUnknownOther);
}

// The verb of seeming above this one that hedges it, or kNone.
std::uint32_t Verb::seeming() const {
  if (tree_.is_root(v_) || tree_.rel(v_) != Deprel::xcomp || tree_.head(v_) + 4 < v_ ||
      tree_.head(v_) > v_) {
    return Tree::kNone;
  }
  const std::uint32_t h = tree_.head(v_);
  const bool seems = (c_.lexicon.frames(fold(h), CuePos::verb) & kFrameSeem) != 0;
  return seems && tells_itself(c_, v_) ? h : Tree::kNone;
}

// urged X to C, where the parser hangs the infinitive on X
bool Verb::urged_object() {
  const std::uint32_t object = tree_.child(v_, {Deprel::iobj, Deprel::obj});
  const std::uint32_t clause =
      object == Tree::kNone ? Tree::kNone : tree_.child(object, {Deprel::acl});
  if (clause == Tree::kNone || (c_.lexicon.frames(key_, CuePos::verb) & kFrameObjTo) == 0 ||
      tree_.lower(tree_.extent(clause).begin) != "to") {
    return false;
  }
  p_.paint_below(tree_, object, kContent);
  return take(kFrameObjTo, clause, kUnknownOther);
}

// called for C; warned against C
bool Verb::preposition() {
  std::uint32_t frames = c_.lexicon.frames(key_, CuePos::verb);
  if ((frames & kFrameNp) != 0 && tree_.child(v_, {Deprel::obj}) != Tree::kNone) {
    frames &= ~kFrameTo;  // "plan a visit to X": the thing is planned; "refer to X" has none
  }
  for (const std::uint32_t head : {v_, carried_}) {
    if (head != Tree::kNone && preposition_of(head, frames)) {
      return true;
    }
  }
  return false;
}

bool Verb::preposition_of(std::uint32_t head, std::uint32_t frames) {
  for (const std::uint32_t c : c_.document.children.of(head)) {
    const Deprel rel = base_relation(tree_.rel(c));
    const bool phrase = rel == Deprel::obl || rel == Deprel::advcl ||
                        (head != v_ && (rel == Deprel::nmod || rel == Deprel::acl));
    if (c < head || !phrase) {
      continue;
    }
    for (const auto& [word, frame] : kPrepositions) {
      if ((frames & frame) != 0 && introduced_by(c, word)) {
        p_.paint_below(tree_, c, kContent);
        for (const std::uint32_t m : c_.document.children.of(c)) {
          if ((tree_.rel(m) == Deprel::case_ || tree_.rel(m) == Deprel::mark) && m < c &&
              tree_.lower(m) == word) {
            p_.paint({m, m + 1}, kCue);
          }
        }
        return take(frame, c, kUnknownOther);
      }
    }
  }
  return false;
}

// "for reform", "for reducing taxes"
bool Verb::introduced_by(std::uint32_t phrase, std::string_view word) const {
  for (const std::uint32_t m : c_.document.children.of(phrase)) {
    if (m < phrase && (tree_.rel(m) == Deprel::case_ || tree_.rel(m) == Deprel::mark) &&
        tree_.lower(m) == word) {
      return word != "to" || tree_.rel(m) == Deprel::case_;
    }
  }
  return false;
}

// "made clear its intention to C": the noun is the cue, and the verb only carries it.
bool Verb::carries_noun(std::uint32_t noun) const {
  if (tree_.upos(noun) != Upos::noun || noun < v_ ||
      c_.lexicon.best(fold(noun), CuePos::noun, kFrameTo | kFrameThat) == nullptr) {
    return false;
  }
  const std::uint32_t owner = tree_.child(noun, {Deprel::nmod_poss});
  const std::uint32_t clause = tree_.child(noun, {Deprel::acl, Deprel::ccomp, Deprel::xcomp});
  return clause != Tree::kNone && owner != Tree::kNone && tree_.upos(owner) == Upos::pron;
}

// "denied a claim by X that C": the noun tells for somebody else, and is no part of the cue.
bool Verb::telling_noun(std::uint32_t noun) const {
  if (c_.lexicon.best(fold(noun), CuePos::noun, kFrameThat) == nullptr) {
    return false;
  }
  bool by = false;
  for (const std::uint32_t k : c_.document.children.of(noun)) {
    by = by ||
         (tree_.rel(k) == Deprel::nmod && (tree_.has_case(k, "by") || tree_.has_case(k, "from")));
  }
  return by || tree_.child(noun, {Deprel::nmod_poss}) != Tree::kNone;
}

// "plans a visit to X": the phrase behind the thing is planned too, though parsers tie it to the
// verb as often as to the thing.
void Verb::planned_phrases(std::uint32_t from) {
  for (const std::uint32_t k : c_.document.children.of(v_)) {
    if (k >= from && tree_.extent(k).begin == from && base_relation(tree_.rel(k)) == Deprel::obl &&
        tree_.child(k, {Deprel::case_}) != Tree::kNone) {
      p_.paint_below(tree_, k, kContent);
      from = tree_.extent(k).end;
    }
  }
}

// holds X responsible for C
bool Verb::held() {
  const std::uint32_t whom = tree_.child(v_, {passive() ? Deprel::nsubj_pass : Deprel::obj});
  if (apart_ == Tree::kNone || carried_ != Tree::kNone || whom == Tree::kNone) {
    return false;
  }
  p_.paint_below(tree_, whom, kContent);
  p_.paint_below(tree_, apart_, kContent);
  for (const std::uint32_t k : c_.document.children.of(v_)) {
    if (k > apart_ && base_relation(tree_.rel(k)) == Deprel::obl && tree_.has_case(k, "for")) {
      p_.paint_below(tree_, k, kContent);
    }
  }
  p_.sure_labels = true;
  return take(kFrameNp, whom, 0);
}

// counted forty ships
bool Verb::counted() {
  const std::uint32_t what = tree_.child(v_, {Deprel::obj});
  if (what == Tree::kNone || what < v_ || passive() ||
      (c_.lexicon.frames(key_, CuePos::verb) & kFrameNumber) == 0 ||
      (tree_.upos(what) != Upos::num && tree_.child(what, {Deprel::nummod}) == Tree::kNone) ||
      find_sayer(tree_, v_).token == Tree::kNone) {
    return false;
  }
  p_.paint_below(tree_, what, kContent);
  planned_phrases(tree_.extent(what).end);
  p_.sure_labels = true;
  return take(kFrameNumber, what, 0);
}

// condemned C
bool Verb::object() {
  const bool is_passive = passive();
  const std::uint32_t content = tree_.child(v_, {is_passive ? Deprel::nsubj_pass : Deprel::obj});
  if (content == Tree::kNone || carries_noun(content)) {
    return false;
  }
  p_.paint_below(tree_, content, kContent);
  take(kFrameNp, content, kUnknownOther);
  if (p_.cue != nullptr && p_.cue->act == ClaimAct::intention && content > v_) {
    planned_phrases(tree_.extent(content).end);
  }
  p_.sure_cue = telling_noun(content);
  if (is_passive && tree_.child(v_, {Deprel::obl_agent}) == Tree::kNone) {
    p_.prior *= 0.2F;
  }
  return true;
}

// "at forty", "at no more than forty": the preposition may hang on a word before the figure.
bool Verb::at_figure(std::uint32_t phrase) const {
  const std::uint32_t first = tree_.extent(phrase).begin;
  return tree_.has_case(phrase, "at") || (first < phrase && tree_.lower(first) == "at");
}

// put the number at no more than forty
bool Verb::figure_at() {
  const std::uint32_t what = tree_.child(v_, {passive() ? Deprel::nsubj_pass : Deprel::obj});
  if (what == Tree::kNone || (c_.lexicon.frames(key_, CuePos::verb) & kFrameAt) == 0) {
    return false;
  }
  for (const std::uint32_t head : {v_, what}) {  // the parser may hang the figure on the noun
    for (const std::uint32_t c : c_.document.children.of(head)) {
      const bool figure =
          tree_.upos(c) == Upos::num || tree_.child(c, {Deprel::nummod}) != Tree::kNone;
      if (c > what && figure && at_figure(c)) {
        p_.paint_below(tree_, what, kContent);
        p_.paint_below(tree_, c, kContent);
        p_.sure_labels = true;
        return take(kFrameAt, c, 0);
      }
    }
  }
  return false;
}

// A known word with a phrase that none of its frames has: left to the learned score.
bool Verb::loose_phrase() {
  const std::uint32_t frames = c_.lexicon.frames(key_, CuePos::verb);
  const std::uint32_t noun = tree_.child(v_, {Deprel::obj});
  if (frames == 0 || (noun != Tree::kNone && carries_noun(noun))) {
    return false;
  }
  for (const std::uint32_t k : c_.document.children.of(v_)) {
    const Deprel rel = tree_.rel(k);
    const bool seems = (frames & kFrameSeem) != 0 && rel == Deprel::xcomp && tells_itself(c_, k);
    if (k > v_ && !seems &&
        (base_relation(rel) == Deprel::obl || rel == Deprel::advcl || rel == Deprel::xcomp) &&
        rel != Deprel::obl_agent) {
      p_.paint_below(tree_, k, kContent);
      p_.frame = kFrameLoose;
      p_.content_head = k;
      p_.cue = c_.lexicon.best(key_, CuePos::verb, frames);
      constexpr float kLoosePrior = 0.1F;
      p_.prior = kLoosePrior;
      return true;
    }
  }
  return false;
}

bool propose_verb(const Context& context, std::uint32_t token, Proposal& proposal) {
  return Verb(context, token, proposal).run();
}

}  // namespace sayso::claims
