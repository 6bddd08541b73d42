// SPDX-License-Identifier: Apache-2.0
// Sides that no slot of the frame names: who is given a thing ("lent Dubai money"), who uses what
// hurts ("killed by bullets fired by police"), forces of which only the passive is told.
#include <algorithm>

#include "event/resolve.h"

namespace sayso::coding {
namespace {

bool has_role(const Draft& draft, Role role) {
  return std::any_of(draft.arguments.begin(), draft.arguments.end(),
                     [&](const Resolved& r) { return r.argument.role == role; });
}

// The frame takes a receiver without a preposition.
bool takes_receiver(const Frame& frame) {
  return std::any_of(frame.roles.begin(), frame.roles.end(), [](const RoleRule& rule) {
    return rule.role == Role::target &&
           std::any_of(rule.slots.begin(), rule.slots.end(),
                       [](const SlotRef& ref) { return ref.slot == Slot::iobj; });
  });
}

}  // namespace

bool receiver_in_gift(const View& v, Draft& draft) {
  const Candidate& c = *draft.candidate;
  if (!v.is_verb(c.token) || c.fillers.passive || !takes_receiver(*c.frame)) {
    return false;
  }
  for (const Filler& f : c.fillers.list) {
    if (f.slot != Slot::obj || f.token < c.token || v.tokens().upos[f.token] == Upos::propn) {
      continue;
    }
    for (const std::uint32_t k : v.d->children.of(f.token)) {
      const bool before = v.relation(k) == Deprel::compound && k < f.token && !already(draft, k);
      const bool name = before && v.tokens().upos[k] == Upos::propn && v.mention[k] != kNoToken &&
                        v.mention[k] != v.mention[f.token];
      const bool people = before && v.tokens().upos[k] == Upos::noun && is_actor(v, k);
      const Resolved r = name || people ? resolve(v, k, Role::target) : Resolved{};
      if (people || (name && r.argument.code.some())) {
        draft.arguments.push_back(r);
        return true;
      }
    }
  }
  return false;
}

bool user_of_instrument(const View& v, Draft& draft) {
  const std::vector<Resolved> all = draft.arguments;
  for (const Resolved& r : all) {
    if (r.argument.role != Role::instrument) {
      continue;
    }
    for (const std::uint32_t c : v.d->children.of(r.token)) {
      const std::uint32_t doer = v.relation(c) == Deprel::acl && v.tokens().xpos[c] == Xpos::vbn
                                     ? doer_of_passive(v, c)
                                     : kNoToken;
      if (doer == kNoToken || already(draft, doer)) {
        continue;
      }
      std::vector<std::uint32_t> doers;
      add_conjuncts(v, doer, doers);
      for (const std::uint32_t t : doers) {
        draft.arguments.push_back(resolve(v, t, Role::agent));
      }
      return true;
    }
  }
  return false;
}

bool moved_forces(const View& v, Draft& draft) {
  const Candidate& c = *draft.candidate;
  if (c.frame->type != "MOBILIZE" || !c.fillers.passive || has_role(draft, Role::agent)) {
    return false;
  }
  bool any = false;
  for (Resolved& r : draft.arguments) {
    if (r.argument.role == Role::object && r.argument.code.some() && is_actor(v, r.token)) {
      r.argument.role = Role::agent;
      any = true;
    }
  }
  return any;
}

// "Nine were killed when rebels attacked their base": who used the force of the clause.
bool doer_of_force(const View& v, const Matcher& matcher, Draft& draft) {
  const Candidate& c = *draft.candidate;
  if (c.frame->type != "ASSAULT" || !v.is_verb(c.token) || !is_passive(v, c.token)) {
    return false;
  }
  for (const std::uint32_t k : v.d->children.of(c.token)) {
    const auto words = v.d->children.of(k);
    const bool upon = v.relation(k) == Deprel::advcl &&
                      std::any_of(words.begin(), words.end(), [&](std::uint32_t w) {
                        return (v.things(w) & v.patterns->kinds.upon).any();
                      });
    const Candidate* other = upon ? matcher.of(k) : nullptr;
    if (other == nullptr || other->frame->type != "ASSAULT" || other->fillers.passive) {
      continue;
    }
    for (const Filler& f : other->fillers.list) {
      if (f.slot == Slot::subj && !already(draft, f.token) && is_actor(v, f.token)) {
        draft.arguments.push_back(resolve(v, f.token, Role::agent));
        return true;
      }
    }
  }
  return false;
}

// "A, B and C, who were murdered": the clause hangs on the last of them.
void all_of_list(const View& v, Draft& draft) {
  const std::uint32_t verb = draft.candidate->token;
  const std::uint32_t last = v.tokens().head[verb];
  if (!v.is_verb(verb) || v.tokens().deprel[verb] != Deprel::acl_relcl ||
      v.relation(last) != Deprel::conj) {
    return;
  }
  bool many = false;
  for (const std::uint32_t c : v.d->children.of(verb)) {
    const Deprel r = base_relation(v.tokens().deprel[c]);
    many = many || (r == Deprel::aux &&
                    (v.lower(c) == "were" || v.lower(c) == "are" || v.lower(c) == "have"));
  }
  const auto side = std::find_if(draft.arguments.begin(), draft.arguments.end(),
                                 [&](const Resolved& r) { return r.token == last; });
  if (!many || side == draft.arguments.end() || !side->argument.mention.some()) {
    return;
  }
  const Role role = side->argument.role;
  const MentionKind kind = v.d->mentions[side->argument.mention.value].kind;
  std::vector<std::uint32_t> all;
  add_conjuncts(v, v.tokens().head[last], all);
  for (const std::uint32_t t : all) {
    if (!already(draft, t) && v.mention[t] != kNoToken &&
        v.d->mentions[v.mention[t]].kind == kind) {
      draft.arguments.push_back(resolve(v, t, role));
    }
  }
}

// Somebody or something that a deed can be done to.
bool suffers(const View& v, std::uint32_t t) {
  const auto& k = v.patterns->kinds;
  return (v.mention[t] != kNoToken && (v.things(t) & k.people).any()) ||
         (v.is_nominal(t) && ((v.things(t) & (k.vehicle | k.facility | k.body)).any() ||
                              (v.mention[t] != kNoToken && is_actor(v, t))));
}

// Part of a name that is an argument already.
bool within_argument(const View& v, const Draft& draft, std::uint32_t t) {
  return v.mention[t] == kNoToken &&
         std::any_of(draft.arguments.begin(), draft.arguments.end(), [&](const Resolved& r) {
           return r.argument.mention.some() && r.argument.tokens.contains(t) &&
                  v.d->mentions[r.argument.mention.value].form == MentionForm::name;
         });
}

// The same mention in the same role, reached by another of its words: "Ohio man James Fields".
bool same_mention(Draft& draft, const Resolved& r) {
  for (Resolved& a : draft.arguments) {
    if (r.argument.mention.some() && a.argument.role == r.argument.role &&
        a.argument.mention.some() && a.argument.mention.value == r.argument.mention.value) {
      a.argument.code = a.argument.code.some() ? a.argument.code : r.argument.code;
      return true;
    }
  }
  return false;
}

}  // namespace sayso::coding
