// SPDX-License-Identifier: Apache-2.0
#include "read/year.h"

#include <array>
#include <map>

#include "base/utf8.h"

namespace sayso::read {
namespace {

constexpr int kFirst = 1980, kLast = 2060;

std::optional<Timestamp> on(int year, PartialDate date) {
  if (!valid_date({year, date.month, date.day})) {
    return std::nullopt;
  }
  return Timestamp{static_cast<Instant>(to_day({year, date.month, date.day})) * kDaySeconds, 0,
                   false};
}

// Evidence of the words: years named, and the first weekday named as a day of report.
struct Evidence {
  std::array<int, kLast - kFirst + 1> named{};
  int weekday = -1;
};

Evidence gather(const Tables& tables, std::string_view text) {
  Evidence e;
  std::size_t words = 0;
  for (std::size_t at = 0; at < text.size() && words < 3000;) {
    std::string_view word = next_word(text, at);
    ++words;
    while (!word.empty() && (word.back() == '.' || word.back() == ',' || word.back() == ')')) {
      word.remove_suffix(1);
    }
    if (word.size() == 4 && (word[0] == '1' || word[0] == '2')) {
      int year = 0;
      for (const char c : word) {
        year = c >= '0' && c <= '9' ? year * 10 + (c - '0') : -100000;
      }
      if (year >= kFirst && year <= kLast) {
        ++e.named[static_cast<std::size_t>(year - kFirst)];
      }
    } else if (e.weekday < 0 && word.size() >= 6 && word.size() <= 24 &&
               is_upper(decode(word, 0).code_point)) {
      e.weekday = weekday_number(*tables.calendar, word);
    }
  }
  return e;
}

}  // namespace

std::optional<Timestamp> date_with_year(const Tables& tables, const Document& document,
                                        PartialDate date) {
  if (date.year != 0) {
    return on(date.year, date);
  }
  if (const auto url = date_in_url(document.provenance.url)) {
    return on(to_date(url->day()).year, date);
  }
  if (const auto path = date_in_url(document.provenance.path)) {
    return on(to_date(path->day()).year, date);
  }
  // A report names its own year rarely, and rarely one much later. The weekday of the first
  // "on Thursday" must be the day of the dateline or the one before.
  const Evidence e = gather(tables, document.text);
  std::optional<Timestamp> best;
  int best_score = 0;
  for (int year = kFirst; year <= kLast; ++year) {
    const auto day = on(year, date);
    const int named = e.named[static_cast<std::size_t>(year - kFirst)];
    const int before = year > kFirst ? e.named[static_cast<std::size_t>(year - 1 - kFirst)] : 0;
    if (!day || (named == 0 && before == 0)) {
      continue;
    }
    int score = (named > 0 ? 3 : 1) + (named > 2 ? 1 : 0);
    if (e.weekday >= 0) {
      const int w = weekday(day->day());
      score += w == e.weekday ? 4 : (w == (e.weekday + 1) % 7 ? 2 : -3);
    }
    if (score >= best_score && score >= 3) {
      best = day;
      best_score = score;
    }
  }
  return best;
}

}  // namespace sayso::read
