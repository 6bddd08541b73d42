// SPDX-License-Identifier: Apache-2.0
#include "event/tree.h"

#include <algorithm>

namespace sayso::coding {

bool may_be_place(const View& v, std::uint32_t t) {
  if (v.mention[t] == kNoToken || v.tokens().upos[t] != Upos::propn) {
    return false;
  }
  const Mention& m = v.d->mentions[v.mention[t]];
  const Entity& e = v.d->entities[m.entity.value];
  return m.kind == MentionKind::person && m.form == MentionForm::name &&
         v.d->words(m.tokens).find(' ') == std::string_view::npos && !m.code.some() &&
         !e.code.some() &&
         (!e.name.some() || v.d->string(e.name).find(' ') == std::string_view::npos);
}

bool is_told_as_thing(const View& v, std::uint32_t t) {
  if (!may_be_place(v, t)) {
    return false;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.tokens().deprel[c] != Deprel::acl_relcl) {
      continue;
    }
    const std::uint32_t subject = child(v, c, Deprel::nsubj);
    if (subject != kNoToken && v.lower(subject) == "which") {
      return true;
    }
  }
  return false;
}

bool is_relative_pronoun(const View& v, std::uint32_t t) {
  const Xpos x = v.tokens().xpos[t];
  if (x == Xpos::wdt || x == Xpos::wp) {
    return true;
  }
  return v.lower(t) == "that" && v.tokens().upos[t] == Upos::pron;
}

// The noun a relative clause headed by `verb` stands at, or kNoToken.
std::uint32_t relative_antecedent(const View& v, std::uint32_t verb) {
  std::uint32_t t = verb;
  for (std::uint32_t i = 0; i < kMost; ++i) {
    if (v.tokens().deprel[t] == Deprel::acl_relcl || v.tokens().deprel[t] == Deprel::advcl_relcl) {
      return v.tokens().head[t];
    }
    if (v.relation(t) != Deprel::conj && v.relation(t) != Deprel::xcomp &&
        v.relation(t) != Deprel::ccomp) {
      return kNoToken;
    }
    t = v.tokens().head[t];
  }
  return kNoToken;
}

void add_conjuncts(const View& v, std::uint32_t token, std::vector<std::uint32_t>& out) {
  out.push_back(content_head(v, token));
  for (const std::uint32_t c : v.d->children.of(token)) {
    const bool part =
        c > 0 && (v.lower(c - 1) == "including" || (c > 1 && v.lower(c - 2) == "including"));
    if (v.relation(c) == Deprel::conj && out.size() < kMost && !v.is_verb(c) && !part) {
      out.push_back(content_head(v, c));
      for (const std::uint32_t next : v.d->children.of(c)) {  // each hung on the one before it
        const bool names = v.tokens().upos[next] == Upos::propn &&
                           v.tokens().upos[c] == Upos::propn && v.mention[next] != kNoToken &&
                           v.mention[next] != v.mention[c];
        // "a director, the village chief and a civilian"
        const bool people = (v.things(next) & v.patterns->kinds.people).any() &&
                            (v.things(c) & v.patterns->kinds.people).any();
        if (v.relation(next) == Deprel::conj && next > c && out.size() < kMost &&
            (names || people)) {
          out.push_back(content_head(v, next));
        }
      }
    } else if (v.relation(c) == Deprel::flat && v.tokens().upos[c] == Upos::propn) {
      for (const std::uint32_t next : v.d->children.of(c)) {  // "policemen A and B"
        if (v.relation(next) == Deprel::conj && v.mention[next] != kNoToken &&
            v.mention[next] != v.mention[c] && out.size() < kMost) {
          out.push_back(content_head(v, next));
        }
      }
    }
  }
}

// The noun phrase that ends right before token `t`, a comma between them or not.
std::uint32_t noun_before(const View& v, std::uint32_t t) {
  const TokenRange s = v.d->sentence_tokens(t);
  std::uint32_t n = t;
  while (n > s.begin && t - n < 3) {
    --n;
    if (v.is_nominal(n)) {
      for (std::uint32_t i = 0; i < kMost; ++i) {
        const Deprel r = v.relation(n);
        const std::uint32_t head = v.tokens().head[n];
        const bool part = r == Deprel::flat || r == Deprel::compound || r == Deprel::appos;
        if (!part || !v.is_nominal(head) || head > t) {
          break;
        }
        n = head;
      }
      return n;
    }
    if (v.tokens().upos[n] != Upos::punct) {
      break;
    }
  }
  return kNoToken;
}
bool has_mark_to(const View& v, std::uint32_t verb) {
  for (const std::uint32_t c : v.d->children.of(verb)) {
    if (v.relation(c) == Deprel::mark && v.lower(c) == "to") {
      return true;
    }
  }
  return false;
}

std::uint32_t child(const View& v, std::uint32_t token, Deprel relation) {
  for (const std::uint32_t c : v.d->children.of(token)) {
    if (v.relation(c) == relation) {
      return c;
    }
  }
  return kNoToken;
}

std::uint32_t content_head(const View& v, std::uint32_t token) {
  std::uint32_t t = token;
  if (v.lower(t) == "one" && v.tokens().upos[t] == Upos::num) {
    const std::uint32_t name = child(v, t, Deprel::appos);
    if (name != kNoToken && v.tokens().upos[name] == Upos::propn && v.mention[name] != kNoToken) {
      return name;  // "one of them, Ann Roe, was freed"
    }
  }
  const ThingMask& measure = v.patterns->kinds.measure;
  for (std::uint32_t i = 0; i < 3; ++i) {
    const bool counts = (v.things(t) & measure).any() || v.tokens().upos[t] == Upos::num ||
                        v.tokens().upos[t] == Upos::det;
    std::uint32_t inner = kNoToken;
    if (counts) {
      for (const std::uint32_t c : v.d->children.of(t)) {
        if (v.relation(c) == Deprel::nmod) {
          const std::uint32_t preposition = child(v, c, Deprel::case_);
          if (preposition != kNoToken && v.lower(preposition) == "of") {
            inner = c;
            break;
          }
        }
      }
    }
    if (inner == kNoToken) {
      return t;
    }
    t = inner;
  }
  return t;
}

// A clause that says what is said, wanted or done: no bare participle has one.
bool has_complement(const View& v, std::uint32_t t) {
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    if (r == Deprel::xcomp || r == Deprel::ccomp || (r == Deprel::advcl && has_mark_to(v, c))) {
      return true;
    }
  }
  return false;
}

// "Israeli planes bombed apartment blocks", "blocks" read as an apposition to "planes": the noun
// that follows the participle without a comma.
std::uint32_t object_beside(const View& v, std::uint32_t t) {
  for (const std::uint32_t c : v.d->children.of(v.tokens().head[t])) {
    if (c <= t || v.relation(c) != Deprel::appos || v.dated[c] != 0 ||
        child(v, c, Deprel::case_) != kNoToken) {
      continue;
    }
    std::uint32_t k = t + 1;
    while (k < c && v.tokens().upos[k] != Upos::punct && v.tokens().upos[k] != Upos::adp) {
      ++k;
    }
    return k == c ? c : kNoToken;
  }
  return kNoToken;
}

// "The parliament threatened on Monday to break ties." read as a noun with a participle: the noun
// heads a whole sentence that has no other finite verb, and nobody is named with "by".
bool is_misread_clause(const View& v, std::uint32_t t) {
  const std::uint32_t head = v.tokens().head[t];
  if (!v.tokens().is_root(head) || !v.is_nominal(head) || head > t ||
      child(v, head, Deprel::cop) != kNoToken) {
    return false;
  }
  const TokenRange s = v.d->sentence_tokens(t);
  const std::string_view last = v.lower(s.end - 1);
  if (last != "." && last != "\"" && last != "\xE2\x80\x9D") {
    return false;  // headlines leave out "was"
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    const std::uint32_t k = v.relation(c) == Deprel::obl ? child(v, c, Deprel::case_) : kNoToken;
    if (k != kNoToken && v.lower(k) == "by") {
      return false;
    }
  }
  return child(v, t, Deprel::obj) != kNoToken || has_complement(v, t) ||
         object_beside(v, t) != kNoToken;
}

std::uint32_t subject_of_modifier(const View& v, std::uint32_t t) {
  const std::uint32_t head = v.tokens().head[t];
  const Xpos x = v.tokens().xpos[t];
  if (v.relation(t) != Deprel::amod || head < t || !v.is_nominal(head) ||
      (x != Xpos::vbd && x != Xpos::vbn && x != Xpos::vbz && x != Xpos::vbp) ||
      child(v, head, Deprel::cop) != kNoToken) {
    return kNoToken;
  }
  std::uint32_t subject = child(v, t, Deprel::nsubj);
  if (subject == kNoToken) {
    subject = child(v, head, Deprel::nsubj);
  }
  for (const std::uint32_t c : v.d->children.of(head)) {
    const Deprel own = v.relation(c);
    if (subject == kNoToken && c < t && v.is_nominal(c) && v.dated[c] == 0 &&
        (own == Deprel::appos || own == Deprel::dep) && child(v, c, Deprel::case_) == kNoToken) {
      subject = c;  // "A court on Tuesday freed the pastor", the court beside the pastor
    }
  }
  const std::uint32_t above = v.tokens().head[head];
  const Deprel r = v.relation(head);
  if (subject == kNoToken && (r == Deprel::nmod || r == Deprel::appos || r == Deprel::dep) &&
      v.tokens().is_root(above) && v.is_nominal(above) && above < t) {
    // "Japan on Friday lifted sanctions", the whole read as a name with its parts
    const std::uint32_t k = child(v, head, Deprel::case_);
    if (k == kNoToken ||
        (k + 1 < t && (v.dated[k + 1] != 0 || v.tokens().upos[k + 1] == Upos::adv))) {
      subject = above;
    }
  }
  const TokenRange s = v.d->sentence_tokens(t);
  if (subject == kNoToken && v.tokens().is_root(head) && t == s.begin + 1 &&
      v.lower(s.end - 1) == "." && v.relation(t - 1) == Deprel::compound &&
      v.tokens().xpos[t - 1] == Xpos::nns) {
    subject = t - 1;  // "Planes bombed apartment blocks."
  }
  return subject != kNoToken && subject < t ? subject : kNoToken;
}

bool is_passive(const View& v, std::uint32_t t) {
  if (v.tokens().upos[t] != Upos::verb || subject_of_modifier(v, t) != kNoToken) {
    return false;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.tokens().deprel[c];
    if (r == Deprel::aux_pass ||
        (r == Deprel::nsubj_pass &&
         (child(v, t, Deprel::obj) == kNoToken || child(v, t, Deprel::aux) != kNoToken))) {
      return true;
    }
  }
  const Xpos x = v.tokens().xpos[t];
  if (x != Xpos::vbn) {
    return false;
  }
  const Deprel r = v.tokens().deprel[t];
  if (r == Deprel::acl && is_misread_clause(v, t)) {
    return false;
  }
  if (r == Deprel::acl || r == Deprel::amod) {
    return true;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.relation(c) == Deprel::aux) {
      return false;
    }
  }
  if (r == Deprel::conj && child(v, t, Deprel::nsubj) == kNoToken) {
    const std::uint32_t head = v.tokens().head[t];
    const bool joined_again = v.relation(head) == Deprel::conj;  // one step: no deep recursion
    if (!v.is_verb(head) && child(v, head, Deprel::cop) != kNoToken) {
      return child(v, t, Deprel::obj) == kNoToken;  // "was shot and killed", shot read as a noun
    }
    return (joined_again || is_passive(v, head)) && child(v, t, Deprel::obj) == kNoToken;
  }
  if (child(v, t, Deprel::nsubj) != kNoToken) {  // a past tense tagged as participle
    const BlockKind k = v.d->block_kind(t);
    const bool terse =
        k == BlockKind::headline || k == BlockKind::key_point || k == BlockKind::heading;
    if (!terse || has_complement(v, t)) {
      return false;
    }
  }
  return child(v, t, Deprel::obj) == kNoToken;  // headline: "Grain deal signed in Istanbul"
}
bool has_case(const View& v, std::uint32_t t, std::initializer_list<std::string_view> any) {
  const std::uint32_t k = child(v, t, Deprel::case_);
  return k != kNoToken && std::find(any.begin(), any.end(), v.lower(k)) != any.end();
}

std::uint32_t preposition_of(const View& v, std::uint32_t t) {
  const bool clause = v.relation(t) == Deprel::advcl;
  std::uint32_t number = kNoToken;
  for (const std::uint32_t k : v.d->children.of(t)) {
    if (v.relation(k) == Deprel::case_ || (clause && v.relation(k) == Deprel::mark)) {
      if (k > 0 && v.lower(k - 1) == "-") {
        continue;  // "a drive-by shooting"
      }
      return k;
    }
    number = v.relation(k) == Deprel::nummod && k < t ? k : number;
  }
  return number == kNoToken ? kNoToken : child(v, number, Deprel::case_);
}

}  // namespace sayso::coding
