// SPDX-License-Identifier: Apache-2.0
// What the steps of this room hand to each other: one Found a mention, in a worker's buffer, until
// the last step writes Document::mentions. The steps run in this order:
//   names.cc (who and what is named)  nominals.cc (described, pronouns)  actors.cc (codes, offices)
//   places.cc (coordinates)  coref.cc (entities)  home.cc (the country, where no place is named)
#pragma once

#include <vector>

#include "doc/document.h"
#include "mention/catalog.h"
#include "mention/coref_log.h"
#include "mention/words.h"

namespace sayso::mention {

constexpr std::uint32_t kNone = 0xFFFFFFFF;

struct Found {
  TokenRange tokens;
  std::uint32_t head = 0;
  MentionKind kind = MentionKind::other;
  MentionForm form = MentionForm::name;
  RowRange actor_rows;                 // rows of `actors` this name has; empty if unknown
  RowRange feature_rows;               // rows of `features`
  RowRange geo_rows;                   // rows of `geo.names`
  Symbol code, name, office, country;  // country: ISO alpha-3 that a demonym or owner gives
  std::string_view sub;                // noun table: bridge, plant, river ...
  std::uint32_t place = kNone;         // row of Document::places
  std::uint32_t owner = kNone;         // the Found it is in apposition to, same entity
  std::uint32_t inside = kNone;        // the place name it is composed with ("Vuhlehirsk plant")
  std::uint32_t entity = kNone;
  char gender = 0;  // 'm', 'f'
  bool plural = false;
  bool metonym = false;
  bool capital = false;  // its actor row is a capital that stands for its government
  bool country_name = false;
  bool tagged_place = false;
  bool definite = false;
  bool guessed = false;     // the country is that of the report
  bool described = false;   // a name with the code of the noun before it
  bool adjectival = false;  // "US" of "US troops": as little a place as "American"
};

// Demonyms and country adjectives in the text: "Russian" in "Russian forces".
struct Adjective {
  std::uint32_t token, end;  // of the phrase
  Symbol country;            // ISO alpha-3 or bloc
  Symbol people;             // who is called so: "Rohingya"
};

struct TitleHit {
  TokenRange tokens;
  Title title;
  bool used = false;  // as a title in front of a name
};

struct MentionScratch;
struct CountryLog;

// The buffers of one worker.
struct Buffers {
  std::vector<Found> found;     // kept in text order
  std::vector<Found> embedded;  // places inside names of organisations: for places[] alone
  std::vector<Adjective> adjectives;
  std::vector<TitleHit> titles;
  std::vector<std::uint32_t> name_at;  // token -> row of `found` that covers it as a name, or kNone
  std::vector<std::uint32_t> any_at;   // token -> the innermost row of `found` headed there
  std::vector<std::uint8_t> taken;     // token is part of a time or quantity
  std::vector<std::uint32_t> by_symbol;  // symbol -> row of `found`, for surnames
  std::vector<std::uint32_t> order;
  CorefLog* log = nullptr;  // training only
  CountryLog* country_log = nullptr;
};

inline bool capital_first(const Document& d, std::uint32_t t) {
  const std::string_view f = d.string(d.tokens.form[t]);
  const auto c = static_cast<unsigned char>(f[0]);
  if (c < 0x80) {
    return c >= 'A' && c <= 'Z';
  }
  const Shape s = d.symbols.shape(d.tokens.form[t]);
  return s == Shape::capitalized || s == Shape::all_caps;
}

inline bool is_hyphen(const Document& d, std::uint32_t t) {
  const std::string_view f = d.string(d.tokens.form[t]);
  return f == "-" || f == "‐" || f == "‑";
}

// names.cc
void find_names(const Catalog& catalog, Document& d, Buffers& b);
// nominals.cc
void find_titles(const Catalog& catalog, const Document& d, Buffers& b);
void find_nominals(const Catalog& catalog, Document& d, Buffers& b);
void find_pronouns(const Catalog& catalog, Document& d, Buffers& b);
// actors.cc
void give_codes(const Catalog& catalog, Document& d, Buffers& b);
void give_countries_of_places(const Catalog& catalog, Document& d, Buffers& b);
void mark_metonyms(const Catalog& catalog, const Document& d, Buffers& b);
// roles.cc
void give_roles(const Catalog& catalog, Document& d, Buffers& b);
// setting.cc
void give_setting(const Catalog& catalog, Document& d, Buffers& b);
// places.cc
void give_places(const Catalog& catalog, Document& d, Buffers& b, bool explain);
// times_events.cc
void find_event_times(const Words& words, const Catalog& catalog, Document& d, const Buffers& b);
// coref.cc
void give_entities(const Catalog& catalog, Document& d, Buffers& b);
// home.cc
void give_home(const Catalog& catalog, Document& d, const Buffers& b, bool explain);

}  // namespace sayso::mention
