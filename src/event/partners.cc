// SPDX-License-Identifier: Apache-2.0
// Who met whom, where the tree hangs a side elsewhere or names it not at all: a far "with", the
// subject of the clause a meeting stands in, who tells of the meeting.
#include <algorithm>

#include "event/resolve.h"

namespace sayso::coding {

bool takes_partner(const Draft& draft) {
  const auto& roles = draft.candidate->frame->roles;
  return std::any_of(roles.begin(), roles.end(), [](const RoleRule& rule) {
    return rule.role == Role::target && !rule.slots.empty() &&
           rule.slots.front().slot == Slot::prep && rule.slots.front().prep == "with";
  });
}

// "started talks about a loan in July with the bank": parsers hang the partner on the nearest noun.
void far_partner(const View& v, Draft& draft) {
  const Candidate& c = *draft.candidate;
  const std::uint32_t top = c.fillers.light == kNoToken ? c.token : c.fillers.light;
  const std::uint32_t end = std::min(v.d->sentence_tokens(c.token).end, c.token + 30);
  for (std::uint32_t k = c.token + 1; k < end; ++k) {
    if (v.mention[k] == kNoToken || !has_case(v, k, {"with"}) || already(draft, k) ||
        !entity_code(v, k).some()) {
      continue;
    }
    std::uint32_t above = v.tokens().head[k];
    for (std::uint32_t i = 0; i < kMost && above != c.token && above != top && !v.is_verb(above) &&
                              !v.tokens().is_root(above);
         ++i) {
      above = v.tokens().head[above];
    }
    if (above == c.token || above == top) {
      std::vector<std::uint32_t> all;
      add_conjuncts(v, k, all);
      for (const std::uint32_t t : all) {
        draft.arguments.push_back(resolve(v, t, Role::target));
      }
      return;
    }
  }
}

namespace {

// The clause a noun stands in as an adverbial, through what it is joined to or hangs on: "after a
// call with one and a meeting with another".
std::uint32_t clause_around(const View& v, std::uint32_t noun) {
  for (std::uint32_t i = 0; i < kMost && !v.tokens().is_root(noun); ++i) {
    const std::uint32_t head = v.tokens().head[noun];
    const Deprel r = v.relation(noun);
    if (r == Deprel::obl && !v.is_nominal(head)) {
      return has_case(v, noun, {"in", "by", "after", "at", "during", "for", "before", "ahead"})
                 ? head
                 : kNoToken;
    }
    if (r != Deprel::conj || !v.is_nominal(head)) {
      return kNoToken;
    }
    noun = head;
  }
  return kNoToken;
}

// "Berlin said": a place that stands for its government.
bool is_capital(const View& v, std::uint32_t t) {
  const Symbol code = entity_code(v, t);
  return v.d->mentions[v.mention[t]].kind == MentionKind::place && code.some() &&
         v.d->string(code).find(' ') != std::string_view::npos;
}

}  // namespace

// "Said in a meeting with the envoy", "was encouraged by talks with her": who met is who the clause
// is about; else who speaks of it: "the minister said that talks with Brussels were constructive".
void subject_of_clause(const View& v, Draft& draft) {
  const std::uint32_t t = draft.candidate->token;
  if (!v.is_nominal(t) || draft.candidate->frame->type != "CONSULT") {
    return;
  }
  std::vector<std::uint32_t> subjects;
  bool passive = false;
  if (const std::uint32_t clause = clause_around(v, t); clause != kNoToken) {
    collect_subjects(v, clause, subjects, passive);
  }
  const std::size_t before = draft.arguments.size();
  const auto take = [&](std::uint32_t s) {
    const Resolved r = resolve(v, s, Role::agent);
    if (r.argument.code.some() && is_actor(v, r.token) && !already(draft, s)) {
      draft.arguments.push_back(r);
    }
  };
  for (const std::uint32_t s : subjects) {
    take(s);
  }
  const std::uint32_t source = v.claim_source(t);
  if (draft.arguments.size() == before && source != kNoToken && v.mention[source] != kNoToken &&
      (v.d->mentions[v.mention[source]].kind == MentionKind::person || is_capital(v, source)) &&
      v.d->sentence_tokens(t).contains(source)) {
    const Resolved speaker = resolve(v, source, Role::agent);
    const bool theirs =
        std::any_of(draft.arguments.begin(), draft.arguments.end(),
                    [&](const Resolved& other) { return same_country(other, speaker, v); });
    if (!theirs) {
      take(source);
    }
  }
}

}  // namespace sayso::coding
