// SPDX-License-Identifier: Apache-2.0
// What its doer announces or refuses to do. PLOVER codes "will release the prisoners" as AGREE,
// "will close the border" as THREATEN, "will not lift the ban" as REJECT: the columns planned and
// refused of ontology.types. A plan told by others ("plans to", "is to") keeps its own type.
#include "event/resolve.h"

namespace sayso::coding {
namespace {

struct Will {
  bool will = false, would = false, negated = false, perfect = false;
  bool open = false;  // "when it will", "whether it will"
};

Will will_of(const View& v, std::uint32_t verb) {
  Will w;
  for (const std::uint32_t c : v.d->children.of(verb)) {
    const Deprel r = v.relation(c);
    if (r == Deprel::aux) {
      const std::string_view word = v.lower(c);
      w.will = w.will || word == "will" || word == "'ll" || word == "wo" || word == "won't";
      w.would = w.would || word == "would" || word == "'d";
      w.perfect = w.perfect || v.lemma(c) == "have";
    }
    w.open = w.open || (r == Deprel::advmod && v.tokens().xpos[c] == Xpos::wrb) ||
             (r == Deprel::mark && v.modality(c, Govern::mark) != nullptr);
    w.negated = w.negated || ((r == Deprel::advmod || r == Deprel::det) &&
                              v.modality(c, Govern::negation) != nullptr);
  }
  return w;
}

// The speaker tells of themselves: the same entity, or a pronoun in the speaker's own words.
bool own_words(const View& v, std::uint32_t verb, const Resolved& agent) {
  const std::uint32_t source = v.claim_source(verb);
  if (source == kNoToken) {
    return false;
  }
  const std::uint32_t entity = v.entity_of(source);
  return v.tokens().upos[agent.token] == Upos::pron || agent.token == source ||
         (entity != kNoToken && entity == v.entity_of(agent.token));
}

}  // namespace

void turn_type(const View& v, Draft& draft) {
  const Candidate& c = *draft.candidate;
  const Frame& frame = *c.frame;
  const std::uint32_t verb = c.fillers.light == kNoToken ? c.token : c.fillers.light;
  if (!v.is_verb(verb) || c.fillers.passive || (frame.planned.empty() && frame.refused.empty()) ||
      draft.reading.factuality == Factuality::u) {
    return;
  }
  const Resolved* agent = nullptr;
  bool target = false;
  for (const Resolved& r : draft.arguments) {
    const bool doer = r.argument.role == Role::agent || r.argument.role == Role::participant;
    if (doer && agent == nullptr && (r.argument.code.some() || is_actor(v, r.token))) {
      agent = &r;
    }
    target = target || (!doer && r.argument.code.some());
  }
  if (agent == nullptr) {
    return;
  }
  const Will w = will_of(v, verb);
  if (w.perfect || w.open || (!w.will && !(w.would && own_words(v, verb, *agent)))) {
    return;
  }
  if (w.negated) {
    draft.turned = frame.refused;
    draft.refused = !frame.refused.empty();
    return;
  }
  const bool yields = frame.type == "RETREAT" || frame.type == "CONCEDE";
  if (w.will || frame.planned == "THREATEN" || (yields && target)) {
    draft.turned = frame.planned;
  }
}

}  // namespace sayso::coding
