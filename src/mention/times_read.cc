// SPDX-License-Identifier: Apache-2.0
// The clause a time stands in: its tense, the word before ("until", "since"), the day its sentence
// names; and the pass over a document.
#include <algorithm>

#include "mention/times.h"

namespace sayso::mention {
namespace {

// Tense of the clause of verb `at`, or none if its words do not say.
Tense tense_of(const Words& words, const Document& d, std::uint32_t at) {
  const TokenTable& tokens = d.tokens;
  const Xpos x = tokens.xpos[at];
  bool present = x == Xpos::vbz || x == Xpos::vbp;
  for (const std::uint32_t child : d.children.of(at)) {
    const Deprel r = tokens.deprel[child];
    if (r != Deprel::aux && r != Deprel::aux_pass && r != Deprel::cop) {
      continue;
    }
    if (tokens.xpos[child] == Xpos::md) {
      return words.plans(d, child) ? Tense::open : Tense::future;
    }
    if (tokens.xpos[child] == Xpos::vbd) {
      return words.plans(d, at) ? Tense::open : Tense::past;
    }
    present = present || tokens.xpos[child] == Xpos::vbz || tokens.xpos[child] == Xpos::vbp;
    if (d.string(tokens.lemma[child]) == "have") {
      return words.plans(d, at) ? Tense::open : Tense::past;
    }
  }
  const bool participle = x == Xpos::vbn && !present;
  if (x == Xpos::vbd || participle) {  // "plans announced in January"
    return words.plans(d, at) ? Tense::open : Tense::past;
  }
  return present ? Tense::present : Tense::unknown;
}

// "agreed to allow" is past, "is expected to arrive" future, "planned to leave" either.
Tense tense_of_infinitive(const Words& words, const Document& d, std::uint32_t at) {
  if (d.tokens.is_root(at)) {
    return Tense::future;
  }
  const std::uint32_t governor = d.tokens.head[at];
  const Tense above = tense_at(words, d, governor);
  if (above == Tense::past && d.tokens.xpos[governor] == Xpos::vbd) {
    return Tense::past;
  }
  return above == Tense::open || d.tokens.deprel[at] == Deprel::acl ? Tense::open : Tense::future;
}

Lean lean_of(std::string_view value) {
  return value == "ahead"    ? Lean::ahead
         : value == "since"  ? Lean::since
         : value == "until"  ? Lean::until
         : value == "by"     ? Lean::by
         : value == "before" ? Lean::before
         : value == "after"  ? Lean::after
                             : Lean::none;
}

// "Sunday's election", "the Friday attack": a day that describes a noun, not the verb's own.
bool describes_noun(const Document& d, TokenRange r) {
  for (std::uint32_t t = r.begin; t < r.end; ++t) {
    if (!r.contains(d.tokens.head[t])) {
      const Deprel relation = d.tokens.deprel[t];
      return relation == Deprel::nmod_poss || relation == Deprel::compound ||
             relation == Deprel::nmod_desc;
    }
  }
  return false;
}

// What the words around say of past and future.
Tense clause_tense(const Words& words, const Document& d, const TimeExpr& e) {
  const Tense tense = tense_at(words, d, e.tokens.begin);
  switch (e.lean) {
    case Lean::ahead:
      return Tense::future;
    case Lean::since:
      return Tense::past;
    case Lean::until:
    case Lean::by:
      return tense == Tense::past ? Tense::open : Tense::future;
    default:
      break;
  }
  const bool plain = tense == Tense::future && e.shape == TimeShape::weekday &&
                     e.relation == Relation::none && !d.tokens.upos.empty();
  return plain && describes_noun(d, e.tokens) ? Tense::open : tense;
}

bool names_day(const TimeExpr& e) {
  const bool dated = e.shape == TimeShape::calendar && e.day > 0;
  return e.type != TimeType::set && (dated || e.shape == TimeShape::weekday);
}

// A clock time or part of a day takes the day its sentence names, before it or after it.
void give_day(const Words& words, Document& d, std::vector<TimeExpr>& all, std::size_t at,
              const TimeAnchor& anchor) {
  TimeExpr& e = all[at];
  const bool alone =
      e.shape == TimeShape::clock ||
      (e.shape == TimeShape::deictic && e.type == TimeType::time && e.count == 0 && !e.at_anchor);
  if (!alone) {
    return;
  }
  const TokenRange s = d.sentence_tokens(e.tokens.begin);
  std::size_t near = all.size();
  for (std::size_t i = at; i-- > 0 && all[i].tokens.begin >= s.begin;) {
    if (names_day(all[i])) {
      near = i;
      break;
    }
  }
  for (std::size_t i = at + 1; i < all.size() && all[i].tokens.begin < s.end; ++i) {
    if (names_day(all[i])) {
      const bool nearer = near == all.size() || all[i].tokens.begin - e.tokens.end <
                                                    e.tokens.begin - all[near].tokens.end;
      near = nearer ? i : near;
      break;
    }
  }
  if (near == all.size()) {
    return;
  }
  TimeAnchor copy = anchor;
  TimeExpr day = all[near];
  day.type = TimeType::date;
  const When when = resolve(day, clause_tense(words, d, day), copy, d.symbols);
  if (when.from != kOpenStart) {
    e.said_day = day_of(when.from + Instant{anchor.utc_offset_min} * 60);
  }
}

}  // namespace

Lean lean_before(const Words& words, const Document& d, std::uint32_t t) {
  const std::uint32_t begin = d.sentence_tokens(t).begin;
  if (t > begin && d.string(d.tokens.lower[t - 1]) == "the") {
    --t;
  }
  for (std::uint32_t back = 1; back <= 3 && t >= begin + back; ++back) {  // "no later than"
    const auto hit = words.time(d, t - back, t, TimeClass::lean);
    if (hit && hit->end == t) {
      return lean_of(hit->value);
    }
  }
  return Lean::none;
}

void stretch(When& w, Lean lean, const TimeAnchor& anchor) {
  if (w.type == TimeType::set || w.type == TimeType::duration || w.from == kOpenStart ||
      w.to == kOpenEnd) {
    return;
  }
  const Instant from = w.from;
  if (w.type == TimeType::time && (lean == Lean::before || lean == Lean::after)) {
    // "before dawn on Monday" is a part of that Monday
    const Instant offset = Instant{anchor.utc_offset_min} * 60;
    const Instant into_day = ((from + offset) % kDaySeconds + kDaySeconds) % kDaySeconds;
    const Instant day = from - into_day;
    if (lean == Lean::before && into_day > 0) {
      w.from = day;
      w.to = from;
      return;
    }
    if (lean == Lean::after && w.to < day + kDaySeconds) {
      w.from = w.to;
      w.to = day + kDaySeconds;
      return;
    }
  }
  switch (lean) {
    case Lean::since:
      if (anchor.published) {
        const Instant end =
            Instant{*anchor.published + 1} * kDaySeconds - Instant{anchor.utc_offset_min} * 60;
        w.to = std::max(w.to, end);
      } else {
        w.to = kOpenEnd;
      }
      break;
    case Lean::until:
    case Lean::by:
      w.from = kOpenStart;
      break;
    case Lean::before:
      w.from = kOpenStart;
      w.to = from;
      break;
    case Lean::after:
      w.from = w.to;
      w.to = kOpenEnd;
      break;
    default:
      break;
  }
}

Tense tense_at(const Words& words, const Document& d, std::uint32_t t) {
  const TokenTable& tokens = d.tokens;
  if (tokens.head.size() != tokens.size()) {
    return Tense::unknown;
  }
  std::uint32_t at = t;
  for (int steps = 0; steps < 12; ++steps) {
    bool verbal =
        tokens.upos[at] == Upos::verb || tokens.upos[at] == Upos::aux || tokens.is_root(at);
    for (const std::uint32_t child : d.children.of(at)) {
      verbal = verbal || tokens.deprel[child] == Deprel::cop;  // "will be payable Jan. 3"
    }
    if (verbal) {
      const Tense tense = tense_of(words, d, at);
      if (tense == Tense::unknown && tokens.xpos[at] == Xpos::vb) {
        return tense_of_infinitive(words, d, at);
      }
      if (tense != Tense::unknown) {
        return tense;
      }
    }
    if (tokens.is_root(at)) {
      break;
    }
    at = tokens.head[at];
  }
  return Tense::unknown;
}

void read_times(const Words& words, Document& d, std::vector<TimeExpr>& buffer) {
  buffer.clear();
  TimeFinder(words).find(d, buffer);
  TimeAnchor anchor;
  anchor.published = d.published_day();
  if (d.provenance.published_at) {
    anchor.utc_offset_min = d.provenance.published_at->utc_offset_min;
  }
  for (std::size_t i = 0; i < buffer.size(); ++i) {
    TimeExpr& e = buffer[i];
    e.lean = lean_before(words, d, e.tokens.begin);
    give_day(words, d, buffer, i, anchor);
    When when = resolve(e, clause_tense(words, d, e), anchor, d.symbols);
    if (e.lean != Lean::none &&
        (d.tokens.head.size() != d.tokens.size() || !describes_noun(d, e.tokens))) {
      stretch(when, e.lean, anchor);  // "before last year's election" is no "before last year"
    }
    d.whens.push_back(when);
  }
}

}  // namespace sayso::mention
