// SPDX-License-Identifier: Apache-2.0
#include "event/rules.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "event/effects.h"
#include "event/told.h"

namespace sayso::coding {
namespace {

// "Suspected rebels", "killed, presumably by the army": who did it is not certain.
void doubt_doer(const View& v, Draft& draft) {
  if (draft.reading.factuality != Factuality::ct_plus) {
    return;
  }
  for (const Resolved& r : draft.arguments) {
    if (r.argument.role != Role::agent) {
      continue;
    }
    for (const std::uint32_t c : v.d->children.of(r.token)) {
      const Deprel relation = v.relation(c);
      if (relation != Deprel::amod && relation != Deprel::advmod) {
        continue;
      }
      const Modality* m = v.modality(c, Govern::adverb);
      m = m == nullptr ? v.modality(c, Govern::clause) : m;
      if (m != nullptr && (m->certainty == 0 || m->certainty == 1)) {
        draft.reading.factuality = Factuality::pr_plus;
      }
    }
  }
}

// How force was used, by what it was used with: "killed in a grenade attack" is explosives.
std::string_view mode_of_weapon(const View& v, const Draft& draft) {
  if (draft.candidate->frame->type != "ASSAULT") {
    return {};
  }
  const auto of = [&](std::uint32_t t) -> std::string_view {
    for (const Patterns::WeaponMode& m : v.patterns->weapon_modes) {
      if ((v.things(t) & m.kind).any()) {
        return m.mode;
      }
    }
    return {};
  };
  for (const Resolved& r : draft.arguments) {
    const Role role = r.argument.role;
    if (role == Role::instrument || role == Role::agent) {
      if (const std::string_view mode = of(r.token); !mode.empty()) {
        return mode;
      }
    }
  }
  for (const Filler& f : draft.candidate->fillers.list) {
    const bool means = f.slot == Slot::mod || f.slot == Slot::subj ||
                       (f.slot == Slot::prep && !f.borrowed &&
                        (v.things(f.preposition) & v.patterns->kinds.means).any());
    if (!means) {
      continue;
    }
    if (const std::string_view mode = of(f.token); !mode.empty()) {
      return mode;
    }
    for (const std::uint32_t c : v.d->children.of(f.token)) {  // "in a bomb attack"
      if (v.relation(c) == Deprel::compound && !of(c).empty()) {
        return of(c);
      }
    }
  }
  return {};
}

// CAMEO's unspecified code of a type that a turned event may have.
std::string_view turned_code(std::string_view type) {
  return type == "AGREE" ? "030" : type == "THREATEN" ? "130" : "120";
}

void trigger(const View& v, Rules::Scratch& s, Event& e) {
  const Candidate& c = *s.draft.candidate;
  std::vector<std::uint32_t> words{c.token};
  words.insert(words.end(), c.with.begin(), c.with.end());
  if (c.fillers.light != kNoToken) {
    words.push_back(c.fillers.light);
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  s.ranges.clear();
  for (const std::uint32_t t : words) {
    if (!s.ranges.empty() && s.ranges.back().end == t) {
      s.ranges.back().end = t + 1;
    } else {
      s.ranges.push_back({t, t + 1});
    }
  }
  e.trigger = v.d->add_ranges(s.ranges);
}

void quantities_of(Document& d, const Resolved& r, Event& e) {
  const auto first = std::lower_bound(
      d.quantities.begin(), d.quantities.end(), r.argument.tokens.begin,
      [](const Quantity& q, std::uint32_t at) { return std::max(q.tokens.end, q.what.end) <= at; });
  for (auto q = first; q != d.quantities.end() && q->tokens.begin <= r.token; ++q) {
    if (q->what.contains(r.token) || q->tokens.contains(r.token)) {
      d.quantity_list.push_back(QuantityId{static_cast<std::uint32_t>(q - d.quantities.begin())});
      ++e.quantities.count;
    }
  }
}

void store(const View& v, Rules::Scratch& s) {
  const Draft& draft = s.draft;
  Document& d = *v.d;
  const Frame& frame = *draft.candidate->frame;
  Event e;
  const bool turned = !draft.turned.empty();
  e.type = d.symbols.intern(turned ? draft.turned : frame.type);
  if (turned) {
    e.cameo = d.symbols.intern(turned_code(draft.turned));
  } else {
    std::string_view mode = frame.mode_by_weapon ? mode_of_weapon(v, draft) : frame.mode;
    mode = mode.empty() ? frame.mode : mode;
    if (!mode.empty()) {
      e.mode = d.symbols.intern(mode);
    }
    if (!frame.cameo.empty()) {
      e.cameo = d.symbols.intern(frame.cameo);
    }
  }
  e.context.first = static_cast<std::uint32_t>(d.symbol_list.size());
  for_each_part(frame.context, [&](std::string_view part) {
    d.symbol_list.push_back(d.symbols.intern(part));
    ++e.context.count;
  });
  trigger(v, s, e);
  e.arguments = {static_cast<std::uint32_t>(d.arguments.size()),
                 static_cast<std::uint32_t>(draft.arguments.size())};
  e.quantities.first = static_cast<std::uint32_t>(d.quantity_list.size());
  for (const Resolved& r : draft.arguments) {
    d.arguments.push_back(r.argument);
    quantities_of(d, r, e);
  }
  e.claim = draft.claim;
  e.place = draft.place;
  e.when = draft.when;
  e.counts = draft.counts;
  e.factuality = draft.refused ? Factuality::ct_plus : draft.reading.factuality;
  e.time = draft.refused ? EventTime::ongoing : draft.reading.time;
  const EventId id{static_cast<std::uint32_t>(d.events.size())};
  d.events.push_back(e);
  add_effects(v, draft, id);
}

// States that a clause inside the event speaks of: "agreed to allow deliveries".
void eaten(const View& v, Rules::Scratch& s, const Candidate& outer) {
  for (std::size_t i = 0; i < s.matcher.used; ++i) {
    const Candidate& inner = s.matcher.found[i];
    const auto& list = outer.fillers.list;
    const bool inside = std::any_of(list.begin(), list.end(), [&](const Filler& f) {
      return f.slot == Slot::clause && f.token == inner.token;
    });
    if (!inside || !inner.dropped || inner.frame->effects.empty()) {
      continue;
    }
    Draft draft;
    draft.candidate = &inner;
    draft.claim = s.draft.claim;
    draft.when = s.draft.when;
    draft.reading = read_factuality(v, inner);
    fill_arguments(v, s.matcher, draft);
    add_eaten_effects(v, s.draft, draft);
  }
}

// States told beside events, where no event of the sentence has said the same of the same thing.
void emit_asides(const View& v, Rules::Scratch& s, std::uint16_t layer) {
  for (std::size_t i = 0; i < s.matcher.asides_used; ++i) {
    const Candidate& c = s.matcher.asides[i];
    if ((c.frame->flags & layer) == 0) {
      continue;
    }
    Draft draft;
    draft.candidate = &c;
    draft.claim = v.claim[c.token] == kNoToken ? ClaimId::none() : ClaimId{v.claim[c.token]};
    draft.reading = read_factuality(v, c);
    if (layer == kChange && is_untold(v, c, draft.reading.factuality)) {
      continue;
    }
    fill_arguments(v, s.matcher, draft);
    fill_place(v, draft);
    fill_when(v, draft);
    add_effects(v, draft, EventId::none());
  }
}

// What its words alone rule out, before its sides are known.
Judged judge_words(const View& v, const Candidate& c) {
  const bool state_only = (c.frame->flags & kStateOnly) != 0;
  // "hard-hit Greece" is no blow
  const TokenRange sentence = v.d->sentence_tokens(c.token);
  if (c.token >= sentence.begin + 2 && v.lower(c.token - 1) == "-" &&
      (v.tokens().upos[c.token - 2] == Upos::adj || v.tokens().upos[c.token - 2] == Upos::adv) &&
      !state_only &&
      v.patterns->country(v.d->symbols.fold(v.tokens().lower[c.token - 2])).empty()) {
    return Judged::modifier;
  }
  // "Russian-backed forces", "occupied towns": a participle before its noun tells a state at
  // most.
  if (v.is_verb(c.token) && v.relation(c.token) == Deprel::amod && !state_only &&
      subject_of_modifier(v, c.token) == kNoToken) {
    return Judged::modifier;
  }
  if (v.is_verb(c.token) && child(v, c.token, Deprel::det) != kNoToken) {
    return Judged::modifier;  // "the accused"
  }
  if (v.is_nominal(c.token) && !state_only && !c.taught && !noun_is_told(v, c)) {
    return Judged::mentioned;
  }
  return Judged::told;
}

// Whether somebody it can be between is known.
Judged judge_sides(const View& v, const Candidate& c, const Draft& draft) {
  bool known = (c.frame->flags & kFirm) != 0, agent = false, target = false;
  for (const Resolved& r : draft.arguments) {
    const bool k =
        known_actor(v, r) || (!c.frame->count.empty() && v.tokens().upos[r.token] == Upos::num);
    known = known || k;
    agent =
        agent || (k && (r.argument.role == Role::agent || r.argument.role == Role::participant));
    target = target || (k && r.argument.role != Role::agent &&
                        (r.argument.role != Role::object || c.frame->type != "AID"));
  }
  if (!known) {
    return Judged::nobody_known;
  }
  const bool sides = (c.frame->flags & kFirm) != 0 || sides_fit(v, draft);
  const bool missing = ((c.frame->flags & kNeedsTarget) != 0 && !target) ||
                       ((c.frame->flags & kNeedsAgent) != 0 && !agent);
  return sides && !missing ? Judged::told : Judged::private_sides;
}

// What else tells that nothing happens between them.
Judged judge_deed(const View& v, const Candidate& c, const Draft& draft, bool play) {
  if (draft.arguments.empty() && names_no_deed(v, draft)) {
    return Judged::mentioned;
  }
  if ((c.frame->flags & kFirm) == 0 && (nobody_acts(v, draft) || no_force(v, draft))) {
    return Judged::nobody_acts;
  }
  if (is_untold(v, c, draft.reading.factuality) || !fits_subject(v, draft)) {
    return Judged::untold;
  }
  if (is_open_question(v, c) || (c.frame->from_speaker && speaks_of_itself(v, draft))) {
    return Judged::untold;
  }
  if (play && !v.sporting) {
    int known_sides = 0;
    for (const Resolved& r : draft.arguments) {
      known_sides += is_public(v, r) ? 1 : 0;
    }
    if (known_sides < 2) {
      return Judged::play;
    }
  }
  return Judged::told;
}

// Of what the tagger found: sides as for the rules; "the attack", of whom and where no word says,
// is only mentioned.
Judged judge_taught(const View& v, const Draft& draft) {
  const bool known = is_definite(v, draft.candidate->token);
  if (draft.arguments.empty() && (!draft.place.some() || known)) {
    return Judged::mentioned;
  }
  return sides_fit(v, draft) && fits_subject(v, draft) ? Judged::told : Judged::private_sides;
}

}  // namespace

Judged Rules::emit(const View& v, const Candidate& c, bool play, Scratch& s) {
  Draft& draft = s.draft;
  draft = Draft{};
  draft.candidate = &c;
  draft.claim = v.claim[c.token] == kNoToken ? ClaimId::none() : ClaimId{v.claim[c.token]};
  if (const Judged words = judge_words(v, c); words != Judged::told) {
    return words;
  }
  draft.reading = read_factuality(v, c);
  fill_arguments(v, s.matcher, draft);
  fill_place(v, draft);
  complete_codes(v, draft);
  doubt_doer(v, draft);
  fill_when(v, draft);
  if ((c.frame->flags & kStateOnly) != 0) {
    add_effects(v, draft, EventId::none());
    return Judged::state;
  }
  if ((c.frame->flags & kSequel) != 0) {
    fill_counts(v, draft);
    if (add_to_earlier(v, draft) || c.frame->type.empty()) {
      return Judged::sequel;
    }
  }
  Judged how = Judged::told;
  if (c.taught) {
    how = judge_taught(v, draft);
  } else {
    how = judge_sides(v, c, draft);
    if (how != Judged::told && !play) {  // no event of public matters; what it did still holds
      add_effects(v, draft, EventId::none());
      if ((c.frame->flags & kEatsClause) != 0) {
        eaten(v, s, c);
      }
    }
    how = how == Judged::told ? judge_deed(v, c, draft, play) : how;
  }
  if (how == Judged::told) {
    fill_counts(v, draft);
    turn_type(v, draft);
    complete_sides(v, draft);
    store(v, s);
    if (!c.taught && (c.frame->flags & kEatsClause) != 0) {
      eaten(v, s, c);
    }
  }
  return how;
}

void Rules::read(const View& v, TokenRange sentence, Scratch& s) {
  s.matcher.run(v, sentence);
  if (s.matcher.used == 0 && s.matcher.asides_used == 0) {
    return;
  }
  const bool play = plays(v, sentence);
  std::vector<std::size_t> order(s.matcher.used);
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return s.matcher.found[a].token < s.matcher.found[b].token;
  });
  for (const std::size_t i : order) {
    Candidate& c = s.matcher.found[i];
    if (c.dropped) {
      c.how = Judged::part;
    } else if ((c.frame->flags & kNothing) != 0) {
      c.how = Judged::nothing;
    } else {
      c.how = emit(v, c, play && (c.frame->flags & kFirm) == 0, s);
    }
  }
  if (!play && !v.sporting) {
    emit_asides(v, s, kAside);
    emit_asides(v, s, kChange);
  }
}

}  // namespace sayso::coding
