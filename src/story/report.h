// SPDX-License-Identifier: Apache-2.0
// Report: what is kept of a Document once the stages are done with it: plain rows with strings of
// their own, no tokens, no trees. The store writes a Report and reads it back unchanged; stories,
// accounts and states are made from Reports alone, so they can be rebuilt from the database at any
// time and in any order. Offsets count Unicode code points of `text`, end exclusive, as in
// docs/record.md; rows name each other by their number in the record (claim 3 = "c3").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "doc/document.h"
#include "story/dispute_words.h"

namespace sayso {

constexpr std::uint32_t kNoRow = 0xFFFFFFFF;

struct Stretch {  // code points of Report::text
  std::uint32_t start = 0, end = 0;
  friend bool operator==(Stretch, Stretch) = default;
};

struct ReportPlace {
  std::string name, country, admin1, kind;
  Stretch where;
  double lat = 0, lon = 0;
  float radius_km = 0;
  std::uint32_t geonames_id = 0;
  std::uint8_t precision = 7;
};

struct ReportEntity {  // named ones only
  std::string name, code, office, kind;
  std::uint32_t mentions = 0;
};

struct ReportClaim {
  std::string id;  // the same for the same words in the same version
  std::vector<Stretch> source, cue, content;
  Stretch whole;  // from the first to the last of these words
  std::string speaker, code, said_at;
  std::string source_words;  // of somebody without a name: "the spokesman"; cut to a few
  std::string channel, certainty, kind, act;
  std::uint32_t outer = kNoRow;
  std::uint32_t sentence = 0;
  bool anonymous = false;
  std::string sketch;      // what it says, in hashes and figures (story/dispute.h)
  bool furniture = false;  // set by mark_furniture(): stands in words that are no news
};

struct ReportArgument {
  std::string role, code, name;  // name: the canonical one, else the words
  Stretch where;
};

struct ReportQuantity {
  std::string what;
  std::optional<double> low, best, high;
};

struct ReportEvent {
  std::string id;
  std::string type, mode, cameo, context;  // context: "|" list
  std::vector<Stretch> trigger;
  std::vector<ReportArgument> arguments;
  std::vector<ReportQuantity> quantities;
  std::uint32_t claim = kNoRow, place = kNoRow, sentence = 0;
  std::string when;  // TIMEX3 value, empty if the text gives none
  Instant from = kOpenStart, to = kOpenEnd;
  Counts counts;
  std::string factuality, time;
  bool rejected = false;  // by an analyst (story/edits.h); never stored
  bool furniture = false;
};

struct ReportState {
  std::string id;
  std::string entity, kind, value, value_code;  // kind of the entity's mention, if it has one
  std::string scope;              // whose or where a thing without a name is (story/scope.h)
  std::uint32_t geonames_id = 0;  // of the place the thing is; 0: it is none
  std::string variable;
  Stretch where;
  std::uint32_t claim = kNoRow, event = kNoRow, place = kNoRow, sentence = 0;
  std::string when;
  Instant from = kOpenStart, to = kOpenEnd;
  std::string factuality, time;
  bool rejected = false;
  bool furniture = false;
};

// Two claims of the report that cannot both be right, seen in their words (story/dispute.h).
struct ReportDispute {
  std::uint32_t left = 0, right = 0;  // rows of claims
  std::string in;                     // polarity, number, value
  std::string subject, left_value, right_value;
};

struct ReportNote {
  std::string code, detail;
  Stretch where;
};

struct Report {
  std::string document_id;  // of the report whatever its version: from the address, see below
  std::string version_id;   // of this text of it
  std::string url, outlet, agency, language, section, media_type, path, title, text;
  std::vector<std::string> authors;
  std::string published_at;         // as printed, empty if unknown
  std::optional<Instant> known_at;  // the instant from which its words were known
  std::uint32_t words = 0;
  std::vector<Stretch> sentences;
  std::vector<ReportPlace> places;
  std::vector<ReportEntity> entities;
  std::vector<ReportClaim> claims;
  std::vector<ReportEvent> events;
  std::vector<ReportState> states;
  std::vector<ReportDispute> disputes;
  std::vector<ReportNote> notes;
  std::string sketch;                       // story/sketch.h
  std::string paragraphs;                   // story/paragraphs.h
  std::string guid, record_id, fetched_at;  // as in Provenance; "" = none
  std::uint64_t row = 0;                    // of the database; 0: not stored
  // The instant from which a later version of the same document replaced this one; none: current.
  // Set by mark_versions(), never by report_of().
  std::optional<Instant> known_until;
};

// The address without scheme, "www.", fragment, tracking parameters and trailing slash, the host
// in lower case: two spellings of one address give one document.
std::string canonical_url(std::string_view url);

// document_id: from the canonical address; without one from outlet and given id; without both from
// outlet, date and text. version_id: from document_id and the words that read as news.
// Claims are set against each other by the words given.
Report report_of(const Document& document, const DisputeWords& words = DisputeWords());

// The order in which everything derived is built, whatever the order of arrival: by known_at
// (undated last), then version_id.
bool canonical_before(const Report& a, const Report& b);
// Sorts canonically and sets known_until: of several versions of a document (the same document_id,
// or the same guid of one outlet and words alike: its address changed), each holds until the next
// is known. An undated version beside dated ones counts as the oldest.
void mark_versions(std::vector<Report>& reports);

// Who an assertion goes back to, for counting independent sources: a named speaker is one source
// wherever quoted; somebody unnamed is told apart by code and outlet; the outlet speaks for itself,
// or for the agency it credits. Lower case.
std::string source_key(const Report& report, std::uint32_t claim);
// The same for people to read: "Antony Blinken", "the spokesman (USA GOV)", "unnamed (USA GOV)",
// "Meridian Wire".
std::string source_label(const Report& report, std::uint32_t claim);

}  // namespace sayso
