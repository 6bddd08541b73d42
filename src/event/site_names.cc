// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "event/effect_names.h"
#include "event/naming.h"

namespace sayso::coding {
namespace {

constexpr std::uint32_t kMentions = 1000;  // of a report that are looked at: bounds hostile input

bool ends_in_words(std::string_view whole, std::string_view tail) {
  return whole.size() > tail.size() && whole.ends_with(tail) &&
         whole[whole.size() - tail.size() - 1] == ' ';
}

// "the Seaway" of a report that also says "the St. Lawrence Seaway": the longest name of the report
// that ends in these words.
std::string full_name(const View& v, std::string name) {
  std::string best = name;
  const std::size_t blank = name.rfind(' ');
  const std::string_view tail =
      std::string_view(name).substr(blank == std::string::npos ? 0 : blank + 1);
  std::uint32_t tried = 0;
  for (const Mention& m : v.d->mentions) {
    if (++tried > kMentions) {
      break;
    }
    if (m.tokens.empty() || v.d->string(v.tokens().form[m.tokens.end - 1]) != tail ||
        m.form != MentionForm::name || m.tokens.size() < 2 || m.tokens.size() > 6 ||
        (m.kind != MentionKind::place && m.kind != MentionKind::facility &&
         m.kind != MentionKind::organization && m.kind != MentionKind::other)) {
      continue;
    }
    std::uint32_t begin = m.tokens.begin;
    while (begin + 1 < m.tokens.end && v.lower(begin) == "the") {
      ++begin;
    }
    const std::string words = words_of(v, {begin, m.tokens.end});
    if (words.size() > best.size() && ends_in_words(words, name)) {
      best = words;
    }
  }
  return best;
}

// Its name as the text has it where the gazetteer knows it as something else: the Seaway is no
// river.
std::string mention_name(const View& v, std::uint32_t t) {
  const Mention& m = v.d->mentions[v.mention[t]];
  const Symbol known = v.d->entities[m.entity.value].name;
  if (m.form != MentionForm::name) {
    return known.some() ? std::string(v.d->string(known)) : std::string();
  }
  TokenRange words = m.tokens;
  for (std::uint32_t k = m.tokens.begin + 1; k < m.tokens.end; ++k) {
    if (v.lower(k) == ",") {  // "Suez Canal, authority says"
      words.end = k;
      break;
    }
  }
  const std::string own = words_of(v, words);
  if (words.end != m.tokens.end) {
    return own;
  }
  const std::uint32_t last = m.tokens.end - 1;
  if (known.some() && v.place[t] != kNoToken && m.kind != MentionKind::organization) {
    const std::string_view kind = v.d->string(v.d->places[v.place[t]].kind);
    const std::string_view name = v.d->string(known);
    if ((kind == "port" || kind == "airport" || kind == "facility") &&
        name.substr(0, 3) != std::string_view(own).substr(0, 3)) {
      return own;  // "Hariga", though the gazetteer says "Tobruk port"
    }
  }
  // "Tripoli", elsewhere spoken of for its government, is the town here
  if (v.place[t] != kNoToken && v.d->string(v.d->places[v.place[t]].name) == own) {
    return own;
  }
  const bool says_kind = m.tokens.size() > 1 && (v.things(last) & v.patterns->kinds.built).any();
  if (known.some() && !says_kind) {
    const std::string_view name = v.d->string(known);
    const bool town = v.place[t] != kNoToken &&
                      v.d->string(v.d->places[v.place[t]].kind) == "city";  // "Wad Madani"
    return town || fold_hash(name).hash == fold_hash(own).hash ? own : std::string(name);
  }
  const std::string_view canonical = known.some() ? v.d->string(known) : std::string_view();
  const std::string_view word = v.d->string(v.tokens().form[last]);
  return canonical.ends_with(word) ? std::string(canonical) : own;
}

// A place as the gazetteer names it; as the text does where the gazetteer transliterates by sign.
std::string_view place_words(const View& v, PlaceId p) {
  const Place& place = v.d->places[p.value];
  const std::string_view name = v.d->string(place.name);
  const std::string_view own = v.d->words(place.tokens);
  const auto accents = [](std::string_view words) {
    return std::any_of(words.begin(), words.end(), [](char c) { return (c & 0x80) != 0; });
  };
  if (fold_hash(name).hash == fold_hash(own).hash && accents(own) && !accents(name)) {
    return own;  // "Adré", not "Adre"
  }
  return name.find("\xE2\x80") == std::string_view::npos &&
                 name.find('\'') == std::string_view::npos
             ? name
             : own;
}

std::string site_at(const View& v, std::uint32_t t, PlaceId where, TokenRange words, int depth);

// "the gate", "the customs terminal" of a report about one lock or crossing: of what it names most.
std::string part_of_main(const View& v, std::uint32_t t) {
  bool definite = false;
  std::string own;
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    definite = definite || (r == Deprel::det && v.lower(c) == "the");
    if (r == Deprel::compound && c < t && v.tokens().upos[c] == Upos::noun) {
      own += std::string(v.lower(c)) + " ";
    } else if (r == Deprel::compound || r == Deprel::nummod ||
               (r == Deprel::nmod && v.place[c] != kNoToken)) {
      return {};
    }
  }
  if (!definite || v.tokens().xpos[t] == Xpos::nns) {
    return {};
  }
  NameCount names;
  const ThingMask whole =
      v.patterns->kinds.built & ~(v.patterns->kinds.vehicle | v.patterns->kinds.craft);
  std::uint32_t tried = 0;
  for (const Mention& m : v.d->mentions) {
    if (++tried > kMentions / 4) {
      break;
    }
    const std::uint32_t head = m.head.value;
    const bool built = (v.things(head) & whole).any() || m.kind == MentionKind::facility;
    if (m.form != MentionForm::name || !built || m.kind == MentionKind::organization) {
      continue;
    }
    names.add(full_name(v, mention_name(v, head)));
  }
  return names.size() == 0 ? std::string() : names.most() + " " + own + std::string(v.lower(t));
}

// "a gate of the Iroquois Lock" -> "Iroquois Lock gate"; "the locks of the Seaway", "its gates":
// several parts stand for the whole. Empty if it is no part of anything named.
std::string part_name(const View& v, std::uint32_t t, int depth) {
  const std::string_view form = v.d->string(v.tokens().form[t]);
  const bool capital = form[0] >= 'A' && form[0] <= 'Z' && t > v.d->sentence_tokens(t).begin;
  if (v.tokens().upos[t] != Upos::noun || !has_thing(v, t, "part") || depth > 1 || capital) {
    return {};
  }
  std::uint32_t whole = kNoToken;
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel full = v.tokens().deprel[c];
    const bool of = v.relation(c) == Deprel::nmod && c > t &&
                    (has_case(v, c, {"of", "at", "on"}) ||
                     (has_thing(v, t, "approach") && has_case(v, c, {"to"})));
    const bool owner = full == Deprel::nmod_poss ||
                       (v.relation(c) == Deprel::compound && v.tokens().upos[c] == Upos::propn);
    const bool built = (v.things(c) & v.patterns->kinds.built).any() || v.place[c] != kNoToken ||
                       v.craft[c] != kNoToken || kind_of(v, c) == MentionKind::facility;
    if ((of && built) || (owner && (built || v.tokens().upos[c] == Upos::pron))) {
      whole = c;
    }
  }
  if (whole == kNoToken) {
    return {};
  }
  if (v.tokens().upos[whole] == Upos::pron && v.mention[whole] == kNoToken) {
    return {};
  }
  std::string name;
  if (v.tokens().upos[whole] == Upos::pron) {
    const Mention& m = v.d->mentions[v.mention[whole]];
    const Entity& e = v.d->entities[m.entity.value];
    const Mention& first = v.d->mentions[e.first.value];
    if (e.kind != MentionKind::facility && e.kind != MentionKind::place &&
        e.kind != MentionKind::vehicle) {
      return {};
    }
    name = site_at(v, first.head.value, first.place, first.tokens, depth + 1);
  } else {
    name = site_at(v, whole, place_at(v, whole), phrase(v, whole), depth + 1);
  }
  const Xpos x = v.tokens().xpos[t];
  return name.empty() || x == Xpos::nns || has_thing(v, t, "approach")
             ? name
             : name + " " + std::string(v.lower(t));
}

// "the border with Nigeria", "borders with Algeria and Mali"; "The border crossing at Huaquillas",
// the crossing read as a verb.
std::string border_name(const View& v, std::uint32_t t) {
  if (!has_thing(v, t, "border") || v.tokens().upos[t] != Upos::noun) {
    return {};
  }
  const std::uint32_t end = v.d->sentence_tokens(t).end;
  if (t + 2 < end && v.lower(t + 1) == "with" && v.tokens().upos[t + 2] == Upos::propn) {
    std::uint32_t last = t + 2;
    for (std::uint32_t k = t + 3; k < end && k < t + 16; ++k) {
      const std::string_view w = v.lower(k);
      if (v.tokens().upos[k] == Upos::propn && v.dated[k] == 0 && v.place[k] != kNoToken) {
        last = k;
      } else if (w != "," && w != "and" && w != "the") {
        break;
      }
    }
    return "border with " + words_of(v, {t + 2, last + 1});
  }
  if (t + 3 < end && v.tokens().xpos[t + 1] == Xpos::vbg &&
      (v.lower(t + 2) == "at" || v.lower(t + 2) == "in" || v.lower(t + 2) == "near") &&
      v.place[t + 3] != kNoToken) {
    std::uint32_t last = t + 3;
    while (last + 1 < end && v.place[last + 1] == v.place[t + 3]) {
      ++last;
    }
    return words_of(v, {t + 3, last + 1}) + " " + std::string(v.lower(t + 1));
  }
  return {};
}

// "the Me Tuek bridge", "Ta Krabei temple": a capital before a name is part of it, whatever the
// tagger took it for.
bool begin_inside(const View& v, std::uint32_t begin) {
  const std::uint32_t first = v.d->sentence_tokens(begin).begin;
  if (begin <= first) {
    return false;
  }
  const std::uint32_t k = begin - 1;
  const std::string_view form = v.d->string(v.tokens().form[k]);
  const Upos u = v.tokens().upos[k];
  const bool opens = k == first || v.tokens().upos[k - 1] == Upos::punct;
  const bool common = u == Upos::det || u == Upos::adp || u == Upos::pron || u == Upos::adv ||
                      u == Upos::cconj || u == Upos::sconj || u == Upos::aux;
  const bool person =
      v.mention[k] != kNoToken && v.d->mentions[v.mention[k]].kind == MentionKind::person;
  return form.size() > 1 && form[0] >= 'A' && form[0] <= 'Z' && form[1] >= 'a' && v.dated[k] == 0 &&
         !(opens && common) && !person && !has_thing(v, k, "people") &&
         v.patterns->country(v.d->symbols.fold(v.tokens().lower[k])).empty() &&
         v.tokens().has(k, kSpaceAfter);
}

// "the Chungthang dam", "the Turi prison": as written, whatever the gazetteer takes it for.
std::string written_name(const View& v, std::uint32_t t) {
  const char first = v.d->string(v.tokens().form[t])[0];
  const bool common = v.tokens().upos[t] == Upos::noun || v.misread[t] != 0 ||
                      (v.tokens().upos[t] == Upos::propn && first >= 'a' && first <= 'z');
  if (!common || t == 0 ||
      !(has_thing(v, t, "facility") || has_thing(v, t, "crossing") || has_thing(v, t, "line") ||
        has_thing(v, t, "road"))) {
    return {};
  }
  std::uint32_t begin = t;
  bool name = false;
  while (begin > v.d->sentence_tokens(t).begin && t - begin < 5) {
    const std::uint32_t k = begin - 1;
    const bool propn = v.tokens().upos[k] == Upos::propn || v.tokens().xpos[k] == Xpos::nnp;
    const bool inside =
        propn || ((v.tokens().upos[k] == Upos::noun || v.tokens().upos[k] == Upos::num) &&
                  (v.relation(k) != Deprel::nsubj || v.misread[t] != 0));
    const bool nation =
        propn && !v.patterns->country(v.d->symbols.fold(v.tokens().lower[k])).empty();
    if (!inside || nation || v.dated[k] != 0 ||
        (v.tokens().head[k] < begin && v.tokens().head[k] != k && v.relation(k) != Deprel::flat)) {
      break;
    }
    name = name || propn;
    begin = k;
  }
  while (begin < t && v.tokens().upos[begin] != Upos::propn &&
         v.tokens().xpos[begin] != Xpos::nnp) {
    ++begin;
  }
  while (name && begin_inside(v, begin)) {
    --begin;
  }
  return name ? words_of(v, {begin, t + 1}) : std::string();
}

// "the gate" after "a gate of the Iroquois Lock". Empty if none was told of so.
std::string earlier_part(const View& v, std::uint32_t t, int depth) {
  if (v.tokens().upos[t] != Upos::noun || v.tokens().xpos[t] == Xpos::nns ||
      !has_thing(v, t, "part") || depth > 0) {
    return {};
  }
  for (std::uint32_t k = t; k-- > 0 && t - k < 600;) {
    if (v.key[k] == v.key[t]) {
      if (std::string part = part_name(v, k, depth); !part.empty()) {
        return part;
      }
    }
  }
  return {};
}

// "the power plant in Vuhlehirsk" -> "Vuhlehirsk power plant"; names keep their canonical form.
std::string site_at(const View& v, std::uint32_t t, PlaceId where, TokenRange words, int depth) {
  const std::uint32_t m = v.mention[t];
  const PlaceId called = called_place(v, t);
  PlaceId inside = place_inside(v, t);  // "hit the hospital in El Fasher", told of Darfur
  const std::uint32_t end = v.d->sentence_tokens(t).end;
  for (std::uint32_t k = t + 2; !inside.some() && k < std::min(end, t + 4); ++k) {
    if (v.lower(t + 1) != "in" || v.tokens().upos[k] != Upos::propn || v.dated[k] != 0 ||
        v.tokens().upos[t] != Upos::noun) {
      break;
    }
    inside = v.place[k] == kNoToken ? PlaceId::none() : PlaceId{v.place[k]};
  }
  const PlaceId p = called.some() ? called : inside.some() ? inside : where;
  const bool facility = has_thing(v, t, "facility");
  const std::string of = facility ? std::string(v.lower(t)) + " of " : std::string();
  if (called.some()) {  // "the port of Odesa" is no town, "the city of Odesa" is
    return of + std::string(place_words(v, called));
  }
  if (const std::uint32_t name = called_name(v, t); name != kNoToken) {
    return of + words_of(v, phrase(v, name));
  }
  if (std::string part = part_name(v, t, depth); !part.empty()) {
    return part;
  }
  if (std::string border = border_name(v, t); !border.empty()) {
    return border;
  }
  if (std::string written = written_name(v, t); !written.empty()) {
    return full_name(v, written);
  }
  if (is_another(v, t)) {
    return plain_words(v, t);
  }
  if (m != kNoToken) {
    const Mention& mention = v.d->mentions[m];
    const bool site = mention.kind == MentionKind::place || mention.kind == MentionKind::facility;
    const Symbol name = site ? v.d->entities[mention.entity.value].name : Symbol::none();
    if (mention.form == MentionForm::name && site) {
      return full_name(v, mention_name(v, t));
    }
    if (mention.form != MentionForm::nominal && name.some()) {
      return std::string(v.d->string(name));
    }
    const Mention& first = v.d->mentions[v.d->entities[mention.entity.value].first.value];
    if (name.some() && mention.form == MentionForm::nominal &&
        first.kind != MentionKind::organization && first.kind != MentionKind::person &&
        v.tokens().upos[first.head.value] == Upos::propn) {
      return full_name(v, mention_name(v, first.head.value));
    }
  }
  if (v.tokens().upos[t] == Upos::propn) {
    return full_name(v, words_of(v, words));
  }
  if (std::string part = earlier_part(v, t, depth); !part.empty()) {
    return part;
  }
  if (std::string described = described_name(v, t); !described.empty()) {
    return described;
  }
  if (has_thing(v, t, "part") && depth == 0) {
    if (std::string part = part_of_main(v, t); !part.empty()) {
      return part;
    }
  }
  std::string head;
  for (const std::uint32_t c : v.d->children.of(t)) {
    const bool says_kind = v.relation(c) == Deprel::amod && has_thing(v, c, "kindadj");
    if (c < t && v.place[c] == kNoToken &&
        (says_kind || (v.relation(c) == Deprel::compound && v.tokens().upos[c] == Upos::noun))) {
      head += std::string(v.lower(c)) + " ";
    }
  }
  head += v.lower(t);
  if (t + 1 < v.d->sentence_tokens(t).end && v.tokens().upos[t + 1] == Upos::num &&
      v.tokens().head[t + 1] == t && v.dated[t + 1] == 0) {
    head += " " + std::string(v.lower(t + 1));  // "tank 11"
  }
  for (const std::uint32_t c : v.d->children.of(t)) {  // "the bridge over Wadi Derna"
    if (v.relation(c) == Deprel::nmod && c > t && v.tokens().upos[c] == Upos::propn &&
        has_thing(v, t, "crossing") && has_case(v, c, {"over", "across"})) {
      return head + " " + std::string(v.lower(child(v, c, Deprel::case_))) + " " +
             words_of(v, phrase(v, c));
    }
  }
  if (const std::uint32_t where_at = place_after(v, t); where_at != kNoToken && facility) {
    const std::uint32_t last =
        std::max(kind_word(v, where_at), full_name_end(v, {where_at, where_at + 1}) - 1);
    return words_of(v, {where_at, last + 1}) + " " + head;
  }
  if (!p.some()) {  // "the reactor at Oskar", wherever that is; "the road to Marivan"
    for (const std::uint32_t c : v.d->children.of(t)) {
      const bool road = has_thing(v, t, "road") && has_case(v, c, {"to", "into"});
      if (v.relation(c) != Deprel::nmod || v.tokens().upos[c] != Upos::propn || v.dated[c] != 0 ||
          (!road && !has_case(v, c, {"in", "at", "near", "of", "on"}))) {
        continue;
      }
      const std::string name = words_of(v, phrase(v, c));
      return road ? head + " to " + name : name + " " + head;
    }
  }
  if (p.some() && has_thing(v, t, "road")) {
    for (const std::uint32_t c : v.d->children.of(t)) {
      if (v.relation(c) == Deprel::nmod && has_case(v, c, {"to", "into"}) &&
          v.tokens().upos[c] == Upos::propn) {
        return head + " to " + words_of(v, phrase(v, c));
      }
    }
  }
  if (p.some() && facility) {
    const std::string_view place = place_words(v, p);
    std::string small(place);
    std::transform(small.begin(), small.end(), small.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return small.find(v.lower(t)) == std::string::npos ? std::string(place) + " " + head
                                                       : std::string(place);
  }
  if (p.some()) {
    return std::string(place_words(v, p));
  }
  for (const std::uint32_t c : v.d->children.of(t)) {  // "the ferry that crosses the Detroit River"
    const std::uint32_t across =
        v.tokens().deprel[c] == Deprel::acl_relcl && has_thing(v, c, "linkword")
            ? child(v, c, Deprel::obj)
            : kNoToken;
    if (across != kNoToken && v.tokens().upos[across] == Upos::propn) {
      return plain_words(v, t) + " on the " + words_of(v, phrase(v, across));
    }
  }
  return plain_words(v, t);
}

}  // namespace

std::string site_name(const View& v, std::uint32_t t, PlaceId where, TokenRange words) {
  return site_at(v, t, where, words, 0);
}

}  // namespace sayso::coding
