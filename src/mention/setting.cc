// SPDX-License-Identifier: Apache-2.0
// The country of who is told of without one. A body named after a place is of that place's country
// ("Suez Canal Authority"). Police, courts, residents without a word on their country are of the
// one the report plays in, where its places and actors leave no doubt which that is.
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "mention/country_choice.h"
#include "mention/found.h"

namespace sayso::mention {
namespace {

constexpr float kSure = 0.5F;       // how certain a country must be to be given
constexpr float kVerySure = 0.85F;  // the same against a country that the report speaks of
constexpr float kLargeTownKm = 10;  // radius of a town of more than 100,000 people
// What the report speaks of is sought among so many mentions and places from its beginning: a long
// report, and a bound for a text of any length.
constexpr std::size_t kSpokenOf = 4096;

template <typename T>
std::span<const T> beginning(const std::vector<T>& v) {
  return {v.data(), std::min(v.size(), kSpokenOf)};
}

class Setting {
 public:
  Setting(const Catalog& c, Document& d, Buffers& b)
      : c_(c), d_(d), b_(b), chooser_(c, d, b), log_(b.country_log) {}

  void run() {
    for (Found& f : b_.found) {
      if (f.form == MentionForm::name && !f.actor_rows.empty() && f.tokens.size() == 1) {
        of_another(f);
      }
    }
    several();
    namesakes();
    for (Found& f : b_.found) {
      if (local(f)) {
        body_of_place(f);
      }
      if (f.form == MentionForm::nominal && local(f)) {
        of_named_place(f);
      }
      if (f.form == MentionForm::nominal && local(f)) {
        of_earlier(f);
      }
    }
    chooser_.gather();
    // Where no place is named, armies do not say where who is told of is.
    const bool placed =
        std::any_of(d_.places.begin(), d_.places.end(), [](const Place& p) { return !p.metonym; });
    for (Found& f : b_.found) {
      if ((placed || holds_office(f)) && local(f) && !from_abroad(f) && !of_all_lands(f) &&
          c_.of_its_place(d_.string(f.code), f.form == MentionForm::name && !f.described)) {
        const CountryChooser::Answer answer = chooser_.ask(f, f.name);
        if (log_ != nullptr) {
          chooser_.log_last(f, *log_);
        }
        if (answer.country.some() && answer.certainty >= kSure) {
          give(f, answer.country);
        }
      }
    }
  }

 private:
  // Acts and has a sector without a country.
  [[nodiscard]] bool local(const Found& f) const {
    const bool acts = f.kind == MentionKind::person || f.kind == MentionKind::organization ||
                      f.kind == MentionKind::group;
    return acts && f.form != MentionForm::pronoun && !f.country.some() &&
           (!f.code.some() || c_.is_sector(d_.string(f.code)));
  }

  // "the Federal Government", "EDF": the table knows one in several countries. That of which the
  // report speaks most is meant; if of none, the first of the table.
  void several() {
    chooser_.gather();
    asked_.assign(d_.symbols.size() + 1, 0);
    for (Found& f : b_.found) {
      const bool first = f.form == MentionForm::name && f.kind != MentionKind::person &&
                         f.code.some() && f.name.some() && f.name.value < asked_.size() &&
                         asked_[f.name.value] == 0;
      if (!first || !of_many_lands(f)) {
        continue;
      }
      asked_[f.name.value] = 1;
      const std::uint32_t row = most_spoken_of(f);
      const Symbol known = f.name;
      for (Found& g : b_.found) {
        if (row != kNone && g.name == known && g.form == MentionForm::name) {
          g.code = d_.symbols.intern(c_.code(row));
          g.country = d_.symbols.intern(c_.code(row).substr(0, 3));
        }
      }
    }
  }

  // Rows of several countries, of all times.
  [[nodiscard]] bool of_many_lands(const Found& f) const {
    bool many = false;
    for (std::uint32_t row = f.actor_rows.begin; row < f.actor_rows.end; ++row) {
      if (c_.actor_kind(row) <= ActorKind::capital || !c_.from(row).empty() ||
          !c_.to(row).empty() || c_.country(c_.code(row).substr(0, 3)) == nullptr) {
        return false;
      }
      many = many || c_.code(row).substr(0, 3) != c_.code(f.actor_rows.begin).substr(0, 3);
    }
    return many;
  }

  [[nodiscard]] std::uint32_t most_spoken_of(const Found& f) {
    std::uint32_t best = kNone, most = 0;
    for (std::uint32_t row = f.actor_rows.begin; row < f.actor_rows.end; ++row) {
      const Symbol country = d_.symbols.intern(c_.code(row).substr(0, 3));
      const std::uint32_t times = chooser_.times(country, f.name);
      best = times > most ? row : best;
      most = std::max(most, times);
    }
    return best;
  }

  // "the Treasury", "the Democratic Party", "Republicans": many countries have one. In a report
  // that speaks of nothing else in the country of the one the table knows, it is that of another
  // row with the name, else of the country the report plays in.
  void namesakes() {
    plain_.assign(b_.found.size(), 0);
    for (std::size_t row = 0; row < b_.found.size(); ++row) {
      plain_[row] = plain_body(b_.found[row]) ? 1 : 0;
    }
    chooser_.gather(&plain_);
    asked_.assign(d_.symbols.size() + 1, 0);
    for (std::uint32_t row = 0; row < b_.found.size(); ++row) {
      Found& f = b_.found[row];
      const Country* own = plain_body(f) ? c_.country(d_.string(f.country)) : nullptr;
      if (own == nullptr || f.name.value >= asked_.size() || asked_[f.name.value] != 0) {
        continue;
      }
      asked_[f.name.value] = 1;
      const CountryChooser::Answer answer = chooser_.ask(f, f.name);
      const Symbol setting = answer.country;
      const bool own_is_told = spoken_of(own, f);
      const float least = own_is_told ? kVerySure : kSure;
      if (!setting.some() || d_.string(setting) == own->iso3) {
        continue;
      }
      if (answer.certainty < least) {
        if (!own_is_told) {
          of_nowhere(f.name);  // of one of the countries told of, and nothing says which
        }
        continue;
      }
      const Symbol name = f.name;
      const Symbol code = d_.symbols.intern(in_setting(f, setting));
      for (Found& g : b_.found) {
        if (g.name == name && g.form == MentionForm::name) {
          g.code = code;
          g.country = setting;
          g.name = g.office = Symbol::none();
        }
      }
    }
  }

  void of_nowhere(Symbol name) {
    for (Found& g : b_.found) {
      if (g.name == name && g.form == MentionForm::name) {
        const std::string_view code = d_.string(g.code);
        const std::size_t blank = code.find(' ');
        g.code = blank == std::string_view::npos ? Symbol::none()
                                                 : d_.symbols.intern(code.substr(blank + 1));
        g.country = g.name = g.office = Symbol::none();
      }
    }
  }

  // A name of common nouns that the table gives a country.
  [[nodiscard]] bool plain_body(const Found& f) const {
    if (f.form != MentionForm::name || f.actor_rows.empty() || f.tokens.size() > 3 ||
        (f.kind != MentionKind::organization && f.kind != MentionKind::group) ||
        !f.country.some() || !f.name.some()) {
      return false;
    }
    for (std::uint32_t k = f.tokens.begin; k < f.tokens.end; ++k) {
      const auto hit = c_.actor(d_, k, k + 1);  // "Cyprus' parliament"
      if (hit && c_.actor_kind(hit->rows.begin) <= ActorKind::capital) {
        return false;
      }
    }
    const std::string_view last = d_.string(d_.tokens.form[f.tokens.end - 1]);
    const auto agent = c_.agent(d_, f.tokens.end - 1, f.tokens.end);
    return last.size() > 3 && agent && agent->kind != "person" &&
           d_.symbols.shape(d_.tokens.form[f.tokens.end - 1]) != Shape::all_caps &&
           std::none_of(b_.adjectives.begin(), b_.adjectives.end(),
                        [&](const Adjective& a) { return f.tokens.contains(a.token); });
  }

  [[nodiscard]] std::string in_setting(const Found& f, Symbol setting) const {
    const std::string_view country = d_.string(setting);
    for (std::uint32_t row = f.actor_rows.begin; row < f.actor_rows.end; ++row) {
      if (c_.code(row).substr(0, 3) == country) {
        return std::string(c_.code(row));
      }
    }
    const std::string_view code = d_.string(f.code);
    const std::size_t blank = code.find(' ');
    return std::string(country) +
           (blank == std::string_view::npos ? std::string() : std::string(code.substr(blank)));
  }

  // "ICE" where the report names the Intercontinental Exchange, or before a noun in a report that
  // speaks of nothing in the country of the body we know under these letters.
  void of_another(Found& f) {
    const std::string_view letters = d_.string(d_.tokens.form[f.tokens.begin]);
    if (d_.symbols.shape(d_.tokens.form[f.tokens.begin]) != Shape::all_caps || letters.size() < 3 ||
        letters.size() > 5 || f.kind == MentionKind::place || f.kind == MentionKind::person) {
      return;
    }
    for (const Found& g : beginning(b_.found)) {
      if (g.form == MentionForm::name && g.tokens.size() > 1 && g.name != f.name &&
          g.kind == f.kind && initials(g.tokens) == letters && g.actor_rows.empty()) {
        f.actor_rows = {};
        f.code = g.code, f.name = g.name, f.country = g.country, f.office = {};
        return;
      }
    }
    for (std::uint32_t row = f.actor_rows.begin; row < f.actor_rows.end; ++row) {
      const Symbol entity = d_.symbols.intern(c_.entity(row));
      const auto seen = beginning(b_.found);
      const bool named = std::any_of(seen.begin(), seen.end(), [&](const Found& g) {
        return g.name == entity && g.tokens.size() > 1;
      });
      if (entity != f.name && named) {
        f.name = entity, f.office = Symbol::none();
        f.code = d_.symbols.intern(c_.code(row));
        f.country = d_.symbols.intern(c_.code(row).substr(0, 3));
        return;
      }
    }
    const bool modifies =
        d_.tokens.head[f.head] > f.head && (d_.tokens.deprel[f.head] == Deprel::compound ||
                                            d_.tokens.deprel[f.head] == Deprel::nmod_desc);
    const Country* country = c_.country(d_.string(f.country));
    if (letters.size() == 3 && modifies && country != nullptr && !spoken_of(country, f)) {
      f.actor_rows = {};
      f.code = f.name = f.country = f.office = Symbol::none();
    }
  }

  [[nodiscard]] std::string initials(TokenRange r) const {
    std::string letters;
    for (std::uint32_t k = r.begin; k < r.end; ++k) {
      const std::string_view word = d_.string(d_.tokens.form[k]);
      for (std::size_t i = 0; i < word.size(); ++i) {
        const bool begins = i == 0 || word[i - 1] == '-';
        if (begins && word[i] >= 'A' && word[i] <= 'Z') {
          letters += word[i];
        }
      }
    }
    return letters;
  }

  [[nodiscard]] bool spoken_of(const Country* country, const Found& but) const {
    const auto is = [&](Symbol code) {
      return code.some() && d_.string(code).substr(0, 3) == country->iso3;
    };
    const auto adjectives = beginning(b_.adjectives);
    const auto places = beginning(d_.places);
    const auto seen = beginning(b_.found);
    return std::any_of(adjectives.begin(), adjectives.end(),
                       [&](const Adjective& a) { return is(a.country); }) ||
           std::any_of(places.begin(), places.end(),
                       [&](const Place& p) { return is(p.country); }) ||
           std::any_of(seen.begin(), seen.end(), [&](const Found& g) {
             return g.name != but.name && is(g.country) && !plain_body(g);
           });
  }

  void body_of_place(Found& f) {
    if (f.form != MentionForm::name || f.kind == MentionKind::person) {
      return;
    }
    for (const Found& e : b_.embedded) {
      if (f.tokens.contains(e.tokens.begin) && e.place != kNone && meant(d_.places[e.place])) {
        give(f, d_.places[e.place].country);
        return;
      }
    }
  }

  // "Promina Group" is not of the village: a small town needs another place of its country.
  [[nodiscard]] bool meant(const Place& place) const {
    const std::string_view kind = d_.string(place.kind);
    const bool small = kind == "admin2" || (kind == "city" && place.radius_km < kLargeTownKm);
    if (!place.country.some() || !small) {
      return place.country.some();
    }
    const auto places = beginning(d_.places);
    return std::any_of(places.begin(), places.end(), [&](const Place& p) {
      return p.country == place.country && p.name != place.name;
    });
  }

  // "President X": his country is that of the report, whether it names a place or not.
  static bool holds_office(const Found& f) {
    return f.kind == MentionKind::person && f.form == MentionForm::name && f.office.some();
  }

  // "Airlines urged governments": firms and media in general are of no country.
  [[nodiscard]] bool of_all_lands(const Found& f) const {
    const std::string_view sector = f.code.some() ? d_.string(f.code) : std::string_view{};
    if (!f.plural || f.definite || f.tokens.size() > 1 || c_.home_weight(sector) != 1 ||
        c_.of_its_place(sector, true)) {
      return false;
    }
    return d_.children.of(f.head).empty();
  }

  // A refugee, a "regional peacekeeping force".
  [[nodiscard]] bool from_abroad(const Found& f) const {
    for (std::uint32_t k = f.tokens.begin; k < f.tokens.end; ++k) {
      if ((c_.links(d_, k) & kAbroad) != 0) {
        return true;
      }
    }
    for (const std::uint32_t k :
         d_.children.of(f.head)) {  // "officials from the world's economies"
      const Deprel r = d_.tokens.deprel[k];
      if ((r == Deprel::nmod || r == Deprel::nmod_poss) && (c_.links(d_, k) & kAbroad) != 0 &&
          c_.of_its_place(d_.string(f.code), true)) {
        return true;
      }
    }
    return false;
  }

  // "The troops" after "French troops": of the same country, wherever they are.
  void of_earlier(Found& f) {
    constexpr std::size_t kBack = 40;
    const bool definite = f.head > d_.sentence_tokens(f.head).begin && f.tokens.size() == 1 &&
                          d_.tokens.deprel[f.head - 1] == Deprel::det &&
                          d_.string(d_.tokens.lower[f.head - 1]) == "the";
    const auto row = static_cast<std::size_t>(&f - b_.found.data());
    for (std::size_t k = row; definite && k-- > 0 && k + kBack > row;) {
      const Found& g = b_.found[k];
      if (g.form == MentionForm::nominal && g.kind == f.kind && g.country.some() &&
          d_.tokens.lower[g.head] == d_.tokens.lower[f.head]) {
        if (c_.country(d_.string(g.country)) != nullptr) {
          give(f, g.country);
        }
        return;
      }
    }
  }

  // "canal officials" where the Suez Canal was named, "port workers" of the port of Odesa.
  void of_named_place(Found& f) {
    for (std::uint32_t k = f.tokens.begin; k < f.head; ++k) {
      for (const Found& g : beginning(b_.found)) {
        if (g.form == MentionForm::name && g.place != kNone && g.tokens.size() > 1 &&
            g.tokens.end <= f.tokens.begin && d_.places[g.place].country.some() &&
            d_.string(d_.tokens.lower[g.tokens.end - 1]) == d_.string(d_.tokens.lower[k])) {
          give(f, d_.places[g.place].country);
          return;
        }
      }
    }
  }

  void give(Found& f, Symbol country) {
    f.guessed = true;
    f.country = country;
    std::string code(d_.string(country));
    if (f.code.some()) {
      code += ' ';
      code += d_.string(f.code);
    }
    f.code = d_.symbols.intern(code);
  }

  const Catalog& c_;
  Document& d_;
  Buffers& b_;
  CountryChooser chooser_;
  CountryLog* log_ = nullptr;
  std::vector<std::uint8_t> plain_;  // a Found each: many countries may have one
  std::vector<std::uint8_t> asked_;  // symbol -> its name was asked for
};

}  // namespace

void give_setting(const Catalog& catalog, Document& d, Buffers& b) {
  Setting(catalog, d, b).run();
}

}  // namespace sayso::mention
