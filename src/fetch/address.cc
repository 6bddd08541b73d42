// SPDX-License-Identifier: Apache-2.0
#include "fetch/address.h"

#include <algorithm>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

namespace sayso::fetch {
namespace {

struct Block4 {
  std::uint32_t network;
  int bits;
  const char* what;
};
// IANA's registry of special-purpose addresses, and what clouds answer their own machines on.
constexpr Block4 kBlocks4[] = {
    {0x00000000, 8, "this network"},
    {0x0A000000, 8, "private"},
    {0x64400000, 10, "shared by carriers"},  // holds 100.100.100.200
    {0x7F000000, 8, "loopback"},
    {0xA83F8110, 32, "metadata"},    // 168.63.129.16
    {0xA9FE0000, 16, "link-local"},  // holds 169.254.169.254
    {0xAC100000, 12, "private"},
    {0xC0000000, 24, "reserved"},  // holds 192.0.0.192
    {0xC0000200, 24, "documentation"},
    {0xC0586300, 24, "6to4 relay"},
    {0xC0A80000, 16, "private"},
    {0xC6120000, 15, "benchmarks"},
    {0xC6336400, 24, "documentation"},
    {0xCB007100, 24, "documentation"},
    {0xE0000000, 4, "multicast"},
    {0xF0000000, 4, "reserved"},
};

using Bytes16 = std::array<std::uint8_t, 16>;
struct Block6 {
  Bytes16 network;
  int bits;
  const char* what;
};
constexpr Block6 kBlocks6[] = {
    {{0x01, 0x00}, 64, "discard"},
    {{0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01}, 48, "local translation"},
    {{0x20, 0x01, 0x00, 0x00}, 23, "special purpose"},  // Teredo, ORCHID, benchmarks
    {{0x20, 0x01, 0x0D, 0xB8}, 32, "documentation"},
    {{0x3F, 0xFF, 0x00}, 20, "documentation"},
    {{0x5F, 0x00}, 16, "segment routing"},
    {{0xFC}, 7, "private"},  // holds fd00:ec2::254
    {{0xFE, 0x80}, 10, "link-local"},
    {{0xFE, 0xC0}, 10, "site-local"},
    {{0xFF}, 8, "multicast"},
};

bool begins_with(const Bytes16& ip, const Bytes16& network, int bits) {
  for (int i = 0; i < bits; ++i) {
    const auto byte = static_cast<std::size_t>(i / 8);
    const int mask = 0x80 >> (i % 8);
    if (((ip[byte] ^ network[byte]) & mask) != 0) {
      return false;
    }
  }
  return true;
}

std::string embedded(const Bytes16& ip, std::size_t at) {
  return refused_address(std::array<std::uint8_t, 4>{ip[at], ip[at + 1], ip[at + 2], ip[at + 3]});
}

}  // namespace

std::string refused_address(std::array<std::uint8_t, 4> ip) {
  const std::uint32_t n = static_cast<std::uint32_t>(ip[0]) << 24 |
                          static_cast<std::uint32_t>(ip[1]) << 16 |
                          static_cast<std::uint32_t>(ip[2]) << 8 | ip[3];
  for (const Block4& block : kBlocks4) {
    const std::uint32_t mask = ~std::uint32_t{0} << (32 - block.bits);
    if ((n & mask) == block.network) {
      return block.what;
    }
  }
  return {};
}

std::string refused_address(std::array<std::uint8_t, 16> ip) {
  constexpr Bytes16 kNone{};
  constexpr Bytes16 kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  constexpr Bytes16 kTranslated{0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};  // RFC 2765
  constexpr Bytes16 kNat64{0x00, 0x64, 0xFF, 0x9B};
  constexpr Bytes16 kSixToFour{0x20, 0x02};
  if (ip == kNone) {
    return "unspecified";
  }
  if (begins_with(ip, kNone, 127)) {
    return "loopback";
  }
  if (begins_with(ip, kMapped, 96) || begins_with(ip, kNone, 96) ||
      begins_with(ip, kTranslated, 96) || begins_with(ip, kNat64, 96)) {
    return embedded(ip, 12);
  }
  for (const Block6& block : kBlocks6) {
    if (begins_with(ip, block.network, block.bits)) {
      return block.what;
    }
  }
  if (begins_with(ip, kSixToFour, 16)) {
    return embedded(ip, 2);
  }
  if ((ip[8] & 0xFC) == 0 && ip[9] == 0 && ip[10] == 0x5E && ip[11] == 0xFE) {  // ISATAP
    return embedded(ip, 12);
  }
  return (ip[0] & 0xE0) == 0x20 ? std::string() : "not global";  // 2000::/3 alone is given out
}

std::string refused_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    std::array<std::uint8_t, 4> ip{};
    std::memcpy(ip.data(), &in.sin_addr, ip.size());
    return refused_address(ip);
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    Bytes16 ip{};
    std::memcpy(ip.data(), &in.sin6_addr, ip.size());
    return refused_address(ip);
  }
  return "not an internet address";
}

}  // namespace sayso::fetch
