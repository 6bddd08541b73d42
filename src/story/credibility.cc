// SPDX-License-Identifier: Apache-2.0
#include "story/credibility.h"

#include <array>

namespace sayso {

std::uint8_t credibility_of(const Weighed& w) {
  const std::uint32_t affirm = w.affirm + w.affirm_hedged;
  if (affirm + w.possible + w.deny == 0 ||
      (affirm > 0 && w.named == 0 && affirm < 2 && w.deny == 0)) {
    return 6;
  }
  if (w.deny > affirm) {
    return 5;
  }
  if ((w.deny > 0 && w.deny == affirm) || affirm == 0) {
    return 4;
  }
  if (affirm >= 2 && w.deny == 0) {
    return w.disinterested > 0 || w.sides > 1 ? 1 : 2;
  }
  if (w.against_interest && w.deny == 0) {
    return 2;
  }
  return 3;
}

std::string_view credibility_name(std::uint8_t credibility) {
  constexpr std::array<std::string_view, 7> kNames{
      "",         "confirmed",  "probably true",   "possibly true",
      "doubtful", "improbable", "cannot be judged"};
  return credibility < kNames.size() ? kNames[credibility] : kNames[6];
}

std::string_view reliability_name(char reliability) {
  switch (reliability) {
    case 'A':
      return "completely reliable";
    case 'B':
      return "usually reliable";
    case 'C':
      return "fairly reliable";
    case 'D':
      return "not usually reliable";
    case 'E':
      return "unreliable";
    default:
      return "cannot be judged";
  }
}

}  // namespace sayso
