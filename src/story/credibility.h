// SPDX-License-Identifier: Apache-2.0
// How credible an information is, 1 to 6, apart from how reliable its source is, A to F (the
// Admiralty code). The rules, in this order:
//   6  nobody affirms or denies it for certain, or only somebody unnamed at an unknown outlet does
//   5  more independent sources deny than affirm
//   4  denied by as many as affirm, or affirmed only as possible
//   1  two or more independent sources affirm, at least one of them no party to the matter or one
//      from each side, none denies
//   2  two or more affirm, none denies; or a party affirms what is against its own interest
//   3  one source affirms; or more affirm than deny
#pragma once

#include <cstdint>
#include <string_view>

namespace sayso {

struct Weighed {  // independent sources
  std::uint32_t affirm = 0, affirm_hedged = 0, possible = 0, deny = 0;
  std::uint32_t disinterested = 0;  // of those that affirm
  std::uint32_t sides = 0;          // different party countries among those that affirm
  std::uint32_t named = 0;          // of those that affirm, not unnamed
  bool against_interest = false;
};
std::uint8_t credibility_of(const Weighed& weighed);
std::string_view credibility_name(std::uint8_t credibility);  // 2 -> "probably true"
std::string_view reliability_name(char reliability);          // 'B' -> "usually reliable"

}  // namespace sayso
