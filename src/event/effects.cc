// SPDX-License-Identifier: Apache-2.0
#include "event/effects.h"

#include <algorithm>

#include "base/text.h"
#include "event/effect_names.h"
#include "event/naming.h"

namespace sayso::coding {
namespace {

bool place_is_water(const View& v, std::uint32_t t) {
  if (v.place[t] == kNoToken) {
    return false;
  }
  const std::string_view kind = v.d->string(v.d->places[v.place[t]].kind);
  return kind == "strait" || kind == "canal" || kind == "crossing" || kind == "bridge";
}

// A state variable only makes sense for some things: no "control" of a person.
bool makes_sense(const View& v, StateVariable variable, const Resolved& r) {
  const std::uint32_t t = r.token;
  const MentionKind k = kind_of(v, t);
  const bool site = k == MentionKind::place || k == MentionKind::facility ||
                    v.place[t] != kNoToken || has_thing(v, t, "site") || has_thing(v, t, "part") ||
                    (v.things(t) & v.patterns->kinds.built).any();
  const ThingMask kinds = v.things(t);
  const auto& known = v.patterns->kinds;
  const bool named = v.tokens().upos[t] == Upos::propn || v.craft[t] != kNoToken;
  const bool nothing = !named && (kinds & (known.market | known.money | known.measure | known.time |
                                           v.patterns->thing("abstract")))
                                     .any();
  const bool force = has_thing(v, t, "troops") || k == MentionKind::group ||
                     k == MentionKind::organization || r.argument.code.some();
  switch (variable) {
    case StateVariable::control:
    case StateVariable::access:
      return (site || may_be_place(v, t)) && !nothing &&
             (named || v.place[t] != kNoToken || (kinds & known.body).none());
    case StateVariable::condition:
      return !nothing && (site || force || has_thing(v, t, "vehicle") || k == MentionKind::vehicle);
    case StateVariable::custody:
      if (k == MentionKind::place && v.craft[t] == kNoToken) {
        return false;
      }
      return k == MentionKind::person || has_thing(v, t, "people") ||
             (kinds & (known.craft | v.patterns->thing("seizure"))).any() ||
             v.tokens().upos[t] == Upos::propn || v.tokens().upos[t] == Upos::pron;
    case StateVariable::posture:
      return force;
    case StateVariable::position:
      return force || !craft_name(v, t).empty();
    case StateVariable::status:
      if ((kinds & (known.people | known.body)).any() &&
          (kinds & (known.agreement | known.built | known.flow | v.patterns->thing("talks")))
              .none()) {
        return false;  // "talks between the company and the union broke down": no union did
      }
      return named || !nothing || (kinds & (known.agreement | known.built | known.flow)).any();
    case StateVariable::substitute:
      return true;
  }
  return true;
}

// Who is held somewhere is held by the country where that is: "in a federal prison in Illinois".
std::string holder_by_place(const View& v, const Draft& d) {
  std::string with;
  for (const Filler& f : d.candidate->fillers.list) {
    if (f.slot != Slot::prep || !with.empty() || v.lower(f.preposition) == "by") {
      continue;
    }
    const Resolved r = resolve(v, f.token, Role::object);
    const PlaceId inside = r.place.some() ? r.place : place_inside(v, f.token);
    with = inside.some() ? country_name(v, v.d->places[inside.value].country)
                         : country_name(v, r.argument.code);
  }
  return !with.empty() || !d.place.some() ? with
                                          : country_name(v, v.d->places[d.place.value].country);
}

// "allied forces", "our troops": of the side that speaks, wherever they stand.
bool own_side(const View& v, const Resolved& r) {
  if (!has_thing(v, r.token, "troops")) {
    return false;
  }
  const auto children = v.d->children.of(r.token);
  return std::any_of(children.begin(), children.end(),
                     [&](std::uint32_t c) { return has_thing(v, c, "ownside"); });
}

std::string speaker_name(const View& v, const Draft& d) {
  const std::uint32_t source = v.claim_source(d.candidate->token);
  return source == kNoToken ? std::string() : argument_name(v, resolve(v, source, Role::agent));
}

void expand(const View& v, const Draft& d, bool custody, std::string& value) {
  for (std::size_t open = value.find('{'); open != std::string::npos;
       open = value.find('{', open)) {
    const std::size_t close = value.find('}', open);
    if (close == std::string::npos) {
      return;
    }
    const std::string name = value.substr(open + 1, close - open - 1);
    std::string with;
    if (name == "self") {
      std::uint32_t from = d.candidate->token;
      if (from > 0 && v.relation(from - 1) == Deprel::advmod && v.tokens().head[from - 1] == from) {
        --from;  // "very vulnerable"
      }
      with = words_of(v, {from, d.candidate->token + 1});
    } else if (name == "agent" || name == "target") {
      if (const Resolved* r = argument_of(d, name == "agent" ? Role::agent : Role::target)) {
        const bool judge = custody && v.tokens().upos[r->token] == Upos::noun &&
                           has_thing(v, r->token, "people") && !has_thing(v, r->token, "troops") &&
                           !has_thing(v, r->token, "criminal") && !r->argument.name.some();
        with = judge             ? holder_by_place(v, d)
               : own_side(v, *r) ? speaker_name(v, d)
                                 : argument_name(v, *r);
      } else if (name == "agent" && custody) {
        with = holder_by_place(v, d);
      }
    } else {
      for (const Filler& f : d.candidate->fillers.list) {
        if (f.slot == Slot::obj && name == "obj" && with.empty()) {
          with = words_of(v, phrase(v, f.token));
        } else if (!with.empty() && f.slot == Slot::prep && v.lower(f.preposition) == name &&
                   with.find(" and ") == std::string::npos && !has_thing(v, f.token, "time")) {
          with += " and " + words_of(v, phrase(v, f.token));
        } else if (with.empty() && f.slot == Slot::prep && !has_thing(v, f.token, "time") &&
                   v.tokens().upos[f.token] != Upos::pron &&
                   (v.lower(f.preposition) == name ||
                    (name == "to" &&
                     (v.lower(f.preposition) == "towards" || v.lower(f.preposition) == "toward" ||
                      v.lower(f.preposition) == "into")) ||
                    (name == "at" &&
                     (v.lower(f.preposition) == "in" || v.lower(f.preposition) == "on" ||
                      v.lower(f.preposition) == "near")))) {
          with = words_of(v, phrase(v, f.token));
          for (const std::uint32_t c : v.d->children.of(f.token)) {
            if (v.relation(c) == Deprel::nmod && v.place[c] != kNoToken && c > f.token) {
              with += " of the " + words_of(v, phrase(v, c));
            }
          }
        }
      }
    }
    if (with.empty()) {  // drop the word before too: "held by {agent}" -> "held"
      std::size_t from = open;
      while (from > 0 && value[from - 1] == ' ') {
        --from;
      }
      const std::size_t word = value.rfind(' ', from == 0 ? 0 : from - 1);
      from = word == std::string::npos ? 0 : word;
      value.erase(from, close + 1 - from);
      open = from;
    } else {
      value.replace(open, close + 1 - open, with);
      open += with.size();
    }
    if (open >= value.size()) {
      break;
    }
  }
}

std::string value_code(const View& v, const Draft& d, const EffectRule& e, std::string_view value) {
  if (!e.value_code.empty() && value == e.value) {
    return e.value_code;
  }
  if (e.variable == StateVariable::control || e.variable == StateVariable::custody) {
    const Resolved* r =
        argument_of(d, e.value.find("{target}") != std::string::npos ? Role::target : Role::agent);
    if (r == nullptr && d.place.some() && value.starts_with("held by ") &&
        v.d->places[d.place.value].country.some()) {
      return std::string(v.d->string(v.d->places[d.place.value].country));
    }
    if (r != nullptr && own_side(v, *r)) {
      const std::uint32_t source = v.claim_source(d.candidate->token);
      const Symbol code = source == kNoToken ? Symbol::none() : entity_code(v, source);
      return code.some() ? std::string(v.d->string(code)) : std::string(value);
    }
    if (r != nullptr && r->argument.code.some() && e.value.find('{') != std::string::npos) {
      const std::string_view code = v.d->string(r->argument.code);
      if (v.patterns->holds_for_itself(code)) {
        return std::string(code);
      }
      return std::string(code.substr(0, code.find(' ')));
    }
  }
  std::string out(value.substr(0, value.find(" towards")));
  std::replace(out.begin(), out.end(), ' ', '_');
  return out;
}

// What is told beside the news, of a time before it: "the ship that blocked the canal in March",
// "Bout had served 11 years". In reported speech "had" is only the tense of telling.
bool told_aside(const View& v, const Draft& d) {
  const std::uint32_t t = d.candidate->token;
  if (!v.is_verb(t)) {
    return false;
  }
  bool had = false;
  for (const std::uint32_t c : v.d->children.of(t)) {
    had = had || (v.relation(c) == Deprel::aux && v.lower(c) == "had");
  }
  const Deprel r = v.tokens().deprel[t];
  if (v.dated[v.tokens().head[t]] != 0) {
    return false;  // "conceded on Wednesday that they had seized it": no clause of the day
  }
  const bool relative = r == Deprel::acl_relcl || r == Deprel::advcl_relcl;
  return relative ? had || v.tokens().xpos[t] == Xpos::vbd
                  : had && !d.claim.some() && r != Deprel::ccomp;
}

// "had lifted the seizure on Tuesday": of these days, and still so.
bool is_recent(const View& v, WhenId when) {
  constexpr Instant kSeconds = 10 * 86400;
  const When& w = v.d->whens[when.value];
  return v.d->provenance.published_at && w.from != kOpenStart &&
         v.d->provenance.published_at->instant - w.from < kSeconds;
}

// The time named right after the word, wherever the parser hung it.
WhenId time_after(const View& v, std::uint32_t t) {
  const std::uint32_t end = std::min(v.d->sentence_tokens(t).end, t + 10);
  for (std::uint32_t k = t + 1; k < end && !v.is_verb(k); ++k) {
    if (v.dated[k] == 0) {
      continue;
    }
    for (std::uint32_t i = 0; i < v.d->whens.size(); ++i) {
      if (v.d->whens[i].tokens.contains(k)) {
        return WhenId{i};
      }
    }
  }
  return WhenId::none();
}

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

// "released Diaz, 12 days after they abducted him": what the main clause says came later.
bool came_before(const View& v, std::uint32_t t, StateVariable variable, std::uint32_t whose) {
  const std::uint32_t mark = v.relation(t) == Deprel::advcl ? child(v, t, Deprel::mark) : kNoToken;
  if (mark == kNoToken || v.lower(mark) != "after") {
    return false;
  }
  const TokenRange sentence = v.d->sentence_tokens(t);
  const std::uint32_t entity = v.entity_of(whose);
  return std::any_of(v.d->states.rbegin(), v.d->states.rend(), [&](const StateEffect& s) {
    return s.variable == variable && s.tokens.overlaps(sentence) && s.mention.some() &&
           entity != kNoToken && v.d->mentions[s.mention.value].entity.value == entity;
  });
}

// A state must be of something a reader can find again: "it", "14 settlements", "stores" are
// nothing one can ask for; a plan is neither reached nor signed.
bool says_whose(const View& v, StateVariable variable, std::uint32_t t, std::string_view value,
                std::string_view name) {
  if (v.tokens().upos[t] == Upos::pron && v.d->string(v.tokens().form[t]) == name) {
    return false;
  }
  if (variable == StateVariable::status && has_thing(v, t, "agreement") &&
      has_thing(v, t, "proposal") && (value == "reached" || value == "signed")) {
    return false;
  }
  const bool capital = std::any_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  });
  const bool several = v.tokens().xpos[t] == Xpos::nns || child(v, t, Deprel::nummod) != kNoToken;
  const bool site = variable == StateVariable::status &&
                    (v.things(t) & (v.patterns->kinds.built | v.patterns->kinds.facility)).any() &&
                    (v.things(t) & v.patterns->kinds.flow).none() && !has_thing(v, t, "transport");
  switch (variable) {
    case StateVariable::control:
    case StateVariable::access:
      return capital ||
             (!several && (v.things(t) & v.patterns->kinds.facility).any() &&
              child(v, t, Deprel::det) != kNoToken && v.lower(child(v, t, Deprel::det)) == "the");
    case StateVariable::position:
      return capital || has_thing(v, t, "troops");
    case StateVariable::status:
      return capital || !several || (!site && !has_thing(v, t, "agreement"));
    case StateVariable::condition:
      return capital || !several || has_thing(v, t, "part");
    default:
      return true;
  }
}

void add_one(const View& v, const Draft& d, const EffectRule& e, std::uint32_t of, EventId event) {
  const Role role = e.entity_is_role ? e.entity_role : Role::object;
  const bool self = e.entity.slot == Slot::self && !e.entity_is_role;  // "is without power"
  const std::uint32_t token = other_than_agent(v, d, self ? of : subject_of_predicate(v, of));
  const Resolved r = resolve(v, token, role);
  if (!makes_sense(v, e.variable, r)) {
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
      (v.things(token) & (v.patterns->kinds.flow | v.patterns->kinds.built |
                          v.patterns->kinds.agreement | v.patterns->thing("talks")))
          .none();
  const bool land =
      country || (r.place.some() && v.d->string(v.d->places[r.place.value].kind) == "admin1");
  if (land && itself && e.entity.slot != Slot::self &&
      (e.variable == StateVariable::status || e.variable == StateVariable::condition)) {
    return;  // "Israel planned to reopen …", "an oil field off Alaska": no land is open or damaged
  }
  StateVariable variable = e.variable;
  const bool turned = d.reading.negated && !e.negated.empty();  // "no ship passes": it is stopped
  std::string value = turned ? e.negated : e.value;
  expand(v, d, variable == StateVariable::custody, value);
  if (value.empty() || !said_to_be(d.reading.factuality)) {
    return;
  }
  const std::uint32_t word = word_of(d);
  const bool modifies = v.relation(word) == Deprel::amod && v.tokens().upos[word] == Upos::adj;
  const bool well = value == "open" || value == "intact" || value == "afloat";
  if (modifies && (well || variable == StateVariable::custody)) {
    return;  // "open borders", "an offer to free Whelan", the verb taken for an adjective
  }
  if (variable == StateVariable::control && value == "held") {
    return;  // by nobody knows whom
  }
  if (variable == StateVariable::condition && has_thing(v, token, "troops") &&
      (value == "damaged" || value == "destroyed") && !has_thing(v, token, "vehicle")) {
    return;  // "destroyed Ukrainian forces": some of them
  }
  if (came_before(v, word_of(d), variable, token)) {
    return;
  }
  // "denied that its men had shelled the plant": that he did it is denied, not what became of it
  if (variable == StateVariable::condition && is_negative(d.reading.factuality) &&
      somebody_does(d, token)) {
    return;
  }
  passage_of_route(v, token, variable, value);
  std::string name = entity_name(v, d, variable, r);
  const std::string_view trimmed = trim(name);
  if (trimmed.empty() || !says_whose(v, variable, token, value, trimmed)) {
    return;
  }
  Document& doc = *v.d;
  StateEffect s;
  s.variable = variable;
  s.entity = doc.symbols.intern(trimmed);
  s.value_code = doc.symbols.intern(value_code(v, d, e, value));
  s.value = doc.symbols.intern(value);
  const std::uint32_t trigger = d.candidate->token;
  s.tokens = {std::min(r.argument.tokens.begin, trigger),
              std::max(r.argument.tokens.end, trigger + 1)};
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
  s.time = d.reading.time == EventTime::past ? EventTime::ongoing : d.reading.time;
  if (s.time == EventTime::ongoing && s.when.some() && v.d->provenance.published_at &&
      v.d->whens[s.when.value].from > v.d->provenance.published_at->instant) {
    s.when = WhenId::none();  // "closed until Friday": it is so now
  }
  const bool lasts = variable == StateVariable::custody || variable == StateVariable::control;
  if (s.time == EventTime::ongoing && told_aside(v, d) &&
      !(lasts && v.tokens().deprel[trigger] == Deprel::acl_relcl &&
        d.reading.time == EventTime::past &&
        value.starts_with("held"))) {  // "a ship that they captured in November" is theirs
    s.when = s.when.some() ? s.when : time_after(v, trigger);
    if (!s.when.some()) {
      return;  // of some day before
    }
    s.time = is_recent(v, s.when) ? s.time : EventTime::past;
  }
  const bool aside = (d.candidate->frame->flags & kAside) != 0;
  for (std::size_t i = doc.states.size(); i-- > 0 && doc.states.size() - i < 9;) {
    const StateEffect& before = doc.states[i];
    const std::string_view told = doc.string(before.value);
    if (aside && before.variable == s.variable && before.entity == s.entity &&
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
  doc.states.push_back(s);
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
    add_one(v, d, e, name, event);
  }
  if (names.empty()) {
    add_one(v, d, e, token, event);
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

void add_effects(const View& v, const Draft& d, EventId event) {
  for (const EffectRule& e : d.candidate->frame->effects) {
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
    for (const Filler& f : d.candidate->fillers.list) {
      if (in_slot(v, f, e.entity)) {
        add_all(v, d, e, f.token, event);
      }
    }
  }
}

}  // namespace sayso::coding
