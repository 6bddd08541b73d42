// SPDX-License-Identifier: Apache-2.0
#include "event/resolve.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "event/effect_names.h"
#include "event/naming.h"

namespace sayso::coding {
namespace {

constexpr std::uint32_t kMost = 8;

std::string_view country_of(std::string_view code) {
  return code.substr(0, code.find(' '));
}

// "Russian-backed forces", "rebel-held towns": whose they are said to be.
std::string_view hyphen_code(const View& v, std::uint32_t t) {
  const std::uint32_t begin = v.d->sentence_tokens(t).begin;
  for (std::uint32_t k = t; k-- > begin + 2 && t - k < 5;) {
    if (v.lower(k - 1) == "-" && k >= begin + 2 &&
        (v.tokens().upos[k] == Upos::adj || v.tokens().upos[k] == Upos::verb)) {
      return v.patterns->country(v.d->symbols.fold(v.tokens().lower[k - 2]));
    }
    if (v.tokens().upos[k] != Upos::adj && !v.is_nominal(k)) {
      break;
    }
  }
  return {};
}

// "army intelligence" after "the army marched": of the same side.
Symbol code_told_before(const View& v, std::uint32_t t) {
  for (std::uint32_t k = t; k-- > 0 && t - k < 600;) {
    if (v.key[k] == v.key[t] && v.mention[k] != kNoToken && v.is_nominal(k)) {
      if (const Symbol code = entity_code(v, k); code.some()) {
        return code;
      }
    }
  }
  return Symbol::none();
}

// "army intelligence", known only for a service: of the side whose army it is.
Symbol side_of_branch(const View& v, std::uint32_t t, Symbol code) {
  if (!code.some() || v.tokens().upos[t] != Upos::noun ||
      v.patterns->country_name(country_of(v.d->string(code))) != nullptr ||
      v.patterns->holds_for_itself(v.d->string(code))) {
    return Symbol::none();
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.relation(c) == Deprel::compound && v.tokens().upos[c] == Upos::noun &&
        (v.things(c) & v.patterns->kinds.troops).any()) {
      const Symbol side = code_told_before(v, c);
      return side.some() ? v.d->symbols.intern(std::string(country_of(v.d->string(side))) + " " +
                                               std::string(v.d->string(code)))
                         : Symbol::none();
    }
  }
  return Symbol::none();
}

// What stands around a noun may say whose it is: before it, or behind "of" and "from".
bool tells_country(const View& v, std::uint32_t t, std::uint32_t c) {
  const Deprel r = v.relation(c);
  if (v.tokens().deprel[c] == Deprel::nmod_poss) {
    return (v.things(t) & v.patterns->kinds.otherside).none();  // "its neighbours" are of another
  }
  if (r == Deprel::amod || r == Deprel::compound) {
    return true;
  }
  const std::uint32_t k = r == Deprel::nmod ? child(v, c, Deprel::case_) : kNoToken;
  return k != kNoToken && (v.lower(k) == "of" || v.lower(k) == "from");
}

// The code that one of these words gives.
std::string_view code_of_modifier(const View& v, std::uint32_t c) {
  const Deprel r = v.relation(c);
  Symbol code = entity_code(v, c);
  if (!code.some() && r == Deprel::compound && v.tokens().upos[c] == Upos::noun &&
      (v.things(c) & v.patterns->kinds.troops).any()) {
    code = code_told_before(v, c);
  }
  if (code.some()) {
    return v.d->string(code);
  }
  const std::string_view form = v.d->string(v.tokens().form[c]);
  const bool capital = !form.empty() && form[0] >= 'A' && form[0] <= 'Z';  // "Turkish", no turkey
  if (v.tokens().upos[c] == Upos::adj || (v.is_nominal(c) && capital)) {
    const std::string_view country = v.patterns->country(v.d->symbols.fold(v.tokens().lower[c]));
    if (!country.empty()) {
      return country;
    }
  }
  const bool before =
      r == Deprel::amod || r == Deprel::compound || v.tokens().deprel[c] == Deprel::nmod_poss;
  if (v.place[c] != kNoToken && v.d->places[v.place[c]].country.some() && before) {
    return v.d->string(v.d->places[v.place[c]].country);
  }
  return {};
}

// A country named by what stands before or after a noun: "Russian missiles", "Ukraine's ports".
// "His Chinese colleagues": an adjective says more than whose they are.
std::string_view modifier_code(const View& v, std::uint32_t t) {
  for (const bool pronoun : {false, true}) {
    for (const std::uint32_t c : v.d->children.of(t)) {
      const bool is = v.tokens().deprel[c] == Deprel::nmod_poss && v.tokens().upos[c] == Upos::pron;
      if (is == pronoun && tells_country(v, t, c)) {
        if (const std::string_view code = code_of_modifier(v, c); !code.empty()) {
          return code;
        }
      }
    }
  }
  return {};
}

}  // namespace

PlaceId place_at(const View& v, std::uint32_t t) {
  const std::uint32_t m = v.mention[t];
  if (m != kNoToken && v.d->mentions[m].place.some()) {
    return v.d->mentions[m].place;
  }
  if (v.place[t] != kNoToken) {
    return PlaceId{v.place[t]};
  }
  if (m != kNoToken) {  // another mention of the same thing knows where it is
    const Mention& first = v.d->mentions[v.d->entities[v.d->mentions[m].entity.value].first.value];
    if (first.place.some() &&
        (first.kind == MentionKind::place || first.kind == MentionKind::facility)) {
      return first.place;
    }
  }
  return PlaceId::none();
}

// "the port of Odesa", "the plant in Vuhlehirsk", "the bridge outside Kherson".
PlaceId place_inside(const View& v, std::uint32_t t) {
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    if (r == Deprel::nmod || r == Deprel::compound || r == Deprel::appos || r == Deprel::flat ||
        r == Deprel::amod) {
      if (v.place[c] != kNoToken) {
        return PlaceId{v.place[c]};
      }
      if (r == Deprel::nmod) {
        const PlaceId deeper = place_at(v, c);
        if (deeper.some()) {
          return deeper;
        }
      }
    }
  }
  return PlaceId::none();
}

namespace {

// "the city": of the towns named before, the one named most, the last of them.
PlaceId town_most_named(const View& v, std::vector<Place>::const_iterator after) {
  const std::vector<Place>& places = v.d->places;
  PlaceId best;
  std::size_t most = 0;
  std::uint32_t steps = 0;
  for (auto p = after; p != places.begin() && steps < 60; ++steps) {
    --p;
    if (v.d->string(p->kind) != "city") {
      continue;
    }
    const auto times = static_cast<std::size_t>(std::count_if(
        places.begin(), after, [&](const Place& other) { return other.name == p->name; }));
    if (times > most) {
      most = times;
      best = PlaceId{static_cast<std::uint32_t>(p - places.begin())};
    }
  }
  return best;
}

// "the bridge" after "the Antonivskyi Bridge": the last place named before it whose kind or last
// word the noun is. Only with "the": a bridge may be any.
PlaceId same_thing_before(const View& v, std::uint32_t t) {
  const bool town = (v.things(t) & v.patterns->thing("town")).any();
  if ((!town && !(v.things(t) & v.patterns->kinds.facility).any()) ||
      v.tokens().upos[t] != Upos::noun) {
    return PlaceId::none();
  }
  bool definite = false, other = false;
  for (const std::uint32_t c : v.d->children.of(t)) {
    const std::string_view w = v.lower(c);
    definite = definite || (v.relation(c) == Deprel::det && (w == "the" || w == "this"));
    other = other || (v.relation(c) == Deprel::amod && v.tokens().xpos[c] == Xpos::jjr);
  }
  if (!definite || other) {  // "the older canal" is another one
    return PlaceId::none();
  }
  const std::string_view noun = v.lemma(t);
  const auto after =
      std::lower_bound(v.d->places.begin(), v.d->places.end(), t,
                       [](const Place& p, std::uint32_t at) { return p.tokens.begin < at; });
  if (town) {
    return town_most_named(v, after);
  }
  std::uint32_t steps = 0;
  for (auto p = after; p != v.d->places.begin() && steps < 60; ++steps) {
    --p;
    if (v.lemma(p->tokens.end - 1) == noun || v.lower(p->tokens.end - 1) == noun ||
        v.d->string(p->kind) == noun) {
      return PlaceId{static_cast<std::uint32_t>(p - v.d->places.begin())};
    }
  }
  return PlaceId::none();
}

}  // namespace

Symbol entity_code(const View& v, std::uint32_t t) {
  const std::uint32_t m = v.mention[t];
  if (m == kNoToken) {
    return Symbol::none();
  }
  const Mention& mention = v.d->mentions[m];
  const Symbol own = mention.code, chain = v.d->entities[mention.entity.value].code;
  if (own.some() && (!chain.some() || mention.form != MentionForm::pronoun)) {
    return own;
  }
  return chain;
}

TokenRange phrase(const View& v, std::uint32_t t) {
  if (v.mention[t] != kNoToken) {
    return v.d->mentions[v.mention[t]].tokens;
  }
  std::uint32_t begin = t;
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    if (c >= t) {
      break;
    }
    if (r == Deprel::compound || r == Deprel::amod || r == Deprel::nummod || r == Deprel::flat ||
        v.tokens().deprel[c] == Deprel::nmod_poss) {
      std::uint32_t left = c;
      for (const std::uint32_t g : v.d->children.of(c)) {
        if (g < left && v.relation(g) != Deprel::det && v.relation(g) != Deprel::punct) {
          left = g;
        }
      }
      begin = std::min(begin, left);
    }
  }
  return {begin, t + 1};
}

namespace {

// Who a pronoun stands for, if the same sentence names them: "the union said it would strike". A
// pronoun nobody else shares its entity with speaks of the one who says so.
std::uint32_t meant_by(const View& v, std::uint32_t pronoun) {
  const TokenRange sentence = v.d->sentence_tokens(pronoun);
  const std::uint32_t entity = v.entity_of(pronoun);
  std::uint32_t best = kNoToken;
  bool alone = true;
  for (std::uint32_t t = sentence.begin; entity != kNoToken && t < sentence.end; ++t) {
    if (t == pronoun || v.entity_of(t) != entity || v.d->mentions[v.mention[t]].head.value != t) {
      continue;
    }
    alone = false;
    if (v.d->mentions[v.mention[t]].form != MentionForm::pronoun &&
        (best == kNoToken || t < pronoun)) {
      best = t;
    }
  }
  const std::uint32_t source = v.claim_source(pronoun);
  if (source != kNoToken && v.lower(pronoun) == "it") {  // "officials said it killed nine"
    const Xpos x = v.tokens().xpos[source];
    const std::uint32_t m = v.mention[source];
    if (x == Xpos::nns || (m != kNoToken && v.d->mentions[m].kind == MentionKind::person)) {
      return best == source ? kNoToken : best;
    }
  }
  if (entity == kNoToken && (v.things(pronoun) & v.patterns->kinds.first_person).none()) {
    return kNoToken;  // "the police said nobody had died"
  }
  if (best == kNoToken && alone && source != kNoToken && sentence.contains(source) &&
      v.mention[source] != kNoToken && !entity_code(v, pronoun).some() &&
      v.relation(pronoun) == Deprel::nsubj && v.tokens().upos[source] != Upos::pron) {
    best = source;
  }
  return best;
}

}  // namespace

namespace {

// "Terrorists from the front", "front guerrillas", "the front's fighters": the named organisation
// whose people they are, or kNoToken.
std::uint32_t group_of(const View& v, std::uint32_t t) {
  const auto& kinds = v.patterns->kinds;
  const std::uint32_t own = v.mention[t];
  if (v.tokens().upos[t] != Upos::noun || (v.things(t) & (kinds.people | kinds.troops)).none() ||
      (own != kNoToken && v.d->mentions[own].form == MentionForm::name)) {
    return kNoToken;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel relation = v.relation(c);
    const bool theirs = (relation == Deprel::compound && c < t) ||
                        v.tokens().deprel[c] == Deprel::nmod_poss ||
                        (relation == Deprel::nmod && has_case(v, c, {"of", "from"}));
    const std::uint32_t m = theirs ? v.mention[c] : kNoToken;
    const bool said = m != kNoToken && (v.d->mentions[m].form == MentionForm::name ||
                                        v.d->mentions[m].form == MentionForm::pronoun);
    if (!said || (v.d->mentions[m].kind != MentionKind::organization &&
                  v.d->mentions[m].kind != MentionKind::group)) {
      continue;
    }
    const Symbol code = entity_code(v, c);
    const std::string_view sectors = code.some() ? v.d->string(code) : std::string_view{};
    const bool people = sectors.find(' ') == std::string_view::npos ||
                        sectors.find("CVL") != std::string_view::npos;
    if (v.d->entities[v.d->mentions[m].entity.value].name.some() && !people) {
      return c;
    }
  }
  return kNoToken;
}

}  // namespace

namespace {

// "We welcome it", he said: who speaks is meant, wherever they are named.
Symbol speakers_code(const View& v, std::uint32_t t) {
  const std::uint32_t source = v.claim_source(t);
  if (v.tokens().upos[t] != Upos::pron || source == kNoToken ||
      (v.things(t) & v.patterns->kinds.first_person).none()) {
    return Symbol::none();
  }
  return entity_code(v, source);
}

// "said that the town was still in its hands": not in the town's own, but those of the body named
// before it. kNoToken if `t` is no such word.
std::uint32_t other_owner(const View& v, std::uint32_t t) {
  const std::uint32_t owned = v.tokens().head[t];
  const std::uint32_t thing = child(v, owned, Deprel::nsubj);
  const std::uint32_t entity = v.entity_of(t);
  if (v.tokens().deprel[t] != Deprel::nmod_poss || thing == kNoToken || entity == kNoToken ||
      v.entity_of(thing) != entity || kind_of(v, thing) != MentionKind::place) {
    return kNoToken;
  }
  const TokenRange sentence = v.d->sentence_tokens(t);
  constexpr std::uint32_t kReach = 200;  // words, for sentences of any length
  for (std::uint32_t k = thing; k-- > sentence.begin && thing - k < kReach;) {
    const MentionKind kind = kind_of(v, k);
    if ((kind == MentionKind::organization || kind == MentionKind::group) &&
        entity_code(v, k).some() && v.d->mentions[v.mention[k]].head.value == k) {
      return k;
    }
  }
  return kNoToken;
}

// `steps` words may yet be looked through: "ours" and "theirs" of one chain mean each other.
Resolved resolve_through(const View& v, std::uint32_t t, Role role, std::uint32_t steps) {
  if (v.tokens().upos[t] == Upos::pron && steps != 0) {
    if (const std::uint32_t other = other_owner(v, t); other != kNoToken) {
      return resolve_through(v, other, role, steps - 1);
    }
    if (const std::uint32_t named = meant_by(v, t); named != kNoToken) {
      Resolved r = resolve_through(v, named, role, steps - 1);
      r.token = t;
      return r;
    }
  }
  Resolved r;
  r.token = t;
  r.argument.role = role;
  r.argument.tokens = phrase(v, t);
  const PlaceId called = called_place(v, t);
  r.place = called.some() ? called : place_at(v, t);
  const std::uint32_t m = v.mention[t];
  if (m != kNoToken) {
    r.argument.mention = MentionId{m};
    const Mention& mention = v.d->mentions[m];
    r.argument.name = mention.name.some() ? mention.name : v.d->entities[mention.entity.value].name;
    r.argument.code = entity_code(v, t);
  }
  if (const Symbol code = speakers_code(v, t); code.some() && !r.argument.code.some()) {
    r.argument.code = code;
    if (m == kNoToken) {
      r.argument.mention = MentionId{v.mention[v.claim_source(t)]};
    }
  }
  if (const std::uint32_t group = group_of(v, t); group != kNoToken) {
    r.argument.name = v.d->entities[v.d->mentions[v.mention[group]].entity.value].name;
    const Symbol code = entity_code(v, group);
    const bool lone = !r.argument.code.some() || v.d->string(r.argument.code).size() == 3;
    r.argument.code = lone && code.some() ? code : r.argument.code;
  }
  if (const Symbol side = side_of_branch(v, t, r.argument.code); side.some()) {
    r.argument.code = side;
  }
  if (!r.argument.code.some()) {
    std::string code(modifier_code(v, t));
    if (code.empty() && v.tokens().upos[t] == Upos::adj) {  // "Russian-occupied"
      code = v.patterns->country(v.d->symbols.fold(v.tokens().lower[t]));
    }
    if (code.empty()) {
      code = hyphen_code(v, t);
    }
    const bool arms = (v.things(t) & (v.patterns->kinds.weapon | v.patterns->kinds.troops |
                                      v.patterns->kinds.vehicle))
                          .any();
    if (!code.empty()) {
      const bool lone = v.patterns->acts_at_home(country_of(code));  // a rebel band's vehicle
      code = lone ? code : std::string(country_of(code)) + (arms ? " MIL" : "");
      r.argument.code = v.d->symbols.intern(code);
    }
  }
  if (!r.place.some() && !r.argument.code.some()) {
    r.place = place_inside(v, t);
  }
  if (!r.place.some()) {
    r.place = same_thing_before(v, t);
  }
  if (role == Role::target && v.place[t] != kNoToken && v.tokens().upos[t] == Upos::propn) {
    const std::string_view holder = hyphen_code(v, t);  // who holds it suffers the attack
    if (!holder.empty()) {
      r.argument.code = v.d->symbols.intern(holder);
    }
  }
  const bool state = r.place.some() && v.d->string(v.d->places[r.place.value].kind) == "admin1" &&
                     v.tokens().upos[t] == Upos::propn;  // "Texas sued": a state of a country acts
  if (!r.argument.code.some() && r.place.some() && (role != Role::agent || state)) {
    r.argument.code = v.d->places[r.place.value].country;
  }
  return r;
}

}  // namespace

Resolved resolve(const View& v, std::uint32_t t, Role role) {
  constexpr std::uint32_t kSteps = 8;
  return resolve_through(v, t, role, kSteps);
}

}  // namespace sayso::coding
