// SPDX-License-Identifier: Apache-2.0
// The closed-class words of this room, read once from the tables `times` and `numbers`: what class
// a word or phrase belongs to and what it is worth. Immutable, shared by all workers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "doc/document.h"
#include "lex/lex.h"
#include "lex/phrases.h"

namespace sayso::mention {

enum class TimeClass : std::uint8_t {
  month,
  weekday,
  weekdays,
  weekday_short,
  unit,
  units,
  season,
  seasons,
  daypart,
  dayparts,
  deictic,
  ref,
  set,
  holiday,
  det,
  part,
  ago,
  approx,
  few,
  every,
  clock,
  zone,
  fiscal,
  era,
  yearword,
  decades,
  yearlead,  // a word after which four digits are a year
  notyear,   // ... are none
  lean,      // a word before a date that says on which side of now it lies
  plan       // a verb whose object lies ahead even in the past tense
};
constexpr int kTimeClassCount = 30;

struct TimeHit {
  std::uint32_t end = 0;   // token after the phrase
  std::string_view value;  // the table's value column
  int number = 0;          // value as an integer, 0 if it is none
};

enum class NumberClass : std::uint8_t {
  cardinal,
  multiplier,
  indefinite,
  ordinal,
  fraction,
  currency,
  percent,
  measure
};
constexpr int kNumberClassCount = 8;

struct NumberHit {
  std::uint32_t end = 0;
  double value = 0, low = 0, high = 0;  // high 0 = open
  NumberClass kind = NumberClass::cardinal;
};

class Words {
 public:
  static Result<Words> make(const Knowledge& knowledge);

  // The longest phrase of the table that begins at token `t`, if it has a row of class `wanted`.
  [[nodiscard]] std::optional<TimeHit> time(const Document& d, std::uint32_t t, std::uint32_t limit,
                                            TimeClass wanted) const;
  // The longest phrase of the table at `t`, and what of class `wanted` it has: time() in two steps,
  // for who asks many classes of one token.
  [[nodiscard]] std::optional<PhraseMatch> time_phrase(const Document& d, std::uint32_t t,
                                                       std::uint32_t limit) const;
  [[nodiscard]] std::optional<TimeHit> of_class(const PhraseMatch& match, const Document& d,
                                                TimeClass wanted) const;
  [[nodiscard]] std::uint32_t classes_of(const PhraseMatch& match) const;
  // Bits (1 << class) of the longest phrase at `t`: a cheap first test.
  [[nodiscard]] std::uint32_t time_classes(const Document& d, std::uint32_t t,
                                           std::uint32_t limit) const;
  // Whether the word or its lemma is of class `plan`: planned, would.
  [[nodiscard]] bool plans(const Document& d, std::uint32_t t) const;
  // The longest number phrase at `t`; digits are not looked at here.
  [[nodiscard]] std::optional<NumberHit> number_word(const Document& d, std::uint32_t t,
                                                     std::uint32_t limit) const;

 private:
  struct TimeRow {
    TimeClass kind;
    int number;
    std::string_view value;
  };
  const Table* times_ = nullptr;
  const Table* numbers_ = nullptr;
  std::vector<TimeRow> time_rows_;        // one a row of times_
  std::vector<NumberClass> number_kind_;  // one a row of numbers_
  std::uint32_t value_ = 0, low_ = 0, high_ = 0;
};

// A cardinal number in digits or words at token `t`: "1,200", "3.5 million", "twenty-five",
// "two hundred and six". Indefinite phrases ("dozens of") too, with low and high set.
struct Number {
  std::uint32_t end = 0;
  double value = 0, low = 0, high = 0;
  bool indefinite = false;  // low .. high hold, value is a middle guess (0 = none)
  bool digits = false;      // written in digits, no word
  bool ordinal = false;
  bool fraction = false;
};
std::optional<Number> number_at(const Words& words, const Document& d, std::uint32_t t,
                                std::uint32_t limit);
// The value of digits with separators ("1,200.5"), or none.
std::optional<double> parse_digits(std::string_view text);
// 1st, 22nd, 3rd, 14th as a number, else 0.
int parse_ordinal_digits(std::string_view text);

}  // namespace sayso::mention
