// SPDX-License-Identifier: Apache-2.0
// Described mentions and pronouns: titles ("secretary of state"), nouns for actors and things
// ("troops", "power plant", "missile"), he, she, it, they.
#include <algorithm>

#include "mention/found.h"
#include "mention/senses.h"

namespace sayso::mention {
namespace {

bool head_noun(const TokenTable& t, std::uint32_t k) {
  return t.upos[k] == Upos::noun || t.upos[k] == Upos::propn;
}

bool plural_noun(const TokenTable& t, std::uint32_t k) {
  return t.xpos[k] == Xpos::nns || t.xpos[k] == Xpos::nnps;
}

class NominalFinder {
 public:
  NominalFinder(const Catalog& c, Document& d, Buffers& b) : c_(c), d_(d), t_(d.tokens), b_(b) {}

  void run() {
    for (const Sentence& sentence : d_.sentences) {
      if (reads_as_news(d_.blocks[sentence.block].kind)) {
        scan(sentence.tokens);
      }
    }
  }

 private:
  struct Hit {
    std::uint32_t end = 0;
    MentionKind kind = MentionKind::other;
    std::string_view sub, sector, country;
    char gender = 0;
  };

  void scan(TokenRange s) {
    std::uint32_t title = 0;
    for (std::uint32_t t = s.begin; t < s.end;) {
      if (b_.taken[t] != 0 || b_.name_at[t] != kNone) {
        ++t;
        continue;
      }
      const std::uint32_t limit = free_until(t, s.end);
      const auto hit = noun_at(t, limit);
      if (!hit || !head_noun(t_, hit->end - 1)) {
        ++t;
        continue;
      }
      const std::uint32_t head = hit->end - 1;
      // A noun that only describes the next one heads nothing, unless that one is unknown.
      while (title < b_.titles.size() && b_.titles[title].tokens.end <= t) {
        ++title;
      }
      const bool used = title < b_.titles.size() && b_.titles[title].used &&
                        b_.titles[title].tokens.overlaps({t, hit->end});
      const bool inside = t_.deprel[head] == Deprel::compound && t_.head[head] > head &&
                          b_.name_at[t_.head[head]] == kNone &&
                          noun_at(t_.head[head], s.end).has_value();
      if (!used && !inside) {
        add(t, *hit, s);
      }
      t = hit->end;
    }
  }

  [[nodiscard]] std::uint32_t free_until(std::uint32_t t, std::uint32_t limit) const {
    std::uint32_t end = t;
    while (end < limit && end < t + 8 && b_.taken[end] == 0 && b_.name_at[end] == kNone) {
      ++end;
    }
    return end;
  }

  // The longest of agent, noun and title; agents know sectors, nouns know things.
  [[nodiscard]] std::optional<Hit> noun_at(std::uint32_t t, std::uint32_t limit) const {
    std::optional<Hit> best;
    std::uint32_t end = 0;
    if (const auto noun = c_.noun(d_, t, limit, &end); noun && noun->sub != "suffix") {
      best = Hit{end, noun->kind, noun->sub, {}, {}, 0};
    }
    if (const auto agent = c_.agent(d_, t, limit); agent && (!best || agent->end >= best->end)) {
      Hit h;
      h.end = agent->end;
      h.kind = agent->kind == "person"  ? MentionKind::person
               : agent->kind == "group" ? MentionKind::group
                                        : MentionKind::organization;
      if (best && best->end == agent->end) {
        // A bank, a station: the thing, unless it is an organisation too.
        const bool thing = best->kind != MentionKind::organization;
        h.sub = best->sub;
        if (thing) {
          h.kind = best->kind;
        }
      }
      h.sector = agent->sector;
      h.country = agent->country;
      best = h;
    }
    if (const auto title = c_.title(d_, t, limit, &end);
        title && title->rank != Rank::polite &&
        (!best || end > best->end || (end == best->end && best->kind == MentionKind::person))) {
      const Hit known = best ? *best : Hit{};
      best = Hit{end, MentionKind::person, {}, title->sector, {}, title->gender};
      if (known.end == end && !known.sector.empty()) {
        best->sector = known.sector;
        best->country = known.country;
      }
    }
    return best;
  }

  // Words before the noun that belong to it: adjectives, nouns, "Russian-backed".
  [[nodiscard]] std::uint32_t begin_of(std::uint32_t first, std::uint32_t head,
                                       std::uint32_t limit) const {
    std::uint32_t begin = first;
    while (begin > limit) {
      const std::uint32_t k = begin - 1;
      if (b_.taken[k] != 0) {
        break;
      }
      // "Vietnamese-led forces": what a hyphen joins stays together whatever the tree says.
      if (is_hyphen(d_, k) && k > limit && !t_.has(k - 1, kSpaceAfter) && !t_.has(k, kSpaceAfter)) {
        begin = k - 1;
        continue;
      }
      if (k > limit + 1 && is_hyphen(d_, k - 1) && !t_.has(k - 1, kSpaceAfter) &&
          !t_.has(k - 2, kSpaceAfter) && t_.upos[k] != Upos::punct) {
        begin = k;
        continue;
      }
      if (country_word(k)) {
        begin = k;
        continue;
      }
      const Deprel r = t_.deprel[k];
      const std::uint32_t to = t_.head[k];
      const bool inward = to > k && to <= head;
      const bool describes = r == Deprel::amod || r == Deprel::compound || r == Deprel::nmod_desc ||
                             r == Deprel::flat || r == Deprel::advmod ||
                             (r == Deprel::nmod && t_.upos[k] == Upos::propn) ||
                             (r == Deprel::obl && is_hyphen(d_, k + 1)) ||
                             (r == Deprel::punct && is_hyphen(d_, k)) ||
                             (is_hyphen(d_, k + 1) && t_.upos[k] != Upos::det);
      const bool flatted = to < k && b_.name_at[k] != kNone;  // inner words of a name
      if (!(inward && describes) && !(flatted && begin != first)) {
        break;
      }
      begin = k;
    }
    return begin;
  }

  // A demonym or a country's name used as an adjective, right before what it describes.
  [[nodiscard]] bool country_word(std::uint32_t t) const {
    const auto at =
        std::lower_bound(b_.adjectives.begin(), b_.adjectives.end(), t,
                         [](const Adjective& a, std::uint32_t k) { return a.end <= k; });
    return at != b_.adjectives.end() && at->token <= t && t < at->end && t_.upos[t] != Upos::noun;
  }

  void add(std::uint32_t first, const Hit& hit, TokenRange s) {
    Found f;
    f.head = hit.end - 1;
    f.tokens = {begin_of(first, f.head, s.begin), hit.end};
    f.kind = hit.kind;
    f.form = MentionForm::nominal;
    f.sub = hit.sub;
    std::string_view sector = hit.sector;
    if (const auto sense = noun_sense(c_, d_, f.tokens, first, f.head)) {
      if (sense->kind.nobody) {
        return;
      }
      if (sense->kind.kind) {
        f.kind = *sense->kind.kind;
        f.sub = {};
      }
      sector = sense->sector.empty()  ? sector
               : sense->sector == "-" ? std::string_view{}
                                      : sense->sector;
    }
    f.gender = hit.gender;
    f.plural = plural_noun(t_, f.head);
    if (f.plural && f.kind == MentionKind::person) {
      f.kind = MentionKind::group;
    }
    if (!sector.empty()) {
      f.code = d_.symbols.intern(sector);
    }
    if (!hit.country.empty()) {
      f.country = d_.symbols.intern(hit.country);
    }
    for (const std::uint32_t child : d_.children.of(f.head)) {
      if (child < f.tokens.begin && (c_.links(d_, child) & kDefinite) != 0) {
        f.definite = true;
      }
      // "Ukraine's defence ministry": what owns it stands before.
      if (t_.deprel[child] == Deprel::nmod_poss) {
        f.definite = true;
      }
    }
    if (hit.sub == "body" && (!f.definite || f.plural || f.tokens.size() > 1 || has_of(f.head))) {
      return;  // "a group of people" is no body
    }
    b_.found.push_back(f);
  }

  [[nodiscard]] bool has_of(std::uint32_t noun) const {
    for (const std::uint32_t k : d_.children.of(noun)) {
      if (k > noun && t_.deprel[k] == Deprel::nmod) {
        return true;
      }
    }
    return false;
  }

  const Catalog& c_;
  Document& d_;
  const TokenTable& t_;
  Buffers& b_;
};

void sort_found(Buffers& b) {
  std::stable_sort(b.found.begin(), b.found.end(), [](const Found& x, const Found& y) {
    return x.tokens.begin != y.tokens.begin ? x.tokens.begin < y.tokens.begin
                                            : x.tokens.end > y.tokens.end;
  });
}

}  // namespace

void find_titles(const Catalog& catalog, const Document& d, Buffers& b) {
  b.titles.clear();
  for (const Sentence& sentence : d.sentences) {
    if (!reads_as_news(d.blocks[sentence.block].kind)) {
      continue;
    }
    const TokenRange s = sentence.tokens;
    for (std::uint32_t t = s.begin; t < s.end;) {
      std::uint32_t end = 0;
      if (b.taken[t] != 0 ||
          (b.name_at[t] != kNone && b.found[b.name_at[t]].kind == MentionKind::person)) {
        ++t;
        continue;
      }
      const auto title = catalog.title(d, t, s.end, &end);
      if (!title) {
        ++t;
        continue;
      }
      TitleHit hit{{t, end}, *title, false};
      const std::uint32_t name = end < s.end ? b.name_at[end] : kNone;
      hit.used = name != kNone && b.found[name].kind == MentionKind::person &&
                 b.found[name].tokens.begin == end;
      b.titles.push_back(hit);
      t = end;
    }
  }
}

void find_nominals(const Catalog& catalog, Document& d, Buffers& b) {
  NominalFinder(catalog, d, b).run();
  // Peoples: "Americans", "the Russians" are nouns, "Russian forces" is not.
  for (const Adjective& a : b.adjectives) {
    const std::uint32_t head = a.end - 1;
    const Xpos x = d.tokens.xpos[head];
    const Deprel r = d.tokens.deprel[head];
    const bool noun = x == Xpos::nnps || x == Xpos::nns ||
                      ((x == Xpos::nnp || x == Xpos::nn) && r != Deprel::compound &&
                       r != Deprel::amod && r != Deprel::nmod && b.name_at[a.token] == kNone);
    if (!noun || b.name_at[a.token] != kNone || b.taken[a.token] != 0) {
      continue;
    }
    Found f;
    f.tokens = {a.token, a.end};
    f.head = head;
    f.kind = MentionKind::group;
    f.form = MentionForm::nominal;
    f.plural = x == Xpos::nnps || x == Xpos::nns;
    f.country = a.country;
    f.code = a.country;
    b.found.push_back(f);
  }
  sort_found(b);
}

void find_pronouns(const Catalog& catalog, Document& d, Buffers& b) {
  for (const Sentence& sentence : d.sentences) {
    if (!reads_as_news(d.blocks[sentence.block].kind)) {
      continue;
    }
    for (std::uint32_t t = sentence.tokens.begin; t < sentence.tokens.end; ++t) {
      if (d.tokens.upos[t] != Upos::pron && d.tokens.xpos[t] != Xpos::prp_poss) {
        continue;
      }
      const std::uint32_t bits = catalog.links(d, t) & (kHe | kShe | kIt | kThey);
      if (bits == 0 || d.tokens.deprel[t] == Deprel::expl) {
        continue;
      }
      Found f;
      f.tokens = {t, t + 1};
      f.head = t;
      f.form = MentionForm::pronoun;
      f.kind = (bits & (kHe | kShe)) != 0 ? MentionKind::person
               : (bits & kThey) != 0      ? MentionKind::group
                                          : MentionKind::other;
      f.gender = (bits & kHe) != 0 ? 'm' : (bits & kShe) != 0 ? 'f' : '\0';
      f.plural = (bits & kThey) != 0;
      b.found.push_back(f);
    }
  }
}

}  // namespace sayso::mention
