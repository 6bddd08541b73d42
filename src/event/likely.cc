// SPDX-License-Identifier: Apache-2.0
#include "event/likely.h"

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"
#include "event/effects.h"
#include "event/told.h"

namespace sayso::coding {
namespace {

// Probabilities, chosen on marked texts and on events of news with a verdict
// (docs/decisions/event-scorer.md): below the first a state is taken away (events: column `least`
// of ontology.types), above the others what the rules have not is added.
constexpr float kLeastState = 0.01F;
constexpr float kSureEvent = 0.7F;
constexpr float kSureInBusiness = 0.9F;  // and in sport: both use the words of war and of aid
constexpr float kSureState = 0.65F;
constexpr float kSureValue = 0.8F;
constexpr float kSureAlone = 0.9F;
constexpr float kSureTurned = 0.95F;  // of the opposite of what the rules say
constexpr float kSureHolder = 0.4F;
constexpr std::uint32_t kFar = 40;  // words from a thing to who holds it

template <class F>
void for_each_word(const View& v, const Event& e, F&& f) {
  for (std::uint32_t k = 0; k < e.trigger.count; ++k) {
    const TokenRange r = v.d->ranges[e.trigger.first + k];
    for (std::uint32_t t = r.begin; t < r.end; ++t) {
      f(t);
    }
  }
}

bool is_negative(Factuality f) {
  return f == Factuality::ct_minus || f == Factuality::pr_minus || f == Factuality::ps_minus;
}

// The word that tells the state of a thing: the nearest verb or predicate above it, else itself.
std::uint32_t told_by(const View& v, std::uint32_t thing) {
  std::uint32_t t = thing;
  for (std::uint32_t k = 0; k < kMost && !v.tokens().is_root(t); ++k) {
    t = v.tokens().head[t];
    if (v.is_verb(t) || child(v, t, Deprel::cop) != kNoToken) {
      return t;
    }
  }
  return t;
}

}  // namespace

Result<Likely> Likely::open(const Model& model, const Knowledge& knowledge,
                            const Patterns& patterns) {
  Likely l;
  SAYSO_TRY(l.taught_, Taught::open(model, knowledge, patterns));
  for (const std::string& type : l.taught_.types()) {
    const Frame* of[2] = {nullptr, nullptr};
    for (const Frame& frame : patterns.frames_of_class("taught-" + lowered(type))) {
      of[frame.pos == 'n' ? 1 : 0] = &frame;
    }
    if (of[0] == nullptr || of[1] == nullptr) {
      return Error{ErrorCode::corrupt, model.path() + ": event.frames has none for " + type};
    }
    l.of_verb_.push_back(of[0]);
    l.of_noun_.push_back(of[1]);
  }
  for (const std::string& state : l.taught_.states()) {
    const std::size_t equals = state.find('=');
    Value value;
    if (equals == std::string::npos ||
        !state_variable_from(state.substr(0, equals), value.variable)) {
      return Error{ErrorCode::corrupt, model.path() + ": no state: " + state};
    }
    value.words = state.substr(equals + 1);
    l.values_.push_back(std::move(value));
  }
  const Table& types = knowledge.table("ontology.types");
  for (std::uint32_t row = 0; row < types.rows(); ++row) {
    l.least_.emplace(types.key(row), types.real(row, types.column("least")));
  }
  l.classes_.read(knowledge);
  l.noun_.pos = 'n';
  l.adjective_.pos = 'a';
  l.stated_.flags = kStateOnly | kAside;
  return l;
}

void Likely::take_away(const View& v, TokenRange sentence, std::size_t first_event,
                       std::size_t first_state, Scratch& s) const {
  Document& d = *v.d;
  s.now.clear();
  std::size_t kept = first_event;
  for (std::size_t i = first_event; i < d.events.size(); ++i) {
    float most = 0;
    for_each_word(v, d.events[i], [&](std::uint32_t t) {
      const bool inside = sentence.contains(t);
      if (!inside || taught_.scored(s.taught, t - sentence.begin)) {
        most = std::max(most, inside ? taught_.event(s.taught, t - sentence.begin) : 1.0F);
      }
    });
    const auto it = least_.find(std::string(d.string(d.events[i].type)));
    const bool keep = it == least_.end() || most >= it->second;
    s.now.push_back(keep ? static_cast<std::uint32_t>(kept) : kNoToken);
    if (keep) {
      d.events[kept++] = d.events[i];
    }
  }
  d.events.resize(kept);
  std::size_t states = first_state;
  for (std::size_t i = first_state; i < d.states.size(); ++i) {
    StateEffect state = d.states[i];
    if (state.event.some() && state.event.value >= first_event) {
      const std::uint32_t at = s.now[state.event.value - first_event];
      state.event = at == kNoToken ? EventId::none() : EventId{at};
    }
    const std::uint32_t thing = state.thing.value;
    if (!sentence.contains(thing) || !taught_.scored(s.taught, thing - sentence.begin) ||
        taught_.state(s.taught, thing - sentence.begin) >= kLeastState) {
      d.states[states++] = state;
    }
  }
  d.states.resize(states);
}

void Likely::weigh(const View& v, TokenRange sentence, const Matcher& judged,
                   std::size_t first_event, std::size_t first_state, Scratch& s) const {
  s.events.clear();
  s.states.clear();
  taught_.score(v, sentence, judged, first_event, first_state, s.taught);
  take_away(v, sentence, first_event, first_state, s);
  correct(v, sentence, first_state, s);
  s.told.assign(sentence.size(), 0);
  const auto note = [&](std::uint32_t t) {
    if (sentence.contains(t)) {
      s.told[t - sentence.begin] = 1;
    }
  };
  for (std::size_t k = first_event; k < v.d->events.size(); ++k) {
    for_each_word(v, v.d->events[k], note);
  }
  for (std::size_t k = first_state; k < v.d->states.size(); ++k) {
    note(v.d->states[k].thing.value);
  }
  for (const Found& f : s.states) {
    note(f.token);
  }
  const bool elsewhere = v.business || v.sporting || plays(v, sentence);
  const float sure = elsewhere ? kSureInBusiness : kSureEvent;
  for (std::uint32_t t = sentence.begin; t < sentence.end; ++t) {
    const std::uint32_t i = t - sentence.begin;
    if (s.told[i] != 0 || !taught_.scored(s.taught, i)) {
      continue;
    }
    const bool tells = v.is_verb(t) || v.is_nominal(t) || v.tokens().upos[t] == Upos::adj;
    if (const float event = tells ? taught_.event(s.taught, i) : 0; event > sure) {
      const auto [type, share] = taught_.type(s.taught, i);
      if (event * share > sure) {
        s.events.push_back({t, type});
      }
    }
    const bool thing = v.is_nominal(t) || v.tokens().upos[t] == Upos::pron;
    if (const float state = thing ? taught_.state(s.taught, i) : 0; state > kSureState) {
      const auto [kind, share] = taught_.kind(s.taught, i);
      if (state * share > kSureState) {
        s.states.push_back({t, kind});
      }
    }
  }
}

// Sure of a value of the thing that add_state can tell.
bool Likely::is_sure(const View& v, TokenRange sentence, std::uint32_t thing,
                     const Scratch& s) const {
  const std::uint32_t i = thing - sentence.begin;
  if (!sentence.contains(thing) || !taught_.scored(s.taught, i) ||
      (!v.is_nominal(thing) && v.tokens().upos[thing] != Upos::pron)) {
    return false;
  }
  const auto [kind, share] = taught_.kind(s.taught, i);
  const Value& value = values_[static_cast<std::size_t>(kind)];
  return share > kSureValue && value.variable != StateVariable::position &&
         value.variable != StateVariable::substitute &&
         (value.variable != StateVariable::control || value.words != "held" ||
          holder_of(sentence, thing, s) != kNoToken);
}

void Likely::correct(const View& v, TokenRange sentence, std::size_t first_state,
                     Scratch& s) const {
  auto& states = v.d->states;
  for (std::size_t i = first_state; i < states.size();) {
    const std::uint32_t thing = states[i].thing.value;
    if (!is_sure(v, sentence, thing, s)) {
      ++i;
      continue;
    }
    const auto [kind, share] = taught_.kind(s.taught, thing - sentence.begin);
    const Value& value = values_[static_cast<std::size_t>(kind)];
    const auto agrees = [&](const StateEffect& state) {
      return state.thing.value == thing &&
             classes_.same(state.variable, v.d->string(state.value), value.variable, value.words);
    };
    const auto begin = states.begin() + static_cast<std::ptrdiff_t>(first_state);
    const bool told = std::any_of(begin, states.end(), agrees);
    // A town may be held and cut off: only what says how a thing goes stands for one another.
    const auto goes = [](StateVariable w) {
      return w == StateVariable::status || w == StateVariable::access ||
             w == StateVariable::condition;
    };
    const bool apart =
        states[i].variable != value.variable && !(goes(states[i].variable) && goes(value.variable));
    const bool turned = is_well(v.d->string(states[i].value)) != is_well(value.words);
    if (agrees(states[i]) || apart || (told && share < kSureAlone) ||
        (turned && share < kSureTurned)) {
      ++i;
      continue;
    }
    states.erase(states.begin() + static_cast<std::ptrdiff_t>(i));
    const auto found = [&](const Found& f) { return f.token == thing; };
    if (!told && std::none_of(s.states.begin(), s.states.end(), found)) {
      s.states.push_back({thing, kind});
    }
  }
}

void Likely::propose(const View& v, const Found& found, Candidate& out) const {
  const auto type = static_cast<std::size_t>(found.kind);
  const bool noun = v.is_nominal(found.token);
  out = Candidate{};
  out.token = found.token;
  out.taught = true;
  out.frame = noun ? of_noun_[type] : of_verb_[type];
  out.word = noun ? &noun_ : v.is_verb(found.token) ? &verb_ : &adjective_;
  collect(v, found.token, out.fillers);
}

// The word the tagger takes for who holds something, the nearest to `of`; kNoToken: none.
std::uint32_t Likely::holder_of(TokenRange sentence, std::uint32_t of, const Scratch& s) const {
  std::uint32_t best = kNoToken;
  const auto far = [&](std::uint32_t t) { return t < of ? of - t : t - of; };
  const std::uint32_t begin = std::max(sentence.begin, of - std::min(of, kFar));
  for (std::uint32_t t = begin; t < std::min(sentence.end, of + kFar); ++t) {
    if (t != of && taught_.scored(s.taught, t - sentence.begin) &&
        taught_.holder(s.taught, t - sentence.begin) > kSureHolder &&
        (best == kNoToken || far(t) < far(best))) {
      best = t;
    }
  }
  return best;
}

void Likely::add_state(const View& v, TokenRange sentence, const Found& found,
                       const Scratch& s) const {
  const Value& value = values_[static_cast<std::size_t>(found.kind)];
  if (value.variable == StateVariable::position || value.variable == StateVariable::substitute) {
    return;  // no word tells where, or for what
  }
  Candidate c;
  c.token = told_by(v, found.token);
  c.frame = &stated_;
  c.word = &verb_;
  collect(v, c.token, c.fillers);
  Draft draft;
  draft.candidate = &c;
  draft.claim = v.claim[c.token] == kNoToken ? ClaimId::none() : ClaimId{v.claim[c.token]};
  draft.reading = read_factuality(v, c);
  const std::uint32_t i = found.token - sentence.begin;
  const bool denied = taught_.denied(s.taught, i);
  if (is_negative(draft.reading.factuality) && !denied) {
    return;  // "no lorry has crossed": what is negated is not the state
  }
  if (denied && !is_negative(draft.reading.factuality)) {
    draft.reading.factuality = Factuality::ct_minus;
  }
  draft.reading.negated = false;
  if (taught_.open_yet(s.taught, i) &&
      (draft.reading.time == EventTime::past || draft.reading.time == EventTime::ongoing)) {
    draft.reading.time = EventTime::conditional;
  }
  EffectRule rule;
  rule.variable = value.variable;
  rule.value = value.words;
  rule.entity.slot = Slot::self;
  if (value.words == "held" || value.words == "detained") {
    const std::uint32_t who = holder_of(sentence, found.token, s);
    if (who != kNoToken) {
      draft.arguments.push_back(resolve(v, who, Role::agent));
    } else if (value.variable == StateVariable::control) {
      return;
    }
    rule.value = "held by {agent}";
  }
  fill_place(v, draft);
  fill_when(v, draft);
  add_effect(v, draft, rule, found.token);
}

}  // namespace sayso::coding
