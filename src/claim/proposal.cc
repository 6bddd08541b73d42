// SPDX-License-Identifier: Apache-2.0
#include "claim/proposal.h"

#include <algorithm>

namespace sayso::claims {

void Proposal::begin(const Context& context, std::uint32_t token) {
  head = token;
  source_head = content_head = Tree::kNone;
  const TokenRange sentence = context.document.sentence_tokens(token);
  window.begin = std::max(sentence.begin, token > kReach ? token - kReach : 0);
  window.end = std::min(sentence.end, token + kReach);
  label.assign(window.size(), kOut);
  cue = nullptr;
  ends = silent = Tree::kNone;
  frame = kFrameThat;
  prior = 0;
  quote = sure_cue = sure_source = sure_labels = told_after = shared_source = false;
}

void Proposal::paint(TokenRange tokens, Label with) {
  const std::uint32_t from = std::max(tokens.begin, window.begin);
  const std::uint32_t to = std::min(tokens.end, window.end);
  for (std::uint32_t t = from; t < to; ++t) {
    label[t - window.begin] = with;
  }
}

void Proposal::paint_below(const Tree& tree, std::uint32_t top, Label with) {
  const TokenRange extent = tree.extent(top);
  const std::uint32_t from = std::max(extent.begin, window.begin);
  const std::uint32_t to = std::min(extent.end, window.end);
  for (std::uint32_t t = from; t < to; ++t) {
    if (tree.below(t, top)) {
      label[t - window.begin] = with;
    }
  }
}

bool Proposal::has(Label wanted) const {
  return std::find(label.begin(), label.end(), wanted) != label.end();
}

namespace {

Sayer up(Sayer sayer) {
  sayer.shared = true;
  return sayer;
}

bool infinitive(const Tree& tree, std::uint32_t t) {
  for (const std::uint32_t c : tree.document().children.of(t)) {
    if (c < t && tree.rel(c) == Deprel::mark && tree.lower(c) == "to") {
      return true;
    }
  }
  return false;
}

Sayer find(const Tree& tree, std::uint32_t t, int depth) {
  if (const std::uint32_t agent = tree.child(t, {Deprel::obl_agent}); agent != Tree::kNone) {
    return {agent, false};
  }
  const std::uint32_t subject = tree.subject(t);
  if (subject != Tree::kNone) {
    const bool passive = tree.rel(subject) == Deprel::nsubj_pass;
    if (!passive || depth > 0) {
      return {subject, depth > 0};
    }
    return {};
  }
  if (tree.is_root(t) || depth > 5) {
    return {};
  }
  const std::uint32_t h = tree.head(t);
  switch (tree.rel(t)) {
    case Deprel::conj:
    case Deprel::advcl:
    case Deprel::parataxis:
      return up(find(tree, h, depth + 1));
    case Deprel::xcomp:
      if (const std::uint32_t object = tree.child(h, {Deprel::obj, Deprel::iobj});
          object != Tree::kNone && infinitive(tree, t)) {
        return {object, true};
      }
      return up(find(tree, h, depth + 1));
    case Deprel::ccomp:
      return tree.upos(h) == Upos::verb ? up(find(tree, h, depth + 1)) : Sayer{};
    case Deprel::acl:
      // "the town considered lost": those who consider it are not named.
      if (tree.document().tokens.xpos[t] == Xpos::vbn) {
        return {};
      }
      // "Russia's attempts to portray C": whose attempts they are
      if (const std::uint32_t owner = tree.child(h, {Deprel::nmod_poss});
          owner != Tree::kNone && infinitive(tree, t)) {
        return {owner, true};
      }
      return {h, true};
    case Deprel::acl_relcl:
      return {h, true};
    default:
      return {};
  }
}

}  // namespace

Sayer find_sayer(const Tree& tree, std::uint32_t token) {
  return find(tree, token, 0);
}

void paint_source(const Tree& tree, Proposal& p, Sayer sayer) {
  if (sayer.token == Tree::kNone || !p.in_window(sayer.token)) {
    return;
  }
  p.source_head = sayer.token;
  p.shared_source = sayer.shared;
  const TokenRange extent = tree.extent(sayer.token);
  // The clause that hangs on the source and holds the cue is no part of the source.
  std::uint32_t clause = p.head;
  if (tree.below(p.head, sayer.token)) {
    while (clause != sayer.token && tree.head(clause) != sayer.token) {
      clause = tree.head(clause);
    }
  }
  // What stands before a noun is its determiner, adjectives, names, owner; anything else there is
  // a clause that the parser tied to it: "The bridge was hit, officials said".
  const auto strays = [&](std::uint32_t t) {
    if (t >= sayer.token) {
      return false;
    }
    while (tree.head(t) != sayer.token) {
      t = tree.head(t);
    }
    switch (base_relation(tree.rel(t))) {
      case Deprel::nsubj:
      case Deprel::csubj:
      case Deprel::ccomp:
      case Deprel::parataxis:
      case Deprel::dislocated:
      case Deprel::advcl:
      case Deprel::acl:
      case Deprel::obl:
      case Deprel::cop:
        return true;
      default:
        return false;
    }
  };
  const bool holds_cue = clause != p.head || tree.head(p.head) == sayer.token;
  for (std::uint32_t t = std::max(extent.begin, p.window.begin);
       t < std::min(extent.end, p.window.end); ++t) {
    if (!tree.below(t, sayer.token) || (holds_cue && tree.below(t, clause)) || strays(t)) {
      continue;
    }
    // "by", "from" belong to the cue's side, not to the source.
    if (tree.head(t) == sayer.token && tree.rel(t) == Deprel::case_ && t < sayer.token) {
      continue;
    }
    p.label[t - p.window.begin] = kSource;
  }
}

void paint_cue(const Tree& tree, Proposal& p) {
  p.paint({p.head, p.head + 1}, kCue);
  for (std::uint32_t t = p.head; t-- > p.window.begin;) {
    const Deprel rel = tree.rel(t);
    const bool mine = tree.head(t) == p.head || tree.rel(p.head) == Deprel::conj;
    const bool aux = rel == Deprel::aux || rel == Deprel::aux_pass || rel == Deprel::cop;
    const bool adverb =
        rel == Deprel::advmod && (tree.upos(t) == Upos::adv || tree.upos(t) == Upos::part);
    if (!mine || (!aux && !adverb) || p.at(t) == kSource) {
      break;
    }
    p.paint({t, t + 1}, kCue);
  }
  for (const std::uint32_t c : tree.document().children.of(p.head)) {
    if (tree.rel(c) == Deprel::compound_prt) {
      p.paint({c, c + 1}, kCue);
    }
  }
}

// "seemed to think that C", "attempts to portray C": the claim is that of the inner verb.
bool tells_itself(const Context& c, std::uint32_t clause) {
  const Tree& tree = c.tree;
  if (tree.upos(clause) != Upos::verb || tree.child(clause, {Deprel::aux_pass}) != Tree::kNone) {
    return false;
  }
  const std::uint32_t told = tree.child(clause, {Deprel::ccomp, Deprel::obj, Deprel::xcomp});
  if (told == Tree::kNone) {
    return false;
  }
  const std::uint32_t loose =
      tree.rel(told) == Deprel::ccomp ? 0U : kFrameNp | kFrameTo | kFrameObjTo | kFrameName;
  const Cue* row = c.lexicon.best(c.document.symbols.fold(c.document.tokens.lemma[clause]),
                                  CuePos::verb, kFrameThat | kFrameQuote | loose);
  constexpr float kTells = 0.6F;
  return row != nullptr && row->strength >= kTells;
}

std::uint32_t carried_by_noun(const Context& c, std::uint32_t verb) {
  const Tree& tree = c.tree;
  if (tree.is_root(verb) || tree.rel(verb) != Deprel::acl || !infinitive(tree, verb) ||
      !tells_itself(c, verb)) {
    return Tree::kNone;
  }
  const std::uint32_t noun = tree.head(verb);
  const bool cue = c.lexicon.best(c.document.symbols.fold(c.document.tokens.lemma[noun]),
                                  CuePos::noun, kFrameTo) != nullptr;
  constexpr std::uint32_t kNear = 4;
  return cue && tree.child(noun, {Deprel::nmod_poss}) != Tree::kNone && noun < verb &&
                 verb - noun < kNear
             ? noun
             : Tree::kNone;
}

namespace {

// "Imagine that C", "don't forget C": the bare verb without anybody who does it.
bool imperative(const Context& c, const Proposal& p) {
  const Tree& tree = c.tree;
  const BlockKind block = c.document.block_kind(p.head);
  if (c.document.tokens.xpos[p.head] != Xpos::vb || p.told_after || p.has(kSource) ||
      tree.subject(p.head) != Tree::kNone || block == BlockKind::headline) {
    return false;
  }
  for (const std::uint32_t k : c.document.children.of(p.head)) {
    const Deprel rel = tree.rel(k);
    if (k < p.head && (rel == Deprel::mark || rel == Deprel::aux || rel == Deprel::aux_pass) &&
        tree.lemma(k) != "do") {
      return false;
    }
  }
  const Deprel rel = tree.rel(p.head);
  return tree.is_root(p.head) || rel == Deprel::ccomp || rel == Deprel::parataxis;
}

}  // namespace

namespace {

// "companies that want to sell", "those wanting to help": who is meant, not what anybody said.
bool tells_apart(const Context& c, const Proposal& p) {
  const Tree& tree = c.tree;
  if (p.cue == nullptr || p.cue->act != ClaimAct::intention || tree.is_root(p.head)) {
    return false;
  }
  const Deprel rel = tree.rel(p.head);
  const bool participle = rel == Deprel::acl && c.document.tokens.xpos[p.head] == Xpos::vbg;
  if (rel != Deprel::acl_relcl && !participle) {
    return false;
  }
  const std::uint32_t noun = tree.head(p.head);
  const Xpos x = c.document.tokens.xpos[noun];
  const std::uint32_t first = tree.extent(p.head).begin;
  if (noun >= p.head || (x != Xpos::nns && x != Xpos::dt) ||
      (first > 0 && tree.lower(first - 1) == ",")) {
    return false;
  }
  const std::uint32_t article = tree.child(noun, {Deprel::det});
  return article == Tree::kNone || tree.lower(article) != "the";
}

}  // namespace

namespace {

// "Saying no is the hard part": the act, told by nobody.
bool act_itself(const Context& c, const Proposal& p) {
  const std::uint32_t v = p.head;
  const Deprel rel = c.tree.rel(v);
  const std::uint32_t first = c.document.sentence_tokens(v).begin;
  const std::uint32_t quote = c.quotes.of(v);
  const bool leads =
      v == first || (quote != Quotes::kNone && c.quotes.all()[quote].tokens.begin + 1 == v);
  if (!leads || c.document.tokens.xpos[v] != Xpos::vbg || c.tree.upos(v) != Upos::verb ||
      (rel != Deprel::ccomp && rel != Deprel::csubj && rel != Deprel::csubj_pass)) {
    return false;
  }
  for (const std::uint32_t k : c.document.children.of(v)) {
    const Deprel r = base_relation(c.tree.rel(k));
    if (k < v && (r == Deprel::aux || r == Deprel::mark || r == Deprel::case_ ||
                  r == Deprel::nsubj || r == Deprel::advmod)) {
      return false;
    }
  }
  return true;
}

}  // namespace

namespace {

const Mention* mention_at(const Context& c, std::uint32_t head) {
  const auto& mentions = c.document.mentions;
  auto at = std::upper_bound(mentions.begin(), mentions.end(), head,
                             [](std::uint32_t t, const Mention& m) { return t < m.tokens.begin; });
  for (int steps = 0; at != mentions.begin() && steps < 8; ++steps) {
    --at;
    if (at->head.value == head) {
      return &*at;
    }
  }
  return nullptr;
}

// "The rebels attacked a convoy": words of blame for a thing that words do not hit.
bool strikes_thing(const Context& c, const Proposal& p) {
  if (p.frame != kFrameNp || p.cue == nullptr || p.cue->pos != CuePos::verb || !p.cue->blames ||
      p.content_head == Tree::kNone) {
    return false;
  }
  const Mention* what = mention_at(c, p.content_head);
  return what != nullptr &&
         (what->kind == MentionKind::facility || what->kind == MentionKind::vehicle ||
          what->kind == MentionKind::weapon ||
          (what->kind == MentionKind::place && what->form == MentionForm::nominal));
}

}  // namespace

bool nobody_says(const Context& c, const Proposal& p) {
  if (p.frame == kFrameHeadline || p.frame == kFrameAccording) {
    return false;
  }
  if (act_itself(c, p) || strikes_thing(c, p)) {
    return true;
  }
  if (p.source_head == Tree::kNone) {
    return imperative(c, p);
  }
  if (tells_apart(c, p)) {
    return true;
  }
  std::uint32_t who = p.source_head;
  const Xpos pronoun = c.document.tokens.xpos[who];
  if ((pronoun == Xpos::wp || pronoun == Xpos::wdt) && c.tree.rel(p.head) == Deprel::acl_relcl) {
    who = c.tree.head(p.head);  // "anyone who hopes"
  }
  const FoldHash fold = c.document.symbols.fold(c.document.tokens.lemma[who]);
  if (c.lexicon.source_noun(fold).kind != SourceKind::nobody) {
    return false;
  }
  // "You said C" is said to somebody and holds; "you know", "you would say" holds for all.
  const Xpos x = c.document.tokens.xpos[p.head];
  const bool past = x == Xpos::vbd || x == Xpos::vbn;
  return !past || p.cue == nullptr || p.cue->act != ClaimAct::speech;
}

bool propose(const Context& context, std::uint32_t token, Proposal& proposal) {
  const Tree& tree = context.tree;
  switch (tree.upos(token)) {
    case Upos::verb:
      return tree.lower(token) == "according" ? propose_according(context, token, proposal)
                                              : propose_verb(context, token, proposal);
    case Upos::adp:
      return (tree.lower(token) == "according" ||
              context.lexicon.best(
                  context.document.symbols.fold(context.document.tokens.lower[token]), CuePos::adp,
                  kFrameAccording) != nullptr) &&
             propose_according(context, token, proposal);
    case Upos::noun:
      return propose_noun(context, token, proposal);
    case Upos::adj:
      return propose_adjective(context, token, proposal);
    case Upos::adv:
      return propose_adverb(context, token, proposal);
    case Upos::punct:
      return propose_headline(context, token, proposal);
    default:
      return false;
  }
}

}  // namespace sayso::claims
