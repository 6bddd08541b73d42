// SPDX-License-Identifier: Apache-2.0
// What an event says of its own sides: "an Israeli air strike" is flown by armed forces; gunmen and
// villagers whom nobody gives a country belong to the one where it happens.
#include <algorithm>

#include "event/resolve.h"

namespace sayso::coding {
namespace {

// PLOVER's country of actors whose country is not known.
constexpr std::string_view kNoCountry = "UNK";

bool has_modifier(const View& v, std::uint32_t t, const ThingMask& kind) {
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    if ((r == Deprel::amod || r == Deprel::compound) && (v.things(c) & kind).any()) {
      return true;
    }
  }
  return false;
}

// A country's adjective before the word of a warlike act stands for its forces.
bool stands_for_forces(const View& v, const Draft& draft, const Resolved& r) {
  const Frame& frame = *draft.candidate->frame;
  const Deprel relation = v.relation(r.token);
  const std::uint32_t head = v.tokens().head[r.token];
  return r.argument.role == Role::agent && frame.type == "ASSAULT" &&
         (relation == Deprel::amod || relation == Deprel::compound) && v.is_nominal(head) &&
         v.entry[head] != nullptr && v.entry[head]->words_count != 0;
}

std::string_view country_of(const View& v, PlaceId p) {
  const Symbol country = v.d->places[p.value].country;
  return country.some() ? v.d->string(country) : std::string_view{};
}

// The country of the located places of a sentence or the two before it, if they lie in one.
std::string_view country_near(const View& v, std::uint32_t own) {
  for (std::uint32_t back = 0; back < 3 && back <= own; ++back) {
    const TokenRange s = v.d->sentences[own - back].tokens;
    std::string_view here;
    bool many = false;
    for (std::uint32_t i = 0; i < v.d->places.size(); ++i) {
      const std::string_view country = country_of(v, PlaceId{i});
      if (!country.empty() && !v.d->places[i].metonym && s.contains(v.d->places[i].tokens.begin)) {
        many = many || (!here.empty() && here != country);
        here = country;
      }
    }
    if (!here.empty()) {
      return many ? std::string_view{} : here;
    }
  }
  return {};
}

// The country an event happens in: by its own place, else by the places near it.
std::string_view country_of_event(const View& v, const Draft& draft) {
  return draft.place.some() ? country_of(v, draft.place)
                            : country_near(v, v.tokens().sentence[draft.candidate->token]);
}

// Who leaves office or is driven out held it until then, whatever they are on the day of the
// report.
bool held_office(const View& v, const Draft& draft, const Resolved& r) {
  const Frame& frame = *draft.candidate->frame;
  const bool leaves =
      frame.type == "RETREAT" && frame.mode == "resign" && r.argument.role == Role::agent;
  const bool driven = r.argument.role == Role::target &&
                      (v.things(draft.candidate->token) & v.patterns->thing("unseat")).any();
  return leaves || driven;
}

// "Leaders met in Geneva": of many countries, and not of that where they meet.
bool of_many_states(const View& v, std::uint32_t t, std::string_view sector) {
  return sector == "GOV" && v.tokens().xpos[t] == Xpos::nns;
}

// "World leaders", "several foreign ministers": of other countries than this.
bool of_the_world(const View& v, std::uint32_t t) {
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    const bool describes = (r == Deprel::amod || r == Deprel::compound) && c < t;
    const bool name_of_office = c + 1 == t && v.lemma(c) == "foreign";
    if (describes && !name_of_office && (v.things(c) & v.patterns->kinds.abroad).any()) {
      return true;
    }
    const bool whose = r == Deprel::nmod && v.tokens().xpos[c] == Xpos::nns;
    if (whose && (v.things(c) & v.patterns->kinds.publics).any()) {
      return true;  // "officials from the largest economies"
    }
  }
  return false;
}

// "Airlines urged governments": firms, states and media in general belong to no country.
bool any_of_their_kind(const View& v, std::uint32_t t, std::string_view sector) {
  const Xpos x = v.tokens().xpos[t];
  return v.patterns->is_anywhere(sector) && (x == Xpos::nns || x == Xpos::nnps) &&
         child(v, t, Deprel::det) == kNoToken && child(v, t, Deprel::nummod) == kNoToken &&
         child(v, t, Deprel::amod) == kNoToken && child(v, t, Deprel::compound) == kNoToken;
}

// "Its political prisoners": of the country of whose they are, if that is known.
std::string_view country_of_owner(const View& v, std::uint32_t t) {
  if ((v.things(t) & v.patterns->kinds.otherside).any()) {
    return {};
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Symbol code =
        v.tokens().deprel[c] == Deprel::nmod_poss ? entity_code(v, c) : Symbol::none();
    if (code.some()) {
      const std::string_view all = v.d->string(code);
      const std::string_view country = all.substr(0, all.find(' '));
      if (v.patterns->country_name(country) != nullptr) {
        return country;
      }
    }
  }
  return {};
}

}  // namespace

void complete_codes(const View& v, Draft& draft) {
  std::string_view here;
  bool looked = false;
  for (Resolved& r : draft.arguments) {
    if (!r.argument.code.some()) {
      continue;
    }
    std::string code(v.d->string(r.argument.code));
    if (code.ends_with(" ELI") && held_office(v, draft, r)) {
      code.replace(code.size() - 3, 3, "GOV");
    }
    const bool bare = code.find(' ') == std::string::npos;
    if (bare && v.patterns->country_name(code) != nullptr && stands_for_forces(v, draft, r)) {
      code += " MIL";
    }
    const bool armed = draft.candidate->frame->conflictual && r.argument.role == Role::agent &&
                       has_modifier(v, r.token, v.patterns->kinds.armed);
    if (armed && code.ends_with("CVL")) {
      code.replace(code.size() - 3, 3, "UAF");  // "armed youths"
    }
    // "the Albanian population of Montenegro": people of the country they live in
    const bool ethnic = has_modifier(v, r.token, v.patterns->kinds.ethnic) ||
                        (v.things(r.token) & v.patterns->kinds.community).any();
    const std::size_t gap = code.find(' ');
    if (r.argument.role == Role::target && draft.candidate->frame->type == "ASSAULT" &&
        r.argument.mention.some() && gap != std::string::npos &&
        v.d->mentions[r.argument.mention.value].kind == MentionKind::place) {
      code.resize(gap);  // "attacked Sanaa": the town and not its government
    }
    if (v.tokens().upos[r.token] == Upos::noun &&
        (v.things(r.token) & (v.patterns->kinds.troops | v.patterns->kinds.people)).any() &&
        (v.things(r.token) & v.patterns->thing("leader")).none() &&
        has_modifier(v, r.token, v.patterns->kinds.abroad)) {  // "foreign troops"
      code = code.size() == 3 && v.patterns->country_name(code) == nullptr
                 ? std::string(kNoCountry) + " " + code
                 : code;
      r.argument.code = v.d->symbols.intern(code);
      continue;
    }
    const bool lone = code.find(' ') == std::string::npos && v.patterns->acts_at_home(code);
    if (lone || ethnic) {
      const bool anywhere = any_of_their_kind(v, r.token, code) || of_the_world(v, r.token);
      if (!anywhere && !looked) {
        here = country_of_event(v, draft);
        looked = true;
      }
      std::string_view home = anywhere || of_many_states(v, r.token, code) ? std::string_view{}
                              : v.home.empty()                             ? here
                                               : std::string_view(v.home);
      if (home.empty() && lone && !anywhere) {
        home = country_of_owner(v, r.token);
        home = home.empty() ? std::string_view(v.home) : home;
      }
      if (home.empty() && lone) {
        home = kNoCountry;  // a code begins with a country; nobody says which
      }
      if (!home.empty()) {
        const std::size_t blank = code.find(' ');
        const std::string sectors =
            ethnic ? (blank == std::string::npos ? " CVL" : code.substr(blank)) : " " + code;
        code = std::string(home) + sectors;
      }
    }
    r.argument.code = v.d->symbols.intern(code);
  }
}

namespace {

// "Riots in Kandy", "a rally in the square", "explosions in Lyon", "the Oslo meeting": where it
// happens, and nobody it is aimed at. A whole country may be meant.
bool only_where(const View& v, const Draft& draft, const Resolved& r) {
  if (!r.argument.mention.some() || !r.place.some() ||
      v.d->mentions[r.argument.mention.value].kind != MentionKind::place ||
      v.d->string(v.d->places[r.place.value].kind) == "country") {
    return false;
  }
  const std::string_view type = draft.candidate->frame->type;
  const std::uint32_t word = draft.candidate->token;
  if (type == "CONSULT") {
    return v.is_nominal(word) && v.tokens().head[r.token] == word &&
           v.relation(r.token) == Deprel::compound;
  }
  const bool noun = v.is_nominal(word) || type == "PROTEST";
  return noun && (type == "PROTEST" || type == "ASSAULT") && r.argument.role == Role::target &&
         has_case(v, r.token, {"in", "at", "across", "near", "through", "around", "throughout"});
}

// A person or a number of people whom nothing says more of.
bool somebody(const View& v, const Resolved& r) {
  const std::uint32_t m = v.mention[r.token];
  const bool person = m != kNoToken && (v.d->mentions[m].kind == MentionKind::person ||
                                        v.d->mentions[m].kind == MentionKind::group);
  const Upos u = v.tokens().upos[r.token];
  return person || u == Upos::num ||
         (u == Upos::noun && (v.things(r.token) & v.patterns->kinds.people).any());
}

}  // namespace

void complete_sides(const View& v, Draft& draft) {
  constexpr std::string_view kCitizen = "CVL";
  std::erase_if(draft.arguments, [&](const Resolved& r) { return only_where(v, draft, r); });
  const std::string_view type = draft.candidate->frame->type;
  if (type != "ASSAULT" && type != "COERCE") {
    return;
  }
  for (Resolved& r : draft.arguments) {
    if (r.argument.role == Role::target && !r.argument.code.some() && somebody(v, r)) {
      const std::string_view here = country_of_event(v, draft);
      const std::string_view home = v.home.empty() ? here : std::string_view(v.home);
      if (!home.empty()) {
        r.argument.code = v.d->symbols.intern(std::string(home) + " " + std::string(kCitizen));
      }
    }
  }
}

}  // namespace sayso::coding
