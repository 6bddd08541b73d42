// SPDX-License-Identifier: Apache-2.0
// Whether two values say the same of a thing ("shut" and "stopped"), by situation.values. Private
// to event/.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "doc/facts.h"
#include "lex/lex.h"

namespace sayso::coding {

// Whether what the value tells goes, stands whole or is at liberty; the rest is the opposite.
bool is_well(std::string_view value);

class ValueClasses {
 public:
  void read(const Knowledge& knowledge);
  // The words all values of its kind go by: "stopped" of "shut down", "held" of "held by France".
  [[nodiscard]] std::string of(StateVariable variable, std::string_view value) const;
  // Equal in kind; what cannot be passed is cut off and stopped alike.
  [[nodiscard]] bool same(StateVariable a, std::string_view first, StateVariable b,
                          std::string_view second) const;

 private:
  std::unordered_map<std::string, std::string> normal_;  // "status shut down" -> "stopped"
};

}  // namespace sayso::coding
