// SPDX-License-Identifier: Apache-2.0
// What a report is about decides who may do public things in it: in reports of sport and of
// business the words of politics and war mostly tell of players and firms.
#include <algorithm>

#include "base/text.h"
#include "event/told.h"

namespace sayso::coding {
namespace {

constexpr std::string_view kNoCountry = "UNK";

// Some sector of a code, "RUS GOV MIL", passes.
template <typename Test>
bool any_sector(std::string_view code, const Test& test) {
  const std::size_t blank = code.find(' ');
  bool some = false;
  if (blank != std::string_view::npos) {
    for_each_part(
        code.substr(blank + 1), [&](std::string_view sector) { some = some || test(sector); }, ' ');
  }
  return some;
}

// A state, court, police, the armed.
bool has_power(const View& v, const Resolved& r) {
  if (!r.argument.code.some()) {
    return (v.things(r.token) & v.patterns->kinds.publics).any();
  }
  return any_sector(v.d->string(r.argument.code),
                    [&](std::string_view sector) { return v.patterns->has_power(sector); });
}

// A country as such, by its name, its adjective or its people: no firm and no thing of that
// country.
bool is_country(const View& v, const Resolved& r) {
  const std::string_view code = v.d->string(r.argument.code);
  if (code == kNoCountry || v.patterns->is_private(code)) {
    return false;
  }
  if (v.tokens().upos[r.token] == Upos::adj ||
      (v.things(r.token) & v.patterns->kinds.publics).any()) {
    return true;
  }
  const std::uint32_t m = v.mention[r.token];
  if (m == kNoToken) {
    return v.place[r.token] != kNoToken;
  }
  const Mention& own = v.d->mentions[m];
  const Mention& mention = own.form == MentionForm::pronoun
                               ? v.d->mentions[v.d->entities[own.entity.value].first.value]
                               : own;
  return mention.code.some() &&
         (mention.kind == MentionKind::place || mention.kind == MentionKind::group ||
          v.patterns->country_name(code) == nullptr);  // "the EU"
}

// "The former executive": without a country, nobody's official.
bool is_nobodys(const View& v, const Resolved& r) {
  const std::string_view code = v.d->string(r.argument.code);
  const Xpos x = v.tokens().xpos[r.token];
  const bool somebody = r.argument.mention.some() && x != Xpos::nns && x != Xpos::nnps &&
                        v.d->mentions[r.argument.mention.value].kind == MentionKind::person;
  return code.starts_with(kNoCountry) && somebody;
}

bool surely_public(const View& v, const Resolved& r) {
  if (!r.argument.code.some()) {
    return has_power(v, r);
  }
  if (has_power(v, r)) {
    return !is_nobodys(v, r);
  }
  if (v.d->string(r.argument.code).find(' ') == std::string_view::npos) {
    return is_country(v, r);
  }
  return is_public(v, r) && !is_nobodys(v, r);
}

bool is_doer(const Resolved& r) {
  return r.argument.role == Role::agent || r.argument.role == Role::participant;
}

bool fits_sport(const View& v, const Draft& draft) {
  const Frame& frame = *draft.candidate->frame;
  int powers = 0;
  bool doer = false;
  for (const Resolved& r : draft.arguments) {
    const bool one = has_power(v, r);
    powers += one ? 1 : 0;
    doer = doer || (one && is_doer(r));
  }
  const bool force = frame.type == "ASSAULT" || frame.type == "COERCE" ||
                     frame.context.find("legal") != std::string::npos;
  return powers >= 2 || (doer && force) || frame.count == "killed";
}

// Arms or the armed are named: force is meant.
bool is_armed_force(const View& v, const Draft& draft) {
  const auto& k = v.patterns->kinds;
  return std::any_of(draft.arguments.begin(), draft.arguments.end(), [&](const Resolved& r) {
    const bool armed = (v.things(r.token) & (k.arms | k.troops | k.criminal | k.hostile)).any();
    const bool sector = r.argument.code.some() &&
                        any_sector(v.d->string(r.argument.code),
                                   [&](std::string_view s) { return v.patterns->is_armed(s); });
    return r.argument.role == Role::instrument || armed || sector;
  });
}

bool fits_business(const View& v, const Draft& draft) {
  const Frame& frame = *draft.candidate->frame;
  const std::uint32_t word = draft.candidate->token;
  const bool bare_noun = v.is_nominal(word) && draft.candidate->fillers.light == kNoToken;
  if (draft.reading.factuality == Factuality::u || (bare_noun && frame.type == "REQUEST")) {
    return false;  // "if convicted", "demand for oil"
  }
  const bool done_together = frame.type == "AGREE" || frame.type == "COOPERATE";
  bool doer = false, doer_public = false, other_power = false, other = false;
  for (const Resolved& r : draft.arguments) {
    if (is_doer(r)) {
      doer = true;
      doer_public = doer_public || surely_public(v, r);
    } else {
      const bool bare = r.argument.code.some() && !done_together &&
                        v.d->string(r.argument.code).find(' ') == std::string_view::npos;
      other_power = other_power || has_power(v, r) || (bare && is_country(v, r));
      other = other || known_actor(v, r);
    }
  }
  if (frame.type == "ASSAULT" && frame.count.empty()) {
    return is_armed_force(v, draft);  // "the ministry targets", "a push", "takes"
  }
  if (doer_public) {
    return true;
  }
  if (doer) {
    return other_power && (frame.traits & kToStates) != 0;
  }
  // A court is not always named.
  const bool legal = frame.context.find("legal") != std::string::npos || frame.type == "COERCE" ||
                     !frame.count.empty();
  return legal ? other : other_power;
}

}  // namespace

// "At a meeting of the agency": one side alone, and only where something else happened.
bool is_setting(const View& v, const Draft& draft) {
  const Candidate& c = *draft.candidate;
  return c.frame->type == "CONSULT" && v.is_nominal(c.token) && c.fillers.light == kNoToken &&
         draft.arguments.size() < 2 &&
         (v.relation(c.token) == Deprel::obl || v.relation(c.token) == Deprel::nmod);
}

namespace {

// "Briefed reporters", "spoke to journalists": what is said to the press is a claim.
bool is_for_press(const View& v, const Draft& draft) {
  bool press = false, other = false;
  for (const Resolved& r : draft.arguments) {
    if (!is_doer(r)) {
      const bool media = (v.things(r.token) & v.patterns->kinds.media).any();
      press = press || media;
      other = other || (!media && r.argument.role == Role::target);
    }
  }
  return draft.candidate->frame->type == "CONSULT" && press && !other;
}

}  // namespace

bool fits_subject(const View& v, const Draft& draft) {
  if (is_setting(v, draft) || is_for_press(v, draft)) {
    return false;
  }
  const Frame& frame = *draft.candidate->frame;
  if (v.mishap && frame.type == "ASSAULT" && !frame.count.empty() &&
      std::none_of(draft.arguments.begin(), draft.arguments.end(), [&](const Resolved& r) {
        return r.argument.role == Role::instrument || (is_doer(r) && r.argument.code.some());
      })) {
    return false;  // "one passenger was injured": nobody did it
  }
  if (v.sporting) {
    return fits_sport(v, draft);
  }
  return !v.business || fits_business(v, draft);
}

}  // namespace sayso::coding
