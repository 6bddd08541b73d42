// SPDX-License-Identifier: Apache-2.0
// The joint classes of part of speech and Penn tag that the section "tags" lists.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "doc/token_table.h"

namespace sayso {

class TagClasses {
 public:
  static Result<TagClasses> open(std::string_view section);
  [[nodiscard]] int size() const { return static_cast<int>(classes_.size()); }
  [[nodiscard]] Upos upos(std::uint8_t tag) const { return classes_[tag].first; }
  [[nodiscard]] Xpos xpos(std::uint8_t tag) const { return classes_[tag].second; }

  // The class of a pair; 0 if the model has none.
  [[nodiscard]] std::uint8_t class_of(Upos upos, Xpos xpos) const {
    return class_[static_cast<std::size_t>(upos) * kXposCount + static_cast<std::size_t>(xpos)];
  }

 private:
  std::vector<std::pair<Upos, Xpos>> classes_;
  std::vector<std::uint8_t> class_;
};

}  // namespace sayso
