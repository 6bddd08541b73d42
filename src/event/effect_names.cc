// SPDX-License-Identifier: Apache-2.0
#include "event/effect_names.h"

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

std::string argument_name(const View& v, const Resolved& r) {
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

// "agreement on grain exports" -> "grain export agreement"; "gas flows to Europe" keeps its
// prepositions and gains "from {agent}" where nothing else says whence.
std::string thing_name(const View& v, const Draft& d, std::uint32_t t) {
  std::string head = words_of(v, phrase(v, t));
  const bool agreement = has_thing(v, t, "agreement") || kind_of(v, t) == MentionKind::agreement;
  const bool flow = has_thing(v, t, "flow");
  bool from = false;
  Fillers fillers;
  collect(v, t, fillers);
  const auto extend = [&](const Filler& f) {
    const std::string_view p = v.lower(f.preposition);
    if (agreement && (p == "on" || p == "for" || p == "over")) {
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

// The agreement a bare "the deal" means: the last one named more fully before it.
std::string agreement_name(const View& v, const Draft& d, std::uint32_t t) {
  std::string own = thing_name(v, d, t);
  const bool bare = own.find(' ') == std::string::npos;
  if (!bare) {
    return own;
  }
  for (std::uint32_t k = t; k-- > 0;) {
    if (v.is_nominal(k) && has_thing(v, k, "agreement") && !has_thing(v, k, "troops")) {
      std::string earlier = thing_name(v, d, k);
      if (earlier.find(' ') != std::string::npos) {
        return earlier;
      }
    }
    if (t - k > 2000) {
      break;
    }
  }
  return own;
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

// "the power plant in Vuhlehirsk" -> "Vuhlehirsk power plant"; names keep their canonical form.
std::string site_name(const View& v, const Resolved& r) {
  const std::uint32_t m = v.mention[r.token];
  const PlaceId called = called_place(v, r.token);
  const PlaceId p = called.some() ? called : r.place;
  const bool facility = has_thing(v, r.token, "facility");
  if (called.some()) {
    return std::string(place_words(v, called));
  }
  if (const std::uint32_t name = called_name(v, r.token); name != kNoToken) {
    return words_of(v, phrase(v, name));
  }
  if (m != kNoToken) {
    const Mention& mention = v.d->mentions[m];
    const bool site = mention.kind == MentionKind::place || mention.kind == MentionKind::facility;
    const Symbol name = site ? v.d->entities[mention.entity.value].name : Symbol::none();
    if (mention.form != MentionForm::nominal && name.some()) {
      return std::string(v.d->string(name));
    }
    if (name.some() && mention.form == MentionForm::nominal &&
        v.tokens()
                .upos[v.d->mentions[v.d->entities[mention.entity.value].first.value].head.value] ==
            Upos::propn) {
      return std::string(v.d->string(name));
    }
  }
  if (std::string described = described_name(v, r.token); !described.empty()) {
    return described;
  }
  std::string head;
  for (const std::uint32_t c : v.d->children.of(r.token)) {
    if (v.relation(c) == Deprel::compound && c < r.token && v.tokens().upos[c] == Upos::noun) {
      head += std::string(v.lower(c)) + " ";
    }
  }
  head += v.lower(r.token);
  if (p.some() && facility) {
    const std::string_view where = place_words(v, p);
    return where.find(v.lower(r.token)) == std::string_view::npos ? std::string(where) + " " + head
                                                                  : std::string(where);
  }
  if (p.some()) {
    return std::string(place_words(v, p));
  }
  return words_of(v, r.argument.tokens);
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
  if (variable == StateVariable::status) {
    if (has_thing(v, r.token, "agreement") && !has_thing(v, r.token, "corridor")) {
      return agreement_name(v, d, r.token);
    }
    std::string described = described_name(v, r.token);
    return described.empty() ? thing_name(v, d, r.token) : described;
  }
  if (variable == StateVariable::control || variable == StateVariable::access) {
    return site_name(v, r);
  }
  if (variable == StateVariable::condition && !has_thing(v, r.token, "troops")) {
    const MentionKind k = kind_of(v, r.token);
    if (k == MentionKind::facility || k == MentionKind::place ||
        has_thing(v, r.token, "facility")) {
      return site_name(v, r);
    }
  }
  if (variable == StateVariable::custody && r.argument.name.some()) {
    return std::string(v.d->string(r.argument.name));
  }
  if (variable == StateVariable::posture || variable == StateVariable::position ||
      variable == StateVariable::condition) {
    const bool bare = r.argument.tokens.size() < 2 || !has_thing(v, r.token, "troops");
    const bool own_name =
        v.tokens().upos[r.token] == Upos::propn && has_thing(v, r.token, "troops");
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
    return crossing_name(v, r.token);
  }
  return words_of(v, r.argument.tokens);
}

namespace {}  // namespace

}  // namespace sayso::coding
