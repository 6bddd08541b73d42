// SPDX-License-Identifier: Apache-2.0
// What the stages find: mentions, entities, places, times, quantities, claims, events, states.
// Plain rows of plain tables in a Document; rows point to each other by strong ids, to words by
// token ranges, to strings by Symbols of the same Document. JSON names equal field names.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "base/calendar.h"
#include "base/id.h"

namespace sayso {

// Rows [first, first + count) of the table named beside the field.
struct Slice {
  std::uint32_t first = 0, count = 0;
};

// ---- mention/ ----------------------------------------------------------------------------------
enum class MentionKind : std::uint8_t {
  person,
  organization,
  group,
  place,
  facility,
  time,
  quantity,
  weapon,
  vehicle,
  agreement,
  event,
  other
};
enum class MentionForm : std::uint8_t { name, nominal, pronoun };
std::string_view mention_kind_name(MentionKind kind);
std::string_view mention_form_name(MentionForm form);

struct Mention {
  TokenRange tokens;  // the words that name it: no determiner, no trailing clause
  TokenId head;       // its syntactic head
  EntityId entity;    // never none after mention/: a singleton has an entity of its own
  Symbol code;        // actor code ("RUS MIL"), none if unknown
  Symbol name;        // canonical name if known ("United Kingdom"), none otherwise
  PlaceId place;      // some for place and facility that resolved to coordinates
  float score = 1.0F;
  MentionKind kind = MentionKind::other;
  MentionForm form = MentionForm::name;
  bool metonym = false;  // a place name that stands for its government here ("Moscow said")
};

struct Entity {  // one coreference chain of this document
  Symbol name;   // best name found in the document or the lexicon
  Symbol code;
  Symbol office;    // "Secretary of State" where the lexicon or the text says so
  MentionId first;  // first mention in text order
  MentionKind kind = MentionKind::other;
  bool plural = false;
};

// UCDP's ladder of geographical precision, 1 exact place .. 7 country or wider.
struct Place {
  TokenRange tokens;
  Symbol name;     // canonical
  Symbol country;  // ISO 3166 alpha-3, none for seas and regions of several countries
  Symbol admin1;
  Symbol kind;              // city, country, river, bridge, ...
  double lat = 0, lon = 0;  // WGS84 degrees
  float radius_km = 0;
  std::uint32_t geonames_id = 0;  // 0 = none
  std::uint8_t precision = 7;
  bool metonym = false;  // the words stand for its government here ("Moscow said"), not for a place
};

enum class TimeType : std::uint8_t { date, time, duration, set };
std::string_view time_type_name(TimeType type);  // "DATE"

constexpr Instant kOpenStart = std::numeric_limits<Instant>::min();
constexpr Instant kOpenEnd = std::numeric_limits<Instant>::max();

struct When {
  TokenRange tokens;                         // empty: the document's own date
  Symbol value;                              // TIMEX3 value ("2022-07-27", "P3W", "PAST_REF")
  Instant from = kOpenStart, to = kOpenEnd;  // [from, to) in the outlet's zone, as UTC instants
  TimeType type = TimeType::date;
  bool of_event = false;  // told by what happened: "since its invasion"
};

struct Quantity {  // "at least three of the bridges": what = bridge, low 3, best 3, no high
  TokenRange tokens;
  TokenRange what;  // the counted noun phrase
  double low = 0, best = 0, high = 0;
  bool has_low = false, has_best = false, has_high = false;
};

// ---- claim/ ------------------------------------------------------------------------------------
enum class Channel : std::uint8_t {
  unstated,
  speech,
  interview,
  statement,
  bulletin,
  news_conference,
  social,
  agency,
  media,
  document,
  poll
};
enum class Certainty : std::uint8_t { asserted, likely, possible, doubted, denied };
enum class ClaimKind : std::uint8_t { direct, indirect, mixed };
// Speech reports words; attitude reports what somebody thinks, believes, fears; intention what
// somebody plans or promises.
enum class ClaimAct : std::uint8_t { speech, attitude, intention };
std::string_view channel_name(Channel channel);
std::string_view certainty_name(Certainty certainty);
std::string_view claim_kind_name(ClaimKind kind);
std::string_view claim_act_name(ClaimAct act);

struct Claim {
  Slice source, cue, content;  // rows of Document::ranges; source may be empty (unstated)
  EntityId speaker;            // the source resolved through coreference; none if unstated
  Symbol speaker_name;         // "Antony Blinken"; none if unstated or anonymous
  Symbol code;                 // "USA GOV"
  ClaimId outer;               // the claim inside whose telling this one stands
  WhenId said_at;
  float score = 1.0F;
  Channel channel = Channel::unstated;
  Certainty certainty = Certainty::asserted;
  ClaimKind kind = ClaimKind::indirect;
  ClaimAct act = ClaimAct::speech;
  bool anonymous = false;
};

// ---- event/ ------------------------------------------------------------------------------------
enum class Role : std::uint8_t {
  agent,
  target,
  instrument,
  beneficiary,
  object,
  origin,
  destination,
  participant
};
// FactBank: certain, probable, possible x true, false; u = the text does not say.
enum class Factuality : std::uint8_t { ct_plus, pr_plus, ps_plus, ct_minus, pr_minus, ps_minus, u };
enum class EventTime : std::uint8_t { past, ongoing, planned, conditional };
std::string_view role_name(Role role);
std::string_view factuality_name(Factuality factuality);  // "CT+"
std::string_view event_time_name(EventTime time);

struct Argument {
  TokenRange tokens;
  MentionId mention;  // none where the words are no mention
  Symbol code, name;  // resolved (through coreference), none if unknown
  Role role = Role::agent;
};

constexpr std::int32_t kNotStated = -1;
struct Counts {  // people, only where the text states them
  std::int32_t killed = kNotStated, injured = kNotStated, kidnapped = kNotStated,
               arrested = kNotStated;
};

struct Event {
  Symbol type;       // PLOVER root: "ASSAULT"
  Symbol mode;       // none if the ontology has none
  Symbol cameo;      // CAMEO code: "195"
  Slice context;     // rows of Document::symbol_list
  Slice trigger;     // rows of Document::ranges
  Slice arguments;   // rows of Document::arguments
  Slice quantities;  // rows of Document::quantity_list (QuantityId)
  ClaimId claim;     // none: the outlet itself says so
  PlaceId place;
  WhenId when;
  Counts counts;
  float score = 1.0F;
  Factuality factuality = Factuality::ct_plus;
  EventTime time = EventTime::past;
};

enum class StateVariable : std::uint8_t {
  control,
  access,
  condition,
  position,
  posture,
  status,
  custody,
  substitute
};
std::string_view state_variable_name(StateVariable variable);
bool state_variable_from(std::string_view name, StateVariable& variable);

// What the text says the state of something is, or what an event makes of it.
struct StateEffect {
  Symbol entity;      // name shown: "Vuhlehirsk power plant", "gas flows from Russia to Europe"
  Symbol value;       // words: "held by Russia", "damaged"
  Symbol value_code;  // normal form for comparison: "RUS", "damaged"; none = value itself
  TokenRange tokens;  // the words it rests on
  PlaceId place;      // where the entity is, if it is a place or a facility
  MentionId mention;  // the entity's mention
  TokenId thing;      // head word of what it is told of
  ClaimId claim;      // none: the outlet itself
  EventId event;      // none: stated as a state, not as an event's effect
  WhenId when;
  StateVariable variable = StateVariable::control;
  Factuality factuality = Factuality::ct_plus;
  EventTime time = EventTime::ongoing;
};

}  // namespace sayso
