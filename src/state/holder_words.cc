// SPDX-License-Identifier: Apache-2.0
#include "state/holder_words.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"

namespace sayso {
namespace {

// A name that one of the table's nouns for actors heads: "Libyan National Army", not "Jaish
// al-Islam".
bool has_actor_noun(const Table* agents, std::string_view name) {
  bool some = false;
  for_each_part(
      name,
      [&](std::string_view word) {
        some = some || (agents != nullptr && !agents->find(lowered(word)).empty());
      },
      ' ');
  return some;
}

}  // namespace

std::string_view without_article(std::string_view words) {
  words = trim(words);
  for (const std::string_view article : {"the ", "a ", "an "}) {
    if (starts_with_ignoring_case(words, article)) {
      return trim(words.substr(article.size()));
    }
  }
  return words;
}

bool is_pronoun(std::string_view lower) {
  constexpr std::array<std::string_view, 12> kPronouns{
      "it", "he", "she", "they", "i", "we", "this", "that", "these", "those", "all", "others"};
  return std::find(kPronouns.begin(), kPronouns.end(), lower) != kPronouns.end();
}

std::string with_article(const Table* agents, std::string_view holder) {
  const std::string_view bare = without_article(holder);
  const bool one_word = bare.find(' ') == std::string_view::npos;
  if (bare.empty() || bare.back() == 's' || bare.ends_with("men") || bare.ends_with("people")) {
    return std::string(bare);
  }
  if (bare.front() >= 'A' && bare.front() <= 'Z') {
    return one_word || !has_actor_noun(agents, bare) ? std::string(bare)
                                                     : "the " + std::string(bare);
  }
  const bool vowel = std::string_view("aeiou").find(bare.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(bare);
}

}  // namespace sayso
