// SPDX-License-Identifier: Apache-2.0
// Where and when an event happened, and how many people it touched.
#include <algorithm>
#include <charconv>

#include "event/effect_names.h"
#include "event/resolve.h"

namespace sayso::coding {
namespace {

bool is_location(const View& v, std::uint32_t preposition) {
  return (v.things(preposition) & v.patterns->kinds.location).any();
}

bool point_like(const View& v, PlaceId p) {
  return p.some() && v.d->places[p.value].precision < 7;
}
}  // namespace

void fill_place(const View& v, Draft& draft) {
  PlaceId coarse;
  const auto offer = [&](PlaceId p) {
    if (point_like(v, p) && !draft.place.some()) {
      draft.place = p;
    } else if (p.some() && !coarse.some()) {
      coarse = p;
    }
  };
  for (const Resolved& r : draft.arguments) {
    if (r.argument.role == Role::target || r.argument.role == Role::object) {
      offer(r.place);
      if (!draft.place.some()) {
        offer(place_inside(v, r.token));
      }
    }
  }
  for (const Filler& f : draft.candidate->fillers.list) {
    if (draft.place.some()) {
      return;
    }
    if (f.slot == Slot::prep && is_location(v, f.preposition)) {
      const bool named = v.mention[f.token] == kNoToken ||
                         v.d->mentions[v.mention[f.token]].kind == MentionKind::place ||
                         v.d->mentions[v.mention[f.token]].kind == MentionKind::facility;
      if (named) {
        offer(place_at(v, f.token));
        offer(place_inside(v, f.token));
      }
    }
  }
  if (draft.place.some()) {
    return;
  }
  if (coarse.some()) {
    draft.place = coarse;
    return;
  }
  const TokenRange s = v.d->sentence_tokens(draft.candidate->token);
  std::uint32_t only = kNoToken;
  for (std::uint32_t t = s.begin; t < s.end; ++t) {
    const std::uint32_t p = v.place[t];
    if (p == kNoToken || p == only || v.d->places[p].precision >= 7) {
      continue;
    }
    if (only != kNoToken && v.d->places[only].name != v.d->places[p].name) {
      return;
    }
    only = p;
  }
  if (only != kNoToken) {
    draft.place = PlaceId{only};
  }
}

namespace {

// The one time a sentence names, if it fits: no past day for a plan, no later day for what
// happened.
WhenId only_time(const View& v, std::uint32_t token, TokenRange s, bool planned) {
  WhenId found;
  const auto first =
      std::lower_bound(v.d->whens.begin(), v.d->whens.end(), s.begin,
                       [](const When& w, std::uint32_t at) { return w.tokens.begin < at; });
  for (auto w = first; w != v.d->whens.end() && w->tokens.begin < s.end; ++w) {
    if (w->tokens.empty() || w->type == TimeType::set || w->type == TimeType::duration ||
        w->from == kOpenStart || w->to == kOpenEnd) {
      continue;
    }
    if (found.some()) {
      return WhenId::none();
    }
    found = WhenId{static_cast<std::uint32_t>(w - v.d->whens.begin())};
  }
  if (!found.some() || !v.d->provenance.published_at) {
    return WhenId::none();
  }
  // It must stand in the event's own clause or in one around it.
  const TokenRange words = v.d->whens[found.value].tokens;
  std::uint32_t owner = words.begin;
  while (!v.tokens().is_root(owner) && (words.contains(owner) || !v.is_verb(owner))) {
    owner = v.tokens().head[owner];
  }
  std::uint32_t at = token;
  while (at != owner && !v.tokens().is_root(at)) {
    at = v.tokens().head[at];
  }
  if (at != owner) {
    return WhenId::none();
  }
  const Instant now = v.d->provenance.published_at->instant;
  const When& w = v.d->whens[found.value];
  const bool before = w.to <= now, after = w.from > now;
  return (planned && before) || (!planned && after) ? WhenId::none() : found;
}

}  // namespace

void fill_when(const View& v, Draft& draft) {
  // The clause of the event: its word, the light verb, and verbs joined or governing it.
  std::uint32_t chain[6];
  int n = 0;
  chain[n++] = draft.candidate->token;
  if (draft.candidate->fillers.light != kNoToken) {
    chain[n++] = draft.candidate->fillers.light;
  }
  std::uint32_t t = chain[n - 1];
  while (n < 6) {
    const Deprel r = v.relation(t);
    if (r != Deprel::conj && r != Deprel::xcomp && r != Deprel::nsubj && r != Deprel::obj &&
        r != Deprel::advcl && r != Deprel::compound) {
      break;
    }
    const std::uint32_t head = v.tokens().head[t];
    if (head == t || v.cue[head] != 0) {
      break;
    }
    chain[n++] = head;
    t = head;
  }
  const TokenRange s = v.d->sentence_tokens(draft.candidate->token);
  int best = 6;
  const auto first =
      std::lower_bound(v.d->whens.begin(), v.d->whens.end(), s.begin,
                       [](const When& w, std::uint32_t at) { return w.tokens.begin < at; });
  for (auto w = first; w != v.d->whens.end() && w->tokens.begin < s.end; ++w) {
    if (w->tokens.empty() || w->type == TimeType::set || w->type == TimeType::duration) {
      continue;
    }
    // The head of the time expression: its word whose head lies outside.
    std::uint32_t head = w->tokens.begin;
    for (std::uint32_t k = w->tokens.begin; k < w->tokens.end; ++k) {
      if (!w->tokens.contains(v.tokens().head[k])) {
        head = v.tokens().head[k];
      }
    }
    for (int up = 0; up < 3; ++up) {
      for (int i = 0; i < n; ++i) {
        if (chain[i] == head && i < best) {
          best = i;
          draft.when = WhenId{static_cast<std::uint32_t>(w - v.d->whens.begin())};
        }
      }
      const Deprel r = v.relation(head);
      if (v.is_verb(head) || (r != Deprel::nmod && r != Deprel::obl && r != Deprel::obj)) {
        break;
      }
      head = v.tokens().head[head];
    }
  }
  if (!draft.when.some()) {
    draft.when = only_time(v, draft.candidate->token, s, draft.reading.time == EventTime::planned);
  }
  const bool open =
      draft.reading.time == EventTime::past || draft.reading.time == EventTime::ongoing;
  if (!draft.when.some() && draft.claim.some() && open) {
    const WhenId said = v.d->claims[draft.claim.value].said_at;
    if (said.some() && s.overlaps(v.d->whens[said.value].tokens)) {
      draft.when = said;
    }
  }
}

namespace {

// "killing four of them": the number heads the people.
std::uint32_t number_of(const View& v, std::uint32_t t) {
  const std::uint32_t head = v.tokens().head[t];
  const bool partitive =
      head != t && v.relation(t) == Deprel::nmod &&
      (v.tokens().upos[head] == Upos::num || child(v, head, Deprel::nummod) != kNoToken);
  return partitive ? head : t;
}

std::int32_t number_at(const View& v, std::uint32_t t) {
  const std::string_view word = v.lower(t);
  std::int32_t n = 0;
  if (std::from_chars(word.data(), word.data() + word.size(), n).ec == std::errc()) {
    return n;
  }
  return v.patterns->cardinal(v.d->symbols.fold(v.tokens().lower[t]));
}

// "A teacher and former councillor was killed": the verb says that it is one person.
bool is_singular(const View& v, std::uint32_t verb) {
  const auto was = [&](std::uint32_t of) {
    const auto children = v.d->children.of(of);
    return std::any_of(children.begin(), children.end(), [&](std::uint32_t c) {
      return v.tokens().deprel[c] == Deprel::aux_pass &&
             (v.lower(c) == "was" || v.lower(c) == "is");
    });
  };
  // "a doctor and activist was shot and killed": the verbs share it
  const bool shared = v.relation(verb) == Deprel::conj && child(v, verb, Deprel::aux) == kNoToken &&
                      child(v, verb, Deprel::nsubj) == kNoToken;
  return was(verb) || (shared && was(v.tokens().head[verb]));
}

std::int32_t counted(const View& v, std::uint32_t people) {
  const std::uint32_t t = number_of(v, people);
  for (const Quantity& q : v.d->quantities) {
    if (q.tokens.begin > t + 1) {
      break;
    }
    const bool here = q.what.contains(t) || q.tokens.contains(t);
    if (q.tokens.end < v.tokens().size() && v.lower(q.tokens.end) == "-") {
      continue;  // "a 35-year-old man"
    }
    if (here && (q.has_best || q.has_low)) {
      return static_cast<std::int32_t>(std::clamp(q.has_best ? q.best : q.low, 0.0, 1e9));
    }
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (const std::int32_t n = v.relation(c) == Deprel::nummod ? number_at(v, c) : -1; n >= 0) {
      return n;
    }
  }
  if (v.tokens().upos[t] == Upos::num) {  // "two were killed"
    if (const std::int32_t n = number_at(v, t); n >= 0) {
      return n;
    }
  }
  const Xpos x = v.tokens().xpos[t];
  if (x == Xpos::nn || x == Xpos::nnp || x == Xpos::jj) {  // jj: "one Palestinian"
    return 1;
  }
  return kNotStated;
}

}  // namespace

void fill_counts(const View& v, Draft& draft) {
  const std::string& count = draft.candidate->frame->count;
  if (count.empty()) {
    return;
  }
  std::int32_t total = kNotStated;
  for (const Resolved& r : draft.arguments) {
    const bool person = is_actor(v, r.token) ||
                        (v.things(r.token) & v.patterns->kinds.people).any() ||
                        v.tokens().upos[r.token] == Upos::num;
    if ((v.things(r.token) & v.patterns->kinds.remains).any()) {
      continue;  // "a teacher was killed and her body burned" is one person
    }
    const bool only_place = r.place.some() && v.mention[r.token] != kNoToken &&
                            v.d->mentions[v.mention[r.token]].kind == MentionKind::place;
    if (r.argument.role != Role::target || !person || only_place) {
      continue;
    }
    const std::int32_t n = counted(v, r.token);
    if (n != kNotStated) {
      total = total == kNotStated ? n : total + n;
    }
  }
  if (total != kNotStated && draft.candidate->fillers.passive &&
      is_singular(v, draft.candidate->token)) {
    total = 1;
  }
  std::int32_t& cell = count == "killed"      ? draft.counts.killed
                       : count == "injured"   ? draft.counts.injured
                       : count == "kidnapped" ? draft.counts.kidnapped
                                              : draft.counts.arrested;
  cell = total;
}

namespace {

// Whether `later` may be of those an earlier event was done to: the same entity, the same noun,
// a pronoun or number ("two of them"), "the victim".
bool of_the_hurt(const View& v, std::uint32_t later, const Event& e) {
  const Upos u = v.tokens().upos[later];
  const bool any =
      u == Upos::pron || u == Upos::num || u == Upos::det || has_thing(v, later, "sufferer");
  for (std::uint32_t k = 0; k < e.arguments.count; ++k) {
    const Argument& a = v.d->arguments[e.arguments.first + k];
    if (a.role != Role::target || a.tokens.empty()) {
      continue;
    }
    const std::uint32_t head =
        a.mention.some() ? v.d->mentions[a.mention.value].head.value : a.tokens.end - 1;
    const std::uint32_t entity = v.entity_of(later);
    if ((entity != kNoToken && entity == v.entity_of(head)) || v.lemma(head) == v.lemma(later) ||
        (any && (is_actor(v, head) || v.tokens().upos[head] == Upos::num))) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool add_to_earlier(const View& v, const Draft& draft) {
  std::uint32_t who = kNoToken;
  for (const Resolved& r : draft.arguments) {
    who = r.argument.role == Role::target ? r.token : who;
  }
  if (who == kNoToken || draft.reading.factuality == Factuality::ct_minus) {
    return false;
  }
  std::uint32_t steps = 0;
  for (auto e = v.d->events.rbegin(); e != v.d->events.rend() && steps < kMost; ++e, ++steps) {
    const std::string_view type = v.d->string(e->type);
    const bool close =
        v.tokens().sentence[who] <= v.tokens().sentence[v.d->ranges[e->trigger.first].begin] + 3;
    if (!close || (type != "ASSAULT" && type != "COERCE") || !of_the_hurt(v, who, *e)) {
      continue;
    }
    const std::int32_t more = draft.counts.killed == kNotStated ? 1 : draft.counts.killed;
    const Upos u = v.tokens().upos[who];
    const bool part = u == Upos::num || u == Upos::det;  // "two died at once, another later"
    std::int32_t& killed = e->counts.killed;
    killed = killed == kNotStated ? more : part ? killed + more : std::max(killed, more);
    return true;
  }
  return false;
}

}  // namespace sayso::coding