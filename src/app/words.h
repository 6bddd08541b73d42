// SPDX-License-Identifier: Apache-2.0
// Words for people in place of those of the record.
#pragma once

#include <string_view>

namespace sayso {

// In what two tellings differ: "polarity" -> "on whether it is so".
inline std::string_view differ_words(std::string_view in) {
  if (in == "polarity") {
    return "on whether it is so";
  }
  if (in == "actor") {
    return "on who did it";
  }
  if (in == "number") {
    return "on how many";
  }
  return in == "value" ? "on how things are" : in;
}

}  // namespace sayso
