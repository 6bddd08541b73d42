// SPDX-License-Identifier: Apache-2.0
// Cues that are no verbs: nouns (a report that), adjectives (is willing to), adverbs (reportedly),
// "according to", and the colon or dash of headlines and key points.
#include <algorithm>
#include <string_view>

#include "claim/proposal.h"

namespace sayso::claims {
namespace {

// How much of a row's strength is left where the content hangs on in a way the row does not list.
constexpr float kLoosePrior = 0.2F;

FoldHash fold(const Context& c, std::uint32_t t) {
  return c.document.symbols.fold(c.document.tokens.lemma[t]);
}

// Takes the row for one of `frames`; false if the lexicon has none.
bool take(const Context& c, Proposal& p, CuePos pos, Frame frame, std::uint32_t frames) {
  p.frame = frame;
  p.cue = c.lexicon.best(fold(c, p.head), pos, frames);
  p.prior = p.cue != nullptr ? p.cue->strength : 0.0F;
  return p.cue != nullptr;
}

// The clause, infinitive or prepositional phrase that says what the noun or adjective is about.
std::uint32_t complement(const Context& c, std::uint32_t t, std::uint32_t frames, Frame& frame) {
  const Tree& tree = c.tree;
  for (const std::uint32_t k : c.document.children.of(t)) {
    if (k < t) {
      continue;
    }
    const Deprel rel = tree.rel(k);
    if (rel == Deprel::acl || rel == Deprel::ccomp || rel == Deprel::xcomp ||
        rel == Deprel::advcl || rel == Deprel::acl_relcl) {
      for (const std::uint32_t m : c.document.children.of(k)) {
        const bool mark = m < k && (tree.rel(m) == Deprel::mark || tree.rel(m) == Deprel::aux ||
                                    tree.rel(m) == Deprel::nsubj);
        if (mark && tree.lower(m) == "to" && (frames & kFrameTo) != 0) {
          frame = kFrameTo;
          return k;
        }
        if (mark && tree.lower(m) == "that" && (frames & kFrameThat) != 0) {
          frame = kFrameThat;
          return k;
        }
      }
      if ((rel == Deprel::ccomp || (rel == Deprel::acl && tree.subject(k) != Tree::kNone)) &&
          (frames & kFrameThat) != 0) {
        frame = kFrameThat;
        return k;
      }
    }
    const Deprel base = base_relation(rel);
    if (base == Deprel::nmod || base == Deprel::obl) {
      constexpr std::pair<std::string_view, Frame> kCases[] = {
          {"of", kFrameOf},       {"for", kFrameFor},    {"on", kFrameOn},
          {"about", kFrameAbout}, {"as", kFrameAs},      {"with", kFrameWith},
          {"to", kFrameTo},       {"over", kFrameAbout}, {"against", kFrameAgainst}};
      for (const auto& [word, bit] : kCases) {
        if ((frames & bit) != 0 && tree.has_case(k, word)) {
          frame = bit;
          return k;
        }
      }
    }
  }
  return Tree::kNone;
}

// What hangs on the word after it by any other preposition or clause: no frame of its rows.
std::uint32_t loose_complement(const Context& c, std::uint32_t t) {
  const Tree& tree = c.tree;
  for (const std::uint32_t k : c.document.children.of(t)) {
    const Deprel rel = tree.rel(k);
    const Deprel base = base_relation(rel);
    const bool phrase = (base == Deprel::nmod || base == Deprel::obl) &&
                        tree.child(k, {Deprel::case_}) != Tree::kNone;
    if (k > t && (phrase || rel == Deprel::acl || rel == Deprel::ccomp || rel == Deprel::xcomp ||
                  rel == Deprel::csubj || rel == Deprel::advcl)) {
      return k;
    }
  }
  return Tree::kNone;
}

void paint_case(const Context& c, Proposal& p, std::uint32_t phrase) {
  for (const std::uint32_t m : c.document.children.of(phrase)) {
    if (m < phrase && c.tree.rel(m) == Deprel::case_) {
      p.paint({m, m + 1}, kCue);
    }
  }
}

// "a report that C" where the parser tied the clause to something above: from "that" on.
TokenRange that_clause(const Context& c, std::uint32_t noun, std::uint32_t limit) {
  const std::uint32_t that = noun + 1;
  if (that + 1 >= limit || c.tree.lower(that) != "that" || c.tree.rel(that) != Deprel::mark ||
      c.tree.is_root(that) || c.tree.head(that) <= that) {
    return {};
  }
  return {that, std::min(limit, c.tree.extent(c.tree.head(that)).end)};
}

// "The announcement that the mine would close came at dawn", read as "would ... came": a modal goes
// with the bare verb after it, and the clause ends before the other one. kNone if nothing is wrong.
std::uint32_t cut_clause(const Context& c, std::uint32_t clause) {
  const Xpos x = c.document.tokens.xpos[clause];
  if (x != Xpos::vbd && x != Xpos::vbn && x != Xpos::vbz) {
    return Tree::kNone;
  }
  bool modal = false;
  for (const std::uint32_t k : c.document.children.of(clause)) {
    if (k >= clause) {
      break;
    }
    modal = modal || c.document.tokens.xpos[k] == Xpos::md;
    if (modal && c.document.tokens.xpos[k] == Xpos::vb && c.tree.upos(k) == Upos::verb) {
      return clause;
    }
  }
  return Tree::kNone;
}

// A verb that, with its particle or adjective, is a sure cue of speech: "make clear".
bool says_clearly(const Context& c, std::uint32_t verb) {
  FoldHash key = fold(c, verb);
  for (const std::uint32_t k : c.document.children.of(verb)) {
    if (k > verb && (c.tree.rel(k) == Deprel::xcomp || c.tree.rel(k) == Deprel::compound_prt)) {
      key = key.then(fold(c, k));
      break;
    }
  }
  const Cue* row = c.lexicon.best(key, CuePos::verb, kFrameThat | kFrameQuote);
  constexpr float kSure = 0.9F;
  return row != nullptr && row->act == ClaimAct::speech && row->strength >= kSure;
}

// Whose claim, plan, report: "Russia's", "a CNN report", "a claim by X", or the subject of the verb
// that carries the noun ("made clear its intention").
void noun_source(const Context& c, Proposal& p) {
  const Tree& tree = c.tree;
  const std::uint32_t n = p.head;
  std::uint32_t owner = tree.child(n, {Deprel::nmod_poss});
  const bool pronoun = owner != Tree::kNone && tree.upos(owner) == Upos::pron;
  bool named = false;
  for (const std::uint32_t k : c.document.children.of(n)) {
    named = named || (k < n && tree.rel(k) == Deprel::compound && tree.upos(k) == Upos::propn);
  }
  bool told_by = false;  // "a claim by X"
  for (const std::uint32_t k : c.document.children.of(n)) {
    told_by = told_by || (k != p.content_head && base_relation(tree.rel(k)) == Deprel::nmod &&
                          tree.has_case(k, "by"));
  }
  const bool object = !told_by && !tree.is_root(n) && tree.rel(n) == Deprel::obj &&
                      tree.upos(tree.head(n)) == Upos::verb && tree.head(n) < n;
  if (object && !named && (owner == Tree::kNone || pronoun)) {
    const std::uint32_t v = tree.head(n);
    const Sayer sayer = find_sayer(tree, v);
    if (sayer.token != Tree::kNone && n - v <= 5) {
      paint_source(tree, p, sayer);
      std::uint32_t from = v;
      while (from > p.window.begin && tree.head(from - 1) == v &&
             (tree.rel(from - 1) == Deprel::aux || tree.rel(from - 1) == Deprel::aux_pass)) {
        --from;
      }
      p.paint({from, n + 1}, kCue);
      // "has made clear its intention to C": the verb tells too, and nothing is left to doubt.
      p.told_after = p.sure_cue = p.sure_source = pronoun && says_clearly(c, v);
      return;
    }
  }
  if (owner == Tree::kNone) {
    for (const std::uint32_t k : c.document.children.of(n)) {
      const Deprel rel = tree.rel(k);
      const bool by = base_relation(rel) == Deprel::nmod && k != p.content_head &&
                      (tree.has_case(k, "by") || tree.has_case(k, "from"));
      const bool name =
          k < n && (rel == Deprel::compound || rel == Deprel::amod) && tree.upos(k) == Upos::propn;
      if (by || name) {
        owner = k;
      }
    }
  }
  if (owner != Tree::kNone) {
    paint_source(tree, p, {owner, false});
  } else {
    p.prior *= 0.7F;
  }
}

}  // namespace

namespace {

bool can_speak(const Context& c, TokenRange r);

// "CORRECTED: Two crossings out of use", "Factbox: ..."
bool is_nobody(const Context& c, std::uint32_t word) {
  const FoldHash form = c.document.symbols.fold(c.document.tokens.lower[word]);
  return c.lexicon.source_noun(form).kind == SourceKind::nobody;
}

// "In the view of X, C", "by X's own account, C": the noun with its preposition is the cue, the
// clause around it the content.
bool viewpoint(const Context& c, std::uint32_t noun, Proposal& p) {
  const Tree& tree = c.tree;
  const std::uint32_t in = tree.child(noun, {Deprel::case_});
  // The parser may take the noun for the main word and hang the clause beside it.
  const bool turned = tree.is_root(noun);
  const std::uint32_t told =
      turned ? tree.child(noun, {Deprel::parataxis, Deprel::ccomp}) : tree.head(noun);
  if (told == Tree::kNone || (!turned && base_relation(tree.rel(noun)) != Deprel::obl) ||
      in == Tree::kNone || (tree.lower(in) != "in" && tree.lower(in) != "by")) {
    return false;
  }
  std::uint32_t source = tree.child(noun, {Deprel::nmod_poss});
  bool of = false;
  for (const std::uint32_t k : c.document.children.of(noun)) {
    if (source == Tree::kNone && k > noun && tree.rel(k) == Deprel::nmod &&
        tree.has_case(k, "of")) {
      source = k;
      of = true;
    }
  }
  if (source == Tree::kNone || (of && !can_speak(c, {source, source + 1}))) {
    return false;
  }
  p.frame = kFrameAccording;
  p.cue = c.lexicon.best(fold(c, noun), CuePos::noun, kFrameAccording);
  p.prior = p.cue->strength;
  p.content_head = told;
  p.paint_below(tree, told, kContent);
  if (!turned) {
    p.paint_below(tree, noun, kOut);
  }
  paint_source(tree, p, {source, false});
  p.paint({in, in + 1}, kCue);
  p.paint({noun, of ? noun + 2 : noun + 1}, kCue);
  p.sure_labels = true;
  return true;
}

}  // namespace

bool propose_noun(const Context& c, std::uint32_t token, Proposal& p) {
  std::uint32_t frames = c.lexicon.frames(fold(c, token), CuePos::noun);
  if (frames == 0) {
    return false;
  }
  p.begin(c, token);
  if ((frames & kFrameAccording) != 0) {
    if (viewpoint(c, token, p)) {
      return true;
    }
    p.begin(c, token);
    frames &= ~kFrameAccording;
    if (frames == 0) {
      return false;
    }
  }
  Frame frame = kFrameThat;
  std::uint32_t content = complement(c, token, frames, frame);
  TokenRange words{};
  if (content == Tree::kNone && (frames & kFrameThat) != 0) {
    words = that_clause(c, token, p.window.end);
    content = words.empty() ? Tree::kNone : c.tree.head(words.begin);
  }
  const bool loose = content == Tree::kNone;
  if (loose) {
    content = loose_complement(c, token);
    frame = kFrameLoose;
  }
  if (content == Tree::kNone || !take(c, p, CuePos::noun, frame, loose ? frames : frame) ||
      (frame == kFrameTo && c.tree.child(token, {Deprel::nmod_poss}) != Tree::kNone &&
       carried_by_noun(c, content) != Tree::kNone)) {
    return false;
  }
  if (frame != kFrameThat && frame != kFrameTo) {
    p.prior *= loose ? kLoosePrior : 0.5F;
  }
  p.content_head = content;
  p.ends = frame == kFrameThat ? cut_clause(c, content) : Tree::kNone;
  if (p.ends != Tree::kNone) {
    p.paint({c.tree.extent(content).begin, p.ends}, kContent);
  } else if (words.empty()) {
    p.paint_below(c.tree, content, kContent);
  } else {
    p.paint(words, kContent);
  }
  if (frame != kFrameThat && frame != kFrameTo) {
    paint_case(c, p, content);
  }
  noun_source(c, p);
  p.paint({token, token + 1}, kCue);
  return true;
}

bool propose_adjective(const Context& c, std::uint32_t token, Proposal& p) {
  const std::uint32_t frames = c.lexicon.frames(fold(c, token), CuePos::adj);
  if (frames == 0) {
    return false;
  }
  const Tree& tree = c.tree;
  p.begin(c, token);
  Frame frame = kFrameThat;
  std::uint32_t content = complement(c, token, frames & ~kFrameModifier, frame);
  const bool loose = content == Tree::kNone;
  if (loose) {
    content = loose_complement(c, token);
    frame = kFrameLoose;
  }
  if (content == Tree::kNone || !take(c, p, CuePos::adj, frame, loose ? frames : frame)) {
    return false;
  }
  p.prior *= loose ? kLoosePrior : 1.0F;
  p.content_head = content;
  p.paint_below(tree, content, kContent);
  if (frame != kFrameThat && frame != kFrameTo) {
    paint_case(c, p, content);
  }
  const Sayer sayer = find_sayer(tree, token);
  if (sayer.token == Tree::kNone || tree.upos(sayer.token) == Upos::verb) {
    return false;
  }
  paint_source(tree, p, sayer);
  paint_cue(tree, p);
  p.sure_cue = frame == kFrameTo;  // "is ready to C": nothing of C is cue
  return true;
}

bool propose_adverb(const Context& c, std::uint32_t token, Proposal& p) {
  if (c.lexicon.best(fold(c, token), CuePos::adv, kFrameAdverb) == nullptr ||
      c.tree.is_root(token)) {
    return false;
  }
  p.begin(c, token);
  take(c, p, CuePos::adv, kFrameAdverb, kFrameAdverb);
  p.content_head = c.tree.head(token);
  p.paint_below(c.tree, p.content_head, kContent);
  p.paint({token, token + 1}, kCue);
  return true;
}

bool propose_according(const Context& c, std::uint32_t token, Proposal& p) {
  const Tree& tree = c.tree;
  const TokenRange sentence = c.document.sentence_tokens(token);
  // "according to X", or a preposition of one word: "per X".
  const bool two = tree.lower(token) == "according";
  if (token + 1 >= sentence.end || (two && tree.lower(token + 1) != "to")) {
    return false;
  }
  p.begin(c, token);
  std::uint32_t source = Tree::kNone, top = token;
  if (!tree.is_root(token) && tree.rel(token) == Deprel::case_) {
    source = top = tree.head(token);
  } else {
    source = tree.child(token, {Deprel::obl, Deprel::obj, Deprel::nmod, Deprel::advcl});
    if (source == Tree::kNone && !tree.is_root(token)) {
      source = top = tree.head(token);
    }
  }
  p.frame = kFrameAccording;
  p.cue = c.lexicon.best(c.document.symbols.fold(c.document.tokens.lower[token]), CuePos::adp,
                         kFrameAccording);
  if (source == Tree::kNone || p.cue == nullptr ||
      (!two &&
       (base_relation(tree.rel(source)) != Deprel::obl || !can_speak(c, {source, source + 1})))) {
    return false;
  }
  p.prior = p.cue->strength;
  if (!tree.is_root(top)) {
    p.content_head = tree.head(top);
    p.paint_below(tree, p.content_head, kContent);
    // "he said, according to two aides": the whole sentence when it stands at its end.
    p.paint_below(tree, top, kOut);
  }
  paint_source(tree, p, {source, false});
  p.paint({token, two ? token + 2 : token + 1}, kCue);
  p.sure_labels = !two;
  return true;
}

namespace {

// One capital word that the tagger took for an adjective: a name it does not know.
bool unknown_name(const Context& c, TokenRange r) {
  return r.size() == 1 && c.tree.upos(r.begin) == Upos::adj &&
         c.document.symbols.shape(c.document.tokens.form[r.begin]) == Shape::capitalized;
}

bool name_like(const Context& c, TokenRange r) {
  if (c.lexicon.names_piece(c.document, r)) {
    return false;  // "Analysis: ..."
  }
  bool any = false;
  for (std::uint32_t t = r.begin; t < r.end; ++t) {
    const Upos u = c.tree.upos(t);
    if (u == Upos::verb || u == Upos::aux || u == Upos::punct || u == Upos::adv ||
        u == Upos::pron || u == Upos::sconj) {
      return false;
    }
    any = any || u == Upos::propn || u == Upos::noun || unknown_name(c, r);
  }
  return any;
}

// The words can speak: a name, an outlet, or a noun that stands for sources or documents.
bool can_speak(const Context& c, TokenRange r) {
  if (is_nobody(c, r.begin)) {
    return false;
  }
  if (c.lexicon.channel_at(c.document, r.begin, r.end, ChannelRole::outlet) != Channel::unstated ||
      c.lexicon.channel_at(c.document, r.begin, r.end, ChannelRole::source) != Channel::unstated) {
    return true;
  }
  const auto& mentions = c.document.mentions;
  auto m_at =
      std::lower_bound(mentions.begin(), mentions.end(), r.begin,
                       [](const Mention& m, std::uint32_t t) { return m.tokens.begin < t; });
  for (; m_at != mentions.end() && m_at->tokens.begin < r.end; ++m_at) {
    const Mention& m = *m_at;
    if (r.contains(m.tokens) && m.form != MentionForm::pronoun &&
        (m.kind == MentionKind::person || m.kind == MentionKind::organization ||
         m.kind == MentionKind::group || m.kind == MentionKind::place)) {
      return true;
    }
  }
  const std::uint32_t last = r.end - 1;
  return c.tree.upos(last) == Upos::propn || unknown_name(c, r) ||
         c.lexicon.source_noun(fold(c, last)).kind != SourceKind::none ||
         c.lexicon.is_agent(fold(c, last));
}

}  // namespace

namespace {

// Source and content by position; the window grows to hold them, over sentences if need be.
void paint_parts(const Context& c, Proposal& p, std::uint32_t mark, TokenRange source,
                 TokenRange content) {
  p.begin(c, mark);
  p.window.begin = std::min({p.window.begin, source.begin, content.begin});
  p.window.end = std::max({p.window.end, source.end, content.end});
  p.label.assign(p.window.size(), kOut);
  p.frame = kFrameHeadline;
  p.prior = 0.8F;
  p.paint(content, kContent);
  p.paint(source, kSource);
  p.paint({mark, mark + 1}, kCue);
  for (std::uint32_t t = source.begin; t < source.end; ++t) {
    if (!source.contains(c.tree.head(t)) || c.tree.is_root(t)) {
      p.source_head = t;
    }
  }
}

// "WALLACE:" at the start of a paragraph: a turn in a transcript.
bool speaks_in_transcript(const Context& c, TokenRange name) {
  constexpr std::uint32_t kLongest = 3;
  const std::uint32_t block = c.document.sentences[c.document.tokens.sentence[name.begin]].block;
  const bool starts =
      name.begin == 0 ||
      c.document.sentences[c.document.tokens.sentence[name.begin - 1]].block != block;
  if (!starts || name.empty() || name.size() > kLongest || is_nobody(c, name.begin) ||
      c.lexicon.names_piece(c.document, name)) {
    return false;
  }
  for (std::uint32_t t = name.begin; t < name.end; ++t) {
    const Shape shape = c.document.symbols.shape(c.document.tokens.form[t]);
    if (shape != Shape::all_caps && c.tree.upos(t) != Upos::punct) {
      return false;
    }
  }
  return c.document.words(name).size() > 2;
}

// A turn in a transcript: what follows the colon, to the end of the paragraph.
bool propose_turn(const Context& c, std::uint32_t colon, Proposal& p) {
  const auto& sentences = c.document.sentences;
  const std::uint32_t first = c.document.tokens.sentence[colon];
  const TokenRange name{sentences[first].tokens.begin, colon};
  const BlockKind kind = c.document.block_kind(colon);
  const bool headline = kind == BlockKind::headline || kind == BlockKind::key_point ||
                        kind == BlockKind::deck || kind == BlockKind::heading;
  constexpr std::uint32_t kLongest = 7;
  const bool leads = headline && !c.quotes.inside(colon) &&
                     colon + 1 == sentences[first].tokens.end && name.size() <= kLongest &&
                     name_like(c, name) && can_speak(c, name);
  if (!leads && !speaks_in_transcript(c, name)) {
    return false;
  }
  TokenRange turn{colon + 1, colon + 1};
  for (std::uint32_t s = first;
       s < sentences.size() && sentences[s].block == sentences[first].block &&
       turn.size() < Proposal::kReach;
       ++s) {
    turn.end = std::max(turn.end, sentences[s].tokens.end);
  }
  if (turn.empty()) {
    return false;
  }
  TokenRange who = name;
  while (who.size() > 1 && c.tree.upos(who.begin) == Upos::punct) {
    ++who.begin;  // a transcript quoted whole
  }
  paint_parts(c, p, colon, who, turn);
  return true;
}

}  // namespace

bool propose_headline(const Context& c, std::uint32_t token, Proposal& p) {
  const std::string_view mark = c.tree.lower(token);
  const bool colon = mark == ":";
  const bool dash = mark == "-" || mark == "–" || mark == "—" || mark == "--" || mark == "―";
  if (!colon && !dash) {
    return false;
  }
  const TokenTable& tokens = c.document.tokens;
  const TokenRange sentence = c.document.sentence_tokens(token);
  if (colon && token > sentence.begin && propose_turn(c, token, p)) {
    return true;
  }
  if (c.quotes.inside(token) || token + 1 >= sentence.end) {
    return false;
  }
  const bool quote_before = dash && token > 0 && c.quotes.inside(token - 1);
  if (token == sentence.begin && !quote_before) {
    return false;
  }
  if (dash && !quote_before &&
      (!tokens.has(token, kSpaceAfter) || !tokens.has(token - 1, kSpaceAfter))) {
    return false;
  }
  const BlockKind block = c.document.block_kind(token);
  const bool headline = block == BlockKind::headline || block == BlockKind::key_point ||
                        block == BlockKind::deck || block == BlockKind::heading ||
                        block == BlockKind::caption || block == BlockKind::list_item;
  constexpr std::uint32_t kLongestSource = 7, kShortestContent = 3;
  std::uint32_t end = sentence.end;
  while (end > token + 1 && c.tree.upos(end - 1) == Upos::punct) {
    --end;
  }
  const TokenRange before{sentence.begin, token}, after{token + 1, end};
  const bool quote_after = c.quotes.inside(token + 1);
  const bool leads = (colon || quote_after) && before.size() <= kLongestSource &&
                     after.size() >= kShortestContent && (headline || quote_after) &&
                     name_like(c, before) && can_speak(c, before);
  if (quote_before && after.size() <= kLongestSource && name_like(c, after) &&
      can_speak(c, after)) {
    paint_parts(c, p, token, after, c.quotes.all()[c.quotes.of(token - 1)].tokens);
    p.quote = true;
    return true;
  }
  const bool trails = headline && after.size() <= kLongestSource &&
                      before.size() >= kShortestContent && name_like(c, after) &&
                      can_speak(c, after);
  if (!leads && !trails) {
    return false;
  }
  paint_parts(c, p, token, leads ? before : after, leads ? after : before);
  p.quote = leads && quote_after;
  return true;
}

}  // namespace sayso::claims
