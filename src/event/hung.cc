// SPDX-License-Identifier: Apache-2.0
// What belongs to a word and was hung elsewhere by the parser, found by the order of words.
#include <algorithm>

#include "event/slots.h"

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

}  // namespace sayso::coding
