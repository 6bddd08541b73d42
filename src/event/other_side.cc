// SPDX-License-Identifier: Apache-2.0
// The other side of a happening, where no word around it names it as such.
#include <algorithm>

#include "event/resolve.h"

namespace sayso::coding {
namespace {

std::string_view country_of(std::string_view code) {
  return code.substr(0, code.find(' '));
}

bool same_stem(std::string_view a, std::string_view b) {
  constexpr std::size_t kStem = 4;
  return a.size() >= kStem && b.size() >= kStem && a.substr(0, kStem) == b.substr(0, kStem);
}

}  // namespace

bool has_doer(const View& v, std::uint32_t deed) {
  for (const std::uint32_t c : v.d->children.of(deed)) {
    const Deprel r = v.relation(c);
    const bool before =
        r == Deprel::amod || r == Deprel::compound || v.tokens().deprel[c] == Deprel::nmod_poss;
    if (before || (r == Deprel::nmod && has_case(v, c, {"by", "from"}))) {
      return true;
    }
  }
  return false;
}

bool doer_of_earlier(const View& v, const Matcher& matcher, Draft& draft) {
  constexpr std::size_t kBack = 60;
  if (draft.candidate->frame->type != "ACCUSE") {
    return false;
  }
  for (const Filler& f : draft.candidate->fillers.list) {
    if (f.slot != Slot::obj || !v.is_nominal(f.token)) {
      continue;
    }
    const auto last = matcher.found.begin() + static_cast<std::ptrdiff_t>(matcher.used);
    const auto deed = std::find_if(matcher.found.begin(), last,
                                   [&](const Candidate& c) { return c.token == f.token; });
    if (deed == last || !deed->frame->conflictual) {
      continue;
    }
    const std::size_t n = v.d->events.size();
    for (std::size_t i = n; i-- > 0 && i + kBack > n;) {
      const Event& e = v.d->events[i];
      if (v.d->string(e.type) != deed->frame->type ||
          !same_stem(v.lemma(v.d->ranges[e.trigger.first].begin), v.lemma(f.token))) {
        continue;
      }
      for (std::uint32_t k = 0; k < e.arguments.count; ++k) {
        const Argument& a = v.d->arguments[e.arguments.first + k];
        if (a.role == Role::agent && a.code.some()) {
          Resolved r;
          r.argument = a;
          r.argument.role = Role::target;
          r.token = a.tokens.end - 1;
          draft.arguments.push_back(r);
          return true;
        }
      }
    }
  }
  return false;
}

namespace {

bool of_agent(const View& v, const Draft& draft, const Resolved& r) {
  const std::uint32_t entity = v.entity_of(r.token);
  return std::any_of(draft.arguments.begin(), draft.arguments.end(), [&](const Resolved& a) {
    return a.argument.role == Role::agent &&
           (a.token == r.token || (entity != kNoToken && v.entity_of(a.token) == entity));
  });
}

bool add_side(const View& v, std::uint32_t t, Draft& draft) {
  const Resolved r = resolve(v, t, Role::target);
  const bool actor = r.argument.mention.some() &&
                     v.d->mentions[r.argument.mention.value].kind != MentionKind::facility;
  if (!actor || !r.argument.code.some() || already(draft, t) || of_agent(v, draft, r)) {
    return false;
  }
  draft.arguments.push_back(r);
  return true;
}

bool about_others(std::string_view type) {
  return type == "ACCUSE" || type == "REJECT" || type == "SUPPORT";
}

}  // namespace

bool owner_of_matter(const View& v, Draft& draft) {
  if (!about_others(draft.candidate->frame->type)) {
    return false;
  }
  for (const Filler& f : draft.candidate->fillers.list) {
    if (f.slot != Slot::obj || !v.is_nominal(f.token)) {
      continue;
    }
    for (const std::uint32_t c : v.d->children.of(f.token)) {
      const Deprel r = v.relation(c);
      const bool owns = v.tokens().deprel[c] == Deprel::nmod_poss ||
                        (r == Deprel::nmod && has_case(v, c, {"by", "from"}));
      const std::uint32_t doer =
          r == Deprel::acl && v.tokens().xpos[c] == Xpos::vbn ? doer_of_passive(v, c) : kNoToken;
      if ((owns && add_side(v, c, draft)) || (doer != kNoToken && add_side(v, doer, draft))) {
        return true;
      }
    }
  }
  return false;
}

bool subject_of_content(const View& v, Draft& draft) {
  const std::string_view type = draft.candidate->frame->type;
  if (type != "ACCUSE" && type != "REQUEST") {
    return false;
  }
  for (const Filler& f : draft.candidate->fillers.list) {
    if (f.slot != Slot::clause || v.relation(f.token) != Deprel::ccomp) {
      continue;
    }
    const std::uint32_t subject = child(v, f.token, Deprel::nsubj);
    if (subject != kNoToken && v.tokens().deprel[subject] == Deprel::nsubj &&
        add_side(v, subject, draft)) {
      return true;
    }
  }
  return false;
}

void drop_own_country(const View& v, Draft& draft) {
  if (draft.candidate->frame->type != "CONSULT") {
    return;
  }
  const auto country = [&](const Resolved& r) {
    return r.argument.code.some() ? country_of(v.d->string(r.argument.code)) : std::string_view{};
  };
  const std::vector<Resolved> all = draft.arguments;
  std::erase_if(draft.arguments, [&](const Resolved& r) {
    const bool place = r.argument.mention.some() && r.place.some() &&
                       v.d->mentions[r.argument.mention.value].kind == MentionKind::place;
    return r.argument.role == Role::target && place && !country(r).empty() &&
           std::any_of(all.begin(), all.end(), [&](const Resolved& a) {
             return a.argument.role == Role::agent && country(a) == country(r);
           });
  });
}

bool side_of_exchanged(const View& v, Draft& draft) {
  if (draft.candidate->frame->type != "COOPERATE") {
    return false;
  }
  std::string_view agent;
  for (const Resolved& r : draft.arguments) {
    if (r.argument.role == Role::agent && r.argument.code.some()) {
      agent = country_of(v.d->string(r.argument.code));
    }
  }
  for (const Filler& f : draft.candidate->fillers.list) {
    if (agent.empty() || f.slot != Slot::obj) {
      continue;
    }
    Resolved other = resolve(v, f.token, Role::target);
    const bool person = (v.things(f.token) & v.patterns->kinds.people).any() ||
                        (v.mention[f.token] != kNoToken &&
                         v.d->mentions[v.mention[f.token]].kind == MentionKind::person);
    if (!person || !other.argument.code.some()) {
      continue;
    }
    const std::string theirs(country_of(v.d->string(other.argument.code)));
    if (theirs != agent && v.patterns->country_name(theirs) != nullptr) {
      other.argument.code = v.d->symbols.intern(theirs);
      std::erase_if(draft.arguments, [&](const Resolved& r) { return r.token == f.token; });
      draft.arguments.push_back(other);
      return true;
    }
  }
  return false;
}

}  // namespace sayso::coding
