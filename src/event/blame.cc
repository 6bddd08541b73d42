// SPDX-License-Identifier: Apache-2.0
// "X is responsible for the attack", "blamed the attack on X", "X claimed responsibility": rows of
// event.modality that govern "blame" say where the doer of a noun stands.
#include "event/slots.h"

namespace sayso::coding {
namespace {

bool is_actor_like(const View& v, std::uint32_t t) {
  const std::uint32_t m = v.mention[t];
  return m != kNoToken && (v.d->mentions[m].kind == MentionKind::person ||
                           v.d->mentions[m].kind == MentionKind::organization ||
                           v.d->mentions[m].kind == MentionKind::group);
}

// "The murder of Li, committed by rebels", "a bombing blamed on the front": a participle that hangs
// on the noun, or on what the noun is of, says who did it.
std::uint32_t told_doer(const View& v, std::uint32_t participle) {
  const Deprel r = v.relation(participle);
  const Xpos x = v.tokens().xpos[participle];
  if ((r != Deprel::acl && r != Deprel::advcl) || (x != Xpos::vbn && x != Xpos::vbd) ||
      v.tokens().deprel[participle] == Deprel::acl_relcl) {
    return kNoToken;
  }
  const Modality* light = v.modality(participle, Govern::light);
  const std::uint32_t doer = doer_of_passive(v, participle);
  if (light != nullptr && light->side == 'a' && doer != kNoToken) {
    return doer;
  }
  const Modality* blame = v.modality(participle, Govern::blame);
  if (blame == nullptr || blame->side != 'p') {
    return kNoToken;
  }
  for (const std::uint32_t c : v.d->children.of(participle)) {
    if (v.relation(c) == Deprel::obl && has_case(v, c, {"on", "to"})) {
      return c;
    }
  }
  return kNoToken;
}

// The participle that tells who did what the noun names, or kNoToken.
std::uint32_t told_doer_of(const View& v, std::uint32_t noun) {
  for (const std::uint32_t c : v.d->children.of(noun)) {
    if (const std::uint32_t doer = told_doer(v, c); doer != kNoToken) {
      return c;
    }
    if (v.relation(c) != Deprel::nmod) {
      continue;
    }
    for (const std::uint32_t k : v.d->children.of(c)) {
      if (const std::uint32_t doer = told_doer(v, k); doer != kNoToken) {
        return k;
      }
    }
  }
  if (v.relation(noun) != Deprel::obj) {
    return kNoToken;
  }
  for (const std::uint32_t k : v.d->children.of(v.tokens().head[noun])) {
    if (k > noun && v.modality(k, Govern::light) != nullptr && told_doer(v, k) != kNoToken) {
      return k;  // "condemned the murder of Li, carried out by rebels", hung on the verb
    }
  }
  return kNoToken;
}

// "The killing was the work of the cartel"
std::uint32_t worker_of(const View& v, std::uint32_t noun) {
  const std::uint32_t work = v.tokens().head[noun];
  const Modality* row = v.relation(noun) == Deprel::nsubj && v.is_nominal(work)
                            ? v.modality(work, Govern::blame)
                            : nullptr;
  if (row == nullptr || row->side != 'w') {
    return kNoToken;
  }
  for (const std::uint32_t c : v.d->children.of(work)) {
    if (v.relation(c) == Deprel::nmod && has_case(v, c, {"of"})) {
      return c;
    }
  }
  return kNoToken;
}

}  // namespace

// Who is said to have done what a noun names: "X is responsible for the attack", "blamed the
// attack on X", "X claimed responsibility for it", "X is behind it".
void collect_blame(const View& v, std::uint32_t noun, Fillers& out) {
  std::uint32_t t = noun;
  for (std::uint32_t i = 0; i < kMost && v.relation(t) == Deprel::conj; ++i) {
    t = v.tokens().head[t];
  }
  const auto push = [&](std::uint32_t doer) {
    std::vector<std::uint32_t> tokens;
    add_conjuncts(v, doer, tokens);
    for (const std::uint32_t d : tokens) {
      out.list.push_back({Slot::subj, d, kNoToken, false});
    }
  };
  if (const std::uint32_t participle = told_doer_of(v, noun); participle != kNoToken) {
    push(told_doer(v, participle));
    out.blame = v.modality(participle, Govern::blame) == nullptr ? kNoToken : participle;
    return;
  }
  if (const std::uint32_t worker = worker_of(v, noun); worker != kNoToken) {
    push(worker);
    out.blame = v.tokens().head[noun];
    return;
  }
  // Up to two steps: "of the attack" may hang on the one accused, "for it" on "responsibility".
  std::uint32_t governor = t;
  const Modality* row = nullptr;
  for (std::uint32_t i = 0; i < 2 && row == nullptr; ++i) {
    const Deprel r = v.relation(governor);
    if (v.tokens().is_root(governor) ||
        (r != Deprel::obl && r != Deprel::obj && r != Deprel::nmod && r != Deprel::nsubj)) {
      return;
    }
    governor = v.tokens().head[governor];
    row = v.modality(governor, Govern::blame);
    const std::uint32_t object = child(v, governor, Deprel::obj);
    if (row == nullptr && r == Deprel::obl && object != kNoToken) {
      row = v.modality(object, Govern::blame);  // "took part in the attack"
      governor = row == nullptr ? governor : object;
    }
  }
  if (row == nullptr) {
    return;
  }
  std::uint32_t verb =
      governor;  // of a noun, the verb it is the object of: "claimed responsibility"
  if (v.is_nominal(governor) && child(v, governor, Deprel::cop) == kNoToken) {
    if (v.relation(governor) != Deprel::obj && v.tokens().deprel[governor] != Deprel::nsubj_pass) {
      return;  // "indicted for his part in it" is the reason given, nothing told
    }
    verb = v.tokens().head[governor];
  }
  const std::uint32_t before = static_cast<std::uint32_t>(out.list.size());
  for (const std::uint32_t c : v.d->children.of(verb)) {
    const Deprel r = v.relation(c);
    const bool passive_subject = v.tokens().deprel[c] == Deprel::nsubj_pass;
    const bool object = (r == Deprel::obj && c != t) || (passive_subject && c != t);
    if ((row->side == 'o' && object) ||
        (row->side == 'p' && r == Deprel::obl && c != t && has_case(v, c, {"on", "to"}))) {
      push(c);
    }
  }
  if (row->side == 'p' && out.list.size() == before) {
    for (const std::uint32_t c : v.d->children.of(t)) {  // "blamed the bombing on X", X on it
      if (v.relation(c) == Deprel::nmod && has_case(v, c, {"on", "to"}) && is_actor_like(v, c)) {
        push(c);
      }
    }
  }
  if (row->side == 'p' && out.list.size() == before && v.relation(t) == Deprel::obl) {
    for (const std::uint32_t c : v.d->children.of(verb)) {  // "blamed rebels for the killing"
      if (v.relation(c) == Deprel::obj || v.tokens().deprel[c] == Deprel::nsubj_pass) {
        push(c);
      }
    }
  }
  if (row->side == 'a') {
    std::vector<std::uint32_t> subjects;
    bool passive = false;
    collect_subjects(v, verb, subjects, passive);
    for (const std::uint32_t s : subjects) {
      out.list.push_back({Slot::subj, s, kNoToken, false});
    }
  }
  if (out.list.size() > before) {
    out.blame = governor;
  }
}

}  // namespace sayso::coding
