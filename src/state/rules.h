// SPDX-License-Identifier: Apache-2.0
// Situation: what is known about states of things in general, read from data/situation/*.tsv:
// how values are written, which exclude each other, how long one lasts, what follows from what,
// under which names one thing goes, how far outlets are to be trusted. Private members are plain
// maps built once; all lookups const.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lex/lex.h"

namespace sayso {

struct VariableRule {
  // Statements at most this many days apart are about the same time and are judged together.
  double settle_days = 5;
  // Further apart, two that exclude each other tell of a change rather than disagree.
  double disagree_days = 3;
  double lasts_days = 0;  // after so many days without a new statement: expired; 0 = holds on
  bool exclusive = true;  // an entity has one value at a time
  std::string not_of;     // "|" list of kinds of entities that have no such state
};

struct InferenceRule {
  std::string id;
  std::string relation;  // from part to whole (situation.relations), or "self"
  std::string variable;  // of the parts
  std::vector<std::string> values;
  // How many parts must have one of the values: every part of the table, every part of which
  // something is known (two at least), or any.
  enum class Quantifier : std::uint8_t { any, known, all, whole } quantifier = Quantifier::any;
  std::string unless_variable;
  std::vector<std::string> unless_values;  // empty: any value
  std::string then_variable, then_value, because;
};

struct Outlet {
  std::string given;  // as the report has it
  std::string name, kind, country;
  char reliability = 'F';
};

class Situation {
 public:
  explicit Situation(const Knowledge& knowledge);

  [[nodiscard]] const VariableRule& variable(std::string_view name) const;
  // The normal form of a value: "occupied by Russia", code "RUS" -> "held by Russia"; words the
  // tables do not know stay.
  [[nodiscard]] std::string value(std::string_view variable, std::string_view words,
                                  std::string_view code, std::string_view side = {}) const;
  [[nodiscard]] bool excludes(std::string_view variable, std::string_view a,
                              std::string_view b) const;
  // Of two compatible values, how much the value says; 0 for unknown ones.
  [[nodiscard]] int rank(std::string_view variable, std::string_view value) const;
  // What holds if somebody denies the value; empty if nothing follows.
  [[nodiscard]] std::string_view opposite(std::string_view variable, std::string_view value) const;
  // The value tells of a change ("resumed"): what was said before it is over.
  [[nodiscard]] bool change(std::string_view variable, std::string_view value) const;
  // The report's own words for the value do: "has stopped" does, "stopped" does not.
  [[nodiscard]] bool tells_change(std::string_view variable, std::string_view words) const;
  // The name under which a thing is kept, or the words without article. A person (`thing` false) is
  // nowhere in a gazetteer: "Man" is not Manitoba.
  [[nodiscard]] std::string entity(std::string_view words, bool thing = true) const;
  // Whether a table holds the name (agreements, flows, places with one point of their own).
  [[nodiscard]] bool known(std::string_view words) const;
  // A mine, plant, base of the gazetteer, which may be called with or without that word.
  [[nodiscard]] bool is_works(std::string_view words) const;
  // "route" for words such as crossing, canal, bridge; see table situation.plain.
  [[nodiscard]] bool is_route(std::string_view word) const;
  // "road to the mine", "bridge over the Bug": whoever is on it gets through or does not.
  [[nodiscard]] bool is_way(std::string_view name) const;
  // "site" for words such as port, field, mine.
  [[nodiscard]] bool is_site(std::string_view word) const;
  // Whether the words name one thing that other reports can mean too: a table knows them, or they
  // hold a name ("bridge over the Inhulets"). "the bridge", "it" and "more people" do not.
  [[nodiscard]] bool names_one(std::string_view words) const;
  // Of a thing without a name: whether its words say what it is ("the ferry line", not "the
  // other"); whether a country, or a pair, has one such at a time ("ceasefire"); the words without
  // what only describes, each noun by the word its synonyms share ("trade deal" is "trade
  // agreement").
  [[nodiscard]] bool shown(std::string_view words) const;
  [[nodiscard]] bool one_at_a_time(std::string_view noun) const;
  [[nodiscard]] std::string plain_words(std::string_view words) const;
  // The words without those before them that only describe: "own exports" are exports.
  [[nodiscard]] std::string_view without_loose(std::string_view words) const;
  // A scope (story/scope.h) for people to read: "Cambodia, Thailand".
  [[nodiscard]] std::string scope_words(std::string_view scope) const;
  // ISO 3166 alpha-3 of a country by its name, or empty.
  [[nodiscard]] std::string country_code(std::string_view name) const;
  // Whether a thing of that kind (of its mention; empty: unknown) can have such a state.
  [[nodiscard]] bool applies(std::string_view variable, std::string_view kind,
                             std::string_view entity) const;
  // ISO 3166 alpha-3 of the country that a value names ("held by Russia"), or empty.
  [[nodiscard]] std::string holder(std::string_view value) const;
  [[nodiscard]] const std::vector<InferenceRule>& rules() const { return rules_; }
  struct Relation {
    std::string part, relation, whole;
  };
  [[nodiscard]] const std::vector<Relation>& relations() const { return relations_; }
  // Whether the tables of relations hold the name.
  [[nodiscard]] bool is_related(std::string_view name) const;
  // F, cannot be judged, for an outlet the table does not hold.
  [[nodiscard]] Outlet outlet(std::string_view name) const;

 private:
  struct Value {
    std::string normal;
    int rank = 0;
    std::string opposite;
    bool change = false;
  };
  void read_values(const Knowledge& knowledge);
  void read_rules(const Knowledge& knowledge);
  [[nodiscard]] const Value* find_value(std::string_view variable, std::string_view words) const;
  [[nodiscard]] std::string country_in(std::string_view words) const;
  [[nodiscard]] std::string way_through(std::string_view words) const;
  // Whether what such an actor holds is its own and not its country's: "UKR REB", "LBY UAF".
  [[nodiscard]] bool holds_for_itself(std::string_view code) const;
  // Whether the words name forces without saying whose: "our troops", "allied forces".
  [[nodiscard]] bool is_own(std::string_view words) const;

  const Knowledge& knowledge_;
  const Table* agents_ = nullptr;  // nouns for actors
  std::unordered_map<std::string, VariableRule> variables_;
  std::unordered_map<std::string, Value> values_;                   // variable \n folded words
  std::unordered_map<std::string, Value> normal_;                   // variable \n normal value
  std::vector<std::pair<std::string, std::string>> holders_;        // variable, "occupied by"
  std::map<std::pair<std::string, std::string>, bool> compatible_;  // variable \n a, b
  std::vector<InferenceRule> rules_;
  std::vector<Relation> relations_;
  std::unordered_set<std::string> own_, through_, sites_, ways_, vague_, loose_, one_;
  std::unordered_map<std::string, std::string> as_;            // "deal" -> "agreement"
  std::unordered_map<std::string, bool> plain_;                // word -> is a route
  std::unordered_map<std::string, std::string> country_name_;  // alpha-3 -> name
};

}  // namespace sayso
