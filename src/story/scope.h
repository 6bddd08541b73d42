// SPDX-License-Identifier: Apache-2.0
// How a thing is told of that has no name: "the ferry line", "the talks", "an energy crisis". Its
// words as inside a sentence, and whose or where it is, which the report says elsewhere: so that
// people can tell it from others of its kind, and other reports may mean the same.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "doc/document.h"

namespace sayso {

class Scopes {
 public:
  explicit Scopes(const Document& document) : d_(document) {}

  // "Flights" at the beginning of a sentence are "flights".
  [[nodiscard]] std::string name_inside(const StateEffect& state) const;
  // Of a thing that no capital names: who makes or has it, else where it is, else the country, or
  // the two, or the body that the report speaks of most. "|" list of "=ISO3" and names; may be
  // empty.
  std::string scope_of(const StateEffect& state);
  // The gazetteer's id of the place whose name the thing's name is; 0 if it is none.
  [[nodiscard]] std::uint32_t place_id(const StateEffect& state) const;

 private:
  struct Count {
    std::string name;  // "=ISO3" or words
    std::uint32_t times = 0;
  };
  void count();
  [[nodiscard]] std::vector<std::string> parties(const StateEffect& state) const;
  [[nodiscard]] bool is_name(std::uint32_t token) const;
  [[nodiscard]] bool is_country(std::string_view code) const;

  const Document& d_;
  bool counted_ = false;
  std::vector<Count> countries_;  // most spoken of first
  std::string body_;              // the organization spoken of most
  std::uint32_t body_times_ = 0;
};

// Whether the words hold a capital or a digit: they name something.
bool has_name(std::string_view words);

}  // namespace sayso
