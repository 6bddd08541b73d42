// SPDX-License-Identifier: Apache-2.0
// Verbs that name ("calls X Y"), and, for all verbs that tell, who says it and where the content
// ends.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "claim/verb.h"

namespace sayso::claims {

// calls X Y; describes X as Y; what X calls Y
bool Verb::naming() {
  if ((c_.lexicon.frames(key_, CuePos::verb) & kFrameName) == 0) {
    return false;
  }
  const bool hangs = tree_.rel(v_) == Deprel::acl && c_.document.tokens.xpos[v_] == Xpos::vbn;
  if (hangs && tree_.child(v_, {Deprel::obl_agent}) == Tree::kNone) {
    return false;  // "a robot called Hope": nobody in particular calls it that
  }
  const std::uint32_t object = tree_.child(v_, {Deprel::obj, Deprel::nsubj_pass});
  std::uint32_t name = tree_.child(v_, {Deprel::xcomp});
  for (const std::uint32_t c : c_.document.children.of(v_)) {
    const bool second = tree_.rel(c) == Deprel::obj && c != object && c > object;
    if (name == Tree::kNone && c > v_ && (second || tree_.has_case(c, "as"))) {
      name = c;
    }
  }
  if (name == Tree::kNone) {
    return named_in_quotes(object);
  }
  p_.paint_below(tree_, name, kContent);
  if (object != Tree::kNone && tree_.lower(object) != "what" && tree_.lower(object) != "which") {
    p_.paint_below(tree_, object, kContent);
  }
  return take(kFrameName, name, kUnknownOther);
}

// calls X “Y”, calls it “Y”, what it calls a “Y”, however the parser ties the words in marks
bool Verb::named_in_quotes(std::uint32_t object) {
  if (object == Tree::kNone || object < v_) {
    return false;
  }
  const TokenRange noun = tree_.extent(object);
  std::uint32_t row = Quotes::kNone;
  for (std::uint32_t t = noun.begin; t <= noun.end && t < p_.window.end; ++t) {
    row = row == Quotes::kNone ? c_.quotes.of(t) : row;
  }
  if (row == Quotes::kNone || row == c_.quotes.of(v_)) {
    return false;
  }
  p_.paint_below(tree_, object, kContent);
  p_.paint(c_.quotes.all()[row].tokens, kContent);
  p_.sure_labels = true;
  return take(kFrameName, object, kUnknownOther);
}

// "was quoted as saying": the cue begins with the auxiliary of the verb above.
void Verb::quoted_as() {
  if (tree_.is_root(v_)) {
    return;
  }
  if (const std::uint32_t by = quoter(); by != Tree::kNone) {
    for (std::uint32_t t = p_.window.begin; t < v_; ++t) {
      if (p_.at(t) == kSource || t >= by) {
        p_.paint({t, t + 1}, kOut);
      }
    }
    paint_source(tree_, p_, {tree_.child(by, {Deprel::obj, Deprel::iobj}), true});
    p_.paint({by, by + 1}, kCue);
    p_.paint({v_ - 1, v_}, kCue);
    p_.sure_labels = true;
    return;
  }
  const std::uint32_t h = tree_.head(v_);
  if (h + 2 != v_ || tree_.lower(h + 1) != "as") {
    return;
  }
  std::uint32_t from = h;
  while (from > p_.window.begin && tree_.head(from - 1) == h &&
         (tree_.rel(from - 1) == Deprel::aux || tree_.rel(from - 1) == Deprel::aux_pass)) {
    --from;
  }
  p_.paint({from, v_}, kCue);
  p_.sure_cue = true;
}

// "C," the paper quoted her as saying; "C," she was quoted as saying
bool Verb::quoted_before() {
  const std::uint32_t h = tree_.is_root(v_) ? Tree::kNone : tree_.head(v_);
  if (h == Tree::kNone || h > v_ || tree_.lower(v_ - 1) != "as" ||
      c_.document.tokens.xpos[v_] != Xpos::vbg || c_.lexicon.frames(fold(h), CuePos::verb) == 0 ||
      tree_.child(v_, {Deprel::ccomp, Deprel::obj, Deprel::parataxis}) != Tree::kNone) {
    return false;
  }
  const std::uint32_t content = tree_.child(h, {Deprel::ccomp, Deprel::parataxis});
  if (content == Tree::kNone || content > h) {
    return false;
  }
  p_.paint_below(tree_, content, kContent);
  p_.told_after = true;
  return take(kFrameThat, content, 0);
}

// "The paper quoted her as saying C": the verb above that quotes her, or kNone.
std::uint32_t Verb::quoter() const {
  const std::uint32_t h = tree_.is_root(v_) ? Tree::kNone : tree_.head(v_);
  constexpr std::uint32_t kFar = 24;
  if (h == Tree::kNone || h + 2 >= v_ || v_ - h > kFar || tree_.lower(v_ - 1) != "as" ||
      c_.document.tokens.xpos[v_] != Xpos::vbg || c_.lexicon.frames(fold(h), CuePos::verb) == 0) {
    return Tree::kNone;
  }
  const std::uint32_t whom = tree_.child(h, {Deprel::obj, Deprel::iobj});
  return whom != Tree::kNone && whom > h && whom < v_ ? h : Tree::kNone;
}

// The same, asked of the verb that quotes: the claim is that of the one quoted.
bool Verb::quotes_somebody() const {
  const std::uint32_t whom = tree_.child(v_, {Deprel::obj, Deprel::iobj});
  if (whom == Tree::kNone || whom < v_) {
    return false;
  }
  for (const std::uint32_t k : c_.document.children.of(v_)) {
    if (k > whom && c_.document.tokens.xpos[k] == Xpos::vbg && tree_.lower(k - 1) == "as" &&
        c_.lexicon.best(fold(k), CuePos::verb, kFrameThat | kFrameQuote) != nullptr) {
      return true;
    }
  }
  return false;
}

// A quotation that the content touches belongs to it whole.
void Verb::whole_quotes() {
  for (std::uint32_t t = p_.window.begin; t < p_.window.end; ++t) {
    const std::uint32_t row = c_.quotes.of(t);
    if (p_.at(t) != kContent || row == Quotes::kNone || row == c_.quotes.of(v_)) {
      continue;
    }
    const TokenRange quote = c_.quotes.all()[row].tokens;
    p_.quote = true;
    for (std::uint32_t q = std::max(quote.begin, p_.window.begin);
         q < std::min(quote.end, p_.window.end); ++q) {
      if (p_.at(q) == kOut) {
        p_.paint({q, q + 1}, kContent);
      }
    }
    t = std::min(quote.end, p_.window.end) - 1;
  }
}

// "X said C, adding that D": D hangs somewhere in C, but X tells it, and it is no part of C.
bool Verb::added_telling(std::uint32_t t) const {
  if (c_.document.tokens.xpos[t] != Xpos::vbg || t == 0 || tree_.rel(t) != Deprel::advcl ||
      tree_.lower(t - 1) != "," || tree_.subject(t) != Tree::kNone) {
    return false;
  }
  const Cue* row = c_.lexicon.best(fold(t), CuePos::verb, kFrameThat | kFrameQuote);
  return row != nullptr && row->act == ClaimAct::speech && row->strength >= kSureVerb;
}

void Verb::cut_added() {
  for (std::uint32_t t = v_ + 1; t < p_.window.end; ++t) {
    if (p_.at(t) == kContent && added_telling(t)) {
      p_.paint({t - 1, p_.window.end}, kOut);
      return;
    }
  }
}

// "He filed a motion, arguing C", "after saying C, she left", where the tree knows no subject: that
// of the finite verb before, or of the sentence behind; kNone if there is none.
std::uint32_t Verb::subject_around() const {
  const Xpos x = c_.document.tokens.xpos[v_];
  if ((x != Xpos::vbg && x != Xpos::vbz && x != Xpos::vbd) || passive() ||
      tree_.rel(v_) == Deprel::amod || tree_.rel(v_) == Deprel::acl) {
    return Tree::kNone;
  }
  const auto finite = [&](std::uint32_t t) {
    const Xpos f = c_.document.tokens.xpos[t];
    return (f == Xpos::vbd || f == Xpos::vbz || f == Xpos::vbp) && tree_.upos(t) == Upos::verb &&
           c_.quotes.of(t) == c_.quotes.of(v_);
  };
  constexpr std::uint32_t kFar = 40;
  for (std::uint32_t t = v_; t > p_.window.begin && v_ - t < kFar;) {
    --t;
    const std::uint32_t subject = finite(t) ? tree_.child(t, {Deprel::nsubj}) : Tree::kNone;
    if (subject != Tree::kNone && subject < t && tree_.upos(subject) != Upos::verb) {
      return subject;
    }
  }
  for (std::uint32_t t = v_ + 1; x == Xpos::vbg && t < std::min(p_.window.end, v_ + kFar); ++t) {
    const bool root = tree_.is_root(t) && tree_.below(v_, t);
    const std::uint32_t subject = root ? tree_.subject(t) : Tree::kNone;
    if (subject != Tree::kNone && subject > v_ && c_.quotes.of(subject) == c_.quotes.of(v_)) {
      return subject;
    }
  }
  return Tree::kNone;
}

Sayer Verb::sayer() const {
  Sayer found = find_sayer(tree_, v_);
  if (found.token == Tree::kNone) {
    found.token = named_behind();
  }
  if (!added_telling(v_)) {
    return found.token == Tree::kNone ? Sayer{subject_around(), true} : found;
  }
  std::uint32_t at = v_;
  for (int depth = 0; depth < 6 && !tree_.is_root(at); ++depth) {
    at = tree_.head(at);
    const std::uint32_t subject = tree_.subject(at);
    const Cue* row = c_.lexicon.best(fold(at), CuePos::verb, kFrameThat | kFrameQuote);
    if (row != nullptr && row->act == ClaimAct::speech && row->strength >= kSureVerb &&
        subject != Tree::kNone) {
      return {subject, true};
    }
  }
  return found;
}

// "...," wrote Amara Diallo for the paper: a name behind the cue that parsers take for its object.
std::uint32_t Verb::named_behind() const {
  const std::uint32_t c = tree_.child(v_, {Deprel::iobj, Deprel::obj});
  if (c == Tree::kNone || v_ <= p_.window.begin || tree_.upos(c) != Upos::propn ||
      tree_.extent(c).begin != v_ + 1 || passive()) {
    return Tree::kNone;
  }
  const std::string_view before = tree_.lower(v_ - 1);
  return c_.quotes.inside(v_) || (before != "\"" && before != "\xE2\x80\x9D" && before != ",")
             ? Tree::kNone
             : c;
}

// "was taken in and told C": the auxiliary stands with the first verb alone.
bool Verb::second_passive() const {
  // "told" may be read as past tense; without a listener it is none.
  const bool unheard = (c_.lexicon.frames(key_, CuePos::verb) & kFrameWhom) != 0 &&
                       tree_.child(v_, {Deprel::obj, Deprel::iobj}) == Tree::kNone;
  const Xpos x = c_.document.tokens.xpos[v_];
  if (tree_.is_root(v_) || tree_.rel(v_) != Deprel::conj ||
      (x != Xpos::vbn && !(x == Xpos::vbd && unheard)) ||
      tree_.child(v_, {Deprel::aux}) != Tree::kNone) {
    return false;
  }
  const std::uint32_t h = tree_.head(v_);
  return c_.document.tokens.xpos[h] == Xpos::vbn &&
         tree_.child(h, {Deprel::aux_pass}) != Tree::kNone;
}

// The subject that is spoken of: of a passive without agent, its own or the one it shares; the "it"
// of "it seems". kNone where the subject may speak.
std::uint32_t Verb::spoken_of() const {
  if (holds_view() || tree_.child(v_, {Deprel::obl_agent}) != Tree::kNone) {
    return Tree::kNone;
  }
  std::uint32_t own = tree_.subject(v_);
  if (own == Tree::kNone) {
    own = tree_.child(v_, {Deprel::expl});
  }
  if (own != Tree::kNone && tree_.lower(own) == "it" &&
      (c_.lexicon.frames(key_, CuePos::verb) & kFrameSeem) != 0) {
    return own;
  }
  const bool reduced = tree_.rel(v_) == Deprel::acl && c_.document.tokens.xpos[v_] == Xpos::vbn;
  const bool passive = tree_.child(v_, {Deprel::aux_pass}) != Tree::kNone ||
                       (own != Tree::kNone && tree_.rel(own) == Deprel::nsubj_pass) ||
                       (own == Tree::kNone && second_passive());
  if (own != Tree::kNone || tree_.is_root(v_)) {
    return passive ? own : Tree::kNone;
  }
  if (reduced) {
    return tree_.head(v_);
  }
  return passive && tree_.rel(v_) == Deprel::conj ? tree_.subject(tree_.head(v_)) : Tree::kNone;
}

// A mention holds both words: "the ministry of defence".
bool Verb::one_name(std::uint32_t a, std::uint32_t b) const {
  const auto& mentions = c_.document.mentions;
  auto at = std::upper_bound(mentions.begin(), mentions.end(), a,
                             [](std::uint32_t t, const Mention& m) { return t < m.tokens.begin; });
  for (int steps = 0; at != mentions.begin() && steps < 6; ++steps) {
    --at;
    if (at->tokens.contains(a) && at->tokens.contains(b)) {
      return true;
    }
  }
  return false;
}

// "was accused by the army of burning it": what one is accused of, not what the army is like.
void Verb::accused_of(std::uint32_t agent) {
  if (agent == Tree::kNone || tree_.rel(agent) != Deprel::obl_agent ||
      (c_.lexicon.frames(key_, CuePos::verb) & kFrameOf) == 0) {
    return;
  }
  for (const std::uint32_t k : c_.document.children.of(agent)) {
    const bool phrase = tree_.rel(k) == Deprel::acl || tree_.rel(k) == Deprel::nmod;
    if (k > agent && phrase && tree_.lower(tree_.extent(k).begin) == "of" &&
        (tree_.rel(k) == Deprel::acl ||
         (tree_.upos(k) != Upos::propn && !c_.lexicon.is_agent(fold(k)) && !one_name(agent, k)))) {
      p_.paint_below(tree_, k, kContent);
      p_.sure_labels = true;
    }
  }
}

void Verb::settle() {
  whole_quotes();
  cut_added();
  const bool hedge = p_.frame == kFramePassiveTo || p_.frame == kFrameSeem;
  if (!words_beside_.empty()) {
    p_.paint(words_beside_, kSource);
    p_.sure_source = true;
    if (p_.source_head == Tree::kNone) {
      p_.source_head = words_beside_.begin > v_ ? v_ + 1 : v_ - 1;
    }
  } else if (holds_view()) {
    paint_source(tree_, p_, {tree_.subject(v_), false});
  } else if (!hedge) {
    p_.silent = spoken_of();
    if (p_.silent == Tree::kNone) {
      const Sayer who = sayer();
      paint_source(tree_, p_, who);
      accused_of(who.token);
    }
  } else if (const std::uint32_t agent = tree_.child(v_, {Deprel::obl_agent});
             agent != Tree::kNone) {
    paint_source(tree_, p_, {agent, false});
  } else if (const std::uint32_t subject = tree_.subject(v_); subject != Tree::kNone) {
    p_.paint_below(tree_, subject, kContent);
  }
  paint_cue(tree_, p_);
  if (phrase_end_ > v_ + 1) {
    p_.paint({v_, phrase_end_}, kCue);
  }
  if (apart_ != Tree::kNone) {
    p_.paint({apart_, apart_ + 1}, kCue);
    p_.sure_cue = true;
  }
  quoted_as();
  if (const std::uint32_t noun = carried_by_noun(c_, v_); noun != Tree::kNone) {
    p_.paint({noun, v_}, kCue);
    p_.sure_cue = true;
  }
  if (const std::uint32_t seems = seeming(); seems != Tree::kNone) {
    p_.paint({seems, v_}, kCue);
    p_.sure_cue = true;
  }
  if (!p_.has(kSource) && !hedge && !passive() && !p_.quote) {
    p_.prior *= 0.4F;
  }
}

}  // namespace sayso::claims
