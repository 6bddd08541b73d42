// SPDX-License-Identifier: Apache-2.0
#include "event/naming.h"

#include <algorithm>

#include "base/text.h"
#include "event/effect_names.h"

namespace sayso::coding {
namespace {

constexpr std::uint32_t kFar = 3000;  // words within which a description finds its name
constexpr std::uint32_t kNear = 60;   // words back to which the nearest name is meant

bool thing(const View& v, std::uint32_t t, std::string_view kind) {
  return (v.things(t) & v.patterns->thing(kind)).any();
}

bool preposition_is(const View& v, std::uint32_t t, std::initializer_list<std::string_view> any) {
  const std::uint32_t k = child(v, t, Deprel::case_);
  return k != kNoToken && std::find(any.begin(), any.end(), v.lower(k)) != any.end();
}

// Of the words before a head: what names it and what only describes it.
struct Modifiers {
  std::vector<std::uint32_t> names;   // proper names
  std::vector<std::uint32_t> common;  // nouns: "customs", "rail"; but "border", "road", "main"
  bool definite = false, indefinite = false;
  bool singled_out = false;  // "the main", "the busiest": not simply the last one named
};

void add_modifier(const View& v, std::uint32_t c, Modifiers& out) {
  if (thing(v, c, "plainmod")) {
    // "the Torkham border crossing", the name hung on "border"
  } else if (v.tokens().upos[c] == Upos::propn) {
    const bool country = entity_code(v, c).some() ||
                         !v.patterns->country(v.d->symbols.fold(v.tokens().lower[c])).empty();
    if (!country) {
      out.names.push_back(c);
    }
  } else if (v.tokens().upos[c] == Upos::noun) {
    out.common.push_back(c);
  }
  for (const std::uint32_t g : v.d->children.of(c)) {
    if (v.relation(g) == Deprel::compound || v.relation(g) == Deprel::flat) {
      add_modifier(v, g, out);
    }
  }
}

Modifiers modifiers_of(const View& v, std::uint32_t t) {
  Modifiers m;
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    const std::string_view w = v.lower(c);
    if (r == Deprel::det) {
      m.definite = m.definite || w == "the" || w == "this" || w == "that";
      m.indefinite = m.indefinite || w == "a" || w == "an" || w == "another" || w == "any" ||
                     w == "some" || w == "every" || w == "each" || w == "no";
    } else if (r == Deprel::nummod) {
      m.indefinite = true;
    } else if (r == Deprel::amod) {
      const Xpos x = v.tokens().xpos[c];
      m.indefinite = m.indefinite || w == "other" || w == "new" || w == "second" ||
                     (x == Xpos::jjr && w != "earlier");  // "the older canal" is another one
      m.singled_out = m.singled_out || w == "main" || w == "only" || x == Xpos::jjs;
      m.definite = m.definite || m.singled_out;
    } else if (r == Deprel::compound || r == Deprel::flat || r == Deprel::nmod) {
      const bool before = c < t;
      if (before || r == Deprel::flat) {
        add_modifier(v, c, m);
      }
    }
  }
  std::sort(m.names.begin(), m.names.end());
  std::sort(m.common.begin(), m.common.end());
  return m;
}

}  // namespace

bool is_another(const View& v, std::uint32_t t) {
  const auto children = v.d->children.of(t);
  return v.tokens().upos[t] == Upos::noun &&
         std::any_of(children.begin(), children.end(), [&](std::uint32_t c) {
           const std::string_view w = v.lower(c);
           return v.relation(c) == Deprel::amod &&
                  (v.tokens().xpos[c] == Xpos::jjr || w == "other" || w == "second" ||
                   w == "another" || w == "third");
         });
}

std::uint32_t place_after(const View& v, std::uint32_t t) {
  const std::uint32_t end = v.d->sentence_tokens(t).end;
  if (t + 2 >= end) {
    return kNoToken;
  }
  const std::string_view w = v.lower(t + 1);
  const bool at = w == "at" || w == "near" || w == "outside";
  return at && v.tokens().upos[t + 2] == Upos::propn && v.dated[t + 2] == 0 ? t + 2 : kNoToken;
}

namespace {

// A place among what hangs on the word, other than a country: "the bridge at Darivka".
bool lies_somewhere(const View& v, std::uint32_t t) {
  if (place_after(v, t) != kNoToken) {
    return true;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {  // "the bridge over the Wadi"
    if (v.relation(c) == Deprel::nmod && c > t && v.tokens().upos[c] == Upos::propn &&
        v.patterns->country(v.d->symbols.fold(v.tokens().lower[c])).empty() &&
        preposition_is(v, c, {"over", "across", "to", "between", "along", "on", "above"})) {
      return true;
    }
  }
  const PlaceId inside = place_inside(v, t);
  return inside.some() && v.d->string(v.d->places[inside.value].kind) != "country";
}

// "In Darfur, … the hospital in El Fasher".
bool in_town(const View& v, std::uint32_t t) {
  const std::uint32_t k = t + 2;
  return k < v.d->sentence_tokens(t).end && v.lower(t + 1) == "in" &&
         v.tokens().upos[k] == Upos::propn && v.dated[k] == 0 &&
         v.patterns->country(v.d->symbols.fold(v.tokens().lower[k])).empty();
}

// "At Chaman, … the crossing": the town the sentence begins with, or none.
PlaceId town_before(const View& v, std::uint32_t t) {
  for (std::uint32_t k = v.d->sentence_tokens(t).begin; k < t; ++k) {
    if (v.is_verb(k)) {
      break;
    }
    if (v.place[k] != kNoToken && v.relation(k) == Deprel::obl &&
        preposition_is(v, k, {"at", "in", "near", "outside"})) {
      const std::string_view kind = v.d->string(v.d->places[v.place[k]].kind);
      return kind == "country" || kind == "continent" ? PlaceId::none() : PlaceId{v.place[k]};
    }
  }
  return PlaceId::none();
}

bool in_heading(const View& v, std::uint32_t t) {
  const BlockKind kind = v.d->blocks[v.d->sentences[v.tokens().sentence[t]].block].kind;
  return kind == BlockKind::headline || kind == BlockKind::key_point;
}

// "the crossing at Coutts" -> "Coutts crossing"; empty if no name hangs on the word so.
std::string name_beyond(const View& v, std::uint32_t k) {
  if ((v.things(k) & (v.patterns->thing("crossing") | v.patterns->kinds.facility)).none()) {
    return {};
  }
  const std::uint32_t at = place_after(v, k);
  if (at == kNoToken) {
    return {};
  }
  std::uint32_t end = at + 1;
  while (end < v.d->sentence_tokens(k).end && v.tokens().upos[end] == Upos::propn &&
         v.dated[end] == 0 && end - at < 3) {
    ++end;
  }
  return words_of(v, {at, end}) + " " + std::string(v.lemma(k));
}

// "Protesters left Emerson. That crossing is open": the town named last before it.
std::string nearest_town(const View& v, std::uint32_t t) {
  const std::uint32_t first = t > kNear ? t - kNear : 0;
  for (std::uint32_t k = t; k-- > first;) {
    if (v.place[k] == kNoToken || v.tokens().upos[k] != Upos::propn || v.dated[k] != 0) {
      continue;
    }
    const Place& place = v.d->places[v.place[k]];
    const std::string_view kind = v.d->string(place.kind);
    const LexEntry* built = v.patterns->find(v.d->symbols.fold(place.kind));
    if (kind != "country" && kind != "admin1" && kind != "continent" &&
        (built == nullptr || (built->things & v.patterns->kinds.built).none())) {
      return std::string(v.d->string(place.name)) + " " + std::string(v.lower(t));
    }
  }
  return {};
}

// The name in the phrase at `k`, with its head: "Torkham crossing"; empty if there is none.
std::string name_at(const View& v, std::uint32_t k) {
  const std::uint32_t m = v.mention[k];
  if (m != kNoToken && v.tokens().upos[k] == Upos::propn) {
    const Symbol name = v.d->entities[v.d->mentions[m].entity.value].name;
    const MentionKind kind = v.d->mentions[m].kind;
    if (kind == MentionKind::organization || kind == MentionKind::person) {
      // the canal of the Suez Canal Authority
      return v.place[k] == kNoToken ? std::string()
                                    : std::string(v.d->string(v.d->places[v.place[k]].name));
    }
    return name.some() ? std::string(v.d->string(name)) : std::string();
  }
  const Modifiers own = modifiers_of(v, k);
  if (own.names.empty()) {
    return name_beyond(v, k);
  }
  std::vector<std::uint32_t> words = own.names;
  words.insert(words.end(), own.common.begin(), own.common.end());
  std::sort(words.begin(), words.end());
  std::string out;
  for (const std::uint32_t t : words) {
    out += std::string(v.d->string(v.tokens().form[t])) + " ";
  }
  return out + std::string(v.d->string(v.tokens().form[k]));
}

bool same_words(const View& v, const std::vector<std::uint32_t>& few,
                const std::vector<std::uint32_t>& many) {
  return std::all_of(few.begin(), few.end(), [&](std::uint32_t a) {
    return std::any_of(many.begin(), many.end(),
                       [&](std::uint32_t b) { return v.key[a] == v.key[b]; });
  });
}

}  // namespace

namespace {

// "drove into Bonvale and took the capital of the province": no province, the town before it.
PlaceId seat_before(const View& v, std::uint32_t t) {
  const std::uint32_t begin = v.d->sentence_tokens(t).begin;
  for (std::uint32_t k = t; k-- > begin;) {
    if (v.place[k] != kNoToken && v.tokens().upos[k] == Upos::propn && v.dated[k] == 0 &&
        v.d->string(v.d->places[v.place[k]].kind) == "city") {
      return PlaceId{v.place[k]};
    }
  }
  return PlaceId::none();
}

}  // namespace

PlaceId called_place(const View& v, std::uint32_t t) {
  if (!thing(v, t, "settlement") || v.tokens().upos[t] != Upos::noun) {
    return PlaceId::none();
  }
  if (thing(v, t, "seat")) {
    return seat_before(v, t);
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.relation(c) == Deprel::nmod && v.place[c] != kNoToken && preposition_is(v, c, {"of"})) {
      return PlaceId{v.place[c]};
    }
  }
  return PlaceId::none();
}

std::uint32_t called_name(const View& v, std::uint32_t t) {
  if (!thing(v, t, "settlement") || v.tokens().upos[t] != Upos::noun || thing(v, t, "seat")) {
    return kNoToken;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.relation(c) == Deprel::nmod && v.tokens().upos[c] == Upos::propn &&
        preposition_is(v, c, {"of"})) {
      return c;
    }
  }
  return kNoToken;
}

std::string described_name(const View& v, std::uint32_t t) {
  if (v.tokens().upos[t] != Upos::noun || v.key[t] == 0 ||
      (v.things(t) &
       (v.patterns->kinds.facility | v.patterns->kinds.vehicle | v.patterns->thing("crossing") |
        v.patterns->thing("corridor") | v.patterns->thing("waterway")))
          .none()) {
    return {};
  }
  if ((v.things(t) & v.patterns->kinds.craft).any()) {
    return craft_name(v, t);
  }
  const Modifiers own = modifiers_of(v, t);
  const bool singular = v.tokens().xpos[t] != Xpos::nns;
  if (!own.names.empty() || own.indefinite || !singular || (!own.definite && !in_heading(v, t)) ||
      lies_somewhere(v, t) || (in_town(v, t) && !in_heading(v, t))) {
    return {};
  }
  if (const PlaceId town = town_before(v, t); town.some()) {
    return std::string(v.d->string(v.d->places[town.value].name)) + " " + std::string(v.lower(t));
  }
  const ThingMask crossing = v.patterns->thing("crossing");
  const ThingMask part = v.patterns->thing("crossingpart");
  const bool is_part = (v.things(t) & part).any();  // "the gate" of a crossing
  const auto fits = [&](std::uint32_t k) {
    const std::string_view kind =
        v.place[k] == kNoToken ? std::string_view() : v.d->string(v.d->places[v.place[k]].kind);
    const bool same = v.key[kind_word(v, k)] == v.key[t] || kind == v.lemma(t);
    const bool whole = is_part && (v.things(k) & part).none() &&
                       ((v.things(k) & crossing).any() || kind == "crossing");
    return (same || whole) && v.is_nominal(k) &&
           (own.common.empty() || same_words(v, own.common, modifiers_of(v, k).common));
  };
  // The nearest before it, where that is near; else what the report names most, the first of them.
  struct Named {
    std::string name;
    std::uint32_t count = 0;
  };
  std::vector<Named> named;
  std::string near;
  const std::uint32_t first = t > kFar ? t - kFar : 0;
  const std::uint32_t last = std::min<std::uint32_t>(v.tokens().size(), t + kFar);
  for (std::uint32_t k = first; k < last; ++k) {
    std::string name = k != t && fits(k) ? name_at(v, k) : std::string();
    if (name.empty()) {
      continue;
    }
    if (k < t && t - k < kNear) {
      near = name;
    }
    const auto same =
        std::find_if(named.begin(), named.end(), [&](const Named& n) { return n.name == name; });
    if (same == named.end()) {
      named.push_back({std::move(name), 1});
    } else {
      ++same->count;
    }
  }
  if (named.empty() && !in_heading(v, t) && own.common.empty() && thing(v, t, "barename")) {
    return nearest_town(v, t);
  }
  if (named.empty() || (!near.empty() && !own.singled_out && !is_part)) {
    return near;
  }
  return std::max_element(named.begin(), named.end(),
                          [](const Named& a, const Named& b) { return a.count < b.count; })
      ->name;
}

namespace {

std::string craft_words(const View& v, std::uint32_t row) {
  return words_of(v, v.crafts[row]);
}

}  // namespace

std::string main_craft(const View& v) {
  std::string best;
  std::ptrdiff_t most = 0;
  for (std::uint32_t row = 0; row < v.crafts.size(); ++row) {
    const std::string name = craft_words(v, row);
    std::ptrdiff_t count = 0;
    for (std::uint32_t other = 0; other < v.crafts.size(); ++other) {
      count += craft_words(v, other) == name ? 1 : 0;
    }
    if (count > most) {
      most = count;
      best = name;
    }
  }
  return best;
}

// "the ship", "a container ship" of a report that names one: the nearest named before it, else the
// one named most. A second one ("another vessel", "two tugs") stays without a name.
std::string craft_name(const View& v, std::uint32_t t) {
  const auto words = [&](std::uint32_t row) { return craft_words(v, row); };
  if (v.craft[t] != kNoToken) {
    return words(v.craft[t]);
  }
  if (v.tokens().upos[t] == Upos::pron && v.lower(t) == "it") {
    const TokenRange sentence = v.d->sentence_tokens(t);
    for (std::uint32_t k = t; k-- > sentence.begin;) {  // "boarded the Eagle S and brought it to …"
      if (v.craft[k] != kNoToken) {
        return words(v.craft[k]);
      }
      if (v.is_nominal(k) && v.mention[k] != kNoToken && v.dated[k] == 0 &&
          (v.things(k) & (v.patterns->kinds.built | v.patterns->kinds.agreement)).any()) {
        return {};
      }
    }
    return {};
  }
  if (v.relation(t) == Deprel::appos && v.craft[v.tokens().head[t]] != kNoToken) {
    return words(v.craft[v.tokens().head[t]]);  // "the Galaxy Leader, a car carrier that …"
  }
  if (v.crafts.empty() || v.tokens().upos[t] != Upos::noun ||
      (v.things(t) & v.patterns->kinds.craft).none() || v.tokens().xpos[t] == Xpos::nns) {
    return {};
  }
  for (const std::uint32_t c : v.d->children.of(t)) {  // "the tanker Sounion"
    if (v.craft[c] != kNoToken &&
        (v.relation(c) == Deprel::appos || v.relation(c) == Deprel::flat ||
         v.relation(c) == Deprel::compound)) {
      return words(v.craft[c]);
    }
    const std::string_view w = v.lower(c);
    const Deprel r = v.relation(c);
    if (r == Deprel::nummod || (r == Deprel::amod && (w == "other" || w == "second")) ||
        (r == Deprel::det && (w == "another" || w == "any" || w == "no" || w == "some" ||
                              w == "every" || w == "each"))) {
      return {};
    }
  }
  const Modifiers own = modifiers_of(v, t);
  std::uint32_t near = kNoToken;
  NameCount names;
  for (std::uint32_t row = 0; row < v.crafts.size(); ++row) {
    const std::uint32_t at = v.crafts[row].begin;
    near = at < t && t - at < kNear ? row : near;
    names.add(words(row));
  }
  // "A container ship ran aground. The Ever Given …": one is first told of without its name.
  const bool first =
      own.indefinite && (names.size() > 1 || v.crafts.front().begin < t) && !in_heading(v, t);
  if (first || (in_heading(v, t) && names.size() > 1)) {
    return {};
  }
  if (near != kNoToken && own.definite) {
    return words(near);
  }
  return names.most();
}

void NameCount::add(std::string name) {
  const auto same = std::find(names_.begin(), names_.end(), name);
  if (same == names_.end()) {
    names_.push_back(std::move(name));
    counts_.push_back(1);
  } else {
    ++counts_[static_cast<std::size_t>(same - names_.begin())];
  }
}

const std::string& NameCount::most() const {
  const auto most = std::max_element(counts_.begin(), counts_.end());
  return names_[static_cast<std::size_t>(most - counts_.begin())];
}

std::uint32_t subject_of_predicate(const View& v, std::uint32_t t) {
  if (!v.is_nominal(t) || child(v, t, Deprel::cop) == kNoToken) {
    return t;
  }
  const std::uint32_t subject = child(v, t, Deprel::nsubj);
  return subject != kNoToken && v.is_nominal(subject) ? subject : t;
}

void named_persons(const View& v, std::uint32_t t, std::vector<std::uint32_t>& out) {
  if (v.tokens().upos[t] != Upos::noun) {
    return;
  }
  // Read off the words: parsers hang such lists in many ways.
  const std::uint32_t end = v.d->sentence_tokens(t).end;
  std::uint32_t at = t + 1;
  const auto name_from = [&](std::uint32_t k) -> std::uint32_t {
    for (std::uint32_t i = 0; i < 2 && k + 1 < end && v.tokens().head[k] > k; ++i) {
      const bool title = v.tokens().upos[k] == Upos::propn && v.mention[k] == kNoToken &&
                         v.tokens().upos[k + 1] == Upos::propn;
      k += title ? 1 : 0;  // "Sheikh Idris al-Zwai"
    }
    for (std::uint32_t head = k; head < std::min(end, k + 5); ++head) {
      const std::uint32_t m = v.mention[head];
      if (m != kNoToken && v.d->mentions[m].kind == MentionKind::person &&
          v.d->mentions[m].form == MentionForm::name && v.d->mentions[m].tokens.begin == k) {
        return m;
      }
    }
    return kNoToken;
  };
  const auto joins = [&](std::uint32_t k) {
    const std::string_view w = v.lower(k);
    return w == "," || w == "and" || w == ":" || w == "–" || w == "—";
  };
  while (at < end && joins(at) && out.size() < kMost) {
    while (at < end && joins(at)) {
      ++at;
    }
    const std::uint32_t m = at < end ? name_from(at) : kNoToken;
    if (m == kNoToken) {
      break;
    }
    out.push_back(v.d->mentions[m].head.value);
    at = v.d->mentions[m].tokens.end;
  }
  // One name beside a noun in the plural says nothing of the others.
  if (out.size() == 1 && v.tokens().xpos[t] == Xpos::nns) {
    out.clear();
  }
}

void named_beside(const View& v, std::uint32_t t, std::vector<std::uint32_t>& out) {
  if (v.tokens().upos[t] != Upos::noun) {
    return;
  }
  const std::uint32_t end = std::min(v.d->sentence_tokens(t).end, t + 14);
  for (std::uint32_t k = t + 1; k + 1 < end && !v.is_verb(k); ++k) {
    if (v.lower(k) != ",") {
      continue;
    }
    for (const Mention& m : v.d->mentions) {
      const bool called = m.kind == MentionKind::person || m.kind == MentionKind::organization;
      const bool titled = m.tokens.begin == k + 3 && v.lower(k + 1) == "the";  // ", the driver X,"
      const bool name = called && m.form == MentionForm::name && m.tokens.size() > 1 &&
                        (m.tokens.begin == k + 1 || titled);
      if (name && m.tokens.end < v.tokens().size() && v.lower(m.tokens.end) == ",") {
        out.push_back(m.head.value);
      }
    }
    return;
  }
}

// "Seven were freed. Among them is the engineer Ann Roe": who stands in that sentence.
static void named_among(const View& v, std::uint32_t t, std::vector<std::uint32_t>& out) {
  const std::uint32_t from = v.d->sentence_tokens(t).end;
  if (from + 3 >= v.tokens().size() || v.lower(from) != "among" || v.lower(from + 1) != "them" ||
      v.lemma(from + 2) != "be") {
    return;
  }
  const TokenRange sentence = v.d->sentence_tokens(from);
  for (const Mention& m : v.d->mentions) {
    if (m.kind == MentionKind::person && m.form == MentionForm::name &&
        sentence.contains(m.tokens.begin) && out.size() < kMost) {
      out.push_back(m.head.value);
    }
  }
}

void named_later(const View& v, std::uint32_t t, std::vector<std::uint32_t>& out) {
  if (v.tokens().upos[t] != Upos::noun || v.tokens().xpos[t] != Xpos::nns) {
    return;
  }
  named_among(v, t, out);
  const std::uint32_t last = std::min<std::uint32_t>(v.tokens().size(), t + kNear);
  for (const Mention& m : v.d->mentions) {
    if (m.form != MentionForm::name || m.tokens.begin <= t || m.kind == MentionKind::time) {
      continue;
    }
    const std::uint32_t end = full_name_end(v, m.tokens);  // "Amina Dufour", half of it known
    const bool person = m.kind == MentionKind::person || end > m.tokens.end;
    if (person && end + 3 < last && v.lower(end) == "," && v.lower(end + 1) == "one" &&
        v.lower(end + 2) == "of" && out.size() < kMost) {
      out.push_back(m.head.value);
    }
  }
}

std::uint32_t full_name_end(const View& v, TokenRange name) {
  std::uint32_t end = name.end;
  while (end < v.d->sentence_tokens(name.begin).end && end - name.end < 3) {
    const char first = v.d->string(v.tokens().form[end])[0];
    if (first < 'A' || first > 'Z') {
      break;
    }
    ++end;
  }
  return end;
}

std::uint32_t carrier_of(const View& v, std::uint32_t t) {
  const auto route = [&](std::uint32_t k) {
    return thing(v, k, "crossing") || thing(v, k, "road") || thing(v, k, "corridor") ||
           thing(v, k, "line") || thing(v, k, "waterway") || v.place[k] != kNoToken;
  };
  bool says_where = false;
  for (const std::uint32_t c : v.d->children.of(t)) {
    const bool hangs =
        v.relation(c) == Deprel::nmod || (v.misread[t] != 0 && v.relation(c) == Deprel::obl);
    if (hangs && preposition_is(v, c,
                                {"through", "in", "on", "over", "across", "along", "at", "via",
                                 "to", "into", "from"})) {
      const bool end = preposition_is(v, c, {"to", "into", "from"});  // "traffic to the bridge"
      if (route(c) && (!end || v.place[c] == kNoToken || thing(v, c, "crossing"))) {
        return c;
      }
      says_where = true;
    }
  }
  const std::uint32_t verb = v.tokens().head[t];
  if (!says_where && v.relation(t) == Deprel::obj) {
    for (const std::uint32_t c : v.d->children.of(verb)) {
      if (v.relation(c) == Deprel::obl && preposition_is(v, c, {"through", "across", "along"}) &&
          route(c)) {
        return c;
      }
    }
  }
  if (says_where || !thing(v, t, "traffic") || thing(v, t, "transport") || thing(v, t, "vehicle")) {
    return kNoToken;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {  // "rail traffic", "canal traffic"
    if (v.relation(c) == Deprel::compound && !thing(v, c, "goods") && !thing(v, c, "plainmod")) {
      return thing(v, c, "waterway") ? c : kNoToken;
    }
  }
  const std::uint32_t first = t > kFar ? t - kFar : 0;
  for (std::uint32_t k = t; k-- > first;) {
    if (v.is_nominal(k) && (thing(v, k, "crossing") || thing(v, k, "waterway")) &&
        !name_at(v, k).empty()) {
      return k;
    }
  }
  return kNoToken;
}

}  // namespace sayso::coding
