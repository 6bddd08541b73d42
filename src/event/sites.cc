// SPDX-License-Identifier: Apache-2.0
// The sites a report is about: ports, fields, plants. A report says "the port of Zueitina" once and
// "Zueitina" from then on, "loading has resumed" without a word of where, "the ports of Es Sider
// and Ras Lanuf" of two.
#include "event/sites.h"

#include <algorithm>
#include <string>

#include "event/effect_names.h"
#include "event/naming.h"

namespace sayso::coding {
namespace {

constexpr std::uint32_t kBack = 60;        // words back to which a site is meant without its name
constexpr std::size_t kMostSites = 64;     // names of sites of one report
constexpr std::uint32_t kLongestName = 4;  // words

bool is_common(const View& v, std::uint32_t t) {
  return v.tokens().upos[t] == Upos::noun || v.misread[t] != 0;
}

// A proper name that is none of a country.
bool is_name(const View& v, std::uint32_t t) {
  return v.tokens().upos[t] == Upos::propn && v.dated[t] == 0 && v.craft[t] == kNoToken &&
         v.patterns->country(v.d->symbols.fold(v.tokens().lower[t])).empty();
}

// Nor of a person or a body.
bool may_name_site(const View& v, std::uint32_t t) {
  if (!is_name(v, t)) {
    return false;
  }
  if (v.place[t] != kNoToken) {
    const std::string_view kind = v.d->string(v.d->places[v.place[t]].kind);
    return kind != "country" && kind != "continent" && kind != "river" && kind != "lake" &&
           kind != "sea";
  }
  const MentionKind k = kind_of(v, t);
  return k != MentionKind::person && k != MentionKind::organization && k != MentionKind::group;
}

bool is_capital(const View& v, std::uint32_t t) {
  const std::string_view form = v.d->string(v.tokens().form[t]);
  return form[0] >= 'A' && form[0] <= 'Z' && t > v.d->sentence_tokens(t).begin;
}

// Not the first word of the name of a place.
bool in_name(const View& v, std::uint32_t t) {
  if (t == 0 || v.tokens().upos[t - 1] != Upos::propn) {
    return false;
  }
  return std::any_of(v.d->mentions.begin(), v.d->mentions.end(), [&](const Mention& m) {
    return m.form == MentionForm::name && m.tokens.contains(t) && m.tokens.contains(t - 1) &&
           (m.kind == MentionKind::facility || m.kind == MentionKind::place);
  });
}

// "Ras Lanuf", "Nord Stream 2": the words of the name `t` stands in.
TokenRange name_words(const View& v, std::uint32_t t) {
  const TokenRange sentence = v.d->sentence_tokens(t);
  TokenRange r{t, t + 1};
  const auto name = [&](std::uint32_t k) {
    const bool inside = v.mention[k] != kNoToken || v.tokens().upos[k] == Upos::propn;
    return v.dated[k] == 0 && (v.things(k) & v.patterns->kinds.works).none() &&
           (v.tokens().upos[k] == Upos::propn || (inside && is_capital(v, k)));
  };
  while (r.begin > sentence.begin && r.size() < kLongestName && name(r.begin - 1)) {
    --r.begin;
  }
  while (r.end < sentence.end && r.size() < kLongestName &&
         (name(r.end) || (v.tokens().upos[r.end] == Upos::num && v.dated[r.end] == 0 &&
                          v.tokens().head[r.end] < r.end))) {
    ++r.end;
  }
  return r;
}

// The names a word for a site has: "the ports of Es Sider and Ras Lanuf", "the El Feel field".
// `before`: they stand before it. Read off the words: parsers hang such lists in many ways.
void names_of(const View& v, std::uint32_t t, std::vector<std::uint32_t>& out, bool& before) {
  const TokenRange sentence = v.d->sentence_tokens(t);
  const auto fits = [&](std::uint32_t k) {
    // after "of" it is a site's, whatever it was taken for; before it, it may be an owner's
    return (before ? may_name_site(v, k) : is_name(v, k)) &&
           (v.things(k) & v.patterns->kinds.works).none();
  };
  before = false;
  std::uint32_t k = t + 1;
  if (k < sentence.end && (v.lower(k) == "of" || v.lower(k) == "at")) {
    ++k;
    while (k < sentence.end && out.size() < kMost && fits(k)) {
      out.push_back(k);
      k = name_words(v, k).end;
      const std::uint32_t first = k;
      while (k < sentence.end && k - first < 2 && (v.lower(k) == "," || v.lower(k) == "and")) {
        ++k;
      }
      if (k == first) {
        break;
      }
    }
  }
  if (!out.empty()) {
    return;
  }
  before = true;
  k = t;
  while (k > sentence.begin && t - k < 4 && v.tokens().upos[k - 1] == Upos::noun &&
         v.relation(k - 1) == Deprel::compound) {
    --k;  // "the Kestrin oil field"
  }
  while (k > sentence.begin && out.size() < kMost && fits(k - 1)) {
    k = name_words(v, k - 1).begin;
    out.insert(out.begin(), k);
    const bool joined =
        k > sentence.begin + 1 && (v.lower(k - 1) == "and" || v.lower(k - 1) == ",");
    if (!joined || v.tokens().xpos[t] != Xpos::nns) {
      break;
    }
    --k;
  }
}

// "tank 11", "the storage tanks": no armour.
bool is_vessel(const View& v, std::uint32_t t) {
  const bool numbered = t + 1 < v.d->sentence_tokens(t).end && v.tokens().upos[t + 1] == Upos::num;
  const bool stored =
      t > 0 && v.relation(t - 1) == Deprel::compound &&
      (v.things(t - 1) & (v.patterns->kinds.flow | v.patterns->thing("goods"))).any();
  return numbered || stored || child(v, t, Deprel::nmod) != kNoToken;
}

struct Known {
  std::uint64_t key = 0;
  std::uint32_t noun = kNoToken;
};

}  // namespace

void mark_sites(View& v) {
  const std::uint32_t n = v.tokens().size();
  v.site_name.assign(n, kNoToken);
  v.site_called.clear();
  const ThingMask namesake = v.patterns->thing("barename"), rules = v.patterns->kinds.rule,
                  under = v.patterns->thing("stateof"),
                  declared = v.patterns->thing("declared");  // "state of calamity"
  std::vector<Known> known;
  std::vector<std::uint32_t> names;
  for (std::uint32_t t = 0; t < n; ++t) {
    if (v.tokens().upos[t] == Upos::verb && is_capital(v, t) && in_name(v, t)) {
      v.misread[t] = 1;  // "El Feel"
    }
    if (!is_common(v, t)) {
      continue;
    }
    if (t > 0 && (v.things(t) & v.patterns->kinds.ifnamed).any() &&
        v.tokens().upos[t - 1] == Upos::propn && v.dated[t - 1] == 0 &&
        v.patterns->country(v.d->symbols.fold(v.tokens().lower[t - 1])).empty()) {
      v.thing_mask[t] |= v.patterns->kinds.facility | namesake;  // "the Sharara field"
    }
    if ((v.things(t) & rules).any() && t > 0 && v.relation(t - 1) == Deprel::compound) {
      v.thing_mask[t] &= ~v.patterns->thing("utility");  // "emergency powers"
    } else if ((v.things(t) & rules).any() && t > 0 && v.relation(t - 1) == Deprel::amod) {
      v.thing_mask[t] &= ~v.patterns->thing("utility");
    }
    if ((v.things(t) & v.patterns->thing("vessel")).any() && is_vessel(v, t)) {
      v.thing_mask[t] = v.patterns->kinds.facility;  // "tank 11", a tank of the port
    }
    if ((v.things(t) & under).any()) {  // "state of emergency"
      for (const std::uint32_t c : v.d->children.of(t)) {
        if (v.relation(c) == Deprel::nmod && has_case(v, c, {"of"}) &&
            (v.things(c) & (rules | declared)).any()) {
          v.thing_mask[t] = rules;
        }
      }
    }
    if ((v.things(t) & namesake).none() || known.size() >= kMostSites) {
      continue;
    }
    names.clear();
    bool before = false;
    names_of(v, t, names, before);
    for (const std::uint32_t name : names) {
      const TokenRange words = name_words(v, name);
      for (std::uint32_t k = words.begin; k < words.end; ++k) {
        if (v.d->string(v.tokens().form[k]).size() > 3 || words.size() == 1) {
          known.push_back({v.key[k], t});  // not the "El" of "El Feel"
        }
      }
    }
  }
  for (std::uint32_t t = 0; t < n && !known.empty(); ++t) {
    if (!is_name(v, t)) {
      continue;
    }
    const auto it = std::find_if(known.begin(), known.end(),
                                 [&](const Known& k) { return k.key != 0 && k.key == v.key[t]; });
    if (it != known.end()) {
      const TokenRange words = name_words(v, t);
      for (std::uint32_t k = words.begin; k < words.end; ++k) {
        v.site_name[k] = it->noun;
      }
    }
  }
  for (std::uint32_t t = 0; t < n && !known.empty(); ++t) {
    if (v.site_name[t] != kNoToken && kind_of(v, t) != MentionKind::organization) {
      v.site_called.emplace(words_of(v, name_words(v, t)), t);
    }
  }
}

std::string called_site(const View& v, std::uint32_t t, std::uint32_t noun) {
  std::vector<std::uint32_t> names;
  bool before = false;
  names_of(v, noun, names, before);
  const std::string name = words_of(v, name_words(v, t));
  const std::string word(v.lemma(noun));
  if (!before) {
    return v.lower(noun + 1) == "of" ? word + " of " + name : name + " " + word;
  }
  std::string between;  // "the Kestrin oil field"
  for (std::uint32_t k = noun; k-- > v.d->sentence_tokens(noun).begin && noun - k < 4;) {
    if (v.tokens().upos[k] != Upos::noun) {
      break;
    }
    if (has_thing(v, k, "plainmod")) {
      continue;  // "the Rosso border crossing"
    }
    between = std::string(v.lower(k)) + " " + between;
  }
  return name + " " + between + word;
}

std::string with_kind(const View& v, std::string name) {
  const auto found = v.site_called.find(name);
  return found == v.site_called.end() ? name
                                      : called_site(v, found->second, v.site_name[found->second]);
}

void listed_sites(const View& v, std::uint32_t t, std::vector<ListedSite>& out) {
  if (!is_common(v, t) || v.tokens().xpos[t] != Xpos::nns ||
      (v.things(t) & v.patterns->kinds.works).none()) {
    return;
  }
  std::vector<std::uint32_t> names;
  bool before = false;
  names_of(v, t, names, before);
  if (names.size() < 2) {
    return;  // "Toyota plants", "elevators at Thunder Bay": those of one owner or place
  }
  for (const std::uint32_t name : names) {
    out.push_back({name, called_site(v, name, t)});
  }
}

namespace {

bool is_site(const View& v, std::uint32_t t) {
  const ThingMask& fixed = v.patterns->kinds.built;
  const bool body = kind_of(v, t) == MentionKind::organization && v.site_name[t] == kNoToken;
  const bool town = v.tokens().upos[t] == Upos::propn && v.place[t] != kNoToken &&
                    v.site_name[t] == kNoToken && kind_of(v, t) != MentionKind::facility;
  const bool moves = v.tokens().upos[t] == Upos::noun &&
                     (v.things(t) & (v.patterns->kinds.craft | v.patterns->kinds.vehicle)).any();
  if (body || town || moves) {
    return false;
  }
  return v.site_name[t] != kNoToken || kind_of(v, t) == MentionKind::facility ||
         (v.is_nominal(t) && (v.things(t) & (fixed | v.patterns->thing("line"))).any());
}

// A word for a place of work with a name in it, or a name that stands for one.
bool is_named_site(const View& v, std::uint32_t t) {
  if (v.site_name[t] != kNoToken) {
    return true;
  }
  if (!has_thing(v, t, "worksite") && !has_thing(v, t, "barename")) {
    return false;
  }
  if (v.tokens().upos[t] == Upos::propn) {
    return v.place[t] == kNoToken || kind_of(v, t) == MentionKind::facility;
  }
  std::vector<std::uint32_t> names;
  bool before = false;
  names_of(v, t, names, before);
  return !names.empty();
}

// The word for the site where a name hangs on it: "port" of "the port of Zueitina".
std::uint32_t whole_of(const View& v, std::uint32_t t) {
  for (std::uint32_t i = 0; i < 3; ++i) {
    const std::uint32_t head = v.tokens().head[t];
    const Deprel r = v.relation(t);
    if (head == t || (r != Deprel::compound && r != Deprel::flat && r != Deprel::nmod) ||
        !v.is_nominal(head) || !is_site(v, head)) {
      break;
    }
    t = head;
  }
  return t;
}

bool says_place(const View& v, const Filler& f) {
  if (f.slot != Slot::prep || v.dated[f.token] != 0) {
    return false;
  }
  const std::string_view p = v.lower(f.preposition);
  return p == "at" || p == "in" || p == "near" || p == "through" || p == "from" || p == "across" ||
         p == "along" || p == "via" || p == "over" || p == "inside";
}

// Sites among what hangs on a noun: "production at Sharara", "the refinery's production".
void hung_on(const View& v, std::uint32_t t, std::vector<std::uint32_t>& out, bool& elsewhere) {
  for (const std::uint32_t c : v.d->children.of(t)) {
    const Deprel r = v.relation(c);
    const bool of = r == Deprel::nmod &&
                    (v.tokens().deprel[c] == Deprel::nmod_poss ||
                     has_case(v, c, {"at", "in", "of", "from", "through", "near", "along", "via"}));
    if ((!of && r != Deprel::compound) || v.dated[c] != 0) {
      continue;
    }
    if (is_site(v, c) && (r != Deprel::compound || is_named_site(v, c))) {
      add_conjuncts(v, c, out);
    } else if (of && v.is_nominal(c) &&
               (v.place[c] != kNoToken || v.tokens().upos[c] == Upos::propn)) {
      if (may_name_site(v, c) && !has_case(v, c, {"from", "of"})) {
        add_conjuncts(v, c, out);
      }
      elsewhere = true;
    } else if (r == Deprel::nmod && v.is_nominal(c)) {
      elsewhere = true;  // "work on the second lane"
    }
  }
}

bool has_there(const View& v, std::uint32_t t) {
  const auto children = v.d->children.of(t);
  return std::any_of(children.begin(), children.end(), [&](std::uint32_t c) {
    return v.relation(c) == Deprel::advmod && v.lower(c) == "there";
  });
}

// The site named last before `t`; with "there" a town will do.
std::uint32_t site_before(const View& v, std::uint32_t t, bool there) {
  const std::uint32_t first = t > kBack ? t - kBack : 0;
  for (std::uint32_t k = t; k-- > first;) {
    if (!v.is_nominal(k)) {
      continue;
    }
    if (is_named_site(v, k)) {
      return whole_of(v, k);
    }
    if (there && v.place[k] != kNoToken && may_name_site(v, k) &&
        v.d->block_kind(k) == v.d->block_kind(t) && v.relation(k) != Deprel::root) {
      return whole_of(v, k);
    }
  }
  return kNoToken;
}

}  // namespace

std::uint32_t town_named_before(const View& v, std::uint32_t t) {
  for (std::uint32_t k = t; k-- > 0 && t - k < 2 * kBack;) {
    if (v.place[k] != kNoToken && v.tokens().upos[k] == Upos::propn && v.dated[k] == 0 &&
        v.d->string(v.d->places[v.place[k]].kind) == "city" && v.relation(k) != Deprel::compound) {
      return k;
    }
  }
  return kNoToken;
}

void sites_of(const View& v, const Candidate& c, std::vector<std::uint32_t>& out) {
  bool elsewhere = false;
  for (const Filler& f : c.fillers.list) {  // "Ford's plant in Windsor resumed production"
    if (f.slot == Slot::subj && v.is_nominal(f.token) && is_site(v, f.token)) {
      out.push_back(f.token);
    }
  }
  if (!out.empty()) {
    return;
  }
  for (const Filler& f : c.fillers.list) {  // "halted work at the mine", "loading at the port"
    if (!says_place(v, f)) {
      continue;
    }
    if (is_site(v, f.token)) {
      out.push_back(f.token);
    } else if (v.place[f.token] != kNoToken || v.tokens().upos[f.token] == Upos::propn) {
      elsewhere = true;
      if (may_name_site(v, f.token) && out.empty()) {
        out.push_back(f.token);
      }
    }
  }
  if (!out.empty()) {
    return;
  }
  for (const Filler& f : c.fillers.list) {
    if ((f.slot == Slot::subj || f.slot == Slot::obj) && v.is_nominal(f.token)) {
      hung_on(v, f.token, out, elsewhere);
    }
  }
  if (v.is_nominal(c.token)) {
    hung_on(v, c.token, out, elsewhere);
  }
  if (!out.empty()) {
    return;
  }
  for (const Filler& f : c.fillers.list) {  // "Sharara resumed production", "the plant"
    const bool pronoun = v.tokens().upos[f.token] == Upos::pron &&
                         kind_of(v, f.token) != MentionKind::person &&
                         v.mention[f.token] != kNoToken;  // not "nothing"
    if (f.slot == Slot::subj && (is_site(v, f.token) || may_name_site(v, f.token) || pronoun)) {
      out.push_back(f.token);
    }
  }
  for (const Filler& f : c.fillers.list) {  // "Toyota resumed production": its own, nobody's here
    elsewhere = elsewhere || (f.slot == Slot::subj && v.tokens().upos[f.token] == Upos::propn) ||
                f.slot == Slot::poss;
  }
  if (!out.empty() || elsewhere) {
    return;
  }
  const std::uint32_t before = site_before(v, c.token, has_there(v, c.token));
  if (before != kNoToken) {
    out.push_back(before);
  }
}

}  // namespace sayso::coding
