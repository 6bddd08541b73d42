// SPDX-License-Identifier: Apache-2.0
#include "story/scope.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "base/utf8.h"

namespace sayso {
namespace {

// A second country is spoken of as much as the first if it has so large a share of its mentions.
constexpr double kAsMuch = 0.4;
constexpr std::array<std::string_view, 12> kPrepositions{" between", " of",   " to", " from",
                                                         " on",      " with", " in", " for",
                                                         " about",   " over", " at", " through"};
constexpr std::uint32_t kTwice = 2;  // a body named only once says nothing about the report

std::string_view country_part(std::string_view code) {
  return code.substr(0, code.find(' '));
}

}  // namespace

bool has_name(std::string_view words) {
  for (std::size_t at = 0; at < words.size();) {
    const Decoded d = decode(words, at);
    if (is_upper(d.code_point) || (words[at] >= '0' && words[at] <= '9')) {
      return true;
    }
    at += d.length;
  }
  return false;
}

std::string Scopes::name_inside(const StateEffect& s) const {
  std::string name(d_.string(s.entity));
  const std::string word = name.substr(0, name.find(' '));
  if (word.size() < 2 || !has_name(word.substr(0, 1)) || has_name(word.substr(1)) ||
      d_.tokens.upos.size() != d_.tokens.size()) {
    return name;
  }
  const std::string inside = lowered(word) + name.substr(word.size());
  // Its head comes first, or the report has the same words inside a sentence: "Dutch" stays so.
  const std::string next = name.substr(word.size(), name.find(' ', word.size() + 1) - word.size());
  const bool head = next.empty() || std::find(kPrepositions.begin(), kPrepositions.end(), next) !=
                                        kPrepositions.end();
  const bool again = d_.text.find(inside) != std::string::npos;
  const TokenRange near = s.mention.some() ? d_.mentions[s.mention.value].tokens : s.tokens;
  for (const std::uint32_t begin : {near.begin, s.tokens.begin}) {
    if (begin >= d_.tokens.size()) {
      continue;
    }
    const TokenRange sentence = d_.sentence_tokens(begin);
    for (std::uint32_t t = sentence.begin; t < sentence.end; ++t) {
      const bool opens = t == sentence.begin || d_.tokens.upos[t - 1] == Upos::punct ||
                         d_.tokens.upos[t - 1] == Upos::num;  // after a dateline, "3." or a quote
      const Upos tag = d_.tokens.upos[t];
      const bool common = again || tag == Upos::num || (head && tag != Upos::propn);
      if (opens && common && d_.string(d_.tokens.form[t]) == word && !is_name(t)) {
        return inside;
      }
    }
  }
  return name;
}

bool Scopes::is_name(std::uint32_t t) const {
  return std::any_of(d_.places.begin(), d_.places.end(),
                     [&](const Place& p) { return p.tokens.contains(t); }) ||
         std::any_of(d_.mentions.begin(), d_.mentions.end(), [&](const Mention& m) {
           return m.form == MentionForm::name && m.tokens.contains(t);
         });
}

std::uint32_t Scopes::place_id(const StateEffect& s) const {
  if (!s.place.some()) {
    return 0;
  }
  const Place& p = d_.places[s.place.value];
  const std::string_view name = d_.string(s.entity);
  return name == d_.string(p.name) || name == d_.words(p.tokens) ? p.geonames_id : 0;
}

bool Scopes::is_country(std::string_view code) const {
  return std::any_of(countries_.begin(), countries_.end(),
                     [&](const Count& c) { return c.name.substr(1) == code; });
}

void Scopes::count() {
  if (counted_) {
    return;
  }
  counted_ = true;
  std::map<std::string_view, std::uint32_t> times;
  for (const Place& p : d_.places) {
    if (p.country.some()) {
      ++times[d_.string(p.country)];
    }
  }
  std::map<std::uint32_t, std::uint32_t> bodies;
  for (const Mention& m : d_.mentions) {
    const Entity& e = d_.entities[m.entity.value];
    const std::string_view code = e.code.some() ? d_.string(e.code) : std::string_view();
    const auto country = times.find(country_part(code));
    if (!m.place.some() && country != times.end()) {
      ++country->second;
    }
    const bool named = e.first.some() && d_.mentions[e.first.value].form == MentionForm::name;
    if (e.kind == MentionKind::organization && e.name.some() && named) {
      ++bodies[m.entity.value];
    }
  }
  for (const auto& [code, n] : times) {
    countries_.push_back({"=" + std::string(code), n});
  }
  std::stable_sort(countries_.begin(), countries_.end(),
                   [](const Count& a, const Count& b) { return a.times > b.times; });
  std::uint32_t most = kTwice - 1;
  for (const auto& [entity, n] : bodies) {
    if (n > most) {
      most = n;
      body_ = d_.string(d_.entities[entity].name);
    }
  }
  body_times_ = most;
}

// Who does it or takes part, by country where one is known.
std::vector<std::string> Scopes::parties(const StateEffect& s) const {
  std::vector<std::string> out;
  if (!s.event.some()) {
    return out;
  }
  const Slice rows = d_.events[s.event.value].arguments;
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    const Argument& a = d_.arguments[rows.first + i];
    const bool itself = s.mention.some() && a.mention == s.mention;
    if (itself || a.role == Role::object || a.role == Role::instrument) {
      continue;
    }
    const std::string_view code = a.code.some() ? d_.string(a.code) : std::string_view();
    std::string who;
    if (is_country(country_part(code))) {
      who = "=" + std::string(country_part(code));
    } else if (a.name.some() && has_name(d_.string(a.name))) {
      who = d_.string(a.name);
    }
    if (!who.empty() && std::find(out.begin(), out.end(), who) == out.end()) {
      out.push_back(std::move(who));
    }
  }
  return out;
}

std::string Scopes::scope_of(const StateEffect& s) {
  if (has_name(name_inside(s))) {
    return {};
  }
  count();
  const MentionKind kind =
      s.mention.some() ? d_.mentions[s.mention.value].kind : MentionKind::other;
  const bool pact = kind == MentionKind::agreement || kind == MentionKind::event;
  const bool lies = kind == MentionKind::facility || kind == MentionKind::vehicle ||
                    kind == MentionKind::place || s.variable != StateVariable::status;
  std::vector<std::string> out;
  if (!lies) {
    out = parties(s);
  }
  const bool two = countries_.size() > 1 &&
                   countries_[1].times >= kAsMuch * static_cast<double>(countries_[0].times);
  const bool of_body = !body_.empty() && (countries_.empty() || body_times_ > countries_[0].times);
  if (of_body && out.size() < 2 && std::find(out.begin(), out.end(), body_) == out.end()) {
    out.push_back(body_);
  } else if (pact && out.size() < 2 && two) {
    out = {countries_[0].name, countries_[1].name};
  }
  if (out.empty() && s.place.some()) {
    const Place& p = d_.places[s.place.value];
    const bool country = d_.string(p.kind) == "country" && p.country.some();
    out.push_back(country ? "=" + std::string(d_.string(p.country))
                          : std::string(d_.string(p.name)));
  }
  if (out.empty() && !countries_.empty()) {
    out.push_back(countries_[0].name);
  }
  out.resize(std::min<std::size_t>(out.size(), 2));
  std::sort(out.begin(), out.end());
  std::string joined;
  for (std::string& one : out) {
    std::replace(one.begin(), one.end(), '|', ' ');
    joined += (joined.empty() ? "" : "|") + one;
  }
  std::replace(joined.begin(), joined.end(), '\n', ' ');
  return joined;
}

}  // namespace sayso
