// SPDX-License-Identifier: Apache-2.0
#include "event/effect_times.h"

#include <algorithm>

namespace sayso::coding {

// What is told beside the news, of a time before it: "the ship that blocked the canal in March",
// "Bout had served 11 years". In reported speech "had" is only the tense of telling.
bool told_aside(const View& v, const Draft& d) {
  const std::uint32_t t = d.candidate->token;
  if (!v.is_verb(t)) {
    return false;
  }
  bool had = false;
  for (const std::uint32_t c : v.d->children.of(t)) {
    had = had || (v.relation(c) == Deprel::aux && v.lower(c) == "had");
  }
  const Deprel r = v.tokens().deprel[t];
  if (v.dated[v.tokens().head[t]] != 0) {
    return false;  // "conceded on Wednesday that they had seized it": no clause of the day
  }
  const bool relative = r == Deprel::acl_relcl || r == Deprel::advcl_relcl;
  return relative ? had || v.tokens().xpos[t] == Xpos::vbd
                  : had && !d.claim.some() && r != Deprel::ccomp;
}

// "had lifted the seizure on Tuesday": of these days, and still so.
bool is_recent(const View& v, WhenId when) {
  constexpr Instant kSeconds = 10 * 86400;
  const When& w = v.d->whens[when.value];
  return v.d->provenance.published_at && w.from != kOpenStart &&
         v.d->provenance.published_at->instant - w.from < kSeconds;
}

// The time named right after the word, wherever the parser hung it.
WhenId time_after(const View& v, std::uint32_t t) {
  const std::uint32_t end = std::min(v.d->sentence_tokens(t).end, t + 10);
  for (std::uint32_t k = t + 1; k < end && !v.is_verb(k); ++k) {
    if (v.dated[k] == 0) {
      continue;
    }
    for (std::uint32_t i = 0; i < v.d->whens.size(); ++i) {
      if (v.d->whens[i].tokens.contains(k)) {
        return WhenId{i};
      }
    }
  }
  return WhenId::none();
}

}  // namespace sayso::coding
