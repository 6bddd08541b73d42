// SPDX-License-Identifier: Apache-2.0
#include "story/dispute_said.h"

#include <algorithm>
#include <limits>

namespace sayso {
namespace {

constexpr std::size_t kMostVerbs = 24;  // of a content
constexpr std::size_t kFewWords = 3;    // a content of so few says only how many

bool subject(Deprel r) {
  return r == Deprel::nsubj || r == Deprel::nsubj_pass;
}

}  // namespace

std::uint64_t SaidReader::lemma(std::uint32_t t) const {
  const TokenTable& k = d_.tokens;
  const Symbol s = k.lemma.size() == k.size() && k.lemma[t].some() ? k.lemma[t] : k.lower[t];
  return d_.symbols.fold(s).hash;
}

bool SaidReader::is(std::uint32_t t, DisputeWords::Kind kind) const {
  return words_.is(d_.string(d_.tokens.lower[t]), kind);
}

bool SaidReader::is_content(std::uint32_t t) const {
  switch (d_.tokens.upos[t]) {
    case Upos::noun:
    case Upos::propn:
    case Upos::verb:
    case Upos::adj:
      return !d_.symbols.fold(d_.tokens.form[t]).empty();
    default:
      return false;
  }
}

bool SaidReader::is_name(std::uint32_t t) const {
  return d_.symbols.shape(d_.tokens.form[t]) == Shape::capitalized &&
         (d_.tokens.upos[t] == Upos::propn || d_.tokens.upos[t] == Upos::adj);
}

Said SaidReader::read(const Claim& c) const {
  Said s;
  if (c.content.count == 0 || d_.tokens.upos.size() != d_.tokens.size()) {
    return s;
  }
  s.first = d_.ranges[c.content.first].begin;
  s.sentence = d_.tokens.sentence[s.first];
  // "declined to comment" refuses, it does not deny.
  s.cued = c.certainty == Certainty::denied && c.act != ClaimAct::intention &&
           d_.string(d_.tokens.lower[s.first]) != "to";
  // What is refused, opposed or granted to nobody is not denied to be so.
  const bool denied_to_be = s.cued && denies_truth(c);
  s.usable = s.cued ? denied_to_be : c.act == ClaimAct::speech;
  s.cued = denied_to_be;
  for (std::uint32_t i = 0; i < c.content.count; ++i) {
    const TokenRange r = d_.ranges[c.content.first + i];
    for (std::uint32_t t = r.begin; t < r.end; ++t) {
      if (is_content(t)) {
        s.words.push_back(lemma(t));
        s.tokens.push_back(t);
      }
      s.tells = s.tells || d_.tokens.upos[t] == Upos::verb || d_.tokens.upos[t] == Upos::aux;
      const std::uint32_t head = d_.tokens.head[t];
      if (d_.tokens.upos[t] == Upos::det && is(t, DisputeWords::kNegates) &&
          head < d_.tokens.size() && d_.tokens.upos[head] == Upos::noun) {
        s.figures.push_back({lemma(head), 0, 0, {t, t + 1}, {head, head + 1}});
      }
    }
    figures(r, s);
    values(r, s);
    deeds(r, s);
  }
  const TokenRange content = d_.ranges[c.content.first];
  clause(content, s);
  s.denies = s.cued != s.negated;
  s.thought = c.act == ClaimAct::attitude && c.certainty != Certainty::denied;
  s.own = of_its_own(c, content);
  s.nobody =
      s.words.empty() && content.size() <= 3 &&
      std::any_of(d_.tokens.upos.begin() + content.begin, d_.tokens.upos.begin() + content.end,
                  [](Upos u) { return u == Upos::aux; }) &&
      is_nobody(content);
  s.mere = refers_back(s);
  s.denies = s.denies || (s.mere && called_false(s));
  s.only_number = only_number(s);
  std::sort(s.words.begin(), s.words.end());
  s.words.erase(std::unique(s.words.begin(), s.words.end()), s.words.end());
  return s;
}

// "That nobody was."
bool SaidReader::is_nobody(TokenRange content) const {
  for (std::uint32_t t = content.begin; t < content.end; ++t) {
    if (d_.tokens.upos[t] == Upos::pron && is(t, DisputeWords::kNegates)) {
      return true;
    }
  }
  return false;
}

// "Suzuki said it would recall 60,774 units": the subject is who says so.
bool SaidReader::of_its_own(const Claim& c, TokenRange content) const {
  const TokenTable& k = d_.tokens;
  const std::uint32_t root = root_of(content);
  if (c.source.count == 0) {
    return false;
  }
  if (d_.string(d_.tokens.lower[content.begin]) == "to") {
    return true;  // "said to recall 60,774 units"
  }
  if (k.head.size() == k.size() && root < content.end && k.upos[root] == Upos::verb &&
      k.xpos[root] == Xpos::vbd) {  // "recalled 60,774 units": did so itself
    bool told = false;
    for (std::uint32_t t = content.begin; t < content.end; ++t) {
      told = told || (k.head[t] == root && subject(k.deprel[t]));
    }
    if (!told) {
      return true;
    }
  }
  const TokenRange source = d_.ranges[c.source.first];
  std::vector<EntityId> about;
  for (const Mention& m : d_.mentions) {
    for (std::uint32_t t = m.tokens.begin; t < m.tokens.end; ++t) {
      if (content.contains(t) && k.head.size() == k.size() && root < content.end &&
          k.head[t] == root && subject(k.deprel[t])) {
        about.push_back(m.entity);
      }
    }
  }
  return std::any_of(d_.mentions.begin(), d_.mentions.end(), [&](const Mention& m) {
    return source.contains(m.head.value) &&
           std::find(about.begin(), about.end(), m.entity) != about.end();
  });
}

std::uint32_t SaidReader::asked_before(std::uint32_t sentence) const {
  const TokenTable& k = d_.tokens;
  for (std::uint32_t s = sentence; s + 1 >= sentence && s < d_.sentences.size(); --s) {
    const TokenRange r = d_.sentences[s].tokens;
    for (std::uint32_t t = r.begin; t + 1 < r.end; ++t) {
      const bool many =
          d_.string(k.lower[t]) == "many" && t > r.begin && d_.string(k.lower[t - 1]) == "how";
      const bool number = d_.string(k.lower[t]) == "number" && d_.string(k.lower[t + 1]) == "of";
      const std::uint32_t of = t + (many ? 1 : 2);
      if ((many || number) && of < r.end && k.upos[of] == Upos::noun) {
        return of;
      }
      if (many && of < r.end) {  // "how many are waiting"
        return t;
      }
    }
    if (s == 0) {
      break;
    }
  }
  return no_one();
}

// "Denied that", "denied any talks", "rejected the charge that"; not "denied bail", "rejected the
// offer", "without denying".
bool SaidReader::denies_truth(const Claim& c) const {
  constexpr std::uint32_t kBefore = 4;
  const TokenTable& k = d_.tokens;
  bool denies = false;
  for (std::uint32_t i = 0; i < c.cue.count; ++i) {
    const TokenRange cue = d_.ranges[c.cue.first + i];
    for (std::uint32_t t = cue.begin; t < cue.end; ++t) {
      denies = denies || words_.is(lemma_text(t), DisputeWords::kDenies);
    }
    // "Was denied bail."
    for (std::uint32_t t = cue.begin - std::min(kBefore, cue.begin); t < cue.begin; ++t) {
      if (k.upos[t] == Upos::aux && lemma_text(t) == "be" &&
          k.sentence[t] == k.sentence[cue.begin] && k.xpos[cue.end - 1] == Xpos::vbn) {
        return false;
      }
    }
    for (std::uint32_t t = cue.begin - std::min(kBefore, cue.begin); t < cue.begin; ++t) {
      if (k.sentence[t] == k.sentence[cue.begin] && is(t, DisputeWords::kWithout)) {
        return false;
      }
    }
  }
  const TokenRange content = d_.ranges[c.content.first];
  const std::uint32_t root = root_of(content);
  if (root == content.end || (k.upos[root] != Upos::noun && k.upos[root] != Upos::propn)) {
    return denies || is(content.begin, DisputeWords::kPoints);
  }
  return words_.is(lemma_text(root), DisputeWords::kAlleged) ||
         (denies && !words_.is(lemma_text(root), DisputeWords::kGranted));
}

std::string_view SaidReader::lemma_text(std::uint32_t t) const {
  const TokenTable& k = d_.tokens;
  return d_.string(k.lemma.size() == k.size() && k.lemma[t].some() ? k.lemma[t] : k.lower[t]);
}

std::uint32_t SaidReader::root_of(TokenRange content) const {
  const TokenTable& k = d_.tokens;
  std::uint32_t root = content.begin;
  while (k.head.size() == k.size() && root < content.end &&
         (content.contains(k.head[root]) || k.upos[root] == Upos::sconj ||
          k.upos[root] == Upos::punct)) {
    ++root;
  }
  return k.head.size() == k.size() ? root : content.end;
}

// The first word of the content that hangs on nothing within it, with what hangs on it.
void SaidReader::clause(TokenRange content, Said& s) const {
  const TokenTable& k = d_.tokens;
  const std::uint32_t root = root_of(content);
  if (root == content.end) {
    return;
  }
  s.root = lemma(root);
  s.acts = k.upos[root] == Upos::verb && !words_.is(lemma_text(root), DisputeWords::kLight);
  s.negated = negates(root, content);
  s.noun = k.upos[root] == Upos::noun;
  for (std::uint32_t t = content.begin; t < content.end; ++t) {
    const bool mine = k.head[t] == root;
    s.noun = s.noun && !(mine && t != root && (subject(k.deprel[t]) || k.upos[t] == Upos::aux));
    s.open = s.open || (mine && is(t, DisputeWords::kSoftens));
    if (mine && (subject(k.deprel[t]) || k.deprel[t] == Deprel::obj) && is_content(t)) {
      s.parts.push_back(lemma(t));
    }
    const std::uint32_t of = k.head[t];
    if (k.deprel[t] == Deprel::det && is(t, DisputeWords::kNegates) &&
        (of == root || (content.contains(of) && k.head[of] == root)) && k.upos[of] == Upos::noun) {
      s.absent = lemma(of);
    }
  }
}

// "was not hit", "never reached it", "nobody was hurt", "no agreement was reached".
bool SaidReader::negates(std::uint32_t predicate, TokenRange content) const {
  const TokenTable& k = d_.tokens;
  bool turned = false;
  for (std::uint32_t t = content.begin; t < content.end; ++t) {
    const std::uint32_t head = k.head[t];
    if (!is(t, DisputeWords::kNegates) || t == predicate) {
      continue;
    }
    const bool of_part =
        k.deprel[t] == Deprel::det && content.contains(head) &&
        (head == predicate ||
         (k.head[head] == predicate && (subject(k.deprel[head]) || k.deprel[head] == Deprel::obj)));
    if (head == predicate || of_part) {
      turned = !turned;
    }
  }
  return turned;
}

// "The gate is damaged", "the gate, he said, had been damaged": of a subject that is named.
void SaidReader::values(TokenRange content, Said& s) const {
  const TokenTable& k = d_.tokens;
  for (std::uint32_t t = content.begin; t < content.end && k.head.size() == k.size(); ++t) {
    const auto& values = words_.values_of(d_.string(k.lower[t]));
    if (values.empty()) {
      continue;
    }
    for (std::uint32_t n = content.begin; n < content.end; ++n) {
      if (k.head[n] == t && subject(k.deprel[n]) &&
          (k.upos[n] == Upos::noun || k.upos[n] == Upos::propn)) {
        s.values.push_back({n, t, negates(t, content), &values});
      }
    }
  }
}

void SaidReader::deeds(TokenRange content, Said& s) const {
  const TokenTable& k = d_.tokens;
  std::size_t verbs = 0;
  for (std::uint32_t t = content.begin; t < content.end && k.head.size() == k.size(); ++t) {
    if (k.upos[t] != Upos::verb) {
      continue;
    }
    if (++verbs > kMostVerbs) {
      return;
    }
    bool nobody = false;
    bool open = false;
    bool any = false;
    for (std::uint32_t n = content.begin; n < content.end; ++n) {
      const bool mine = k.head[n] == t;
      nobody = nobody || (mine && subject(k.deprel[n]) && k.upos[n] == Upos::pron &&
                          is(n, DisputeWords::kNegates));
      open = open || (mine && is(n, DisputeWords::kSoftens));
      const std::uint32_t head = k.head[n];
      any = any || (k.deprel[n] == Deprel::det && content.contains(head) && k.head[head] == t &&
                    k.deprel[head] == Deprel::obj &&
                    (is(n, DisputeWords::kAny) || is(n, DisputeWords::kNegates)));
    }
    const bool held = words_.is(lemma_text(t), DisputeWords::kHeld);
    if (open) {
      continue;
    }
    if (!s.cued && (held || words_.is(lemma_text(t), DisputeWords::kLight)) &&
        holds_nobody(t, content)) {
      s.frees.push_back(t);
      continue;
    }
    if (nobody && !s.cued && !words_.is(lemma_text(t), DisputeWords::kLight)) {
      s.none.push_back(t);
    } else if (held && any && (s.cued != negates(t, content)) && befallen(t) != no_one()) {
      s.frees.push_back(t);
    } else if (!s.cued && !negates(t, content)) {
      s.deeds.push_back(t);
      if (const std::uint32_t whom = held ? befallen(t) : no_one(); whom != no_one()) {
        s.held.push_back({t, whom});
      }
    }
  }
}

// "They have no such person", "had nobody of that name in custody".
bool SaidReader::holds_nobody(std::uint32_t verb, TokenRange content) const {
  const TokenTable& k = d_.tokens;
  bool name = false;
  for (std::uint32_t n = content.begin; n < content.end; ++n) {
    name = name || words_.is(lemma_text(n), DisputeWords::kNamed);
  }
  for (std::uint32_t n = content.begin; n < content.end; ++n) {
    if (k.head[n] != verb || k.deprel[n] != Deprel::obj || n < verb) {
      continue;
    }
    if (k.upos[n] == Upos::pron && is(n, DisputeWords::kNegates)) {
      return name;
    }
    const bool such =
        n > verb + 2 && is(n - 1, DisputeWords::kSuch) && is(n - 2, DisputeWords::kNegates);
    const bool person = std::any_of(d_.mentions.begin(), d_.mentions.end(), [&](const Mention& m) {
      return m.head == TokenId{n} && m.kind == MentionKind::person;
    });
    if (such && person) {
      return true;
    }
  }
  return false;
}

bool SaidReader::same_deed(std::uint32_t a, std::uint32_t b) const {
  const auto both = [&](DisputeWords::Kind kind) {
    return words_.is(lemma_text(a), kind) && words_.is(lemma_text(b), kind);
  };
  return lemma(a) == lemma(b) || both(DisputeWords::kDead) || both(DisputeWords::kHeld);
}

std::uint32_t SaidReader::befallen(std::uint32_t verb) const {
  const TokenTable& k = d_.tokens;
  for (const Mention& m : d_.mentions) {
    for (std::uint32_t t = m.tokens.begin; t < m.tokens.end; ++t) {
      const bool whom = k.deprel[t] == Deprel::obj || k.deprel[t] == Deprel::nsubj_pass;
      // "Was pulled from a lorry and is being held": of the subject of the verb before.
      const bool of_first = k.head[verb] < k.size() && k.deprel[verb] == Deprel::conj &&
                            k.head[t] == k.head[verb] && k.deprel[t] == Deprel::nsubj_pass;
      if (((whom && k.head[t] == verb) || of_first) &&
          (m.kind == MentionKind::person || m.kind == MentionKind::group)) {
        return t;
      }
    }
  }
  return no_one();
}

// "(They called) the story an invention", "that (is) untrue", "it a lie".
bool SaidReader::called_false(const Said& s) const {
  constexpr std::size_t kFew = 3;
  const bool points = is(s.first, DisputeWords::kPoints) || is(s.first, DisputeWords::kThe);
  const auto said = [&](DisputeWords::Kind kind) {
    return std::any_of(s.tokens.begin(), s.tokens.end(),
                       [&](std::uint32_t t) { return words_.is(lemma_text(t), kind); });
  };
  return points && !s.open && !s.negated && s.tokens.size() <= kFew && said(DisputeWords::kFalse) &&
         (is(s.first, DisputeWords::kPoints) || said(DisputeWords::kAlleged));
}

// A content without words of its own but a pronoun, or one noun with "the", or "no such order":
// what was said before.
bool SaidReader::refers_back(const Said& s) const {
  constexpr std::uint32_t kNoSuch = 6;  // "that there had been no such"
  for (std::uint32_t t = s.first; t < s.first + kNoSuch && t + 1 < d_.tokens.size(); ++t) {
    if (s.absent != 0 && !s.open && is(t, DisputeWords::kNegates) &&
        is(t + 1, DisputeWords::kSuch)) {
      return true;
    }
  }
  if (!s.cued) {
    return called_false(s);
  }
  const bool the = is(s.first, DisputeWords::kThe);
  const bool points = the || is(s.first, DisputeWords::kPoints);
  // "The figure: freight was close to its usual level, he said."
  if (the && s.first + 2 < d_.tokens.size() && d_.string(d_.tokens.lower[s.first + 2]) == ":" &&
      words_.is(lemma_text(s.first + 1), DisputeWords::kAlleged)) {
    return true;
  }
  return points &&
         (s.words.empty() ? !the
                          : s.words.size() == 1 && d_.tokens.upos[s.tokens.front()] == Upos::noun &&
                                !is_party(s.tokens.front()));
}

// "There are 60,000, counting those in temples", "1,200 on the A16": a number of nothing told, with
// hardly a word before it, that does nothing itself.
bool SaidReader::begins_with_number(const Said& s) const {
  constexpr std::ptrdiff_t kBefore = 2;
  const Figure& f = s.figures.front();
  const std::uint32_t last = f.words.end - 1;
  const auto before = std::count_if(s.tokens.begin(), s.tokens.end(),
                                    [&](std::uint32_t t) { return t < f.words.begin; });
  return f.head == 0 && before <= kBefore && !subject(d_.tokens.deprel[last]) &&
         d_.tokens.upos[last] == Upos::num && last + 1 < d_.tokens.size() &&
         d_.tokens.upos[last + 1] != Upos::noun && d_.tokens.upos[last + 1] != Upos::adj &&
         !is(last + 1, DisputeWords::kShare) && d_.string(d_.tokens.lower[last + 1]) != "of";
}

// Few words, of which the only noun, if any, is "the" one spoken of, or what it is a number of.
bool SaidReader::only_number(const Said& s) const {
  if (s.figures.empty() || s.figures.front().high == 0) {
    return false;
  }
  const bool few = s.figures.size() == 1 && s.words.size() <= kFewWords;
  const bool begins = begins_with_number(s);
  if (!few && !begins) {
    return false;
  }
  std::uint32_t nouns = 0;
  for (const std::uint32_t t : s.tokens) {
    if (begins && t >= s.figures.front().words.begin) {
      continue;
    }
    const Upos upos = d_.tokens.upos[t];
    const bool known =
        upos == Upos::noun &&
        ((t > 0 && is(t - 1, DisputeWords::kThe)) ||
         (subject(d_.tokens.deprel[t]) && s.figures.front().words.contains(d_.tokens.head[t])));
    nouns += known ? 1 : (upos == Upos::noun || upos == Upos::propn ? 2 : 0);
  }
  return nouns <= 1;
}

// People and organisations can be contradicted ("the corporation") but are not what was said.
bool SaidReader::is_party(std::uint32_t token) const {
  return std::any_of(d_.mentions.begin(), d_.mentions.end(), [&](const Mention& m) {
    return m.tokens.contains(token) &&
           (m.kind == MentionKind::person || m.kind == MentionKind::organization ||
            m.kind == MentionKind::group);
  });
}

// "The number of vehicles at about 100", "the value of goods held up at 300 million": what stands
// with "of" behind the first noun.
void SaidReader::name_counted(TokenRange content, Figure& f) const {
  const TokenTable& k = d_.tokens;
  for (std::uint32_t t = content.begin; t < f.words.begin; ++t) {
    if (k.upos[t] == Upos::noun) {
      for (std::uint32_t n = t + 1; n < f.words.begin; ++n) {
        if (k.head[n] == t && k.deprel[n] == Deprel::nmod && k.upos[n] == Upos::noun) {
          f.head = lemma(n);
          f.what = {n, n + 1};
          return;
        }
      }
      // "The loss at 1.6 billion euros": of money the noun itself.
      if (f.head == 0 && is_unit(f)) {
        f.head = lemma(t);
        f.what = {t, t + 1};
      }
      return;
    }
  }
}

void SaidReader::figures(TokenRange r, Said& s) const {
  constexpr double kAny = std::numeric_limits<double>::infinity();
  for (const Quantity& q : d_.quantities) {
    if (!r.contains(q.tokens.begin) || !(q.has_best || q.has_low || q.has_high)) {
      continue;
    }
    Figure f;
    f.money =
        std::any_of(d_.tokens.upos.begin() + q.tokens.begin, d_.tokens.upos.begin() + q.tokens.end,
                    [](Upos u) { return u == Upos::sym; });
    f.vague =
        std::none_of(d_.tokens.upos.begin() + q.tokens.begin, d_.tokens.upos.begin() + q.tokens.end,
                     [](Upos u) { return u == Upos::num; });
    f.words = q.tokens;
    f.what = q.what;
    f.low = q.has_low ? q.low : (q.has_high ? 0 : q.best);
    f.high = q.has_high ? q.high : (q.has_low && !(q.has_best && q.best > q.low) ? kAny : q.best);
    if (f.high < f.low) {
      std::swap(f.low, f.high);
    }
    for (std::uint32_t t = q.what.end; t-- > q.what.begin && f.head == 0;) {
      if (!q.tokens.contains(t) &&
          (d_.tokens.upos[t] == Upos::noun || d_.tokens.upos[t] == Upos::propn)) {
        f.head = lemma(t);
      }
    }
    const std::uint32_t counted = d_.tokens.head.size() == d_.tokens.size()
                                      ? d_.tokens.head[q.tokens.end - 1]
                                      : q.tokens.end - 1;
    if (f.head == 0 && counted >= q.tokens.end && r.contains(counted) &&
        d_.tokens.deprel[q.tokens.end - 1] == Deprel::nummod &&
        d_.tokens.upos[counted] == Upos::noun &&
        std::none_of(d_.tokens.upos.begin() + q.tokens.end, d_.tokens.upos.begin() + counted,
                     [](Upos u) { return u == Upos::punct; })) {  // "five French bases"
      f.head = lemma(counted);
      f.what = {counted, counted + 1};
    }
    if (f.head == 0) {
      name_counted({s.first, q.tokens.begin}, f);
    }
    s.figures.push_back(f);
  }
}

bool SaidReader::is_measure(const Figure& f) const {
  for (const When& w : d_.whens) {
    if (w.tokens.overlaps(f.words) || w.tokens.overlaps(f.what)) {
      return true;
    }
  }
  return names(f, DisputeWords::kShare);
}

bool SaidReader::is_unit(const Figure& f) const {
  return names(f, DisputeWords::kUnit);
}

bool SaidReader::names(const Figure& f, DisputeWords::Kind kind) const {
  for (const TokenRange r : {f.words, f.what}) {
    for (std::uint32_t t = r.begin; t < r.end; ++t) {
      if (words_.is(lemma_text(t), kind) ||
          (kind == DisputeWords::kShare && d_.string(d_.tokens.lower[t]) == "%")) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace sayso
