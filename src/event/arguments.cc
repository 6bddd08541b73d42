// SPDX-License-Identifier: Apache-2.0
// Who fills the roles of a frame: what stands in its slots, who a noun in a slot names as its own
// doer, what a clause is done to; then what cannot be a target is dropped.
#include <algorithm>

#include "base/text.h"
#include "event/resolve.h"

namespace sayso::coding {
namespace {

std::string_view country_of(std::string_view code) {
  return code.substr(0, code.find(' '));
}

}  // namespace

bool already(const Draft& draft, std::uint32_t token) {
  return std::any_of(draft.arguments.begin(), draft.arguments.end(),
                     [&](const Resolved& r) { return r.token == token; });
}

bool same_country(const Resolved& a, const Resolved& b, const View& v) {
  return a.argument.code.some() && b.argument.code.some() &&
         country_of(v.d->string(a.argument.code)) == country_of(v.d->string(b.argument.code));
}

namespace {

// "demanded that the minister resign", "alleged that a teacher bought explosives": it goes to who
// shall do it, or is said to have done it.
bool doer_in_clause(const View& v, std::uint32_t clause, Role role, Draft& draft) {
  const std::string& type = draft.candidate->frame->type;
  const std::uint32_t first = child(v, clause, Deprel::nsubj);
  if (type == "REQUEST" && v.relation(clause) == Deprel::ccomp && is_passive(v, clause) &&
      doer_of_passive(v, clause) == kNoToken && first != kNoToken &&
      (v.things(content_head(v, first)) & v.patterns->kinds.people).any()) {
    return true;  // "demanded that the men be freed": nobody is told who shall do it
  }
  if ((type != "REQUEST" && type != "ACCUSE") || v.relation(clause) != Deprel::ccomp ||
      (type == "ACCUSE" && is_passive(v, clause))) {
    return false;
  }
  const std::uint32_t subject = child(v, clause, Deprel::nsubj);
  if (subject == kNoToken || already(draft, subject)) {
    return false;
  }
  const Resolved r = resolve(v, content_head(v, subject), role);
  if (!r.argument.code.some() && !is_actor(v, r.token)) {
    return false;
  }
  draft.arguments.push_back(r);
  return true;
}

// A clause slot gives what its own event is done to, or else its object and recipients.
void from_clause(const View& v, const Matcher& matcher, std::uint32_t clause, Role role,
                 Draft& draft) {
  if (doer_in_clause(v, clause, role, draft)) {
    return;
  }
  const Candidate* inner = nullptr;
  for (std::size_t i = 0; i < matcher.used; ++i) {
    if (matcher.found[i].token == clause) {
      inner = &matcher.found[i];
    }
  }
  const auto take = [&](const Filler& f) {
    if (already(draft, f.token) || draft.arguments.size() >= kMost) {
      return;
    }
    Resolved r = resolve(v, f.token, role);
    if (r.argument.code.some() || is_actor(v, f.token)) {
      draft.arguments.push_back(r);
    }
  };
  if (inner != nullptr) {
    for (const RoleRule& rule : inner->frame->roles) {
      if (rule.role != Role::target && rule.role != Role::participant &&
          rule.role != Role::beneficiary) {
        continue;
      }
      for (const SlotRef& ref : rule.slots) {
        for (const Filler& f : inner->fillers.list) {
          if (in_slot(v, f, ref)) {
            take(f);
          }
        }
      }
    }
    return;
  }
  Fillers fillers;
  collect(v, clause, fillers);
  for (const Filler& f : fillers.list) {
    if (f.slot == Slot::obj || f.slot == Slot::iobj || f.slot == Slot::prep) {
      take(f);
    }
  }
}

// "A Ukrainian offensive has cut off the city", "killed in shelling by rebels": who does it stands
// at the noun. True if the noun names somebody.
bool agents_of_noun(const View& v, const Matcher& matcher, std::uint32_t noun, Draft& draft) {
  const Candidate* inner = nullptr;
  for (std::size_t i = 0; i < matcher.used; ++i) {
    if (matcher.found[i].token == noun &&
        (v.is_nominal(noun) || v.tokens().xpos[noun] == Xpos::vbg) &&
        matcher.found[i].frame->type == draft.candidate->frame->type) {
      inner = &matcher.found[i];
    }
  }
  if (inner == nullptr) {
    return false;
  }
  const std::size_t before = draft.arguments.size();
  for (const RoleRule& rule : inner->frame->roles) {
    if (rule.role != Role::agent) {
      continue;
    }
    for (const SlotRef& ref : rule.slots) {
      for (const Filler& f : inner->fillers.list) {
        const bool by = v.is_verb(noun) && ref.slot == Slot::subj && f.slot == Slot::prep &&
                        v.lower(f.preposition) == "by";  // "damaged by shelling by soldiers"
        if ((!in_slot(v, f, ref) && !by) || f.borrowed || already(draft, f.token)) {
          continue;
        }
        const Resolved r = resolve(v, f.token, Role::agent);
        if (r.argument.code.some() || (f.slot != Slot::mod && is_actor(v, f.token))) {
          draft.arguments.push_back(r);
        }
      }
    }
  }
  return draft.arguments.size() > before;
}

// "damaged by shelling by soldiers", the shelling read as a verb without a frame of its own.
void agents_of_gerund(const View& v, std::uint32_t gerund, Draft& draft) {
  Fillers inner;
  collect(v, gerund, inner);
  for (const Filler& f : inner.list) {
    if (f.slot == Slot::prep && v.lower(f.preposition) == "by" && !already(draft, f.token)) {
      draft.arguments.push_back(resolve(v, f.token, Role::agent));
    }
  }
}

// "Put out a report accusing", "a resolution of the council demanding": whose paper it is speaks.
// The token itself, if it is no paper or nobody is said to have made it.
std::uint32_t author_of(const View& v, std::string_view type, std::uint32_t t) {
  if ((type != "ACCUSE" && type != "REQUEST" && type != "SUPPORT") || !v.is_nominal(t) ||
      entity_code(v, t).some() ||
      (v.things(t) & (v.patterns->kinds.papers | v.patterns->kinds.agreement)).none()) {
    return t;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    const bool theirs = v.tokens().deprel[c] == Deprel::nmod_poss ||
                        (v.relation(c) == Deprel::nmod && has_case(v, c, {"by", "of", "from"}));
    if (theirs && entity_code(v, c).some()) {
      return c;
    }
  }
  const std::uint32_t verb = v.tokens().head[t];
  if (v.relation(t) == Deprel::obj && v.is_verb(verb)) {
    std::vector<std::uint32_t> subjects;
    bool passive = false;
    collect_subjects(v, verb, subjects, passive);
    if (!subjects.empty() && !passive && entity_code(v, subjects.front()).some()) {
      return subjects.front();
    }
  }
  return t;
}

// "Turkish and Greek negotiators", "the leaders of France, Germany and Spain": one noun, many
// sides.
void second_side(const View& v, const Resolved& first, Draft& draft) {
  for (const std::uint32_t c : v.d->children.of(first.token)) {
    const Deprel relation = v.relation(c);
    const bool of = c > first.token && relation == Deprel::nmod && has_case(v, c, {"of", "from"});
    const bool before =
        c < first.token && (relation == Deprel::amod || relation == Deprel::compound ||
                            v.tokens().deprel[c] == Deprel::nmod_poss);
    if (!of && !before) {
      continue;
    }
    for (const std::uint32_t other : v.d->children.of(c)) {
      if (v.relation(other) != Deprel::conj || (before && other > first.token)) {
        continue;
      }
      std::string_view country = v.patterns->country(v.d->symbols.fold(v.tokens().lower[other]));
      if (first.argument.code.some() && country == country_of(v.d->string(first.argument.code))) {
        country = v.patterns->country(v.d->symbols.fold(v.tokens().lower[c]));  // the other of two
      }
      if (country.empty() || !first.argument.code.some() || draft.arguments.size() >= 2 * kMost) {
        continue;
      }
      const std::string_view whole = v.d->string(first.argument.code);
      const std::size_t blank = whole.find(' ');
      Resolved second = first;
      std::string code(country_of(country));
      code += blank == std::string_view::npos ? std::string_view{} : whole.substr(blank);
      if (code == whole) {
        continue;
      }
      second.argument.code = v.d->symbols.intern(code);
      second.argument.tokens = {other, other + 1};
      second.argument.mention = MentionId::none();
      second.argument.name = Symbol::none();
      draft.arguments.push_back(second);
    }
  }
}

// A word that tells of force itself: "the attack killed two".
bool is_deed(const Matcher& matcher, std::uint32_t token) {
  for (std::size_t i = 0; i < matcher.used; ++i) {
    if (matcher.found[i].token == token && matcher.found[i].frame->type == "ASSAULT") {
      return true;
    }
  }
  return false;
}

// "Investigating the murder of a priest": who suffered the deed is not blamed for it.
bool suffered_it(const View& v, const Matcher& matcher, const Candidate& c, const Filler& f) {
  if (c.frame->type != "ACCUSE" || f.slot != Slot::prep) {
    return false;
  }
  const std::uint32_t deed = v.tokens().head[f.token];
  return deed != c.token && v.is_nominal(deed) && is_deed(matcher, deed) &&
         has_case(v, f.token, {"of", "on", "against"});
}

void one_role(const View& v, const Matcher& matcher, const RoleRule& rule, Draft& draft) {
  const Candidate& c = *draft.candidate;
  for (const SlotRef& ref : rule.slots) {
    const std::size_t before = draft.arguments.size();
    for (const Filler& f : c.fillers.list) {
      if (draft.arguments.size() >= 2 * kMost) {
        return;
      }
      if (!in_slot(v, f, ref) || already(draft, f.token) || f.token == c.fillers.blame) {
        continue;
      }
      if (rule.role == Role::target && suffered_it(v, matcher, c, f)) {
        continue;
      }
      if (within_argument(v, draft, f.token) ||
          (f.slot == Slot::mod && (v.things(f.token) & v.patterns->kinds.likeness).any())) {
        continue;  // "the Securities and EXCHANGE Commission"; "a Madrid-STYLE bombing"
      }
      if (std::find(c.with.begin(), c.with.end(), f.token) != c.with.end() &&
          !(f.slot == Slot::obj && rule.role == Role::target && suffers(v, f.token))) {
        continue;  // "took control"; but "accepted refugees", "looted trucks" is done to them
      }
      if (f.slot == Slot::clause) {
        from_clause(v, matcher, f.token, rule.role, draft);
        continue;
      }
      if (rule.role == Role::agent && agents_of_noun(v, matcher, f.token, draft)) {
        continue;
      }
      if (rule.role == Role::agent && v.tokens().xpos[f.token] == Xpos::vbg) {
        agents_of_gerund(v, f.token, draft);
        continue;
      }
      const std::uint32_t side =
          rule.role == Role::agent ? author_of(v, c.frame->type, f.token) : f.token;
      if (side != f.token && already(draft, side)) {
        continue;
      }
      Resolved r = resolve(v, side, rule.role);
      if (f.slot == Slot::mod && !r.argument.code.some()) {
        continue;  // "air strikes": not every modifier is an actor
      }
      if (v.mention[f.token] == kNoToken &&  // "Jan Jager" is no month
          ((v.things(f.token) & v.patterns->kinds.time).any() || v.is_verb(f.token))) {
        continue;  // "halted aid in line with efforts TO END the fighting": no actor
      }
      const ThingMask arms = v.patterns->kinds.arms;
      const bool deed = v.is_nominal(f.token) && is_deed(matcher, f.token);
      if (rule.role == Role::agent && ((v.things(f.token) & arms).any() || deed) &&
          !r.argument.code.some()) {
        r.argument.role = Role::instrument;  // "a bomb attack destroyed the station"
      }
      if (deed && rule.role == Role::target && c.frame->type == "ACCUSE" && !has_doer(v, f.token)) {
        r.argument.role = Role::object;  // "condemned the killing of two": nobody is told of
        r.argument.code = Symbol::none();
      }
      if (!same_mention(draft, r)) {
        draft.arguments.push_back(r);
        second_side(v, r, draft);
      }
    }
    if (draft.arguments.size() > before) {
      return;
    }
  }
}

}  // namespace

namespace {

bool stands_under(const View& v, std::uint32_t token, std::uint32_t above) {
  for (std::uint32_t i = 0; i < 2 * kMost && token != above; ++i) {
    if (v.tokens().is_root(token)) {
      return false;
    }
    token = v.tokens().head[token];
  }
  return token == above;
}

// "threatened to break relations unless the Kremlin closed the base": who must act is meant.
bool target_of_condition(const View& v, Draft& draft) {
  const Frame& frame = *draft.candidate->frame;
  if (frame.type != "THREATEN" && frame.type != "REQUEST") {
    return false;
  }
  std::uint32_t agent = kNoToken;
  for (const Resolved& r : draft.arguments) {
    agent = r.argument.role == Role::agent ? v.entity_of(r.token) : agent;
  }
  const TokenRange sentence = v.d->sentence_tokens(draft.candidate->token);
  for (std::uint32_t c = sentence.begin; c < sentence.end; ++c) {
    const std::uint32_t mark =
        v.relation(c) == Deprel::advcl ? child(v, c, Deprel::mark) : kNoToken;
    if (mark == kNoToken || v.modality(mark, Govern::mark) == nullptr ||
        !stands_under(v, c, draft.candidate->token)) {
      continue;
    }
    std::vector<std::uint32_t> subjects;
    bool passive = false;
    collect_subjects(v, c, subjects, passive);
    for (const std::uint32_t s : subjects) {
      const Resolved r = resolve(v, s, Role::target);
      if (r.argument.code.some() && !already(draft, s) &&
          (agent == kNoToken || v.entity_of(s) != agent)) {
        draft.arguments.push_back(r);
        return true;
      }
    }
  }
  return false;
}

// "imposed a curfew in Abidjan": where nobody else is named, it is done to the place.
bool place_as_target(const View& v, Draft& draft) {
  for (const Filler& f : draft.candidate->fillers.list) {
    const bool somewhere =
        v.place[f.token] != kNoToken || (f.slot == Slot::prep && v.dated[f.token] == 0 &&
                                         (v.things(f.token) & v.patterns->kinds.site).any() &&
                                         place_inside(v, f.token).some());  // "in Punjab province"
    if (f.slot != Slot::prep || !somewhere || already(draft, f.token) ||
        !(v.things(f.preposition) & v.patterns->kinds.location).any()) {
      continue;
    }
    draft.arguments.push_back(resolve(v, f.token, Role::target));
    return true;
  }
  return false;
}

}  // namespace

namespace {

// "The spokesman says the surplus will grow and has accused the minister": the second verb, joined
// to what is said, is the speaker's where what it would have for its doer is nobody.
void speaker_does_it(const View& v, Draft& draft) {
  const std::uint32_t verb = draft.candidate->token;
  const std::uint32_t said = v.tokens().head[verb];
  if (!is_verbal(draft) || v.relation(verb) != Deprel::conj || v.relation(said) != Deprel::ccomp ||
      child(v, verb, Deprel::nsubj) != kNoToken) {
    return;
  }
  for (Resolved& r : draft.arguments) {
    if (r.argument.role != Role::agent || r.argument.code.some() || is_actor(v, r.token)) {
      continue;
    }
    std::vector<std::uint32_t> speakers;
    bool passive = false;
    collect_subjects(v, v.tokens().head[said], speakers, passive);
    if (!speakers.empty() && is_actor(v, speakers.front())) {
      r = resolve(v, speakers.front(), Role::agent);
    }
    return;
  }
}

}  // namespace

void fill_arguments(const View& v, const Matcher& matcher, Draft& draft) {
  const Frame& frame = *draft.candidate->frame;
  for (const RoleRule& rule : frame.roles) {
    one_role(v, matcher, rule, draft);
  }
  drop_thing_beside_sides(v, draft);
  all_of_list(v, draft);
  speaker_does_it(v, draft);
  drop_no_sides(v, draft);
  bool agent = false, target = false;
  for (const Resolved& r : draft.arguments) {
    agent = agent || r.argument.role == Role::agent;
    target = target || r.argument.role == Role::target;
  }
  if (!agent && v.is_verb(draft.candidate->token)) {
    for (const Filler& f : draft.candidate->fillers.list) {
      if (f.slot == Slot::prep && agents_of_noun(v, matcher, f.token, draft)) {
        break;
      }
    }
  }
  agent = agent || user_of_instrument(v, draft) || moved_forces(v, draft) ||
          doer_of_force(v, matcher, draft);
  target = target || receiver_in_gift(v, draft);
  if (agent && !target && takes_partner(draft)) {
    far_partner(v, draft);
    target = draft.arguments.back().argument.role == Role::target;
  }
  if (!agent && target) {
    subject_of_clause(v, draft);
  }
  target = target || target_of_condition(v, draft) || side_of_exchanged(v, draft) ||
           doer_of_earlier(v, matcher, draft) || owner_of_matter(v, draft) ||
           subject_of_content(v, draft);
  if (!target && frame.place_target && v.is_verb(draft.candidate->token)) {
    target = place_as_target(v, draft);
  }
  if ((frame.flags & kReciprocal) != 0 && !target) {
    std::uint32_t agents = 0;
    for (const Resolved& r : draft.arguments) {
      const Xpos x = v.tokens().xpos[r.token];
      const bool many = x == Xpos::nns && is_actor(v, r.token);  // "European leaders met"
      agents += r.argument.role == Role::agent ? (many ? 2 : 1) : 0;
    }
    if (agents > 1) {  // "A and B met": both do it to each other
      for (Resolved& r : draft.arguments) {
        if (r.argument.role == Role::agent) {
          r.argument.role = Role::participant;
        }
      }
    }
  }
}

}  // namespace sayso::coding
