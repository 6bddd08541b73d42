// SPDX-License-Identifier: Apache-2.0
#include "event/slots.h"

#include <algorithm>

namespace sayso::coding {
namespace {

void add_prepositions(const View& v, std::uint32_t of, bool borrowed, Fillers& out) {
  for (const std::uint32_t c : v.d->children.of(of)) {
    const Deprel r = v.relation(c);
    if (r != Deprel::obl && r != Deprel::nmod && r != Deprel::advcl && r != Deprel::advmod) {
      continue;
    }
    if (v.tokens().deprel[c] == Deprel::nmod_poss) {
      continue;
    }
    const std::uint32_t preposition = preposition_of(v, c);
    std::vector<std::uint32_t> tokens;
    if (preposition == kNoToken) {
      if (v.tokens().deprel[c] == Deprel::obl_agent) {  // its "by" hung on another word of the name
        add_conjuncts(v, c, tokens);
        for (const std::uint32_t t : tokens) {
          out.list.push_back({Slot::subj, t, kNoToken, borrowed});
        }
      }
      continue;
    }
    add_conjuncts(v, c, tokens);
    if (v.lower(preposition) == "between") {
      extend_list(v, tokens);
    }
    for (const std::uint32_t t : tokens) {
      out.list.push_back({Slot::prep, t, preposition, borrowed});
    }
    // "at the port of Odesa" stays one filler; "on the bridge outside Kherson" likewise.
  }
}

// "Reached last month between A and B", "signed on Monday with C": parsers hang it on the time.
void add_after_time(const View& v, std::uint32_t of, Fillers& out) {
  for (const std::uint32_t c : v.d->children.of(of)) {
    const Deprel r = v.relation(c);
    if ((r == Deprel::obl || r == Deprel::nmod) && c > of &&
        (v.dated[c] != 0 || (v.things(c) & v.patterns->kinds.time).any())) {
      add_prepositions(v, c, true, out);
    }
  }
}

void add(const View& v, std::uint32_t token, Slot slot, Fillers& out, bool borrowed = false) {
  std::vector<std::uint32_t> tokens;
  add_conjuncts(v, token, tokens);
  for (const std::uint32_t t : tokens) {
    out.list.push_back({slot, t, kNoToken, borrowed});
  }
}

void add_subjects(const View& v, std::uint32_t verb, Fillers& out) {
  std::vector<std::uint32_t> subjects;
  bool surface_passive = false;
  collect_subjects(v, verb, subjects, surface_passive);
  for (const std::uint32_t c : v.d->children.of(verb)) {  // "Wairoa remains cut off"
    const std::uint32_t s = v.relation(c) == Deprel::aux ? child(v, c, Deprel::nsubj) : kNoToken;
    if (s != kNoToken) {
      subjects.assign(1, s);
    }
  }
  for (std::uint32_t& s : subjects) {  // "The crossing stays closed", "stays" read as a noun
    if (v.tokens().upos[s] == Upos::noun && s > 0 && v.relation(s - 1) == Deprel::compound &&
        (v.things(s) & v.patterns->thing("lasting")).any()) {
      s = v.mention[s - 1] == kNoToken && s > 1 && v.mention[s - 2] != kNoToken ? s - 2 : s - 1;
    }
  }
  const bool predicate = child(v, verb, Deprel::cop) != kNoToken;  // "was cleared and is open"
  const bool passive = out.passive || (surface_passive && !v.is_verb(verb) && !predicate);
  if (subjects.empty() && v.relation(verb) == Deprel::advcl &&
      v.misread[v.tokens().head[verb]] != 0) {
    subjects.push_back(v.tokens().head[verb]);
  }
  for (const std::uint32_t c : v.d->children.of(verb)) {  // "The Chaman crossing is open"
    const std::uint32_t m = v.relation(c) == Deprel::csubj ? v.mention[c] : kNoToken;
    if (m != kNoToken && v.d->mentions[m].kind == MentionKind::facility) {
      subjects.push_back(c);
    }
    if (v.relation(c) == Deprel::nsubj && v.misread[c] != 0 &&
        std::find(subjects.begin(), subjects.end(), c) == subjects.end()) {
      std::erase(subjects, c - 1);  // "copper" of "copper mine"
      subjects.push_back(c);
    }
    const std::uint32_t name = child(v, c, Deprel::compound);
    if (v.relation(c) == Deprel::csubj && name != kNoToken && v.mention[name] != kNoToken &&
        v.d->mentions[v.mention[name]].kind == MentionKind::facility) {
      subjects.push_back(name);
    }
  }
  if (subjects.empty() && verb > 0 && v.is_verb(verb) && v.relation(verb - 1) == Deprel::compound &&
      v.tokens().head[verb - 1] == verb && v.mention[verb - 1] != kNoToken) {
    subjects.push_back(verb - 1);  // "The RSF controls the palace", read as a compound
  }
  for (const std::uint32_t s : subjects) {
    out.list.push_back({passive ? Slot::obj : Slot::subj, s, kNoToken, false});
  }
}

bool preposition_is(const View& v, const Filler& f, std::string_view word) {
  return f.slot == Slot::prep && v.lower(f.preposition) == word;
}

// "by X" of a passive is its logical subject.
void promote_by(const View& v, Fillers& out) {
  for (Filler& f : out.list) {
    if (preposition_is(v, f, "by") && !f.borrowed) {
      f.slot = Slot::subj;
    }
  }
}

// "an attack on the camp by soldiers": the parser hung the doer on the place.
void nested_by(const View& v, std::uint32_t word, Fillers& out) {
  for (const std::uint32_t c : v.d->children.of(word)) {
    const Deprel r = v.relation(c);
    if ((r != Deprel::nmod && r != Deprel::obl) || c < word ||
        (has_case(v, c, {"with", "to", "for"}) && v.mention[c] == kNoToken)) {
      continue;  // "destroyed, with some estimates by the agency": those are its own
    }
    for (const std::uint32_t inner : v.d->children.of(c)) {
      const std::uint32_t k =
          v.relation(inner) == Deprel::nmod ? child(v, inner, Deprel::case_) : kNoToken;
      if (k != kNoToken && v.lower(k) == "by") {
        std::vector<std::uint32_t> tokens;
        add_conjuncts(v, inner, tokens);
        for (const std::uint32_t t : tokens) {
          out.list.push_back({Slot::prep, t, k, false});
        }
      }
    }
  }
}

// "three were killed and four others wounded by an armed man": the doer stands at the last of the
// passives that are joined.
void share_doer(const View& v, std::uint32_t t, Fillers& out) {
  if (doer_of_passive(v, t) != kNoToken) {
    return;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.relation(c) != Deprel::conj || c < t) {
      continue;
    }
    std::uint32_t verb = c;
    if (v.is_nominal(c)) {
      verb = child(v, c, Deprel::acl);  // "four others wounded", read as a noun phrase
    }
    const std::uint32_t own = verb == kNoToken ? kNoToken : child(v, verb, Deprel::nsubj);
    if (verb == kNoToken || v.tokens().xpos[verb] != Xpos::vbn ||
        (own != kNoToken && v.tokens().upos[own] == Upos::pron)) {
      continue;  // "is to be discussed and it is backed by both": who backs it does not discuss it
    }
    const std::uint32_t doer = doer_of_passive(v, verb);
    if (doer != kNoToken) {
      std::vector<std::uint32_t> tokens;
      add_conjuncts(v, doer, tokens);
      for (const std::uint32_t d : tokens) {
        out.list.push_back({Slot::subj, d, kNoToken, true});
      }
      return;
    }
  }
}

// "kidnapped up to 16 people", "damage at least three of the bridges": no preposition, but part of
// the number.
bool is_bound(const View& v, std::uint32_t noun) {
  const std::uint32_t k = preposition_of(v, noun);
  if (k != kNoToken && k + 2 < v.tokens().size() && v.lower(k) == "at" &&
      (v.things(k + 1) & v.patterns->kinds.measure).any() && v.tokens().xpos[k + 1] == Xpos::jjs &&
      v.tokens().upos[k + 2] == Upos::num) {
    return true;
  }
  return k != kNoToken && k > 0 && v.lower(k) == "to" && v.lower(k - 1) == "up" &&
         k + 1 < v.tokens().size() && v.tokens().upos[k + 1] == Upos::num;
}

// "The island was given a loan by the bank": what stands before a passive with an object of its
// own receives it; its doer may hang on the object.
void given_to(const View& v, std::uint32_t object, Fillers& out) {
  for (Filler& f : out.list) {
    f.slot = f.slot == Slot::obj && f.token < object && v.tokens().head[f.token] != object
                 ? Slot::iobj
                 : f.slot;
  }
  for (const std::uint32_t c : v.d->children.of(object)) {
    if (c > object && v.relation(c) == Deprel::nmod && has_case(v, c, {"by"})) {
      add(v, c, Slot::subj, out);
    }
  }
}

void collect_verb(const View& v, std::uint32_t t, Fillers& out) {
  out.passive = is_passive(v, t);
  add_subjects(v, t, out);
  std::uint32_t object = kNoToken;
  for (const std::uint32_t c : v.d->children.of(t)) {
    switch (v.relation(c)) {
      case Deprel::obl:
        // A bare noun after the verb is its object, whatever the parser thought.
        if (c < t || object != kNoToken || (!v.is_nominal(c) && v.tokens().upos[c] != Upos::num) ||
            (preposition_of(v, c) != kNoToken && !is_bound(v, c)) || out.passive ||
            (v.things(c) & v.patterns->kinds.time).any()) {
          break;
        }
        [[fallthrough]];
      case Deprel::obj:
        if (c > t && next_object(v, t, c)) {
          add(v, c, Slot::iobj, out);  // "promised its neighbours a fund"
          break;
        }
        if (out.passive && c > t && after_comma(v, t, c)) {
          break;  // "48 people were killed, mostly children"
        }
        if (v.dated[c] != 0 && (v.things(c) & v.patterns->kinds.time).any()) {
          break;  // "broke down an hour before midnight"
        }
        object = c;
        add(v,
            is_relative_pronoun(v, c) && relative_antecedent(v, t) != kNoToken
                ? relative_antecedent(v, t)
                : c,
            Slot::obj, out);
        break;
      case Deprel::iobj:
        if (child(v, t, Deprel::obj) == kNoToken) {
          object = c;  // "warned Turkey of sanctions"
          add(v, c, Slot::obj, out);
        } else {
          add(v, c, Slot::iobj, out);
        }
        break;
      case Deprel::xcomp:
        if (c > t && object == kNoToken && child(v, t, Deprel::obj) == kNoToken &&
            (v.craft[c] != kNoToken ||
             (v.tokens().upos[c] == Upos::propn && v.mention[c] != kNoToken))) {
          object = c;  // "called President Zewde on Friday"
          add(v, c, Slot::obj, out);
          break;
        }
        [[fallthrough]];
      case Deprel::ccomp:
      case Deprel::csubj:
        out.list.push_back({Slot::clause, c, kNoToken, false});
        break;
      case Deprel::advcl:
        if (has_mark_to(v, c) ||
            (v.tokens().xpos[c] == Xpos::vbg && (c == 0 || v.lower(c - 1) != ","))) {
          out.list.push_back({Slot::clause, c, kNoToken, true});
        }
        break;
      case Deprel::compound:
        if (v.tokens().deprel[c] == Deprel::compound_prt && v.is_nominal(c) && c > t) {
          object = c;  // "shelled Afrin": no name is a particle
          add(v, c, Slot::obj, out);
        } else if (v.tokens().deprel[c] == Deprel::compound_prt) {
          out.list.push_back({Slot::prt, c, kNoToken, false});
        }
        break;
      case Deprel::advmod:
        out.list.push_back({Slot::adv, c, kNoToken, false});
        break;
      default:
        break;
    }
  }
  if (object == kNoToken && v.relation(t) == Deprel::acl && !out.passive) {
    object = object_beside(v, t);
    if (object != kNoToken) {
      add(v, object, Slot::obj, out);
    }
  }
  if (subject_of_modifier(v, t) != kNoToken) {
    object = v.tokens().head[t];
    add(v, object, Slot::obj, out);
  }
  add_prepositions(v, t, false, out);
  add_after_time(v, t, out);
  for (const std::uint32_t c : v.d->children.of(t)) {  // "can be reached only by boat"
    for (const std::uint32_t g : v.d->children.of(c)) {
      if ((v.relation(c) == Deprel::obl || v.relation(c) == Deprel::obj) &&
          v.relation(g) == Deprel::advmod) {
        out.list.push_back({Slot::adv, g, kNoToken, true});
      }
    }
  }
  if (out.passive) {
    if (object != kNoToken) {
      given_to(v, object, out);
    }
    nested_by(v, t, out);
    promote_by(v, out);
    share_doer(v, t, out);
  }
  const std::uint32_t head = v.tokens().head[t];
  if (object == kNoToken && !out.passive) {
    const std::uint32_t noun = v.tokens().deprel[t] == Deprel::acl_relcl ? head : kNoToken;
    bool pronoun_subject = false;
    for (const std::uint32_t c : v.d->children.of(t)) {
      pronoun_subject |= v.relation(c) == Deprel::nsubj && is_relative_pronoun(v, c);
    }
    if (noun != kNoToken && !pronoun_subject && child(v, t, Deprel::nsubj) != kNoToken) {
      add(v, noun, Slot::obj, out, true);  // "the deal that Russia signed"
    } else if (v.relation(t) == Deprel::conj && v.is_verb(head)) {
      const std::uint32_t shared = child(v, head, Deprel::obj);
      if (shared != kNoToken && shared > t) {
        add(v, shared, Slot::obj, out, true);  // "damaged or destroyed the bridge"
        object = shared;
      }
    }
  }
  if (object != kNoToken) {
    add_prepositions(v, object, true, out);
    far_receiver(v, t, object, out);
    for (const std::uint32_t c : v.d->children.of(object)) {
      const Upos u = v.tokens().upos[c];
      if (v.relation(c) == Deprel::acl && has_mark_to(v, c)) {
        out.list.push_back({Slot::clause, c, kNoToken, true});  // "ordered the minister to appear"
      } else if (v.relation(c) == Deprel::amod && c > object && u == Upos::adj) {
        out.list.push_back({Slot::adv, c, kNoToken, true});  // "holds the front responsible"
      } else if (v.relation(c) == Deprel::compound && c == t + 1 &&
                 (u == Upos::adp || u == Upos::adv)) {
        out.list.push_back({Slot::prt, c, kNoToken, false});  // "rolled back tariffs"
      }
    }
  }
}

void collect_light(const View& v, std::uint32_t noun, Fillers& out) {
  std::uint32_t t = noun;
  for (std::uint32_t i = 0; i < kMost && v.relation(t) == Deprel::conj; ++i) {
    t = v.tokens().head[t];
  }
  const Deprel r = v.relation(t);
  const std::uint32_t verb = v.tokens().head[t];
  const bool passive_subject = v.tokens().deprel[t] == Deprel::nsubj_pass;
  if (verb == t ||
      (r != Deprel::obj && r != Deprel::obl && r != Deprel::nsubj && r != Deprel::acl)) {
    return;
  }
  const Modality* row = v.modality(verb, Govern::light);
  if (r == Deprel::obj && predicate_follows(v, verb, t)) {
    return;
  }
  if (row == nullptr || (r == Deprel::obl && row->side != 't' && row->side != 'b')) {
    return;
  }
  out.light = verb;
  out.light_row = row;
  if (r == Deprel::nsubj && !passive_subject) {
    add_prepositions(v, verb, true, out);
    return;  // "the offensive began": nobody is said to do it
  }
  Fillers around;
  around.passive = is_passive(v, verb);
  if (!around.passive) {
    add_subjects(v, verb, around);
  }
  add_prepositions(v, verb, true, around);
  if (around.passive) {
    for (Filler& f : around.list) {
      if (preposition_is(v, f, "by")) {
        f.slot = Slot::subj;
      }
    }
  }
  for (Filler f : around.list) {
    if (f.token == noun || f.token == t) {
      continue;
    }
    if (f.slot == Slot::subj && row->side == '-') {
      continue;
    }
    if (f.slot == Slot::subj && row->side == 't') {
      f.slot = Slot::obj;
    }
    f.borrowed = true;
    out.list.push_back(f);
  }
}

// "is in custody", "was put out of action", "keeps it out of service": the prepositions of a noun,
// and whose state it names.
void add_own(const View& v, std::uint32_t t, Fillers& out) {
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.relation(c) == Deprel::case_) {
      out.list.push_back({Slot::own, c, kNoToken, false});
    }
  }
  const std::uint32_t head = linking_verb(v, t);
  if (head == kNoToken) {
    return;
  }
  Fillers around;
  around.passive = v.is_verb(head) && is_passive(v, head);
  const std::uint32_t object = child(v, head, Deprel::obj);
  if (object != kNoToken && !around.passive) {
    add(v, object, Slot::subj, out, true);
    return;
  }
  add_subjects(v, head, around);
  for (Filler f : around.list) {
    f.slot = Slot::subj;
    f.borrowed = true;
    out.list.push_back(f);
  }
}

// "The curfew is in force, the mayor said", the curfew hung on "said".
void add_far_subject(const View& v, std::uint32_t t, Fillers& out) {
  if (child(v, t, Deprel::cop) == kNoToken || child(v, t, Deprel::nsubj) != kNoToken) {
    return;
  }
  std::vector<std::uint32_t> subjects;
  bool passive = false;
  collect_subjects(v, t, subjects, passive);
  for (const std::uint32_t s : subjects) {
    out.list.push_back({Slot::subj, s, kNoToken, true});
  }
}

void collect_noun(const View& v, std::uint32_t t, Fillers& out) {
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel full = v.tokens().deprel[c];
    const Deprel r = v.relation(c);
    if (full == Deprel::nmod_poss) {
      add(v, c, Slot::poss, out);
    } else if (r == Deprel::compound || r == Deprel::amod || full == Deprel::nmod_unmarked ||
               full == Deprel::nmod_desc) {
      out.list.push_back({Slot::mod, c, kNoToken, false});
    } else if (r == Deprel::acl || r == Deprel::ccomp) {
      out.list.push_back({Slot::clause, c, kNoToken, true});
    } else if (r == Deprel::nsubj && child(v, t, Deprel::cop) != kNoToken) {
      const std::uint32_t k = child(v, t, Deprel::case_);
      if (k != kNoToken && (v.things(k) & v.patterns->kinds.doing).any()) {
        add(v, c, Slot::subj, out);  // "the cartel is behind the attack"
        out.blame = k;
      } else {
        out.list.push_back({Slot::subj, c, kNoToken, true});
      }
    } else if (r == Deprel::advmod && (c == t + 1 || child(v, t, Deprel::cop) != kNoToken)) {
      out.list.push_back({Slot::adv, c, kNoToken, true});  // "is back in service", "X strikes back"
    }
  }
  add_far_subject(v, t, out);
  const std::uint32_t head = v.tokens().head[t];
  if (head != t && v.tokens().is_root(head) && v.is_nominal(head) &&
      v.relation(t) == Deprel::nmod) {
    const std::uint32_t k = child(v, t, Deprel::case_);
    if (k != kNoToken && v.lower(k) == "in") {
      add(v, head, Slot::subj, out);  // headline: "Russia in massive redeployment"
    }
  }
  add_own(v, t, out);
  add_prepositions(v, t, false, out);
  nested_by(v, t, out);
  collect_light(v, t, out);
  if (out.light == kNoToken) {
    collect_blame(v, t, out);
  }
}

// "Russian-occupied southern city": the holder before the hyphen, the noun after.
bool collect_hyphenated(const View& v, std::uint32_t t, Fillers& out) {
  const TokenRange s = v.d->sentence_tokens(t);
  if (t < s.begin + 2 || v.lower(t - 1) != "-") {
    return false;
  }
  std::uint32_t noun = kNoToken;
  for (std::uint32_t k = t + 1; k < s.end && k < t + 6; ++k) {
    if (v.is_nominal(k)) {
      noun = k;
    } else if (noun != kNoToken || v.tokens().upos[k] != Upos::adj) {
      break;
    }
  }
  if (noun == kNoToken) {
    return false;
  }
  out.list.push_back({Slot::subj, noun, kNoToken, false});
  out.list.push_back({Slot::mod, t - 2, kNoToken, false});
  return true;
}

void collect_adjective(const View& v, std::uint32_t t, Fillers& out) {
  if (collect_hyphenated(v, t, out)) {
    return;
  }
  if (v.relation(t) == Deprel::amod) {
    add(v, v.tokens().head[t], Slot::subj, out);
  } else {
    add_subjects(v, t, out);
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.relation(c) == Deprel::xcomp || v.relation(c) == Deprel::ccomp ||
        v.relation(c) == Deprel::advcl) {
      out.list.push_back({Slot::clause, c, kNoToken, false});
    } else if (v.relation(c) == Deprel::advmod) {
      out.list.push_back({Slot::adv, c, kNoToken, false});
    } else if (v.relation(c) == Deprel::fixed && c > t) {
      out.list.push_back({Slot::prt, c, kNoToken, false});  // "is out of order"
    } else if (v.relation(c) == Deprel::case_ && c < t) {
      out.list.push_back({Slot::own, c, kNoToken, false});  // "is at large"
    }
    for (const std::uint32_t g : v.d->children.of(c)) {  // "open to people on foot only"
      if (v.relation(c) == Deprel::obl && v.relation(g) == Deprel::advmod) {
        out.list.push_back({Slot::adv, g, kNoToken, true});
      }
    }
  }
  add_prepositions(v, t, false, out);
}

// Who says the clause `t` stands in, unless it is spoken of themselves ("Russia said it must").
void add_speaker(const View& v, std::uint32_t t, Fillers& out) {
  const std::uint32_t source = v.claim_source(t);
  if (source == kNoToken) {
    return;
  }
  const std::uint32_t own = v.entity_of(source);
  for (const Filler& f : out.list) {
    if (f.slot == Slot::subj &&
        (f.token == source || (own != kNoToken && v.entity_of(f.token) == own))) {
      return;
    }
  }
  add(v, source, Slot::speaker, out, true);
}

// A modal of a verb ("must"): what stands around the verb, and the verb itself as its clause.
void collect_modal(const View& v, std::uint32_t t, Fillers& out) {
  const std::uint32_t verb = v.tokens().head[t];
  if (v.is_verb(verb)) {
    collect_verb(v, verb, out);
  } else {
    collect_adjective(v, verb, out);
  }
  out.list.push_back({Slot::clause, verb, kNoToken, false});
}

void collect_around(const View& v, std::uint32_t t, Fillers& out) {
  if (v.tokens().upos[t] == Upos::aux && v.relation(t) == Deprel::aux && v.tokens().head[t] != t) {
    collect_modal(v, t, out);
  } else if (v.is_verb(t) && v.tokens().xpos[t] == Xpos::vbn && collect_hyphenated(v, t, out)) {
    return;
  } else if (v.is_verb(t)) {
    collect_verb(v, t, out);
  } else if (v.is_nominal(t) && v.participle[t] == 0) {
    collect_noun(v, t, out);
  } else {
    collect_adjective(v, t, out);
    if (v.participle[t] != 0) {
      out.passive = true;
      for (Filler& f : out.list) {
        f.slot = f.slot == Slot::subj ? Slot::obj : f.slot;
      }
      promote_by(v, out);
    }
  }
}
}  // namespace

void collect(const View& v, std::uint32_t t, Fillers& out) {
  out.clear();
  collect_around(v, t, out);
  add_speaker(v, t, out);
}
}  // namespace sayso::coding
