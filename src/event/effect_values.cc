// SPDX-License-Identifier: Apache-2.0
#include "event/effect_values.h"

#include <algorithm>

#include "event/effect_names.h"
#include "event/naming.h"

namespace sayso::coding {
namespace {

// Whether the report speaks of the country by its name, or of somebody who is of it.
bool is_told_of(const View& v, Symbol country) {
  const std::string_view code = v.d->string(country);
  return std::any_of(v.d->mentions.begin(), v.d->mentions.end(), [&](const Mention& m) {
    const Symbol known = v.d->entities[m.entity.value].code;
    const std::string_view text = known.some() ? v.d->string(known) : std::string_view();
    return m.form == MentionForm::name && text.substr(0, text.find(' ')) == code &&
           v.d->entities[m.entity.value].kind != MentionKind::facility;
  });
}

// A place of a country the report says nothing else of is most likely another place of that name:
// "La Joya prison", of Panama.
Symbol country_of(const View& v, PlaceId p) {
  const Symbol own = v.d->places[p.value].country;
  return own.some() && !v.home.empty() && v.d->string(own) != v.home && !is_told_of(v, own)
             ? v.d->symbols.intern(v.home)
             : own;
}

// Who is held somewhere is held by the country where that is: "in a federal prison in Illinois".
std::string holder_by_place(const View& v, const Draft& d) {
  std::string with;
  for (const Filler& f : d.candidate->fillers.list) {
    if (f.slot != Slot::prep || !with.empty() || v.lower(f.preposition) == "by") {
      continue;
    }
    const Resolved r = resolve(v, f.token, Role::object);
    const PlaceId inside = r.place.some() ? r.place : place_inside(v, f.token);
    with =
        inside.some() ? country_name(v, country_of(v, inside)) : country_name(v, r.argument.code);
  }
  // "The White House says she was wrongfully detained": not by who says so.
  const std::uint32_t source = v.claim_source(d.candidate->token);
  const bool teller = d.place.some() && source != kNoToken && v.place[source] == d.place.value;
  if (!with.empty() || (d.place.some() && !teller)) {
    return !with.empty() ? with : country_name(v, country_of(v, d.place));
  }
  // "Was arrested before noon": by the country the report is about, where it names it.
  const Symbol home = v.home.empty() ? Symbol::none() : v.d->symbols.intern(v.home);
  return d.candidate->frame->mode == "arrest" && home.some() && is_told_of(v, home)
             ? country_name(v, home)
             : std::string();
}

// "allied forces", "our troops": of the side that speaks, wherever they stand.
bool own_side(const View& v, const Resolved& r) {
  if (!has_thing(v, r.token, "troops")) {
    return false;
  }
  const auto children = v.d->children.of(r.token);
  return std::any_of(children.begin(), children.end(),
                     [&](std::uint32_t c) { return has_thing(v, c, "ownside"); });
}

std::string speaker_name(const View& v, const Draft& d) {
  const std::uint32_t source = v.claim_source(d.candidate->token);
  return source == kNoToken ? std::string() : argument_name(v, resolve(v, source, Role::agent));
}

// "in our hands": of whoever says so.
bool held_by_ours(const View& v, std::uint32_t t) {
  return has_thing(v, t, "ownside");
}

// "armed men": nobody's officers.
bool is_armed(const View& v, std::uint32_t t) {
  const auto children = v.d->children.of(t);
  return std::any_of(children.begin(), children.end(), [&](std::uint32_t c) {
    return v.relation(c) == Deprel::amod && (v.things(c) & v.patterns->kinds.armed).any();
  });
}

// "whom it seized", the pronoun taken for a town: no town holds anybody, the body named last does.
std::uint32_t body_before(const View& v, std::uint32_t t) {
  if (v.tokens().upos[t] != Upos::pron || v.mention[t] == kNoToken ||
      v.d->entities[v.d->mentions[v.mention[t]].entity.value].kind != MentionKind::place ||
      entity_code(v, t).some()) {
    return kNoToken;
  }
  for (std::uint32_t k = t; k-- > 0 && t - k < 80;) {
    const MentionKind kind = kind_of(v, k);
    if ((kind == MentionKind::organization || kind == MentionKind::group) &&
        entity_code(v, k).some() && v.d->mentions[v.mention[k]].head.value == k) {
      return k;
    }
  }
  return kNoToken;
}

// "held by an armed group": with its article where that says that nobody knows which.
std::string holder_name(const View& v, const Resolved& r) {
  std::string name = argument_name(v, r);
  const std::uint32_t first = r.argument.tokens.begin;
  if (first == 0 || name.empty() || v.tokens().sentence[first - 1] != v.tokens().sentence[first] ||
      words_of(v, r.argument.tokens) != name) {
    return name;
  }
  const std::string_view before = v.lower(first - 1);
  return before == "a" || before == "an" ? std::string(before) + " " + name : name;
}

}  // namespace

void expand(const View& v, const Draft& d, bool custody, std::string& value) {
  for (std::size_t open = value.find('{'); open != std::string::npos;
       open = value.find('{', open)) {
    const std::size_t close = value.find('}', open);
    if (close == std::string::npos) {
      return;
    }
    const std::string name = value.substr(open + 1, close - open - 1);
    std::string with;
    if (name == "self") {
      std::uint32_t from = d.candidate->token;
      if (from > 0 && v.relation(from - 1) == Deprel::advmod && v.tokens().head[from - 1] == from) {
        --from;  // "very vulnerable"
      }
      with = words_of(v, {from, d.candidate->token + 1});
    } else if (name == "agent" || name == "target") {
      if (const Resolved* r = argument_of(d, name == "agent" ? Role::agent : Role::target)) {
        const bool judge = custody && v.tokens().upos[r->token] == Upos::noun &&
                           has_thing(v, r->token, "people") && !has_thing(v, r->token, "troops") &&
                           !has_thing(v, r->token, "criminal") && !r->argument.name.some() &&
                           !is_armed(v, r->token);
        const std::uint32_t body = custody ? body_before(v, r->token) : kNoToken;
        with = judge              ? holder_by_place(v, d)
               : body != kNoToken ? argument_name(v, resolve(v, body, Role::agent))
               : own_side(v, *r)  ? speaker_name(v, d)
                                  : holder_name(v, *r);
        if (with.empty() && !custody) {
          with = held_by_ours(v, r->token)          ? speaker_name(v, d)
                 : has_thing(v, r->token, "troops") ? plain_words(v, r->token)
                                                    : std::string();
        }
      } else if (name == "agent" && custody) {
        with = holder_by_place(v, d);
      }
    } else {
      for (const Filler& f : d.candidate->fillers.list) {
        if (f.slot == Slot::obj && name == "obj" && with.empty()) {
          with = words_of(v, phrase(v, f.token));
        } else if (!with.empty() && f.slot == Slot::prep && v.lower(f.preposition) == name &&
                   with.find(" and ") == std::string::npos && !has_thing(v, f.token, "time")) {
          with += " and " + words_of(v, phrase(v, f.token));
        } else if (with.empty() && f.slot == Slot::prep && !has_thing(v, f.token, "time") &&
                   v.tokens().upos[f.token] != Upos::pron &&
                   (v.lower(f.preposition) == name ||
                    (name == "to" &&
                     (v.lower(f.preposition) == "towards" || v.lower(f.preposition) == "toward" ||
                      v.lower(f.preposition) == "into")) ||
                    (name == "at" &&
                     (v.lower(f.preposition) == "in" || v.lower(f.preposition) == "on" ||
                      v.lower(f.preposition) == "near")))) {
          with = words_of(v, phrase(v, f.token));
          for (const std::uint32_t c : v.d->children.of(f.token)) {
            if (v.relation(c) == Deprel::nmod && v.place[c] != kNoToken && c > f.token) {
              with += " of the " + words_of(v, phrase(v, c));
            }
          }
        }
      }
    }
    if (with.empty()) {  // drop the word before too: "held by {agent}" -> "held"
      std::size_t from = open;
      while (from > 0 && value[from - 1] == ' ') {
        --from;
      }
      const std::size_t word = value.rfind(' ', from == 0 ? 0 : from - 1);
      from = word == std::string::npos ? 0 : word;
      value.erase(from, close + 1 - from);
      open = from;
    } else {
      value.replace(open, close + 1 - open, with);
      open += with.size();
    }
    if (open >= value.size()) {
      break;
    }
  }
}

std::string value_code(const View& v, const Draft& d, const EffectRule& e, std::string_view value) {
  if (!e.value_code.empty() && value == e.value) {
    return e.value_code;
  }
  if (e.variable == StateVariable::control || e.variable == StateVariable::custody) {
    const Resolved* r =
        argument_of(d, e.value.find("{target}") != std::string::npos ? Role::target : Role::agent);
    if (r == nullptr && d.place.some() && value.starts_with("held by ") &&
        v.d->places[d.place.value].country.some()) {
      return std::string(v.d->string(country_of(v, d.place)));
    }
    if (r != nullptr && own_side(v, *r)) {
      const std::uint32_t source = v.claim_source(d.candidate->token);
      const Symbol code = source == kNoToken ? Symbol::none() : entity_code(v, source);
      return code.some() ? std::string(v.d->string(code)) : std::string(value);
    }
    if (r != nullptr && r->argument.code.some() && e.value.find('{') != std::string::npos) {
      const std::string_view code = v.d->string(r->argument.code);
      if (v.patterns->holds_for_itself(code)) {
        return std::string(code);
      }
      if (foreign_words(v, *r)) {
        return "UAF";  // whose, it does not say
      }
      return std::string(code.substr(0, code.find(' ')));
    }
  }
  std::string out(value.substr(0, value.find(" towards")));
  for (const std::string_view article : {" by the ", " by a ", " by an "}) {
    if (const std::size_t at = out.find(article); at != std::string::npos) {
      out.replace(at, article.size(), " by ");
    }
  }
  std::replace(out.begin(), out.end(), ' ', '_');
  return out;
}

}  // namespace sayso::coding
