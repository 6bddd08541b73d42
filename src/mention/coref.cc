// SPDX-License-Identifier: Apache-2.0
// Entities: which mentions of the document are the same. Left to right, each mention joins an
// entity or opens one: names by table entity, same words, surname, acronym; described mentions by
// noun, code and place; pronouns by gender, number and syntactic salience. Nothing joins across
// codes that contradict each other. Windows are capped, so the cost is linear.
#include <algorithm>
#include <string>

#include "mention/bodies.h"
#include "mention/found.h"
#include "mention/pronouns.h"

namespace sayso::mention {
namespace {

constexpr std::uint32_t kPronounSentences = 2;  // how far back a pronoun reaches
constexpr std::uint32_t kNominalSentences = 6;  // how far back "the ministry" reaches
constexpr std::uint32_t kBodySentences = 3;     // how far back the body that spoke last
constexpr std::uint32_t kWindow = 64;           // mentions looked at, at most

std::string_view country_part(std::string_view code) {
  return code.substr(0, code.find(' '));
}

class Clusterer {
 public:
  Clusterer(const Catalog& c, Document& d, Buffers& b)
      : c_(c), d_(d), t_(d.tokens), b_(b), ranker_(c, d, b, extra_) {}

  void run() {
    by_key_.assign(d_.symbols.size() + b_.found.size() + 1, kNone);
    for (std::uint32_t row = 0; row < b_.found.size(); ++row) {
      Found& f = b_.found[row];
      std::uint32_t entity = kNone;
      switch (f.form) {
        case MentionForm::name:
          entity = name(row);
          break;
        case MentionForm::nominal:
          entity = nominal(row);
          break;
        case MentionForm::pronoun:
          entity = pronoun(row);
          break;
      }
      if (entity == kNone) {
        entity = open(row);
      }
      join(row, entity);
    }
    rename();
  }

 private:
  std::uint32_t open(std::uint32_t row) {
    const Found& f = b_.found[row];
    Entity e;
    e.kind = f.kind;
    e.plural = f.plural;
    e.first = MentionId{row};
    d_.entities.push_back(e);
    extra_.push_back({});
    return static_cast<std::uint32_t>(d_.entities.size() - 1);
  }

  void join(std::uint32_t row, std::uint32_t entity) {
    Found& f = b_.found[row];
    f.entity = entity;
    Entity& e = d_.entities[entity];
    EntityState& x = extra_[entity];
    ++x.mentions;
    x.spoke = x.spoke || speaks(f);
    x.located = x.located || stands_as_place(f);
    if (x.gender == 0) {
      x.gender = f.gender;
    }
    if (f.form == MentionForm::name) {
      const bool longer = x.named == kNone || f.tokens.size() > b_.found[x.named].tokens.size();
      x.named = longer ? row : x.named;
      if (!e.name.some()) {
        e.name = f.name;
      }
    }
    if (f.form != MentionForm::pronoun) {
      const bool told = x.guessed && !f.guessed && f.country.some();
      const bool better =
          !e.code.some() || told ||
          (f.form == MentionForm::name && f.code.some() && (x.guessed || !f.guessed) &&
           d_.string(f.code).size() > d_.string(e.code).size());
      if (f.country_name) {
        e.code = f.code;  // "Russia" and "Moscow" together are the country
        x.settled = true;
      } else if (better && f.code.some() && !x.settled) {
        e.code = f.code;
        x.guessed = f.guessed;
      }
      if (!e.office.some()) {
        e.office = f.office;
      }
      if (!x.country.some()) {
        x.country = f.country;
      }
    } else if (f.form == MentionForm::pronoun) {
      f.kind = e.kind;
    }
    ranker_.joined(f);
  }

  [[nodiscard]] bool codes_agree(Symbol a, Symbol b) const {
    if (!a.some() || !b.some() || a == b) {
      return true;
    }
    const std::string_view x = d_.string(a);
    const std::string_view y = d_.string(b);
    const bool countries =
        c_.country(country_part(x)) != nullptr && c_.country(country_part(y)) != nullptr;
    return !countries || country_part(x) == country_part(y);
  }

  // ---- names ------------------------------------------------------------------------------------
  std::uint32_t& slot(Symbol s) {
    if (s.value >= by_key_.size()) {
      by_key_.resize(s.value + 64, kNone);
    }
    return by_key_[s.value];
  }

  // The words of the name in lower case, and for people the surname, as keys.
  std::uint32_t name(std::uint32_t row) {
    Found& f = b_.found[row];
    const Symbol known = f.name;
    const Symbol words = d_.symbols.intern(d_.words(f.tokens));
    std::uint32_t entity = known_entity(f, known, words);
    if (entity == kNone) {
      entity = promised(row);
    }
    if (entity == kNone) {
      entity = open(row);
    }
    if (known.some()) {
      slot(known) = entity;
    }
    slot(words) = entity;
    if (f.kind == MentionKind::person) {
      slot(t_.form[f.tokens.end - 1]) = entity;
    }
    acronym(f, entity);
    return entity;
  }

  // The entity that had this name before, or its surname, or kNone.
  std::uint32_t known_entity(const Found& f, Symbol known, Symbol words) {
    std::uint32_t entity = kNone;
    const auto fits = [&](std::uint32_t candidate) {
      return candidate != kNone && compatible(f, candidate);
    };
    if (known.some() && fits(slot(known))) {
      entity = slot(known);
    } else if (fits(slot(words))) {
      entity = slot(words);
    } else if (f.kind == MentionKind::person) {
      const std::uint32_t by_surname = slot(t_.form[f.tokens.end - 1]);
      if (fits(by_surname) && first_names_agree(f, by_surname)) {
        entity = by_surname;
      }
    } else if (fits(slot(t_.form[f.tokens.begin])) && f.tokens.size() == 1) {
      entity = slot(t_.form[f.tokens.begin]);
    }
    return entity;
  }

  // The entity of a pronoun before it that waits for this name.
  [[nodiscard]] std::uint32_t promised(std::uint32_t row) const {
    for (const auto& [name_row, entity] : promised_) {
      if (name_row == row && compatible(b_.found[row], entity)) {
        return entity;
      }
    }
    return kNone;
  }

  std::uint32_t person_pronoun(std::uint32_t row) {
    const auto answer = ranker_.antecedent(row, [&](std::uint32_t later) {
      const Found& f = b_.found[later];
      return known_entity(f, f.name, d_.symbols.intern(d_.words(f.tokens)));
    });
    if (answer.later != kNone) {
      const std::uint32_t entity = open(row);
      promised_.emplace_back(answer.later, entity);
      return entity;
    }
    return answer.entity;
  }

  [[nodiscard]] bool compatible(const Found& f, std::uint32_t entity) const {
    const Entity& e = d_.entities[entity];
    const bool person = f.kind == MentionKind::person;
    if (person != (e.kind == MentionKind::person)) {
      return false;
    }
    if (person && f.gender != 0 && extra_[entity].gender != 0 &&
        f.gender != extra_[entity].gender) {
      return false;
    }
    return (person && (f.guessed || extra_[entity].guessed)) || codes_agree(f.code, e.code);
  }

  [[nodiscard]] bool first_names_agree(const Found& f, std::uint32_t entity) const {
    const std::uint32_t named = extra_[entity].named;
    if (f.tokens.size() == 1 || named == kNone || b_.found[named].tokens.size() == 1) {
      return true;
    }
    const std::string_view a = d_.string(t_.form[f.tokens.begin]);
    const std::string_view b = d_.string(t_.form[b_.found[named].tokens.begin]);
    return a == b || (a[0] == b[0] && (a.size() <= 2 || b.size() <= 2));
  }

  // "National Security Council (NSC)"
  void acronym(const Found& f, std::uint32_t entity) {
    const std::uint32_t t = f.tokens.end;
    if (f.tokens.size() < 2 || t + 2 >= t_.size() || d_.string(t_.form[t]) != "(" ||
        d_.string(t_.form[t + 2]) != ")" || d_.symbols.shape(t_.form[t + 1]) != Shape::all_caps) {
      return;
    }
    slot(t_.form[t + 1]) = entity;
  }

  // ---- described --------------------------------------------------------------------------------
  std::uint32_t nominal(std::uint32_t row) {
    const Found& f = b_.found[row];
    if (f.owner != kNone) {
      return b_.found[f.owner].entity;
    }
    const std::uint32_t apposed = apposition(row);
    if (apposed != kNone) {
      return apposed;
    }
    if (!f.definite || f.kind == MentionKind::weapon || f.kind == MentionKind::vehicle) {
      return same_words(row);
    }
    return definite(row);
  }

  // Names already joined that this one stands in apposition to, or is the predicate of.
  [[nodiscard]] std::uint32_t apposition(std::uint32_t row) const {
    const Found& f = b_.found[row];
    if (t_.deprel[f.head] != Deprel::appos) {
      return kNone;
    }
    const std::uint32_t at = b_.name_at[t_.head[f.head]];
    if (at == kNone || at >= row || b_.found[at].entity == kNone) {
      return kNone;
    }
    const Found& n = b_.found[at];
    const bool same =
        n.kind == f.kind || (n.kind != MentionKind::person && f.kind != MentionKind::person);
    return same && codes_agree(f.code, n.code) ? n.entity : kNone;
  }

  // "Russian forces" again: the same code and noun within the document.
  std::uint32_t same_words(std::uint32_t row) {
    const Found& f = b_.found[row];
    if (!f.code.some() || d_.string(f.code).size() < 5 || !f.plural) {
      return kNone;
    }
    for (std::uint32_t back = row; back-- > 0 && row - back < kWindow;) {
      const Found& g = b_.found[back];
      if (g.form == MentionForm::nominal && g.code == f.code && g.entity != kNone &&
          t_.lemma[g.head] == t_.lemma[f.head] && g.tokens.size() == f.tokens.size()) {
        return g.entity;
      }
    }
    return kNone;
  }

  std::uint32_t definite(std::uint32_t row) {
    const Found& f = b_.found[row];
    const bool bare = stands_for_body(c_, d_, f);
    const std::uint32_t here = t_.sentence[f.head];
    for (std::uint32_t back = row; back-- > 0 && row - back < kWindow;) {
      const Found& g = b_.found[back];
      if (here - t_.sentence[g.head] > kNominalSentences) {
        break;
      }
      if (g.form == MentionForm::pronoun || g.entity == kNone || g.tokens.overlaps(f.tokens)) {
        continue;
      }
      const bool named_body = bare && acts(g) && may_be(f, g);
      if (!named_body &&
          (g.plural != f.plural || !codes_agree(f.code, g.code) || !countries_agree(f, g))) {
        continue;
      }
      if (g.form == MentionForm::nominal) {
        if (t_.lemma[g.head] == t_.lemma[f.head] && (g.kind == f.kind)) {
          return g.entity;
        }
        continue;
      }
      if (describes(f, g)) {
        return g.entity;
      }
      if (named_body) {
        return as_body(row, g.entity);
      }
    }
    return bare ? as_body(row, body_meant(row)) : kNone;
  }

  // "The company said", "the rebels said", where no body of that sector was the subject of a
  // clause: the only one named shortly before.
  [[nodiscard]] std::uint32_t body_meant(std::uint32_t row) const {
    const Found& f = b_.found[row];
    const std::uint32_t here = t_.sentence[f.head];
    std::uint32_t only = kNone;
    for (std::uint32_t back = row; back-- > 0 && row - back < kWindow;) {
      const Found& g = b_.found[back];
      if (here - t_.sentence[g.head] > kBodySentences) {
        break;
      }
      if (g.entity != kNone && g.entity != only && may_be(f, g)) {
        if (only != kNone) {
          return kNone;
        }
        only = g.entity;
      }
    }
    return only;
  }

  // A country that the bare noun was given by where the report plays yields to that of the body.
  std::uint32_t as_body(std::uint32_t row, std::uint32_t entity) {
    if (entity != kNone) {
      b_.found[row].code = {};
    }
    return entity;
  }

  // The name is one of a body that the bare noun may stand for.
  [[nodiscard]] bool may_be(const Found& f, const Found& g) const {
    const bool body = g.kind == MentionKind::organization || g.kind == MentionKind::group;
    const std::string_view code = f.code.some() ? d_.string(f.code) : std::string_view{};
    return g.form == MentionForm::name && body && !g.plural &&
           of_sector(c_, d_, d_.entities[g.entity],
                     code.substr(code.empty() ? 0 : code.rfind(' ') + 1));
  }

  [[nodiscard]] bool acts(const Found& g) const {
    const Deprel r = t_.deprel[g.head];
    return r == Deprel::nsubj || r == Deprel::nsubj_pass;
  }

  [[nodiscard]] bool countries_agree(const Found& f, const Found& g) const {
    return !f.country.some() || !g.country.some() || f.country == g.country;
  }

  // "the ministry" for "Ministry of Defence", "the river" for "Dnipro River", "the president" for
  // one whose office that is.
  [[nodiscard]] bool describes(const Found& f, const Found& g) const {
    const Symbol lemma = t_.lemma[f.head];
    if (g.kind == MentionKind::person) {
      if (f.kind != MentionKind::person || !g.office.some()) {
        return false;
      }
      const FoldHash office = fold_hash(d_.string(g.office));
      return office == d_.symbols.fold(lemma) || fold_hash(d_.words(f.tokens)) == office;
    }
    if (f.kind == MentionKind::person) {
      return false;
    }
    for (std::uint32_t k = g.tokens.begin; k < g.tokens.end; ++k) {
      if (d_.symbols.fold(t_.lower[k]) == d_.symbols.fold(lemma)) {
        return true;
      }
    }
    if (g.place != kNone && f.kind == MentionKind::place && !g.metonym) {
      const std::string_view kind = d_.string(d_.places[g.place].kind);
      return kind == f.sub || (f.sub == "region" && kind == "admin1") ||
             (f.sub == "city" && kind == "city" && d_.string(lemma) != "district");
    }
    if (g.kind == MentionKind::facility && f.kind == MentionKind::facility) {
      return !f.sub.empty() && f.sub == g.sub;
    }
    return g.kind == f.kind && !f.sub.empty() && f.sub == g.sub;
  }

  // ---- pronouns ---------------------------------------------------------------------------------
  std::uint32_t pronoun(std::uint32_t row) {
    const Found& f = b_.found[row];
    if (f.gender != 0) {
      const std::uint32_t entity = person_pronoun(row);
      return entity == kNone && speaks(f) ? last_to_speak(row) : entity;
    }
    const std::uint32_t here = t_.sentence[f.head];
    int best = 0;
    std::uint32_t entity = kNone;
    for (std::uint32_t back = row; back-- > 0 && row - back < kWindow;) {
      const Found& g = b_.found[back];
      const std::uint32_t distance = here - t_.sentence[g.head];
      if (distance > kPronounSentences) {
        break;
      }
      if (g.entity == kNone) {
        continue;
      }
      const int s = salience(f, g, distance, row - back);
      if (s > best) {
        best = s;
        entity = g.entity;
      }
    }
    return entity;
  }

  // "she said" where no person is told of: in reports translated from languages that give things a
  // gender, the body that spoke last.
  [[nodiscard]] std::uint32_t last_to_speak(std::uint32_t row) const {
    const std::uint32_t here = t_.sentence[b_.found[row].head];
    for (std::uint32_t back = row; back-- > 0 && row - back < kWindow;) {
      const Found& g = b_.found[back];
      if (here - t_.sentence[g.head] > kBodySentences) {
        break;
      }
      const bool body = g.kind == MentionKind::organization || g.kind == MentionKind::group;
      if (g.entity != kNone && body && !g.plural && speaks(g)) {
        return g.entity;
      }
    }
    return kNone;
  }

  [[nodiscard]] int salience(const Found& f, const Found& g, std::uint32_t distance,
                             std::uint32_t steps) const {
    const Entity& e = d_.entities[g.entity];
    int s = 100;
    if (f.plural) {
      if (e.kind == MentionKind::person ||
          (!e.plural && e.kind != MentionKind::organization && e.kind != MentionKind::group)) {
        return 0;
      }
      s += e.plural ? 25 : 0;
      s += thing(e.kind) ? -20 : 0;
    } else {
      if (e.kind == MentionKind::person || e.plural) {
        return 0;
      }
      s += e.kind == MentionKind::place || e.kind == MentionKind::organization ? 20 : 0;
      s += thing(e.kind) ? -10 : 0;
    }
    // "it said": those who spoke before speak again.
    if (speaks(f)) {
      s += extra_[g.entity].spoke ? 40 : e.kind == MentionKind::place && !g.metonym ? -50 : 0;
    }
    Deprel r = t_.deprel[g.head];
    std::uint32_t at = g.head;
    for (int up = 0; up < 3 && (r == Deprel::conj || r == Deprel::flat || r == Deprel::appos);
         ++up) {
      at = t_.head[at];
      r = t_.deprel[at];
    }
    s += std::min(12, 3 * static_cast<int>(extra_[g.entity].mentions));
    if (r == Deprel::nsubj || r == Deprel::nsubj_pass) {
      s += 45;
      s += speaks(g) ? 5 : 0;
      s += t_.is_root(t_.head[at]) ? 8 : 0;
    } else if (r == Deprel::obj || r == Deprel::obl_agent) {
      s += 12;
    } else if (r == Deprel::nmod_poss || r == Deprel::nmod || r == Deprel::compound) {
      s += r == Deprel::nmod_poss ? 6 : 0;
    }
    s += g.form == MentionForm::pronoun ? 12 : 0;
    s -= 28 * static_cast<int>(distance);
    s -= 2 * static_cast<int>(std::min(steps, 20U));
    // Object of the same verb as its own subject: "Putin met him".
    if (distance == 0 && t_.head[f.head] == t_.head[g.head] &&
        t_.deprel[f.head] != Deprel::nmod_poss) {
      s -= 60;
    }
    if (g.metonym) {
      s += 5;
    }
    return s;
  }

  // "in X", "towards X", "the X": no one says that of a person.
  [[nodiscard]] bool stands_as_place(const Found& f) const {
    if (f.kind != MentionKind::place || f.form != MentionForm::name || f.tokens.begin == 0) {
      return false;
    }
    const std::uint32_t before = f.tokens.begin - 1;
    return t_.upos[before] == Upos::det || (c_.links(d_, before) & kLocative) != 0;
  }

  static bool thing(MentionKind k) {
    return k == MentionKind::weapon || k == MentionKind::vehicle || k == MentionKind::agreement ||
           k == MentionKind::event || k == MentionKind::facility || k == MentionKind::other ||
           k == MentionKind::time || k == MentionKind::quantity;
  }

  [[nodiscard]] bool speaks(const Found& g) const {
    const Deprel r = t_.deprel[g.head];
    return (r == Deprel::nsubj || r == Deprel::nsubj_pass) &&
           (c_.links(d_, t_.head[g.head]) & kSpeech) != 0;
  }

  // The best name: the table's, else the longest in the text.
  void rename() {
    for (std::uint32_t i = 0; i < d_.entities.size(); ++i) {
      Entity& e = d_.entities[i];
      if (!e.name.some() && extra_[i].named != kNone) {
        e.name = d_.symbols.intern(d_.words(b_.found[extra_[i].named].tokens));
      }
    }
    for (Found& f : b_.found) {
      const Entity& e = d_.entities[f.entity];
      const bool acts = f.kind == MentionKind::person || f.kind == MentionKind::organization ||
                        f.kind == MentionKind::group || f.kind == MentionKind::place;
      // "the ministry" has the code of the ministry it is, "local officials" keep their own.
      const bool told = f.guessed && f.form == MentionForm::name && f.kind == MentionKind::person &&
                        !extra_[f.entity].guessed && e.code.some();
      const bool vague = !f.code.some() || told ||
                         (f.form != MentionForm::name && e.code.some() &&
                          c_.country(country_part(d_.string(f.code))) == nullptr);
      if (vague && acts) {
        f.code = e.code;
      }
      if (!f.name.some()) {
        f.name = e.name;
      }
    }
  }

  const Catalog& c_;
  Document& d_;
  const TokenTable& t_;
  Buffers& b_;
  std::vector<EntityState> extra_;
  PronounRanker ranker_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> promised_;  // row of a name -> entity
  std::vector<std::uint32_t> by_key_;                              // symbol -> entity
};

}  // namespace

void give_entities(const Catalog& catalog, Document& d, Buffers& b) {
  Clusterer(catalog, d, b).run();
}

}  // namespace sayso::mention
