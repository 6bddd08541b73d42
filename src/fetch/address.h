// SPDX-License-Identifier: Apache-2.0
// Which network addresses may be asked: those of the public internet. A feed or a redirect names a
// host, and a host can be any address, so the check is made on the address that is connected to
// (fetch.cc), never on the words of a URL.
#pragma once

#include <array>
#include <cstdint>
#include <string>

struct sockaddr;

namespace sayso::fetch {

// "" for an address of the public internet, else what it is: "loopback", "private", "link-local"
// (where clouds keep their metadata), "reserved" ... IPv4 inside IPv6 (mapped, compatible, NAT64,
// 6to4, ISATAP) is judged by the IPv4 address.
std::string refused_address(std::array<std::uint8_t, 4> ip);
std::string refused_address(std::array<std::uint8_t, 16> ip);
// "not an internet address" for other families.
std::string refused_address(const sockaddr& address);

}  // namespace sayso::fetch
