// SPDX-License-Identifier: Apache-2.0
// What belongs to a word and was hung elsewhere by the parser, found by the order of words.
#include <algorithm>

#include "event/match.h"

namespace sayso::coding {

// "between Russia, the United States, Turkey and Ukraine": the names that follow in one list,
// wherever the parser hung them.
void extend_list(const View& v, std::vector<std::uint32_t>& tokens) {
  const std::uint32_t first = tokens.front(), end = v.d->sentence_tokens(first).end;
  bool last = false;  // after "and" the list ends with the next comma
  for (std::uint32_t k = first + 1; k < end && k < first + 24 && tokens.size() < kMost; ++k) {
    const Upos u = v.tokens().upos[k];
    if (u != Upos::punct && u != Upos::cconj && u != Upos::det && u != Upos::propn &&
        u != Upos::adj && u != Upos::noun) {
      return;
    }
    if (last && u == Upos::punct) {
      return;
    }
    last = last || u == Upos::cconj;
    if (v.mention[k] != kNoToken && v.d->mentions[v.mention[k]].head.value == k &&
        std::find(tokens.begin(), tokens.end(), k) == tokens.end()) {
      tokens.push_back(k);
    }
  }
}

std::uint32_t doer_of_passive(const View& v, std::uint32_t verb) {
  for (const std::uint32_t c : v.d->children.of(verb)) {
    const std::uint32_t k = v.relation(c) == Deprel::obl ? child(v, c, Deprel::case_) : kNoToken;
    if (k != kNoToken && v.lower(k) == "by" && v.dated[c] == 0) {
      return c;
    }
  }
  return kNoToken;
}

// "Declared the bomb to be harmless", "as did demand": nothing is done by the noun.
bool predicate_follows(const View& v, std::uint32_t verb, std::uint32_t noun) {
  for (const std::uint32_t c : v.d->children.of(verb)) {
    const Deprel r = v.relation(c);
    if (c > noun && (r == Deprel::xcomp || r == Deprel::advcl || r == Deprel::ccomp) &&
        child(v, c, Deprel::cop) != kNoToken && has_mark_to(v, c)) {
      return true;
    }
    if (c < verb && r == Deprel::mark && v.lower(c) == "as" &&
        child(v, verb, Deprel::nsubj) == kNoToken) {
      return true;
    }
  }
  return false;
}

namespace {

void add_receiver(const View& v, std::uint32_t noun, Fillers& out) {
  std::vector<std::uint32_t> tokens;
  add_conjuncts(v, noun, tokens);
  for (const std::uint32_t t : tokens) {
    out.list.push_back({Slot::prep, t, child(v, noun, Deprel::case_), true});
  }
}

}  // namespace

// "returned dozens of vases, two of them broken, to the museum": parsers hang the receiver on the
// noun before it. Up to where a verb of its own comes between.
void far_receiver(const View& v, std::uint32_t verb, std::uint32_t object, Fillers& out) {
  for (const Filler& f : out.list) {
    if (f.slot == Slot::prep && v.lower(f.preposition) == "to") {
      return;
    }
  }
  const std::uint32_t end = std::min(v.d->sentence_tokens(verb).end, object + 40);
  for (std::uint32_t k = object + 1; k < end; ++k) {
    if (!v.is_nominal(k) || v.dated[k] != 0 || v.mention[k] == kNoToken ||
        !has_case(v, k, {"to"})) {
      continue;
    }
    std::uint32_t above = v.tokens().head[k];
    for (std::uint32_t i = 0;
         i < kMost && above != verb && !v.is_verb(above) && !v.tokens().is_root(above); ++i) {
      above = v.tokens().head[above];
    }
    if (above == verb) {
      add_receiver(v, k, out);
      return;
    }
  }
}

bool after_comma(const View& v, std::uint32_t verb, std::uint32_t noun) {
  std::uint32_t first = noun;
  for (const std::uint32_t c : v.d->children.of(noun)) {
    first = c < first && v.relation(c) != Deprel::punct ? c : first;
  }
  return first > 0 && first > verb && v.lower(first - 1) == ",";
}

// Of two bare objects in a row the first receives the second.
bool next_object(const View& v, std::uint32_t verb, std::uint32_t object) {
  if (!is_actor(v, object)) {
    return false;
  }
  for (const std::uint32_t c : v.d->children.of(verb)) {
    if (v.relation(c) != Deprel::obj || c <= object || !v.is_nominal(c) || v.dated[c] != 0) {
      continue;
    }
    std::uint32_t k = object + 1;
    while (k < c && v.tokens().upos[k] != Upos::punct && v.tokens().upos[k] != Upos::adp) {
      ++k;
    }
    return k == c;
  }
  return false;
}

std::uint32_t linking_verb(const View& v, std::uint32_t t) {
  const std::uint32_t head = v.tokens().head[t];
  const Deprel r = v.relation(t);
  return head == t || child(v, t, Deprel::case_) == kNoToken ||
                 (r != Deprel::obl && r != Deprel::nmod && r != Deprel::xcomp) ||
                 (v.things(head) & v.patterns->kinds.linking).none()
             ? kNoToken
             : head;
}

}  // namespace sayso::coding
