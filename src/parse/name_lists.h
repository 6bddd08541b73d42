// SPDX-License-Identifier: Apache-2.0
// The lists of names the name tagger may lean on: what data/ knows as actors and places. A word
// gets one bit for each list it stands in as part of a match, and bits for its place in the match.
#pragma once

#include <cstdint>
#include <vector>

#include "doc/document.h"
#include "lex/lex.h"

namespace sayso {

enum NameListBit : std::uint16_t {
  kListPerson = 1,
  kListOrganization = 2,
  kListCountry = 4,
  kListPeople = 8,
  kListFeature = 16,
  kListTown = 32,
  kListBegins = 64,
  kListGoesOn = 128
};

class NameLists {
 public:
  NameLists() = default;
  // Bits outside `known`, which is what the model was trained with, are never set.
  NameLists(const Knowledge& knowledge, std::uint16_t known);
  // Sets lists[0..range.size()).
  void mark(const Document& document, TokenRange range, std::uint16_t* lists) const;

 private:
  [[nodiscard]] std::uint16_t bits_of(const Table& table, RowRange rows) const;
  const Table* actors_ = nullptr;
  const Table* features_ = nullptr;
  const Table* towns_ = nullptr;
  std::uint32_t kind_ = 0;
  std::uint16_t known_ = 0;
};

}  // namespace sayso
