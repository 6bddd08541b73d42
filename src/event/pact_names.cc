// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "event/effect_names.h"
#include "event/naming.h"

namespace sayso::coding {
namespace {

// A noun phrase from its first modifier, owners included: "drivers' union".
std::string full_words(const View& v, std::uint32_t t) {
  std::uint32_t begin = t;
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    const bool owner = v.tokens().deprel[c] == Deprel::nmod_poss;
    if (c < begin && (owner || r == Deprel::compound || r == Deprel::amod || r == Deprel::flat)) {
      begin = c;
      for (const std::uint32_t g : v.d->children.of(c)) {
        const Deprel inner = v.relation(g);
        begin = g < begin && (inner == Deprel::compound || inner == Deprel::amod) ? g : begin;
      }
    }
  }
  while (begin < t && (v.tokens().upos[begin] == Upos::pron ||
                       (v.things(begin) & v.patterns->thing("plainadj")).any())) {
    ++begin;
  }
  std::string out = words_of(v, {begin, t + 1});
  for (const std::uint32_t c : v.d->children.of(t)) {  // "forces from the region of Tigray"
    if (v.relation(c) != Deprel::nmod || c < t || !has_case(v, c, {"of", "from", "in"})) {
      continue;
    }
    std::uint32_t where = v.place[c] != kNoToken ? c : kNoToken;
    for (const std::uint32_t g : v.d->children.of(c)) {
      where = where == kNoToken && v.place[g] != kNoToken ? g : where;
    }
    if (where != kNoToken) {
      return out + " of " + words_of(v, phrase(v, where));
    }
  }
  return out;
}

std::string party_of_name(const View& v, std::uint32_t mention) {
  const Symbol known = v.d->entities[v.d->mentions[mention].entity.value].name;
  return known.some() ? std::string(v.d->string(known))
                      : words_of(v, v.d->mentions[mention].tokens);
}

// Who takes part in talks or an agreement, as one would name them.
std::string party_name(const View& v, std::uint32_t t) {
  if (v.tokens().upos[t] == Upos::pron || v.dated[t] != 0 || v.is_verb(t)) {
    return {};
  }
  const std::uint32_t m = v.mention[t];
  if (m != kNoToken && v.d->mentions[m].form == MentionForm::name) {
    const Symbol known = v.d->entities[v.d->mentions[m].entity.value].name;
    return known.some() ? std::string(v.d->string(known)) : plain_words(v, t);
  }
  if (t + 1 < v.tokens().size() && v.mention[t + 1] != kNoToken &&
      v.d->mentions[v.mention[t + 1]].form == MentionForm::name) {
    return party_of_name(v, v.mention[t + 1]);  // "the militant group Islamic Jihad"
  }
  return (v.things(t) & (v.patterns->kinds.time | v.patterns->kinds.site)).any() &&
                 v.place[t] == kNoToken
             ? std::string()
             : full_words(v, t);
}

// The sides of the pact at `t`: "between A and B", else the subjects of what is done with it and
// whom they do it with.
std::vector<std::string> parties_of(const View& v, const Candidate* c, std::uint32_t t) {
  std::vector<std::string> out;
  const auto add = [&](std::uint32_t token) {
    std::string name = party_name(v, token);
    if (!name.empty() && out.size() < 4 && std::find(out.begin(), out.end(), name) == out.end()) {
      out.push_back(std::move(name));
    }
  };
  const auto add_all = [&](std::uint32_t token) {
    add(token);
    for (const std::uint32_t k : v.d->children.of(token)) {
      if (v.relation(k) == Deprel::conj && !v.is_verb(k)) {
        add(k);
      }
    }
  };
  for (const std::uint32_t k : v.d->children.of(t)) {
    if (v.relation(k) == Deprel::nmod && has_case(v, k, {"between"})) {
      add_all(k);
    }
  }
  if (out.size() == 1) {  // "talks between A and B", B hung on the talks
    for (const std::uint32_t k : v.d->children.of(t)) {
      if (v.relation(k) == Deprel::conj && v.is_nominal(k)) {
        add(k);
      }
    }
  }
  if (out.size() > 1) {
    return out;
  }
  out.clear();
  if (c != nullptr && v.is_verb(c->token)) {
    for (const Filler& f : c->fillers.list) {
      const bool with = f.slot == Slot::prep && v.lower(f.preposition) == "with";
      const bool known = is_actor(v, f.token) || v.mention[f.token] != kNoToken;
      if (f.token != t && (with || (f.slot == Slot::subj && known))) {
        add(f.token);
      }
    }
  }
  for (const std::uint32_t k : v.d->children.of(t)) {
    if (v.relation(k) == Deprel::nmod && has_case(v, k, {"with"})) {
      add_all(k);
    }
  }
  return out;
}

// Words that only say what kind of pact it is: "peace talks" name no matter.
bool says_matter(const View& v, std::uint32_t t, std::string_view name) {
  if (name.find(' ') == std::string_view::npos) {
    return false;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    const bool before = c < t && (r == Deprel::compound || r == Deprel::amod || r == Deprel::nmod);
    if (before &&
        (v.things(c) & (v.patterns->thing("plainadj") | v.patterns->thing("ceasefire"))).none()) {
      return true;
    }
  }
  return name.ends_with(v.lower(t)) && v.d->children.of(t).empty();
}

}  // namespace

// Talks and agreements are called by their matter, else by those who hold or sign them; a bare "the
// deal" is the last one named more fully before it, else the first after it.
std::string pact_name(const View& v, const Draft& d, std::uint32_t t) {
  const auto named = [&](const Candidate* c, std::uint32_t k) -> std::string {
    std::string own = thing_name(v, d, k);
    if (own.find(" on ") != std::string::npos || says_matter(v, k, own)) {
      return own;
    }
    const std::vector<std::string> sides = parties_of(v, c, k);
    if (sides.size() < 2) {
      return own.find(' ') != std::string::npos && v.is_nominal(k) && own != v.lower(k) ? own : "";
    }
    std::string out = own + " between " + sides.front();
    for (std::size_t i = 1; i < sides.size(); ++i) {
      out += (i + 1 == sides.size() ? " and " : ", ") + sides[i];
    }
    return out;
  };
  const bool talks = has_thing(v, t, "talks") && !has_thing(v, t, "agreement");
  const bool truce = has_thing(v, t, "ceasefire");
  const auto same_kind = [&](std::uint32_t k) {
    return v.is_nominal(k) && !has_thing(v, k, "troops") &&
           (talks ? has_thing(v, k, "talks")
                  : has_thing(v, k, "agreement") && (!truce || has_thing(v, k, "ceasefire"))) &&
           !has_thing(v, k, "corridor") &&
           // "The contract" is no moratorium.
           (v.key[k] == v.key[t] || has_thing(v, k, "rule") == has_thing(v, t, "rule"));
  };
  if (std::string own = named(d.candidate, t); !own.empty()) {
    return own;
  }
  for (std::uint32_t k = t; k-- > 0 && t - k < 2000;) {
    if (same_kind(k)) {
      if (std::string earlier = named(nullptr, k); !earlier.empty()) {
        return earlier;
      }
    }
  }
  for (std::uint32_t k = t + 1; k < v.tokens().size() && k - t < 2000; ++k) {
    if (same_kind(k)) {
      if (std::string later = named(nullptr, k); !later.empty()) {
        return later;
      }
    }
  }
  return thing_name(v, d, t);
}

}  // namespace sayso::coding
