// SPDX-License-Identifier: Apache-2.0
#include "mention/pronouns.h"

#include <algorithm>
#include <cmath>

namespace sayso::mention {

void PronounRanker::joined(const Found& f) {
  std::uint32_t& first = first_in_sentence_[t_.sentence[f.head]];
  if (first == kNone && eligible(f)) {
    first = f.entity;
  }
  const Place g = place_of(f.head);
  std::uint32_t& subject = subject_[t_.sentence[f.head]];
  if (g.role == Role::subj && t_.is_root(t_.head[g.at]) && subject == kNone && eligible(f)) {
    subject = f.entity;
  }
}

bool PronounRanker::governs(std::uint32_t name, std::uint32_t row) const {
  const Place g = place_of(b_.found[name].head);
  return g.role == Role::subj && !t_.is_root(g.at) &&
         under(b_.found[row].head, t_.head[g.at], kAhead);
}

void PronounRanker::front(std::uint32_t entity, std::uint32_t row) {
  fronted_ = entity;
  bool there = entity == kNone;
  for (const Candidate& c : candidates_) {
    there = there || c.entity == entity;
  }
  if (!there) {
    candidates_.push_back({entity, row});
  }
}

// Persons; and names of one word that no table knows, whose kind is a guess.
bool PronounRanker::eligible(const Found& f) const {
  if (f.form == MentionForm::pronoun) {
    return f.gender != 0;
  }
  if (f.kind == MentionKind::person) {
    return true;
  }
  const bool guess = f.kind == MentionKind::place || f.kind == MentionKind::organization;
  return f.form == MentionForm::name && guess && f.tokens.size() == 1 && !f.code.some() &&
         !(f.kind == MentionKind::place && f.entity != kNone && entities_[f.entity].located);
}

void PronounRanker::gather(std::uint32_t row) {
  candidates_.clear();
  seen_.resize(entities_.size(), 0);
  const std::uint32_t here = t_.sentence[b_.found[row].head];
  for (std::uint32_t back = row; back-- > 0 && row - back < kWindow;) {
    const Found& g = b_.found[back];
    if (here - t_.sentence[g.head] > kSentences) {
      break;
    }
    if (g.entity == kNone || !eligible(g) || seen_[g.entity] == row + 1) {
      continue;
    }
    seen_[g.entity] = row + 1;
    if (agree(row, entities_[g.entity].gender)) {
      candidates_.push_back({g.entity, back});
    }
  }
}

PronounRanker::Place PronounRanker::place_of(std::uint32_t token) const {
  std::uint32_t at = token;
  for (int up = 0; up < 3 && !t_.is_root(at); ++up) {
    const Deprel r = base_relation(t_.deprel[at]);
    if (r != Deprel::conj && r != Deprel::flat && r != Deprel::appos) {
      break;
    }
    at = t_.head[at];
  }
  Place p{Role::other, at, at};
  switch (t_.deprel[at]) {
    case Deprel::nsubj:
    case Deprel::nsubj_pass:
      p.role = Role::subj;
      break;
    case Deprel::obj:
    case Deprel::iobj:
      p.role = Role::obj;
      break;
    case Deprel::obl:
      p.role = Role::obl;
      break;
    case Deprel::obl_agent:
      p.role = Role::agent;
      break;
    case Deprel::nmod_poss:
      p.role = Role::poss;
      break;
    case Deprel::nmod:
      p.role = Role::nmod;
      break;
    case Deprel::compound:
      p.role = Role::compound;
      break;
    default:
      break;
  }
  for (int up = 0; up < 12 && !t_.is_root(p.verb); ++up) {
    p.verb = t_.head[p.verb];
    if (t_.upos[p.verb] == Upos::verb || t_.upos[p.verb] == Upos::aux) {
      break;
    }
  }
  return p;
}

bool PronounRanker::under(std::uint32_t token, std::uint32_t above, int steps) const {
  std::uint32_t at = token;
  for (int up = 0; up < steps && !t_.is_root(at); ++up) {
    at = t_.head[at];
    if (at == above) {
      return true;
    }
  }
  return false;
}

namespace {

// The features of one role: anywhere, in the pronoun's sentence, in the one before.
constexpr CorefFeature kRoles[8][3] = {
    {CorefFeature::r_subj, CorefFeature::r0_subj, CorefFeature::r1_subj},
    {CorefFeature::r_obj, CorefFeature::r0_obj, CorefFeature::r1_obj},
    {CorefFeature::r_obl, CorefFeature::r0_obl, CorefFeature::r1_obl},
    {CorefFeature::r_poss, CorefFeature::r0_poss, CorefFeature::r1_poss},
    {CorefFeature::r_nmod, CorefFeature::r0_nmod, CorefFeature::r1_nmod},
    {CorefFeature::r_compound, CorefFeature::r0_compound, CorefFeature::r1_compound},
    {CorefFeature::r_agent, CorefFeature::r0_agent, CorefFeature::r1_agent},
    {CorefFeature::r_other, CorefFeature::r0_other, CorefFeature::r1_other}};

}  // namespace

std::size_t PronounRanker::role_pair(Role pronoun, Role mention) {
  const std::size_t own = pronoun == Role::subj ? 0 : pronoun == Role::poss ? 1 : 2;
  std::size_t other = 3;
  switch (mention) {
    case Role::subj:
      other = 0;
      break;
    case Role::obj:
    case Role::obl:
    case Role::agent:
      other = 1;
      break;
    case Role::poss:
      other = 2;
      break;
    default:
      break;
  }
  return own * 4 + other;
}

template <typename Add>
void PronounRanker::describe_distance(std::uint32_t row, const Candidate& c, const Place& g,
                                      Add&& add) const {
  const Found& f = b_.found[row];
  const Found& m = b_.found[c.row];
  const auto& role = kRoles[static_cast<int>(g.role)];
  add(role[0], 1.0F);
  if (c.entity == kNone) {
    add(CorefFeature::after, 1.0F);
  } else {
    static constexpr CorefFeature kFar[] = {CorefFeature::d0, CorefFeature::d1, CorefFeature::d2,
                                            CorefFeature::d3};
    const std::uint32_t far = t_.sentence[f.head] - t_.sentence[m.head];
    add(kFar[std::min(far, kSentences)], 1.0F);
    if (far < 2) {
      add(role[far + 1], 1.0F);
    }
  }
  const std::size_t pair = role_pair(place_of(f.head).role, g.role);
  const std::uint32_t far =
      c.entity == kNone || c.row > row ? 0 : t_.sentence[f.head] - t_.sentence[m.head];
  if (c.entity != kNone && c.row < row) {
    add(static_cast<CorefFeature>(static_cast<std::size_t>(CorefFeature::pair) + pair * 3 +
                                  std::min(far, 2U)),
        1.0F);
  }
  const auto tokens =
      static_cast<float>(c.row > row ? m.tokens.begin - f.tokens.begin
                                     : f.tokens.begin - std::min(f.tokens.begin, m.tokens.begin));
  add(CorefFeature::tok, -std::log1p(tokens));
}

// What holds between two places in one sentence.
template <typename Add>
void PronounRanker::describe_clause(std::uint32_t row, const Candidate& c, const Place& p,
                                    const Place& g, Add&& add) const {
  const bool same_sentence = t_.sentence[b_.found[row].head] == t_.sentence[b_.found[c.row].head];
  const bool before = c.entity != kNone;
  if (p.role == Role::subj && g.role == Role::subj) {
    add(CorefFeature::par_subj, 1.0F);
  }
  if (p.role == g.role && (g.role == Role::obj || g.role == Role::obl)) {
    add(CorefFeature::par_obj, 1.0F);
  }
  if (!same_sentence) {
    return;
  }
  const bool one_head = !t_.is_root(g.at) && !t_.is_root(p.at) && t_.head[g.at] == t_.head[p.at];
  if (before && one_head && p.role != Role::poss && p.role != Role::subj) {
    add(CorefFeature::coarg, 1.0F);  // "Lee met him"
  }
  if (before && p.role == Role::poss && g.role == Role::subj) {
    add(g.verb == p.verb ? CorefFeature::poss_of_subj : CorefFeature::poss_other_subj, 1.0F);
  }
  if (p.role == Role::subj && g.role == Role::subj && g.verb != p.verb) {
    add(under(p.verb, g.verb, 8) ? CorefFeature::subclause_subj : CorefFeature::other_clause_subj,
        1.0F);
  }
  if (under(p.at, b_.found[c.row].head, 10)) {
    add(CorefFeature::within_np, 1.0F);
  }
}

template <typename Add>
void PronounRanker::describe(std::uint32_t row, const Candidate& c, bool nearest, Add&& add) const {
  const Found& m = b_.found[c.row];
  const Place p = place_of(b_.found[row].head);
  const Place g = place_of(m.head);
  describe_distance(row, c, g, add);
  describe_clause(row, c, p, g, add);
  add(m.form == MentionForm::name      ? CorefFeature::form_name
      : m.form == MentionForm::nominal ? CorefFeature::form_nominal
                                       : CorefFeature::form_pronoun,
      1.0F);
  if (nearest) {
    add(CorefFeature::nearest, 1.0F);
  }
  if (m.kind == MentionKind::place || m.kind == MentionKind::organization) {
    add(m.kind == MentionKind::place ? CorefFeature::kind_place : CorefFeature::kind_organization,
        1.0F);
  }
  if (says(g)) {
    add(CorefFeature::g_says, 1.0F);
  }
  if (c.entity == kNone ? c.row > row && governs(c.row, row) : c.entity == fronted_) {
    add(CorefFeature::front, 1.0F);
  }
  if (c.entity != kNone) {
    describe_entity(row, c, p, add);
  }
}

template <typename Add>
void PronounRanker::describe_entity(std::uint32_t row, const Candidate& c, const Place& p,
                                    Add&& add) const {
  const EntityState& e = entities_[c.entity];
  const std::uint32_t sentence = t_.sentence[b_.found[row].head];
  add(CorefFeature::count, std::log1p(static_cast<float>(e.mentions)));
  if (e.named != kNone) {
    add(CorefFeature::named, 1.0F);
  }
  if (first_in_sentence_[t_.sentence[b_.found[c.row].head]] == c.entity) {
    add(CorefFeature::first_in_sent, 1.0F);
  }
  if (says(p) && e.spoke) {
    add(CorefFeature::says_again, 1.0F);
  }
  if (e.mentions == most_) {
    add(CorefFeature::topic, 1.0F);
  }
  if (sentence > 0 && subject_[sentence - 1] == c.entity) {
    add(CorefFeature::root_prev, 1.0F);
  }
}

float PronounRanker::score(std::uint32_t row, const Candidate& c, bool nearest) const {
  float s = 0;
  describe(row, c, nearest, [&](CorefFeature f, float value) { s += c_.coref(f) * value; });
  return s;
}

void PronounRanker::log(std::uint32_t row) const {
  auto& all = b_.log->candidates;
  b_.log->choices.push_back({b_.found[row].head, static_cast<std::uint32_t>(all.size()),
                             static_cast<std::uint32_t>(candidates_.size())});
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    all.push_back({b_.found[candidates_[i].row].head, candidates_[i].entity, {}});
    describe(row, candidates_[i], i == 0, [&](CorefFeature f, float value) {
      all.back().values[static_cast<std::size_t>(f)] += value;
    });
  }
}

PronounRanker::Answer PronounRanker::best(std::uint32_t row) {
  most_ = 0;
  for (const Candidate& c : candidates_) {
    most_ = c.entity == kNone ? most_ : std::max(most_, entities_[c.entity].mentions);
  }
  if (b_.log != nullptr) {
    log(row);
  }
  Answer answer;
  float most = 0;
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const Candidate& c = candidates_[i];
    const float s = score(row, c, i == 0);
    if (i == 0 || s > most) {
      most = s;
      answer = c.entity == kNone ? Answer{kNone, c.row} : Answer{c.entity, kNone};
    }
  }
  return answer;
}

}  // namespace sayso::mention
