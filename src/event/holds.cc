// SPDX-License-Identifier: Apache-2.0
// Whether what stands in a slot is of the kind a frame asks for: an actor, a place, a force, a
// lemma.
#include <algorithm>

#include "base/text.h"
#include "event/match.h"
#include "event/naming.h"

namespace sayso::coding {
namespace {

Symbol code_of(const View& v, std::uint32_t mention) {
  const Mention& m = v.d->mentions[mention];
  const Symbol entity = v.d->entities[m.entity.value].code;
  return m.code.some() ? m.code : entity;
}

bool has_sector(const View& v, std::uint32_t t, std::initializer_list<std::string_view> sectors) {
  if (v.mention[t] == kNoToken) {
    return false;
  }
  const Symbol code = code_of(v, v.mention[t]);
  if (!code.some()) {
    return false;
  }
  for (const std::string_view s : sectors) {
    if (list_has(v.d->string(code), s, ' ')) {
      return true;
    }
  }
  return false;
}

bool of_kind(const View& v, std::uint32_t t, std::initializer_list<MentionKind> kinds) {
  if (v.mention[t] == kNoToken) {
    return false;
  }
  const MentionKind own = v.d->mentions[v.mention[t]].kind;
  const MentionKind chain = v.d->entities[v.d->mentions[v.mention[t]].entity.value].kind;
  return std::find(kinds.begin(), kinds.end(), own) != kinds.end() ||
         (v.d->mentions[v.mention[t]].form == MentionForm::pronoun &&
          std::find(kinds.begin(), kinds.end(), chain) != kinds.end());
}

bool is_place(const View& v, std::uint32_t t) {
  if (v.place[t] != kNoToken) {
    return true;
  }
  if (v.mention[t] == kNoToken && v.tokens().upos[t] == Upos::propn && v.dated[t] == 0) {
    return true;  // a name nobody knows may well be a village
  }
  return of_kind(v, t, {MentionKind::place, MentionKind::facility}) || may_be_place(v, t);
}

// "captured Rutshuru and Kiwanja": what is joined to a place is one.
bool beside_place(const View& v, std::uint32_t t) {
  const std::uint32_t head = v.tokens().head[t];
  if (v.relation(t) == Deprel::conj && v.place[head] != kNoToken) {
    return true;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.relation(c) == Deprel::conj && v.place[c] != kNoToken) {
      return true;
    }
  }
  return false;
}

bool is_force(const View& v, std::uint32_t t) {
  const ThingMask& troops = v.patterns->kinds.troops;
  if (has_sector(v, t, {"MIL", "REB", "UAF", "PRM", "INS", "SEP"}) ||
      (v.things(t) & troops).any()) {
    return true;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {  // "battalion groups", "army units"
    if (c < t && v.relation(c) == Deprel::compound && (v.things(c) & troops).any()) {
      return true;
    }
  }
  return false;
}

// "15 trainees": things counted that are no money, measure or time.
bool is_counted(const View& v, std::uint32_t t) {
  const ThingMask& money = v.patterns->kinds.money;
  return v.is_nominal(t) && child(v, t, Deprel::nummod) != kNoToken &&
         (v.things(t) & (money | v.patterns->kinds.measure | v.patterns->kinds.time)).none();
}

bool is_negated(const View& v, std::uint32_t verb) {
  for (const std::uint32_t c : v.d->children.of(verb)) {
    if (v.relation(c) == Deprel::advmod && v.modality(c, Govern::negation) != nullptr) {
      return true;
    }
  }
  return false;
}

// "A and B": two who are joined; "Vietnamese and American teams": one noun, two sides.
bool one_of_several(const View& v, std::uint32_t t) {
  if (v.relation(t) == Deprel::conj) {
    return true;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    const bool side = (r == Deprel::amod || r == Deprel::compound) && c < t &&
                      child(v, c, Deprel::conj) != kNoToken &&
                      !v.patterns->country(v.d->symbols.fold(v.tokens().lower[c])).empty();
    if ((r == Deprel::conj && v.is_nominal(c)) || side) {
      return true;
    }
  }
  return false;
}

bool is_time(const View& v, std::uint32_t t) {
  return (v.things(t) & v.patterns->kinds.time).any();
}

}  // namespace

bool is_actor(const View& v, std::uint32_t t) {
  const Upos u = v.tokens().upos[t];
  if (u == Upos::pron) {
    return true;
  }
  if (v.mention[t] != kNoToken) {
    const Mention& m = v.d->mentions[v.mention[t]];
    if (m.kind == MentionKind::person || m.kind == MentionKind::organization ||
        m.kind == MentionKind::group || code_of(v, v.mention[t]).some()) {
      return true;
    }
    if (m.kind == MentionKind::place && m.form == MentionForm::name) {
      return true;
    }
  }
  return u == Upos::propn || (v.things(t) & (v.patterns->kinds.people | v.patterns->kinds.troops |
                                             v.patterns->kinds.body))
                                 .any();
}

bool in_slot(const View& v, const Filler& f, const SlotRef& ref) {
  if (ref.slot == Slot::prep) {
    return f.slot == Slot::prep && v.lower(f.preposition) == ref.prep;
  }
  if (ref.slot == Slot::prt) {
    return f.slot == Slot::prt || f.slot == Slot::adv;
  }
  return f.slot == ref.slot;
}

bool is_of(const View& v, const Test& test, std::uint32_t t, bool things) {
  switch (test.trait) {
    case Trait::any:
      return true;
    case Trait::actor:
      return is_actor(v, t) && !is_time(v, t);
    case Trait::person:
      if (may_be_place(v, t) && (beside_place(v, t) || is_told_as_thing(v, t))) {
        return false;
      }
      return of_kind(v, t, {MentionKind::person}) || (v.things(t) & v.patterns->kinds.people).any();
    case Trait::place:
      return is_place(v, t) || (v.things(t) & v.patterns->kinds.site).any() ||
             (things && thing_meant(v, t, true) != kNoToken);
    case Trait::facility:
      return of_kind(v, t, {MentionKind::facility}) ||
             (v.things(t) & v.patterns->kinds.facility).any() ||
             (things && thing_meant(v, t, false) != kNoToken);
    case Trait::works:
      return of_kind(v, t, {MentionKind::facility}) || v.site_name[t] != kNoToken ||
             (v.things(t) & v.patterns->kinds.works).any() ||
             (things && thing_meant(v, t, false) != kNoToken);
    case Trait::force:
      return is_force(v, t);
    case Trait::country:
      return v.place[t] != kNoToken ||
             (v.mention[t] != kNoToken && code_of(v, v.mention[t]).some()) ||
             (v.tokens().upos[t] == Upos::adj &&  // "Russian-occupied"
              !v.patterns->country(v.d->symbols.fold(v.tokens().lower[t])).empty());
    case Trait::named:
      return v.tokens().upos[t] == Upos::propn || v.craft[t] != kNoToken;
    case Trait::number:
      return v.tokens().upos[t] == Upos::num || is_counted(v, t);
    case Trait::thing: {
      if ((v.things(t) & test.things).any()) {
        return true;
      }
      // "ease curfew hours", "mediation efforts": the noun before says of what kind it is
      if (v.is_nominal(t) && (v.things(t) & v.patterns->kinds.carrier).any()) {
        for (const std::uint32_t c : v.d->children.of(t)) {
          if (v.relation(c) == Deprel::compound && c < t && (v.things(c) & test.things).any()) {
            return true;
          }
        }
      }
      const auto mention_is = [&](const ThingMask& thing, MentionKind kind) {
        return v.things(t).none() && (test.things & thing).any() && of_kind(v, t, {kind});
      };
      if (v.tokens().upos[t] == Upos::pron && (test.things & v.patterns->kinds.craft).any()) {
        return !craft_name(v, t).empty();  // "boarded the Eagle S and brought it to port"
      }
      return mention_is(v.patterns->kinds.weapon, MentionKind::weapon) ||
             mention_is(v.patterns->kinds.vehicle, MentionKind::vehicle) ||
             mention_is(v.patterns->kinds.agreement, MentionKind::agreement);
    }
    case Trait::lemma:
      return v.key[t] == test.lemma || v.d->symbols.fold(v.tokens().lower[t]).hash == test.lemma;
    case Trait::several:
      return one_of_several(v, t);
    case Trait::unknown:
      return v.tokens().upos[t] == Upos::noun && v.things(t).none() && v.mention[t] == kNoToken;
    default:
      return false;
  }
}

bool Matcher::holds(const View& v, const Test& test, const Filler& f) const {
  // A particle is the preposition itself when the parser took it for one.
  const std::uint32_t t = f.token;
  switch (test.trait) {
    case Trait::coop:
    case Trait::conflict:
    case Trait::event: {
      const Candidate* c = of(t);
      for (std::size_t i = 0; c == nullptr && f.slot == Slot::clause && i < used; ++i) {
        c = found[i].fillers.light == t ? &found[i] : nullptr;  // "vowed to carry out attacks"
      }
      if (c == nullptr || (c->frame->flags & kNothing) != 0) {
        return false;
      }
      if (test.trait == Trait::event) {
        return true;
      }
      const bool turned = f.slot == Slot::clause && is_negated(v, t);  // "vowed not to attack"
      return (test.trait == Trait::coop) != turned ? c->frame->cooperative : c->frame->conflictual;
    }
    case Trait::verb:  // "demanded that he resign", whatever the tagger took "resign" for
      return v.is_verb(t) || f.slot == Slot::clause;
    default:
      return is_of(v, test, t, things_);
  }
}

}  // namespace sayso::coding
