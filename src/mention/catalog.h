// SPDX-License-Identifier: Apache-2.0
// The tables of names and nouns this room asks, with their columns found once: actors, countries,
// agents, features, gazetteer, first names, titles, nouns, links. Tables that a small image lacks
// (gazetteer, features, agents) may be absent; then nothing is found in them. Immutable.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "doc/document.h"
#include "lex/lex.h"
#include "lex/phrases.h"

namespace sayso::mention {

enum class ActorKind : std::uint8_t {
  country,
  demonym,
  capital,
  person,
  organization,
  group,
  government,
  military,
  media,
  company,
  bloc
};

// Classes of the table `mention.links`, as bits.
enum Link : std::uint32_t {
  kProxy = 1,
  kPro = 2,
  kAnti = 4,
  kOccupied = 8,
  kFormer = 16,
  kLocative = 32,
  kPartner = 64,
  kSpeech = 128,
  kDefinite = 256,
  kConnector = 512,
  kParticle = 1024,
  kHe = 2048,
  kShe = 4096,
  kIt = 8192,
  kThey = 16384,
  kDateline = 32768,
  kRegionWord = 65536,
  kStreet = 131072,
  kTeam = 262144,
  kThing = 524288,        // a noun that a town's name before it does not place: virus, fever
  kNamePrefix = 1048576,  // "Mc", "De": a capital after it is no new word
  kPoll = 2097152,        // kinds of elections: general, presidential
  kBuilt = 4194304,       // `sub` of nouns for things that stand somewhere and are nobody
  kCorporate = 8388608,   // "Inc." behind a comma
  kAbroad = 16777216,     // is of a country and not in it: refugee, ambassador
  kStrike = 33554432,     // what an army does: airstrike, shelling
  kUnit = 67108864,       // stands behind the name of a town or district: village, woreda
  kWideUnit = 134217728,  // behind the name of a first division: province, governorate
  kNational = 268435456,  // what a state has and no division: prime minister, embassy
  kOneBody = 536870912,   // stands for the body named last: "the firm", "the rebels"
  kRole = 1073741824,     // an office that bodies of all kinds have: spokesman, head
  kOwning = 2147483648    // a preposition before the body somebody is of: "for the company"
};

// What speaks for a person being meant by "he" or "she": rows of the table `mention.coref`.
enum class CorefFeature : std::uint8_t {
  after,
  d0,
  d1,
  d2,
  d3,
  r_subj,
  r_obj,
  r_obl,
  r_poss,
  r_nmod,
  r_compound,
  r_agent,
  r_other,
  r0_subj,
  r0_obj,
  r0_obl,
  r0_poss,
  r0_nmod,
  r0_compound,
  r0_agent,
  r0_other,
  r1_subj,
  r1_obj,
  r1_obl,
  r1_poss,
  r1_nmod,
  r1_compound,
  r1_agent,
  r1_other,
  par_subj,
  par_obj,
  form_name,
  form_nominal,
  form_pronoun,
  count,
  named,
  nearest,
  coarg,
  poss_of_subj,
  poss_other_subj,
  subclause_subj,
  other_clause_subj,
  first_in_sent,
  kind_place,
  kind_organization,
  tok,
  g_says,
  says_again,
  within_np,
  front,      // the subject of the clause that the pronoun stands in, named behind it
  topic,      // none is told of more often
  root_prev,  // subject of the sentence before
  pair        // the first of 36: role of the pronoun, of the nearest mention, how far
};
constexpr int kCorefPairs = 36;
constexpr int kCorefFeatures = 52 + kCorefPairs;
std::string_view coref_feature_name(std::size_t feature);  // the key of its row

// What speaks for a country: rows of the table `mention.countries`.
enum class CountryFeature : std::uint8_t {
  share,         // of all that names a country in the report
  top,           // none is named more often
  many,          // log(1 + times named)
  alone,         // no other is named
  share_place,   // of the places
  share_adj,     // of the adjectives
  share_power,   // of who holds office or arms
  top_power,     // most of these are of it
  same_before,   // named before it in its sentence
  same_nearest,  // and nothing nearer
  same_after,    // named after it in its sentence
  same_place,    // by a place
  same_adj,      // by an adjective
  inside,        // in words that hang on it
  other_side,    // what its verb is done to or about
  prev1,         // named in the sentence before
  prev2,
  prev3,
  recent,        // the last country named before it
  recent_power,  // the last named holder of office is of it
  like_it,       // one of its sector named before is of it
  first,         // named in the first sentence
  title,         // named in the headline
  dateline,
  folk_share,   // share, of who is no organ of a state
  folk_same,    // named in the sentence of such
  folk_recent,  // recent, of such
  folk_title,
  none,         // of no country the report names
  none_few,     // 1 / (1 + times any country is named)
  none_many,    // log(number of countries named)
  none_plural,  // it is many
  none_bare,    // and without an article
  none_folk,    // it is no organ of a state
  count
};
constexpr std::size_t kCountryFeatures = static_cast<std::size_t>(CountryFeature::count);
std::string_view country_feature_name(std::size_t feature);

struct Country {
  std::string_view name, iso3, iso2;
  double lat, lon;
  float radius_km;
};

struct Noun {
  MentionKind kind;
  std::string_view kind_name, sub;
};

// grade: a rank that armies and police have alike.
enum class Rank : std::uint8_t { office, rank, speaker, royal, cleric, polite, work, kin, grade };
struct Title {
  Rank rank;
  std::string_view sector, office;
  char gender;  // 'm', 'f' or 0
};

// What a row of `mention.senses` makes of its noun.
struct SenseKind {
  std::optional<MentionKind> kind;  // empty: as the other tables say
  bool nobody = false;              // no mention at all
};

// A phrase of a table: where it ends and its rows.
struct Phrase {
  std::uint32_t end = 0;
  RowRange rows;
};

class Catalog {
 public:
  static Result<Catalog> make(const Knowledge& knowledge);

  // ---- actors
  [[nodiscard]] std::optional<Phrase> actor(const Document& d, std::uint32_t t,
                                            std::uint32_t limit) const {
    return phrase(actors, d, t, limit, LastWord::form);
  }
  [[nodiscard]] ActorKind actor_kind(std::uint32_t row) const { return actor_kinds_[row]; }
  [[nodiscard]] std::string_view entity(std::uint32_t row) const {
    return actors->text(row, actor_entity_);
  }
  [[nodiscard]] std::string_view code(std::uint32_t row) const {
    return actors->text(row, actor_code_);
  }
  [[nodiscard]] std::string_view office(std::uint32_t row) const {
    return actors->text(row, actor_office_);
  }
  [[nodiscard]] std::string_view from(std::uint32_t row) const {
    return actors->text(row, actor_from_);
  }
  [[nodiscard]] std::string_view to(std::uint32_t row) const {
    return actors->text(row, actor_to_);
  }

  // ---- words
  [[nodiscard]] std::optional<Noun> noun(const Document& d, std::uint32_t t, std::uint32_t limit,
                                         std::uint32_t* end) const;
  [[nodiscard]] std::optional<Title> title(const Document& d, std::uint32_t t, std::uint32_t limit,
                                           std::uint32_t* end) const;
  struct Agent {
    std::string_view sector, kind, country;
    std::uint32_t end;
  };
  [[nodiscard]] std::optional<Agent> agent(const Document& d, std::uint32_t t,
                                           std::uint32_t limit) const;
  // 'm', 'f', 'u' or 0; `weak` if the name is a common word or a place too.
  [[nodiscard]] char first_name(const Document& d, std::uint32_t t, bool* weak) const;
  // The same of the first word of a name of several, as the tables give it.
  [[nodiscard]] char first_name_of(std::string_view name) const;
  // Link bits of a word.
  [[nodiscard]] std::uint32_t links_of(std::string_view word) const;
  // Link bits of one token, by form or lemma.
  [[nodiscard]] std::uint32_t links(const Document& d, std::uint32_t t) const;

  // The happening that a noun or verb speaks of ("invaded": invasion), or "".
  [[nodiscard]] std::string_view event_word(const Document& d, std::uint32_t t) const;

  // How surely an actor of this sector is told of in its own country, 0 to 3.
  [[nodiscard]] int home_weight(std::string_view sector) const;

  // The code begins with a sector, not with a country or a bloc.
  [[nodiscard]] bool is_sector(std::string_view code) const;
  // Who has this sector and no country is told of where he is: police, courts, residents; of those
  // that have a name, only organs of states.
  [[nodiscard]] bool of_its_place(std::string_view code, bool named) const;

  // How bodies of this sector are spoken of: column `body` of ontology.sectors.
  [[nodiscard]] std::string_view body_of_sector(std::string_view sector) const;

  // Where an army of this code, or who has this name, is abroad on that day (ISO); "nowhere" for
  // who is abroad in many countries; or "".
  [[nodiscard]] std::string_view theatre(std::string_view code, std::string_view today) const;
  [[nodiscard]] std::string_view theatre_of(std::string_view key, std::string_view today) const;

  [[nodiscard]] float coref(CorefFeature feature) const {
    return coref_[static_cast<std::size_t>(feature)];
  }

  [[nodiscard]] float country_weight(std::size_t feature) const {
    return country_weights_[feature];
  }

  // ---- countries
  [[nodiscard]] const Country* country(std::string_view iso) const;  // alpha-3 or alpha-2

  const Table* actors = nullptr;
  const Table* features = nullptr;
  const Table* geo_names = nullptr;
  const Table* geo_places = nullptr;
  const Table* events = nullptr;
  const Table* senses = nullptr;  // may be absent
  std::uint32_t event_from = 0, event_countries = 0;
  std::uint32_t sense_around = 0, sense_sector = 0;
  std::vector<SenseKind> sense_kinds;  // one a row of `senses`
  std::uint32_t feature_entity = 0, feature_kind = 0, feature_lat = 0, feature_lon = 0,
                feature_radius = 0, feature_country = 0;
  std::uint32_t geo_place = 0, place_name = 0, place_lat = 0, place_lon = 0, place_country = 0,
                place_admin1 = 0, place_population = 0, place_feature = 0;

  static std::optional<Phrase> phrase(const Table* table, const Document& d, std::uint32_t t,
                                      std::uint32_t limit, LastWord last);

 private:
  Status read_actors(const Knowledge& knowledge);
  Status read_words(const Knowledge& knowledge);
  void read_places(const Knowledge& knowledge);

  std::vector<ActorKind> actor_kinds_;
  std::uint32_t actor_entity_ = 0, actor_code_ = 0, actor_office_ = 0, actor_from_ = 0,
                actor_to_ = 0;
  const Table* agents_ = nullptr;
  std::uint32_t agent_sector_ = 0, agent_kind_ = 0, agent_country_ = 0;
  const Table* nouns_ = nullptr;
  std::vector<Noun> noun_rows_;
  const Table* titles_ = nullptr;
  std::vector<Title> title_rows_;
  const Table* theatres_ = nullptr;
  std::uint32_t theatre_country_ = 0, theatre_from_ = 0, theatre_to_ = 0;
  const Table* event_words_ = nullptr;
  std::uint32_t event_of_word_ = 0;
  const Table* first_names_ = nullptr;
  std::uint32_t first_gender_ = 0, first_also_ = 0;
  std::array<float, kCorefFeatures> coref_{};
  std::array<float, kCountryFeatures> country_weights_{};
  const Table* sectors_ = nullptr;
  std::uint32_t sector_home_ = 0, sector_local_ = 0, sector_body_ = 0;
  const Table* links_ = nullptr;
  std::vector<std::uint32_t> link_rows_;
  std::vector<Country> countries_;
  std::unordered_map<std::string_view, std::uint32_t> country_by_iso_;
};

}  // namespace sayso::mention
