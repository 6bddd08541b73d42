// SPDX-License-Identifier: Apache-2.0
#include "mention/catalog.h"

#include <array>
#include <string>

namespace sayso::mention {
namespace {

constexpr std::array<std::string_view, 11> kActorKinds{
    "country",    "demonym",  "capital", "person",  "organization", "group",
    "government", "military", "media",   "company", "bloc"};
constexpr std::array<std::string_view, 32> kLinks{
    "proxy",    "pro",      "anti",        "occupied", "former", "locative", "partner",
    "speech",   "definite", "connector",   "particle", "he",     "she",      "it",
    "they",     "dateline", "region_word", "street",   "team",   "thing",    "name_prefix",
    "poll",     "built",    "corporate",   "abroad",   "strike", "unit",     "wide_unit",
    "national", "one_body", "role",        "owning"};
constexpr std::array<std::string_view, 9> kRanks{"office", "rank", "speaker", "royal", "cleric",
                                                 "polite", "work", "kin",     "grade"};
constexpr std::array<std::string_view, kCountryFeatures> kCountry{
    "share",       "top",          "many",        "alone",        "share_place", "share_adj",
    "share_power", "top_power",    "same_before", "same_nearest", "same_after",  "same_place",
    "same_adj",    "inside",       "other_side",  "prev1",        "prev2",       "prev3",
    "recent",      "recent_power", "like_it",     "first",        "title",       "dateline",
    "folk_share",  "folk_same",    "folk_recent", "folk_title",   "none",        "none_few",
    "none_many",   "none_plural",  "none_bare",   "none_folk"};
constexpr std::array<std::string_view, kCorefFeatures> kCoref{"after",
                                                              "d0",
                                                              "d1",
                                                              "d2",
                                                              "d3",
                                                              "r_subj",
                                                              "r_obj",
                                                              "r_obl",
                                                              "r_poss",
                                                              "r_nmod",
                                                              "r_compound",
                                                              "r_agent",
                                                              "r_other",
                                                              "r0_subj",
                                                              "r0_obj",
                                                              "r0_obl",
                                                              "r0_poss",
                                                              "r0_nmod",
                                                              "r0_compound",
                                                              "r0_agent",
                                                              "r0_other",
                                                              "r1_subj",
                                                              "r1_obj",
                                                              "r1_obl",
                                                              "r1_poss",
                                                              "r1_nmod",
                                                              "r1_compound",
                                                              "r1_agent",
                                                              "r1_other",
                                                              "par_subj",
                                                              "par_obj",
                                                              "form_name",
                                                              "form_nominal",
                                                              "form_pronoun",
                                                              "count",
                                                              "named",
                                                              "nearest",
                                                              "coarg",
                                                              "poss_of_subj",
                                                              "poss_other_subj",
                                                              "subclause_subj",
                                                              "other_clause_subj",
                                                              "first_in_sent",
                                                              "kind_place",
                                                              "kind_organization",
                                                              "tok",
                                                              "g_says",
                                                              "says_again",
                                                              "within_np",
                                                              "front",
                                                              "topic",
                                                              "root_prev",
                                                              "p_subj_subj_0",
                                                              "p_subj_subj_1",
                                                              "p_subj_subj_2",
                                                              "p_subj_obj_0",
                                                              "p_subj_obj_1",
                                                              "p_subj_obj_2",
                                                              "p_subj_poss_0",
                                                              "p_subj_poss_1",
                                                              "p_subj_poss_2",
                                                              "p_subj_other_0",
                                                              "p_subj_other_1",
                                                              "p_subj_other_2",
                                                              "p_poss_subj_0",
                                                              "p_poss_subj_1",
                                                              "p_poss_subj_2",
                                                              "p_poss_obj_0",
                                                              "p_poss_obj_1",
                                                              "p_poss_obj_2",
                                                              "p_poss_poss_0",
                                                              "p_poss_poss_1",
                                                              "p_poss_poss_2",
                                                              "p_poss_other_0",
                                                              "p_poss_other_1",
                                                              "p_poss_other_2",
                                                              "p_other_subj_0",
                                                              "p_other_subj_1",
                                                              "p_other_subj_2",
                                                              "p_other_obj_0",
                                                              "p_other_obj_1",
                                                              "p_other_obj_2",
                                                              "p_other_poss_0",
                                                              "p_other_poss_1",
                                                              "p_other_poss_2",
                                                              "p_other_other_0",
                                                              "p_other_other_1",
                                                              "p_other_other_2"};
constexpr int kMentionKinds = 12;

template <std::size_t N>
int position(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

std::optional<MentionKind> kind_of(std::string_view name) {
  for (int k = 0; k < kMentionKinds; ++k) {
    if (mention_kind_name(static_cast<MentionKind>(k)) == name) {
      return static_cast<MentionKind>(k);
    }
  }
  return std::nullopt;
}

Error unknown(const Table& table, std::uint32_t row, std::string_view word) {
  return Error{ErrorCode::corrupt, "table " + std::string(table.name()) + ": '" +
                                       std::string(table.key(row)) + "' has an unknown class '" +
                                       std::string(word) + "'"};
}

}  // namespace

std::optional<Phrase> Catalog::phrase(const Table* table, const Document& d, std::uint32_t t,
                                      std::uint32_t limit, LastWord last) {
  if (table == nullptr || t >= limit) {
    return std::nullopt;
  }
  const auto match = longest_match(*table, d, t, limit, last);
  if (!match) {
    return std::nullopt;
  }
  return Phrase{match->tokens.end, match->rows};
}

Status Catalog::read_actors(const Knowledge& knowledge) {
  actors = &knowledge.table("actors");
  actor_entity_ = actors->column("entity");
  actor_code_ = actors->column("code");
  actor_office_ = actors->column("office");
  actor_from_ = actors->column("from");
  actor_to_ = actors->column("to");
  const std::uint32_t kind = actors->column("kind");
  actor_kinds_.reserve(actors->rows());
  for (std::uint32_t row = 0; row < actors->rows(); ++row) {
    const int k = position(kActorKinds, actors->text(row, kind));
    if (k < 0) {
      return unknown(*actors, row, actors->text(row, kind));
    }
    actor_kinds_.push_back(static_cast<ActorKind>(k));
  }
  const Table& table = knowledge.table("countries");
  const std::uint32_t iso3 = table.column("iso3");
  const std::uint32_t iso2 = table.column("iso2");
  const std::uint32_t lat = table.column("lat");
  const std::uint32_t lon = table.column("lon");
  const std::uint32_t radius = table.column("radius_km");
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    countries_.push_back({table.key(row), table.text(row, iso3), table.text(row, iso2),
                          double{table.real(row, lat)}, double{table.real(row, lon)},
                          table.real(row, radius)});
    country_by_iso_.emplace(table.text(row, iso3), row);
    if (!table.text(row, iso2).empty()) {
      country_by_iso_.emplace(table.text(row, iso2), row);
    }
  }
  agents_ = knowledge.find_table("agents");
  if (agents_ != nullptr) {
    agent_sector_ = agents_->column("sector");
    agent_kind_ = agents_->column("kind");
    agent_country_ = agents_->column("country");
  }
  return {};
}

Status Catalog::read_words(const Knowledge& knowledge) {
  nouns_ = &knowledge.table("mention.nouns");
  const std::uint32_t kind = nouns_->column("kind");
  const std::uint32_t sub = nouns_->column("sub");
  for (std::uint32_t row = 0; row < nouns_->rows(); ++row) {
    const auto k = kind_of(nouns_->text(row, kind));
    if (!k) {
      return unknown(*nouns_, row, nouns_->text(row, kind));
    }
    noun_rows_.push_back({*k, nouns_->text(row, kind), nouns_->text(row, sub)});
  }
  titles_ = &knowledge.table("mention.titles");
  const std::uint32_t rank = titles_->column("rank");
  const std::uint32_t sector = titles_->column("sector");
  const std::uint32_t office = titles_->column("office");
  const std::uint32_t gender = titles_->column("gender");
  for (std::uint32_t row = 0; row < titles_->rows(); ++row) {
    const int k = position(kRanks, titles_->text(row, rank));
    if (k < 0) {
      return unknown(*titles_, row, titles_->text(row, rank));
    }
    const std::string_view g = titles_->text(row, gender);
    title_rows_.push_back({static_cast<Rank>(k), titles_->text(row, sector),
                           titles_->text(row, office), g.empty() ? '\0' : g[0]});
  }
  first_names_ = &knowledge.table("mention.first_names");
  first_gender_ = first_names_->column("gender");
  first_also_ = first_names_->column("also");
  const Table& coref = knowledge.table("mention.coref");
  for (std::uint32_t row = 0; row < coref.rows(); ++row) {
    const int k = position(kCoref, coref.key(row));
    if (k < 0) {
      return unknown(coref, row, coref.key(row));
    }
    coref_[static_cast<std::size_t>(k)] = coref.real(row, coref.column("weight"));
  }
  if (const Table* countries = knowledge.find_table("mention.countries"); countries != nullptr) {
    for (std::uint32_t row = 0; row < countries->rows(); ++row) {
      const int k = position(kCountry, countries->key(row));
      if (k < 0) {
        return unknown(*countries, row, countries->key(row));
      }
      country_weights_[static_cast<std::size_t>(k)] =
          countries->real(row, countries->column("weight"));
    }
  }
  theatres_ = knowledge.find_table("mention.theatres");
  if (theatres_ != nullptr) {
    theatre_country_ = theatres_->column("country");
    theatre_from_ = theatres_->column("from");
    theatre_to_ = theatres_->column("to");
  }
  event_words_ = knowledge.find_table("mention.event_words");
  event_of_word_ = event_words_ == nullptr ? 0 : event_words_->column("event");
  events = knowledge.find_table("mention.events");
  if (events != nullptr) {
    event_from = events->column("from");
    event_countries = events->column("countries");
  }
  senses = knowledge.find_table("mention.senses");
  if (senses != nullptr) {
    sense_around = senses->column("around");
    sense_sector = senses->column("sector");
    const std::uint32_t of_sense = senses->column("kind");
    for (std::uint32_t row = 0; row < senses->rows(); ++row) {
      const std::string_view name = senses->text(row, of_sense);
      const auto k = kind_of(name);
      if (!k && !name.empty() && name != "none") {
        return unknown(*senses, row, name);
      }
      sense_kinds.push_back({k, name == "none"});
    }
  }
  sectors_ = knowledge.find_table("ontology.sectors");
  sector_home_ = sectors_ == nullptr ? 0 : sectors_->column("home");
  sector_local_ = sectors_ == nullptr ? 0 : sectors_->column("local");
  sector_body_ = sectors_ == nullptr ? 0 : sectors_->column("body");
  links_ = &knowledge.table("mention.links");
  const std::uint32_t cls = links_->column("class");
  for (std::uint32_t row = 0; row < links_->rows(); ++row) {
    const int k = position(kLinks, links_->text(row, cls));
    if (k < 0) {
      return unknown(*links_, row, links_->text(row, cls));
    }
    link_rows_.push_back(1U << static_cast<unsigned>(k));
  }
  return {};
}

void Catalog::read_places(const Knowledge& knowledge) {
  features = knowledge.find_table("features");
  if (features != nullptr) {
    feature_entity = features->column("entity");
    feature_kind = features->column("kind");
    feature_lat = features->column("lat");
    feature_lon = features->column("lon");
    feature_radius = features->column("radius_km");
    feature_country = features->column("country");
  }
  geo_names = knowledge.find_table("geo.names");
  geo_places = knowledge.find_table("geo.places");
  if (geo_names == nullptr || geo_places == nullptr) {
    geo_names = nullptr;
    geo_places = nullptr;
    return;
  }
  geo_place = geo_names->column("place");
  place_name = geo_places->column("name");
  place_lat = geo_places->column("lat");
  place_lon = geo_places->column("lon");
  place_country = geo_places->column("country");
  place_admin1 = geo_places->column("admin1");
  place_population = geo_places->column("population");
  place_feature = geo_places->column("feature");
}

std::string_view coref_feature_name(std::size_t feature) {
  return kCoref[feature];
}

std::string_view country_feature_name(std::size_t feature) {
  return kCountry[feature];
}

Result<Catalog> Catalog::make(const Knowledge& knowledge) {
  Catalog c;
  SAYSO_TRY_STATUS(c.read_actors(knowledge));
  SAYSO_TRY_STATUS(c.read_words(knowledge));
  c.read_places(knowledge);
  return c;
}

std::optional<Noun> Catalog::noun(const Document& d, std::uint32_t t, std::uint32_t limit,
                                  std::uint32_t* end) const {
  const auto hit = phrase(nouns_, d, t, limit, LastWord::form_or_lemma);
  if (!hit) {
    return std::nullopt;
  }
  *end = hit->end;
  return noun_rows_[hit->rows.begin];
}

std::optional<Title> Catalog::title(const Document& d, std::uint32_t t, std::uint32_t limit,
                                    std::uint32_t* end) const {
  const auto hit = phrase(titles_, d, t, limit, LastWord::form_or_lemma);
  if (!hit) {
    return std::nullopt;
  }
  *end = hit->end;
  return title_rows_[hit->rows.begin];
}

std::optional<Catalog::Agent> Catalog::agent(const Document& d, std::uint32_t t,
                                             std::uint32_t limit) const {
  const auto hit = phrase(agents_, d, t, limit, LastWord::form_or_lemma);
  if (!hit) {
    return std::nullopt;
  }
  const std::uint32_t row = hit->rows.begin;
  return Agent{agents_->text(row, agent_sector_), agents_->text(row, agent_kind_),
               agents_->text(row, agent_country_), hit->end};
}

char Catalog::first_name(const Document& d, std::uint32_t t, bool* weak) const {
  const RowRange rows = first_names_->find(d.symbols.fold(d.tokens.form[t])).rows;
  if (rows.empty()) {
    return 0;
  }
  *weak = !first_names_->text(rows.begin, first_also_).empty();
  return first_names_->text(rows.begin, first_gender_)[0];
}

char Catalog::first_name_of(std::string_view name) const {
  const std::size_t blank = name.find(' ');
  if (blank == std::string_view::npos) {
    return 0;
  }
  const RowRange rows = first_names_->find(name.substr(0, blank));
  return rows.empty() ? '\0' : first_names_->text(rows.begin, first_gender_)[0];
}

std::uint32_t Catalog::links_of(std::string_view word) const {
  std::uint32_t bits = 0;
  const RowRange rows = links_->find(word);
  for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
    bits |= link_rows_[row];
  }
  return bits;
}

std::uint32_t Catalog::links(const Document& d, std::uint32_t t) const {
  std::uint32_t bits = 0;
  const auto add = [&](Symbol s) {
    const FoldHash fold = d.symbols.fold(s);
    if (fold.empty()) {
      return;
    }
    const RowRange rows = links_->find(fold).rows;
    for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
      bits |= link_rows_[row];
    }
  };
  add(d.tokens.lower[t]);
  if (d.tokens.lemma[t] != d.tokens.lower[t]) {
    add(d.tokens.lemma[t]);
  }
  return bits;
}

std::string_view Catalog::theatre(std::string_view code, std::string_view today) const {
  const std::size_t blank = code.find(' ');
  return blank == std::string_view::npos
             ? std::string_view{}
             : theatre_of(code.substr(0, code.find(' ', blank + 1)), today);
}

std::string_view Catalog::theatre_of(std::string_view key, std::string_view today) const {
  const RowRange rows = theatres_ == nullptr ? RowRange{} : theatres_->find(key);
  for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
    const std::string_view from = theatres_->text(row, theatre_from_);
    const std::string_view to = theatres_->text(row, theatre_to_);
    const bool holds = today.empty() ? to.empty() : from <= today && (to.empty() || today <= to);
    if (theatres_->key(row) == key && holds) {
      return theatres_->text(row, theatre_country_);
    }
  }
  return {};
}

std::string_view Catalog::event_word(const Document& d, std::uint32_t t) const {
  if (event_words_ == nullptr) {
    return {};
  }
  RowRange rows = event_words_->find(d.symbols.fold(d.tokens.lower[t])).rows;
  if (rows.empty() && d.tokens.lemma[t] != d.tokens.lower[t]) {
    rows = event_words_->find(d.symbols.fold(d.tokens.lemma[t])).rows;
  }
  return rows.empty() ? std::string_view{} : event_words_->text(rows.begin, event_of_word_);
}

bool Catalog::is_sector(std::string_view code) const {
  const RowRange rows = sectors_ == nullptr ? RowRange{} : sectors_->find(code.substr(0, 3));
  return !rows.empty() && (code.size() == 3 || code[3] == ' ');
}

bool Catalog::of_its_place(std::string_view code, bool named) const {
  const RowRange rows = sectors_ == nullptr ? RowRange{} : sectors_->find(code.substr(0, 3));
  return !rows.empty() && sectors_->integer(rows.begin, sector_local_) > (named ? 1 : 0);
}

int Catalog::home_weight(std::string_view sector) const {
  const RowRange rows = sectors_ == nullptr ? RowRange{} : sectors_->find(sector);
  return rows.empty() ? 0 : sectors_->integer(rows.begin, sector_home_);
}

std::string_view Catalog::body_of_sector(std::string_view sector) const {
  const RowRange rows = sectors_ == nullptr ? RowRange{} : sectors_->find(sector);
  return rows.empty() ? std::string_view{} : sectors_->text(rows.begin, sector_body_);
}

const Country* Catalog::country(std::string_view iso) const {
  const auto at = country_by_iso_.find(iso);
  return at == country_by_iso_.end() ? nullptr : &countries_[at->second];
}

}  // namespace sayso::mention
