// SPDX-License-Identifier: Apache-2.0
// The words by which one claim is seen to speak against another: those that deny, that soften, that
// point back, and those that say how a thing is, with what excludes them. From tables
// event.modality, situation.values and situation.dispute_words. Private to story/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lex/lex.h"

namespace sayso {

class DisputeWords {
 public:
  enum Kind : std::uint32_t {  // bits
    kNegates = 1,
    kSoftens = 2,  // an auxiliary after which nothing is said to be so: "would", "may"
    kPoints = 4,   // "that", "it": what was said before
    kSuch = 8,     // "no such order"
    kThe = 16,
    kShare = 32,     // "percent": of something else each time
    kDenies = 64,    // "deny": that something is so
    kAlleged = 128,  // "the charge": what one can reject as untrue
    kGranted = 256,  // "bail": denied to somebody, not denied to be
    kWithout = 512,  // "without denying"
    kUnit = 1024,    // "miles": of anything
    kAny = 2048,     // "holds any driver"
    kDead = 4096,    // "die", "kill": told of the same
    kHeld = 8192,    // "hold", "detain"
    kLight = 16384,  // "do", "take": of too many things
    kFalse = 32768,  // "invention": what is called so is denied
    kNamed = 65536   // "nobody of that name", "nobody in custody"
  };
  struct Value {  // "cracked": condition, damaged, not with "intact"
    std::string_view variable, value, opposite;
    // Whether both cannot be so of one thing at one time.
    [[nodiscard]] bool excludes(const Value& other) const {
      return variable == other.variable && (opposite == other.value || value == other.opposite);
    }
  };

  // Without knowledge it knows no word. REQUIRES: the knowledge lives as long.
  explicit DisputeWords(const Knowledge* knowledge = nullptr);

  [[nodiscard]] bool is(std::string_view lower, Kind kind) const;
  // What a word says of its subject; nothing of changes: what has been repaired was damaged.
  [[nodiscard]] const std::vector<Value>& values_of(std::string_view lower) const;

 private:
  void add(std::string_view word, Kind kind);

  std::unordered_map<std::string_view, std::uint32_t> kinds_;
  std::unordered_map<std::string_view, std::vector<Value>> values_;
  std::vector<Value> none_;
};

}  // namespace sayso
