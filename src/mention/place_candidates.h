// SPDX-License-Identifier: Apache-2.0
// What a name of a place may be: its candidates from countries, features and the gazetteer, with
// what each is worth before the rest of the report is heard. Private to places.cc.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "mention/found.h"

namespace sayso::mention {

constexpr std::size_t kMaxCandidates = 48;
constexpr int kRounds = 3;

// Weights of belief, tuned on GeoVirus and LGL.
constexpr float kPopulationWeight = 0.6F;  // a factor of ten in people
constexpr float kMainNameWeight = 0.8F;    // the place's main name, not one of its other spellings
constexpr float kCapitalWeight = 0.3F;
constexpr float kCountryWeight = 1.3F;   // what the other names say of the country
constexpr float kDivisionWeight = 2.0F;  // ... and of the division
constexpr float kWithinWeight = 8.0F;    // "Pandi, Bulacan"
constexpr float kArticleWeight = 4.0F;   // "the Dnipro" is the river
constexpr float kStateWeight = 4.0F;     // "Georgia's prime minister"
constexpr float kNamesakeWeight = 5.0F;  // "Washington said", "WASHINGTON (Reuters)"
constexpr float kSharpness = 2.0F;

// Kinds of features that English gives an article.
constexpr std::array<std::string_view, 8> kArticleKinds{"river", "sea",       "strait", "gulf",
                                                        "canal", "mountains", "desert", "ocean"};

struct Candidate {
  double lat = 0, lon = 0;
  float radius_km = 0, belief = 0, prior = 0;
  std::string_view name, kind;
  std::uint32_t country = kNone;   // row of the vote table
  std::uint32_t division = kNone;  // row of the vote table
  std::string_view country_code, admin1;
  std::uint32_t population = 0, geonames_id = 0;
  std::uint8_t precision = 7;
  bool listed = false;           // comes from the gazetteer, not from our own tables
  bool capital = false;          // of its country
  bool spelt_otherwise = false;  // the text has one of its other names
};

struct Sense {                         // one distinct name
  std::uint32_t first = 0, count = 0;  // candidates
  std::uint32_t uses = 0;
  std::uint32_t within = kNone;  // the sense named after the comma: "Pandi, Bulacan"
  std::uint32_t best = kNone;
  TokenRange words;      // its first use
  bool article = false;  // "the Dnipro": rivers, seas and mountains have one, towns none
  bool acts = false;     // "Washington said"
  bool state = false;    // "Georgia's prime minister"
};

// Votes for countries and divisions by name.
class Votes {
 public:
  std::uint32_t row(std::uint64_t key) {
    const auto n = static_cast<std::uint32_t>(keys_.size());
    if ((n + 1) * 2 > slots_.size()) {
      grow();
    }
    std::size_t at = mix64(key) & (slots_.size() - 1);
    while (slots_[at] != 0) {
      if (keys_[slots_[at] - 1] == key) {
        return slots_[at] - 1;
      }
      at = (at + 1) & (slots_.size() - 1);
    }
    slots_[at] = n + 1;
    keys_.push_back(key);
    weight.push_back(0);
    fixed.push_back(0);
    return n;
  }
  std::vector<float> weight, fixed;

 private:
  void grow() {
    std::vector<std::uint32_t> bigger(std::max<std::size_t>(64, slots_.size() * 2), 0);
    for (std::uint32_t i = 0; i < keys_.size(); ++i) {
      std::size_t at = mix64(keys_[i]) & (bigger.size() - 1);
      while (bigger[at] != 0) {
        at = (at + 1) & (bigger.size() - 1);
      }
      bigger[at] = i + 1;
    }
    slots_ = std::move(bigger);
  }
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> slots_;
};

inline float town_radius(std::uint32_t population) {
  return population > 3000000  ? 30.0F
         : population > 500000 ? 18.0F
         : population > 100000 ? 10.0F
         : population > 15000  ? 6.0F
                               : 4.0F;
}

inline std::uint8_t feature_precision(std::string_view kind) {
  static constexpr std::array<std::string_view, 10> kExact{
      "bridge",  "camp", "dam",      "power_plant", "port",
      "airport", "base", "crossing", "building",    "city"};
  static constexpr std::array<std::string_view, 4> kWide{"country", "continent", "bloc", "ocean"};
  static constexpr std::array<std::string_view, 4> kWaters{"sea", "gulf", "ocean", "strait"};
  const auto in = [&](const auto& list) {
    return std::find(list.begin(), list.end(), kind) != list.end();
  };
  return in(kExact)                 ? 1
         : kind == "country"        ? 6
         : in(kWide) || in(kWaters) ? 7
         : kind == "admin1"         ? 4
                                    : 5;
}

class PlaceCandidates {
 protected:
  PlaceCandidates(const Catalog& c, Document& d, Buffers& b) : c_(c), d_(d), b_(b) {}

  [[nodiscard]] static bool placeable(const Found& f) {
    return f.form == MentionForm::name &&
           (f.kind == MentionKind::place || f.kind == MentionKind::facility);
  }

  // ---- candidates -------------------------------------------------------------------------------
  void gather() {
    const auto named = static_cast<std::uint32_t>(b_.found.size());
    const auto all = named + static_cast<std::uint32_t>(b_.embedded.size());
    sense_of_.assign(all, kNone);
    for (std::uint32_t row = 0; row < all; ++row) {
      const Found& f = row < named ? b_.found[row] : b_.embedded[row - named];
      if (!placeable(f)) {
        continue;
      }
      const FoldHash fold = fold_of(f.tokens);
      const bool article = has_article(f, row < named);
      const Phrase water = article ? longer_name(fold) : Phrase{};
      const std::uint32_t key = names_.row(water.rows.empty() ? fold.hash : longer_hash_);
      if (key == senses_.size()) {
        senses_.push_back({});
        Found named_so = f;
        if (!water.rows.empty()) {  // "the Dnipro" is what "the Dnipro River" is
          named_so.feature_rows = water.rows;
          named_so.actor_rows = named_so.geo_rows = {};
        }
        senses_.back().words = f.tokens;
        candidates_of(named_so, senses_.back());
      }
      Sense& s = senses_[key];
      ++s.uses;
      s.acts = s.acts || (f.capital && (f.metonym || dateline(f)));
      s.article = s.article || article;
      s.state = s.state || (row < named && owns_a_state(f));
      sense_of_[row] = key;
    }
    for (const Sense& s : senses_) {
      weigh_words(s);
    }
  }

  [[nodiscard]] FoldHash fold_of(TokenRange r) const {
    FoldHash fold;
    for (std::uint32_t k = r.begin; k < r.end; ++k) {
      fold = fold.then(d_.symbols.fold(d_.tokens.form[k]));
    }
    return fold;
  }

  // "the" before it and no name behind it.
  [[nodiscard]] bool has_article(const Found& f, bool named) const {
    const std::uint32_t t = f.tokens.begin;
    return named && t > d_.sentence_tokens(t).begin && d_.string(d_.tokens.lower[t - 1]) == "the" &&
           (f.tokens.end >= d_.tokens.size() || !capital_first(d_, f.tokens.end));
  }

  // The feature that has this name and the word for its kind: "Dnipro" of "Dnipro River".
  [[nodiscard]] Phrase longer_name(FoldHash fold) {
    for (const std::string_view kind : kArticleKinds) {
      const FoldHash longer = fold.then(fold_hash(kind));
      const RowRange rows = c_.features == nullptr ? RowRange{} : c_.features->find(longer).rows;
      if (!rows.empty() && c_.features->text(rows.begin, c_.feature_kind) == kind) {
        longer_hash_ = longer.hash;
        return {0, rows};
      }
    }
    return {};
  }

  // "WASHINGTON - ...": in capitals at the head of a sentence that is not.
  [[nodiscard]] bool dateline(const Found& f) const {
    const TokenRange s = d_.sentence_tokens(f.tokens.begin);
    const std::uint32_t end = f.tokens.end;
    return f.tokens.begin == s.begin && end + 1 < d_.tokens.size() &&
           d_.symbols.shape(d_.tokens.form[f.tokens.begin]) == Shape::all_caps &&
           (end == s.end || d_.symbols.fold(d_.tokens.form[end]).empty()) &&
           d_.symbols.shape(d_.tokens.form[end + 1]) != Shape::all_caps;
  }

  // "Georgia's prime minister", "the embassy of Georgia".
  [[nodiscard]] bool owns_a_state(const Found& f) const {
    const Deprel r = d_.tokens.deprel[f.head];
    return (r == Deprel::nmod_poss || r == Deprel::nmod) &&
           (c_.links(d_, d_.tokens.head[f.head]) & kNational) != 0;
  }

  // What the words around a name say of the kind of place it is.
  void weigh_words(const Sense& s) {
    for (std::uint32_t i = s.first; s.acts && i < s.first + s.count; ++i) {
      if (candidates_[i].capital) {
        behind_capital(s, i);
      }
    }
    for (std::uint32_t i = s.first; i < s.first + s.count; ++i) {
      Candidate& c = candidates_[i];
      c.prior += s.article && takes_article(c.kind) ? kArticleWeight : 0.0F;
      c.prior += s.state && c.kind == "country" ? kStateWeight : 0.0F;
    }
  }

  // "Washington said": the capital, not the division of the same country and name.
  void behind_capital(const Sense& s, std::uint32_t capital) {
    for (std::uint32_t i = s.first; i < s.first + s.count; ++i) {
      Candidate& c = candidates_[i];
      if (c.kind == "admin1" && c.country_code == candidates_[capital].country_code) {
        candidates_[capital].prior = std::max(candidates_[capital].prior, kNamesakeWeight);
        c.prior = std::min(c.prior, candidates_[capital].prior - 0.5F);
      }
    }
  }

  static bool takes_article(std::string_view kind) {
    return std::find(kArticleKinds.begin(), kArticleKinds.end(), kind) != kArticleKinds.end();
  }

  void candidates_of(const Found& f, Sense& s) {
    s.first = static_cast<std::uint32_t>(candidates_.size());
    from_actors(f);
    from_features(f);
    from_gazetteer(f, s.first);
    if (candidates_.size() == s.first) {
      from_shorter(f, s.first);
    }
    s.count = static_cast<std::uint32_t>(candidates_.size()) - s.first;
    // Georgia: a country that shares its name with a division of another one is not the default.
    for (std::uint32_t i = s.first + 1; i < candidates_.size(); ++i) {
      if (candidates_[s.first].kind == "country" && candidates_[i].kind == "admin1" &&
          candidates_[i].country_code != candidates_[s.first].country_code &&
          candidates_[i].population > 3000000) {
        candidates_[s.first].prior = 5.0F;
      }
    }
    towns_before_divisions(s);
    if (s.count > kMaxCandidates) {
      std::stable_sort(candidates_.begin() + s.first, candidates_.end(),
                       [](const Candidate& x, const Candidate& y) { return x.prior > y.prior; });
      s.count = kMaxCandidates;
      candidates_.resize(s.first + s.count);
    }
  }

  // "Mykolaiv": a division that the gazetteer lists under its seat's bare name is meant only where
  // the text says so; ours in data/places have the bare name where it is the division's first.
  void towns_before_divisions(const Sense& s) {
    for (std::uint32_t i = s.first; i < s.first + s.count; ++i) {
      Candidate& division = candidates_[i];
      if (division.kind != "admin1" || !division.listed) {
        continue;
      }
      for (std::uint32_t k = s.first; k < s.first + s.count; ++k) {
        const Candidate& town = candidates_[k];
        if (town.kind == "city" && town.country_code == division.country_code &&
            town.admin1 == division.admin1 && town.population > 50000) {
          division.prior = std::min(division.prior, town.prior - 0.5F);
        }
      }
    }
  }

  void push(Candidate c) {
    if (!c.country_code.empty()) {
      c.country = votes_.row(hash64(c.country_code.substr(0, 3), 1));
      if (!c.admin1.empty()) {
        c.division = votes_.row(hash64(c.admin1, hash64(c.country_code.substr(0, 3), 2)));
      }
    }
    candidates_.push_back(c);
  }

  void from_actors(const Found& f) {
    for (std::uint32_t row = f.actor_rows.begin; row < f.actor_rows.end; ++row) {
      if (c_.actor_kind(row) != ActorKind::country || !row_fits(*c_.actors, row, d_, f.tokens)) {
        continue;
      }
      const Country* country = c_.country(c_.code(row).substr(0, 3));
      if (country == nullptr) {
        continue;
      }
      Candidate c;
      c.lat = country->lat, c.lon = country->lon;
      c.radius_km = country->radius_km;
      c.name = c_.entity(row);
      c.kind = "country";
      c.country_code = country->iso3;
      c.precision = 6;
      c.prior = 8.0F;
      push(c);
      return;
    }
  }

  void from_features(const Found& f) {
    for (std::uint32_t row = f.feature_rows.begin; row < f.feature_rows.end; ++row) {
      Candidate c;
      c.lat = double{c_.features->real(row, c_.feature_lat)};
      c.lon = double{c_.features->real(row, c_.feature_lon)};
      c.radius_km = c_.features->real(row, c_.feature_radius);
      c.name = c_.features->text(row, c_.feature_entity);
      c.kind = c_.features->text(row, c_.feature_kind);
      c.country_code = c_.features->text(row, c_.feature_country);
      c.precision = feature_precision(c.kind);
      c.prior = c.kind == "admin1" ? 4.6F : 4.0F;
      if (f.kind == MentionKind::facility && c.precision == 1) {
        c.prior += 2.0F;
      }
      if (c.kind == "admin1") {
        c.admin1 = c.name;
        c.prior = 5.0F;
      }
      push(c);
    }
  }

  // "Madaya Township", "Northern Shan State", "Lafia LGA": no table has the whole, but one has it
  // without the word for its kind or the point of the compass.
  void from_shorter(const Found& f, std::uint32_t first) {
    Found g = f;
    bool wide = false;
    bool unit = false;
    if (const std::uint32_t bits = c_.links(d_, g.tokens.end - 1);
        g.tokens.size() > 1 && (bits & (kUnit | kWideUnit)) != 0) {
      wide = (bits & kWideUnit) != 0;
      unit = true;
      --g.tokens.end;
    }
    const bool compass = g.tokens.size() > 1 && (c_.links(d_, g.tokens.begin) & kRegionWord) != 0;
    g.tokens.begin += compass ? 1U : 0U;
    if (!unit && !compass) {
      return;
    }
    look_up_shorter(g);
    const std::uint32_t tokens_end = f.tokens.end;
    if (candidates_of_rows(g, first, wide || !unit) || !compass || !unit) {
      return;
    }
    g.tokens.end = tokens_end;  // "Shan State" of "Northern Shan State"
    look_up_shorter(g);
    candidates_of_rows(g, first, wide);
  }

  void look_up_shorter(Found& g) const {
    const auto rows = [&](const Table* table) {
      const auto hit = Catalog::phrase(table, d_, g.tokens.begin, g.tokens.end, LastWord::form);
      return hit && hit->end == g.tokens.end ? hit->rows : RowRange{};
    };
    g.actor_rows = {};
    g.feature_rows = rows(c_.features);
    g.geo_rows = rows(c_.geo_names);
  }

  // Of a town, district or village no first division is meant.
  bool candidates_of_rows(const Found& g, std::uint32_t first, bool divisions) {
    from_features(g);
    from_gazetteer(g, first);
    std::erase_if(candidates_, [&](const Candidate& c) {
      const bool here = &c >= candidates_.data() + first;
      return here && !divisions && c.kind != "city" && c.kind != "admin2";
    });
    return candidates_.size() > first;
  }

  [[nodiscard]] bool has_division(std::size_t first, std::string_view country) const {
    for (std::size_t i = first; i < candidates_.size(); ++i) {
      if (candidates_[i].kind == "admin1" && candidates_[i].country_code == country) {
        return true;
      }
    }
    return false;
  }

  void from_gazetteer(const Found& f, std::size_t first) {
    if (c_.geo_places == nullptr) {
      return;
    }
    const Table& places = *c_.geo_places;
    const std::uint32_t end = std::min(f.geo_rows.end, f.geo_rows.begin + 400);
    for (std::uint32_t row = f.geo_rows.begin; row < end; ++row) {
      const std::string_view id = c_.geo_names->text(row, c_.geo_place);
      const RowRange rows = places.find(id);
      for (std::uint32_t place = rows.begin; place < rows.end; ++place) {
        if (places.key(place) != id) {
          continue;
        }
        Candidate c;
        c.listed = true;
        c.lat = double{places.real(place, c_.place_lat)};
        c.lon = double{places.real(place, c_.place_lon)};
        c.name = places.text(place, c_.place_name);
        c.country_code = places.text(place, c_.place_country);
        c.admin1 = places.text(place, c_.place_admin1);
        c.population =
            static_cast<std::uint32_t>(std::max(0, places.integer(place, c_.place_population)));
        std::from_chars(id.data(), id.data() + id.size(), c.geonames_id);
        const std::string_view feature = places.text(place, c_.place_feature);
        if (feature == "ADM1" && has_division(first, c.country_code)) {
          break;  // our own table has its middle
        }
        const bool main_name = same_spelling(f, c.name);
        c.spelt_otherwise = !main_name;
        town(c, feature, main_name);
        push(c);
        break;
      }
    }
  }

  // The main name counts more than one of many alternate spellings.
  [[nodiscard]] bool same_spelling(const Found& f, std::string_view name) const {
    return fold_of(f.tokens) == fold_hash(name);
  }

  static void town(Candidate& c, std::string_view feature, bool main_name) {
    const auto population = static_cast<float>(c.population);
    c.prior =
        kPopulationWeight * std::log10(population + 30.0F) + (main_name ? kMainNameWeight : 0.0F);
    if (feature == "ADM1") {
      c.kind = "admin1";
      c.radius_km = 150;
      c.precision = 4;
      c.prior = 4.6F;
    } else if (feature.starts_with("ADM2")) {
      c.kind = "admin2";
      c.radius_km = feature == "ADM2A" ? 150 : 40;  // somewhere in the first division
      c.precision = feature == "ADM2A" ? 4 : 3;
      c.prior = 1.6F + 0.2F * std::log10(population + 30.0F);
    } else {
      c.kind = "city";
      c.radius_km = town_radius(c.population);
      c.precision = 1;
      c.capital = feature == "PPLC";
      c.prior += feature == "PPLC" ? kCapitalWeight : feature == "PPLA" ? 0.3F : 0.0F;
    }
  }

  const Catalog& c_;
  Document& d_;
  Buffers& b_;
  Votes names_, votes_;
  std::uint64_t longer_hash_ = 0;  // of the name longer_name() found
  std::vector<Sense> senses_;
  std::vector<Candidate> candidates_;
  std::vector<std::uint32_t> sense_of_;  // row of `found`, then of `embedded` -> sense
};

}  // namespace sayso::mention
