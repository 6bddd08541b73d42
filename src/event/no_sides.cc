// SPDX-License-Identifier: Apache-2.0
// What was found in a slot and is no side of the event: things that do nothing, topics, the doer's
// own things, the doer again.
#include <algorithm>

#include "event/resolve.h"

namespace sayso::coding {

bool is_verbal(const Draft& draft) {
  return (draft.candidate->frame->traits & kWords) != 0;
}

namespace {

// Where the same role holds somebody known, things that are nobody go: "in response to unrest".
void drop_vague_targets(const View& v, Draft& draft) {
  const auto known = [&](const Resolved& r) {
    return r.argument.code.some() || r.place.some() || is_actor(v, r.token);
  };
  const auto target = [](const Resolved& r) { return r.argument.role == Role::target; };
  const bool some = std::any_of(draft.arguments.begin(), draft.arguments.end(),
                                [&](const Resolved& r) { return target(r) && known(r); });
  if (some) {
    std::erase_if(draft.arguments, [&](const Resolved& r) {
      return target(r) && !known(r) &&
             (v.things(r.token) & (v.patterns->kinds.facility | v.patterns->kinds.site |
                                   v.patterns->kinds.vehicle | v.patterns->kinds.weapon))
                 .none();
    });
  }
}

// "stay in office": a word that names nobody and nothing known is no target.
void drop_nobody(const View& v, Draft& draft) {
  if (!draft.candidate->frame->count.empty()) {
    return;  // "five killed", "killed a proprietor": who is counted is somebody
  }
  const auto& kinds = v.patterns->kinds;
  std::erase_if(draft.arguments, [&](const Resolved& r) {
    const ThingMask known = v.things(r.token) & ~(kinds.time | kinds.measure | kinds.money);
    return r.argument.role == Role::target && !r.argument.code.some() && !r.place.some() &&
           !r.argument.mention.some() && !is_actor(v, r.token) && known.none();
  });
}

// No mention, or one of a happening or a paper: "snap elections", "the pact".
bool names_no_side(const View& v, const Resolved& r) {
  if (!r.argument.mention.some()) {
    return true;
  }
  const MentionKind kind = v.d->mentions[r.argument.mention.value].kind;
  return kind == MentionKind::event || kind == MentionKind::agreement || kind == MentionKind::other;
}

// "agreed to a ceasefire", "denied land for the construction", "applauded lower taxes": what it is
// about is no side.
void topic_is_no_target(const View& v, Draft& draft) {
  const ThingMask topics = v.patterns->kinds.topics;
  for (Resolved& r : draft.arguments) {
    const bool thing =
        (is_verbal(draft) || draft.candidate->frame->type == "SANCTION") && names_no_side(v, r);
    if (r.argument.role == Role::target && !r.argument.code.some() && !r.place.some() &&
        !is_actor(v, r.token) && (thing || (v.things(r.token) & topics).any())) {
      r.argument.role = Role::object;
    }
  }
}

// "threatened to close its airspace": what is the doer's own is no other side.
void own_thing_is_no_target(const View& v, Draft& draft) {
  std::uint32_t agent = kNoToken;
  for (const Resolved& r : draft.arguments) {
    agent = r.argument.role == Role::agent ? v.entity_of(r.token) : agent;
  }
  for (Resolved& r : draft.arguments) {
    if (agent == kNoToken || r.argument.role != Role::target ||
        (!is_verbal(draft) && draft.candidate->frame->type != "AID") ||
        (v.things(r.token) & v.patterns->kinds.otherside).any()) {
      continue;
    }
    for (const std::uint32_t c : v.d->children.of(r.token)) {
      if (v.tokens().deprel[c] == Deprel::nmod_poss && v.tokens().upos[c] == Upos::pron &&
          v.entity_of(c) == agent) {
        r.argument.role = Role::object;
      }
    }
  }
}

// A target that is the doer again: by the same word, the same words or a pronoun.
bool is_self(const View& v, const Resolved& doer, const Resolved& target) {
  const std::uint32_t entity = v.entity_of(target.token);
  if (target.argument.role != Role::target || entity == kNoToken ||
      v.entity_of(doer.token) != entity) {
    return false;
  }
  return v.mention[doer.token] == v.mention[target.token] ||
         v.lemma(doer.token) == v.lemma(target.token) ||
         v.tokens().upos[doer.token] == Upos::pron || v.tokens().upos[target.token] == Upos::pron;
}

// "Officials are accused of awarding themselves money", "promised to balance French finances": the
// doer is no other side, and neither is a thing of the doer's country that is no actor.
void self_is_no_target(const View& v, Draft& draft) {
  const Frame& frame = *draft.candidate->frame;
  if (frame.from_speaker || !frame.count.empty()) {
    return;
  }
  const std::vector<Resolved> all = draft.arguments;
  bool reflexive = false;
  const auto any_agent = [&](const auto& test) {
    return std::any_of(all.begin(), all.end(), [&](const Resolved& a) {
      return a.argument.role == Role::agent && test(a);
    });
  };
  for (const Resolved& r : all) {
    for (Resolved& a : draft.arguments) {
      if (a.argument.role == Role::agent && !a.argument.code.some() && is_self(v, a, r)) {
        a.argument.code = r.argument.code;
      }
    }
  }
  std::erase_if(draft.arguments, [&](const Resolved& r) {
    const bool self = any_agent([&](const Resolved& a) { return is_self(v, a, r); });
    reflexive = reflexive || self;
    return self;
  });
  const bool other = std::any_of(draft.arguments.begin(), draft.arguments.end(),
                                 [](const Resolved& r) { return r.argument.role != Role::agent; });
  if (reflexive && !other && frame.type == "AID") {
    draft.arguments.clear();  // nobody helps oneself
    return;
  }
  for (Resolved& r : draft.arguments) {
    if (r.argument.role == Role::target && frame.type == "AGREE" && names_no_side(v, r) &&
        !is_actor(v, r.token) &&
        any_agent([&](const Resolved& a) { return same_country(a, r, v); })) {
      r.argument.role = Role::object;
    }
  }
}

}  // namespace

// "The tone was set by talks between A and B": what is no actor does nothing where two sides are.
void drop_thing_beside_sides(const View& v, Draft& draft) {
  const bool sides =
      std::any_of(draft.arguments.begin(), draft.arguments.end(), [](const Resolved& r) {
        return r.argument.role == Role::participant && r.argument.code.some();
      });
  if (sides) {
    std::erase_if(draft.arguments, [&](const Resolved& r) {
      return r.argument.role == Role::agent && !r.argument.code.some() && !is_actor(v, r.token);
    });
  }
}

void drop_no_sides(const View& v, Draft& draft) {
  drop_nobody(v, draft);
  drop_vague_targets(v, draft);
  topic_is_no_target(v, draft);
  own_thing_is_no_target(v, draft);
  self_is_no_target(v, draft);
  drop_own_country(v, draft);
}

}  // namespace sayso::coding
