// SPDX-License-Identifier: Apache-2.0
// What country or body the words around a noun give it: a demonym, a name or a bloc before it, an
// owner or complement ("Ukraine's ministry", "the army of Ukraine", "lawmakers of the party in the
// U.S. House"). Private to actors.cc.
#pragma once

#include <optional>
#include <string_view>

#include "mention/found.h"

namespace sayso::mention {

inline std::string_view country_part(std::string_view code) {
  return code.substr(0, code.find(' '));
}
inline std::string_view sector_part(std::string_view code) {
  const std::size_t at = code.find(' ');
  return at == std::string_view::npos ? std::string_view{} : code.substr(at + 1);
}

inline bool armed(std::string_view sector) {
  return sector.starts_with("MIL") || sector.starts_with("REB") || sector.starts_with("UAF") ||
         sector.starts_with("PRM");
}

struct Origin {
  std::string_view country, sector;
  bool proxy = false;  // backed, led by; pro-
};

class Origins {
 public:
  Origins(const Catalog& c, const Document& d, const Buffers& b)
      : c_(c), d_(d), t_(d.tokens), b_(b) {}

  // Of the words [begin, end) before a head.
  [[nodiscard]] Origin in(std::uint32_t begin, std::uint32_t end) const;
  // Of owner or complement of a head, through so many nouns between.
  [[nodiscard]] std::string_view owner_country(std::uint32_t head, int steps = 2) const;
  // "Terrorist commander", "rebel army officers": the sector of the band whose they are, or "".
  [[nodiscard]] std::string_view band_before(const Found& f) const;
  // The demonym or country's adjective that begins at a token, or null.
  [[nodiscard]] const Adjective* adjective_at(std::uint32_t token) const;

 private:
  [[nodiscard]] std::optional<Phrase> lower_bloc(std::uint32_t k, std::uint32_t end) const;
  [[nodiscard]] bool shouted(const Found& f) const;
  [[nodiscard]] bool belongs_to(std::uint32_t t) const;

  const Catalog& c_;
  const Document& d_;
  const TokenTable& t_;
  const Buffers& b_;
};

}  // namespace sayso::mention
