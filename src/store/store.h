// SPDX-License-Identifier: Apache-2.0
// Store: where reports and what follows from them are kept. SQLite today; another database can
// stand behind the same interface.
//
// Two halves. *Evidence* (documents, versions, claims, events, states …) is written once by add()
// and never changed: a report already there is skipped, other words under the same address are a
// new version beside the old one. *Derived* tables (stories, accounts, facts, contradictions) are
// made from all evidence and replaced as a whole. add() writes in transactions of many reports
// (group commit); a program killed at any moment loses at most the reports since the last commit(),
// and adding the same input again leads to the same content.
//
// Thread rule: one Store, one thread. Several programs may read while one writes.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "state/state.h"
#include "story/accounts.h"
#include "story/paragraphs.h"
#include "story/story.h"

namespace sayso {

enum class Added : std::uint8_t { new_document, new_version, already_there };

// What is made from the evidence; rows of `reports` as given to the builders.
struct Derived {
  const std::vector<Report>* reports = nullptr;
  Stories stories;
  std::vector<FurnitureParagraph> furniture;
  Accounts accounts;
  std::vector<Fact> facts;
  std::vector<Statement> statements;  // what Fact::supports and opposes point to
  std::vector<Contradiction> contradictions;
  std::vector<Outlet> outlets;
  std::vector<StateTie> ties;  // of all statements of the reports
};

// What a question is narrowed to; empty fields do not narrow.
struct Filter {
  std::string who;    // speaker or actor: every word begins a word of the name, or a code
  std::string about;  // words of the sentence
  std::string where;  // place, region or country
  std::string type;   // event type, state variable
  std::string outlet;
  std::optional<Instant> since, until;  // published; until is not included
  std::int64_t limit = 0;               // 0 = all
};

enum class View : std::uint8_t {
  claims,
  events,
  accounts,
  stories,
  sources,
  contradictions,
  states,
  reports
};

using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;
struct Rows {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
  [[nodiscard]] std::size_t column(std::string_view name) const;  // REQUIRES: there is one
  [[nodiscard]] std::string text(std::size_t row, std::string_view column) const;
};

struct StoreCounts {
  std::int64_t documents = 0, versions = 0, claims = 0, events = 0, states = 0, words = 0;
  std::int64_t stories = 0, copies = 0, accounts = 0, facts = 0, contradictions = 0;
};

// A feed, page or file that was named, and how reading it went (table inputs). Times are ISO 8601
// in UTC, "" = never.
struct InputHealth {
  std::string address, kind;  // kind: feed, page, file
  std::string title, tried_at, succeeded_at, failed_at, failure, new_at, next_at;
  std::string etag, last_modified, moved_to;
  std::int64_t failing = 0;  // failures in a row since the last success
  std::int64_t failures = 0, successes = 0, reports = 0;
  std::int64_t status = 0, interval_s = 0;  // 0 = none
};

class Store {
 public:
  enum class Mode : std::uint8_t { read, write };
  // Mode::write creates the file and brings an older one up to date.
  static Result<std::unique_ptr<Store>> open(const std::string& path, Mode mode);
  virtual ~Store() = default;

  virtual Result<Added> add(const Report& report) = 0;
  virtual Status commit() = 0;
  // All reports, in no promised order; without text (but with titles) unless asked for.
  virtual Result<std::vector<Report>> load(bool with_text) = 0;
  virtual Status replace_derived(const Derived& derived) = 0;
  // Brings the derived tables up to date with the versions added since they were made, in one
  // transaction: the same rows as replace_derived() of all evidence would leave (row numbers
  // apart). False, and nothing done, where all has to be made anew: there are edits, a new report
  // without a date, or more than a third of all reports are new.
  virtual Result<bool> update_derived(const Knowledge& knowledge) = 0;
  // A hash of all rows of each derived table, row numbers left out: the same for the same reports,
  // in whatever order and pieces they were added.
  struct Digest {
    std::string table, hash;
    std::int64_t rows = 0;
    friend bool operator==(const Digest&, const Digest&) = default;
  };
  virtual Result<std::vector<Digest>> digest() = 0;
  // False if evidence was added after the derived tables were made (an ingest that was cut off).
  virtual Result<bool> derived_is_current() = 0;

  // Rows with readable columns, each with its citation: outlet, published_at, sentence, url.
  virtual Result<Rows> ask(View view, const Filter& filter) = 0;
  // The words of a version between two code points, widened to the sentences they stand in.
  virtual Result<std::string> sentence(std::uint64_t version, Stretch where) = 0;
  virtual Result<StoreCounts> counts() = 0;
  // Analysts' edits, in the order of the log; adding or undoing one makes the derived tables stale.
  virtual Result<std::vector<Edit>> edits() = 0;
  virtual Result<std::int64_t> add_edit(const Edit& edit) = 0;
  // False if there is none of that number in force.
  virtual Result<bool> undo_edit(std::int64_t number, std::string_view author) = 0;
  // What an id, or the beginning of one, names: kind and the ids of evidence it stands for. An
  // account stands for its events, a fact for the states that support it, a story for its first
  // document. Several rows: the beginning is not enough.
  struct Named {
    std::string kind, ids, what;  // ids parted by "|"; what: for people
  };
  virtual Result<std::vector<Named>> named(std::string_view id) = 0;
  virtual Status log(std::string_view action, std::string_view detail) = 0;
  // By failures in a row (most first), then address.
  virtual Result<std::vector<InputHealth>> inputs() = 0;
  // Adds or replaces the row of that address.
  virtual Status put_input(const InputHealth& input) = 0;
  // True if a document of this address is there (canonical_url).
  virtual Result<bool> knows_address(const std::string& url) = 0;
  // Problems found, none if sound: the file's structure, references, what should be there.
  virtual Result<std::vector<std::string>> verify() = 0;
  virtual Status backup(const std::string& path) = 0;
};

}  // namespace sayso
