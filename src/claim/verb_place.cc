// SPDX-License-Identifier: Apache-2.0
// Verbs that tell, read off commas, quotation marks and sentence borders: parsers tie a verb of
// saying after or inside what it tells to anything.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "claim/verb.h"

namespace sayso::claims {

namespace {

constexpr std::uint32_t kShortestClause = 3;

}  // namespace

// "C, X said", "C, said X", "C1, X said, C2", by the commas: parsers tie such a verb to anything.
bool Verb::told_after() {
  const Cue* row = c_.lexicon.best(key_, CuePos::verb, kFrameThat | kFrameQuote);
  const std::uint32_t subject = tree_.subject(v_);
  if (row == nullptr || row->strength < kSureVerb) {
    return false;
  }
  // A subject inside a quotation that ends before the verb is not its own.
  const bool quoted = subject != Tree::kNone && c_.quotes.inside(subject) && !c_.quotes.inside(v_);
  if (subject == Tree::kNone || quoted || second_subject(subject)) {
    return told_by_words_before();
  }
  if (c_.document.tokens.xpos[subject] == Xpos::wp ||
      c_.document.tokens.xpos[subject] == Xpos::wdt) {
    return false;
  }
  const TokenRange noun = tree_.extent(subject);
  std::uint32_t first = v_;  // first token of source and cue
  std::uint32_t after = v_ + 1;
  if (subject < v_) {
    first = std::max(noun.begin, p_.window.begin);
  } else {
    while (first > p_.window.begin && tree_.head(first - 1) == v_ &&
           tree_.upos(first - 1) != Upos::punct) {
      --first;
    }
    after = std::max(after, noun.end);
  }
  if (first > p_.window.begin && (tree_.lower(first) == "as" || tree_.lower(first - 1) == "as")) {
    first -= tree_.lower(first) == "as" ? 0 : 1;
  }
  if (first < p_.window.begin + kShortestClause || !parting(first - 1)) {
    return false;
  }
  const TokenRange left{p_.window.begin, first - 1};
  if (has_thing() || (!ends_soon(after) && !clause_like(left))) {
    return false;  // "On Monday, X announced Y"
  }
  p_.paint(left, kContent);
  p_.told_after = ends_soon(after);
  constexpr std::uint32_t kNear = 12;
  for (std::uint32_t t = after; t + 2 < p_.window.end && t < after + kNear; ++t) {
    if (tree_.lower(t) != ",") {
      continue;
    }
    const Upos next = tree_.upos(t + 1);
    const bool participle = c_.document.tokens.xpos[t + 1] == Xpos::vbg;
    const bool relative =
        c_.document.tokens.xpos[t + 1] == Xpos::wp || c_.document.tokens.xpos[t + 1] == Xpos::wdt;
    if (next != Upos::cconj && next != Upos::sconj && !participle && !relative) {
      p_.paint({t + 1, p_.window.end}, kContent);
    }
    break;
  }
  return take(kFrameThat, Tree::kNone, 0);
}

// "Members are to meet, said a spokesman": the parser gives the verb both, and the one behind the
// comma says it.
bool Verb::second_subject(std::uint32_t first) const {
  if (first > v_ || v_ <= p_.window.begin || !parting(v_ - 1)) {
    return false;
  }
  for (const std::uint32_t k : c_.document.children.of(v_)) {
    if (k > v_ && tree_.rel(k) == Deprel::nsubj && tree_.extent(k).begin == v_ + 1) {
      return true;
    }
  }
  return false;
}

// The verb has an object of its own that is no listener: "announced a sale", not "told reporters".
bool Verb::has_thing() const {
  const std::uint32_t object = tree_.child(v_, {Deprel::obj});
  if (object == Tree::kNone || object < v_ || c_.quotes.inside(object)) {
    return false;
  }
  const Xpos x = c_.document.tokens.xpos[object];
  return (x == Xpos::nn || x == Xpos::nns) && !c_.lexicon.is_agent(fold(object)) &&
         c_.lexicon.source_noun(fold(object)).kind == SourceKind::none &&
         tree_.child(v_, {Deprel::ccomp}) == Tree::kNone;
}

// Words that may be told: a finite verb, or quoted from the first word on. 'The “Free Men”, a band
// of six, claimed C' has a name in marks.
bool Verb::clause_like(TokenRange r) const {
  const bool quoted = !r.empty() && c_.quotes.inside(r.begin) && !c_.quotes.inside(v_);
  for (std::uint32_t t = r.begin; t < r.end; ++t) {
    const Xpos x = c_.document.tokens.xpos[t];
    const bool own = c_.quotes.inside(t) && !c_.quotes.inside(v_) && tree_.upos(t) == Upos::verb;
    if (quoted || own || x == Xpos::vbd || x == Xpos::vbz || x == Xpos::vbp || x == Xpos::md) {
      return true;
    }
  }
  return false;
}

// Nothing but a short phrase ("on Thursday") follows in the sentence.
bool Verb::ends_soon(std::uint32_t from) const {
  constexpr std::uint32_t kShort = 6;
  if (p_.window.end > from + kShort) {
    return false;
  }
  for (std::uint32_t t = from; t < p_.window.end; ++t) {
    if (tree_.upos(t) == Upos::verb || tree_.upos(t) == Upos::aux) {
      return false;
    }
  }
  return true;
}

// "C, army says": no subject in the tree; the words between the comma and the verb are it.
bool Verb::told_by_words_before() {
  constexpr std::uint32_t kLongest = 8;
  std::uint32_t first = v_;
  while (first > p_.window.begin && v_ - first < kLongest && nominal(tree_.upos(first - 1))) {
    --first;
  }
  const bool object = tree_.child(v_, {Deprel::obj, Deprel::ccomp, Deprel::xcomp}) != Tree::kNone &&
                      named_behind() == Tree::kNone && !second_subject(tree_.subject(v_));
  if (first == v_ && !object) {
    return told_by_words_after();
  }
  if (first == v_ || object || first < p_.window.begin + kShortestClause ||
      tree_.lower(first - 1) != "," || tree_.upos(v_ - 1) == Upos::adp) {
    return false;
  }
  p_.paint({p_.window.begin, first - 1}, kContent);
  words_beside_ = {first, v_};
  p_.told_after = ends_soon(v_ + 1);
  return take(kFrameThat, Tree::kNone, 0);
}

// "C, said Amara Diallo, the mayor": likewise, up to the end of the sentence.
bool Verb::told_by_words_after() {
  constexpr std::uint32_t kLongest = 16;
  if (v_ < p_.window.begin + kShortestClause + 1 || !parting(v_ - 1)) {
    return false;
  }
  std::uint32_t end = p_.window.end;
  while (end > v_ + 1 && tree_.upos(end - 1) == Upos::punct) {
    --end;
  }
  if (end <= v_ + 1 || end - v_ > kLongest) {
    return false;
  }
  for (std::uint32_t t = v_ + 1; t < end; ++t) {
    if (!nominal(tree_.upos(t)) && tree_.lower(t) != ",") {
      return false;
    }
  }
  p_.paint({p_.window.begin, v_ - 1}, kContent);
  words_beside_ = {v_ + 1, end};
  p_.told_after = true;
  return take(kFrameThat, Tree::kNone, 0);
}

// "Two officials who asked not to be named said C": parsers take the verb into the relative clause.
bool Verb::told_by_unnamed() {
  const Cue* row = c_.lexicon.best(key_, CuePos::verb, kFrameThat | kFrameQuote);
  const bool figure = (c_.lexicon.frames(key_, CuePos::verb) & kFrameAt) != 0;
  if (figure) {
    row = c_.lexicon.best(key_, CuePos::verb, kFrameAt);  // "who asked not to be named put it at"
  }
  constexpr std::uint32_t kLongest = 12;
  if (row == nullptr || row->strength < kSureVerb) {
    return false;
  }
  std::uint32_t t = v_;
  while (t > p_.window.begin && v_ - t < kLongest &&
         !c_.lexicon.hides_name_until(c_.document, t, v_)) {
    --t;
  }
  constexpr std::uint32_t kWho = 4;
  const std::uint32_t phrase = t;
  while (t > p_.window.begin && phrase - t < kWho && c_.document.tokens.xpos[t] != Xpos::wp) {
    --t;
  }
  if (t <= p_.window.begin || c_.document.tokens.xpos[t] != Xpos::wp ||
      !nominal(tree_.upos(t - 1)) || v_ + 1 >= p_.window.end ||
      c_.document.tokens.xpos[v_] == Xpos::vbg || c_.document.tokens.xpos[v_] == Xpos::vb) {
    return false;
  }
  p_.paint({v_ + 1, p_.window.end}, kContent);
  std::uint32_t who = t - 1;  // "a broker in Detroit who": not the town
  while (!tree_.is_root(who) && tree_.head(who) < who && tree_.rel(who) == Deprel::nmod &&
         tree_.head(who) > p_.window.begin) {
    who = tree_.head(who);
  }
  words_beside_ = {std::max(tree_.extent(who).begin, p_.window.begin), v_};
  p_.source_head = who;
  p_.sure_labels = true;
  return take(figure ? kFrameAt : kFrameThat, Tree::kNone, 0);
}

// "C, X said": a name alone between a comma and the verb begins anew, and is no end of a list,
// however the parser ties it ("offered to free A, B and C, Lee said").
bool Verb::told_by_name_before() {
  const Cue* row = c_.lexicon.best(key_, CuePos::verb, kFrameThat | kFrameQuote);
  if (row == nullptr || row->strength < kSureVerb || c_.quotes.inside(v_)) {
    return false;
  }
  // "C, X said, without giving details": then the clause before must hang on the verb
  const std::uint32_t told = tree_.child(v_, {Deprel::ccomp});
  const bool goes_on = v_ + 1 < p_.window.end && tree_.lower(v_ + 1) == "," &&
                       told != Tree::kNone && told < v_ && tree_.subject(v_) == Tree::kNone;
  if (!goes_on && !ends_soon(v_ + 1)) {
    return false;
  }
  const auto& mentions = c_.document.mentions;
  auto at = std::upper_bound(mentions.begin(), mentions.end(), v_,
                             [](std::uint32_t t, const Mention& m) { return t < m.tokens.begin; });
  for (int steps = 0; at != mentions.begin() && steps < 6; ++steps) {
    --at;
    const TokenRange name = at->tokens;
    if (name.end != v_ || at->form != MentionForm::name || at->kind == MentionKind::place ||
        name.begin < p_.window.begin + kShortestClause || tree_.lower(name.begin - 1) != ",") {
      continue;
    }
    const TokenRange left{p_.window.begin, name.begin - 1};
    if (tree_.subject(v_) != Tree::kNone && name.contains(tree_.subject(v_))) {
      return false;  // the tree has it right
    }
    p_.paint(left, kContent);
    words_beside_ = name;
    p_.source_head = at->head.some() ? at->head.value : name.begin;
    p_.told_after = true;
    return take(kFrameThat, Tree::kNone, 0);
  }
  return false;
}

// "C1, says the study, C2": a verb and who says it, alone between commas inside a clause.
bool Verb::told_between() {
  constexpr std::uint32_t kLongest = 10;
  const Cue* row = c_.lexicon.best(key_, CuePos::verb, kFrameThat | kFrameQuote);
  const Xpos x = c_.document.tokens.xpos[v_];
  if (row == nullptr || row->strength < kSureVerb || (x != Xpos::vbd && x != Xpos::vbz) ||
      (c_.lexicon.frames(key_, CuePos::verb) & kFrameName) != 0 || v_ < p_.window.begin + 2 ||
      tree_.lower(v_ - 1) != ",") {
    return false;
  }
  std::uint32_t end = v_ + 1;
  while (end < p_.window.end && end - v_ < kLongest && nominal(tree_.upos(end))) {
    ++end;
  }
  if (end == v_ + 1 || end + 1 >= p_.window.end || tree_.lower(end) != "," ||
      tree_.upos(v_ + 1) == Upos::adp) {
    return false;
  }
  const TokenRange left{p_.window.begin, v_ - 1}, right{end + 1, p_.window.end};
  const Upos next = tree_.upos(right.begin);
  const bool goes_on = next == Upos::adp || next == Upos::cconj || next == Upos::sconj;
  const bool verb = next == Upos::verb || next == Upos::aux;
  if (!(clause_like(left) ? goes_on : verb)) {
    return false;  // "C, said Ana Ruiz, the mayor", "said the mayor, who left"
  }
  p_.paint(left, kContent);
  p_.paint(right, kContent);
  words_beside_ = {v_ + 1, end};
  for (std::uint32_t t = v_ + 1; t < end && p_.source_head == Tree::kNone; ++t) {
    p_.source_head = !words_beside_.contains(tree_.head(t)) ? t : Tree::kNone;
  }
  p_.sure_labels = true;
  return take(kFrameThat, Tree::kNone, 0);
}

// Said X: C
bool Verb::inverted() {
  constexpr std::uint32_t kLongest = 12;
  const Cue* row = c_.lexicon.best(key_, CuePos::verb, kFrameThat | kFrameQuote);
  if (row == nullptr || row->strength < kSureVerb || v_ != p_.window.begin) {
    return false;
  }
  std::uint32_t end = v_ + 1;
  while (end < p_.window.end && end - v_ < kLongest &&
         (nominal(tree_.upos(end)) || tree_.lower(end) == ",")) {
    ++end;
  }
  if (end == v_ + 1 || end + 1 >= p_.window.end || tree_.lower(end) != ":") {
    return false;
  }
  p_.paint({end + 1, p_.window.end}, kContent);
  words_beside_ = {v_ + 1, end};
  p_.sure_labels = true;
  return take(kFrameThat, Tree::kNone, 0);
}

bool Verb::nominal(Upos u) {
  return u == Upos::det || u == Upos::adj || u == Upos::noun || u == Upos::propn ||
         u == Upos::num || u == Upos::adp || u == Upos::part;
}

// "X said in a statement that C", "X said C", where the parser lost the clause: from "that", or
// from the cue on, if what follows holds a finite verb.
bool Verb::rest_of_sentence() {
  const Cue* row = c_.lexicon.best(key_, CuePos::verb, kFrameThat);
  const std::uint32_t thing = tree_.child(v_, {Deprel::obj});
  if (row == nullptr || row->strength < kSureVerb || passive() ||
      (thing != Tree::kNone && telling_noun(thing)) || find_sayer(tree_, v_).token == Tree::kNone) {
    return false;
  }
  std::uint32_t end = p_.window.end;
  if (!tree_.is_root(v_) && tree_.rel(v_) == Deprel::acl_relcl) {
    end = std::min(end, tree_.extent(v_).end);
  }
  constexpr std::uint32_t kNear = 16;
  std::uint32_t from = Tree::kNone;
  for (std::uint32_t t = v_ + 1; t < std::min(end, v_ + kNear); ++t) {
    if (tree_.upos(t) == Upos::punct || tree_.upos(t) == Upos::verb) {
      break;
    }
    if (tree_.lower(t) == "that" && t + 1 < end && tree_.upos(t + 1) != Upos::noun &&
        (thing == Tree::kNone || c_.document.tokens.xpos[t] != Xpos::wdt)) {
      from = t;
      break;
    }
  }
  const bool speech = row->act == ClaimAct::speech;
  if (from == Tree::kNone && v_ + 1 < end) {
    const Upos next = tree_.upos(v_ + 1);
    const bool starts = next == Upos::det || next == Upos::pron || next == Upos::propn ||
                        next == Upos::noun || next == Upos::adj || next == Upos::num;
    from = starts && (speech || next != Upos::pron) ? v_ + 1 : from;
  }
  if (from == Tree::kNone || !finite_verb({from, end})) {
    return false;
  }
  p_.paint({from, end}, kContent);
  return take(kFrameThat, Tree::kNone, 0);
}

// A finite verb before any comma or relative pronoun.
bool Verb::finite_verb(TokenRange r) const {
  for (std::uint32_t t = r.begin; t < r.end; ++t) {
    const Xpos x = c_.document.tokens.xpos[t];
    if (t > r.begin && (tree_.lower(t) == "," || x == Xpos::wp || x == Xpos::wdt)) {
      return false;
    }
    if (x == Xpos::vbd || x == Xpos::vbz || x == Xpos::vbp || x == Xpos::md) {
      return true;
    }
  }
  return false;
}

// A comma, dash or closing mark between what is told and who tells it.
bool Verb::parting(std::uint32_t t) const {
  const std::string_view w = tree_.lower(t);
  return w == "," || w == "–" || w == "—" || w == "--" || w == "-" || w == "?" || w == "!" ||
         (tree_.upos(t) == Upos::punct && c_.quotes.inside(t));
}

// Words in quotation marks that the tree does not tie to the verb.
bool Verb::quote_beside() {
  if (c_.lexicon.best(key_, CuePos::verb, kFrameThat | kFrameQuote) == nullptr ||
      c_.quotes.inside(v_)) {
    return false;
  }
  const std::uint32_t left = find_quote(v_, false), right = find_quote(v_, true);
  const std::uint32_t row = right != Quotes::kNone ? right : left;
  if (row == Quotes::kNone || names_sayer(row)) {
    return false;
  }
  p_.paint(c_.quotes.all()[row].tokens, kContent);
  p_.quote = true;
  return take(kFrameQuote, Tree::kNone, kUnknownOther);
}

// The “Free Men of the Coast”, a band of six, claimed C: a name in marks tells, and is not told.
bool Verb::names_sayer(std::uint32_t row) const {
  const TokenRange words = c_.quotes.all()[row].tokens;
  const std::uint32_t subject = tree_.subject(v_);
  if (subject == Tree::kNone || !words.contains(subject)) {
    return false;
  }
  for (std::uint32_t t = words.begin; t < words.end; ++t) {
    if (tree_.upos(t) == Upos::verb || tree_.upos(t) == Upos::aux) {
      return false;
    }
  }
  return true;
}

// The nearest quotation of four tokens or more within ten tokens of `from`.
std::uint32_t Verb::find_quote(std::uint32_t from, bool right) const {
  constexpr std::uint32_t kNear = 10, kShort = 4;
  for (std::uint32_t step = 1; step <= kNear; ++step) {
    if (!right && from < p_.window.begin + step) {
      break;
    }
    const std::uint32_t t = right ? from + step : from - step;
    if (t >= p_.window.end) {
      break;
    }
    const std::uint32_t row = c_.quotes.of(t);
    if (row != Quotes::kNone && c_.quotes.all()[row].tokens.size() >= kShort + 2) {
      return row;
    }
  }
  return Quotes::kNone;
}

// “C?” X asked. X wrote: “C”: what is told is a sentence of its own, before or behind; after a
// colon at the end of a paragraph it may be a paragraph without marks.
bool Verb::next_sentence() {
  const Cue* row = c_.lexicon.best(key_, CuePos::verb, kFrameThat | kFrameQuote);
  const bool speaks = row != nullptr && row->act == ClaimAct::speech && row->strength >= kSureVerb;
  if (c_.quotes.inside(v_) || (!speaks && !tree_.is_root(v_))) {
    return false;
  }
  constexpr std::uint32_t kNear = 12;
  const TokenRange sentence = c_.document.sentence_tokens(v_);
  TokenRange words;
  if (tree_.lower(sentence.end - 1) == ":" && sentence.end < c_.document.tokens.size()) {
    const std::uint32_t quote = c_.quotes.of(sentence.end);
    if (quote != Quotes::kNone) {
      words = c_.quotes.all()[quote].tokens;
    } else if (speaks && !same_block(sentence.end)) {
      words = block_from(sentence.end);
    }
  } else if (speaks && v_ < sentence.begin + kNear && sentence.begin > 0 &&
             same_block(sentence.begin)) {
    const std::uint32_t quote = c_.quotes.of(sentence.begin - 1);
    words = quote != Quotes::kNone ? c_.quotes.all()[quote].tokens : TokenRange{};
    p_.told_after = !words.empty() && tree_.subject(v_) != Tree::kNone && ends_soon(v_ + 1);
  }
  if (words.empty() || words.size() > Proposal::kReach || words.contains(v_)) {
    p_.told_after = false;
    return false;
  }
  p_.window = {std::min(p_.window.begin, words.begin), std::max(p_.window.end, words.end)};
  p_.label.assign(p_.window.size(), kOut);
  p_.paint(words, kContent);
  p_.quote = true;
  return take(kFrameQuote, Tree::kNone, 0);
}

// The tokens of the paragraph that begins at `t`.
TokenRange Verb::block_from(std::uint32_t t) const {
  const auto& sentences = c_.document.sentences;
  TokenRange words{t, t};
  const std::uint32_t first = c_.document.tokens.sentence[t];
  for (std::uint32_t s = first;
       s < sentences.size() && sentences[s].block == sentences[first].block; ++s) {
    words.end = sentences[s].tokens.end;
  }
  return words;
}

// The sentence that begins at `t` goes on in the paragraph of the token before.
bool Verb::same_block(std::uint32_t t) const {
  const auto& sentences = c_.document.sentences;
  const auto& of = c_.document.tokens.sentence;
  return sentences[of[t]].block == sentences[of[t - 1]].block;
}

}  // namespace sayso::claims
