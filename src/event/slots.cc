// SPDX-License-Identifier: Apache-2.0
#include "event/slots.h"

#include <algorithm>

namespace sayso::coding {
namespace {

constexpr std::uint32_t kMost = 8;  // of conjuncts, steps of control: bounds hostile input

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
    if (v.relation(c) == Deprel::conj && out.size() < kMost && !v.is_verb(c)) {
      out.push_back(content_head(v, c));
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

// A subject as written at `verb`, relative pronouns resolved; false if there is none.
bool own_subject(const View& v, std::uint32_t verb, std::vector<std::uint32_t>& out,
                 bool& passive) {
  for (const std::uint32_t c : v.d->children.of(verb)) {
    if (v.relation(c) != Deprel::nsubj) {
      continue;
    }
    if ((v.things(c) & v.patterns->kinds.time).any()) {  // "Japan last month signed"
      const std::uint32_t real = child(v, c, Deprel::nsubj);
      if (real != kNoToken) {
        add_conjuncts(v, real, out);
        return true;
      }
      continue;
    }
    passive = v.tokens().deprel[c] == Deprel::nsubj_pass;
    if (is_relative_pronoun(v, c)) {
      std::uint32_t noun = relative_antecedent(v, verb);
      if (noun == kNoToken && v.tokens().xpos[c] != Xpos::wp) {
        noun = noun_before(v, c);  // the parser hung the clause elsewhere
      } else if (noun == kNoToken && v.lower(c) == "who") {
        noun = noun_before(v, c);
      }
      if (noun != kNoToken) {
        add_conjuncts(v, noun, out);
        return true;
      }
    }
    add_conjuncts(v, c, out);
    return true;
  }
  return false;
}

bool has_mark_to(const View& v, std::uint32_t verb) {
  for (const std::uint32_t c : v.d->children.of(verb)) {
    if (v.relation(c) == Deprel::mark && v.lower(c) == "to") {
      return true;
    }
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
  if (v.tokens().xpos[t] != Xpos::vbg) {
    return false;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    if ((r == Deprel::mark || r == Deprel::case_) &&
        (v.lower(c) == "of" || v.lower(c) == "for" || v.lower(c) == "from")) {
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

// "between Russia, the United States, Turkey and Ukraine": the names that follow in one list,
// wherever the parser hung them.
void extend_list(const View& v, std::vector<std::uint32_t>& tokens) {
  const std::uint32_t first = tokens.front(), end = v.d->sentence_tokens(first).end;
  bool last = false;  // after "and" the list ends with the next comma
  for (std::uint32_t k = first + 1; k < end && k < first + 24 && tokens.size() < kMost; ++k) {
    const Upos u = v.tokens().upos[k];
    if (u != Upos::punct && u != Upos::cconj && u != Upos::det && u != Upos::propn &&
        u != Upos::adj && u != Upos::noun) {
      return;
    }
    if (last && u == Upos::punct) {
      return;
    }
    last = last || u == Upos::cconj;
    if (v.mention[k] != kNoToken && v.d->mentions[v.mention[k]].head.value == k &&
        std::find(tokens.begin(), tokens.end(), k) == tokens.end()) {
      tokens.push_back(k);
    }
  }
}

void add_prepositions(const View& v, std::uint32_t of, bool borrowed, Fillers& out) {
  for (const std::uint32_t c : v.d->children.of(of)) {
    const Deprel r = v.relation(c);
    if (r != Deprel::obl && r != Deprel::nmod && r != Deprel::advcl && r != Deprel::advmod) {
      continue;
    }
    if (v.tokens().deprel[c] == Deprel::nmod_poss) {
      continue;
    }
    std::uint32_t preposition = kNoToken;
    for (const std::uint32_t k : v.d->children.of(c)) {
      if (v.relation(k) == Deprel::case_ || (r == Deprel::advcl && v.relation(k) == Deprel::mark)) {
        preposition = k;
        break;
      }
    }
    if (preposition == kNoToken) {
      continue;
    }
    std::vector<std::uint32_t> tokens;
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
  const bool passive = out.passive || (surface_passive && !v.is_verb(verb));
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

void collect_verb(const View& v, std::uint32_t t, Fillers& out) {
  out.passive = is_passive(v, t);
  add_subjects(v, t, out);
  std::uint32_t object = kNoToken;
  for (const std::uint32_t c : v.d->children.of(t)) {
    switch (v.relation(c)) {
      case Deprel::obl:
        // A bare noun after the verb is its object, whatever the parser thought.
        if (c < t || object != kNoToken || !v.is_nominal(c) ||
            child(v, c, Deprel::case_) != kNoToken || out.passive ||
            (v.things(c) & v.patterns->kinds.time).any()) {
          break;
        }
        [[fallthrough]];
      case Deprel::obj:
        object = c;
        add(v,
            is_relative_pronoun(v, c) && relative_antecedent(v, t) != kNoToken
                ? relative_antecedent(v, t)
                : c,
            Slot::obj, out);
        break;
      case Deprel::iobj:
        add(v, c, child(v, t, Deprel::obj) == kNoToken ? Slot::obj : Slot::iobj, out);
        break;
      case Deprel::xcomp:
      case Deprel::ccomp:
      case Deprel::csubj:
        out.list.push_back({Slot::clause, c, kNoToken, false});
        break;
      case Deprel::advcl:
        if (has_mark_to(v, c) || v.tokens().xpos[c] == Xpos::vbg) {
          out.list.push_back({Slot::clause, c, kNoToken, true});
        }
        break;
      case Deprel::compound:
        if (v.tokens().deprel[c] == Deprel::compound_prt) {
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
  add_prepositions(v, t, false, out);
  if (out.passive) {
    promote_by(v, out);
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
      out.list.push_back({Slot::subj, c, kNoToken, true});
    }
  }
  const std::uint32_t head = v.tokens().head[t];
  if (head != t && v.tokens().is_root(head) && v.is_nominal(head) &&
      v.relation(t) == Deprel::nmod) {
    const std::uint32_t k = child(v, t, Deprel::case_);
    if (k != kNoToken && v.lower(k) == "in") {
      add(v, head, Slot::subj, out);  // headline: "Russia in massive redeployment"
    }
  }
  add_prepositions(v, t, false, out);
  collect_light(v, t, out);
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
    }
  }
  add_prepositions(v, t, false, out);
}

void mark_claims(View& v) {
  const std::size_t n = v.tokens().size();
  v.claim.assign(n, kNoToken);
  v.cue.assign(n, 0);
  v.claim_size.assign(n, kNoToken);
  for (std::uint32_t i = 0; i < v.d->claims.size(); ++i) {
    const Claim& c = v.d->claims[i];
    std::uint32_t size = 0;
    for (std::uint32_t k = 0; k < c.content.count; ++k) {
      size += v.d->ranges[c.content.first + k].size();
    }
    for (std::uint32_t k = 0; k < c.content.count; ++k) {
      const TokenRange r = v.d->ranges[c.content.first + k];
      for (std::uint32_t t = r.begin; t < r.end; ++t) {
        if (size <= v.claim_size[t]) {
          v.claim_size[t] = size;
          v.claim[t] = i;
        }
      }
    }
    for (std::uint32_t k = 0; k < c.cue.count; ++k) {
      const TokenRange r = v.d->ranges[c.cue.first + k];
      std::fill(v.cue.begin() + r.begin, v.cue.begin() + r.end, std::uint8_t{1});
    }
  }
}

}  // namespace

void View::prepare(Document& document, const Patterns& compiled) {
  d = &document;
  patterns = &compiled;
  const std::uint32_t n = document.tokens.size();
  entry.assign(n, nullptr);
  thing_mask.assign(n, ThingMask{});
  key.assign(n, 0);
  FoldHash before;
  for (std::uint32_t t = 0; t < n; ++t) {
    const FoldHash lemma_fold = document.symbols.fold(document.tokens.lemma[t]);
    if (document.tokens.upos[t] == Upos::sym) {
      thing_mask[t] = compiled.kinds.money;
    }
    if (!lemma_fold.empty()) {
      entry[t] = compiled.find(lemma_fold);
      key[t] = lemma_fold.hash;
      if (entry[t] == nullptr || (entry[t]->words_count == 0 && is_verb(t))) {
        const std::uint64_t better =
            compiled.key_of_form(document.symbols.fold(document.tokens.lower[t]));
        const LexEntry* found = better == 0 ? nullptr : compiled.find_hash(better);
        if (found != nullptr) {
          entry[t] = found;
        }
        key[t] = better != 0 ? better : key[t];
      }
      if (entry[t] != nullptr) {
        thing_mask[t] = entry[t]->things;
      }
      if (!before.empty() && is_nominal(t)) {
        const LexEntry* pair = compiled.find(before.then(lemma_fold));
        if (pair != nullptr) {
          thing_mask[t] |= pair->things;
        }
      }
      before = lemma_fold;
    }
  }
  mention.assign(n, kNoToken);
  for (std::uint32_t i = 0; i < document.mentions.size(); ++i) {
    const Mention& m = document.mentions[i];
    if (m.kind == MentionKind::time || m.kind == MentionKind::quantity) {
      continue;
    }
    std::uint32_t& at = mention[m.head.value];
    if (at == kNoToken || document.mentions[at].tokens.size() < m.tokens.size()) {
      at = i;
    }
  }
  for (std::uint32_t t = 0; t < n; ++t) {
    if (mention[t] != kNoToken || !is_nominal(t)) {
      continue;
    }
    for (const std::uint32_t c : document.children.of(t)) {  // "pastor Evan Mawarire"
      const Deprel r = relation(c);
      if ((r == Deprel::flat || r == Deprel::appos) && mention[c] != kNoToken &&
          document.mentions[mention[c]].form == MentionForm::name) {
        mention[t] = mention[c];
        break;
      }
    }
  }
  for (std::uint32_t i = 0; i < document.mentions.size(); ++i) {  // "arms dealer Viktor Bout"
    const Mention& m = document.mentions[i];
    if (m.form == MentionForm::name && m.kind == MentionKind::person && m.tokens.begin > 0) {
      const std::uint32_t before_name = m.tokens.begin - 1;
      if (mention[before_name] == kNoToken && document.tokens.upos[before_name] == Upos::noun &&
          document.tokens.sentence[before_name] == document.tokens.sentence[m.tokens.begin]) {
        mention[before_name] = i;
      }
    }
  }
  place.assign(n, kNoToken);
  for (std::uint32_t i = 0; i < document.places.size(); ++i) {
    const TokenRange r = document.places[i].tokens;
    for (std::uint32_t t = r.begin; t < r.end; ++t) {
      if (place[t] == kNoToken) {
        place[t] = i;
      }
    }
  }
  mark_claims(*this);
  std::uint32_t play = 0;
  for (std::uint32_t t = 0; t < n; ++t) {
    play += plays(t) ? 1 : 0;
  }
  playful = play >= 4 && play * 60 >= n;
}

bool View::plays(std::uint32_t t) const {
  return is_nominal(t) && (things(t) & (patterns->kinds.sport | patterns->kinds.market)).any();
}

bool View::is_verb(std::uint32_t t) const {
  const Upos u = d->tokens.upos[t];
  return u == Upos::verb || u == Upos::aux;
}

bool View::is_nominal(std::uint32_t t) const {
  const Upos u = d->tokens.upos[t];
  return u == Upos::noun || u == Upos::propn;
}

const Modality* View::modality(std::uint32_t t, Govern governs) const {
  const LexEntry* e = entry[t];
  if (e == nullptr) {
    return nullptr;
  }
  for (std::uint32_t i = 0; i < e->modality_count; ++i) {
    const Modality& m = patterns->modality(e->modality + i);
    if (m.governs != governs) {
      continue;
    }
    const bool fits = m.pos == 'v'   ? is_verb(t)
                      : m.pos == 'n' ? is_nominal(t)
                      : m.pos == 'a' ? d->tokens.upos[t] == Upos::adj || is_verb(t)
                                     : true;
    if (fits) {
      return &m;
    }
  }
  return nullptr;
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

bool is_passive(const View& v, std::uint32_t t) {
  if (v.tokens().upos[t] != Upos::verb) {
    return false;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.tokens().deprel[c];
    if (r == Deprel::aux_pass || r == Deprel::nsubj_pass) {
      return true;
    }
  }
  const Xpos x = v.tokens().xpos[t];
  if (x != Xpos::vbn) {
    return false;
  }
  const Deprel r = v.tokens().deprel[t];
  if (r == Deprel::acl || r == Deprel::amod) {
    return true;
  }
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.relation(c) == Deprel::aux) {
      return false;
    }
  }
  if (r == Deprel::conj && child(v, t, Deprel::nsubj) == kNoToken) {
    return is_passive(v, v.tokens().head[t]) && child(v, t, Deprel::obj) == kNoToken;
  }
  return child(v, t, Deprel::obj) == kNoToken;  // headline: "Grain deal signed in Istanbul"
}

namespace {

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

void collect_subjects(const View& v, std::uint32_t token, std::vector<std::uint32_t>& out,
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
    switch (v.relation(t)) {
      case Deprel::conj:
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
      case Deprel::amod:
        add_conjuncts(v, head, out);
        return;
      case Deprel::ccomp:
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

void collect(const View& v, std::uint32_t t, Fillers& out) {
  out.clear();
  if (v.is_verb(t) && v.relation(t) == Deprel::amod && collect_hyphenated(v, t, out)) {
    return;
  }
  if (v.is_verb(t)) {
    collect_verb(v, t, out);
  } else if (v.is_nominal(t)) {
    collect_noun(v, t, out);
  } else {
    collect_adjective(v, t, out);
  }
}

}  // namespace sayso::coding
