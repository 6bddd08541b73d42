// SPDX-License-Identifier: Apache-2.0
#include "event/value_classes.h"

#include <algorithm>

#include "base/utf8.h"

namespace sayso::coding {
namespace {

// How far a way can be passed, whichever of the two variables says it; what has stopped may have
// ended or be suspended, as one takes it.
std::string_view passage(StateVariable variable, std::string_view value) {
  if (variable == StateVariable::access) {
    return value;
  }
  if (variable != StateVariable::status) {
    return {};
  }
  return value == "stopped" || value == "suspended" || value == "ended" ? "cut off"
         : value == "open" || value == "resumed"                        ? "open"
         : value == "reduced"                                           ? "limited"
                                                                        : std::string_view{};
}

}  // namespace

bool is_well(std::string_view value) {
  constexpr std::string_view kWell[] = {"open",     "resumed", "reopened", "limited", "reduced",
                                        "in force", "intact",  "repaired", "released"};
  return std::find(std::begin(kWell), std::end(kWell), value) != std::end(kWell);
}

void ValueClasses::read(const Knowledge& knowledge) {
  if (const Table* t = knowledge.find_table("situation.values")) {
    const std::uint32_t variable = t->column("variable"), value = t->column("value");
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      normal_.emplace(std::string(t->text(r, variable)) + ' ' + lowered(t->key(r)),
                      t->text(r, value));
    }
  }
}

std::string ValueClasses::of(StateVariable variable, std::string_view value) const {
  const std::string words = lowered(value);
  if (words.starts_with("held")) {
    return variable == StateVariable::custody ? "detained" : "held";
  }
  const auto it = normal_.find(std::string(state_variable_name(variable)) + ' ' + words);
  if (it != normal_.end()) {
    return it->second == "usable" ? "intact" : it->second;
  }
  return variable == StateVariable::posture ? words.substr(0, words.find(' ')) : words;
}

bool ValueClasses::same(StateVariable a, std::string_view first, StateVariable b,
                        std::string_view second) const {
  const std::string one = of(a, first), other = of(b, second);
  const std::string_view way = passage(a, one);
  return (a == b && one == other) || (!way.empty() && way == passage(b, other));
}

}  // namespace sayso::coding
