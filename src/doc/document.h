// SPDX-License-Identifier: Apache-2.0
// Document: one report and everything the stages found in it. Move-only, one owner, one worker at
// a time. Offsets inside are UTF-8 bytes of `text`; what leaves counts code points (doc/record.h).
//
//   read/    text, blocks, origins, provenance       split/  tokens (begin .. sentence), sentences
//   parse/   tokens (lemma .. name_tag), children    mention/ mentions, entities, places, whens,
//   claim/   claims                                           quantities
//   event/   events, arguments, states
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/symbols.h"
#include "doc/facts.h"
#include "doc/token_table.h"

namespace sayso {

enum class BlockKind : std::uint8_t {
  headline,
  deck,
  key_point,
  byline,
  dateline,
  paragraph,
  quote,
  list_item,
  caption,
  credits,
  correction,
  heading,
  furniture
};
std::string_view block_kind_name(BlockKind kind);

// A piece of the text: blocks are in text order and do not overlap. Stages after read/ look at all
// blocks but furniture, byline and credits; see reads_as_news().
struct Block {
  Span text;
  BlockKind kind = BlockKind::paragraph;
};
bool reads_as_news(BlockKind kind);

// Bytes from text_begin on came from source_begin on, up to the next row. Sorted. kNoSource: these
// bytes (the blank line between two blocks) stand nowhere in the source.
struct Origin {
  std::uint32_t text_begin, source_begin;
};
constexpr std::uint32_t kNoSource = 0xFFFFFFFF;

// Where the input says what a field of the provenance holds.
enum class FoundIn : std::uint8_t {
  none,
  given,  // by the carrier: a header line, a field of JSON Lines, a feed, ninjs, NewsML, the
          // options
  json_ld,
  open_graph,
  meta,       // any other <meta>, <link rel=canonical>, <html lang>
  microdata,  // itemprop, rel=author
  time,       // <time>, or an element named as a date
  byline,
  heading,
  title_tag,
  url,
  text  // dateline, the language of the words
};
std::string_view found_in_name(FoundIn found);

enum class ProvenanceField : std::uint8_t {
  title,
  authors,
  outlet,
  published_at,
  modified_at,
  url,
  language,
  section
};
constexpr std::size_t kProvenanceFieldCount = 8;
std::string_view provenance_field_name(ProvenanceField field);

struct Provenance {
  std::string url, outlet, agency, media_type, path;
  std::string language = "en";  // BCP 47
  std::string section;
  std::string title;  // given beside the text (a field of JSON Lines); see Document::headline()
  std::vector<std::string> authors;
  std::optional<Timestamp> published_at;  // the anchor of "on Thursday"
  std::optional<Timestamp> modified_at;
  std::string record_id;                // of the record in an archive (WARC-Record-ID)
  std::string guid;                     // the outlet's own id, the same for all versions of it
  std::optional<Timestamp> fetched_at;  // by a crawler, or by us
  std::array<FoundIn, kProvenanceFieldCount> found{};  // by ProvenanceField
  bool paywalled = false;  // the input says so, or its text ends at a prompt to pay

  [[nodiscard]] FoundIn& found_in(ProvenanceField f) { return found[static_cast<std::size_t>(f)]; }
  [[nodiscard]] FoundIn found_in(ProvenanceField f) const {
    return found[static_cast<std::size_t>(f)];
  }
};

// One post of a live report, with its own moment: the anchor of "an hour ago" inside it.
struct LiveEntry {
  Span text;  // whole blocks, in text order, not overlapping
  std::optional<Timestamp> published_at;
};

// The line that opens a wire report, taken apart: "KYIV, July 28 (Reuters)".
struct DatelineParts {
  Span text, place;    // place may be empty
  std::string agency;  // as the table of agencies names it, else as printed; may be empty
  std::optional<Day> date;
};

// "Reporting by Ann Lee in Kyiv": one person or office of the credits.
struct Credit {
  std::string role;  // reporting, writing, editing ... (data/lexicon/read_credits.tsv)
  Span name, place;  // place may be empty
};

struct Sentence {
  TokenRange tokens;
  std::uint32_t block = 0;  // row of Document::blocks
};

// An oddity of the input, kept with the document; `code` is one of those in docs/notes.md.
struct Note {
  std::string code;
  Span where;
  std::string detail;
};

enum Layer : std::uint32_t {
  kLayerText = 1,       // text, blocks
  kLayerTokens = 2,     // tokens, sentences
  kLayerTree = 4,       // lemma, upos, xpos, head, deprel, children
  kLayerNames = 8,      // name_tag
  kLayerMentions = 16,  // mentions, entities, places, whens, quantities
  kLayerClaims = 32,
  kLayerEvents = 64  // events, arguments, states
};

struct Document {
  Document() = default;
  Document(Document&&) = default;
  Document& operator=(Document&&) = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  std::string id;  // given with the input, else 32 hexadecimal digits of url and text
  Provenance provenance;
  std::string text;  // valid UTF-8
  Span title;        // headline block's words, empty if there is none
  std::vector<Origin> origins;
  std::vector<Block> blocks;
  std::vector<LiveEntry> entries;  // of a live report, else empty
  std::optional<DatelineParts> dateline;
  std::vector<Credit> credits;

  Symbols symbols;
  TokenTable tokens;
  ChildIndex children;
  std::vector<Sentence> sentences;

  std::vector<Mention> mentions;  // in text order
  std::vector<Entity> entities;
  std::vector<Place> places;
  std::vector<When> whens;
  std::vector<Quantity> quantities;

  std::vector<TokenRange> ranges;  // pool for Slice fields
  std::vector<Symbol> symbol_list;
  std::vector<QuantityId> quantity_list;
  std::vector<Claim> claims;
  std::vector<Argument> arguments;
  std::vector<Event> events;
  std::vector<StateEffect> states;

  std::vector<Note> notes;
  std::uint32_t layers = 0;  // Layer bits filled so far

  // The title as words of the text, else the one given beside it, else nothing.
  [[nodiscard]] std::string_view headline() const {
    return title.empty() ? std::string_view(provenance.title) : words(title);
  }
  [[nodiscard]] std::string_view words(Span s) const {
    return std::string_view(text).substr(s.begin, s.end - s.begin);
  }
  // The bytes from the first to the last token; empty for an empty range.
  [[nodiscard]] Span span(TokenRange r) const {
    return r.empty() ? Span{} : Span{tokens.begin[r.begin], tokens.end[r.end - 1]};
  }
  [[nodiscard]] std::string_view words(TokenRange r) const { return words(span(r)); }
  [[nodiscard]] std::string_view string(Symbol s) const {
    return s.some() ? symbols.text(s) : std::string_view{};
  }
  [[nodiscard]] TokenRange sentence_tokens(std::uint32_t token) const {
    return sentences[tokens.sentence[token]].tokens;
  }
  [[nodiscard]] BlockKind block_kind(std::uint32_t token) const {
    return blocks[sentences[tokens.sentence[token]].block].kind;
  }
  Slice add_ranges(const std::vector<TokenRange>& list);
  void note(std::string code, Span where, std::string detail = {});
  // Day of publication, or none: the anchor for relative dates.
  [[nodiscard]] std::optional<Day> published_day() const;
  // The same for the words at a byte of the text: inside a live entry, that entry's day.
  [[nodiscard]] std::optional<Day> published_day(std::uint32_t at) const;
  [[nodiscard]] std::size_t memory() const;  // bytes held, for the limit and the bench
};

// A hash of url and text, so that the same report has the same id everywhere.
std::string content_id(const Document& document);

// Checks every promise between layers (sorted, in range, ids valid, spans on code-point
// boundaries); returns the first broken one as words, or none. Used by tests and `--check`.
std::optional<std::string> validate(const Document& document);

}  // namespace sayso
