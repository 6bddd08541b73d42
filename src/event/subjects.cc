// SPDX-License-Identifier: Apache-2.0
#include "event/tree.h"

namespace sayso::coding {
namespace {

// "The canal, which lifts ships past the falls, is closed": where the words of a parenthesis were
// taken for the subject, the noun before it. kNoToken if `subject` stands in none.
std::uint32_t before_parenthesis(const View& v, std::uint32_t verb, std::uint32_t subject) {
  std::uint32_t first = verb;
  for (const std::uint32_t c : v.d->children.of(verb)) {
    const bool before = v.relation(c) == Deprel::aux || v.relation(c) == Deprel::cop;
    first = before && c < first ? c : first;
  }
  const std::uint32_t begin = v.d->sentence_tokens(verb).begin;
  if (first < begin + 4 || v.lower(first - 1) != "," || subject >= first) {
    return kNoToken;
  }
  for (std::uint32_t k = subject; k > begin + 1; --k) {
    if (is_relative_pronoun(v, k) && v.lower(k) != "that" && v.lower(k - 1) == ",") {
      return noun_before(v, k);
    }
  }
  return kNoToken;
}

// "The mayor of Mariupol, which fell": "which" is nobody; it is what stands before it.
std::uint32_t no_person(const View& v, std::uint32_t noun, std::uint32_t which) {
  if ((v.things(noun) & v.patterns->kinds.people).none() &&
      (v.mention[noun] == kNoToken || v.d->mentions[v.mention[noun]].kind != MentionKind::person)) {
    return noun;
  }
  const std::uint32_t before = noun_before(v, which);
  return before == kNoToken ? noun : before;
}

// A subject as written at `verb`, relative pronouns resolved; false if there is none.
bool own_subject(const View& v, std::uint32_t verb, std::vector<std::uint32_t>& out,
                 bool& passive) {
  for (const std::uint32_t c : v.d->children.of(verb)) {
    if (v.relation(c) != Deprel::nsubj) {
      continue;
    }
    if ((v.things(c) & v.patterns->kinds.time).any() || v.dated[c] != 0) {
      // "Japan last month signed"; "May 2021: A teacher was killed"
      std::uint32_t real = child(v, c, Deprel::nsubj);
      if (real == kNoToken) {
        real = child(v, c, Deprel::appos);
        passive = passive || v.tokens().deprel[c] == Deprel::nsubj_pass;
      }
      if (real != kNoToken && v.dated[real] == 0) {
        add_conjuncts(v, real, out);
        return true;
      }
      continue;
    }
    passive = v.tokens().deprel[c] == Deprel::nsubj_pass;
    if (const std::uint32_t whole = before_parenthesis(v, verb, c);
        whole != kNoToken && v.tokens().head[whole] != c && whole < c) {
      add_conjuncts(v, whole, out);
      return true;
    }
    if (is_relative_pronoun(v, c)) {
      std::uint32_t noun = relative_antecedent(v, verb);
      if (noun == kNoToken && v.tokens().xpos[c] != Xpos::wp) {
        noun = noun_before(v, c);  // the parser hung the clause elsewhere
      } else if (noun == kNoToken && v.lower(c) == "who") {
        noun = noun_before(v, c);
      }
      if (noun != kNoToken && v.lower(c) == "which") {
        noun = no_person(v, noun, c);
      }
      if (noun != kNoToken) {
        add_conjuncts(v, noun, out);
        return true;
      }
    }
    // "Ousted President Askar Akayev agreed": the title and the name taken for two subjects;
    // "in the camp, Deir province, three men were killed": so the province
    const bool place = v.mention[c] == kNoToken
                           ? v.place[c] != kNoToken
                           : v.d->mentions[v.mention[c]].kind == MentionKind::place ||
                                 v.d->mentions[v.mention[c]].kind == MentionKind::facility;
    if (v.mention[c] == kNoToken || place) {
      for (const std::uint32_t next : v.d->children.of(verb)) {
        if (next > c && next < verb && (place || next - c < 3) &&
            child(v, next, Deprel::case_) == kNoToken &&  // "a curfew in Visby holds"
            v.relation(next) == Deprel::nsubj && v.mention[next] != kNoToken) {
          const std::uint32_t other = child(v, c, Deprel::conj);
          if (place && other != kNoToken && other < next && v.tokens().upos[other] == Upos::adj) {
            out.push_back(c);  // "U.S. and Russian negotiators": both
          }
          add_conjuncts(v, next, out);
          return true;
        }
      }
    }
    add_conjuncts(v, c, out);
    return true;
  }
  return false;
}
// Who may carry out the noun that a verb hangs on: "Ukraine's intention to retake".
bool holder_of_noun(const View& v, std::uint32_t noun, std::vector<std::uint32_t>& out) {
  for (const std::uint32_t c : v.d->children.of(noun)) {
    if (v.tokens().deprel[c] == Deprel::nmod_poss) {
      add_conjuncts(v, c, out);
      return true;
    }
  }
  const std::uint32_t governor = v.tokens().head[noun];
  if (governor != noun && v.is_verb(governor) &&
      (v.relation(noun) == Deprel::obj || v.relation(noun) == Deprel::obl ||
       v.relation(noun) == Deprel::ccomp || v.relation(noun) == Deprel::xcomp)) {
    bool passive = false;
    return own_subject(v, governor, out, passive);
  }
  return false;
}

// "accused Russia of sending tanks", "arrested for spying": the object does it, not the subject.
bool object_controls(const View& v, std::uint32_t t) {
  bool having = false;  // "of having sent"
  for (const std::uint32_t c : v.d->children.of(t)) {
    having = having || (v.relation(c) == Deprel::aux && v.tokens().xpos[c] == Xpos::vbg);
  }
  if (v.tokens().xpos[t] != Xpos::vbg && !having) {
    return false;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    if ((r == Deprel::mark || r == Deprel::case_) &&
        (v.lower(c) == "of" || v.lower(c) == "for" || v.lower(c) == "from" ||
         v.lower(c) == "against")) {
      return true;
    }
  }
  return false;
}

bool subject_of_governor(const View& v, std::uint32_t t, std::uint32_t head,
                         std::vector<std::uint32_t>& out) {
  // Object control: "forced troops to leave", "leaving troops vulnerable".
  if (v.relation(t) == Deprel::xcomp || object_controls(v, t)) {
    const std::uint32_t object = child(v, head, Deprel::obj);
    if (object != kNoToken) {
      add_conjuncts(v, object, out);
      return true;
    }
  }
  bool passive = false;
  return own_subject(v, head, out, passive);
}
// "agreement on grain exports [reached]": the agreement, if the noun is only its topic.
std::uint32_t agreement_before(const View& v, std::uint32_t noun) {
  const std::uint32_t begin = v.d->sentence_tokens(noun).begin;
  std::uint32_t k = noun;
  while (k > begin && k + 5 > noun && v.tokens().upos[k - 1] != Upos::adp) {
    --k;
  }
  if (k >= begin + 2 && v.tokens().upos[k - 1] == Upos::adp &&
      (v.things(k - 2) & v.patterns->kinds.agreement).any()) {
    return k - 2;
  }
  return noun;
}
}  // namespace

namespace {

// "18 people, including children, women and two elderly persons": from the last of those to the
// people.
std::uint32_t includes(const View& v, std::uint32_t noun) {
  std::uint32_t t = noun;
  for (std::uint32_t i = 0; i < kMost && v.relation(t) == Deprel::conj; ++i) {
    t = v.tokens().head[t];
  }
  const bool part = t != noun && v.relation(t) == Deprel::nmod && has_case(v, t, {"including"});
  return part && v.is_nominal(v.tokens().head[t]) ? v.tokens().head[t] : noun;
}

// "In the camp, 5 villagers, including a boy, were killed": the villagers, wherever the parser hung
// them; the noun itself if none stand there.
std::uint32_t before_including(const View& v, std::uint32_t noun) {
  const std::uint32_t k = preposition_of(v, noun);
  if (k == kNoToken || k < 2 || k >= noun) {
    return noun;
  }
  const std::uint32_t people = v.lower(k - 1) == "," ? k - 2 : k - 1;
  return v.is_nominal(people) && child(v, people, Deprel::case_) == kNoToken ? people : noun;
}

// "Said Hamza bin Laden, son of the founder Osama, has been killed": from the end of an apposition
// to the name it explains, which the parser hung on the verb of saying. Else the noun itself.
std::uint32_t before_apposition(const View& v, std::uint32_t verb, std::uint32_t noun) {
  std::uint32_t t = noun;
  bool explains = false;
  for (std::uint32_t i = 0; i < kMost && v.is_nominal(t); ++i) {
    const Deprel r = v.relation(t);
    const std::uint32_t head = v.tokens().head[t];
    if (r == Deprel::obj && head == v.tokens().head[verb]) {
      return explains ? t : noun;
    }
    if (head >= t || (r != Deprel::appos && r != Deprel::nmod && r != Deprel::flat &&
                      r != Deprel::compound && r != Deprel::conj)) {
      return noun;
    }
    explains = r == Deprel::appos;
    t = head;
  }
  return noun;
}

// By the order of words, where the tree gives no subject: the noun phrase right before the verb
// and its auxiliaries, unless a preposition owns it. "In the camp, 31 villagers were killed."
void subject_before(const View& v, std::uint32_t verb, std::vector<std::uint32_t>& out) {
  const Deprel own = v.relation(verb);
  if (!v.is_verb(verb) || own == Deprel::acl || own == Deprel::amod || own == Deprel::xcomp) {
    return;
  }
  std::uint32_t first = verb;
  for (const std::uint32_t c : v.d->children.of(verb)) {
    if (c < first && v.relation(c) == Deprel::aux) {
      first = c;
    }
  }
  const Xpos x = v.tokens().xpos[verb];
  if (first == verb && x != Xpos::vbd && x != Xpos::vbz && x != Xpos::vbp) {
    return;
  }
  const std::uint32_t begin = v.d->sentence_tokens(verb).begin;
  std::uint32_t k = first;
  while (k > begin && v.tokens().upos[k - 1] == Upos::adv) {
    --k;
  }
  const bool after_comma = k > begin + 1 && v.lower(k - 1) == ",";
  k -= after_comma ? 1 : 0;
  if (k == begin || v.dated[k - 1] != 0 || (!v.is_nominal(k - 1) && !after_comma)) {
    return;
  }
  std::uint32_t noun = k - 1;
  for (std::uint32_t i = 0; i < kMost; ++i) {
    const Deprel r = v.relation(noun);
    const std::uint32_t head = v.tokens().head[noun];
    // "four people, including two children, were killed": up to what the parenthesis is about
    const bool inside = after_comma && r != Deprel::appos && head < noun && !v.is_verb(noun) &&
                        v.relation(head) != Deprel::root;
    const bool hangs = r == Deprel::nmod && head < noun && v.is_nominal(head);
    if ((r != Deprel::flat && r != Deprel::compound && !inside && !hangs &&
         !(after_comma && r == Deprel::acl)) ||
        head > verb) {
      break;
    }
    noun = head;
  }
  noun = includes(v, noun);
  if (after_comma && has_case(v, noun, {"including"})) {
    noun = before_including(v, noun);
  }
  if (after_comma) {
    noun = before_apposition(v, verb, noun);
  }
  const Deprel r = v.relation(noun);
  const bool left =
      r == Deprel::obj && own == Deprel::ccomp && v.tokens().head[noun] == v.tokens().head[verb];
  if (child(v, noun, Deprel::case_) == kNoToken && v.is_nominal(noun) &&
      (left || r == Deprel::conj || r == Deprel::appos || r == Deprel::obl || r == Deprel::nmod ||
       r == Deprel::dep || r == Deprel::parataxis || r == Deprel::ccomp)) {
    add_conjuncts(v, noun, out);
  }
}

// "Talks between A and B have begun, both companies said": the subject of what is said, hung on the
// verb of saying, which has one of its own after it.
std::uint32_t subject_left_above(const View& v, std::uint32_t t, std::uint32_t head) {
  if (head < t) {
    return kNoToken;
  }
  std::uint32_t first = kNoToken;
  bool second = false;
  for (const std::uint32_t c : v.d->children.of(head)) {
    if (v.relation(c) == Deprel::nsubj) {
      first = c < t && first == kNoToken ? c : first;
      second = second || (c > t && c < head);
    }
  }
  return second ? first : kNoToken;
}

// "… could crack in the cold and fragments could injure", "made gains near Avdiivka and units fell
// back": a noun right before a verb without an "and" of its own, joined by the parser to what
// stands before it.
std::uint32_t left_by_list(const View& v, std::uint32_t verb) {
  std::uint32_t first = verb;
  for (const std::uint32_t c : v.d->children.of(verb)) {
    first = c < first && v.relation(c) == Deprel::aux ? c : first;
    if (v.relation(c) == Deprel::cc && c < verb) {
      return kNoToken;
    }
  }
  const Xpos x = v.tokens().xpos[verb];
  const bool finite = first != verb || x == Xpos::vbd || x == Xpos::vbz || x == Xpos::vbp;
  if (!finite || first <= v.d->sentence_tokens(verb).begin + 1) {
    return kNoToken;
  }
  const std::uint32_t noun = first - 1;
  const bool joined = v.is_nominal(noun) && v.relation(noun) == Deprel::conj &&
                      v.dated[noun] == 0 && child(v, noun, Deprel::case_) == kNoToken;
  const bool own_and = first != verb || child(v, noun, Deprel::cc) != kNoToken;
  return joined && own_and ? noun : kNoToken;
}

// "The silos are full and exports have stopped": the subject of the second clause, joined to the
// first as if it were of its kind.
std::uint32_t joined_subject(const View& v, std::uint32_t t, std::uint32_t head) {
  if (!v.is_verb(t) || v.is_nominal(head) || head > t || child(v, t, Deprel::aux) == kNoToken) {
    return kNoToken;
  }
  std::uint32_t last = kNoToken;
  for (const std::uint32_t c : v.d->children.of(head)) {
    if (c > head && c < t && v.relation(c) == Deprel::conj) {
      last = v.is_nominal(c) ? c : kNoToken;
    }
  }
  return last != kNoToken && child(v, last, Deprel::cc) != kNoToken &&
                 child(v, last, Deprel::case_) == kNoToken
             ? last
             : kNoToken;
}

// "Urged Egypt to agree a loan, reform its energy and guarantee investors", the last joined to
// "urged": an infinitive goes with the one before it.
std::uint32_t bare_before(const View& v, std::uint32_t t, std::uint32_t head) {
  const auto bare = [&](std::uint32_t k) { return v.is_verb(k) && v.tokens().xpos[k] == Xpos::vb; };
  if (!bare(t) || head >= t || !v.is_verb(head) || bare(head) ||
      child(v, t, Deprel::aux) != kNoToken || child(v, t, Deprel::nsubj) != kNoToken ||
      child(v, t, Deprel::mark) != kNoToken) {
    return kNoToken;
  }
  constexpr std::uint32_t kFar = 40;
  for (std::uint32_t k = t; k-- > head + 1 && t - k < kFar;) {
    if (bare(k) && v.tokens().head[k] >= head) {
      return k;
    }
  }
  return kNoToken;
}

void subjects_by_tree(const View& v, std::uint32_t token, std::vector<std::uint32_t>& out,
                      bool& surface_passive) {
  std::uint32_t t = token;
  for (std::uint32_t i = 0; i < kMost; ++i) {
    if (own_subject(v, t, out, surface_passive)) {
      return;
    }
    const std::uint32_t head = v.tokens().head[t];
    if (head == t) {
      return;
    }
    // "the agreement on exports reached last week": a bare participle after a noun belongs to it.
    if (i == 0 && v.tokens().xpos[t] == Xpos::vbn && v.relation(t) == Deprel::advcl &&
        child(v, t, Deprel::aux) == kNoToken && child(v, t, Deprel::mark) == kNoToken && t > 0 &&
        v.is_nominal(t - 1) && head < t) {
      std::uint32_t noun = noun_before(v, t);
      for (std::uint32_t k = 0; k < 3 && noun != kNoToken && v.relation(noun) == Deprel::nmod &&
                                v.is_nominal(v.tokens().head[noun]);
           ++k) {
        noun = v.tokens().head[noun];
      }
      if (noun != kNoToken) {
        add_conjuncts(v, agreement_before(v, noun), out);
        return;
      }
    }
    if (i == 0 && v.misread[head] != 0 && head < t && v.is_verb(t)) {
      add_conjuncts(v, head, out);  // "El Feel produce nothing", the name read as a verb
      return;
    }
    switch (v.relation(t)) {
      case Deprel::conj:
        if (const std::uint32_t bare = i == 0 ? bare_before(v, t, head) : kNoToken;
            bare != kNoToken) {
          t = bare;
          continue;
        }
        if (const std::uint32_t own = i == 0 ? left_by_list(v, t) : kNoToken; own != kNoToken) {
          add_conjuncts(v, own, out);
          return;
        }
        if (const std::uint32_t own = i == 0 ? joined_subject(v, t, head) : kNoToken;
            own != kNoToken) {
          out.push_back(own);
          return;
        }
        if (v.is_nominal(head) && v.is_verb(t) && head < t &&
            child(v, head, Deprel::cop) == kNoToken) {
          add_conjuncts(v, head, out);  // a noun phrase the parser joined its verb to
          return;
        }
        if (!v.is_verb(head) && v.is_verb(t)) {
          // A clause joined to a noun or adjective: its subject, if copular, is ours.
          if (child(v, head, Deprel::cop) == kNoToken) {
            return;
          }
        }
        break;
      case Deprel::xcomp:
        if (subject_of_governor(v, t, head, out)) {
          return;
        }
        break;
      case Deprel::parataxis:
        return;
      case Deprel::advcl:
        if (i == 0 && v.tokens().xpos[t] == Xpos::vbd && head < t && v.things(head).any() &&
            child(v, t, Deprel::mark) == kNoToken && child(v, head, Deprel::aux) == kNoToken) {
          out.push_back(head);  // "gas flows through the pipe resumed": the noun read as the verb
          return;
        }
        // "was hit by shells, killing two": what follows is done by whoever did the first.
        if (i == 0 && v.tokens().xpos[t] == Xpos::vbg && t > head && t > 0 &&
            v.lower(t - 1) == "," && is_passive(v, head)) {
          for (const std::uint32_t c : v.d->children.of(head)) {
            const std::uint32_t k =
                v.relation(c) == Deprel::obl ? child(v, c, Deprel::case_) : kNoToken;
            if (k != kNoToken && v.lower(k) == "by") {
              add_conjuncts(v, c, out);
              return;
            }
          }
          return;
        }
        if (object_controls(v, t) && subject_of_governor(v, t, head, out)) {
          surface_passive = false;
          return;
        }
        break;
      case Deprel::acl: {
        if (v.tokens().deprel[t] == Deprel::acl_relcl) {
          add_conjuncts(v, head, out);
          return;
        }
        if (has_mark_to(v, t)) {
          holder_of_noun(v, head, out);
          return;
        }
        add_conjuncts(v, head, out);
        return;
      }
      case Deprel::amod: {
        const std::uint32_t subject = subject_of_modifier(v, t);
        add_conjuncts(v, subject == kNoToken ? head : subject, out);
        return;
      }
      case Deprel::ccomp:
        if (const std::uint32_t first = subject_left_above(v, t, head); first != kNoToken) {
          add_conjuncts(v, first, out);
          return;
        }
        if (!has_mark_to(v, t) && v.tokens().xpos[t] != Xpos::vbg) {
          return;
        }
        break;
      default:
        return;
    }
    t = head;
  }
}
}  // namespace

void collect_subjects(const View& v, std::uint32_t token, std::vector<std::uint32_t>& out,
                      bool& surface_passive) {
  subjects_by_tree(v, token, out, surface_passive);
  if (out.empty()) {
    subject_before(v, token, out);
  }
}

}  // namespace sayso::coding
