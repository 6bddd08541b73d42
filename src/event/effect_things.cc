// SPDX-License-Identifier: Apache-2.0
// Which states a thing can have, and which names are worth telling a state of.
#include <algorithm>

#include "event/effect_names.h"
#include "event/naming.h"

namespace sayso::coding {
namespace {

bool lies_at(const View& v, std::uint32_t t) {
  const auto children = v.d->children.of(t);
  return std::any_of(children.begin(), children.end(), [&](std::uint32_t c) {
    return v.relation(c) == Deprel::nmod && v.tokens().upos[c] == Upos::propn &&
           has_case(v, c, {"in", "at", "near", "of"});
  });
}

}  // namespace

bool place_is_water(const View& v, std::uint32_t t) {
  if (v.place[t] == kNoToken) {
    return false;
  }
  const std::string_view kind = v.d->string(v.d->places[v.place[t]].kind);
  return kind == "strait" || kind == "canal" || kind == "crossing" || kind == "bridge";
}

// A state variable only makes sense for some things: no "control" of a person.
bool makes_sense(const View& v, StateVariable variable, const Resolved& r) {
  const std::uint32_t t = r.token;
  const MentionKind k = kind_of(v, t);
  const bool site = k == MentionKind::place || k == MentionKind::facility ||
                    v.place[t] != kNoToken || has_thing(v, t, "site") || has_thing(v, t, "part") ||
                    (v.things(t) & v.patterns->kinds.built).any();
  const ThingMask kinds = v.things(t);
  const auto& known = v.patterns->kinds;
  const bool named = v.tokens().upos[t] == Upos::propn || v.craft[t] != kNoToken;
  const bool nothing = !named && !has_thing(v, t, "network") &&
                       (kinds & (known.market | known.money | known.measure | known.time |
                                 v.patterns->thing("abstract")))
                           .any();
  const bool force = has_thing(v, t, "troops") || k == MentionKind::group ||
                     k == MentionKind::organization || r.argument.code.some();
  switch (variable) {
    case StateVariable::control:
    case StateVariable::access:
      return (site || may_be_place(v, t)) && !nothing &&
             (named || v.place[t] != kNoToken || (kinds & known.body).none() ||
              k == MentionKind::facility);
    case StateVariable::condition:
      return !nothing && (site || force || has_thing(v, t, "vehicle") || k == MentionKind::vehicle);
    case StateVariable::custody:
      if (k == MentionKind::place && v.craft[t] == kNoToken) {
        return false;
      }
      if (is_told_as_thing(v, t) ||
          (v.relation(t) == Deprel::conj && is_told_as_thing(v, v.tokens().head[t]))) {
        return false;
      }
      if ((k == MentionKind::organization && v.craft[t] == kNoToken &&
           v.tokens().upos[t] == Upos::propn) ||
          (has_thing(v, t, "captive") && v.d->children.of(t).empty())) {
        return false;  // "taken hostage"
      }
      return k == MentionKind::person || k == MentionKind::group || has_thing(v, t, "people") ||
             has_thing(v, t, "troops") || has_thing(v, t, "leader") ||
             (kinds & (known.craft | v.patterns->thing("seizure"))).any() ||
             v.tokens().upos[t] == Upos::propn || v.tokens().upos[t] == Upos::pron ||
             (v.tokens().upos[t] == Upos::noun && kinds.none() && v.mention[t] == kNoToken);
    case StateVariable::posture:
      return force;
    case StateVariable::position:
      return force || !craft_name(v, t).empty();
    case StateVariable::status:
      if ((kinds & known.market).any() && !named && !lies_at(v, t)) {
        return false;  // "when the market is down"; but "the market in Tarma is open"
      }
      if (k == MentionKind::organization && (kinds & known.body).any() && v.craft[t] == kNoToken) {
        return false;  // "the Suez Canal Authority"
      }
      if ((kinds & (known.people | known.body)).any() &&
          (kinds & (known.agreement | known.built | known.flow | v.patterns->thing("talks")))
              .none()) {
        return false;  // "talks between the company and the union broke down": no union did
      }
      return named || !nothing || (kinds & (known.agreement | known.built | known.flow)).any();
    case StateVariable::substitute:
      return true;
  }
  return true;
}

// A state is of something: "it" is nothing one can ask for, a plan is neither reached nor signed.
// What a report leaves without a name ("two bridges") is told and not kept apart from others of its
// kind: src/state shows such things only when asked to.
bool says_whose(const View& v, StateVariable variable, std::uint32_t t, std::string_view value,
                std::string_view name) {
  if (v.tokens().upos[t] == Upos::pron && v.d->string(v.tokens().form[t]) == name) {
    return false;
  }
  return variable != StateVariable::status || !has_thing(v, t, "agreement") ||
         !has_thing(v, t, "proposal") || (value != "reached" && value != "signed");
}

}  // namespace sayso::coding
