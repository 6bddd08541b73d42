// SPDX-License-Identifier: Apache-2.0
// Strong 32-bit indices and half-open ranges. An Id<Tag> is a row of the table its tag names; it
// never outlives the Document (or image) that owns the table. none() is the absent value.
#pragma once

#include <cstdint>

namespace sayso {

template <typename Tag>
struct Id {
  std::uint32_t value = 0xFFFFFFFF;

  static constexpr Id none() { return Id{}; }
  [[nodiscard]] constexpr bool some() const { return value != 0xFFFFFFFF; }
  friend constexpr bool operator==(Id, Id) = default;
  friend constexpr auto operator<=>(Id, Id) = default;
};

using TokenId = Id<struct TokenTag>;
using SentenceId = Id<struct SentenceTag>;
using MentionId = Id<struct MentionTag>;
using EntityId = Id<struct EntityTag>;  // coreference chain inside one document
using PlaceId = Id<struct PlaceTag>;
using WhenId = Id<struct WhenTag>;
using QuantityId = Id<struct QuantityTag>;
using ClaimId = Id<struct ClaimTag>;
using EventId = Id<struct EventTag>;
using Symbol = Id<struct SymbolTag>;  // interned string, see base/symbols.h

// Bytes of Document::text, half-open, always on a code-point boundary.
struct Span {
  std::uint32_t begin = 0, end = 0;

  [[nodiscard]] constexpr std::uint32_t size() const { return end - begin; }
  [[nodiscard]] constexpr bool empty() const { return begin >= end; }
  [[nodiscard]] constexpr bool contains(Span o) const { return begin <= o.begin && o.end <= end; }
  [[nodiscard]] constexpr bool overlaps(Span o) const { return begin < o.end && o.begin < end; }
  friend constexpr bool operator==(Span, Span) = default;
};

// Rows of Document::tokens, half-open.
struct TokenRange {
  std::uint32_t begin = 0, end = 0;

  [[nodiscard]] constexpr std::uint32_t size() const { return end - begin; }
  [[nodiscard]] constexpr bool empty() const { return begin >= end; }
  [[nodiscard]] constexpr bool contains(std::uint32_t t) const { return begin <= t && t < end; }
  [[nodiscard]] constexpr bool contains(TokenRange o) const {
    return begin <= o.begin && o.end <= end;
  }
  [[nodiscard]] constexpr bool overlaps(TokenRange o) const {
    return begin < o.end && o.begin < end;
  }
  friend constexpr bool operator==(TokenRange, TokenRange) = default;
};

}  // namespace sayso
