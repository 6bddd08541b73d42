// SPDX-License-Identifier: Apache-2.0
// What an order, a ban, an emergency, a strike is called: with what it is about and where it holds
// ("injunction against the blockade", "state of emergency in Ontario", "force majeure at Bardon").
#include <algorithm>
#include <string>

#include "event/effect_names.h"
#include "event/naming.h"
#include "event/sites.h"

namespace sayso::coding {
namespace {

bool is_matter(const View& v, std::uint32_t t) {
  return has_case(v, t,
                  {"on", "against", "for", "in", "at", "over", "of", "by", "along", "across"});
}

std::string matter_words(const View& v, std::uint32_t t) {
  if (v.site_name[t] != kNoToken && v.tokens().upos[t] == Upos::propn) {
    return called_site(v, t, v.site_name[t]);
  }
  const bool town = has_thing(v, t, "settlement") && kind_of(v, t) == MentionKind::place;
  std::string out = town || (v.things(t) & v.patterns->kinds.built).any() || v.place[t] != kNoToken
                        ? site_name(v, t, place_at(v, t), phrase(v, t))
                        : plain_words(v, t);
  for (const std::uint32_t c : v.d->children.of(t)) {  // "the export of grain"
    if (v.relation(c) == Deprel::nmod && c > t && has_case(v, c, {"of"}) &&
        (v.things(t) & v.patterns->kinds.built).none()) {
      out += " of " + plain_words(v, c);
    }
  }
  return out;
}

std::string joined(const View& v, const std::string& head, std::uint32_t t, std::uint32_t matter) {
  const std::uint32_t k = child(v, matter, Deprel::case_);
  const std::string words = matter_words(v, matter);
  return k == kNoToken || words.empty() || v.tokens().upos[t] == Upos::pron
             ? head
             : head + " " + std::string(v.lower(k)) + " " + words;
}

// "the tentative export ban" -> "export ban"; "Force majeure" -> "force majeure".
std::string base_words(const View& v, std::uint32_t t) {
  std::uint32_t begin = t;
  while (begin > v.d->sentence_tokens(t).begin && t - begin < 5) {
    const std::uint32_t k = begin - 1;
    const Deprel r = v.relation(k);
    const Upos u = v.tokens().upos[k];
    if ((r != Deprel::compound && r != Deprel::amod && r != Deprel::nmod && r != Deprel::flat) ||
        (u != Upos::noun && u != Upos::propn && u != Upos::adj) || v.tokens().head[k] < begin ||
        v.tokens().head[k] > t || v.dated[k] != 0 || has_thing(v, k, "plainadj")) {
      break;
    }
    begin = k;
  }
  std::string out = words_of(v, {begin, t + 1});
  const bool nation = !v.patterns->country(v.d->symbols.fold(v.tokens().lower[begin])).empty();
  if (!nation && v.tokens().upos[begin] != Upos::propn && out[0] >= 'A' && out[0] <= 'Z' &&
      (out.size() < 2 || out[1] < 'A' || out[1] > 'Z')) {
    out[0] = static_cast<char>(out[0] - 'A' + 'a');
  }
  return out;
}

// "a ban on Colombian milk", "a curfew in Visby", wherever the parser hung the matter: its words.
std::string matter_after(const View& v, std::uint32_t t) {
  const std::uint32_t end = std::min(v.d->sentence_tokens(t).end, t + 8);
  if (t + 2 >= end) {
    return {};
  }
  const std::string_view p = v.lower(t + 1);
  if (p != "on" && p != "against" && p != "in" && p != "at") {
    return {};
  }
  std::uint32_t first = t + 2;
  while (first < end && v.tokens().upos[first] == Upos::det) {
    ++first;
  }
  std::uint32_t last = first;
  const auto inside = [&](std::uint32_t k) {
    return k < end && v.dated[k] == 0 && (v.is_nominal(k) || v.tokens().upos[k] == Upos::adj);
  };
  while (inside(last) ||  // "loading Niger's crude"
         (last > first && last < end && v.lower(last) == "'s" && inside(last + 1))) {
    ++last;
  }
  const bool place = p == "in" || p == "at";
  if (last == first || !v.is_nominal(last - 1) ||
      (place && v.tokens().upos[last - 1] != Upos::propn) ||
      (v.things(last - 1) & v.patterns->kinds.time).any()) {
    return {};
  }
  return " " + std::string(p) + " " +
         (place ? matter_words(v, last - 1) : words_of(v, {first, last}));
}

// Its own words with all that hangs on them.
std::string full_words(const View& v, std::uint32_t t, bool& matter) {
  std::string out = base_words(v, t);
  matter = out.find(' ') != std::string::npos && v.lower(t) != "majeure";
  bool own_place = false;
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.relation(c) != Deprel::nmod || c < t || v.dated[c] != 0 || !is_matter(v, c) ||
        v.tokens().upos[c] == Upos::pron || out.size() > 80 ||
        (v.things(c) & v.patterns->kinds.time).any()) {
      continue;
    }
    const bool own = has_case(v, c, {"of"}) && (v.things(c) & v.patterns->kinds.rule).any();
    out = joined(v, out, t, c);
    matter = matter || !own;
    own_place = own_place || !own;
  }
  if (!own_place) {
    if (const std::string words = matter_after(v, t); !words.empty()) {
      out += words;
      matter = true;
    }
  }
  return out;
}

// Whether the rule is nothing without its matter: "the law", "an order".
bool is_vague(const View& v, std::uint32_t t) {
  return !has_thing(v, t, "curfew") && !has_thing(v, t, "basic") &&
         (has_thing(v, t, "law") || has_thing(v, t, "order") || has_thing(v, t, "restriction") ||
          has_thing(v, t, "ban") || has_thing(v, t, "walkout"));
}

// Where or by whom, of what is done with it: "declared a curfew in Tarma", "the dockers' union
// called off its strike".
std::string around(const View& v, const Draft& d, std::uint32_t t) {
  const bool walkout = has_thing(v, t, "walkout");
  for (const Filler& f : d.candidate->fillers.list) {
    const bool where = f.slot == Slot::prep && v.dated[f.token] == 0 &&
                       (v.lower(f.preposition) == "in" || v.lower(f.preposition) == "at" ||
                        v.lower(f.preposition) == "on" || v.lower(f.preposition) == "across");
    const bool site = v.place[f.token] != kNoToken || v.tokens().upos[f.token] == Upos::propn ||
                      (v.things(f.token) & v.patterns->kinds.built).any();
    if (where && site && f.token != t) {
      return " " + std::string(v.lower(f.preposition)) + " " + matter_words(v, f.token);
    }
  }
  for (const Filler& f : d.candidate->fillers.list) {
    if (f.slot != Slot::subj || f.token == t) {
      continue;
    }
    if (d.candidate->token == t && v.is_nominal(f.token)) {  // "Brega is under force majeure"
      return (v.place[f.token] != kNoToken && v.site_name[f.token] == kNoToken &&
                      (v.things(f.token) & v.patterns->kinds.works).none()
                  ? " in "
                  : " at ") +
             matter_words(v, f.token);
    }
    if (walkout && v.is_nominal(f.token) && is_actor(v, f.token) &&
        v.tokens().deprel[d.candidate->token] != Deprel::acl_relcl) {
      return " by " + plain_words(v, f.token);
    }
  }
  return {};
}

}  // namespace

void rule_places(const View& v, const Draft& d, std::uint32_t t, std::vector<ListedSite>& out) {
  const auto add = [&](std::uint32_t place, std::string_view preposition) {
    std::vector<std::uint32_t> all;
    add_conjuncts(v, place, all);
    for (const std::uint32_t k : all) {
      std::vector<ListedSite> sites;
      listed_sites(v, k, sites);
      if (sites.empty() &&
          (v.tokens().upos[k] == Upos::propn || (v.things(k) & v.patterns->kinds.built).any())) {
        sites.push_back({k, matter_words(v, k)});
      }
      for (ListedSite& site : sites) {
        const std::string name =
            base_words(v, t) + " " + std::string(preposition) + " " + site.name;
        const bool known = std::any_of(out.begin(), out.end(),
                                       [&](const ListedSite& s) { return s.name == name; });
        if (!known && out.size() < kMost) {
          out.push_back({site.token, name});
        }
      }
    }
  };
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.relation(c) == Deprel::nmod && c > t && v.dated[c] == 0 && has_case(v, c, {"at", "in"})) {
      add(c, v.lower(child(v, c, Deprel::case_)));
    }
  }
  for (const Filler& f : d.candidate->fillers.list) {
    if (f.slot == Slot::prep && v.dated[f.token] == 0 && f.token != t &&
        (v.lower(f.preposition) == "at" || v.lower(f.preposition) == "in")) {
      add(f.token, v.lower(f.preposition));
    } else if (f.slot == Slot::subj && d.candidate->token == t && v.is_nominal(f.token)) {
      add(f.token, "at");
    }
  }
  if (out.size() < 2) {
    out.clear();
  }
}

std::string rule_name(const View& v, const Draft& d, std::uint32_t t) {
  bool matter = false;
  std::string own = full_words(v, t, matter);
  if (!matter) {
    own += around(v, d, t);
  }
  if (own.find(' ') != std::string::npos && (own != v.lower(t)) &&
      (matter || own.find(" in ") != std::string::npos || own.find(" at ") != std::string::npos ||
       own.find(" by ") != std::string::npos || own.find(" on ") != std::string::npos)) {
    return own;
  }
  // "the injunction": as the report called it more fully
  std::string later;
  for (std::uint32_t k = 0; k < v.tokens().size() && k < t + 2000; ++k) {
    if (k == t || v.key[k] != v.key[t] || !v.is_nominal(k) ||
        (v.things(k) & v.patterns->kinds.rule).none() || v.relation(k) == Deprel::compound) {
      continue;
    }
    bool says = false;
    std::string full = full_words(v, k, says);
    if (!says) {
      continue;
    }
    if (k > t) {
      return later.empty() ? full : later;
    }
    later = full;  // the last before it
  }
  if (!later.empty() || is_vague(v, t)) {
    return later;
  }
  if (!d.place.some() && has_thing(v, t, "basic") && !v.d->places.empty()) {
    const std::string country = country_name(v, v.d->places.front().country);
    return country.empty() ? own : own + " of " + country;
  }
  return d.place.some() ? own + " in " + std::string(v.d->string(v.d->places[d.place.value].name))
                        : own;  // "a curfew is in force", told of one town
}

}  // namespace sayso::coding
