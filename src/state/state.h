// SPDX-License-Identifier: Apache-2.0
// State: what the world looks like if the sources are right. From the state effects of many
// reports to facts (entity, variable, value), each with two clocks: the time in which it is so
// (valid) and the time from which it was known. Ask for any date as known at any other.
//
// A statement counts from the moment it was published until its version was replaced. Of each
// source only the last word counts. Of statements about the same time (situation.variables,
// settle_days) the value with the most independent support is the fact; another value that
// excludes it, still upheld by somebody, makes it contested. A later change supersedes what was
// said before it. What nobody repeats for long expires. Rules add what follows (inferred).
// The result depends on the set of reports alone, not on their order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "state/rules.h"
#include "story/accounts.h"

namespace sayso {

// One report's word on one state.
struct Statement {
  std::uint32_t report = 0, state = 0;
  std::string entity, variable, value;  // normal forms
  std::string scope;                    // ReportState::scope
  std::string source_key, source, code;
  Instant at = 0;          // the latest instant at which it says this is so
  Instant valid_from = 0;  // since when, as far as it says
  // Of the beginning of what lasts ("closed since 24 June"), a row of its own: up to when it lasts.
  Instant until = kOpenStart;
  Instant known_at = kOpenStart, known_until = kOpenEnd;
  Stance stance = Stance::affirms;
  bool dated = false;   // the text gives the time
  bool change = false;  // it tells of the change, not only of how things are
  bool hedged = false, unnamed = false, copy = false;
  bool named = true;       // false: "it", "more people", which nobody could find again
  bool described = false;  // named by its words and its scope: "energy crisis (Portugal)"
  bool one = true;         // false: described, and there may be several such
  bool opposite = false;   // turned round: somebody denied the other value
  bool aside = false;      // told beside the news, of a time before it
  std::string entity_key;
};

enum class FactStatus : std::uint8_t { asserted, inferred, contested, superseded, expired };
std::string_view fact_status_name(FactStatus status);

struct Fact {
  std::string id;
  std::string entity, entity_key, variable, value;
  FactStatus status = FactStatus::asserted;
  std::string rule;     // inferred: by which rule
  std::string because;  // in words
  Instant valid_from = kOpenStart, valid_to = kOpenEnd;
  Instant known_from = kOpenStart;               // of the earliest statement for it
  Instant expires_at = kOpenEnd;                 // if nobody says so again; in history() only
  std::vector<std::uint32_t> supports, opposes;  // rows of StateBuilder::statements()
  std::vector<std::string> other_values;         // what the opposing statements say instead
  std::uint32_t sources = 0;                     // independent ones for it
  bool named = true;                             // Statement::named
  std::uint8_t credibility = 6;
  std::uint32_t place_report = kNoRow, place = kNoRow;  // where to find coordinates
};

// That the statement is tied (names.h) to others with the same tie; state kNoRow: the report speaks
// of a way by its name.
struct StateTie {
  std::uint32_t report = 0, state = 0;
  std::uint64_t tie = 0;
};
std::vector<StateTie> state_ties(const std::vector<Report>& reports, const Situation& situation);

class StateBuilder {
 public:
  // REQUIRES: mark_versions(reports); reports and situation outlive the builder.
  // `originals`: Stories::original_of; `stories`: Stories::story_of, empty: each report is alone.
  StateBuilder(const std::vector<Report>& reports, const std::vector<std::uint32_t>& originals,
               std::vector<std::uint32_t> stories, const Situation& situation,
               const Edits& edits = {});

  // The state at the end of the day `at`, as known at the end of the day `known`.
  // Facts are ordered by entity and variable.
  [[nodiscard]] std::vector<Fact> as_of(Day at, Day known) const;
  // Everything each thing ever was, as known now: superseded facts with the time they held.
  [[nodiscard]] std::vector<Fact> history() const;
  // Pairs of statements about the same time that cannot both be right.
  [[nodiscard]] std::vector<Contradiction> contradictions() const;
  [[nodiscard]] const std::vector<Statement>& statements() const { return statements_; }
  // The day of the newest statement or report, the natural "today" of a collection.
  [[nodiscard]] Day last_day() const { return last_day_; }

 private:
  struct Group {  // statements on one variable of one entity, by time
    std::uint32_t first = 0, count = 0;
  };
  void read();
  void push_back_background();
  void deny_custody();
  void add_beginnings();
  void name_entities();
  void name_routes();
  void name_by_story();
  void name_by_matter();
  void name_described();
  void name_places();
  void spell();
  void group();
  [[nodiscard]] Instant expiry(const Fact& fact) const;
  [[nodiscard]] std::vector<Fact> timeline(const Group& group, Instant at, Instant known) const;
  void infer(std::vector<Fact>& facts) const;
  [[nodiscard]] std::uint32_t row(const Statement& s) const {
    return static_cast<std::uint32_t>(&s - statements_.data());
  }

  const std::vector<Report>& reports_;
  const std::vector<std::uint32_t>& originals_;
  std::vector<std::uint32_t> stories_;
  const Situation& situation_;
  Edits edits_;
  std::vector<Statement> statements_;  // by entity_key, variable, at, then canonical
  std::vector<Group> groups_;
  Day last_day_ = 0;
};

}  // namespace sayso
