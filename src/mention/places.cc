// SPDX-License-Identifier: Apache-2.0
// Coordinates. Every distinct name of the document gets its candidates from countries, features
// and the gazetteer; then a few rounds in which each name's belief over its candidates is pulled
// by population, by the countries and divisions the other names believe in, and by what the text
// says outright ("Pandi, Bulacan"). One sense of a name per document. Linear in candidates.
#include <cmath>
#include <string>

#include "mention/place_candidates.h"

namespace sayso::mention {
namespace {

constexpr std::uint32_t kTown = 20000;

class Resolver : private PlaceCandidates {
 public:
  Resolver(const Catalog& c, Document& d, Buffers& b, bool explain)
      : PlaceCandidates(c, d, b), explain_(explain) {}

  void run() {
    gather();
    context();
    for (int round = 0; round < kRounds; ++round) {
      vote();
      believe();
    }
    same_under_another_spelling();
    write();
    compose();
  }

 private:
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
        std::uint32_t end = f.tokens.end;
        end += (c_.links(d_, end) & (kUnit | kWideUnit)) != 0 ? 1U : 0U;  // "Sian village, ..."
        if (g.tokens.begin <= end) {
          break;
        }
        const std::uint32_t gap = g.tokens.begin - end;
        const std::string_view between = d_.string(d_.tokens.form[end]);
        const std::string_view low = d_.string(d_.tokens.lower[end]);
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

  // What speaks for a candidate, part by part.
  struct Support {
    float prior = 0, country = 0, division = 0, within = 0;
    [[nodiscard]] float sum() const { return prior + country + division + within; }
  };

  [[nodiscard]] Support support(const Sense& s, const Candidate& c) const {
    const float times = 1.0F + 0.5F * std::log2(static_cast<float>(s.uses));
    const float own = times * (c.belief > 0 ? c.belief : 1.0F / static_cast<float>(s.count + 1));
    Support u;
    u.prior = c.prior;
    if (c.country != kNone) {
      u.country = kCountryWeight * std::log1p(std::max(0.0F, votes_.weight[c.country] - own));
    }
    if (c.division != kNone) {
      const float mine = own * (c.kind == "admin1" ? 2.0F : 1.0F);
      u.division = kDivisionWeight * std::log1p(std::max(0.0F, votes_.weight[c.division] - mine));
    }
    if (s.within != kNone && holds(senses_[s.within], c)) {
      u.within = kWithinWeight;
    }
    return u;
  }

  void believe() {
    for (Sense& s : senses_) {
      float best = -1e9F;
      for (std::uint32_t i = 0; i < s.count; ++i) {
        const float score = support(s, candidates_[s.first + i]).sum();
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

  // "Dariivka", "Darivka": a name no table knows is a place of the report whose name differs only
  // as transliterations do.
  void same_under_another_spelling() {
    for (Sense& s : senses_) {
      if (s.count > 0 || s.words.size() != 1) {
        continue;
      }
      const std::string sound = sound_of(s.words);
      for (const Sense& other : senses_) {
        if (sound.size() >= 5 && other.count > 0 && other.best != kNone &&
            other.words.size() == 1 && sound_of(other.words) == sound) {
          s.first = other.first, s.count = other.count, s.best = other.best;
          break;
        }
      }
    }
  }

  // Without what transliterations write differently: doubled letters, y and i, kh and h, w and v.
  [[nodiscard]] std::string sound_of(TokenRange words) const {
    std::string sound;
    for (char c : d_.string(d_.tokens.lower[words.begin])) {
      c = c == 'y' || c == 'j' ? 'i' : c == 'w' ? 'v' : c == 'q' || c == 'g' ? 'k' : c;
      const bool dropped =
          c == '\'' || c == '-' || c == '`' ||
          (!sound.empty() && (sound.back() == c || (sound.back() == 'k' && c == 'h')));
      if (!dropped) {
        sound += c;
      }
    }
    return sound;
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
      if (contradicted(best) || elsewhere(senses_[sense], best)) {
        continue;
      }
      if (f.country_name && best.kind != "country") {  // Georgia, the state
        f.country_name = f.metonym = false;
        f.code = f.name = f.country = Symbol::none();
      }
      f.place = add_place(f.tokens, best, f.metonym, senses_[sense]);
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
        b_.embedded[i].place = add_place(b_.embedded[i].tokens, candidates_[senses_[sense].best],
                                         false, senses_[sense]);
      }
    }
  }

  // "West region": a division named by a compass word alone, of a country that nobody speaks of
  // where others are spoken of, is the wrong one; so is a small town under one of its other names.
  [[nodiscard]] bool contradicted(const Candidate& c) const {
    const bool compass = c.kind == "admin1" && (c_.links_of(c.name) & kRegionWord) != 0;
    const bool hamlet = c.kind == "city" && c.spelt_otherwise && c.population < kTown;
    if (!(compass || hamlet) || c.country == kNone || votes_.fixed[c.country] > 0) {
      return false;
    }
    return std::any_of(votes_.fixed.begin(), votes_.fixed.end(), [](float v) { return v > 0; });
  }

  // "Sian village, Sanmatenga": what another place is also called, when the text says that this
  // one lies in another country.
  [[nodiscard]] bool elsewhere(const Sense& s, const Candidate& c) const {
    if (!c.spelt_otherwise || s.within == kNone || c.country == kNone) {
      return false;
    }
    const Sense& outer = senses_[s.within];
    return outer.best != kNone && candidates_[outer.best].country != kNone &&
           candidates_[outer.best].country != c.country;
  }

  std::uint32_t add_place(TokenRange tokens, const Candidate& c, bool metonym, const Sense& s) {
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
    if (explain_) {
      d_.note("place_reason", d_.span(tokens), std::string(c.name) + ": " + reason(s, c));
    }
    d_.places.push_back(p);
    return static_cast<std::uint32_t>(d_.places.size() - 1);
  }

  // In words: how many places have the name, what spoke for this one, which came second.
  [[nodiscard]] std::string reason(const Sense& s, const Candidate& c) const {
    if (s.count == 1) {
      return "the only place of this name";
    }
    const Support u = support(s, c);
    std::string text;
    const auto add = [&](const std::string& part) {
      text += text.empty() ? "" : "; ";
      text += part;
    };
    if (u.within > 0) {
      add("within " + std::string(candidates_[senses_[s.within].best].name) + ", named beside it");
    }
    if (u.division > 0.5F) {
      add("other names of the report lie in " + std::string(c.admin1));
    }
    if (u.country > 0.5F) {
      add("other names of the report point to " + std::string(c.country_code));
    }
    if (c.kind == "country") {
      add("a country comes first");
    } else if (c.population > 0) {
      add("population " + std::to_string(c.population));
    }
    const Candidate* second = nullptr;
    float most = -1e9F;
    for (std::uint32_t i = 0; i < s.count; ++i) {
      const Candidate& other = candidates_[s.first + i];
      const float score = &other == &c ? -1e9F : support(s, other).sum();
      if (score > most) {
        most = score;
        second = &other;
      }
    }
    if (second != nullptr) {
      add("rather than " + std::string(second->name) + ", " +
          std::string(second->admin1.empty() ? second->kind : second->admin1) + ", " +
          std::string(second->country_code) + " (of " + std::to_string(s.count) + ")");
    }
    return text;
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
      if (!nominal && within_its_name(f)) {
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

  // "Jenin Refugee Camp": the place its own name holds.
  bool within_its_name(Found& f) {
    for (const Found& e : b_.embedded) {
      if (e.place != kNone && f.tokens.contains(e.tokens.begin) &&
          d_.places[e.place].precision <= 3) {
        f.place = e.place;
        f.country = f.country.some() ? f.country : d_.places[e.place].country;
        return true;
      }
    }
    return false;
  }

  bool explain_ = false;
  std::vector<float> scores_;
};

}  // namespace

void give_places(const Catalog& catalog, Document& d, Buffers& b, bool explain) {
  Resolver(catalog, d, b, explain).run();
}

}  // namespace sayso::mention
