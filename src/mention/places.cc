// SPDX-License-Identifier: Apache-2.0
// Coordinates. Every distinct name of the document gets its candidates from countries, features
// and the gazetteer; then a few rounds in which each name's belief over its candidates is pulled
// by population, by the countries and divisions the other names believe in, and by what the text
// says outright ("Pandi, Bulacan"). One sense of a name per document. Linear in candidates.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "mention/found.h"

namespace sayso::mention {
namespace {

constexpr std::size_t kMaxCandidates = 48;
constexpr int kRounds = 3;

// Weights of belief, tuned on GeoVirus and LGL.
constexpr float kPopulationWeight = 0.6F;  // a factor of ten in people
constexpr float kMainNameWeight = 0.8F;    // the place's main name, not one of its other spellings
constexpr float kCapitalWeight = 0.3F;
constexpr float kCountryWeight = 1.3F;   // what the other names say of the country
constexpr float kDivisionWeight = 2.0F;  // ... and of the division
constexpr float kWithinWeight = 8.0F;    // "Pandi, Bulacan"
constexpr float kSharpness = 2.0F;

struct Candidate {
  double lat = 0, lon = 0;
  float radius_km = 0, belief = 0, prior = 0;
  std::string_view name, kind;
  std::uint32_t country = kNone;   // row of the vote table
  std::uint32_t division = kNone;  // row of the vote table
  std::string_view country_code, admin1;
  std::uint32_t population = 0, geonames_id = 0;
  std::uint8_t precision = 7;
};

struct Sense {                         // one distinct name
  std::uint32_t first = 0, count = 0;  // candidates
  std::uint32_t uses = 0;
  std::uint32_t within = kNone;  // the sense named after the comma: "Pandi, Bulacan"
  std::uint32_t best = kNone;
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

float town_radius(std::uint32_t population) {
  return population > 3000000  ? 30.0F
         : population > 500000 ? 18.0F
         : population > 100000 ? 10.0F
         : population > 15000  ? 6.0F
                               : 4.0F;
}

std::uint8_t feature_precision(std::string_view kind) {
  static constexpr std::array<std::string_view, 9> kExact{
      "bridge", "dam", "power_plant", "port", "airport", "base", "crossing", "building", "city"};
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

class Resolver {
 public:
  Resolver(const Catalog& c, Document& d, Buffers& b) : c_(c), d_(d), b_(b) {}

  void run() {
    gather();
    context();
    for (int round = 0; round < kRounds; ++round) {
      vote();
      believe();
    }
    write();
    compose();
  }

 private:
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
      FoldHash fold;
      for (std::uint32_t k = f.tokens.begin; k < f.tokens.end; ++k) {
        fold = fold.then(d_.symbols.fold(d_.tokens.form[k]));
      }
      const std::uint32_t key = names_.row(fold.hash);
      if (key == senses_.size()) {
        senses_.push_back({});
        candidates_of(f, senses_.back());
      }
      ++senses_[key].uses;
      sense_of_[row] = key;
    }
  }

  void candidates_of(const Found& f, Sense& s) {
    s.first = static_cast<std::uint32_t>(candidates_.size());
    from_actors(f);
    from_features(f);
    from_gazetteer(f, s.first);
    s.count = static_cast<std::uint32_t>(candidates_.size()) - s.first;
    // Georgia: a country that shares its name with a division of another one is not the default.
    for (std::uint32_t i = s.first + 1; i < candidates_.size(); ++i) {
      if (candidates_[s.first].kind == "country" && candidates_[i].kind == "admin1" &&
          candidates_[i].country_code != candidates_[s.first].country_code &&
          candidates_[i].population > 3000000) {
        candidates_[s.first].prior = 5.0F;
      }
    }
    if (s.count > kMaxCandidates) {
      std::stable_sort(candidates_.begin() + s.first, candidates_.end(),
                       [](const Candidate& x, const Candidate& y) { return x.prior > y.prior; });
      s.count = kMaxCandidates;
      candidates_.resize(s.first + s.count);
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
        town(c, feature, same_spelling(f, c.name));
        push(c);
        break;
      }
    }
  }

  // The main name counts more than one of many alternate spellings.
  [[nodiscard]] bool same_spelling(const Found& f, std::string_view name) const {
    FoldHash fold;
    for (std::uint32_t k = f.tokens.begin; k < f.tokens.end; ++k) {
      fold = fold.then(d_.symbols.fold(d_.tokens.form[k]));
    }
    return fold == fold_hash(name);
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
    } else if (feature == "ADM2") {
      c.kind = "admin2";
      c.radius_km = 40;
      c.precision = 3;
      c.prior = 1.6F + 0.2F * std::log10(population + 30.0F);
    } else {
      c.kind = "city";
      c.radius_km = town_radius(c.population);
      c.precision = 1;
      c.prior += feature == "PPLC" ? kCapitalWeight : feature == "PPLA" ? 0.3F : 0.0F;
    }
  }

  // ---- context ----------------------------------------------------------------------------------
  void context() {
    for (const Adjective& a : b_.adjectives) {
      add_country(d_.string(a.country), 0.5F);
    }
    for (const Found& f : b_.found) {
      if (f.country.some() && !placeable(f)) {
        add_country(d_.string(f.country), 0.25F);
      }
    }
    // "X, Y": what stands after the comma holds what stands before it.
    for (std::uint32_t row = 0; row + 1 < b_.found.size(); ++row) {
      const Found& f = b_.found[row];
      if (sense_of_[row] == kNone) {
        continue;
      }
      for (std::uint32_t next = row + 1; next < b_.found.size() && next < row + 3; ++next) {
        const Found& g = b_.found[next];
        if (sense_of_[next] == kNone || sense_of_[next] == sense_of_[row] ||
            g.tokens.begin < f.tokens.end) {
          continue;
        }
        const std::uint32_t gap = g.tokens.begin - f.tokens.end;
        const std::string_view between = d_.string(d_.tokens.form[f.tokens.end]);
        const std::string_view low = d_.string(d_.tokens.lower[f.tokens.end]);
        const bool comma = gap == 1 && (between == "," || between == "(");
        const bool in = (gap == 1 && (low == "in" || low == "of")) || (gap == 2 && low == "in");
        if ((comma || in) && senses_[sense_of_[row]].within == kNone) {
          senses_[sense_of_[row]].within = sense_of_[next];
        }
        break;
      }
    }
  }

  void add_country(std::string_view code, float weight) {
    if (c_.country(code) != nullptr) {
      votes_.fixed[votes_.row(hash64(code, 1))] += weight;
    }
  }

  [[nodiscard]] bool holds(const Sense& outer, const Candidate& c) const {
    for (std::uint32_t i = 0; i < outer.count; ++i) {
      const Candidate& o = candidates_[outer.first + i];
      if (o.kind == "country" && o.country == c.country && c.kind != "country") {
        return true;
      }
      if ((o.kind == "admin1" || o.kind == "region" || o.kind == "island") && c.country != kNone) {
        const bool same_name = !c.admin1.empty() && fold_hash(c.admin1) == fold_hash(o.name);
        const bool near =
            o.country == c.country && distance_km(o, c) < std::max(60.0F, o.radius_km);
        if (c.kind != "admin1" && (same_name || (near && o.country != kNone))) {
          return true;
        }
      }
      if ((o.kind == "admin2" || o.kind == "city") && o.country == c.country &&
          c.population <= o.population && distance_km(o, c) < 40 && &o != &c) {
        return true;
      }
    }
    return false;
  }

  static float distance_km(const Candidate& a, const Candidate& b) {
    constexpr double kRadian = 0.017453292519943295;
    const double x = (b.lon - a.lon) * kRadian * std::cos((a.lat + b.lat) * 0.5 * kRadian);
    const double y = (b.lat - a.lat) * kRadian;
    return static_cast<float>(6371.0 * std::sqrt(x * x + y * y));
  }

  // ---- belief -----------------------------------------------------------------------------------
  void vote() {
    votes_.weight = votes_.fixed;
    for (const Sense& s : senses_) {
      const float times = 1.0F + 0.5F * std::log2(static_cast<float>(s.uses));
      for (std::uint32_t i = 0; i < s.count; ++i) {
        const Candidate& c = candidates_[s.first + i];
        const float w = times * (c.belief > 0 ? c.belief : 1.0F / static_cast<float>(s.count + 1));
        if (c.country != kNone) {
          votes_.weight[c.country] += w;
        }
        if (c.division != kNone) {
          votes_.weight[c.division] += w * (c.kind == "admin1" ? 2.0F : 1.0F);
        }
      }
    }
  }

  void believe() {
    for (Sense& s : senses_) {
      const float times = 1.0F + 0.5F * std::log2(static_cast<float>(s.uses));
      float best = -1e9F;
      for (std::uint32_t i = 0; i < s.count; ++i) {
        Candidate& c = candidates_[s.first + i];
        const float own =
            times * (c.belief > 0 ? c.belief : 1.0F / static_cast<float>(s.count + 1));
        float score = c.prior;
        if (c.country != kNone) {
          score += kCountryWeight * std::log1p(std::max(0.0F, votes_.weight[c.country] - own));
        }
        if (c.division != kNone) {
          score += kDivisionWeight *
                   std::log1p(std::max(
                       0.0F, votes_.weight[c.division] - own * (c.kind == "admin1" ? 2.0F : 1.0F)));
        }
        if (s.within != kNone && holds(senses_[s.within], c)) {
          score += kWithinWeight;
        }
        scores_.resize(std::max<std::size_t>(scores_.size(), i + 1));
        scores_[i] = score;
        if (score > best) {
          best = score;
          s.best = s.first + i;
        }
      }
      float sum = 0;
      for (std::uint32_t i = 0; i < s.count; ++i) {
        scores_[i] = std::exp(kSharpness * (scores_[i] - best));
        sum += scores_[i];
      }
      for (std::uint32_t i = 0; i < s.count; ++i) {
        candidates_[s.first + i].belief = scores_[i] / sum;
      }
    }
  }

  // ---- out --------------------------------------------------------------------------------------
  void write() {
    for (std::uint32_t row = 0; row < b_.found.size(); ++row) {
      const std::uint32_t sense = sense_of_[row];
      if (sense == kNone || senses_[sense].best == kNone) {
        continue;
      }
      Found& f = b_.found[row];
      const Candidate& best = candidates_[senses_[sense].best];
      if (f.country_name && best.kind != "country") {  // Georgia, the state
        f.country_name = f.metonym = false;
        f.code = f.name = f.country = Symbol::none();
      }
      f.place = add_place(f.tokens, best, f.metonym);
      if (!f.name.some()) {
        f.name = d_.places[f.place].name;
      }
      if (!f.country.some()) {
        f.country = d_.places[f.place].country;
      }
    }
    const std::size_t named = b_.found.size();
    for (std::size_t i = 0; i < b_.embedded.size(); ++i) {
      const std::uint32_t sense = sense_of_[named + i];
      if (sense != kNone && senses_[sense].best != kNone) {
        add_place(b_.embedded[i].tokens, candidates_[senses_[sense].best], false);
      }
    }
  }

  std::uint32_t add_place(TokenRange tokens, const Candidate& c, bool metonym) {
    Place p;
    p.tokens = tokens;
    p.name = d_.symbols.intern(c.name);
    if (c.country_code.size() == 3) {
      p.country = d_.symbols.intern(c.country_code);
    }
    if (!c.admin1.empty()) {
      p.admin1 = d_.symbols.intern(c.admin1);
    }
    p.kind = d_.symbols.intern(c.kind);
    p.lat = c.lat, p.lon = c.lon;
    p.radius_km = c.radius_km;
    p.geonames_id = c.geonames_id;
    p.precision = c.precision;
    p.metonym = metonym;
    d_.places.push_back(p);
    return static_cast<std::uint32_t>(d_.places.size() - 1);
  }

  // "power plant in Vuhlehirsk", "Vuhlehirsk plant", "the port of Odesa": the facility is at the
  // town. The described facility shares the town's row; its own words are the mention's.
  void compose() {
    for (std::uint32_t row = 0; row < b_.found.size(); ++row) {
      Found& f = b_.found[row];
      const bool nominal = f.form == MentionForm::nominal;
      if (f.place != kNone ||
          (f.kind != MentionKind::facility && !(nominal && f.kind == MentionKind::place))) {
        continue;
      }
      // A town's name among its words, or after "in", "of", "at".
      for (std::uint32_t k = f.tokens.begin; k < f.tokens.end && f.inside == kNone; ++k) {
        const std::uint32_t at = b_.name_at[k];
        if (at != kNone && at != row && b_.found[at].place != kNone) {
          f.inside = at;
        }
      }
      const std::uint32_t limit = static_cast<std::uint32_t>(d_.tokens.size());
      for (std::uint32_t k = f.tokens.end;
           f.inside == kNone && k + 1 < limit && k < f.tokens.end + 1; ++k) {
        const std::string_view w = d_.string(d_.tokens.lower[k]);
        std::uint32_t next = k + 1;
        if (w != "in" && w != "of" && w != "at" && w != "near") {
          break;
        }
        while (next < limit && next < k + 4 && b_.name_at[next] == kNone &&
               (d_.tokens.upos[next] == Upos::det || d_.tokens.upos[next] == Upos::adj ||
                d_.tokens.upos[next] == Upos::noun)) {
          ++next;
        }
        if (next < limit && b_.name_at[next] != kNone &&
            b_.found[b_.name_at[next]].place != kNone) {
          f.inside = b_.name_at[next];
        }
      }
      if (f.inside == kNone) {
        continue;
      }
      const std::uint32_t town = b_.found[f.inside].place;
      if (d_.places[town].precision <= 3) {
        f.place = town;
        if (!f.country.some()) {
          f.country = d_.places[town].country;
        }
      }
    }
  }

  const Catalog& c_;
  Document& d_;
  Buffers& b_;
  Votes names_, votes_;
  std::vector<Sense> senses_;
  std::vector<Candidate> candidates_;
  std::vector<std::uint32_t> sense_of_;
  std::vector<float> scores_;
};

}  // namespace

void give_places(const Catalog& catalog, Document& d, Buffers& b) {
  Resolver(catalog, d, b).run();
}

}  // namespace sayso::mention
