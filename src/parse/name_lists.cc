// SPDX-License-Identifier: Apache-2.0
#include "parse/name_lists.h"

#include <algorithm>
#include <string_view>

#include "lex/phrases.h"

namespace sayso {
namespace {

constexpr std::uint16_t kNamed = kListNamedOrganization | kListNamedPlace | kListOtherName;
constexpr std::uint16_t kPeople = kListFirstName | kListSurname;

std::uint16_t bit_of_kind(std::string_view kind) {
  if (kind == "person") {
    return kListPerson;
  }
  if (kind == "country" || kind == "capital") {
    return kListCountry;
  }
  return kind == "demonym" ? kListPeople : kListOrganization;
}

std::uint16_t bit_of_named(std::string_view kind) {
  if (kind == "organization") {
    return kListNamedOrganization;
  }
  return kind == "place" ? kListNamedPlace : kListOtherName;
}

bool has_capital(const Document& document, std::uint32_t token) {
  const Shape shape = document.symbols.shape(document.tokens.form[token]);
  return shape == Shape::capitalized || shape == Shape::all_caps || shape == Shape::mixed;
}

// No word has a capital but the first and "I".
bool all_lower(const Document& document, TokenRange range) {
  for (std::uint32_t t = range.begin + 1; t < range.end; ++t) {
    if (has_capital(document, t) && document.tokens.end[t] - document.tokens.begin[t] > 1) {
      return false;
    }
  }
  return true;
}

}  // namespace

NameLists::NameLists(const Knowledge& knowledge, std::uint16_t known)
    : actors_(knowledge.find_table("actors")),
      features_((known & kListFeature) != 0 ? knowledge.find_table("features") : nullptr),
      towns_((known & kListTown) != 0 ? knowledge.find_table("geo.names") : nullptr),
      named_((known & kNamed) != 0 ? knowledge.find_table("names.known") : nullptr),
      first_names_((known & kPeople) != 0 ? knowledge.find_table("mention.first_names") : nullptr),
      people_((known & kPeople) != 0 ? knowledge.find_table("names.people") : nullptr),
      known_(known) {
  if (actors_ != nullptr) {
    kind_ = actors_->column("kind");
  }
  if (named_ != nullptr) {
    named_kind_ = named_->column("kind");
  }
  if (people_ != nullptr) {
    people_kind_ = people_->column("kind");
  }
}

std::uint16_t NameLists::bits_of(const Table& table, RowRange rows) const {
  if (&table != actors_ && &table != named_) {
    return &table == features_ ? kListFeature : kListTown;
  }
  std::uint16_t bits = 0;
  for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
    bits |= &table == actors_ ? bit_of_kind(table.text(row, kind_))
                              : bit_of_named(table.text(row, named_kind_));
  }
  return bits;
}

void NameLists::mark_matches(const Table& table, const Document& document, TokenRange range,
                             bool lower, std::uint16_t* lists) const {
  const std::uint16_t begins = &table == named_ ? kListNamedBegins : kListBegins;
  const std::uint16_t goes_on = &table == named_ ? kListNamedGoesOn : kListGoesOn;
  for (std::uint32_t t = range.begin; t < range.end;) {
    const bool looked_up = lower || has_capital(document, t);
    const auto match = looked_up ? longest_match(table, document, t, range.end) : std::nullopt;
    if (!match || !row_fits(table, match->rows.begin, document, match->tokens)) {
      ++t;
      continue;
    }
    const auto bits = static_cast<std::uint16_t>(bits_of(table, match->rows) & known_);
    const int more = lower && !has_capital(document, t) ? kListLowerCase & known_ : 0;
    for (std::uint32_t k = match->tokens.begin; k < match->tokens.end && bits != 0; ++k) {
      lists[k - range.begin] |= static_cast<std::uint16_t>(
          bits | more | (k == match->tokens.begin ? begins & known_ : 0) |
          (k + 1 < match->tokens.end ? goes_on & known_ : 0));
    }
    t = match->tokens.end;
  }
}

void NameLists::mark_people(const Document& document, TokenRange range, bool lower,
                            std::uint16_t* lists) const {
  for (std::uint32_t t = range.begin; t < range.end; ++t) {
    if (!lower && !has_capital(document, t)) {
      continue;
    }
    const FoldHash fold = document.symbols.fold(document.tokens.form[t]);
    std::uint16_t bits = 0;
    if (first_names_ != nullptr && !first_names_->find(fold).rows.empty()) {
      bits |= kListFirstName;
    }
    if (people_ != nullptr) {
      const RowRange rows = people_->find(fold).rows;
      for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
        bits |= people_->text(row, people_kind_) == "first" ? kListFirstName : kListSurname;
      }
    }
    lists[t - range.begin] |= static_cast<std::uint16_t>(bits & known_);
  }
}

void NameLists::mark(const Document& document, TokenRange range, std::uint16_t* lists) const {
  std::fill(lists, lists + range.size(), std::uint16_t{0});
  const bool lower = (known_ & kListLowerCase) != 0 && all_lower(document, range);
  const auto tables = {actors_, features_, towns_, named_};
  for (std::uint32_t t = range.begin; t < range.end; ++t) {
    if (lower || has_capital(document, t)) {
      const FoldHash fold = document.symbols.fold(document.tokens.form[t]);
      for (const Table* table : tables) {
        if (table != nullptr) {
          table->prefetch(fold);
        }
      }
    }
  }
  for (const Table* table : tables) {
    if (table != nullptr) {
      mark_matches(*table, document, range, lower, lists);
    }
  }
  mark_people(document, range, lower, lists);
}

}  // namespace sayso
