// SPDX-License-Identifier: Apache-2.0
#include "event/resolve.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
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

// A country named by what stands before or after a noun: "Russian missiles", "Ukraine's ports".
std::string_view modifier_code(const View& v, std::uint32_t t) {
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    const bool before =
        r == Deprel::amod || r == Deprel::compound || v.tokens().deprel[c] == Deprel::nmod_poss;
    bool of = false;
    if (r == Deprel::nmod && !before) {
      const std::uint32_t k = child(v, c, Deprel::case_);
      of = k != kNoToken && (v.lower(k) == "of" || v.lower(k) == "from");
    }
    if (!before && !of) {
      continue;
    }
    const Symbol code = entity_code(v, c);
    if (code.some()) {
      return v.d->string(code);
    }
    if (v.tokens().upos[c] == Upos::adj || v.tokens().upos[c] == Upos::propn) {
      const std::string_view country = v.patterns->country(v.d->symbols.fold(v.tokens().lower[c]));
      if (!country.empty()) {
        return country;
      }
    }
    if (v.place[c] != kNoToken && v.d->places[v.place[c]].country.some() && before) {
      return v.d->string(v.d->places[v.place[c]].country);
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
  bool definite = false;
  for (const std::uint32_t c : v.d->children.of(t)) {
    const std::string_view w = v.lower(c);
    definite = definite || (v.relation(c) == Deprel::det && (w == "the" || w == "this"));
  }
  if (!definite) {
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

Resolved resolve(const View& v, std::uint32_t t, Role role) {
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
  if (!r.argument.code.some()) {
    std::string code(modifier_code(v, t));
    if (code.empty()) {
      code = hyphen_code(v, t);
    }
    const bool arms = (v.things(t) & (v.patterns->kinds.weapon | v.patterns->kinds.troops |
                                      v.patterns->kinds.vehicle))
                          .any();
    if (!code.empty()) {
      code = std::string(country_of(code)) + (arms ? " MIL" : "");
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
  if (!r.argument.code.some() && r.place.some() && role != Role::agent) {
    r.argument.code = v.d->places[r.place.value].country;
  }
  return r;
}

namespace {

bool already(const Draft& draft, std::uint32_t token) {
  return std::any_of(draft.arguments.begin(), draft.arguments.end(),
                     [&](const Resolved& r) { return r.token == token; });
}

// A clause slot gives what its own event is done to, or else its object and recipients.
void from_clause(const View& v, const Matcher& matcher, std::uint32_t clause, Role role,
                 Draft& draft) {
  const Candidate* inner = nullptr;
  for (std::size_t i = 0; i < matcher.used; ++i) {
    if (matcher.found[i].token == clause) {
      inner = &matcher.found[i];
    }
  }
  const auto take = [&](const Filler& f) {
    if (already(draft, f.token) || draft.arguments.size() >= kMost) {
      return;
    }
    Resolved r = resolve(v, f.token, role);
    if (r.argument.code.some() || is_actor(v, f.token)) {
      draft.arguments.push_back(r);
    }
  };
  if (inner != nullptr) {
    for (const RoleRule& rule : inner->frame->roles) {
      if (rule.role != Role::target && rule.role != Role::participant &&
          rule.role != Role::beneficiary) {
        continue;
      }
      for (const SlotRef& ref : rule.slots) {
        for (const Filler& f : inner->fillers.list) {
          if (in_slot(v, f, ref)) {
            take(f);
          }
        }
      }
    }
    return;
  }
  Fillers fillers;
  collect(v, clause, fillers);
  for (const Filler& f : fillers.list) {
    if (f.slot == Slot::obj || f.slot == Slot::iobj || f.slot == Slot::prep) {
      take(f);
    }
  }
}

// "A Ukrainian offensive has cut off the city", "killed in shelling by rebels": who does it stands
// at the noun. True if the noun names somebody.
bool agents_of_noun(const View& v, const Matcher& matcher, std::uint32_t noun, Draft& draft) {
  const Candidate* inner = nullptr;
  for (std::size_t i = 0; i < matcher.used; ++i) {
    if (matcher.found[i].token == noun &&
        (v.is_nominal(noun) || v.tokens().xpos[noun] == Xpos::vbg) &&
        matcher.found[i].frame->type == draft.candidate->frame->type) {
      inner = &matcher.found[i];
    }
  }
  if (inner == nullptr) {
    return false;
  }
  const std::size_t before = draft.arguments.size();
  for (const RoleRule& rule : inner->frame->roles) {
    if (rule.role != Role::agent) {
      continue;
    }
    for (const SlotRef& ref : rule.slots) {
      for (const Filler& f : inner->fillers.list) {
        const bool by = v.is_verb(noun) && ref.slot == Slot::subj && f.slot == Slot::prep &&
                        v.lower(f.preposition) == "by";  // "damaged by shelling by soldiers"
        if ((!in_slot(v, f, ref) && !by) || f.borrowed || already(draft, f.token)) {
          continue;
        }
        const Resolved r = resolve(v, f.token, Role::agent);
        if (r.argument.code.some() || (f.slot != Slot::mod && is_actor(v, f.token))) {
          draft.arguments.push_back(r);
        }
      }
    }
  }
  return draft.arguments.size() > before;
}

// "damaged by shelling by soldiers", the shelling read as a verb without a frame of its own.
void agents_of_gerund(const View& v, std::uint32_t gerund, Draft& draft) {
  Fillers inner;
  collect(v, gerund, inner);
  for (const Filler& f : inner.list) {
    if (f.slot == Slot::prep && v.lower(f.preposition) == "by" && !already(draft, f.token)) {
      draft.arguments.push_back(resolve(v, f.token, Role::agent));
    }
  }
}

// "Turkish and Greek negotiators": one noun, two sides.
void second_side(const View& v, const Resolved& first, Draft& draft) {
  for (const std::uint32_t c : v.d->children.of(first.token)) {
    if (c >= first.token || (v.relation(c) != Deprel::amod && v.relation(c) != Deprel::compound)) {
      continue;
    }
    for (const std::uint32_t other : v.d->children.of(c)) {
      if (v.relation(other) != Deprel::conj || other > first.token) {
        continue;
      }
      const std::string_view country =
          v.patterns->country(v.d->symbols.fold(v.tokens().lower[other]));
      if (country.empty() || !first.argument.code.some() || draft.arguments.size() >= 2 * kMost) {
        continue;
      }
      const std::string_view whole = v.d->string(first.argument.code);
      const std::size_t blank = whole.find(' ');
      Resolved second = first;
      std::string code(country_of(country));
      code += blank == std::string_view::npos ? std::string_view{} : whole.substr(blank);
      if (code == whole) {
        continue;
      }
      second.argument.code = v.d->symbols.intern(code);
      second.argument.tokens = {other, other + 1};
      second.argument.mention = MentionId::none();
      second.argument.name = Symbol::none();
      draft.arguments.push_back(second);
    }
  }
}

void one_role(const View& v, const Matcher& matcher, const RoleRule& rule, Draft& draft) {
  const Candidate& c = *draft.candidate;
  for (const SlotRef& ref : rule.slots) {
    const std::size_t before = draft.arguments.size();
    for (const Filler& f : c.fillers.list) {
      if (draft.arguments.size() >= 2 * kMost) {
        return;
      }
      if (!in_slot(v, f, ref) || already(draft, f.token)) {
        continue;
      }
      if (std::find(c.with.begin(), c.with.end(), f.token) != c.with.end()) {
        continue;
      }
      if (f.slot == Slot::clause) {
        from_clause(v, matcher, f.token, rule.role, draft);
        continue;
      }
      if (rule.role == Role::agent && agents_of_noun(v, matcher, f.token, draft)) {
        continue;
      }
      if (rule.role == Role::agent && v.tokens().xpos[f.token] == Xpos::vbg) {
        agents_of_gerund(v, f.token, draft);
        continue;
      }
      Resolved r = resolve(v, f.token, rule.role);
      if (f.slot == Slot::mod && !r.argument.code.some()) {
        continue;  // "air strikes": not every modifier is an actor
      }
      if ((v.things(f.token) & v.patterns->kinds.time).any() ||
          (v.is_verb(f.token) && v.mention[f.token] == kNoToken)) {
        continue;  // "halted aid in line with efforts TO END the fighting": no actor
      }
      const ThingMask arms = v.patterns->kinds.weapon;
      if (rule.role == Role::agent && (v.things(f.token) & arms).any() && !r.argument.code.some()) {
        r.argument.role = Role::instrument;
      }
      draft.arguments.push_back(r);
      second_side(v, r, draft);
    }
    if (draft.arguments.size() > before) {
      return;
    }
  }
}

}  // namespace

namespace {

// Where the same role holds somebody known, things that are nobody go: "in response to unrest".
void drop_vague_targets(const View& v, Draft& draft) {
  const auto known = [&](const Resolved& r) {
    return r.argument.code.some() || r.place.some() || is_actor(v, r.token);
  };
  const auto target = [](const Resolved& r) { return r.argument.role == Role::target; };
  const bool some = std::any_of(draft.arguments.begin(), draft.arguments.end(),
                                [&](const Resolved& r) { return target(r) && known(r); });
  if (some) {
    std::erase_if(draft.arguments, [&](const Resolved& r) {
      return target(r) && !known(r) &&
             (v.things(r.token) & (v.patterns->kinds.facility | v.patterns->kinds.site |
                                   v.patterns->kinds.vehicle | v.patterns->kinds.weapon))
                 .none();
    });
  }
}

// "stay in office", "at the aim of": a word that names nobody and nothing known is no target.
void drop_nobody(const View& v, Draft& draft) {
  const auto& kinds = v.patterns->kinds;
  std::erase_if(draft.arguments, [&](const Resolved& r) {
    const ThingMask known = v.things(r.token) & ~(kinds.time | kinds.measure | kinds.money);
    return r.argument.role == Role::target && !r.argument.code.some() && !r.place.some() &&
           !r.argument.mention.some() && !is_actor(v, r.token) && known.none();
  });
}

// "imposed a curfew in Abidjan": where nobody else is named, it is done to the place.
bool place_as_target(const View& v, Draft& draft) {
  for (const Filler& f : draft.candidate->fillers.list) {
    if (f.slot != Slot::prep || v.place[f.token] == kNoToken || already(draft, f.token) ||
        !(v.things(f.preposition) & v.patterns->kinds.location).any()) {
      continue;
    }
    draft.arguments.push_back(resolve(v, f.token, Role::target));
    return true;
  }
  return false;
}

}  // namespace

void fill_arguments(const View& v, const Matcher& matcher, Draft& draft) {
  const Frame& frame = *draft.candidate->frame;
  for (const RoleRule& rule : frame.roles) {
    one_role(v, matcher, rule, draft);
  }
  bool agent = false, target = false;
  for (const Resolved& r : draft.arguments) {
    agent = agent || r.argument.role == Role::agent;
    target = target || r.argument.role == Role::target;
  }
  drop_nobody(v, draft);
  drop_vague_targets(v, draft);
  if (!agent && v.is_verb(draft.candidate->token)) {
    for (const Filler& f : draft.candidate->fillers.list) {
      if (f.slot == Slot::prep && agents_of_noun(v, matcher, f.token, draft)) {
        break;
      }
    }
  }
  if (!target && frame.place_target && v.is_verb(draft.candidate->token)) {
    target = place_as_target(v, draft);
  }
  if ((frame.flags & kReciprocal) != 0 && !target) {
    std::uint32_t agents = 0;
    for (const Resolved& r : draft.arguments) {
      agents += r.argument.role == Role::agent ? 1 : 0;
    }
    if (agents > 1) {  // "A and B met": both do it to each other
      for (Resolved& r : draft.arguments) {
        if (r.argument.role == Role::agent) {
          r.argument.role = Role::participant;
        }
      }
    }
  }
}

}  // namespace sayso::coding
