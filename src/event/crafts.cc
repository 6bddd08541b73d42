// SPDX-License-Identifier: Apache-2.0
// Ships and aircraft have names made of any words ("the Ever Given"), which taggers take apart. A
// run of capitals after "the" that names nothing else, or after a word for a ship, is such a name;
// then it is one wherever it stands, in title lines too.
#include <algorithm>

#include "event/tree.h"

namespace sayso::coding {
namespace {

constexpr std::uint32_t kLongest = 3;  // words of a ship's name
constexpr std::size_t kMostCrafts = 16;

// "Eagle S": a single letter ends a name and begins none.
bool capital_before(const View& v, std::uint32_t t) {
  const std::string_view form = v.d->string(v.tokens().form[t - 1]);
  return form.size() > 1 && form[0] >= 'A' && form[0] <= 'Z';
}

bool capital(const View& v, std::uint32_t t) {
  const std::string_view form = v.d->string(v.tokens().form[t]);
  return (form.size() > 1 || (t > 0 && v.tokens().sentence[t - 1] == v.tokens().sentence[t] &&
                              capital_before(v, t))) &&
         form[0] >= 'A' && form[0] <= 'Z' && v.tokens().upos[t] != Upos::punct;
}

bool in_text(const View& v, std::uint32_t t) {
  const BlockKind k = v.d->block_kind(t);
  return k != BlockKind::headline && k != BlockKind::key_point && k != BlockKind::heading;
}

bool names_craft(const View& v, std::uint32_t t) {
  return v.tokens().upos[t] == Upos::noun && (v.things(t) & v.patterns->kinds.craft).any();
}

// Nothing else is known of the words: no mention, no place, no kind of thing, no nationality.
// In a report of ships a body nobody knows may be one.
bool unknown(const View& v, TokenRange r, bool of_ships) {
  for (std::uint32_t t = r.begin; t < r.end; ++t) {
    const std::uint32_t m = v.mention[t];
    const MentionKind kind = m == kNoToken ? MentionKind::other : v.d->mentions[m].kind;
    const bool body = of_ships && kind == MentionKind::organization &&
                      !v.d->mentions[m].code.some() &&
                      !v.d->entities[v.d->mentions[m].entity.value].code.some();
    const bool other = m != kNoToken && v.d->mentions[m].form == MentionForm::name && !body &&
                       kind != MentionKind::vehicle && kind != MentionKind::other;
    // "the Blue Heron": a place that is but a part of the name is none, where ships are told of
    const bool within = of_ships && v.place[t] != kNoToken && r.size() > 1 &&
                        v.d->places[v.place[t]].tokens.size() < r.size();
    if ((other && !within) || (v.place[t] != kNoToken && !within) || v.dated[t] != 0 ||
        v.things(t).any() || !v.patterns->country(v.d->symbols.fold(v.tokens().lower[t])).empty()) {
      return false;
    }
  }
  return true;
}

// The name that begins at `t` after an article or a word for a ship; empty if none does.
TokenRange name_from(const View& v, std::uint32_t t) {
  const std::uint32_t end = v.d->sentence_tokens(t).end;
  std::uint32_t last = t;
  while (last < end && last - t <= kLongest && capital(v, last)) {
    ++last;
  }
  const bool goes_on = last < end && (v.is_nominal(last) || v.tokens().upos[last] == Upos::adj ||
                                      v.tokens().upos[last] == Upos::num);
  return last - t > kLongest || goes_on ? TokenRange{t, t} : TokenRange{t, last};
}

// "the Galaxy Leader, a car carrier that …"
bool is_glossed(const View& v, std::uint32_t at) {
  const std::uint32_t end = std::min(v.d->sentence_tokens(at - 1).end, at + 6);
  if (at + 2 >= end || v.lower(at) != "," || (v.lower(at + 1) != "a" && v.lower(at + 1) != "an")) {
    return false;
  }
  for (std::uint32_t k = at + 2; k < end; ++k) {
    if (names_craft(v, k)) {
      return true;
    }
  }
  return false;
}

bool same_words(const View& v, TokenRange a, std::uint32_t at) {
  if (at + a.size() > v.tokens().size() || !capital(v, at)) {
    return false;
  }
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    if (v.tokens().lower[a.begin + i] != v.tokens().lower[at + i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

void mark_crafts(View& v) {
  const std::uint32_t n = v.tokens().size();
  v.craft.assign(n, kNoToken);
  v.crafts.clear();
  std::vector<TokenRange> names;
  std::uint32_t ships = 0;
  for (std::uint32_t t = 0; t < n; ++t) {
    ships += names_craft(v, t) && v.tokens().xpos[t] == Xpos::nn ? 1 : 0;
  }
  for (std::uint32_t t = 0; t + 1 < n && names.size() < kMostCrafts; ++t) {
    const bool the = v.lower(t) == "the";
    const bool told =
        names_craft(v, t) || (the && t > 1 && v.lower(t - 1) == "," && names_craft(v, t - 2));
    if ((!the && !told) || !in_text(v, t) || v.tokens().sentence[t] != v.tokens().sentence[t + 1]) {
      continue;
    }
    const TokenRange r = name_from(v, t + 1);
    const bool glossed = is_glossed(v, r.end);
    const bool plain = !r.empty() && r.size() > 1 && unknown(v, r, ships > 0);
    bool people = false;
    for (std::uint32_t k = r.begin; told && k < r.end; ++k) {
      people = people || v.dated[k] != 0 || (v.things(k) & v.patterns->kinds.people).any();
    }
    if (r.empty() || !(plain || glossed || (told && !people))) {
      continue;
    }
    if (std::none_of(names.begin(), names.end(),
                     [&](TokenRange known) { return same_words(v, known, r.begin); })) {
      names.push_back(r);
    }
  }
  for (std::uint32_t t = 0; t < n && !names.empty(); ++t) {
    for (const TokenRange name : names) {
      if (v.craft[t] == kNoToken && same_words(v, name, t)) {
        const auto row = static_cast<std::uint32_t>(v.crafts.size());
        v.crafts.push_back({t, t + name.size()});
        std::fill_n(v.craft.begin() + t, name.size(), row);
        for (std::uint32_t k = t; k < t + name.size(); ++k) {
          v.thing_mask[k] |= v.patterns->kinds.vehicle | v.patterns->kinds.craft;
        }
      }
    }
  }
}

}  // namespace sayso::coding
