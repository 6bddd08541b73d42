// SPDX-License-Identifier: Apache-2.0
// The tense of the clause a time stands in, and the pass over a document.
#include "mention/times.h"

namespace sayso::mention {

Tense tense_at(const Document& d, std::uint32_t t) {
  const TokenTable& tokens = d.tokens;
  if (tokens.head.size() != tokens.size()) {
    return Tense::unknown;
  }
  std::uint32_t at = t;
  for (int steps = 0; steps < 12; ++steps) {
    const bool verbal =
        tokens.upos[at] == Upos::verb || (tokens.upos[at] == Upos::aux) || tokens.is_root(at);
    if (verbal) {
      bool infinitive = tokens.xpos[at] == Xpos::vb;
      bool present = tokens.xpos[at] == Xpos::vbz || tokens.xpos[at] == Xpos::vbp;
      for (const std::uint32_t child : d.children.of(at)) {
        if (tokens.deprel[child] == Deprel::aux || tokens.deprel[child] == Deprel::aux_pass ||
            tokens.deprel[child] == Deprel::cop) {
          if (tokens.xpos[child] == Xpos::md) {
            return Tense::future;
          }
          if (tokens.xpos[child] == Xpos::vbd) {
            return Tense::past;
          }
          present = present || tokens.xpos[child] == Xpos::vbz || tokens.xpos[child] == Xpos::vbp;
          if (d.string(tokens.lemma[child]) == "have") {
            return Tense::past;
          }
        }
      }
      const bool participle = tokens.xpos[at] == Xpos::vbn && tokens.deprel[at] == Deprel::acl;
      if (tokens.xpos[at] == Xpos::vbd || participle) {  // "plans announced in January"
        return Tense::past;
      }
      if (infinitive && tokens.is_root(at)) {
        return Tense::future;
      }
      if (infinitive) {  // "agreed to allow" is past, "is expected to arrive" future
        const Tense above = tense_at(d, tokens.head[at]);
        return above == Tense::past && tokens.xpos[tokens.head[at]] == Xpos::vbd ? Tense::past
                                                                                 : Tense::future;
      }
      if (present) {
        return Tense::present;
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
  for (const TimeExpr& expr : buffer) {
    d.whens.push_back(resolve(expr, tense_at(d, expr.tokens.begin), anchor, d.symbols));
  }
}

}  // namespace sayso::mention
