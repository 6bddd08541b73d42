// SPDX-License-Identifier: Apache-2.0
// The lists of names the name tagger may lean on: what data/ knows as actors, places, people's
// names and other names. A word gets one bit for each list it stands in as part of a match, and
// bits for its place in the match. Only words with a capital are looked up; in a sentence that has
// none ("anyone been to tampa bay?") all are, and what is found there has a bit of its own.
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
  kListGoesOn = 128,
  kListFirstName = 256,
  kListSurname = 512,
  kListNamedOrganization = 1024,  // names.known: clubs, bands, shops, schools ...
  kListNamedPlace = 2048,
  kListOtherName = 4096,  // a name of what is no person, organization or place, or no name at all
  kListNamedBegins = 8192,
  kListNamedGoesOn = 16384,
  kListLowerCase = 32768
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
  void mark_matches(const Table& table, const Document& document, TokenRange range, bool lower,
                    std::uint16_t* lists) const;
  void mark_people(const Document& document, TokenRange range, bool lower,
                   std::uint16_t* lists) const;
  const Table* actors_ = nullptr;
  const Table* features_ = nullptr;
  const Table* towns_ = nullptr;
  const Table* named_ = nullptr;
  const Table* first_names_ = nullptr;
  const Table* people_ = nullptr;
  std::uint32_t kind_ = 0, named_kind_ = 0, people_kind_ = 0;
  std::uint16_t known_ = 0;
};

}  // namespace sayso
