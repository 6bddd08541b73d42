// SPDX-License-Identifier: Apache-2.0
// Verbs that tell: which frame is there, and what the tree gives as content.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "claim/proposal.h"

namespace sayso::claims {
namespace {

constexpr float kUnknownClause = 0.3F;  // a verb we do not list, with a clause after it
constexpr float kUnknownOther = 0.05F;
constexpr float kSureVerb = 0.9F;
constexpr std::uint32_t kShortestClause = 3;

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

class Verb {
 public:
  Verb(const Context& context, std::uint32_t v, Proposal& p)
      : c_(context), tree_(context.tree), v_(v), p_(p) {}

  bool run() {
    if (tree_.rel(v_) == Deprel::amod) {
      return false;  // "at an estimated cost"
    }
    p_.begin(c_, v_);
    key_ = c_.document.symbols.fold(c_.document.tokens.lemma[v_]);
    with_particle();
    if (!(clause() || told_above() || told_after() || rest_of_sentence() || to_infinitive() ||
          naming() || quote_beside() || next_sentence() || preposition() || object() ||
          loose_phrase())) {
      return false;
    }
    settle();
    return true;
  }

 private:
  [[nodiscard]] FoldHash fold(std::uint32_t t) const {
    return c_.document.symbols.fold(c_.document.tokens.lemma[t]);
  }

  void with_particle() {
    for (const std::uint32_t c : c_.document.children.of(v_)) {
      const bool particle = tree_.rel(c) == Deprel::compound_prt;
      const bool state = tree_.rel(c) == Deprel::xcomp && tree_.upos(c) == Upos::adj;
      if ((particle || state) && c > v_) {
        const FoldHash longer = key_.then(fold(c));
        if (!c_.lexicon.find(longer).empty()) {
          key_ = longer;
          phrase_end_ = c + 1;
          return;
        }
      }
    }
  }

  bool take(Frame frame, std::uint32_t content, float unknown) {
    p_.frame = frame;
    p_.content_head = content;
    const std::uint32_t any =
        frame == kFrameThat || frame == kFrameQuote ? kFrameThat | kFrameQuote | kFrameIf : frame;
    p_.cue = c_.lexicon.best(key_, CuePos::verb, any);
    p_.prior = p_.cue != nullptr ? p_.cue->strength : unknown;
    return true;
  }

  [[nodiscard]] bool passive() const {
    return tree_.child(v_, {Deprel::aux_pass, Deprel::nsubj_pass, Deprel::obl_agent}) !=
           Tree::kNone;
  }

  // said that C; C, said X (C a ccomp)
  bool clause() {
    const std::uint32_t content =
        tree_.child(v_, {Deprel::ccomp, Deprel::csubj, Deprel::csubj_pass});
    if (content == Tree::kNone || phrase_end_ == content + 1) {
      return question();
    }
    p_.paint_below(tree_, content, kContent);
    return take(kFrameThat, content, kUnknownClause);
  }

  // asked why C, where the parser hangs the clause on its question word
  bool question() {
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
  bool told_above() {
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
    return take(kFrameThat, h, 0.1F);
  }

  // X said: C (the content hangs beside)
  bool beside() {
    const std::uint32_t content = tree_.child(v_, {Deprel::parataxis});
    if (content == Tree::kNone || tree_.lemma(content) == tree_.lemma(v_) ||
        c_.lexicon.best(key_, CuePos::verb, kFrameThat | kFrameQuote) == nullptr) {
      return false;
    }
    p_.paint_below(tree_, content, kContent);
    return take(kFrameThat, content, 0.1F);
  }

  // "C, X said", "C, said X", "C1, X said, C2", by the commas: parsers tie such a verb to anything.
  bool told_after() {
    const Cue* row = c_.lexicon.best(key_, CuePos::verb, kFrameThat | kFrameQuote);
    const std::uint32_t subject = tree_.subject(v_);
    if (row == nullptr || row->strength < kSureVerb) {
      return false;
    }
    if (subject == Tree::kNone) {
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
    TokenRange left{p_.window.begin, first - 1};
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

  // Nothing but a short phrase ("on Thursday") follows in the sentence.
  [[nodiscard]] bool ends_soon(std::uint32_t from) const {
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
  bool told_by_words_before() {
    constexpr std::uint32_t kLongest = 8;
    std::uint32_t first = v_;
    while (first > p_.window.begin && v_ - first < kLongest && nominal(tree_.upos(first - 1))) {
      --first;
    }
    const bool object = tree_.child(v_, {Deprel::obj, Deprel::ccomp, Deprel::xcomp}) != Tree::kNone;
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
  bool told_by_words_after() {
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

  [[nodiscard]] static bool nominal(Upos u) {
    return u == Upos::det || u == Upos::adj || u == Upos::noun || u == Upos::propn ||
           u == Upos::num || u == Upos::adp || u == Upos::part;
  }

  // "X said in a statement that C", "X said C", where the parser lost the clause: from "that", or
  // from the cue on, if what follows holds a finite verb.
  bool rest_of_sentence() {
    const Cue* row = c_.lexicon.best(key_, CuePos::verb, kFrameThat);
    const std::uint32_t thing = tree_.child(v_, {Deprel::obj});
    if (row == nullptr || row->strength < kSureVerb || passive() ||
        (thing != Tree::kNone && telling_noun(thing)) ||
        find_sayer(tree_, v_).token == Tree::kNone) {
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
      if (tree_.lower(t) == "that" && t + 1 < end && tree_.upos(t + 1) != Upos::noun) {
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
  [[nodiscard]] bool finite_verb(TokenRange r) const {
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
  [[nodiscard]] bool parting(std::uint32_t t) const {
    const std::string_view w = tree_.lower(t);
    return w == "," || w == "–" || w == "—" || w == "--" || w == "-" || w == "?" || w == "!" ||
           (tree_.upos(t) == Upos::punct && c_.quotes.inside(t));
  }

  // plans to C; urged X to C; is believed to C; seems to C
  bool to_infinitive() {
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
    if (content == Tree::kNone) {
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

  // urged X to C, where the parser hangs the infinitive on X
  bool urged_object() {
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

  // calls X Y; describes X as Y; what X calls Y
  bool naming() {
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
  bool named_in_quotes(std::uint32_t object) {
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

  // Words in quotation marks that the tree does not tie to the verb.
  bool quote_beside() {
    if (c_.lexicon.best(key_, CuePos::verb, kFrameThat | kFrameQuote) == nullptr ||
        c_.quotes.inside(v_)) {
      return false;
    }
    const std::uint32_t left = find_quote(v_, false), right = find_quote(v_, true);
    const std::uint32_t row = right != Quotes::kNone ? right : left;
    if (row == Quotes::kNone) {
      return false;
    }
    p_.paint(c_.quotes.all()[row].tokens, kContent);
    p_.quote = true;
    return take(kFrameQuote, Tree::kNone, kUnknownOther);
  }

  // The nearest quotation of four tokens or more within ten tokens of `from`.
  [[nodiscard]] std::uint32_t find_quote(std::uint32_t from, bool right) const {
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
  bool next_sentence() {
    const Cue* row = c_.lexicon.best(key_, CuePos::verb, kFrameThat | kFrameQuote);
    const bool speaks =
        row != nullptr && row->act == ClaimAct::speech && row->strength >= kSureVerb;
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
    }
    if (words.empty() || words.size() > Proposal::kReach || words.contains(v_)) {
      return false;
    }
    p_.window = {std::min(p_.window.begin, words.begin), std::max(p_.window.end, words.end)};
    p_.label.assign(p_.window.size(), kOut);
    p_.paint(words, kContent);
    p_.quote = true;
    return take(kFrameQuote, Tree::kNone, 0);
  }

  // The tokens of the paragraph that begins at `t`.
  [[nodiscard]] TokenRange block_from(std::uint32_t t) const {
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
  [[nodiscard]] bool same_block(std::uint32_t t) const {
    const auto& sentences = c_.document.sentences;
    const auto& of = c_.document.tokens.sentence;
    return sentences[of[t]].block == sentences[of[t - 1]].block;
  }

  // A known word with a phrase that none of its frames has: left to the learned score.
  bool loose_phrase() {
    const std::uint32_t frames = c_.lexicon.frames(key_, CuePos::verb);
    if (frames == 0) {
      return false;
    }
    for (const std::uint32_t k : c_.document.children.of(v_)) {
      const Deprel rel = tree_.rel(k);
      if (k > v_ &&
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

  // called for C; warned against C
  bool preposition() {
    const std::uint32_t frames = c_.lexicon.frames(key_, CuePos::verb);
    for (const std::uint32_t c : c_.document.children.of(v_)) {
      const Deprel rel = tree_.rel(c);
      if (c < v_ || (base_relation(rel) != Deprel::obl && rel != Deprel::advcl)) {
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
  [[nodiscard]] bool introduced_by(std::uint32_t phrase, std::string_view word) const {
    for (const std::uint32_t m : c_.document.children.of(phrase)) {
      if (m < phrase && (tree_.rel(m) == Deprel::case_ || tree_.rel(m) == Deprel::mark) &&
          tree_.lower(m) == word) {
        return word != "to" || tree_.rel(m) == Deprel::case_;
      }
    }
    return false;
  }

  // "made clear its intention to C": the noun is the cue, and the verb only carries it.
  [[nodiscard]] bool carries_noun(std::uint32_t noun) const {
    if (tree_.upos(noun) != Upos::noun || noun < v_ ||
        c_.lexicon.best(fold(noun), CuePos::noun, kFrameTo | kFrameThat) == nullptr) {
      return false;
    }
    const std::uint32_t owner = tree_.child(noun, {Deprel::nmod_poss});
    const std::uint32_t clause = tree_.child(noun, {Deprel::acl, Deprel::ccomp, Deprel::xcomp});
    return clause != Tree::kNone && owner != Tree::kNone && tree_.upos(owner) == Upos::pron;
  }

  // "denied a claim by X that C": the noun tells for somebody else, and is no part of the cue.
  [[nodiscard]] bool telling_noun(std::uint32_t noun) const {
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

  // condemned C
  bool object() {
    const bool is_passive = passive();
    const std::uint32_t content = tree_.child(v_, {is_passive ? Deprel::nsubj_pass : Deprel::obj});
    if (content == Tree::kNone || carries_noun(content)) {
      return false;
    }
    p_.paint_below(tree_, content, kContent);
    take(kFrameNp, content, kUnknownOther);
    p_.sure_cue = telling_noun(content);
    if (is_passive && tree_.child(v_, {Deprel::obl_agent}) == Tree::kNone) {
      p_.prior *= 0.2F;
    }
    return true;
  }

  // "was quoted as saying": the cue begins with the auxiliary of the verb above.
  void quoted_as() {
    if (tree_.is_root(v_)) {
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

  // A quotation that the content touches belongs to it whole.
  void whole_quotes() {
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
  [[nodiscard]] bool added_telling(std::uint32_t t) const {
    if (c_.document.tokens.xpos[t] != Xpos::vbg || t == 0 || tree_.rel(t) != Deprel::advcl ||
        tree_.lower(t - 1) != "," || tree_.subject(t) != Tree::kNone) {
      return false;
    }
    const Cue* row = c_.lexicon.best(fold(t), CuePos::verb, kFrameThat | kFrameQuote);
    return row != nullptr && row->act == ClaimAct::speech && row->strength >= kSureVerb;
  }

  void cut_added() {
    for (std::uint32_t t = v_ + 1; t < p_.window.end; ++t) {
      if (p_.at(t) == kContent && added_telling(t)) {
        p_.paint({t - 1, p_.window.end}, kOut);
        return;
      }
    }
  }

  [[nodiscard]] Sayer sayer() const {
    Sayer found = find_sayer(tree_, v_);
    if (!added_telling(v_)) {
      return found;
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

  void settle() {
    whole_quotes();
    cut_added();
    const bool hedge = p_.frame == kFramePassiveTo || p_.frame == kFrameSeem;
    if (!words_beside_.empty()) {
      p_.paint(words_beside_, kSource);
      p_.sure_source = true;
      p_.source_head = words_beside_.begin > v_ ? v_ + 1 : v_ - 1;
    } else if (!hedge) {
      paint_source(tree_, p_, sayer());
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
    quoted_as();
    if (!p_.has(kSource) && !hedge && !passive() && !p_.quote) {
      p_.prior *= 0.4F;
    }
  }

  const Context& c_;
  const Tree& tree_;
  std::uint32_t v_;
  Proposal& p_;
  FoldHash key_;
  std::uint32_t phrase_end_ = 0;
  TokenRange words_beside_;  // source found by its place alone
};

}  // namespace

bool propose_verb(const Context& context, std::uint32_t token, Proposal& proposal) {
  return Verb(context, token, proposal).run();
}

}  // namespace sayso::claims
