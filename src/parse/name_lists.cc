// SPDX-License-Identifier: Apache-2.0
#include "parse/name_lists.h"

#include <algorithm>
#include <string_view>

#include "lex/phrases.h"

namespace sayso {
namespace {

std::uint16_t bit_of_kind(std::string_view kind) {
  if (kind == "person") {
    return kListPerson;
  }
  if (kind == "country" || kind == "capital") {
    return kListCountry;
  }
  return kind == "demonym" ? kListPeople : kListOrganization;
}

}  // namespace

NameLists::NameLists(const Knowledge& knowledge, std::uint16_t known)
    : actors_(knowledge.find_table("actors")),
      features_((known & kListFeature) != 0 ? knowledge.find_table("features") : nullptr),
      towns_((known & kListTown) != 0 ? knowledge.find_table("geo.names") : nullptr),
      known_(known) {
  if (actors_ != nullptr) {
    kind_ = actors_->column("kind");
  }
}

std::uint16_t NameLists::bits_of(const Table& table, RowRange rows) const {
  if (&table != actors_) {
    return &table == features_ ? kListFeature : kListTown;
  }
  std::uint16_t bits = 0;
  for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
    bits |= bit_of_kind(table.text(row, kind_));
  }
  return bits;
}

void NameLists::mark(const Document& document, TokenRange range, std::uint16_t* lists) const {
  std::fill(lists, lists + range.size(), std::uint16_t{0});
  const auto capital = [&](std::uint32_t t) {
    const Shape shape = document.symbols.shape(document.tokens.form[t]);
    return shape == Shape::capitalized || shape == Shape::all_caps || shape == Shape::mixed;
  };
  for (std::uint32_t t = range.begin; t < range.end; ++t) {
    if (capital(t)) {
      const FoldHash fold = document.symbols.fold(document.tokens.form[t]);
      for (const Table* table : {actors_, features_, towns_}) {
        if (table != nullptr) {
          table->prefetch(fold);
        }
      }
    }
  }
  for (const Table* table : {actors_, features_, towns_}) {
    if (table == nullptr) {
      continue;
    }
    for (std::uint32_t t = range.begin; t < range.end;) {
      const auto match = capital(t) ? longest_match(*table, document, t, range.end) : std::nullopt;
      if (!match || !row_fits(*table, match->rows.begin, document, match->tokens)) {
        ++t;
        continue;
      }
      const auto bits = static_cast<std::uint16_t>(bits_of(*table, match->rows) & known_);
      for (std::uint32_t k = match->tokens.begin; k < match->tokens.end && bits != 0; ++k) {
        lists[k - range.begin] |=
            static_cast<std::uint16_t>(bits | (k == match->tokens.begin ? kListBegins : 0) |
                                       (k + 1 < match->tokens.end ? kListGoesOn : 0));
      }
      t = match->tokens.end;
    }
  }
}

}  // namespace sayso
