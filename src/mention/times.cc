// SPDX-License-Identifier: Apache-2.0
// Finding time expressions: at each token that a time word or a number begins, the longest of the
// patterns. Nothing is resolved here.
#include "mention/times.h"

#include "mention/times_scan.h"

namespace sayso::mention {

bool Scanner::scan(TimeExpr& out) {
  static constexpr Pattern kPatterns[] = {
      &Scanner::numeric_date,  &Scanner::month_date, &Scanner::day_month_date, &Scanner::clock,
      &Scanner::weekday,       &Scanner::deictic,    &Scanner::holiday,        &Scanner::quarter,
      &Scanner::season,        &Scanner::decade,     &Scanner::century,        &Scanner::year_alone,
      &Scanner::every,         &Scanner::of_period,  &Scanner::relative_unit,  &Scanner::counted,
      &Scanner::daypart_alone, &Scanner::bare_unit,  &Scanner::set_word,       &Scanner::reference};
  bool found = false;
  for (const Pattern pattern : kPatterns) {
    at_ = begin_;
    e_ = TimeExpr{};
    if ((this->*pattern)() && at_ > begin_ && (!found || at_ > out.tokens.end)) {
      out = e_;
      out.tokens = {begin_, at_};
      found = true;
    }
  }
  // "the Oct. 23 meeting", "the third-quarter loss": the article is not the date's.
  if (found && lower(begin_) == "the" && out.tokens.size() > 1) {
    const bool date =
        out.shape == TimeShape::calendar && out.month > 0 && out.part == Part::none && !out.week_of;
    const bool modifier = out.tokens.size() > 2 && hyphen(out.tokens.end - 2) &&
                          !words_.number_word(d_, out.tokens.end - 1, limit_);
    if (date || modifier) {
      ++out.tokens.begin;
    }
  }
  return found;
}

namespace {

// Whether anything can begin here: a digit, a time word, a number word, "the".
bool may_begin(const Words& words, const Document& d, TimePhrases& phrases, std::uint32_t t,
               std::uint32_t limit) {
  const std::string_view f = d.string(d.tokens.form[t]);
  if (f[0] >= '0' && f[0] <= '9') {
    return true;
  }
  if (f[0] == '\'' || f == "the" || f == "The" || f.starts_with("mid-") || f.starts_with("Mid-")) {
    return true;
  }
  // Words that only stand beside a time begin none.
  constexpr auto bit = [](TimeClass c) { return 1U << static_cast<unsigned>(c); };
  constexpr std::uint32_t kBeside =
      bit(TimeClass::yearlead) | bit(TimeClass::notyear) | bit(TimeClass::lean) |
      bit(TimeClass::plan) | bit(TimeClass::clock) | bit(TimeClass::zone) | bit(TimeClass::era);
  const auto& phrase = phrases.at(t, limit);
  return (phrase && (words.classes_of(*phrase) & ~kBeside) != 0) ||
         words.number_word(d, t, limit).has_value();
}

}  // namespace

void TimeFinder::find(const Document& d, std::vector<TimeExpr>& out) const {
  TimePhrases phrases(words_, d);
  for (const Sentence& sentence : d.sentences) {
    if (!reads_as_news(d.blocks[sentence.block].kind)) {
      continue;
    }
    for (std::uint32_t t = sentence.tokens.begin; t < sentence.tokens.end;) {
      TimeExpr expr;
      if (may_begin(words_, d, phrases, t, sentence.tokens.end) &&
          Scanner(words_, d, phrases, t, sentence.tokens.end).scan(expr)) {
        out.push_back(expr);
        t = expr.tokens.end;
      } else {
        ++t;
      }
    }
  }
}

}  // namespace sayso::mention
