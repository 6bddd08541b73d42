// SPDX-License-Identifier: Apache-2.0
#include "event/effect_names.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "event/naming.h"

namespace sayso::coding {

bool has_thing(const View& v, std::uint32_t t, std::string_view kind) {
  return (v.things(t) & v.patterns->thing(kind)).any();
}

MentionKind kind_of(const View& v, std::uint32_t t) {
  return v.mention[t] == kNoToken ? MentionKind::other : v.d->mentions[v.mention[t]].kind;
}

// "Russia" for RUS and any of its sectors; empty if the code names no country.
std::string country_name(const View& v, Symbol code) {
  if (!code.some()) {
    return {};
  }
  const std::string_view text = v.d->string(code);
  const auto* known = v.patterns->country_name(text.substr(0, text.find(' ')));
  return known == nullptr ? std::string() : known->name;
}

// "UKR REB": of the country's territory, and not its side.
bool is_rebel(std::string_view code) {
  for (const std::string_view sector : {"REB", "SEP", "INS", "UAF"}) {
    if (list_has(code, sector, ' ')) {
      return true;
    }
  }
  return false;
}

std::string argument_name(const View& v, const Resolved& r) {
  const bool rebel = r.argument.code.some() && is_rebel(v.d->string(r.argument.code));
  if (rebel && v.tokens().upos[r.token] != Upos::pron) {
    return r.argument.name.some() ? std::string(v.d->string(r.argument.name))
                                  : words_of(v, r.argument.tokens);
  }
  std::string name = country_name(v, r.argument.code);
  if (name.empty() && r.argument.name.some()) {
    name = v.d->string(r.argument.name);
  }
  if (name.empty() && v.tokens().upos[r.token] == Upos::pron) {
    return {};  // "they", whoever that is
  }
  if (name.empty() && v.tokens().upos[r.token] == Upos::noun && !r.argument.code.some()) {
    return {};  // "his forces"
  }
  return name.empty() ? std::string(v.d->words(r.argument.tokens)) : name;
}

namespace {

// "Russian forces" where the text only says "troops" or names the country.
std::string force_name(const View& v, Symbol code) {
  if (!code.some()) {
    return {};
  }
  const std::string_view text = v.d->string(code);
  const auto* known = v.patterns->country_name(text.substr(0, text.find(' ')));
  return known == nullptr || known->people.empty() ? std::string() : known->people + " forces";
}

}  // namespace

const Resolved* argument_of(const Draft& d, Role role) {
  for (const Resolved& r : d.arguments) {
    if (r.argument.role == role || (role == Role::agent && r.argument.role == Role::participant)) {
      return &r;
    }
  }
  return nullptr;
}

std::string words_of(const View& v, TokenRange r) {
  std::string out;
  for (std::uint32_t t = r.begin; t < r.end; ++t) {
    if (t > r.begin && v.tokens().has(t - 1, kSpaceAfter)) {
      out += ' ';
    }
    out += v.d->string(v.tokens().form[t]);
  }
  return out;
}

namespace {

// The words of a noun phrase without what only describes: "a tentative agreement", "their main
// border crossing".
std::string plain_words(const View& v, std::uint32_t t) {
  const TokenRange r = phrase(v, t);
  std::uint32_t begin = r.begin;
  while (begin < r.end - 1 && begin < t &&
         (v.tokens().upos[begin] == Upos::pron || v.tokens().upos[begin] == Upos::det ||
          (v.things(begin) & v.patterns->thing("plainadj")).any())) {
    ++begin;
  }
  return words_of(v, {begin, r.end});
}

bool ends_in_words(std::string_view whole, std::string_view tail) {
  return whole.size() > tail.size() && whole.ends_with(tail) &&
         whole[whole.size() - tail.size() - 1] == ' ';
}

// "the Seaway" of a report that also says "the St. Lawrence Seaway": the longest name of the report
// that ends in these words.
std::string full_name(const View& v, std::string name) {
  std::string best = name;
  for (const Mention& m : v.d->mentions) {
    if (m.form != MentionForm::name || m.tokens.size() < 2 || m.tokens.size() > 6 ||
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
  const std::string own = words_of(v, m.tokens);
  const std::uint32_t last = m.tokens.end - 1;
  const bool says_kind = m.tokens.size() > 1 && (v.things(last) & v.patterns->kinds.built).any();
  if (known.some() && !says_kind) {
    return std::string(v.d->string(known));
  }
  const std::string_view canonical = known.some() ? v.d->string(known) : std::string_view();
  const std::string_view word = v.d->string(v.tokens().form[last]);
  return canonical.ends_with(word) ? std::string(canonical) : own;
}

// "agreement on grain exports" -> "grain export agreement"; "gas flows to Europe" keeps its
// prepositions and gains "from {agent}" where nothing else says whence.
std::string thing_name(const View& v, const Draft& d, std::uint32_t t) {
  std::string head = plain_words(v, t);
  const bool agreement = has_thing(v, t, "agreement") || kind_of(v, t) == MentionKind::agreement;
  const bool flow = has_thing(v, t, "flow");
  bool from = false;
  Fillers fillers;
  collect(v, t, fillers);
  const auto extend = [&](const Filler& f) {
    const std::string_view p = v.lower(f.preposition);
    if (agreement && (p == "on" || p == "for" || p == "over") && v.dated[f.token] == 0) {
      std::string topic = words_of(v, phrase(v, f.token));
      if (topic.size() > 3 && topic.ends_with('s') && !topic.ends_with("ss")) {
        topic.pop_back();
      }
      head = topic + " " + std::string(v.lower(t));
    } else if (flow && (p == "from" || p == "to" || p == "through" || p == "via" || p == "of" ||
                        p == "out")) {
      from = from || p == "from";
      head += " " + std::string(p) + " " + words_of(v, phrase(v, f.token));
    }
  };
  for (const Filler& f : fillers.list) {
    if (f.slot == Slot::prep && head.size() < 120) {
      extend(f);
    }
  }
  const TokenRange sentence = v.d->sentence_tokens(t);
  if (agreement && head.find(' ') != std::string::npos && head.ends_with(v.lower(t)) &&
      t + 2 < sentence.end && (v.lower(t + 1) == "on" || v.lower(t + 1) == "for") &&
      v.tokens().upos[t + 2] == Upos::noun) {
    std::uint32_t last = t + 2;  // the topic right after it, wherever the parser hung it
    while (last + 1 < sentence.end && v.tokens().upos[last + 1] == Upos::noun) {
      ++last;
    }
    std::string topic = words_of(v, {t + 2, last + 1});
    if (topic.size() > 3 && topic.ends_with('s') && !topic.ends_with("ss")) {
      topic.pop_back();
    }
    head = topic + " " + std::string(v.lower(t));
  }
  if (flow) {
    for (const Filler& f : d.candidate->fillers.list) {
      if (f.slot == Slot::prep && !f.borrowed && head.size() < 120) {
        const std::string_view p = v.lower(f.preposition);
        if (p == "to" || p == "from" || p == "through" || p == "via") {
          extend(f);
        }
      }
    }
    const Resolved* agent = argument_of(d, Role::agent);
    if (!from && agent != nullptr && agent->argument.code.some() &&
        !d.candidate->frame->conflictual) {
      return head;
    }
    if (!from && agent != nullptr && agent->argument.code.some()) {
      const std::size_t to = head.find(" to ");
      const std::string origin = " from " + argument_name(v, *agent);
      head.insert(to == std::string::npos ? head.size() : to, origin);
    }
  }
  return head;
}

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
  return words_of(v, {begin, t + 1});
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
  const auto same_kind = [&](std::uint32_t k) {
    return v.is_nominal(k) && !has_thing(v, k, "troops") &&
           (talks ? has_thing(v, k, "talks") : has_thing(v, k, "agreement")) &&
           !has_thing(v, k, "corridor");
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

// A place as the gazetteer names it; as the text does where the gazetteer transliterates by sign.
std::string_view place_words(const View& v, PlaceId p) {
  const Place& place = v.d->places[p.value];
  const std::string_view name = v.d->string(place.name);
  return name.find("\xE2\x80") == std::string_view::npos &&
                 name.find('\'') == std::string_view::npos
             ? name
             : v.d->words(place.tokens);
}

std::string site_name(const View& v, std::uint32_t t, PlaceId where, TokenRange words,
                      int depth = 0);

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
  std::vector<std::string> names;
  std::vector<std::uint32_t> counts;
  const ThingMask whole =
      v.patterns->kinds.built & ~(v.patterns->kinds.vehicle | v.patterns->kinds.craft);
  for (const Mention& m : v.d->mentions) {
    const std::uint32_t head = m.head.value;
    const bool built = (v.things(head) & whole).any() || m.kind == MentionKind::facility;
    if (m.form != MentionForm::name || !built || m.kind == MentionKind::organization) {
      continue;
    }
    std::string name = full_name(v, mention_name(v, head));
    const auto same = std::find(names.begin(), names.end(), name);
    if (same == names.end()) {
      names.push_back(std::move(name));
      counts.push_back(1);
    } else {
      ++counts[static_cast<std::size_t>(same - names.begin())];
    }
  }
  if (names.empty()) {
    return {};
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  return names[static_cast<std::size_t>(most - counts.begin())] + " " + own +
         std::string(v.lower(t));
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
    const bool of = v.relation(c) == Deprel::nmod && c > t && has_case(v, c, {"of", "at", "on"});
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
    name = site_name(v, first.head.value, first.place, first.tokens, depth + 1);
  } else {
    name = site_name(v, whole, place_at(v, whole), phrase(v, whole), depth + 1);
  }
  const Xpos x = v.tokens().xpos[t];
  return name.empty() || x == Xpos::nns ? name : name + " " + std::string(v.lower(t));
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
std::string site_name(const View& v, std::uint32_t t, PlaceId where, TokenRange words, int depth) {
  const std::uint32_t m = v.mention[t];
  const PlaceId called = called_place(v, t);
  const PlaceId p = called.some() ? called : where;
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
    if (v.relation(c) == Deprel::compound && c < t && v.tokens().upos[c] == Upos::noun) {
      head += std::string(v.lower(c)) + " ";
    }
  }
  head += v.lower(t);
  if (p.some() && facility) {
    const std::string_view place = place_words(v, p);
    return place.find(v.lower(t)) == std::string_view::npos ? std::string(place) + " " + head
                                                            : std::string(place);
  }
  if (p.some()) {
    return std::string(place_words(v, p));
  }
  return plain_words(v, t);
}

// What the substitute stands for: the crossing of the water the sentence names, else the last one
// the report named before it. Empty if there is none.
std::string crossing_name(const View& v, std::uint32_t t) {
  const std::uint32_t end = v.d->sentence_tokens(t).end;
  for (std::uint32_t k = end; k-- > 0 && end - k < 800;) {
    if (v.place[k] == kNoToken) {
      continue;
    }
    const Place& p = v.d->places[v.place[k]];
    const std::string_view kind = v.d->string(p.kind);
    if (kind == "river" || kind == "strait" || kind == "canal" || kind == "lake") {
      return std::string(v.d->string(p.name)) + " crossing";
    }
  }
  return {};
}

}  // namespace

std::string entity_name(const View& v, const Draft& d, StateVariable variable, const Resolved& r) {
  const std::uint32_t t = r.token;
  if (std::string craft = craft_name(v, t); !craft.empty()) {
    return craft;
  }
  const auto site = [&] { return site_name(v, t, r.place, r.argument.tokens); };
  if (variable == StateVariable::status) {
    const bool corridor = has_thing(v, t, "corridor");
    if ((has_thing(v, t, "agreement") || has_thing(v, t, "talks")) && !corridor) {
      return pact_name(v, d, t);
    }
    const bool moves = has_thing(v, t, "flow") || has_thing(v, t, "traffic");
    if (!moves &&
        (corridor || v.place[t] != kNoToken || kind_of(v, t) == MentionKind::facility ||
         kind_of(v, t) == MentionKind::place || (v.things(t) & v.patterns->kinds.built).any())) {
      return site();
    }
    std::string described = described_name(v, t);
    return described.empty() ? thing_name(v, d, t) : described;
  }
  if (variable == StateVariable::control || variable == StateVariable::access) {
    return site();
  }
  if (variable == StateVariable::condition && !has_thing(v, t, "troops")) {
    const MentionKind k = kind_of(v, t);
    if (k == MentionKind::facility || k == MentionKind::place ||
        (v.things(t) & (v.patterns->kinds.built | v.patterns->thing("part"))).any()) {
      return site();
    }
  }
  if (variable == StateVariable::custody && r.argument.name.some()) {
    return std::string(v.d->string(r.argument.name));
  }
  if (variable == StateVariable::posture || variable == StateVariable::position ||
      variable == StateVariable::condition) {
    const bool bare = r.argument.tokens.size() < 2 || !has_thing(v, t, "troops");
    const bool own_name = v.tokens().upos[t] == Upos::propn && has_thing(v, t, "troops");
    Symbol code = r.argument.code;
    const Resolved* agent = argument_of(d, Role::agent);
    // What a force does is of its own; what is done to a thing is not of the doer.
    if (bare && country_name(v, code).empty() && agent != nullptr &&
        variable != StateVariable::condition) {
      code = agent->argument.code;
    }
    std::string force = force_name(v, code);
    if (bare && !own_name && !force.empty()) {
      return force;
    }
  }
  if (variable == StateVariable::substitute) {
    return crossing_name(v, t);
  }
  return plain_words(v, t);
}

}  // namespace sayso::coding
