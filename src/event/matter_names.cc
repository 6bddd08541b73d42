// SPDX-License-Identifier: Apache-2.0
// What a common noun is called by what hangs on it: "headquarters of Bazoum's party", "road to
// mine", "classes in public schools", "French embassy".
#include <algorithm>
#include <array>

#include "event/effect_names.h"
#include "event/naming.h"

namespace sayso::coding {

bool says_name(std::string_view words) {
  return std::any_of(words.begin(), words.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
  });
}

namespace {

constexpr std::size_t kLongest = 90;  // letters: names are read by people

// "its embassy", "the embassy of France", "France's embassy": French.
std::string people_of(const View& v, const Draft& d, std::uint32_t t) {
  const auto people = [&](Symbol code) {
    const std::string_view text = code.some() ? v.d->string(code) : std::string_view();
    const auto* known = v.patterns->country_name(text.substr(0, text.find(' ')));
    return known == nullptr ? std::string() : known->people;
  };
  bool own = false;
  for (const std::uint32_t c : v.d->children.of(t)) {
    const bool owner = v.tokens().deprel[c] == Deprel::nmod_poss;
    if (owner || (c > t && v.relation(c) == Deprel::nmod && has_case(v, c, {"of"}))) {
      own = own || (owner && v.tokens().upos[c] == Upos::pron);
      if (std::string name = people(entity_code(v, c)); !name.empty()) {
        return name;
      }
    }
  }
  const Resolved* agent = own ? argument_of(d, Role::agent) : nullptr;
  return agent == nullptr ? std::string() : people(agent->argument.code);
}

bool is_matter(const View& v, std::uint32_t c) {
  const ThingMask none =
      v.patterns->kinds.time | v.patterns->kinds.measure | v.patterns->kinds.money;
  return v.relation(c) == Deprel::nmod && v.dated[c] == 0 && v.is_nominal(c) &&
         (v.tokens().upos[c] != Upos::pron || v.misread[c] != 0) &&
         v.tokens().upos[c] != Upos::num && (v.things(c) & none).none() &&
         has_case(v, c,
                  {"of", "at", "in", "on", "to", "into", "near", "with", "between", "along", "for",
                   "against", "off", "from", "through"});
}

// With its owner and what is joined to it: "Bazoum's party", "Rosslare and Dunkirk".
std::string whole_words(const View& v, std::uint32_t c) {
  std::string out = plain_words(v, c);
  for (const std::uint32_t k : v.d->children.of(c)) {
    const bool owner =
        v.tokens().deprel[k] == Deprel::nmod_poss && v.tokens().upos[k] == Upos::propn && k < c;
    if (std::string own = owner ? words_of(v, phrase(v, k)) : std::string();
        !own.empty() && out.find(own) == std::string::npos) {
      out = own + "'s " + out;
    }
    if (k > c && v.relation(k) == Deprel::conj && v.is_nominal(k) && v.dated[k] == 0) {
      out += " and " + plain_words(v, k);
      break;
    }
  }
  return out;
}

}  // namespace

std::string with_number(const View& v, std::uint32_t t, std::string name) {
  const std::uint32_t end = v.d->sentence_tokens(t).end;
  const std::uint32_t k = t + 1;
  if (k >= end || v.dated[k] != 0 || !name.ends_with(v.d->string(v.tokens().form[t]))) {
    return name;
  }
  constexpr std::array<std::string_view, 9> kRoman{"II",  "III",  "IV", "V", "VI",
                                                   "VII", "VIII", "IX", "X"};
  const std::string_view form = v.d->string(v.tokens().form[k]);
  const bool digits =
      std::all_of(form.begin(), form.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool roman = std::find(kRoman.begin(), kRoman.end(), form) != kRoman.end();
  // "closed Berth 7 km from": counts what follows it.
  const bool counts =
      v.tokens().head[k] > k + 1 && v.tokens().head[k] < end && v.relation(k) == Deprel::nummod;
  const bool unit = k + 1 < end && v.tokens().head[k] == k + 1 && v.tokens().has(k, kSpaceAfter);
  if ((!digits && !roman) || counts || unit) {
    return name;
  }
  name += " " + std::string(form);
  const std::string_view next = k + 1 < end ? v.d->string(v.tokens().form[k + 1]) : "";
  if (digits && !v.tokens().has(k, kSpaceAfter) && next.size() == 1 && next[0] >= 'A' &&
      next[0] <= 'Z') {
    name += next;  // "Line 7B"
  }
  return name;
}

std::string with_matter(const View& v, const Draft& d, std::uint32_t t, std::string name) {
  if (v.tokens().upos[t] != Upos::noun) {
    return name;
  }
  if (has_thing(v, t, "embassy")) {
    const std::string people = people_of(v, d, t);
    return people.empty() ? name : people + " " + std::string(v.lower(t));
  }
  // The capital of a sentence's first word names nothing: "Classes".
  const std::string_view end = v.d->string(v.tokens().form[t]);
  if (name.empty() || says_name(std::string_view(name).substr(1)) || !name.ends_with(end) ||
      (says_name(name) && name != end)) {
    return name;
  }
  const bool topic = has_thing(v, t, "agreement");  // "mine moratorium" has it before
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (c < t || !is_matter(v, c) ||
        (topic && name != end && has_case(v, c, {"on", "for", "over"}))) {
      continue;
    }
    const std::string words = whole_words(v, c);
    const std::uint32_t k = child(v, c, Deprel::case_);
    if (name.size() + words.size() > kLongest || k == kNoToken) {
      break;
    }
    name += " " + std::string(v.lower(k)) + " " + words;
    if (says_name(words)) {
      break;
    }
  }
  return name;
}

}  // namespace sayso::coding
