// SPDX-License-Identifier: Apache-2.0
#include "claim/features.h"

#include <algorithm>

namespace sayso::claims {
namespace {

std::uint64_t number(auto value) {
  return static_cast<std::uint64_t>(value) + 1;
}

std::uint64_t pack(std::uint64_t a, std::uint64_t b, std::uint64_t c = 0, std::uint64_t d = 0) {
  return a | b << 8U | c << 16U | d << 24U;
}

std::uint64_t word(const Context& c, std::uint32_t t) {
  return c.document.symbols.hash(c.document.tokens.lower[t]);
}
std::uint64_t lemma(const Context& c, std::uint32_t t) {
  return c.document.symbols.hash(c.document.tokens.lemma[t]);
}

std::uint64_t bin(std::uint32_t n) {
  return n < 4 ? n : n < 6 ? 4 : n < 10 ? 5 : n < 20 ? 6 : n < 40 ? 7 : 8;
}

// Kind of the mention whose head this is: who may speak.
std::uint64_t mention_kind(const Context& c, std::uint32_t t) {
  const auto& mentions = c.document.mentions;
  auto at = std::upper_bound(mentions.begin(), mentions.end(), t,
                             [](std::uint32_t x, const Mention& m) { return x < m.tokens.begin; });
  for (int steps = 0; at != mentions.begin() && steps < 8; ++steps) {
    --at;
    if (at->head.value == t) {
      return 1 + static_cast<std::uint64_t>(at->kind) * 4 + static_cast<std::uint64_t>(at->form);
    }
  }
  return 0;
}

// What the content looks like, whatever its words: 1 none, 2 no finite verb, 3 one only in a
// relative clause or behind a comma, 4 a clause; and how it opens.
std::uint64_t content_form(const Context& c, const Proposal& p) {
  const TokenTable& tokens = c.document.tokens;
  std::uint64_t form = 1, opens = 0;
  bool broken = false;
  for (std::uint32_t t = p.window.begin; t < p.window.end; ++t) {
    if (p.at(t) != kContent) {
      continue;
    }
    const Xpos x = tokens.xpos[t];
    const std::string_view w = c.tree.lower(t);
    if (form == 1) {
      opens = w == "that"                                                      ? 1
              : w == "to"                                                      ? 2
              : x == Xpos::wp || x == Xpos::wrb || w == "if" || w == "whether" ? 3
              : c.quotes.inside(t)                                             ? 4
                                                                               : 5;
      form = 2;
    } else if (w == "," || x == Xpos::wp || x == Xpos::wdt) {
      broken = true;
    }
    if (x == Xpos::vbd || x == Xpos::vbz || x == Xpos::vbp || x == Xpos::md) {
      form = std::max<std::uint64_t>(form, broken ? 3 : 4);
    }
  }
  return pack(form, opens);
}

}  // namespace

void accept_features(const Context& c, const Proposal& p, FeatureList& f) {
  const Tree& tree = c.tree;
  const TokenTable& tokens = c.document.tokens;
  const std::uint32_t v = p.head;
  const TokenRange sentence = c.document.sentence_tokens(v);
  const std::uint64_t space = kSpaceAccept;
  f.clear();
  const std::uint64_t lem = lemma(c, v);
  const std::uint64_t pos = pack(number(tokens.xpos[v]), number(tokens.upos[v]));
  const std::uint64_t frame = p.frame;
  const std::uint64_t known = p.cue == nullptr
                                  ? 0
                                  : pack(number(p.cue->act), number(p.cue->stance),
                                         static_cast<std::uint64_t>(p.cue->strength * 10) + 1);
  const std::uint64_t rel = number(tree.rel(v));
  const bool has_source = p.source_head != Tree::kNone;
  const std::uint64_t source_word = has_source ? word(c, p.source_head) : 1;
  const std::uint64_t source_kind = has_source ? mention_kind(c, p.source_head) : 99;
  const std::uint64_t source_pos =
      has_source ? pack(number(tree.upos(p.source_head)), p.shared_source ? 2 : 1) : 0;
  const bool in_quote = c.quotes.inside(v);
  const std::uint64_t quote = pack(p.quote ? 2 : 1, in_quote ? 2 : 1);
  const std::uint64_t content =
      p.content_head != Tree::kNone
          ? pack(number(tree.upos(p.content_head)), number(tree.rel(p.content_head)))
          : 0;
  const std::uint64_t content_word = p.content_head != Tree::kNone ? lemma(c, p.content_head) : 1;
  const std::uint64_t block = number(c.document.block_kind(v));

  f.add(space);
  f.add(space, lem);
  f.add(space, lem, frame);
  f.add(space, lem, pos);
  f.add(space, lem, pack(source_pos, quote) + frame * 65536);
  f.add(space, frame, pos);
  f.add(space, frame, known);
  f.add(space, known, source_pos);
  f.add(space, known, source_kind);
  f.add(space, frame, source_kind);
  f.add(space, source_word, frame);
  f.add(space, source_word, lem);
  f.add(space, source_kind, pos);
  f.add(space, quote, frame);
  f.add(space, quote, lem);
  f.add(space, content, frame);
  f.add(space, content, lem);
  f.add(space, content_word, lem);
  f.add(space, content_word, frame);
  f.add(space, rel, pos);
  f.add(space, rel, lem);
  f.add(space, rel, frame);
  f.add(space, block, frame);
  f.add(space, block, lem);
  f.add(space, static_cast<std::uint64_t>(p.prior * 20), frame);
  // What governs it, and what stands around it.
  const bool root = tree.is_root(v);
  f.add(space, root ? 1 : lemma(c, tree.head(v)), rel);
  f.add(space, root ? 1 : lemma(c, tree.head(v)), lem);
  f.add(space, root ? 1 : pack(number(tree.upos(tree.head(v))), rel), frame);
  const std::uint64_t before = v > sentence.begin ? word(c, v - 1) : 1;
  const std::uint64_t after = v + 1 < sentence.end ? word(c, v + 1) : 1;
  const std::uint64_t after2 = v + 2 < sentence.end ? word(c, v + 2) : 1;
  f.add(space, before);
  f.add(space, before, lem);
  f.add(space, after);
  f.add(space, after, lem);
  f.add(space, after, after2);
  f.add(space, after2, lem);
  std::uint64_t shape = 0, helpers = 0;
  for (const std::uint32_t k : c.document.children.of(v)) {
    shape |= std::uint64_t{1} << static_cast<unsigned>(tree.rel(k));
    if (tree.rel(k) == Deprel::aux || tree.rel(k) == Deprel::aux_pass ||
        tree.rel(k) == Deprel::cop) {
      helpers = feature_hash(helpers, word(c, k));
    }
    if (tree.upos(k) == Upos::part || (tree.rel(k) == Deprel::advmod && k < v)) {
      helpers = feature_hash(helpers, word(c, k), 7);
    }
  }
  f.add(space, shape);
  f.add(space, shape, lem);
  f.add(space, helpers, pos);
  f.add(space, helpers, lem);
  f.add(space, helpers, frame);
  // How much content, where in the sentence.
  std::uint32_t content_tokens = 0, source_tokens = 0;
  for (const std::uint8_t l : p.label) {
    content_tokens += l == kContent ? 1 : 0;
    source_tokens += l == kSource ? 1 : 0;
  }
  f.add(space, bin(content_tokens), frame);
  f.add(space, bin(content_tokens), lem);
  f.add(space, bin(source_tokens), frame);
  f.add(space, bin(v - sentence.begin), frame);
  f.add(space, bin(sentence.size()), frame);
  // The clause the cue stands in: how deep, under what.
  std::uint64_t chain = 0;
  std::uint32_t at = v;
  for (int depth = 0; depth < 3 && !tree.is_root(at); ++depth) {
    chain = feature_hash(chain, number(tree.rel(at)));
    at = tree.head(at);
  }
  f.add(space, chain, frame);
  f.add(space, chain, pos);
  // Who the source is: of the nouns for persons and bodies, a document, a pronoun; its words.
  std::uint64_t nature = 0;
  if (has_source) {
    const FoldHash fold = c.document.symbols.fold(tokens.lemma[p.source_head]);
    nature = pack(number(c.lexicon.source_noun(fold).kind), c.lexicon.is_agent(fold) ? 2 : 1,
                  number(tokens.xpos[p.source_head]), p.source_head < v ? 2 : 1);
  }
  f.add(space, nature, frame);
  f.add(space, nature, lem);
  f.add(space, nature, known);
  f.add(space, nature, pos);
  f.add(space, known, pos);
  f.add(space, known, content);
  f.add(space, known, quote);
  f.add(space, known, rel);
  f.add(space, feature_hash(known, frame), feature_hash(source_kind, pos));
  f.add(space, feature_hash(content, frame), feature_hash(source_kind, quote));
  f.add(space, after, frame);
  f.add(space, content_word);
  f.add(space, pack(has_source ? 2 : 1, p.shared_source ? 2 : 1, p.told_after ? 2 : 1), frame);
  const std::uint64_t next_verb = block == 0
                                      ? 0
                                      : pack(content_tokens > 0 ? bin(content_tokens) : 0,
                                             source_tokens > 0 ? bin(source_tokens) : 0, quote);
  f.add(space, next_verb, lem);
  // The content without its words: a clause or a thing, and what kind of thing.
  const std::uint64_t form = content_form(c, p);
  std::uint64_t thing = 0;
  if (p.content_head != Tree::kNone) {
    const FoldHash fold = c.document.symbols.fold(tokens.lemma[p.content_head]);
    thing = pack(mention_kind(c, p.content_head), c.lexicon.is_agent(fold) ? 2 : 1,
                 c.lexicon.frames(fold, CuePos::noun) != 0 ? 2 : 1,
                 number(c.lexicon.source_noun(fold).kind));
  }
  f.add(space, feature_hash(form, 91), frame);
  f.add(space, feature_hash(form, 91), lem);
  f.add(space, feature_hash(form, 91), known);
  f.add(space, feature_hash(form, source_kind, 91), known);
  f.add(space, feature_hash(form, nature, 91), pos);
  f.add(space, feature_hash(thing, 92), frame);
  f.add(space, feature_hash(thing, 92), known);
  f.add(space, feature_hash(thing, form, 92), source_kind);
}

LabelFeatures::LabelFeatures(const Context& context, const Proposal& proposal,
                             std::vector<std::uint32_t>& ancestors,
                             std::vector<std::uint32_t>& commas)
    : c_(context), tree_(context.tree), p_(proposal), ancestors_(ancestors), commas_(commas) {
  ancestors_.assign(1, p_.head);
  constexpr std::size_t kMost = 24;
  while (!tree_.is_root(ancestors_.back()) && ancestors_.size() < kMost) {
    ancestors_.push_back(tree_.head(ancestors_.back()));
  }
  lemma_ = lemma(c_, p_.head);
  commas_.resize(p_.window.size());
  std::uint32_t seen = 0;
  for (std::uint32_t t = p_.window.begin; t < p_.window.end; ++t) {
    commas_[t - p_.window.begin] = seen;
    seen += tree_.lower(t) == "," ? 1U : 0U;
  }
}

std::uint64_t LabelFeatures::rule(std::uint32_t t) const {
  return p_.in_window(t) ? p_.at(t) + 1U : 0U;
}

void LabelFeatures::emission(std::uint32_t t, FeatureList& f) const {
  const TokenTable& tokens = c_.document.tokens;
  const std::uint64_t space = kSpaceLabel;
  f.clear();
  // The way from t up to an ancestor of the cue (or the cue), then down to the cue.
  std::uint64_t path = 0, branch = 0;
  std::uint32_t at = t, child = t;
  int steps = 0;
  while (!tree_.below(p_.head, at) && steps < 12) {
    path = feature_hash(path, number(tree_.rel(at)));
    branch = number(tree_.rel(at));
    child = at;
    at = tree_.head(at);
    ++steps;
  }
  std::uint32_t up = 0;
  while (up < ancestors_.size() && ancestors_[up] != at) {
    path = feature_hash(path, 100 + number(tree_.rel(ancestors_[up])));
    ++up;
  }
  const std::uint64_t side = t < p_.head ? 1 : t == p_.head ? 2 : 3;
  const std::uint32_t distance = t < p_.head ? p_.head - t : t - p_.head;
  const std::uint64_t where = pack(branch, std::min(up, 4U), side);
  const std::uint64_t r = rule(t), before = t > 0 ? rule(t - 1) : 0, after = rule(t + 1);
  const std::uint64_t upos = number(tokens.upos[t]), rel = number(tree_.rel(t));
  const std::uint64_t w = word(c_, t);
  const bool first = !p_.in_window(t - 1) || t == p_.window.begin, last = t + 1 >= p_.window.end;
  const std::uint64_t w_before = first ? 1 : word(c_, t - 1), w_after = last ? 2 : word(c_, t + 1);
  const std::uint64_t u_before = first ? 0 : number(tokens.upos[t - 1]);
  const std::uint64_t u_after = last ? 0 : number(tokens.upos[t + 1]);
  const std::uint32_t quote = c_.quotes.of(t);
  const std::uint64_t quoted = quote == Quotes::kNone                     ? 1
                               : quote == c_.quotes.of(p_.head)           ? 2
                               : c_.quotes.all()[quote].tokens.size() < 8 ? 3
                                                                          : 4;
  const std::uint64_t frame = p_.frame;
  const std::uint64_t head_rule = tree_.is_root(t) ? 9 : rule(tree_.head(t));

  f.add(space, r);
  f.add(space, pack(r, before, after));
  f.add(space, pack(r, before, after, upos));
  f.add(space, path);
  f.add(space, path, r);
  f.add(space, path, upos);
  f.add(space, where);
  f.add(space, where, lemma_);
  f.add(space, where, frame);
  f.add(space, where, pack(r, quoted));
  f.add(space, w, pack(r, side));
  f.add(space, w, pack(side, bin(distance)));
  f.add(space, w, branch);
  f.add(space, pack(upos, u_before, u_after));
  f.add(space, pack(upos, u_before, u_after), r);
  f.add(space, w, w_before);
  f.add(space, w, w_after);
  f.add(space, w_after, r);
  f.add(space, w_before, r);
  f.add(space, pack(quoted, r, side), frame);
  f.add(space, pack(quoted, r, p_.quote ? 2 : 1));
  f.add(space, pack(rel, upos, tree_.head(t) == p_.head ? 2 : 1, r));
  f.add(space, pack(rel, tree_.is_root(t) ? 0 : number(tree_.rel(tree_.head(t))), r));
  f.add(space, pack(rel, head_rule, r), upos);
  f.add(space, pack(branch, tree_.extent(child).begin == t ? 2 : 1,
                    tree_.extent(child).end == t + 1 ? 2 : 1, side));
  f.add(space, pack(side, bin(distance), upos, r));
  f.add(space, lemma_, w);
  f.add(space, lemma_, pack(r, side));
  f.add(space, lemma_, pack(distance < 3 ? distance : 3, upos, side, rel));
  f.add(space, frame, pack(r, upos));
  f.add(space, pack(first ? 2 : 1, last ? 2 : 1, upos, r));
  f.add(space, pack(static_cast<std::uint64_t>(steps), std::min(up, 6U), r, side));
  const std::uint64_t commas = std::min<std::uint32_t>(
      3, t < p_.head ? commas_[p_.head - p_.window.begin] - commas_[t - p_.window.begin]
                     : commas_[t - p_.window.begin] - commas_[p_.head - p_.window.begin]);
  f.add(space, pack(commas, side, r));
  f.add(space, pack(commas, side, r, upos), branch);
  f.add(space, pack(commas, side, r), lemma_);
  // Where t stands to the source the rules found.
  if (p_.source_head != Tree::kNone) {
    const bool below = tree_.below(t, p_.source_head);
    std::uint64_t link = t == p_.source_head ? 1 : 2;
    std::uint32_t s = t;
    for (int k = 0; below && k < 3 && s != p_.source_head; ++k) {
      link = feature_hash(link, number(tree_.rel(s)));
      s = tree_.head(s);
    }
    f.add(space, link, pack(below ? 2 : 1, r, t < p_.source_head ? 1 : 2));
    f.add(space, pack(below ? 2 : 1, r, p_.shared_source ? 2 : 1), number(tree_.rel(p_.head)));
  } else {
    f.add(space, pack(r, upos), 1);
    f.add(space, r, number(tree_.rel(p_.head)));
  }
  if (p_.content_head != Tree::kNone) {
    const bool below = tree_.below(t, p_.content_head);
    f.add(space, pack(below ? 2 : 1, tree_.head(t) == p_.content_head ? rel : 0, r, upos));
    f.add(space, pack(below ? 2 : 1, t < p_.content_head ? 1 : 2, r), w);
  }
}

std::uint64_t LabelFeatures::stand(std::uint32_t t) const {
  if (t == p_.head) {
    return 1;
  }
  if (tree_.below(p_.head, t)) {
    return 2;  // above the cue
  }
  if (t == p_.content_head) {
    return 3;
  }
  if (t == p_.source_head) {
    return 4;
  }
  const std::uint32_t h = tree_.is_root(t) ? t : tree_.head(t);
  if (h == p_.head) {
    return 5;
  }
  if (p_.content_head != Tree::kNone && tree_.below(t, p_.content_head)) {
    return h == p_.content_head ? 6 : 7;
  }
  if (p_.source_head != Tree::kNone && tree_.below(t, p_.source_head)) {
    return h == p_.source_head ? 8 : 9;
  }
  if (tree_.below(p_.head, h)) {
    return !ancestors_.empty() && ancestors_.size() > 1 && h == ancestors_[1] ? 10 : 11;
  }
  return tree_.below(t, p_.head) ? 12 : 13;
}

std::uint32_t LabelFeatures::widest(std::uint32_t t, bool begins) const {
  std::uint32_t at = t;
  constexpr int kMost = 24;
  for (int steps = 0; steps < kMost && !tree_.is_root(at); ++steps) {
    const std::uint32_t up = tree_.head(at);
    const TokenRange extent = tree_.extent(up);
    if (tree_.below(p_.head, up) || (begins ? extent.begin != t : extent.end != t + 1)) {
      break;
    }
    at = up;
  }
  return at;
}

std::uint64_t LabelFeatures::quoted(std::uint32_t t) const {
  const std::uint32_t quote = c_.quotes.of(t);
  return quote == Quotes::kNone ? 1 : quote == c_.quotes.of(p_.head) ? 2 : 3;
}

void LabelFeatures::edge(std::uint32_t t) {
  const TokenTable& tokens = c_.document.tokens;
  const bool first = t == p_.window.begin;
  const std::uint64_t side = t < p_.head ? 1 : t == p_.head ? 2 : t == p_.head + 1 ? 3 : 4;
  const std::uint64_t upos = number(tokens.upos[t]);
  const std::uint64_t upos_before = first ? 0 : number(tokens.upos[t - 1]);
  const std::uint64_t w = word(c_, t), w_before = first ? 1 : word(c_, t - 1);
  const std::uint64_t w_after = t + 1 < p_.window.end ? word(c_, t + 1) : 2;
  const std::uint32_t opened = widest(t, true);
  const std::uint64_t opens =
      pack(number(tree_.rel(opened)), stand(opened), number(tree_.upos(opened)));
  std::uint64_t closes = 0;
  if (!first) {
    const std::uint32_t closed = widest(t - 1, false);
    closes = pack(number(tree_.rel(closed)), stand(closed), number(tree_.upos(closed)));
  }
  const std::uint64_t marks = pack(quoted(t), first ? 0 : quoted(t - 1), side);
  const std::uint64_t rules = pack(rule(t), first ? 0 : rule(t - 1));
  const std::uint64_t next_rule = pack(rule(t), first ? 0 : rule(t - 1), rule(t + 1));
  const std::uint64_t frame = p_.frame;
  const std::uint64_t here = stand(t), there = first ? 0 : stand(t - 1);
  const std::uint64_t size = bin(tree_.extent(opened).size());
  edge_ = {0,
           upos,
           rules,
           pack(number(tree_.rel(t)), rule(t)),
           w_before,
           w + 1,
           feature_hash(opens, closes),
           feature_hash(opens, side),
           feature_hash(closes, side, 1),
           feature_hash(opens, rules),
           feature_hash(closes, rules, 1),
           feature_hash(marks, frame),
           feature_hash(marks, rules),
           feature_hash(pack(here, there, side), frame),
           feature_hash(pack(here, there, side), pack(upos, upos_before)),
           feature_hash(lemma_, pack(here, there, side)),
           feature_hash(w, w_before),
           feature_hash(w, pack(here, there, upos_before)),
           feature_hash(w_before, pack(here, there, upos)),
           feature_hash(w_after, pack(upos, side, rule(t))),
           feature_hash(next_rule, frame, side),
           feature_hash(opens, size, pack(side, upos_before))};
}

void LabelFeatures::transition(std::uint32_t, std::uint8_t before, FeatureList& f) const {
  f.clear();
  for (const std::uint64_t atom : edge_) {
    f.add(kSpaceMove, before + 1U, atom);
  }
}

}  // namespace sayso::claims
