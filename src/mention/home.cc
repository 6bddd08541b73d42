// SPDX-License-Identifier: Apache-2.0
// The country of a report that names no place: "Malian gendarmes shot a teacher" happened in Mali
// as long as nothing says otherwise. Who is told of votes for its country, by how surely such an
// actor is at home (column `home` of the table ontology.sectors): residents and rebels more than
// armies, which are sent abroad. One Place, a metonym at the words that decided, and a note that it
// is inferred.
#include <algorithm>
#include <array>
#include <string>

#include "mention/found.h"

namespace sayso::mention {
namespace {

constexpr float kUnknownSector = 2;  // "Afghan employees": people whose sector no table knows
constexpr std::size_t kMostCountries = 16;

struct Vote {
  const Country* country = nullptr;
  float weight = 0;
  std::uint32_t first = kNone, mentions = 0;  // row of `found`
};

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
  std::array<Vote, kMostCountries> votes;
  std::size_t used = 0;
  for (std::uint32_t row = 0; row < b.found.size(); ++row) {
    const Found& f = b.found[row];
    const bool acts = f.kind == MentionKind::person || f.kind == MentionKind::organization ||
                      f.kind == MentionKind::group;
    if (!acts || f.form == MentionForm::pronoun || !f.code.some()) {
      continue;
    }
    const std::string_view code = d.string(f.code);
    const Country* country = catalog.country(code.substr(0, code.find(' ')));
    const float weight = weight_of(catalog, code);
    if (country == nullptr || weight == 0) {
      continue;
    }
    std::size_t at = 0;
    while (at < used && votes[at].country != country) {
      ++at;
    }
    if (at == used && used == kMostCountries) {
      continue;
    }
    used += at == used ? 1U : 0U;
    Vote& v = votes[at];
    v.country = country;
    v.weight += weight;
    v.first = std::min(v.first, row);
    ++v.mentions;
  }
  const Vote* best = nullptr;
  for (std::size_t i = 0; i < used; ++i) {
    if (best == nullptr || votes[i].weight > best->weight) {
      best = &votes[i];
    }
  }
  if (best == nullptr) {
    return;
  }
  Place p;
  p.tokens = b.found[best->first].tokens;
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
