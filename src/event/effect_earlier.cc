// SPDX-License-Identifier: Apache-2.0
#include "event/effect_earlier.h"

#include <algorithm>

#include "event/value_classes.h"

namespace sayso::coding {
namespace {

bool is_negative(Factuality f) {
  return f == Factuality::ct_minus || f == Factuality::pr_minus || f == Factuality::ps_minus;
}

bool same_thing(const View& v, const StateEffect& a, const StateEffect& b) {
  const auto entity = [&](const StateEffect& s) { return v.d->mentions[s.mention.value].entity; };
  return a.entity == b.entity || (a.mention.some() && b.mention.some() && entity(a) == entity(b));
}

// A clause beside its noun: "blocked last week", "whom they seized".
bool is_beside_noun(const View& v, std::uint32_t verb) {
  const Deprel r = v.relation(verb);
  return v.is_verb(verb) && (r == Deprel::acl || r == Deprel::acl_relcl);
}

// "The road, blocked last week, is free": told beside the thing, and by now otherwise.
bool is_overcome(const View& v, const StateEffect& before, const StateEffect& s,
                 std::uint32_t trigger) {
  const auto way = [](StateVariable w) {
    return w == StateVariable::access || w == StateVariable::status;
  };
  if (is_beside_noun(v, trigger) || s.time != EventTime::ongoing ||
      before.time != EventTime::ongoing || is_negative(s.factuality) ||
      !(before.variable == s.variable || (way(before.variable) && way(s.variable))) ||
      is_well(v.d->string(before.value)) == is_well(v.d->string(s.value)) ||
      !same_thing(v, before, s)) {
    return false;
  }
  for (std::uint32_t t = before.tokens.begin; t < before.tokens.end; ++t) {
    if (is_beside_noun(v, t) && t != trigger) {
      return true;
    }
  }
  return false;
}

}  // namespace

// "released Diaz, 12 days after they abducted him", "freed 18 soldiers it had held since July":
// what the main clause says came later.
bool came_before(const View& v, std::uint32_t t, StateVariable variable, std::uint32_t whose) {
  const Deprel r = v.tokens().deprel[t];
  const std::uint32_t mark = r == Deprel::advcl ? child(v, t, Deprel::mark) : kNoToken;
  const std::uint32_t aux = r == Deprel::acl_relcl ? child(v, t, Deprel::aux) : kNoToken;
  if ((mark == kNoToken || v.lower(mark) != "after") &&
      (aux == kNoToken || v.lower(aux) != "had")) {
    return false;
  }
  const TokenRange sentence = v.d->sentence_tokens(t);
  const std::uint32_t entity = v.entity_of(whose);
  const auto way = [](StateVariable w) {  // "reopened after being closed": one thing in two words
    return w == StateVariable::access || w == StateVariable::status;
  };
  return std::any_of(v.d->states.rbegin(), v.d->states.rend(), [&](const StateEffect& s) {
    return (s.variable == variable || (way(s.variable) && way(variable))) &&
           s.tokens.overlaps(sentence) && s.mention.some() && entity != kNoToken &&
           v.d->mentions[s.mention.value].entity.value == entity;
  });
}

// "Diaz came home": freed, if the report has said that somebody holds him.
bool was_held(const View& v, std::uint32_t whose) {
  const std::uint32_t entity = v.entity_of(whose);
  return std::any_of(v.d->states.begin(), v.d->states.end(), [&](const StateEffect& s) {
    return s.variable == StateVariable::custody && s.mention.some() && entity != kNoToken &&
           v.d->mentions[s.mention.value].entity.value == entity;
  });
}

// A state of the same kind and thing told in this sentence already: changes fill gaps only.
bool is_told(const View& v, const StateEffect& s, std::uint32_t token, std::uint32_t trigger) {
  const TokenRange sentence = v.d->sentence_tokens(token);
  const auto& states = v.d->states;
  for (std::size_t i = states.size(); i-- > 0 && states.size() - i < 17;) {
    const StateEffect& before = states[i];
    const bool turned = is_negative(before.factuality) && !is_negative(s.factuality);
    if (before.tokens.overlaps(sentence) && same_thing(v, before, s) &&
        before.variable == s.variable && !turned && !is_overcome(v, before, s, trigger)) {
      return true;  // but "lost it": held no more, and lost
    }
  }
  return false;
}

// Takes away what the sentence has told of the thing beside it, on no day of its own, and what is
// over now.
void drop_overcome(const View& v, const StateEffect& s, std::uint32_t trigger) {
  const TokenRange sentence = v.d->sentence_tokens(trigger);
  auto& states = v.d->states;
  for (std::size_t i = states.size(), seen = 0; i-- > 0 && seen < 17; ++seen) {
    const bool dated = states[i].when.some() && states[i].when != s.when;
    if (states[i].tokens.overlaps(sentence) && !dated && is_overcome(v, states[i], s, trigger)) {
      states.erase(states.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
}

}  // namespace sayso::coding
