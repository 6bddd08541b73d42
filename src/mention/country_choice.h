// SPDX-License-Identifier: Apache-2.0
// CountryChooser: of which country somebody is who is told of without one ("the government said",
// "Finance Minister X"). The countries that the report's places, adjectives and names speak of are
// weighed by fitted numbers (table `mention.countries`, made by train/countries): how much of the
// report is about each, how near it stands, whether the headline, the dateline, the same clause
// names it; against them stands that it is none of these. What speaks for countries is gathered
// once a document; each question looks at the countries and at a bounded window before it, so the
// cost is linear. Private to the room.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "mention/found.h"

namespace sayso::mention {

using CountryValues = std::array<float, kCountryFeatures>;

// What a question chose between, for train/countries alone. One log a document at a time.
struct CountryLog {
  struct Candidate {
    Symbol country;  // none: of none of them
    CountryValues values;
  };
  struct Choice {
    std::uint32_t token = 0;  // head of who is asked for
    Symbol name;
    Symbol country;  // the right one, if a table knows it
    bool known = false;
    std::uint32_t first = 0, count = 0;
  };
  std::vector<Choice> choices;
  std::vector<Candidate> candidates;
};

class CountryChooser {
 public:
  CountryChooser(const Catalog& catalog, Document& document, const Buffers& buffers)
      : c_(catalog), d_(document), b_(buffers) {}

  // Reads what the report says of countries; before the first question and after codes change.
  // `but`: a Found each, nonzero for those that do not count; null: all count.
  void gather(const std::vector<std::uint8_t>* but = nullptr);

  struct Answer {
    Symbol country;       // ISO alpha-3; none: of none of the countries named
    float certainty = 0;  // 0 to 1
  };
  // REQUIRES: gather() was called. `but`: what this name says is not counted (none: count all).
  // `f`: who is asked for, its code a sector alone.
  Answer ask(const Found& f, Symbol but = Symbol::none());
  // How often the report names the country (ISO alpha-3) in other words than this name.
  [[nodiscard]] std::uint32_t times(Symbol country, Symbol but = Symbol::none()) const;

  // The questions whose answers are known, for the trainer; gathers by itself.
  void log_known(CountryLog& out);
  // The last question.
  void log_last(const Found& f, CountryLog& out) const;

 private:
  enum class Sort : std::uint8_t { place, adjective, power, actor };
  struct Evidence {
    std::uint32_t token = 0, sentence = 0;
    Symbol country, name;
    std::string_view sector;
    Sort sort = Sort::place;
    bool dateline = false;
  };
  struct Total {
    Symbol country;
    float all = 0, places = 0, power = 0, adjectives = 0;
    bool first = false, title = false, dateline = false;
  };

  void add(std::uint32_t token, std::string_view country, Symbol name, Sort sort,
           std::string_view sector = {});
  void read_title();
  void sum(Symbol but);
  void weigh(const Found& f, Symbol but, std::string_view sector);
  void look_around(std::uint32_t head, Symbol but, std::string_view sector);
  void add_of_folk();
  void add_none(const Found& f, float all);
  [[nodiscard]] std::size_t total_of(Symbol country) const;
  [[nodiscard]] bool hangs_on(std::uint32_t token, std::uint32_t head) const;
  [[nodiscard]] bool other_side(std::uint32_t token, std::uint32_t head) const;

  const Catalog& c_;
  Document& d_;
  const Buffers& b_;
  std::vector<Evidence> evidence_;  // in text order
  std::vector<Symbol> title_;       // countries of the headline
  std::vector<Total> totals_;       // a country each
  Symbol summed_but_;
  bool summed_ = false;
  std::vector<CountryLog::Candidate> candidates_;  // of the last question; the last is none
  std::vector<float> sums_;
};

}  // namespace sayso::mention
