// SPDX-License-Identifier: Apache-2.0
// Metonyms: a capital or country that acts stands for its government, and the short form of a
// country may stand for an adjective ("US troops").
#include "mention/found.h"

namespace sayso::mention {
namespace {

// "US drone", "UK doctor": a short form that stands for an adjective, before what is somebody or
// goes abroad. "UK hospital" and "US border" are there.
bool serves_as_adjective(const Catalog& c, const Document& d, const Found& f) {
  const TokenTable& t = d.tokens;
  const std::uint32_t noun = t.head[f.head];
  const Deprel r = t.deprel[f.head];
  if (r != Deprel::compound && r != Deprel::amod && r != Deprel::nmod && r != Deprel::nmod_desc) {
    return false;
  }
  const std::string_view form = d.string(t.form[f.tokens.begin]);
  const bool is_short = f.tokens.size() == 1 && form.size() <= 4 &&
                        (d.symbols.shape(t.form[f.tokens.begin]) == Shape::all_caps ||
                         form.find('.') != std::string_view::npos);
  if (!f.country_name || !is_short || noun < f.tokens.end) {
    return false;
  }
  std::uint32_t end = 0;
  const auto known = c.noun(d, noun, noun + 1, &end);
  const bool site =
      known && (known->kind == MentionKind::place || known->kind == MentionKind::facility);
  return !site || (c.links(d, noun) & (kAbroad | kStrike)) != 0;
}

// The role of a name of a country or capital in its clause.
bool acts(const Catalog& c, const Document& d, const Found& f) {
  const TokenTable& t = d.tokens;
  const std::uint32_t head = f.head;
  std::uint32_t preposition = 0;
  bool has_case = false;
  for (const std::uint32_t child : d.children.of(head)) {
    if (t.deprel[child] == Deprel::case_ && child < head) {
      has_case = true;
      preposition = c.links(d, child);
    }
  }
  const std::uint32_t begin = d.sentence_tokens(head).begin;
  if (f.tokens.begin > begin) {
    const std::uint32_t prev = f.tokens.begin - 1;
    const std::string_view w = d.string(t.lower[prev]);
    if (w == ",") {
      return false;  // "Odesa, Ukraine"
    }
    if (!has_case && (c.links(d, prev) & kLocative) != 0) {
      return false;
    }
  }
  if (has_case) {
    return (preposition & kPartner) != 0 && (preposition & kLocative) == 0 && f.capital;
  }
  std::uint32_t at = head;
  Deprel r = t.deprel[at];
  for (int steps = 0; steps < 8 && base_relation(r) == Deprel::conj && !t.is_root(at); ++steps) {
    at = t.head[at];
    r = t.deprel[at];
  }
  switch (r) {
    case Deprel::nsubj:
    case Deprel::obl_agent:
      return f.capital || (c.links(d, t.head[at]) & kSpeech) != 0;
    case Deprel::nsubj_pass:
      return f.capital;
    case Deprel::nmod_poss:
    case Deprel::iobj:
      return f.capital;
    case Deprel::obj:
      return f.capital && (c.links(d, t.head[at]) & kSpeech) != 0;
    default:
      return false;
  }
}

}  // namespace

void mark_metonyms(const Catalog& catalog, const Document& d, Buffers& b) {
  for (Found& f : b.found) {
    if (f.form == MentionForm::name && (f.country_name || f.capital) &&
        f.kind == MentionKind::place) {
      f.adjectival = serves_as_adjective(catalog, d, f);
      f.metonym = f.adjectival || acts(catalog, d, f);
    }
  }
}

}  // namespace sayso::mention
