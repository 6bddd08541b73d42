// SPDX-License-Identifier: Apache-2.0
#include "event/match.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "event/changes.h"
#include "event/naming.h"

namespace sayso::coding {
namespace {

// "At a camp in the north, a man was shot": where it happened, no part of the verb's phrase.
bool is_fronted(const View& v, std::uint32_t word, const Filler& f) {
  return f.slot == Slot::prep && f.token < word && v.is_verb(word) && !f.borrowed &&
         f.preposition < f.token && v.relation(f.token) == Deprel::obl &&
         v.tokens().deprel[word] != Deprel::acl_relcl;
}

}  // namespace

std::string_view judged_name(Judged how) {
  static constexpr std::array<std::string_view, kJudgedCount> kNames{
      "none",      "told",         "state",         "sequel",      "part",   "nothing", "modifier",
      "mentioned", "nobody known", "private sides", "nobody acts", "untold", "play"};
  return kNames[static_cast<std::size_t>(how)];
}

bool Matcher::fit_with(const View& v, std::uint32_t token, const WordRow& word, Fillers& fillers,
                       std::vector<std::uint32_t>& with) const {
  with.clear();
  for (const WithItem& item : word.with) {
    bool hit = false;
    std::uint32_t light = kNoToken;
    for (Filler& f : fillers.list) {
      Filler seen = f;
      if (item.slot.slot == Slot::prt && f.slot == Slot::prep && !f.borrowed) {
        seen.token = f.preposition;  // "strike back at", "cut off from" taken for prepositions
      } else if (!in_slot(v, f, item.slot) || is_fronted(v, token, f)) {
        continue;
      }
      if (std::any_of(item.any_of.begin(), item.any_of.end(),
                      [&](const Test& test) { return holds(v, test, seen); })) {
        hit = true;
        if (item.slot.slot == Slot::obj || item.slot.slot == Slot::prep) {
          light = f.token;
        }
        const Trait asked = item.any_of.front().trait;
        if (asked == Trait::lemma || asked == Trait::thing) {
          with.push_back(seen.token);
        } else {
          light = kNoToken;
        }
        if (seen.token == f.preposition) {
          const std::uint32_t next = f.preposition + 1;
          const bool two = next < f.token && v.relation(next) == Deprel::case_ &&
                           v.tokens().head[next] == v.tokens().head[f.preposition];
          f.preposition = two ? next : f.preposition;  // "walked out of the hall"
          f.slot = two ? Slot::prep : Slot::obj;       // "cut off the city": the particle was none
        }
        break;
      }
    }
    if (!hit) {
      return false;
    }
    if (light != kNoToken) {
      // What hangs on the light word belongs to the whole: "take control OF the plant".
      Fillers inner;
      collect(v, light, inner);
      for (Filler f : inner.list) {
        if (f.slot == Slot::prep || f.slot == Slot::mod || f.slot == Slot::poss ||
            f.slot == Slot::clause) {
          f.borrowed = true;
          fillers.list.push_back(f);
        }
      }
    }
  }
  return true;
}

// Score of a frame that fits, or -1.
int Matcher::fit(const View& v, const Frame& frame, const Fillers& fillers) const {
  int score = frame.weight;
  for (const SlotRule& rule : frame.rules) {
    bool filled = false, matched = false;
    bool borrowed = false;
    if (rule.slot.slot == Slot::self) {
      filled = true;
    }
    for (const Filler& f : fillers.list) {
      if (!in_slot(v, f, rule.slot)) {
        continue;
      }
      filled = true;
      for (const Test& test : rule.constraint.any_of) {
        if (holds(v, test, f)) {
          matched = true;
          borrowed = f.borrowed;
        }
      }
    }
    if (rule.constraint.refuse) {
      if (matched) {
        return -1;
      }
      score += 1;
      continue;
    }
    if (matched) {
      const Trait trait = rule.constraint.any_of.front().trait;
      score += trait == Trait::any ? 2 : 4;
      score -= borrowed ? 1 : 0;
    } else if (filled || !rule.constraint.optional) {
      return -1;
    }
  }
  return score;
}

Judged Matcher::judged(std::uint32_t token) const {
  const std::uint32_t row = sentence_.contains(token) ? at[token - sentence_.begin] : kNoToken;
  return row == kNoToken ? Judged::none : found[row].how;
}

const Candidate* Matcher::of(std::uint32_t token) const {
  if (!sentence_.contains(token)) {
    return nullptr;
  }
  const std::uint32_t row = at[token - sentence_.begin];
  return row == kNoToken || found[row].dropped ? nullptr : &found[row];
}

namespace {
bool is_terse(const View& v, std::uint32_t token) {
  const BlockKind k = v.d->block_kind(token);
  return k == BlockKind::headline || k == BlockKind::key_point || k == BlockKind::heading;
}
}  // namespace

namespace {
// Of its sentence, or of what follows a date: "May 2023: Five people killed".
bool is_main_verb(const View& v, std::uint32_t t) {
  const std::uint32_t head = v.tokens().head[t];
  return v.tokens().is_root(t) ||
         (v.relation(t) == Deprel::parataxis && v.tokens().is_root(head) && v.dated[head] != 0);
}
}  // namespace

// Headlines leave out "was": "Power station liberated" has its object in front.
bool Matcher::turned_passive(const View& v, std::uint32_t token, Fillers& fillers) {
  const Xpos x = v.tokens().xpos[token];
  const bool terse = is_terse(v, token);
  // Notes are written like headlines: "College employee killed by gunmen."
  if ((!terse && (!is_main_verb(v, token) || child(v, token, Deprel::aux) != kNoToken ||
                  child(v, token, Deprel::ccomp) != kNoToken)) ||
      (x != Xpos::vbd && x != Xpos::vbn) || fillers.passive) {
    return false;
  }
  bool turned = false;
  for (Filler& f : fillers.list) {
    if (f.slot == Slot::obj) {
      return false;
    }
    if (f.slot == Slot::subj) {
      f.slot = Slot::obj;
      turned = true;
    }
  }
  return turned;
}

namespace {

// A past tense that the tagger took for a participle: the subject of a sentence, and no auxiliary.
bool passive_by_tag(const View& v, std::uint32_t verb) {
  return v.tokens().is_root(verb) && !is_terse(v, verb) &&
         child(v, verb, Deprel::aux) == kNoToken && doer_of_passive(v, verb) == kNoToken;
}

}  // namespace

// "Called FOR a boycott": what the row asks for is a preposition with a noun of its own.
bool Matcher::needs_preposition(const View& v, const WordRow& row, const Fillers& fillers) const {
  return std::any_of(row.with.begin(), row.with.end(), [&](const WithItem& item) {
    if (item.slot.slot == Slot::prep) {
      return item.slot.prep != "by";
    }
    return item.slot.slot == Slot::prt &&
           std::any_of(fillers.list.begin(), fillers.list.end(), [&](Filler f) {
             const bool own = f.slot == Slot::prep && !f.borrowed;
             f.token = f.preposition;
             return own && std::any_of(item.any_of.begin(), item.any_of.end(),
                                       [&](const Test& test) { return holds(v, test, f); });
           });
  });
}

namespace {

// A frame of changes competes only where it makes something of what it finds: "free" of a road is
// passable, whatever else may be freed.
bool changes_something(const View& v, const Frame& frame, const Fillers& fillers) {
  return std::any_of(frame.effects.begin(), frame.effects.end(), [&](const EffectRule& e) {
    return e.change == kNoChange || e.entity.slot == Slot::self ||
           std::any_of(fillers.list.begin(), fillers.list.end(), [&](const Filler& f) {
             return in_slot(v, f, e.entity) && made_of(v, e.change, f.token) != nullptr;
           });
  });
}

}  // namespace

void Matcher::try_rows(const View& v, std::uint32_t token, const LexEntry& e, const Fillers& base,
                       Readings readings, std::uint16_t layer, Candidate& best) {
  const bool aside = layer != 0;
  Fillers tried;
  std::vector<std::uint32_t> with;
  for (std::uint32_t i = 0; i < e.words_count; ++i) {
    const WordRow& row = v.patterns->word(e.words + i);
    if (!((row.pos == 'v' && readings.verb) || (row.pos == 'n' && readings.noun) ||
          (row.pos == 'a' && readings.adjective) || (row.pos == 'x' && readings.modal))) {
      continue;
    }
    if (aside && row.pos == 'a' && v.tokens().upos[token] == Upos::verb &&
        v.tokens().lemma[token] != v.tokens().lower[token] &&
        v.key[token] != v.d->symbols.fold(v.tokens().lower[token]).hash) {
      continue;  // "backed by loans" is not back
    }
    tried = base;
    const bool verb = v.tokens().upos[token] == Upos::verb && base.passive &&
                      v.tokens().lemma[token] != v.tokens().lower[token];
    if (aside && row.pos == 'a' && (verb || v.tokens().upos[token] == Upos::adj)) {
      for (Filler& f : tried.list) {  // "was undamaged", "are unguarded": nobody does it
        f.slot = f.slot == Slot::obj ? Slot::subj : f.slot;
      }
    }
    if (tried.passive && passive_by_tag(v, token) && needs_preposition(v, row, base)) {
      for (Filler& f : tried.list) {  // "Clerics called for a boycott", read as a passive
        f.slot = f.slot == Slot::obj && f.token < token ? Slot::subj : f.slot;
      }
    }
    if (!fit_with(v, token, row, tried, with)) {
      continue;
    }
    const Patterns::Range range = v.patterns->frames_of(row.class_id);
    for (std::uint32_t f = range.begin; f < range.end; ++f) {
      const Frame& frame = v.patterns->frames()[f];
      if (frame.pos != row.pos || (frame.flags & (kAside | kChange)) != layer) {
        continue;
      }
      things_ = (frame.flags & kTellsState) != 0;
      const int fitted = fit(v, frame, tried);
      things_ = false;
      if (fitted < 0 || (layer == kChange && !changes_something(v, frame, tried))) {
        continue;
      }
      // "took office" is ruled out in so many words.
      const int each = (frame.flags & kNothing) != 0 && frame.rules.empty() ? 9 : 5;
      const int score = fitted + each * static_cast<int>(row.with.size());
      if (score > best.score) {
        best.score = score;
        best.frame = &frame;
        best.word = &row;
        best.fillers = tried;
        best.with = with;
      }
    }
  }
}

void Matcher::try_asides(const View& v, const LexEntry& e, Fillers& base, Readings readings,
                         std::uint32_t token, std::uint16_t layer) {
  const std::string_view form = v.d->string(v.tokens().form[token]);
  if (!readings.verb && form[0] >= 'A' && form[0] <= 'Z' && !is_terse(v, token) &&
      token > sentence_.begin) {
    return;  // "the Federal Open Market Committee": part of a name
  }
  Candidate best;
  best.score = -1;
  try_rows(v, token, e, base, readings, layer, best);
  if (best.frame == nullptr && readings.verb && is_terse(v, token)) {
    Fillers turned = base;
    if (turned_passive(v, token, turned)) {
      try_rows(v, token, e, turned, readings, layer, best);
    }
  }
  if (best.frame == nullptr) {
    return;
  }
  best.token = token;
  if (asides_used == asides.size()) {
    asides.emplace_back();
  }
  asides[asides_used++] = std::move(best);
}

void Matcher::try_token(const View& v, std::uint32_t token) {
  const LexEntry* e = v.entry[token];
  if (e == nullptr || e->words_count == 0) {
    return;
  }
  const Upos u = v.tokens().upos[token];
  const Xpos x = v.tokens().xpos[token];
  const bool verb =
      (u == Upos::verb && v.misread[token] == 0) ||
      (u == Upos::aux && v.relation(token) != Deprel::aux && v.relation(token) != Deprel::cop) ||
      v.participle[token] != 0;
  const bool modal = u == Upos::aux && v.relation(token) == Deprel::aux;
  const bool noun = (u == Upos::noun || u == Upos::propn) && v.participle[token] == 0;
  const bool adjective = u == Upos::adj || u == Upos::adv ||
                         (u == Upos::adp && child(v, token, Deprel::cop) != kNoToken) ||
                         (verb && x == Xpos::vbn);
  Fillers base;
  Candidate best;
  best.score = -1;
  bool collected = false;
  for (std::uint32_t i = 0; i < e->words_count && !collected; ++i) {
    const char pos = v.patterns->word(e->words + i).pos;
    collected = (pos == 'v' && verb) || (pos == 'n' && noun) || (pos == 'a' && adjective) ||
                (pos == 'x' && modal);
  }
  if (!collected) {
    return;
  }
  collect(v, token, base);
  const Readings readings{verb, noun, adjective, modal};
  try_rows(v, token, *e, base, readings, 0, best);
  try_asides(v, *e, base, readings, token, kAside);
  try_asides(v, *e, base, readings, token, kChange);
  if (best.frame == nullptr && verb && turned_passive(v, token, base)) {
    try_rows(v, token, *e, base, readings, 0, best);
    if (best.frame != nullptr && best.frame->count.empty() && !is_terse(v, token)) {
      return;
    }
  }
  if (best.frame == nullptr) {
    return;
  }
  best.token = token;
  at[token - sentence_.begin] = static_cast<std::uint32_t>(used);
  if (used == found.size()) {
    found.emplace_back();
  }
  found[used++] = std::move(best);
}

namespace {

bool same_happening(const Frame& a, const Frame& b) {
  return a.type == b.type || a.type.empty() || b.type.empty();
}

}  // namespace

// A rule of the frame names the kind of thing the filler is, and not just that it is an event.
bool Matcher::asked_for(const View& v, const Candidate& c, const Filler& f) const {
  if ((c.frame->flags & kStateOnly) != 0) {
    return false;
  }
  for (const SlotRule& rule : c.frame->rules) {
    if (rule.constraint.refuse || !in_slot(v, f, rule.slot)) {
      continue;
    }
    for (const Test& test : rule.constraint.any_of) {
      if ((test.trait == Trait::thing || test.trait == Trait::lemma) && holds(v, test, f)) {
        return true;
      }
    }
  }
  return false;
}

// One happening told by several words of one clause gives one event; what an act of speech is
// about gives none of its own.
void Matcher::drop(const View& v) {
  const auto live = [&](std::uint32_t token) -> Candidate* {
    const bool some = sentence_.contains(token) && at[token - sentence_.begin] != kNoToken;
    return some ? &found[at[token - sentence_.begin]] : nullptr;
  };
  for (std::size_t i = 0; i < used; ++i) {
    Candidate& c = found[i];
    for (const std::uint32_t w : c.with) {
      if (Candidate* other = live(w); other != nullptr && other != &c) {
        other->dropped = true;
      }
    }
  }
  for (std::size_t i = 0; i < used; ++i) {
    Candidate& c = found[i];
    if (c.dropped) {
      continue;
    }
    for (const Filler& f : c.fillers.list) {
      Candidate* other = live(f.token);
      if (other == nullptr || other == &c || other->dropped) {
        continue;
      }
      if (v.is_nominal(f.token) && other->fillers.blame == kNoToken && asked_for(v, c, f)) {
        other->dropped = true;  // "halted aid": the frame spoke of it
        continue;
      }
      const bool noun = v.is_nominal(f.token);
      if (noun && other->fillers.blame != kNoToken && c.frame->type != other->frame->type) {
        continue;  // "blamed the attack on X": both are told
      }
      const std::uint16_t flags = c.frame->flags;
      if (f.slot == Slot::prep && !noun && v.lower(f.preposition) == "for" &&
          c.frame->type != other->frame->type) {
        other->dropped = true;  // "arrested for spying": the reason given, not told
      } else if (f.slot == Slot::clause) {
        other->dropped =
            (flags & (kEatsClause | kTopic)) != 0 && !(other->frame->flags & kStateOnly);
      } else if (noun && c.frame->type == other->frame->type && !(flags & kStateOnly)) {
        other->dropped = true;  // "an attack killed", "signed the agreement"
      } else if (noun && (flags & kTopic) != 0 && (f.slot == Slot::obj || f.slot == Slot::prep)) {
        other->dropped = true;
      } else if (noun && (flags & kNothing) != 0 && f.slot != Slot::prep) {
        other->dropped = true;
      }
    }
    // "peace talks on a ceasefire agreement": nouns inside a noun of the same type.
    if (v.is_nominal(c.token) && v.relation(c.token) == Deprel::compound) {
      Candidate* head = live(v.tokens().head[c.token]);
      c.dropped = c.dropped || (head != nullptr && same_happening(*c.frame, *head->frame)) ||
                  (v.things(v.tokens().head[c.token]).any() && head == nullptr);
    }
  }
}

void Matcher::run(const View& v, TokenRange sentence) {
  sentence_ = sentence;
  used = 0;
  asides_used = 0;
  const std::uint32_t n = sentence.size();
  at.assign(n, kNoToken);
  order.clear();
  for (std::uint32_t t = sentence.begin; t < sentence.end; ++t) {
    if (v.entry[t] != nullptr && v.entry[t]->words_count != 0) {
      order.push_back(t);
    }
  }
  if (order.empty()) {
    return;
  }
  // Depth of each token, by walking up to the first known depth: linear in all.
  depth.assign(n, 0);
  std::vector<std::uint32_t> path;
  for (const std::uint32_t start : order) {
    std::uint32_t t = start;
    path.clear();
    while (depth[t - sentence.begin] == 0 && !v.tokens().is_root(t)) {
      path.push_back(t);
      t = v.tokens().head[t];
    }
    std::uint32_t level = v.tokens().is_root(t) ? 1 : depth[t - sentence.begin];
    for (std::size_t i = path.size(); i-- > 0;) {
      depth[path[i] - sentence.begin] = ++level;
    }
  }
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return depth[a - sentence.begin] > depth[b - sentence.begin];
  });
  for (const std::uint32_t t : order) {
    try_token(v, t);
  }
  drop(v);
}

}  // namespace sayso::coding
