// SPDX-License-Identifier: Apache-2.0
#include "read/year.h"

#include <array>

#include "base/calendar.h"
#include "base/utf8.h"

namespace sayso::read {
namespace {

constexpr int kFirst = 1980, kLast = 2060;
constexpr std::size_t kMostWords = 3000;  // of the text, looked at
constexpr std::size_t kYears = kLast - kFirst + 1;

std::optional<Timestamp> on(int year, PartialDate date) {
  if (!valid_date({year, date.month, date.day})) {
    return std::nullopt;
  }
  return Timestamp{static_cast<Instant>(to_day({year, date.month, date.day})) * kDaySeconds, 0,
                   false};
}

// What the words say about the year: years named, the first weekday named, and holders of offices
// who were in office on the day or were not.
class Evidence {
 public:
  Evidence(const Tables& tables, PartialDate date) : tables_(tables), date_(date) {}

  void gather(std::string_view text) {
    std::size_t words = 0;
    for (std::size_t at = 0; at < text.size() && words < kMostWords; ++words) {
      const std::size_t begin = at;
      std::string_view word = next_word(text, at);
      while (!word.empty() && (word.back() == '.' || word.back() == ',' || word.back() == ')')) {
        word.remove_suffix(1);
      }
      if (word.empty()) {
        continue;
      }
      if (word.size() == 4 && (word[0] == '1' || word[0] == '2')) {
        year(word);
      } else if (is_upper(decode(word, 0).code_point)) {
        if (weekday_ < 0 && word.size() >= 6 && word.size() <= 24) {
          weekday_ = weekday_number(*tables_.calendar, word);
        }
        office(text, begin);
      }
    }
  }

  // Higher is likelier; below 3 nothing speaks for the year.
  [[nodiscard]] int score(int year) const {
    const auto day = on(year, date_);
    if (!day) {
      return -100;
    }
    const auto i = static_cast<std::size_t>(year - kFirst);
    int score = named_[i] > 0 ? 3 + (named_[i] > 2 ? 1 : 0) : 0;
    score +=
        i > 0 && named_[i - 1] > 0 ? 1 : 0;  // a report names the last year as often as its own
    if (weekday_ >= 0) {
      const int w = weekday(day->day());
      // "on Thursday" is the day of the dateline or the day before it.
      score += w == weekday_ ? 3 : (w == (weekday_ + 1) % 7 ? 1 : -3);
    }
    return score + (in_office_[i] > 0 ? 2 : 0) - 3 * out_of_office_[i];
  }

 private:
  void year(std::string_view word) {
    int value = 0;
    for (const char c : word) {
      value = c >= '0' && c <= '9' ? value * 10 + (c - '0') : -100000;
    }
    if (value >= kFirst && value <= kLast) {
      ++named_[static_cast<std::size_t>(value - kFirst)];
    }
  }

  // A full name, of two words and more, of somebody whose office began or ended.
  void office(std::string_view text, std::size_t at) {
    if (tables_.actors == nullptr) {
      return;
    }
    const auto hit = phrase_at(*tables_.actors, text, at);
    if (!hit || count_words(text.substr(at, hit->end - at), 2) < 2) {
      return;
    }
    const Table& actors = *tables_.actors;
    const std::uint32_t kind = actors.column("kind"), from = actors.column("from"),
                        to = actors.column("to");
    std::array<bool, kYears> covered{};
    bool bounded = false;
    for (std::uint32_t row = hit->rows.begin; row < hit->rows.end; ++row) {
      if (actors.text(row, kind) != "person") {
        return;
      }
      const auto begin = parse_iso(actors.text(row, from));
      const auto end = parse_iso(actors.text(row, to));
      bounded = bounded || begin || end;
      for (int y = kFirst; y <= kLast; ++y) {
        const auto day = on(y, date_);
        if (day && (!begin || begin->day() <= day->day()) && (!end || day->day() <= end->day())) {
          covered[static_cast<std::size_t>(y - kFirst)] = true;
        }
      }
    }
    for (std::size_t i = 0; bounded && i < kYears; ++i) {
      int& count = covered[i] ? in_office_[i] : out_of_office_[i];
      count = count < 3 ? count + 1 : count;
    }
  }

  const Tables& tables_;
  PartialDate date_;
  std::array<int, kYears> named_{}, in_office_{}, out_of_office_{};
  int weekday_ = -1;
};

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
  Evidence evidence(tables, date);
  evidence.gather(document.text);
  int best = 0, best_score = 2;
  bool alone = false;
  for (int year = kFirst; year <= kLast; ++year) {
    const int score = evidence.score(year);
    if (score > best_score) {
      best = year;
      best_score = score;
      alone = true;
    } else if (score == best_score) {
      alone = false;
    }
  }
  return alone ? on(best, date) : std::nullopt;
}

}  // namespace sayso::read
