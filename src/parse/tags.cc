// SPDX-License-Identifier: Apache-2.0
#include "parse/tags.h"

namespace sayso {

Result<TagClasses> TagClasses::open(std::string_view section) {
  const Error damaged{ErrorCode::corrupt, "section tags of the model is damaged"};
  TagClasses t;
  t.class_.assign(std::size_t{kUposCount} * kXposCount, 0);
  for (std::size_t i = 0; i + 1 < section.size(); i += 2) {
    const auto u = static_cast<unsigned char>(section[i]);
    const auto x = static_cast<unsigned char>(section[i + 1]);
    if (u >= kUposCount || x >= kXposCount) {
      return damaged;
    }
    t.class_[std::size_t{u} * kXposCount + x] = static_cast<std::uint8_t>(i / 2);
    t.classes_.emplace_back(static_cast<Upos>(u), static_cast<Xpos>(x));
  }
  if (t.classes_.empty() || t.classes_.size() > 256) {
    return damaged;
  }
  return t;
}

}  // namespace sayso
