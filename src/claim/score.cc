// SPDX-License-Identifier: Apache-2.0
#include "claim/score.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace sayso::claims {

Result<Scorer> Scorer::make(const Model* model) {
  Scorer scorer;
  if (model == nullptr || model->section(kAcceptSection).empty()) {
    return scorer;
  }
  const std::string_view accept = model->section(kAcceptSection);
  const std::string_view settings = model->section("claim.settings");
  struct Settings {
    float unit;
    std::int32_t bias;
  } s{};
  if (settings.size() != sizeof(Settings)) {
    return Error{ErrorCode::corrupt, model->path() + ": section claim.settings is damaged"};
  }
  std::memcpy(&s, settings.data(), sizeof(Settings));
  SAYSO_TRY(scorer.accept_, QuadWeights::open(accept, kAcceptSection));
  SAYSO_TRY(scorer.labels_, QuadWeights::open(model->section(kLabelSection), kLabelSection));
  scorer.unit_ = s.unit;
  scorer.bias_ = s.bias;
  scorer.trained_ = true;
  return scorer;
}

namespace {

// The source is a thing: no name, person, body or document. "The flood claimed lives", "this
// allowed fluid to leak".
bool told_of_thing(const Context& c, const Proposal& p) {
  if (p.source_head == Tree::kNone) {
    return false;
  }
  if (c.tree.upos(p.source_head) != Upos::noun) {
    const std::string_view w = c.tree.lower(p.source_head);
    const bool relative = c.tree.rel(p.head) == Deprel::acl_relcl;
    return w == "this" || w == "these" || w == "those" || (w == "that" && !relative);
  }
  const FoldHash fold = c.document.symbols.fold(c.document.tokens.lemma[p.source_head]);
  if (c.lexicon.is_agent(fold) || c.lexicon.source_noun(fold).kind != SourceKind::none) {
    return false;
  }
  const auto& mentions = c.document.mentions;
  auto at = std::upper_bound(mentions.begin(), mentions.end(), p.source_head,
                             [](std::uint32_t t, const Mention& m) { return t < m.tokens.begin; });
  for (int steps = 0; at != mentions.begin() && steps < 8; ++steps) {
    --at;
    if (at->head.value == p.source_head) {
      return at->kind != MentionKind::person && at->kind != MentionKind::organization &&
             at->kind != MentionKind::group;
    }
  }
  return true;
}

// What is added to the learned score. The annotators it learned from marked much that is action
// rather than telling; without a clause or quotation a proposal must be the better for it, and a
// word that the lexicon does not know for this frame the more so. Adverbs they marked half the
// time.
float leaning(const Context& context, const Proposal& p) {
  constexpr float kTold = 1.0F, kLoose = 0.75F, kThing = 2.5F, kCarried = 1.5F, kReady = 3.5F;
  constexpr float kUnknown = 2.0F, kGood = 0.65F;
  constexpr float kAdverb = 3.0F, kPlace = 4.0F, kNaming = 1.0F;
  if (p.told_after) {
    return kPlace;
  }
  if (p.cue == nullptr) {
    return p.frame == kFrameThat || p.frame == kFrameQuote ? 0 : -kLoose - kUnknown;
  }
  switch (p.frame) {
    case kFrameThat:
    case kFrameQuote:
    case kFrameAccording:
      return kTold;
    case kFrameAdverb:
      return p.rule >= kGood ? kAdverb : 0;
    case kFrameName:
      return p.rule >= kGood ? kNaming : 0;
    default:
      if (p.cue->pos == CuePos::adj && p.cue->act == ClaimAct::intention && p.rule >= kGood &&
          !told_of_thing(context, p)) {
        return kReady;  // "is ready to": few stood in what the weights were learned from
      }
      if (p.cue->stance == Stance::deny || p.cue->act == ClaimAct::intention) {
        return p.rule >= kGood || (plans_thing(context, p) && !told_of_thing(context, p)) ? kCarried
               : p.frame == kFrameNp && told_of_thing(context, p)                         ? -kThing
                                                                                          : 0;
      }
      return (p.rule < kGood ? -kLoose : 0) - (told_of_thing(context, p) ? kThing : 0);
  }
}

}  // namespace

namespace {

// The content stands right behind the cue and is neither clause nor infinitive nor quotation.
bool thing_behind(const Context& c, const Proposal& p) {
  std::uint32_t first = Tree::kNone;
  bool relative = false;
  for (std::uint32_t t = p.window.begin; t < p.window.end; ++t) {
    if (p.at(t) != kContent) {
      if (first == Tree::kNone && t > p.head && c.tree.upos(t) == Upos::punct) {
        return false;
      }
      continue;
    }
    const Xpos x = c.document.tokens.xpos[t];
    const std::string_view w = c.tree.lower(t);
    if (first == Tree::kNone) {
      first = t;
      if (t < p.head || x == Xpos::wp || x == Xpos::wrb || c.quotes.inside(t) ||
          c.tree.upos(t) == Upos::sconj || c.tree.upos(t) == Upos::part) {
        return false;
      }
    }
    if (c.quotes.inside(t) && !c.quotes.inside(p.head)) {
      return false;
    }
    relative = relative || x == Xpos::wdt || x == Xpos::wp || x == Xpos::wrb || w == ",";
    if (!relative && (x == Xpos::vbd || x == Xpos::vbz || x == Xpos::vbp || x == Xpos::md)) {
      return false;
    }
  }
  return first != Tree::kNone;
}

}  // namespace

bool settle_frame(const Context& c, Proposal& p) {
  if (p.frame != kFrameThat || p.cue == nullptr || p.cue->pos != CuePos::verb || p.sure_labels ||
      !thing_behind(c, p)) {
    return true;
  }
  p.frame = kFrameNp;
  constexpr float kFair = 0.9F;
  const Cue* row = c.lexicon.best(c.document.symbols.fold(c.document.tokens.lemma[p.head]),
                                  CuePos::verb, kFrameNp);
  p.cue = row != nullptr ? row : p.cue;
  return row != nullptr || p.prior >= kFair;
}

bool unrealised(const Context& c, const Proposal& p) {
  const Tree& tree = c.tree;
  const Xpos x = c.document.tokens.xpos[p.head];
  if (p.cue == nullptr || p.cue->act == ClaimAct::intention || p.frame == kFrameSeem ||
      p.frame == kFramePassiveTo || (x != Xpos::vb && x != Xpos::vbn) ||
      carried_by_noun(c, p.head) != Tree::kNone) {
    return false;
  }
  bool ahead = false, be = x == Xpos::vb;  // "must be reported"
  for (const std::uint32_t k : c.document.children.of(p.head)) {
    if (k > p.head) {
      break;
    }
    be = be || (tree.rel(k) == Deprel::aux_pass && c.document.tokens.xpos[k] == Xpos::vb);
    ahead = ahead || (tree.rel(k) == Deprel::mark && tree.lower(k) == "to") ||
            (tree.rel(k) == Deprel::aux && c.document.tokens.xpos[k] == Xpos::md);
  }
  return ahead && be;
}

bool plans_thing(const Context& c, const Proposal& p) {
  constexpr float kPlan = 0.5F;
  if (p.frame != kFrameNp || p.cue == nullptr || !p.has(kSource) ||
      p.cue->act != ClaimAct::intention || p.rule < kPlan ||
      c.document.tokens.xpos[p.head] != Xpos::vbg) {
    return false;
  }
  const std::uint32_t be = c.tree.child(p.head, {Deprel::aux});
  return be != Tree::kNone && be < p.head && c.tree.lemma(be) == "be";
}

bool sure_inside(const Context& context, const Proposal& p) {
  if (p.cue == nullptr || !p.has(kSource)) {
    return false;
  }
  constexpr float kVerb = 0.85F, kNoun = 0.5F, kIntention = 0.6F;
  if (p.frame == kFrameThat) {
    return p.rule >= (p.cue->pos == CuePos::noun ? kNoun : kVerb);
  }
  return plans_thing(context, p) ||
         (p.frame == kFrameTo && p.cue->act == ClaimAct::intention && p.rule >= kIntention);
}

bool Scorer::accept(const Context& context, Proposal& p) const {
  p.rule = p.prior;
  if (!trained_ || p.frame == kFrameHeadline || p.sure_labels) {
    return p.prior >= kRuleThreshold;
  }
  FeatureList f;
  accept_features(context, p, f);
  std::int32_t sums[4] = {};
  accept_.score(f.data(), f.size(), sums);
  const float margin = static_cast<float>(sums[1] - sums[0] + bias_) / unit_ + leaning(context, p);
  p.prior = 1.0F / (1.0F + std::exp(-margin));
  return margin > 0;
}

namespace {

// The token that opens the bracket which closes just before `t`, if it is a short one; or kNone.
std::uint32_t bracket_before(const Context& c, std::uint32_t begin, std::uint32_t t) {
  constexpr std::uint32_t kLongest = 8;
  if (t <= begin || c.tree.lower(t - 1) != ")") {
    return Tree::kNone;
  }
  for (std::uint32_t at = t - 1; at-- > begin && t - at <= kLongest;) {
    if (c.tree.lower(at) == "(") {
      return at;
    }
  }
  return Tree::kNone;
}

// Neither the rules nor the labels know who says it: the noun or name that ends where the cue
// begins, however the parser ties it.
void source_beside(const Context& c, const Proposal& p, std::vector<std::uint8_t>& label) {
  const Xpos x = c.document.tokens.xpos[p.head];
  const bool finite = x == Xpos::vbd || x == Xpos::vbz || x == Xpos::vbp;
  if (!finite || (p.frame != kFrameThat && p.frame != kFrameQuote) || p.has(kSource) ||
      std::find(label.begin(), label.end(), kSource) != label.end()) {
    return;
  }
  const auto first =
      static_cast<std::uint32_t>(std::find(label.begin(), label.end(), kCue) - label.begin());
  std::uint32_t from = first;
  bool named = false;
  while (from > 0 && label[from - 1] == kOut) {
    if (const std::uint32_t open = bracket_before(c, p.window.begin, p.window.begin + from);
        open != Tree::kNone) {
      from = open - p.window.begin;  // "Ana Ruiz (D-Calif.) said"
      continue;
    }
    const Upos u = c.tree.upos(p.window.begin + from - 1);
    const bool name = u == Upos::noun || u == Upos::propn || u == Upos::pron;
    if (!name && u != Upos::det && u != Upos::adj && u != Upos::num) {
      break;
    }
    named = named || name || u == Upos::det;
    --from;
  }
  if (named) {
    std::fill(label.begin() + from, label.begin() + first, kSource);
  }
}

// "said in a bulletin that C": where it was said is no part of the cue; "C, said X, without giving
// details": how is no part of the content.
void keep_place_apart(const Context& c, const Proposal& p, std::vector<std::uint8_t>& label) {
  if (p.frame != kFrameThat && p.frame != kFrameQuote) {
    return;
  }
  for (const std::uint32_t k : c.document.children.of(p.head)) {
    const bool place = base_relation(c.tree.rel(k)) == Deprel::obl &&
                       c.tree.child(k, {Deprel::case_}) != Tree::kNone;
    const bool how = c.tree.rel(k) == Deprel::advcl && c.document.tokens.xpos[k] == Xpos::vbg &&
                     c.tree.child(k, {Deprel::mark}) != Tree::kNone;
    if (k < p.head || !p.in_window(k) || (!place && !how)) {
      continue;
    }
    const std::uint8_t stray = place ? kCue : kContent;
    const TokenRange phrase = c.tree.extent(k);
    for (std::uint32_t t = phrase.begin; t < std::min(phrase.end, p.window.end); ++t) {
      std::uint8_t& l = label[t - p.window.begin];
      l = l == stray && c.tree.below(t, k) && (how || p.at(t) != stray) ? std::uint8_t{kOut} : l;
    }
  }
}

// "urged both sides to C": those who are to do it belong to what they are to do, whether the parser
// takes them for an object or a listener.
void keep_who_is_to(const Context& c, const Proposal& p, std::vector<std::uint8_t>& label) {
  const std::uint32_t whom = c.tree.child(p.head, {Deprel::obj, Deprel::iobj});
  if (p.frame != kFrameObjTo || whom == Tree::kNone || whom < p.head) {
    return;
  }
  const TokenRange words = c.tree.extent(whom);
  if (!p.in_window(words.end) || label[words.end - p.window.begin] != kContent) {
    return;
  }
  for (std::uint32_t t = std::max(words.begin, p.window.begin); t < words.end; ++t) {
    std::uint8_t& l = label[t - p.window.begin];
    l = l == kOut && p.at(t) == kContent ? std::uint8_t{kContent} : l;
  }
}

// Who is spoken of does not speak; a claim told by its place alone has its content there.
void keep_what_rules_know(const Context& c, const Proposal& p, std::vector<std::uint8_t>& label) {
  for (std::size_t i = 0; p.silent != Tree::kNone && i < label.size(); ++i) {
    const auto t = static_cast<std::uint32_t>(p.window.begin + i);
    if (label[i] == kSource && c.tree.below(t, p.silent)) {
      label[i] = p.label[i] == kContent ? std::uint8_t{kContent} : std::uint8_t{kOut};
    }
  }
  for (std::size_t i = 0; p.ends != Tree::kNone && i < label.size(); ++i) {
    const bool beyond = label[i] == kContent && p.window.begin + i >= p.ends;
    label[i] = beyond ? std::uint8_t{kOut} : label[i];
  }
  if (p.told_after && std::find(label.begin(), label.end(), kContent) == label.end()) {
    std::copy(p.label.begin(), p.label.end(), label.begin());
  }
}

}  // namespace

void Scorer::relabel(const Context& context, Proposal& p, ScorerScratch& scratch) const {
  if (!trained_ || p.frame == kFrameHeadline || p.frame == kFrameAdverb || p.sure_labels) {
    return;
  }
  LabelFeatures features(context, p, scratch.ancestors, scratch.commas);
  FeatureList f;
  best_labels<std::int32_t>(
      p, scratch.steps, scratch.best,
      [&](std::uint32_t t, std::int32_t* scores) {
        features.emission(t, f);
        features.edge(t);
        labels_.score(f.data(), f.size(), scores);
      },
      [&](std::uint32_t t, std::uint8_t before, std::int32_t* scores) {
        features.transition(t, before, f);
        labels_.score(f.data(), f.size(), scores);
      });
  source_beside(context, p, scratch.best);
  keep_what_rules_know(context, p, scratch.best);
  keep_place_apart(context, p, scratch.best);
  keep_who_is_to(context, p, scratch.best);
  // People leave out a source they have just marked for the verb before; we name it each time.
  bool source = false;
  for (const std::uint8_t l : scratch.best) {
    source = source || l == kSource;
  }
  if (!source) {
    for (std::size_t i = 0; i < p.label.size(); ++i) {
      // What "according to" is followed by is a source, whatever the labels make of it.
      if (p.label[i] == kSource && (scratch.best[i] == kOut || p.frame == kFrameAccording)) {
        scratch.best[i] = kSource;
      }
    }
  }
  // "It is said to be C": who is spoken of does not speak.
  for (std::size_t i = 0; p.frame == kFramePassiveTo && i < p.label.size(); ++i) {
    scratch.best[i] = scratch.best[i] == kSource && p.label[i] == kContent ? std::uint8_t{kContent}
                                                                           : scratch.best[i];
  }
  // "The driver, who said C, was not hurt", "Y said X believed C": content stays in the clause.
  const Deprel rel = context.tree.rel(p.head);
  if (rel == Deprel::acl_relcl || rel == Deprel::ccomp) {
    const TokenRange clause = context.tree.extent(p.head);
    for (std::uint32_t t = p.window.begin; t < p.window.end; ++t) {
      std::uint8_t& label = scratch.best[t - p.window.begin];
      label = label == kContent && !clause.contains(t) && p.at(t) != kContent ? std::uint8_t{kOut}
                                                                              : label;
    }
  }
  for (std::size_t i = 0; p.sure_source && i < p.label.size(); ++i) {
    scratch.best[i] = p.label[i] == kSource ? std::uint8_t{kSource} : scratch.best[i];
  }
  for (std::size_t i = 0; p.sure_cue && i < p.label.size(); ++i) {
    const bool moved = scratch.best[i] == kCue && p.label[i] == kContent;
    scratch.best[i] = p.label[i] == kCue || moved ? p.label[i] : scratch.best[i];
  }
  p.label.swap(scratch.best);
}

}  // namespace sayso::claims
