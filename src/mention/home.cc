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

bool within_found(const Buffers& b, const Adjective& a) {
  return std::any_of(b.found.begin(), b.found.end(),
                     [&](const Found& f) { return f.tokens.overlaps({a.token, a.end}); });
}

float weight_of(const Catalog& catalog, std::string_view code) {
  const std::size_t blank = code.find(' ');
  if (blank == std::string_view::npos) {
    return kUnknownSector;
  }
  const std::string_view rest = code.substr(blank + 1);
  return static_cast<float>(catalog.home_weight(rest.substr(0, rest.find(' '))));
}

}  // namespace

void give_home(const Catalog& catalog, Document& d, const Buffers& b, bool explain) {
  for (const Place& p : d.places) {
    if (!p.metonym) {
      return;
    }
  }
  Ballot ballot;
  const auto day = d.published_day();
  const std::string today = day ? format_day(*day) : std::string();
  for (std::uint32_t row = 0; row < b.found.size(); ++row) {
    const Found& f = b.found[row];
    const bool acts = f.kind == MentionKind::person || f.kind == MentionKind::organization ||
                      f.kind == MentionKind::group;
    if (!acts || f.form == MentionForm::pronoun || !f.code.some()) {
      continue;
    }
    const std::string_view code = d.string(f.code);
    const Country* country = catalog.country(code.substr(0, code.find(' ')));
    float weight = weight_of(catalog, code);
    if (weight == 0 && f.form == MentionForm::nominal) {
      weight = kNational;
    }
    if (const Country* abroad = catalog.country(catalog.theatre(code, today)); abroad != nullptr) {
      country = abroad;
      weight = kTheatre;
    }
    if (country != nullptr && weight > 0) {
      ballot.add(country, weight, f.tokens);
    }
  }
  for (const Adjective& a : b.adjectives) {  // "14 Palestinian killed": of nobody known
    const Country* country = catalog.country(d.string(a.country));
    if (country != nullptr && !within_found(b, a)) {
      ballot.add(country, kNational, {a.token, a.end});
    }
  }
  const Vote* best = ballot.best();
  if (best == nullptr) {
    return;
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
