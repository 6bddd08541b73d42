// SPDX-License-Identifier: Apache-2.0
#include "event/told.h"

#include <algorithm>

#include "base/text.h"

namespace sayso::coding {

namespace {

// "armed youths", "masked men"
bool is_armed(const View& v, std::uint32_t t) {
  const auto children = v.d->children.of(t);
  return std::any_of(children.begin(), children.end(), [&](std::uint32_t c) {
    return v.relation(c) == Deprel::amod && (v.things(c) & v.patterns->kinds.armed).any();
  });
}

// What somebody may be blamed for.
bool is_deed(const Frame& frame) {
  return (frame.traits & kDeed) != 0;
}

bool names_doer(const View& v, const Candidate& c) {
  return std::any_of(c.fillers.list.begin(), c.fillers.list.end(), [&](const Filler& f) {
    return f.slot == Slot::prep && v.lower(f.preposition) == "by" && is_actor(v, f.token);
  });
}

// "Under existing EU treaties", "as well as trade agreements with the US": many of a kind and not
// one that happens, unless it is counted.
bool is_kind(const View& v, const Candidate& c) {
  const Xpos x = v.tokens().xpos[c.token];
  return (x == Xpos::nns || x == Xpos::nnps) && child(v, c.token, Deprel::nummod) == kNoToken &&
         !is_deed(*c.frame) && c.frame->type != "CONSULT";  // "talks"
}

// "The bank's strategy of offering": its code is its owner's, and it can do nothing itself.
bool only_owned(const View& v, const Resolved& r) {
  return v.tokens().upos[r.token] == Upos::noun && !r.argument.mention.some() &&
         (v.things(r.token) & v.patterns->kinds.topics).any();
}

}  // namespace

bool known_actor(const View& v, const Resolved& r) {
  if (r.argument.code.some() || r.place.some()) {
    return true;
  }
  if (r.argument.mention.some()) {
    const Mention& m = v.d->mentions[r.argument.mention.value];
    if (m.kind == MentionKind::person || m.kind == MentionKind::organization ||
        m.kind == MentionKind::group || m.kind == MentionKind::facility ||
        m.kind == MentionKind::vehicle ||
        (m.kind == MentionKind::place && m.form == MentionForm::name)) {
      return true;  // a name taken for a place may be anybody's
    }
    return (v.things(r.token) & v.patterns->kinds.publics).any();  // "70 countries"
  }
  return v.tokens().upos[r.token] == Upos::propn ||
         (v.things(r.token) &
          (v.patterns->kinds.people | v.patterns->kinds.troops | v.patterns->kinds.body |
           v.patterns->kinds.facility | v.patterns->kinds.vehicle | v.patterns->kinds.site))
             .any();
}

// Sport and markets use the words of war: a sentence that speaks of them tells no event unless
// the frame cannot be meant otherwise or both sides are states, forces or their officers.
bool plays(const View& v, TokenRange s) {
  std::uint32_t hits = 0;
  for (std::uint32_t t = s.begin; t < s.end; ++t) {
    hits += v.plays(t) ? 1 : 0;
  }
  return v.playful ? hits >= 1 : hits >= 2 && hits * 12 >= s.size();
}

// A state, a force, a court, a public or international body; no firm, no private person.
bool is_public(const View& v, const Resolved& r) {
  for (const std::uint32_t c : v.d->children.of(r.token)) {
    if (v.relation(c) == Deprel::amod && (v.things(c) & v.patterns->kinds.ethnic).any()) {
      return true;  // "ethnic Albanians": a side, though no state's
    }
  }
  if (!r.argument.code.some()) {  // "nearly 70 countries", "both governments"
    return (v.things(r.token) & v.patterns->kinds.publics).any();
  }
  const std::string_view code = v.d->string(r.argument.code);
  const bool some_place = r.argument.mention.some() && r.place.some() &&
                          v.d->mentions[r.argument.mention.value].kind == MentionKind::place &&
                          v.d->string(v.d->places[r.place.value].kind) != "country";
  if (some_place && !v.d->mentions[r.argument.mention.value].code.some()) {
    return false;  // "build a tower in Canary Wharf": a spot is no side
  }
  const std::size_t blank = code.find(' ');
  if (blank == std::string_view::npos) {
    return !v.patterns->is_private(code);
  }
  bool some = false;
  for_each_part(
      code.substr(blank + 1),
      [&](std::string_view sector) { some = some || !v.patterns->is_private(sector); }, ' ');
  return some;
}

// "The bailout could wipe out shareholders", "hit by the crisis": force needs somebody, or arms.
bool no_force(const View& v, const Draft& draft) {
  if (draft.candidate->frame->type != "ASSAULT") {
    return false;
  }
  if (draft.candidate->frame->count == "injured" && draft.arguments.size() == 2 &&
      v.entity_of(draft.arguments[0].token) != kNoToken &&
      v.entity_of(draft.arguments[0].token) == v.entity_of(draft.arguments[1].token)) {
    return true;  // "injured it on her return": one's own wrist
  }
  const auto& k = v.patterns->kinds;
  const auto of_arms = [&](std::uint32_t t) {  // "rocket fire"
    const auto children = v.d->children.of(t);
    return std::any_of(children.begin(), children.end(), [&](std::uint32_t c) {
      return v.relation(c) == Deprel::compound && (v.things(c) & k.arms).any();
    });
  };
  bool agent = false;
  for (const Resolved& r : draft.arguments) {
    if (r.argument.role == Role::instrument) {
      return false;
    }
    if (r.argument.role != Role::agent) {
      continue;
    }
    agent = true;
    if (known_actor(v, r) || is_actor(v, r.token) || v.is_verb(r.token) || of_arms(r.token) ||
        (v.things(r.token) & (k.arms | k.vehicle | k.troops | k.criminal | k.hostile)).any()) {
      return false;
    }
  }
  return agent;
}

// Itself a place or a thing that stands in one: no "demise of the region".
bool stands_somewhere(const View& v, const Resolved& r) {
  const auto& k = v.patterns->kinds;
  return r.place.some() && (v.place[r.token] != kNoToken || v.mention[r.token] != kNoToken ||
                            (v.things(r.token) & (k.site | k.facility | k.built)).any());
}

// "a legal hole is stopping Berne", "the news sent shares up": its doer is named and is nobody.
bool nobody_acts(const View& v, const Draft& draft) {
  const std::string& type = draft.candidate->frame->type;
  if (type == "ASSAULT" || type == "PROTEST") {  // see no_force
    return false;
  }
  // A treaty, a report, a law may demand or forbid.
  const ThingMask speaking = (draft.candidate->frame->traits & kPapers) != 0
                                 ? v.patterns->kinds.agreement | v.patterns->kinds.papers
                                 : ThingMask{};
  bool agent = false;
  for (const Resolved& r : draft.arguments) {
    if (r.argument.role != Role::agent && r.argument.role != Role::participant) {
      continue;
    }
    agent = true;
    const bool named =
        r.argument.code.some() || stands_somewhere(v, r) || (known_actor(v, r) && !r.place.some());
    if ((named && !only_owned(v, r)) || is_actor(v, r.token) || v.is_verb(r.token) ||
        ((v.things(r.token) & speaking).any() && r.argument.code.some())) {
      return false;
    }
  }
  // "Limits on exports threatened to undermine it"
  return agent || (type == "THREATEN" && v.is_verb(draft.candidate->token) &&
                   !is_passive(v, draft.candidate->token));
}

// Sides a happening of the type must have: see ontology.types, column public.
bool sides_fit(const View& v, const Draft& draft) {
  const Frame& frame = *draft.candidate->frame;
  bool some = false, agent = false, fit = false;
  for (const Resolved& r : draft.arguments) {
    const bool one = is_public(v, r);
    some = some || one;
    if (r.argument.role == Role::agent || r.argument.role == Role::participant) {
      agent = true;
      fit = fit || one ||
            (v.things(r.token) &
             (v.patterns->kinds.troops | v.patterns->kinds.weapon | v.patterns->kinds.criminal))
                .any() ||
            is_armed(v, r.token);
    }
  }
  return (!frame.some_public || some) && (!frame.agent_public || !agent || fit);
}

bool names_no_deed(const View& v, const Draft& draft) {
  const Candidate& c = *draft.candidate;
  const Xpos x = v.tokens().xpos[c.token];
  const bool many = (x == Xpos::nns || x == Xpos::nnps) && c.fillers.light == kNoToken &&
                    !v.tokens().is_root(c.token) &&
                    child(v, v.tokens().head[c.token], Deprel::expl) == kNoToken;
  return many || (v.business && !is_deed(*c.frame) && !draft.place.some());
}

bool is_definite(const View& v, std::uint32_t noun) {
  const auto children = v.d->children.of(noun);
  return std::any_of(children.begin(), children.end(), [&](std::uint32_t k) {
    const std::string_view w = v.lower(k);
    return v.relation(k) == Deprel::det && (w == "the" || w == "this" || w == "that");
  });
}

// A noun tells of an event when something is said to happen with it, or it heads its sentence, or
// it names its own doer and is new ("a Russian air strike"); "the war", "since the invasion" only
// mention one.
bool noun_is_told(const View& v, const Candidate& c) {
  const std::uint32_t t = c.token;
  if (c.fillers.blame != kNoToken) {  // a role in an attack, not "in shaping the pact"
    return is_deed(*c.frame) || c.frame->type == "CONSULT";
  }
  if (c.fillers.light != kNoToken) {
    // "following the invasion", a preposition taken for a verb
    const LexEntry* light = v.patterns->find(v.d->symbols.fold(v.tokens().lower[c.fillers.light]));
    return light == nullptr || (light->things & v.patterns->kinds.anchor).none();
  }
  const Deprel r = v.relation(t);
  if (v.tokens().is_root(t) || r == Deprel::parataxis) {
    return true;
  }
  bool definite = is_definite(v, t), anchor = false, meanwhile = false;
  for (const std::uint32_t k : v.d->children.of(t)) {
    meanwhile = meanwhile || (v.relation(k) == Deprel::case_ &&
                              (v.things(k) & v.patterns->kinds.meanwhile).any());
    definite = definite || (v.tokens().deprel[k] == Deprel::nmod_poss && r == Deprel::obl &&
                            v.tokens().upos[k] == Upos::pron && c.frame->type == "CONSULT");
    anchor = anchor || ((v.relation(k) == Deprel::case_ || v.relation(k) == Deprel::mark) &&
                        (v.things(k) & v.patterns->kinds.anchor).any());
  }
  const std::uint32_t head = v.tokens().head[t];
  const bool governed = v.modality(head, Govern::noun) != nullptr;
  if (governed && !anchor && (c.frame->flags & kBackground) == 0) {
    return true;
  }
  if ((anchor && !meanwhile) || (c.frame->flags & kBackground) != 0) {
    return false;
  }
  bool agent = false, other = false;
  for (const Filler& f : c.fillers.list) {
    if (f.slot == Slot::subj && !f.borrowed) {
      return true;  // "Russia in massive redeployment"
    }
    const bool coded = entity_code(v, f.token).some() || v.place[f.token] != kNoToken;
    agent = agent || ((f.slot == Slot::poss || f.slot == Slot::mod) && coded);
    other = other || (f.slot == Slot::prep && coded);
  }
  if (anchor) {  // "trapped during a raid by soldiers": new, and with its doer
    return !definite && (agent || names_doer(v, c));
  }
  if (r == Deprel::nsubj && child(v, head, Deprel::expl) != kNoToken) {
    return true;  // "there have been attacks"
  }
  if (r == Deprel::nsubj && v.is_verb(head)) {
    return agent || other;
  }
  if (is_kind(v, c)) {
    return false;
  }
  return !definite && (agent || other);
}

// "will decide if it should be fined": nobody demands it.
bool is_open_question(const View& v, const Candidate& c) {
  const std::uint32_t verb = v.tokens().head[c.token];
  const std::uint32_t subject = child(v, verb, Deprel::nsubj);
  if (c.word->pos == 'x' && subject != kNoToken && subject > c.token) {
    return true;  // "should they fail, the deal is off"
  }
  for (const std::uint32_t k : v.d->children.of(c.token)) {
    if (c.word->pos == 'v' && c.frame->type == "REQUEST" &&
        (v.relation(k) == Deprel::ccomp || v.relation(k) == Deprel::advcl) && k > c.token) {
      const std::uint32_t mark = child(v, k, Deprel::mark);
      if (mark == c.token + 1 && v.modality(mark, Govern::mark) != nullptr) {
        return true;  // "when asked if the euro would last"
      }
    }
  }
  for (const std::uint32_t k : v.d->children.of(verb)) {
    if (c.word->pos == 'x' && v.relation(k) == Deprel::mark &&
        v.modality(k, Govern::mark) != nullptr) {
      return true;
    }
  }
  return false;
}

namespace {

// "Is interested in letting firms dig", "the idea of lifting the ban": a gerund that an adjective
// or a noun governs which says nothing of whether it happens.
bool is_only_spoken_of(const View& v, std::uint32_t t) {
  const std::uint32_t head = v.tokens().head[t];
  const Deprel r = v.relation(t);
  if (v.tokens().xpos[t] != Xpos::vbg || head == t ||
      (r != Deprel::advcl && r != Deprel::acl && r != Deprel::obl)) {
    return false;
  }
  const std::uint32_t mark = preposition_of(v, t);
  if (mark == kNoToken ||
      (v.lower(mark) != "in" && v.lower(mark) != "of" && v.lower(mark) != "about")) {
    return false;
  }
  const bool adjective = v.tokens().upos[head] == Upos::adj;
  return (adjective || v.is_nominal(head)) && v.modality(head, Govern::noun) == nullptr &&
         v.modality(head, Govern::clause) == nullptr &&
         v.modality(head, Govern::blame) == nullptr &&
         (v.entry[head] == nullptr || v.entry[head]->words_count == 0);
}

}  // namespace

// "Ministers, eager to gain access", what somebody uses to do: said in passing of somebody, not
// told. And "I agree that".
bool is_aside(const View& v, const Candidate& c) {
  const Deprel r = v.relation(c.token);
  if (c.word->pos == 'a') {
    return c.frame->type == "AGREE" && child(v, c.token, Deprel::cop) == kNoToken &&
           (r == Deprel::amod || r == Deprel::appos || r == Deprel::acl || r == Deprel::advcl);
  }
  const Xpos x = v.tokens().xpos[c.token];
  if (x == Xpos::vbn && c.frame->type == "ACCUSE" && v.tokens().deprel[c.token] == Deprel::acl &&
      doer_of_passive(v, c.token) == kNoToken) {
    return true;  // "two men suspected of planning attacks": who they are
  }
  if ((x == Xpos::vbp || x == Xpos::vbz) && v.tokens().deprel[c.token] == Deprel::acl_relcl &&
      (c.frame->traits & kHabit) != 0) {
    return true;  // "tourists who visit Cuba every year", "which advises governments"
  }
  const std::uint32_t subject = child(v, c.token, Deprel::nsubj);
  return c.frame->type == "AGREE" && subject != kNoToken && v.lower(subject) == "i" &&
         v.tokens().xpos[c.token] == Xpos::vbp;
}

// "The right to override", "will decide whether it is punished", "to resolve the crisis, ministers
// need to meet": nothing that is told to happen. A named condition ("if they attack") is kept.
bool is_untold(const View& v, const Candidate& c, Factuality factuality) {
  const std::uint32_t t = c.fillers.light == kNoToken ? c.token : c.fillers.light;
  const Deprel r = v.relation(t);
  if (v.is_verb(t) && has_mark_to(v, t) && (r == Deprel::advcl || r == Deprel::acl)) {
    const Modality* above = v.modality(v.tokens().head[t], Govern::clause);
    if (r == Deprel::advcl && above != nullptr && above->sets_time && above->certainty == 2) {
      return false;  // "used artillery to damage the bridges" did so
    }
    return c.frame->type != "CONSULT" || r == Deprel::acl;  // "flew in to meet" was there for it
  }
  if (is_only_spoken_of(v, t) || is_aside(v, c)) {
    return true;
  }
  if (factuality != Factuality::u) {
    return false;
  }
  const std::uint32_t mark = child(v, t, Deprel::mark);
  return r != Deprel::advcl || mark == kNoToken || v.modality(mark, Govern::mark) == nullptr;
}

// A demand on oneself is none: "Russia said Moscow must act".
bool speaks_of_itself(const View& v, const Draft& draft) {
  std::uint32_t agent = kNoToken;
  for (const Resolved& r : draft.arguments) {
    if (r.argument.role == Role::agent && agent == kNoToken) {
      agent = v.entity_of(r.token);
    }
  }
  for (const Resolved& r : draft.arguments) {
    if (r.argument.role != Role::target) {
      continue;
    }
    const bool first_person = v.lower(r.token) == "we" || v.lower(r.token) == "i";
    if ((agent != kNoToken && v.entity_of(r.token) == agent) || first_person) {
      return true;
    }
  }
  return false;
}

}  // namespace sayso::coding
