// SPDX-License-Identifier: Apache-2.0
// A map of lists that forgets: what was put in during one stretch of time and the one before it can
// be found, older things are dropped as a whole. Keeps the cost and memory of a report flat however
// long a collection goes back. Stretches are absolute, so they do not depend on where a collection
// begins. Private to story/.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace sayso {

class Rotating {
 public:
  using List = std::vector<std::uint32_t>;

  // The stretch that all following calls are in. REQUIRES: not earlier than the last one.
  void advance(std::int64_t stretch) {
    if (stretch == stretch_) {
      return;
    }
    if (stretch == stretch_ + 1) {
      before_ = std::move(now_);
    } else {
      before_.clear();
    }
    now_.clear();
    stretch_ = stretch;
  }
  [[nodiscard]] const List* before(std::uint32_t key) const { return find(before_, key); }
  [[nodiscard]] const List* now(std::uint32_t key) const { return find(now_, key); }
  List& list(std::uint32_t key) { return now_[key]; }
  // Each list of the key, older first.
  template <typename F>
  void each(std::uint32_t key, F&& f) const {
    for (const List* list : {before(key), now(key)}) {
      if (list != nullptr) {
        for (const std::uint32_t value : *list) {
          f(value);
        }
      }
    }
  }

 private:
  using Map = std::unordered_map<std::uint32_t, List>;
  static const List* find(const Map& map, std::uint32_t key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
  }
  Map now_, before_;
  std::int64_t stretch_ = 0;
};

}  // namespace sayso
