// SPDX-License-Identifier: Apache-2.0
// What an analyst decided: edits, kept in a log with author and time, applied whenever stories,
// accounts and states are made, so that they survive every ingest; an edit that is undone stays in
// the log and has no effect.
//
//   reject   target                   these events or states are misread: they count for nothing
//   recode   target  field  value     another type, mode, cameo, agent_code, value, entity ...
//   merge    target  other            events: one happening; documents: one story; names: one thing
//   split    target  other            events: two happenings; documents: two stories
//   confirm  target                   the event or state is so: credibility 1
//   rate     target  value            an outlet's reliability (A to F), or the credibility (1 to 6)
//                                     of an event or state
//
// Targets are ids of rows of evidence (they come from the words themselves and never change),
// several of one edit parted by "|"; of outlets and things, names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace sayso {

struct Report;

struct Edit {
  std::int64_t number = 0;
  std::string at, author;  // instant as ISO 8601, who
  std::string action, kind, target, other, field, value, reason;
  std::string undone_at, undone_by;  // empty: in force
};
// Kinds of targets: event, state, document, outlet, entity.

class Edits {
 public:
  Edits() = default;
  explicit Edits(const std::vector<Edit>& edits);

  [[nodiscard]] bool empty() const { return count_ == 0; }
  // Rejections and recodings, applied to events and states of the reports.
  void apply(std::vector<Report>& reports) const;
  [[nodiscard]] bool rejected(std::string_view id) const;
  // What must, and what must not, be one with the event or document of that id; null: nothing.
  [[nodiscard]] const std::vector<std::string>* one_with(const std::string& id) const;
  [[nodiscard]] const std::vector<std::string>* apart_from(const std::string& id) const;
  // The name under which a thing is kept, by thing_key of the other name; empty: no edit.
  [[nodiscard]] std::string entity(const std::string& key) const;
  // 1 to 6 for an event or state that an analyst has judged.
  [[nodiscard]] std::optional<std::uint8_t> credibility(const std::string& id) const;
  // A to F for an outlet, in lower case.
  [[nodiscard]] std::optional<char> reliability(const std::string& outlet) const;

 private:
  struct Recode {
    std::string field, value;
  };
  using Lists = std::unordered_map<std::string, std::vector<std::string>>;
  std::size_t count_ = 0;
  std::unordered_set<std::string> rejected_;
  std::unordered_map<std::string, std::vector<Recode>> recoded_;
  Lists together_, apart_;
  std::unordered_map<std::string, std::string> entities_;
  std::unordered_map<std::string, std::uint8_t> credibility_;
  std::unordered_map<std::string, char> reliability_;
};

// Empty if the edit can be kept; else what is wrong with it.
std::string check_edit(const Edit& edit);

}  // namespace sayso
