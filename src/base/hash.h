// SPDX-License-Identifier: Apache-2.0
// Hashes used for identity: hash64 for tables in memory and images, hash128 for ids that are
// stored (XXH3, seed 0, so that the same words have the same id on every machine and release).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sayso {

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);

struct Hash128 {
  std::uint64_t high = 0, low = 0;
  friend bool operator==(const Hash128&, const Hash128&) = default;
  friend auto operator<=>(const Hash128&, const Hash128&) = default;
};
Hash128 hash128(std::string_view bytes);

// 32 lower-case hexadecimal digits.
std::string to_hex(Hash128 hash);
// 16 lower-case hexadecimal digits.
std::string to_hex(std::uint64_t hash);

// Spreads the bits of an integer key (the finaliser of splitmix64).
constexpr std::uint64_t mix64(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

}  // namespace sayso
