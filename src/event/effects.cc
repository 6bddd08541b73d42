// SPDX-License-Identifier: Apache-2.0
#include "event/effects.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "event/changes.h"
#include "event/effect_earlier.h"
#include "event/effect_names.h"
#include "event/effect_times.h"
#include "event/effect_turns.h"
#include "event/effect_values.h"
#include "event/naming.h"
#include "event/sites.h"

namespace sayso::coding {
namespace {

// "Ukraine hit the bridge and left it impassable": who does it is not what it is done to; then the
// object of the verb before is meant.
std::uint32_t other_than_agent(const View& v, const Draft& d, std::uint32_t token) {
  if (v.tokens().upos[token] != Upos::pron || v.mention[token] == kNoToken ||
      v.relation(d.candidate->token) != Deprel::conj) {
    return token;
  }
  const auto entity = v.d->mentions[v.mention[token]].entity;
  const auto& list = d.candidate->fillers.list;
  const bool doer = std::any_of(list.begin(), list.end(), [&](const Filler& f) {
    return f.slot == Slot::subj && v.mention[f.token] != kNoToken &&
           v.d->mentions[v.mention[f.token]].entity == entity;
  });
  const std::uint32_t before = child(v, v.tokens().head[d.candidate->token], Deprel::obj);
  return !doer || before == kNoToken ? token : before;
}

// What is denied is told too: somebody says that it is not so.
bool said_to_be(Factuality f) {
  return f != Factuality::u;
}

// Does somebody or something other than `whose` do it? "The bridge was not damaged" names nobody.
bool somebody_does(const Draft& d, std::uint32_t whose) {
  const auto& list = d.candidate->fillers.list;
  return std::any_of(list.begin(), list.end(),
                     [&](const Filler& f) { return f.slot == Slot::subj && f.token != whose; });
}

bool is_negative(Factuality f) {
  return f == Factuality::ct_minus || f == Factuality::pr_minus || f == Factuality::ps_minus;
}

Factuality opposite(Factuality f) {
  switch (f) {
    case Factuality::ct_plus:
      return Factuality::ct_minus;
    case Factuality::ct_minus:
      return Factuality::ct_plus;
    case Factuality::pr_plus:
      return Factuality::pr_minus;
    case Factuality::pr_minus:
      return Factuality::pr_plus;
    case Factuality::ps_plus:
      return Factuality::ps_minus;
    case Factuality::ps_minus:
      return Factuality::ps_plus;
    default:
      return f;
  }
}

// "The strait is blocked" says nothing about who reaches the strait, but that nothing passes.
void passage_of_route(const View& v, std::uint32_t token, StateVariable& variable,
                      std::string& value) {
  const bool route = has_thing(v, token, "crossing") || has_thing(v, token, "waterway") ||
                     has_thing(v, token, "road") || place_is_water(v, token);
  if (variable != StateVariable::access || !route || has_thing(v, token, "settlement")) {
    return;
  }
  variable = StateVariable::status;
  value = value == "cut off" ? "stopped" : value;
}

std::uint32_t word_of(const Draft& d) {
  return d.candidate->token;
}

// A noun of doing tells that it is done where it does or suffers something itself, or lies behind:
// "the closure has cost", "since the reopening of"; but "called for the reopening of".
bool is_told_of(const View& v, std::uint32_t t) {
  const std::uint32_t k = child(v, t, Deprel::case_);
  return v.relation(t) == Deprel::nsubj || (k != kNoToken && has_thing(v, k, "aftermath"));
}

// "Anton Vell, a surveyor who was kidnapped": the name the noun stands beside.
std::uint32_t apposed_name(const View& v, std::uint32_t t) {
  const std::uint32_t head = v.tokens().head[t];
  const bool beside = v.relation(t) == Deprel::appos && v.tokens().upos[t] == Upos::noun;
  if (v.tokens().upos[t] != Upos::propn && v.tokens().upos[t] != Upos::pron) {
    for (const std::uint32_t c : v.d->children.of(t)) {  // "a third, Ion Popescu, escaped"
      if (v.relation(c) == Deprel::appos && v.tokens().upos[c] == Upos::propn &&
          kind_of(v, c) == MentionKind::person) {
        return c;
      }
    }
  }
  return beside && v.mention[head] != kNoToken && kind_of(v, head) == MentionKind::person ? head
                                                                                          : t;
}

// "Jets bombed the hill", "crowds burned cars": tells what was done, and of no thing in particular
// what became of it; but "the bank was bombed".
bool is_blow(const View& v, const Draft& d, std::uint32_t t) {
  const std::uint32_t word = word_of(d);
  if (!v.is_verb(word) || d.candidate->fillers.passive || !has_thing(v, word, "blow")) {
    return false;
  }
  return v.tokens().xpos[t] == Xpos::nns && child(v, t, Deprel::nummod) == kNoToken;
}

// Whether an adjective before a noun tells how one thing is: "the blocked canal", no "closed
// roads".
bool describes(const View& v, std::uint32_t word, std::uint32_t t, std::string_view value) {
  const std::uint32_t det = child(v, t, Deprel::det);
  const BlockKind block = v.d->block_kind(t);
  if (block == BlockKind::headline || block == BlockKind::key_point ||
      v.tokens().xpos[word] == Xpos::vbd || subject_of_modifier(v, word) != kNoToken) {
    return true;
  }
  return (value == "stopped" || value == "closed" || value == "blocked" || value == "damaged" ||
          value == "destroyed" || value.starts_with("held")) &&
         (v.tokens().upos[t] == Upos::propn || (det != kNoToken && v.lower(det) == "the")) &&
         v.tokens().xpos[t] != Xpos::nns;
}

// "A state of emergency", "two of the bridges", "the town of Palma": what is named after "of".
std::uint32_t whole_of(const View& v, std::uint32_t t) {
  if (v.tokens().upos[t] != Upos::num && !has_thing(v, t, "stateof") &&
      !has_thing(v, t, "settlement") && !has_thing(v, t, "measure")) {
    return kNoToken;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.relation(c) == Deprel::nmod && c > t && c - t < 6 && has_case(v, c, {"of"})) {
      return c;
    }
  }
  return kNoToken;
}

// Whether a state, a court, a union of states has a part in the sentence.
bool public_body_near(const View& v, std::uint32_t t) {
  constexpr std::array<std::string_view, 6> kPublic{"GOV", "IGO", "MIL", "COP", "JUD", "LEG"};
  const TokenRange r = v.d->sentence_tokens(t);
  for (std::uint32_t k = r.begin; k < r.end; ++k) {
    if (v.mention[k] == kNoToken) {
      continue;
    }
    const Symbol code = v.d->entities[v.d->mentions[v.mention[k]].entity.value].code;
    const std::string_view text = code.some() ? v.d->string(code) : std::string_view();
    if (std::any_of(kPublic.begin(), kPublic.end(),
                    [&](std::string_view sector) { return list_has(text, sector, ' '); })) {
      return true;
    }
  }
  return false;
}

// `called`: its name where the words of one phrase name several, else empty.
void add_one(const View& v, const Draft& d, const EffectRule& e, std::uint32_t of, EventId event,
             std::string called = {}) {
  const Role role = e.entity_is_role ? e.entity_role : Role::object;
  const bool self = e.entity.slot == Slot::self && !e.entity_is_role;  // "is without power"
  std::uint32_t token = other_than_agent(v, d, self ? of : subject_of_predicate(v, of));
  std::uint32_t said = token;
  if (e.variable == StateVariable::custody) {
    said = token = apposed_name(v, token);
  } else if (e.variable != StateVariable::posture && e.variable != StateVariable::position) {
    const bool place = e.variable == StateVariable::control || e.variable == StateVariable::access;
    const bool told = (d.candidate->frame->flags & kTellsState) != 0;
    const std::uint32_t thing = told ? thing_meant(v, token, place) : kNoToken;
    token = thing == kNoToken ? token : thing;
  }
  const Resolved r = resolve(v, token, role);
  const TokenRange told_by = token == said ? r.argument.tokens : TokenRange{said, said + 1};
  if (called.empty() && !makes_sense(v, e.variable, r)) {
    return;
  }
  const bool country = r.place.some() && v.d->string(v.d->places[r.place.value].kind) == "country";
  if (country && v.tokens().upos[token] == Upos::pron &&
      (e.variable == StateVariable::control || e.variable == StateVariable::access)) {
    return;  // "Kherson … it was occupied": too easily taken for the country
  }
  const bool itself =
      (e.variable == StateVariable::status || v.tokens().upos[token] == Upos::propn) &&
      v.tokens().upos[token] != Upos::adj &&
      (v.things(token) &
       (v.patterns->kinds.flow | v.patterns->kinds.built | v.patterns->kinds.rule |
        v.patterns->kinds.agreement | v.patterns->kinds.works | v.patterns->thing("talks")))
          .none();
  const bool land =
      country || (r.place.some() && v.d->string(v.d->places[r.place.value].kind) == "admin1");
  if (land && itself && e.entity.slot != Slot::self &&
      (e.variable == StateVariable::status || e.variable == StateVariable::condition)) {
    return;  // "Israel planned to reopen …", "an oil field off Alaska": no land is open or damaged
  }
  StateVariable variable = e.variable;
  const bool turned = d.reading.negated && !e.negated.empty();  // "no ship passes": it is stopped
  const bool ahead = d.reading.time == EventTime::planned && !e.planned.empty();
  std::string value = turned ? e.negated : ahead ? e.planned : e.value;
  expand(v, d, variable == StateVariable::custody, value);
  if (value.empty() || !said_to_be(d.reading.factuality)) {
    return;
  }
  const std::uint32_t word = word_of(d);
  const bool attribute = v.relation(word) == Deprel::amod;
  const bool modifies = attribute && v.tokens().upos[word] == Upos::adj;
  const bool well = value == "open" || value == "intact" || value == "afloat";
  if (modifies && (well || variable == StateVariable::custody)) {
    return;  // "open borders", "an offer to free Whelan", the verb taken for an adjective
  }
  if (attribute && (d.candidate->frame->flags & (kAside | kChange)) != 0 &&
      !describes(v, word, token, value)) {
    return;  // "sluggish imports", "exploding transformers", "discontinued operations"
  }
  if (variable == StateVariable::control && value == "held") {
    return;  // by nobody knows whom
  }
  if (variable == StateVariable::condition && has_thing(v, token, "troops") &&
      (value == "damaged" || value == "destroyed") && !has_thing(v, token, "vehicle")) {
    return;  // "destroyed Ukrainian forces": some of them
  }
  if (variable == StateVariable::condition && is_blow(v, d, token)) {
    return;
  }
  const bool hangs = !e.entity_is_role && e.entity.slot == Slot::prep;
  const bool change = (d.candidate->frame->flags & kChange) != 0;
  if (hangs && (change || variable == StateVariable::status) && v.is_nominal(word) &&
      (!is_told_of(v, word) || (change && d.reading.negated))) {
    return;
  }
  if (came_before(v, word_of(d), variable, token) ||
      ((d.candidate->frame->flags & kIfHeld) != 0 && !was_held(v, token))) {
    return;
  }
  // "denied that its men had shelled the plant": that he did it is denied, not what became of it
  if (variable == StateVariable::condition && is_negative(d.reading.factuality) &&
      somebody_does(d, token)) {
    return;
  }
  if (!change) {
    passage_of_route(v, token, variable, value);
  }
  if (!turned) {
    turn_value(v, word, token, variable, value);
  }
  const bool route = variable == StateVariable::access && has_thing(v, token, "crossing");
  const bool by_list = !called.empty();
  std::string name =
      by_list ? std::move(called) : entity_name(v, d, route ? StateVariable::status : variable, r);
  if (trim(name).empty() && v.is_nominal(token)) {
    name = plain_words(v, token);
  }
  if (!by_list && variable != StateVariable::custody && variable != StateVariable::posture &&
      variable != StateVariable::position && variable != StateVariable::substitute) {
    name = with_matter(v, d, token, with_number(v, token, std::move(name)));
  }
  const std::string_view trimmed = trim(name);
  // "Capped bonuses", "launched new cars": what firms do with things of no name is their business.
  const ThingMask public_things = v.patterns->kinds.built | v.patterns->kinds.flow |
                                  v.patterns->kinds.rule | v.patterns->thing("crossing") |
                                  v.patterns->thing("corridor") | v.patterns->thing("talks") |
                                  v.patterns->thing("utility") | v.patterns->thing("walkout");
  if (v.business && variable == StateVariable::status && !trimmed.empty() &&
      !public_body_near(v, token) && !says_name(trimmed.substr(1)) &&
      (v.things(token) & public_things).none()) {
    return;
  }
  if (trimmed.empty() || !says_whose(v, variable, token, value, trimmed)) {
    return;
  }
  if (v.tokens().upos[token] == Upos::pron && variable == StateVariable::control &&
      !v.patterns->country(v.d->symbols.fold(v.d->symbols.intern(trimmed))).empty()) {
    return;  // "it was in Cambodian hands": no country is
  }
  Document& doc = *v.d;
  StateEffect s;
  s.variable = variable;
  s.entity = doc.symbols.intern(trimmed);
  s.value_code = doc.symbols.intern(value_code(v, d, e, value));
  s.value = doc.symbols.intern(value);
  const std::uint32_t trigger = d.candidate->token;
  s.thing = TokenId{said};
  s.tokens = {std::min(told_by.begin, trigger), std::max(told_by.end, trigger + 1)};
  if (r.place.some()) {  // "captured the central town of Beledweyne": to the end of its name
    const TokenRange at = v.d->places[r.place.value].tokens;
    s.tokens.end = at.begin >= told_by.end && at.begin < told_by.end + 3 &&
                           v.d->sentence_tokens(trigger).contains(at.begin)
                       ? std::max(s.tokens.end, at.end)
                       : s.tokens.end;
  }
  if (const std::uint32_t whole = whole_of(v, said); whole != kNoToken) {
    s.tokens.end = std::max(s.tokens.end, whole + 1);
  }
  if (s.tokens.size() > 60) {
    s.tokens = {trigger, trigger + 1};
  }
  if (!is_another(v, token)) {
    s.place = r.place;
    s.mention = r.argument.mention;
  }
  s.claim = d.claim;
  s.event = event;
  s.when = d.when;
  const bool over = (d.candidate->frame->flags & kUndoes) != 0;
  s.factuality = turned != over ? opposite(d.reading.factuality) : d.reading.factuality;
  s.time = d.reading.time == EventTime::past || ahead ? EventTime::ongoing : d.reading.time;
  if (s.time == EventTime::ongoing && s.when.some() && v.d->provenance.published_at) {
    const When& w = v.d->whens[s.when.value];
    const Instant day = v.d->provenance.published_at->instant;
    if (w.from > day || (w.from == kOpenStart && w.to > day)) {
      s.when = WhenId::none();  // "closed until Friday": it is so now
    }
  }
  const bool lasts = variable == StateVariable::custody || variable == StateVariable::control;
  if (s.time == EventTime::ongoing && told_aside(v, d) &&
      !(lasts && v.tokens().deprel[trigger] == Deprel::acl_relcl &&
        d.reading.time == EventTime::past &&
        value.starts_with("held"))) {  // "a ship that they captured in November" is theirs
    const WhenId near = time_after(v, trigger);
    if (!near.some() && s.when.some() &&
        v.d->whens[s.when.value].tokens.begin < v.tokens().head[trigger]) {
      s.when = WhenId::none();  // "fought on Friday for the palace that they had seized early on"
    }
    s.when = near.some() ? near : s.when;  // "that blocked it in March left on Wednesday"
    if (!s.when.some()) {
      return;  // of some day before
    }
    s.time = is_recent(v, s.when) ? s.time : EventTime::past;
  }
  const bool aside = (d.candidate->frame->flags & (kAside | kChange)) != 0;
  if (change && is_told(v, s, token, trigger)) {
    return;
  }
  for (std::size_t i = doc.states.size(); i-- > 0 && doc.states.size() - i < 9;) {
    const StateEffect& before = doc.states[i];
    const std::string_view told = doc.string(before.value);
    const bool later = (before.time == EventTime::planned && s.time != EventTime::planned) ||
                       (change && is_negative(before.factuality) && !is_negative(s.factuality));
    if (aside && !later && before.variable == s.variable && before.entity == s.entity &&
        before.tokens.overlaps(v.d->sentence_tokens(trigger)) &&
        (before.tokens.contains(trigger) ||
         told.substr(0, told.find(' ')) == value.substr(0, value.find(' ')))) {
      return;  // an event has told it
    }
    if (before.entity == s.entity && before.value == s.value && before.variable == s.variable &&
        before.claim == s.claim && before.tokens.overlaps(s.tokens)) {
      return;
    }
  }
  drop_overcome(v, s, trigger);
  doc.states.push_back(s);
}

// "The siege of the city is over": the city can be reached; "goes on": it cannot.
void add_access_of_siege(const View& v, const Draft& d, const EffectRule& e, std::uint32_t siege,
                         EventId event) {
  EffectRule access = e;
  access.variable = StateVariable::access;
  access.value_code.clear();
  const auto opposite_of = [](std::string_view value) -> std::string {
    return value == "in force" ? "cut off" : value == "ended" ? "open" : "";
  };
  access.value = opposite_of(e.value);
  access.negated = opposite_of(e.negated);
  if (access.value.empty()) {
    return;
  }
  for (std::uint32_t k = siege + 1; k-- > 0 && siege - k < 200;) {
    if (v.key[k] != v.key[siege]) {
      continue;  // "the siege": of what it was told of before
    }
    for (const std::uint32_t c : v.d->children.of(k)) {
      const bool whose = v.tokens().deprel[c] == Deprel::nmod_poss ||
                         (v.relation(c) == Deprel::nmod && has_case(v, c, {"of", "on"}));
      const bool site = v.place[c] != kNoToken || kind_of(v, c) == MentionKind::place ||
                        (v.things(c) & (v.patterns->kinds.built | v.patterns->kinds.site)).any() ||
                        v.tokens().upos[c] == Upos::propn;
      if (whose && site && v.dated[c] == 0 && v.tokens().upos[c] != Upos::pron) {
        add_one(v, d, access, c, event);
        return;
      }
    }
  }
}

// "captured the Ustui post … both posts are ours": those of them that have a name.
void named_of_both(const View& v, std::uint32_t t, std::vector<std::uint32_t>& out) {
  const std::uint32_t det = child(v, t, Deprel::det);
  if (v.tokens().xpos[t] != Xpos::nns || det == kNoToken || v.lower(det) != "both" ||
      (v.things(t) & v.patterns->kinds.built).none()) {
    return;
  }
  for (std::uint32_t k = t; k-- > 0 && t - k < 120 && out.size() < 2;) {
    const std::uint32_t name = child(v, k, Deprel::compound);
    if (v.key[k] == v.key[t] && v.tokens().xpos[k] != Xpos::nns && name != kNoToken &&
        v.tokens().upos[name] == Upos::propn) {
      out.push_back(k);
    }
  }
}

// The effect on all that a word means: the persons it lists by name, a flow and what it runs
// through.
void add_all(const View& v, const Draft& d, const EffectRule& e, std::uint32_t token,
             EventId event) {
  std::vector<std::uint32_t> names;
  if (e.variable == StateVariable::custody) {
    named_persons(v, token, names);
    if (names.empty() && v.tokens().xpos[token] == Xpos::nn) {
      named_beside(v, token, names);
    }
  }
  if (e.variable == StateVariable::custody && names.empty()) {
    named_later(v, token, names);
  }
  for (const std::uint32_t name : names) {
    const TokenRange known = phrase(v, name);
    const std::uint32_t end = full_name_end(v, known);
    add_one(v, d, e, name, event,
            kind_of(v, name) == MentionKind::person || end == known.end
                ? std::string()
                : words_of(v, {known.begin, end}));
  }
  std::vector<ListedSite> sites;
  EffectRule each = e;
  passage_of_route(v, token, each.variable, each.value);
  if (each.variable == StateVariable::status) {
    listed_sites(v, token, sites);
    if (sites.empty() && (v.things(token) & v.patterns->kinds.rule).any()) {
      rule_places(v, d, token, sites);
    }
  }
  for (const ListedSite& site : sites) {
    add_one(v, d, each, site.token, event, site.name);
  }
  std::vector<std::uint32_t> both;
  if (names.empty() && sites.empty()) {
    named_of_both(v, token, both);
  }
  for (const std::uint32_t one : both) {
    add_one(v, d, e, one, event);
  }
  if (names.empty() && sites.empty() && both.empty()) {
    add_one(v, d, e, token, event);
  }
  if (each.variable == StateVariable::status && has_thing(v, token, "siege")) {
    add_access_of_siege(v, d, each, token, event);
  }
  if (e.variable == StateVariable::status &&
      (has_thing(v, token, "flow") || has_thing(v, token, "traffic"))) {
    const std::uint32_t route = carrier_of(v, token);
    if (route != kNoToken) {
      add_one(v, d, e, route, event);
    }
  }
}

}  // namespace

void add_effect(const View& v, const Draft& d, const EffectRule& e, std::uint32_t token) {
  add_all(v, d, e, token, EventId::none());
}

void add_custody_by_target(const View& v, const Draft& outer, const Draft& inner) {
  const bool refuses = outer.candidate->frame->type == "REJECT";
  const Resolved* holder = argument_of(outer, refuses ? Role::agent : Role::target);
  const Resolved* speaker = argument_of(outer, Role::agent);
  if (holder == nullptr || country_name(v, holder->argument.code).empty()) {
    return;
  }
  EffectRule rule;
  rule.variable = StateVariable::custody;
  rule.value = refuses ? "held by {agent}" : "held by {target}";
  for (const Resolved& r : inner.arguments) {
    // Who demands that somebody be freed is not the one held, whatever "her" was taken for.
    const bool self = speaker != nullptr && speaker->argument.mention.some() &&
                      r.argument.mention.some() &&
                      v.d->mentions[speaker->argument.mention.value].entity ==
                          v.d->mentions[r.argument.mention.value].entity;
    if (r.argument.role == Role::target && !self) {
      Draft draft = outer;
      draft.reading.factuality = Factuality::ct_plus;
      draft.reading.time = EventTime::ongoing;
      add_one(v, draft, rule, r.token, EventId::none());
    }
  }
}

void add_eaten_effects(const View& v, const Draft& outer, const Draft& inner) {
  for (const EffectRule& e : inner.candidate->frame->effects) {
    if (e.variable == StateVariable::custody && e.value == "released") {
      add_custody_by_target(v, outer, inner);  // who is asked to free somebody holds them
      return;
    }
  }
  if (outer.candidate->frame->type == "AGREE") {
    Draft agreed = inner;  // what is agreed is still to be done
    agreed.reading.time = EventTime::planned;
    const auto& list = inner.candidate->fillers.list;
    const bool pact = std::any_of(list.begin(), list.end(), [&](const Filler& f) {
      return f.slot == Slot::obj && has_thing(v, f.token, "agreement");
    });
    if (pact) {  // but who agrees to extend a ceasefire has extended it
      agreed.reading = outer.reading;
    }
    add_effects(v, agreed, EventId::none());
  }
}

namespace {

// A change of each thing in the slot, as its kind has it.
void add_changes(const View& v, const Draft& d, const EffectRule& e, EventId event) {
  const auto add = [&](std::uint32_t thing) {
    if (const EffectRule* made = made_of(v, e.change, thing)) {
      EffectRule rule = *made;
      rule.entity = e.entity;
      add_all(v, d, rule, thing, event);
    }
  };
  if (e.entity.slot == Slot::self) {
    add(d.candidate->token);
    return;
  }
  for (const Filler& f : d.candidate->fillers.list) {
    if (in_slot(v, f, e.entity)) {
      add(f.token);
    }
  }
}

}  // namespace

void add_effects(const View& v, const Draft& d, EventId event) {
  for (const EffectRule& e : d.candidate->frame->effects) {
    if (e.change != kNoChange) {
      add_changes(v, d, e, event);
      continue;
    }
    if (e.entity_is_role) {
      for (const Resolved& r : d.arguments) {
        if (r.argument.role == e.entity_role ||
            (e.entity_role == Role::agent && r.argument.role == Role::participant)) {
          add_all(v, d, e, r.token, event);
        }
      }
      continue;
    }
    if (e.entity.slot == Slot::self) {
      add_all(v, d, e, d.candidate->token, event);
      continue;
    }
    if (e.entity.slot == Slot::here) {
      std::vector<std::uint32_t> sites;
      sites_of(v, *d.candidate, sites);
      if (sites.empty() && e.variable == StateVariable::access) {
        if (const std::uint32_t town = town_named_before(v, d.candidate->token); town != kNoToken) {
          sites.push_back(town);
        }
      }
      for (const std::uint32_t site : sites) {
        add_all(v, d, e, site, event);
      }
      continue;
    }
    const auto is_rule = [&](const Filler& f) {
      return in_slot(v, f, e.entity) && (v.things(f.token) & v.patterns->kinds.rule).any();
    };
    const auto& list = d.candidate->fillers.list;
    const bool rules = std::any_of(list.begin(), list.end(), is_rule);
    for (const Filler& f : list) {  // "declared the outbreak an emergency": no outbreak is in force
      if (in_slot(v, f, e.entity) && (!rules || is_rule(f))) {
        add_all(v, d, e, f.token, event);
      }
    }
  }
}

}  // namespace sayso::coding
