// SPDX-License-Identifier: Apache-2.0
// What the tagger of events and states (taught.h) is told of each word of a sentence: what the
// tables know of it (types and effects of its frames, kinds of thing), its mention, its place in
// the tree, what the rules have found there, and why
// they told nothing of what they looked at; and which other words are to be looked at with it.
// Shared with the trainer (train/event/). Private to event/.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "event/match.h"

namespace sayso::coding {

// Words that are looked at with a word, by their vectors.
enum class Near : std::uint8_t {
  own,
  head,    // what it hangs on; itself if on nothing
  grand,   // what that hangs on
  before,  // in the sentence's order
  behind,
  own_case,     // its preposition
  head_case,    // its head's
  head_other,   // object or subject of its head (of itself at a root), itself apart
  head_prt,     // its head's particle
  head_more,    // adverb, oblique or complement of its head
  head_aux,     // auxiliary of its head (of itself at a root)
  head_joined,  // what is joined to its head by "and"
  above,        // the nearest verb above its head
  own_det,      // its determiner
  before_that,  // the word two before
  behind_that
};
constexpr int kNear = 16;

struct SentenceFeatures {
  // The features of each word of the sentence: ids[first[i]] .. ids[first[i + 1] - 1]. None of
  // words that can tell nothing and of which nothing is told: articles, prepositions, stops.
  std::vector<std::uint16_t> ids;
  std::vector<std::uint32_t> first;
  std::vector<std::array<std::uint32_t, kNear>> near;  // tokens; kNoToken: none
  // Token and feature: what the rules found, in text order.
  std::vector<std::pair<std::uint32_t, std::uint16_t>> found;
};

class WordFeatures {
 public:
  static constexpr std::size_t kMostOfWord = 60;
  static WordFeatures make(const Knowledge& knowledge, const Patterns& patterns);
  // One name a feature; its place is its number.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  // REQUIRES: the matcher's last sentence is this one, judged by the rules; rows first_event on of
  // Document::events and first_state on of Document::states are those they found in it.
  void collect(const View& view, TokenRange sentence, const Matcher& judged,
               std::size_t first_event, std::size_t first_state, SentenceFeatures& out) const;

 private:
  static constexpr int kParts = 3;  // verb, noun, adjective
  // What frames of an entry's words tell, by part of speech.
  using OfEntry = std::array<std::vector<std::uint16_t>, kParts>;
  std::uint16_t add(std::string name);
  [[nodiscard]] std::uint16_t number(std::string_view name) const;
  void add_frames(const Patterns& patterns);
  void word(const View& view, std::uint32_t token, std::vector<std::uint16_t>& out) const;
  void found(const View& view, const Matcher& judged, std::size_t first_event,
             std::size_t first_state,
             std::vector<std::pair<std::uint32_t, std::uint16_t>>& out) const;

  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint16_t> numbers_;
  std::unordered_map<const LexEntry*, OfEntry> entries_;
  std::vector<std::uint16_t> things_;  // by bit of ThingMask
  std::vector<std::uint16_t> relations_, child_relations_, tags_, kinds_, forms_, judged_;
  std::uint16_t country_ = 0, claim_ = 0, dated_ = 0, plays_ = 0, sport_ = 0, business_ = 0,
                mishap_ = 0, doubtful_ = 0, denied_ = 0, nothing_ = 0, negated_ = 0;
};

}  // namespace sayso::coding
