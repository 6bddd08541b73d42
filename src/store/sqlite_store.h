// SPDX-License-Identifier: Apache-2.0
// Store over SQLite. Private to store/: store.cc opens and adds, load.cc reads evidence back,
// derived.cc replaces what is made from it, digest.cc
// sums it up, ask.cc answers questions, inputs.cc keeps how inputs
// fared.
#pragma once

#include <functional>
#include <optional>

#include "store/sqlite.h"
#include "store/store.h"

namespace sayso {

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(std::unique_ptr<Database> db);
  ~SqliteStore() override;

  Result<Added> add(const Report& report) override;
  Status commit() override;
  Result<std::vector<Report>> load(bool with_text) override;
  Status replace_derived(const Derived& derived) override;
  Result<bool> update_derived(const Knowledge& knowledge) override;
  Result<std::vector<Digest>> digest() override;
  Result<bool> derived_is_current() override;
  Result<Rows> ask(View view, const Filter& filter) override;
  Result<std::string> sentence(std::uint64_t version, Stretch where) override;
  Result<StoreCounts> counts() override;
  Result<std::vector<Edit>> edits() override;
  Result<std::int64_t> add_edit(const Edit& edit) override;
  Result<bool> undo_edit(std::int64_t number, std::string_view author) override;
  Result<std::vector<Named>> named(std::string_view id) override;
  Status log(std::string_view action, std::string_view detail) override;
  Result<std::vector<InputHealth>> inputs() override;
  Status put_input(const InputHealth& input) override;
  Result<bool> knows_address(const std::string& url) override;
  Result<std::vector<std::string>> verify() override;
  Status backup(const std::string& path) override { return db_->backup_to(path); }

 private:
  struct Inserts;  // prepared statements of add()
  Status begin();
  Status add_rows(const Report& report, std::int64_t version);
  // What is read of versions besides their own row.
  enum Part : unsigned {
    kWithPlaces = 1,
    kWithEntities = 2,
    kWithClaims = 4,  // and disputes
    kWithEvents = 8,
    kWithStates = 16,
    kWithRest = 32,
    kWithSketch = 64,
    kWithAll = 127,
    kWithSources = 128  // of claims only who made them; not beside kWithClaims
  };
  Result<std::vector<Report>> load_versions(bool with_text, unsigned parts, bool picked);
  Status load_rows(std::vector<Report>& reports, unsigned parts, bool picked);
  Status write_ties(const Derived& derived);
  Status write_stories(const Derived& derived);
  Status write_accounts(const Derived& derived);
  Status write_facts(const Derived& derived);
  Status write_contradictions(const Derived& derived);
  Status write_versions(const Derived& derived);
  Status write_outlets(const Derived& derived);
  Status write_furniture(const Derived& derived);
  Status write_paragraphs(const std::vector<Report>& reports);
  Status in_one_piece(const std::function<Status()>& write);
  friend class Growth;  // grow.cc

  std::unique_ptr<Database> db_;
  std::unique_ptr<Inserts> inserts_;
  std::optional<SqlStatement> sentence_;
  bool in_transaction_ = false;
};

// Spans as JSON: [[0,5],[9,12]].
std::string spans_json(const std::vector<Stretch>& spans);
std::vector<Stretch> spans_from(std::string_view json);

}  // namespace sayso
