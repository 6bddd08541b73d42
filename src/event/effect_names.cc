// SPDX-License-Identifier: Apache-2.0
#include "event/effect_names.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "event/naming.h"
#include "event/sites.h"

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

// "forces loyal to Haftar", "gunmen": a code that only says where they fight. Armies, police and
// whoever is called by the country are of it.
bool foreign_words(const View& v, const Resolved& r) {
  const std::uint32_t t = r.token;
  const bool plain = v.tokens().upos[t] == Upos::noun && !r.argument.name.some() &&
                     has_thing(v, t, "people") && has_thing(v, t, "troops");
  const std::uint32_t described = child(v, t, Deprel::amod);
  const bool loyal = v.tokens().upos[t] == Upos::noun && described != kNoToken &&
                     has_thing(v, described, "allegiant");
  const char first = v.d->string(v.tokens().form[t])[0];
  const bool irregular =
      first >= 'a' && first <= 'z' && !r.argument.name.some() && has_thing(v, t, "irregular");
  if ((!(plain || irregular) || has_thing(v, t, "serving")) && !loyal) {
    return false;
  }
  for (std::uint32_t k = r.argument.tokens.begin; k < r.argument.tokens.end; ++k) {
    if (irregular && !plain && k != t && v.tokens().upos[k] == Upos::propn) {
      return false;  // "the Donetsk militia": whose it is, its name says
    }
    if (!v.patterns->country(v.d->symbols.fold(v.tokens().lower[k])).empty()) {
      return false;
    }
  }
  return true;
}

// "The paramilitaries": the one force beside the state that the report calls by a name.
static std::string only_irregulars(const View& v, std::uint32_t t) {
  const std::uint32_t article = child(v, t, Deprel::det);
  if (!has_thing(v, t, "irregular") || article == kNoToken || v.lower(article) != "the" ||
      child(v, t, Deprel::amod) != kNoToken || child(v, t, Deprel::nmod) != kNoToken) {
    return {};
  }
  std::string name;
  for (const Entity& e : v.d->entities) {
    if (e.kind != MentionKind::organization && e.kind != MentionKind::group) {
      continue;
    }
    const bool named =
        e.name.some() && e.first.some() && v.d->mentions[e.first.value].form == MentionForm::name;
    if (!named || !e.code.some() || !v.patterns->holds_for_itself(v.d->string(e.code))) {
      continue;
    }
    if (!name.empty() && name != v.d->string(e.name)) {
      return {};
    }
    name = v.d->string(e.name);
  }
  return name;
}

std::string argument_name(const View& v, const Resolved& r) {
  if (foreign_words(v, r)) {
    std::string known = only_irregulars(v, r.token);
    return known.empty() ? words_of(v, r.argument.tokens) : known;
  }
  const bool rebel =
      r.argument.code.some() && v.patterns->holds_for_itself(v.d->string(r.argument.code));
  if (rebel && v.tokens().upos[r.token] == Upos::pron) {
    // "they": by the first words that named them, never by the country they fight in
    if (r.argument.name.some()) {
      return std::string(v.d->string(r.argument.name));
    }
    const std::uint32_t own = v.mention[r.token];
    const std::uint32_t meant =
        own == kNoToken && r.argument.mention.some() ? r.argument.mention.value : own;
    if (meant == kNoToken) {
      return {};
    }
    const Mention& m = v.d->mentions[meant];
    const Mention& first = v.d->mentions[v.d->entities[m.entity.value].first.value];
    return first.form == MentionForm::pronoun ? std::string() : words_of(v, first.tokens);
  }
  if (rebel) {
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
  const bool people =
      (has_thing(v, r.token, "people") || kind_of(v, r.token) == MentionKind::group) &&
      v.tokens().xpos[r.token] == Xpos::nns;
  if (name.empty() && v.tokens().upos[r.token] == Upos::noun && !r.argument.code.some() &&
      !people) {
    return {};  // "his forces"
  }
  return name.empty() ? std::string(v.d->words(r.argument.tokens)) : name;
}

namespace {

// "Russian forces" where the text only says "troops" or names the country.
std::string force_name(const View& v, Symbol code) {
  if (!code.some() || v.patterns->holds_for_itself(v.d->string(code))) {
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

// The words of a noun phrase without what only describes: "a tentative agreement", "their main
// border crossing".
std::string plain_words(const View& v, std::uint32_t t) {
  const TokenRange r = phrase(v, t);
  std::uint32_t begin = r.begin;
  if (v.misread[t] != 0) {
    const std::uint32_t before = child(v, t, Deprel::nsubj);
    begin = before != kNoToken && before + 1 == t ? before : begin;
  }
  while (begin < r.end - 1 && begin < t &&
         (v.tokens().upos[begin] == Upos::pron || v.tokens().upos[begin] == Upos::det ||
          (v.tokens().xpos[begin] != Xpos::jjr &&
           (v.things(begin) & v.patterns->thing("plainadj")).any()))) {
    ++begin;
  }
  return words_of(v, {begin, r.end});
}

namespace {

// "fell to a third of normal": no place they go to.
bool is_share(const View& v, std::uint32_t t) {
  const Upos u = v.tokens().upos[t];
  if (u == Upos::propn) {
    return false;
  }
  if (u == Upos::num || u == Upos::adj || (v.things(t) & v.patterns->kinds.measure).any()) {
    return true;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.relation(c) == Deprel::nummod || v.lower(c) == "percent" || v.lower(c) == "%") {
      return true;
    }
  }
  const std::uint32_t k = child(v, t, Deprel::case_);
  return k != kNoToken && v.lower(k) == "of" && v.relation(t) == Deprel::nmod &&
         (v.things(v.tokens().head[t]) & v.patterns->kinds.measure).any();
}

}  // namespace

// "agreement on grain exports" -> "grain export agreement"; "gas flows to Europe" keeps its
// prepositions and gains "from {agent}" where nothing else says whence.
std::string thing_name(const View& v, const Draft& d, std::uint32_t t) {
  std::string head = plain_words(v, t);
  const bool agreement = has_thing(v, t, "agreement") || kind_of(v, t) == MentionKind::agreement;
  const bool flow = has_thing(v, t, "flow") || has_thing(v, t, "transport");
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
    } else if (flow && !is_share(v, f.token) &&
               (p == "from" || p == "to" || p == "through" || p == "via" || p == "of" ||
                p == "out")) {
      from = from || p == "from";
      head += " " + std::string(p) + " " + words_of(v, phrase(v, f.token));
      for (const std::uint32_t c : v.d->children.of(f.token)) {  // "of crude oil from Niger"
        if (p == "of" && c > f.token && v.relation(c) == Deprel::nmod && v.is_nominal(c) &&
            v.dated[c] == 0 && has_case(v, c, {"from", "to"}) && head.size() < 120) {
          const std::string_view where = v.lower(child(v, c, Deprel::case_));
          from = from || where == "from";
          head += " " + std::string(where) + " " + words_of(v, phrase(v, c));
        }
      }
    }
  };
  for (const Filler& f : fillers.list) {
    if (f.slot == Slot::prep && head.size() < 120 && v.is_nominal(f.token)) {
      extend(f);
    }
  }
  if (has_thing(v, t, "utility") && head.find(' ') == std::string::npos && d.place.some()) {
    const Place& place = v.d->places[d.place.value];
    if (v.d->string(place.kind) != "country" && head.find(" in ") == std::string::npos) {
      head += " in " + std::string(v.d->string(place.name));  // "power was restored"
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
      if (f.slot == Slot::prep && !f.borrowed && head.size() < 120 && v.is_nominal(f.token)) {
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

namespace {

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

namespace {

// "Inspectors looked at the tank and found it cracked": what a pronoun was first called, where that
// is no name.
std::uint32_t first_called(const View& v, std::uint32_t t) {
  if (v.tokens().upos[t] != Upos::pron || v.mention[t] == kNoToken || !craft_name(v, t).empty()) {
    return t;
  }
  const Entity& e = v.d->entities[v.d->mentions[v.mention[t]].entity.value];
  const Mention& first = v.d->mentions[e.first.value];
  const bool thing = first.kind == MentionKind::facility || first.kind == MentionKind::vehicle ||
                     first.kind == MentionKind::agreement;
  return thing && !e.name.some() && first.form == MentionForm::nominal ? first.head.value : t;
}

}  // namespace

// "Niger closed its borders": those of the country that does it or where it is told of.
static std::string border_of(const View& v, const Draft& d, std::string name) {
  const bool named = std::any_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  });
  if (named) {
    return name;
  }
  const Resolved* agent = argument_of(d, Role::agent);
  std::string country = agent == nullptr ? std::string() : country_name(v, agent->argument.code);
  if (country.empty() && (d.place.some() || !v.d->places.empty())) {  // else of the dateline
    country = country_name(v, v.d->places[d.place.some() ? d.place.value : 0].country);
  }
  return country.empty() ? name : name + " of " + country;
}

std::string entity_name(const View& v, const Draft& d, StateVariable variable, const Resolved& r) {
  if (const std::uint32_t first = first_called(v, r.token); first != r.token) {
    return entity_name(v, d, variable, resolve(v, first, r.argument.role));
  }
  const std::uint32_t t = r.token;
  if (std::string craft = craft_name(v, t); !craft.empty()) {
    return craft;
  }
  const auto site = [&] { return site_name(v, t, r.place, r.argument.tokens); };
  if (variable == StateVariable::status) {
    if (has_thing(v, t, "border") && !has_thing(v, t, "barename") &&
        v.tokens().upos[t] == Upos::noun) {
      return border_of(v, d, site());
    }
    if ((v.things(t) & v.patterns->kinds.rule).any() && !has_thing(v, t, "agreement")) {
      return rule_name(v, d, t);
    }
    if (v.site_name[t] != kNoToken && v.tokens().upos[t] == Upos::propn &&
        kind_of(v, t) != MentionKind::facility) {
      return called_site(v, t, v.site_name[t]);
    }
    const bool corridor = has_thing(v, t, "corridor");
    if ((has_thing(v, t, "agreement") || has_thing(v, t, "talks")) && !corridor) {
      return pact_name(v, d, t);
    }
    const bool moves = has_thing(v, t, "flow") || has_thing(v, t, "traffic") ||
                       (has_thing(v, t, "utility") && !has_thing(v, t, "facility"));
    if (!moves && v.tokens().upos[t] == Upos::noun && has_thing(v, t, "barename")) {
      return with_kind(v, site());
    }
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
  if (variable == StateVariable::custody && has_thing(v, t, "seizure")) {
    return main_craft(v);  // "a court lifted the seizure"
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
    // "shells hit the grounds of the plant": a thing hit in a country is none of its forces
    const bool thing = variable == StateVariable::condition && v.tokens().upos[t] == Upos::noun &&
                       !has_thing(v, t, "troops") && !has_thing(v, t, "people");
    std::string force = thing ? std::string() : force_name(v, code);
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
