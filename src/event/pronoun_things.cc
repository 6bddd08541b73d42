// SPDX-License-Identifier: Apache-2.0
// "The troops came over the Hantoub Bridge. It was undamaged": what is undamaged is a thing, though
// the chains of who is meant took the pronoun for the troops. Asked only where a frame wants a
// thing and the chain has none.
#include <algorithm>

#include "event/effect_names.h"
#include "event/naming.h"

namespace sayso::coding {
namespace {

bool is_country_wide(const View& v, std::uint32_t t) {
  if (v.place[t] == kNoToken) {
    return false;
  }
  const std::string_view kind = v.d->string(v.d->places[v.place[t]].kind);
  return kind == "country" || kind == "continent" || kind == "admin1" || kind == "sea" ||
         kind == "river" || kind == "lake";
}

// How well the noun or name at `t` fits, 0: not at all.
int thing_score(const View& v, std::uint32_t t, bool place) {
  if (!v.is_nominal(t) || v.dated[t] != 0 || is_country_wide(v, t)) {
    return 0;
  }
  const MentionKind k = kind_of(v, t);
  if (k == MentionKind::person || k == MentionKind::organization || k == MentionKind::group) {
    return 0;
  }
  const bool name = v.tokens().upos[t] == Upos::propn;
  const bool built = k == MentionKind::facility ||
                     (v.things(t) & (v.patterns->kinds.facility | v.patterns->thing("crossing") |
                                     v.patterns->thing("road")))
                         .any();
  const bool town = place && name && (v.place[t] != kNoToken || k == MentionKind::place);
  if (!built && !town) {
    return 0;
  }
  const Deprel r = v.relation(t);
  const bool inside = r == Deprel::compound || r == Deprel::flat;
  if (inside) {
    return 0;
  }
  bool named = name;
  for (const std::uint32_t c : v.d->children.of(t)) {
    named = named || (v.tokens().upos[c] == Upos::propn && v.dated[c] == 0);
  }
  const std::uint32_t det = child(v, t, Deprel::det);
  const bool one = det != kNoToken && v.lower(det) == "the";
  if (!named && !one && r != Deprel::nsubj) {
    return 0;
  }
  std::uint32_t above = t;
  bool aside = false;
  for (int i = 0; i < 4 && !v.tokens().is_root(above); ++i) {
    aside = aside || v.tokens().deprel[above] == Deprel::acl_relcl;
    above = v.tokens().head[above];
  }
  return (named ? 4 : 2) + (r == Deprel::nsubj ? 3 : 0) - (aside ? 1 : 0);
}

}  // namespace

std::uint32_t thing_meant(const View& v, std::uint32_t pronoun, bool place) {
  if (v.tokens().upos[pronoun] != Upos::pron) {
    return kNoToken;
  }
  const std::string_view word = v.lower(pronoun);
  const bool many = word == "they" || word == "them" || word == "their";
  if (!many && word != "it" && word != "its") {
    return kNoToken;
  }
  const MentionKind chain =
      v.mention[pronoun] == kNoToken
          ? MentionKind::other
          : v.d->entities[v.d->mentions[v.mention[pronoun]].entity.value].kind;
  if (chain == MentionKind::facility || chain == MentionKind::vehicle ||
      chain == MentionKind::agreement || (place && chain == MentionKind::place) ||
      (many && chain == MentionKind::person)) {
    return kNoToken;
  }
  const TokenRange own = v.d->sentence_tokens(pronoun);
  constexpr std::uint32_t kReach = 200;  // words a pronoun looks back, for sentences of any length
  const auto best_in = [&](std::uint32_t begin, std::uint32_t end) {
    begin = end > begin + kReach ? end - kReach : begin;
    std::uint32_t best = kNoToken;
    int most = 0;
    for (std::uint32_t t = begin; t < end; ++t) {
      const int score = (v.tokens().xpos[t] == Xpos::nns) == many ? thing_score(v, t, place) : 0;
      if (score > 0 && score >= most) {
        most = score;
        best = t;
      }
    }
    return best;
  };
  const std::uint32_t source = v.claim_source(pronoun);
  if (source != kNoToken && own.contains(source) && source < pronoun &&
      v.entity_of(source) != kNoToken && v.entity_of(source) == v.entity_of(pronoun)) {
    return best_in(source + 1, pronoun);  // "the company said that it was ready": no thing
  }
  const std::uint32_t here = best_in(own.begin, pronoun);
  if (here != kNoToken || own.begin == 0) {
    return here;
  }
  const TokenRange before = v.d->sentence_tokens(own.begin - 1);
  const BlockKind block = v.d->block_kind(before.begin);
  return block == BlockKind::headline || block == BlockKind::key_point
             ? kNoToken
             : best_in(before.begin, before.end);
}

}  // namespace sayso::coding
