// SPDX-License-Identifier: Apache-2.0
// Lemmas by learned edit scripts: "cut the last k bytes, add these", chosen by the longest ending
// (or whole word) of the training data that fits word, tag and case. The section "lemmas" holds
// the scripts and a sorted table hash -> script.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace sayso {

// How a word is written: 0 small letters, 1 capital inside a sentence, 2 capital at its start.
constexpr std::uint8_t kCaseKinds = 3;

struct LemmaScript {
  bool keep_case = false;  // start from the word as written, not from its lower case
  std::uint8_t cut = 0;    // bytes off the end
  std::string add;
  friend auto operator<=>(const LemmaScript&, const LemmaScript&) = default;
};

class Lemmatizer {
 public:
  static constexpr int kLongestEnding = 6;

  Lemmatizer() = default;
  static Result<Lemmatizer> open(std::string_view bytes);
  static std::string build(const std::vector<LemmaScript>& scripts,
                           const std::vector<std::pair<std::uint32_t, std::uint16_t>>& table);

  static constexpr std::uint32_t kLowerCase = 0, kCapital = 1, kFirstWord = 2;  // kinds of case

  // The key of an ending of `length` bytes (kWhole: the whole word) under a tag and case.
  static constexpr int kWhole = 99;
  static std::uint32_t key(std::string_view lower, int length, std::uint32_t tag,
                           std::uint32_t case_kind);
  static std::string apply(const LemmaScript& script, std::string_view form,
                           std::string_view lower);
  // The script for a word, from the longest ending that has one.
  template <typename Find>  // Find(key) -> int, -1 if there is none
  static int choose(std::string_view lower, std::uint32_t tag, std::uint32_t case_kind, Find find) {
    int found = find(key(lower, kWhole, tag, case_kind));
    for (int n = kLongestEnding; found < 0 && n >= 0; --n) {
      if (static_cast<int>(lower.size()) >= n) {
        found = find(key(lower, n, tag, case_kind));
      }
    }
    return found;
  }

  // `form` with straight apostrophes; `lower` its lower case.
  [[nodiscard]] std::string lemma(std::string_view form, std::string_view lower, std::uint32_t tag,
                                  std::uint32_t case_kind) const;

 private:
  struct Row {
    std::uint32_t key;
    std::uint32_t script;
  };
  [[nodiscard]] int find(std::uint32_t key) const;

  std::vector<LemmaScript> scripts_;
  const Row* rows_ = nullptr;
  std::uint32_t count_ = 0;
};

}  // namespace sayso
