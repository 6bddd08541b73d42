// SPDX-License-Identifier: Apache-2.0
// The country of a report that names no place: "Malian gendarmes shot a teacher" happened in Mali
// as long as nothing says otherwise. Who is told of votes for its country, by how surely such an
// actor is at home (column `home` of the table ontology.sectors): residents and rebels more than
// armies, which are sent abroad: where an army is known to be (table `mention.theatres`), that
// country is meant. One Place, a metonym at the words that decided, and a note that it is inferred.
#include <algorithm>
#include <array>
#include <string>

#include "mention/found.h"

namespace sayso::mention {
namespace {

constexpr float kUnknownSector = 2;  // "Afghan employees": people whose sector no table knows
constexpr float kNational = 0.5F;    // "Malian aid workers": at home more often than not
constexpr float kTheatre = 0.75F;    // an army where it is known to be, unless a side is at home
constexpr std::size_t kMostCountries = 16;

struct Vote {
  const Country* country = nullptr;
  float weight = 0;
  TokenRange first;
  std::uint32_t mentions = 0;
};

class Ballot {
 public:
  void add(const Country* country, float weight, TokenRange words) {
    std::size_t at = 0;
    while (at < used_ && votes_[at].country != country) {
      ++at;
    }
    if (at == kMostCountries) {
      return;
    }
    Vote& v = votes_[at];
    if (at == used_) {
      ++used_;
      v.country = country;
      v.first = words;
    }
    v.weight += weight;
    ++v.mentions;
  }
  [[nodiscard]] const Vote* best() const {
    const Vote* best = nullptr;
    for (std::size_t i = 0; i < used_; ++i) {
      best = best == nullptr || votes_[i].weight > best->weight ? &votes_[i] : best;
    }
    return best;
  }

 private:
  std::array<Vote, kMostCountries> votes_;
  std::size_t used_ = 0;
};

bool acts(const Found& f) {
  return (f.kind == MentionKind::person || f.kind == MentionKind::organization ||
          f.kind == MentionKind::group) &&
         f.form != MentionForm::pronoun;
}

// The day the report tells of: of publication, else the last whole day or month it names.
std::string day_told_of(const Document& d) {
  if (const auto day = d.published_day()) {
    return format_day(*day);
  }
  std::string last;
  for (const When& when : d.whens) {
    const std::string_view value = d.string(when.value);
    if (value.size() >= 7 && value[0] >= '1' && value[0] <= '2' && value[4] == '-' &&
        value[5] <= '1') {
      last = std::string(value.substr(0, std::min<std::size_t>(10, value.size())));
    }
  }
  return last.size() == 7 ? last + "-15" : last;
}

// Who of a report votes for which country.
class Voters {
 public:
  Voters(const Catalog& catalog, const Document& d, const Buffers& b)
      : catalog_(catalog), d_(d), b_(b), today_(day_told_of(d)) {}

  void vote(Ballot& ballot) const {
    for (const Found& f : b_.found) {
      if (acts(f) && f.code.some()) {
        actor(f, ballot);
      }
    }
    for (const Adjective& a : b_.adjectives) {
      if (!counted(a)) {
        adjective(a, ballot);
      }
    }
  }

 private:
  void actor(const Found& f, Ballot& ballot) const {
    const std::string_view code = d_.string(f.code);
    if (const std::string_view place = abroad(f, code); !place.empty()) {
      add(place, kTheatre, f.tokens, ballot);
      return;
    }
    if ((catalog_.links(d_, f.head) & kAbroad) != 0) {
      return;  // a refugee, an ambassador: of a country and not in it
    }
    const float weight = weight_of(code);
    add(code.substr(0, code.find(' ')),
        weight == 0 && f.form == MentionForm::nominal ? kNational : weight, f.tokens, ballot);
  }

  // Where who is meant is known to be: by name, by the people named in it, by code.
  [[nodiscard]] std::string_view abroad(const Found& f, std::string_view code) const {
    std::string_view place = f.name.some() ? catalog_.theatre_of(d_.string(f.name), today_) : "";
    for (const Adjective& a : b_.adjectives) {
      if (place.empty() && f.tokens.contains(a.token)) {
        place = catalog_.theatre_of(d_.string(a.people), today_);
      }
    }
    return place.empty() ? catalog_.theatre(code, today_) : place;
  }

  // "14 Palestinian killed": of nobody known; "Israeli airstrikes": of that army.
  void adjective(const Adjective& a, Ballot& ballot) const {
    const std::string code = std::string(d_.string(a.country).substr(0, 3));
    const bool strike = (catalog_.links(d_, d_.tokens.head[a.end - 1]) & kStrike) != 0;
    const std::string_view named = catalog_.theatre_of(d_.string(a.people), today_);
    const std::string_view place =
        named.empty() && strike ? catalog_.theatre(code + " MIL", today_) : named;
    if (!place.empty()) {
      add(place, kTheatre, {a.token, a.end}, ballot);
    } else {
      add(code, kNational, {a.token, a.end}, ballot);
    }
  }

  // Some actor's country, or said of who is elsewhere by definition.
  [[nodiscard]] bool counted(const Adjective& a) const {
    const std::string_view country = d_.string(a.country).substr(0, 3);
    return std::any_of(b_.found.begin(), b_.found.end(), [&](const Found& f) {
      return f.tokens.overlaps({a.token, a.end}) &&
             ((acts(f) && f.code.some() && d_.string(f.code).substr(0, 3) == country) ||
              (catalog_.links(d_, f.head) & kAbroad) != 0);
    });
  }

  void add(std::string_view code, float weight, TokenRange words, Ballot& ballot) const {
    const Country* country = catalog_.country(code);
    if (country != nullptr && weight > 0) {
      ballot.add(country, weight, words);
    }
  }

  [[nodiscard]] float weight_of(std::string_view code) const {
    const std::size_t blank = code.find(' ');
    if (blank == std::string_view::npos) {
      return kUnknownSector;
    }
    const std::string_view rest = code.substr(blank + 1);
    return static_cast<float>(catalog_.home_weight(rest.substr(0, rest.find(' '))));
  }

  const Catalog& catalog_;
  const Document& d_;
  const Buffers& b_;
  std::string today_;
};

}  // namespace

void give_home(const Catalog& catalog, Document& d, const Buffers& b, bool explain) {
  for (const Place& p : d.places) {
    if (!p.metonym) {
      return;
    }
  }
  Ballot ballot;
  Voters(catalog, d, b).vote(ballot);
  const Vote* best = ballot.best();
  if (best == nullptr) {
    return;
  }
  // "US" of "US troops" stood in for a place only where there is no better one. All places are
  // metonyms, to which no mention points.
  for (const Found& f : b.found) {
    if (f.adjectival) {
      std::erase_if(d.places, [&](const Place& q) { return q.tokens == f.tokens; });
    }
  }
  Place p;
  p.tokens = best->first;
  p.name = d.symbols.intern(best->country->name);
  p.country = d.symbols.intern(best->country->iso3);
  p.kind = d.symbols.intern("country");
  p.lat = best->country->lat, p.lon = best->country->lon;
  p.radius_km = best->country->radius_km;
  p.precision = 6;
  p.metonym = true;  // the words are an actor, not a place
  d.note("place_inferred", d.span(p.tokens),
         std::string(best->country->name) +
             ": no place is named; the actors told of are of this country" +
             (explain ? " (" + std::to_string(best->mentions) + " mentions)" : ""));
  d.places.push_back(p);
}

}  // namespace sayso::mention
