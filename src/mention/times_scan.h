// SPDX-License-Identifier: Apache-2.0
// The pattern matcher of time expressions, private to times*.cc: one Scanner is one attempt at one
// place of the text. Its patterns stand in times_calendar.cc (dates), times_day.cc (days of the
// week, parts of a day, clock times) and times_relative.cc (last week, three weeks ago, sets).
#pragma once

#include "mention/times.h"

namespace sayso::mention {

// The longest time phrase at each token of a document, looked up once: twenty patterns ask for it.
class TimePhrases {
 public:
  TimePhrases(const Words& words, const Document& d)
      : words_(words), d_(d), known_(d.tokens.size(), 0), found_(d.tokens.size()) {}

  // REQUIRES: `limit` is the same for all calls about one token.
  const std::optional<PhraseMatch>& at(std::uint32_t t, std::uint32_t limit) {
    if (known_[t] == 0) {
      known_[t] = 1;
      found_[t] = words_.time_phrase(d_, t, limit);
    }
    return found_[t];
  }

 private:
  const Words& words_;
  const Document& d_;
  std::vector<std::uint8_t> known_;
  std::vector<std::optional<PhraseMatch>> found_;
};

// One attempt at one place of the text. Every method that matches moves `at_` and fills `e_`.
class Scanner {
 public:
  Scanner(const Words& words, const Document& d, TimePhrases& phrases, std::uint32_t begin,
          std::uint32_t limit)
      : words_(words), d_(d), phrases_(phrases), begin_(begin), limit_(limit) {}

  bool scan(TimeExpr& out);

 private:
  using Pattern = bool (Scanner::*)();

  [[nodiscard]] std::string_view lower(std::uint32_t t) const {
    return t < limit_ ? d_.string(d_.tokens.lower[t]) : std::string_view{};
  }
  [[nodiscard]] std::string_view form(std::uint32_t t) const {
    return t < limit_ ? d_.string(d_.tokens.form[t]) : std::string_view{};
  }
  // "mid-2023" is one token: the part behind the hyphen.
  [[nodiscard]] bool mid(std::uint32_t t) const { return lower(t).starts_with("mid-"); }
  [[nodiscard]] std::string_view behind_mid(std::uint32_t t) const {
    return mid(t) ? form(t).substr(4) : form(t);
  }
  [[nodiscard]] bool capital(std::uint32_t t) const {
    const std::string_view f = form(t);
    return !f.empty() && f[0] >= 'A' && f[0] <= 'Z';
  }
  [[nodiscard]] std::string_view before(std::uint32_t t) const {
    return t > sentence_begin() ? d_.string(d_.tokens.lower[t - 1]) : std::string_view{};
  }
  [[nodiscard]] std::uint32_t sentence_begin() const { return d_.sentence_tokens(begin_).begin; }
  [[nodiscard]] bool hyphen(std::uint32_t t) const {
    const std::string_view f = form(t);
    return f == "-" || f == "‐" || f == "‑";
  }
  [[nodiscard]] bool dash(std::uint32_t t) const {
    const std::string_view f = form(t);
    return hyphen(t) || f == "–" || f == "—" || f == "to" || f == "/";
  }
  bool word(std::string_view w) {
    if (lower(at_) != w) {
      return false;
    }
    ++at_;
    return true;
  }
  [[nodiscard]] std::optional<TimeHit> time_at(std::uint32_t t, TimeClass c) const {
    if (t >= limit_) {
      return std::nullopt;
    }
    const auto& match = phrases_.at(t, limit_);
    return match ? words_.of_class(*match, d_, c) : std::nullopt;
  }
  std::optional<TimeHit> take(TimeClass c) {
    auto hit = time_at(at_, c);
    if (hit) {
      at_ = hit->end;
    }
    return hit;
  }
  void skip_the() {
    if (lower(at_) == "the" || lower(at_) == "this") {
      ++at_;
    }
  }

  std::optional<TimeHit> month_at(std::uint32_t t) const;
  int day_at(std::uint32_t t, bool& ordinal) const;
  int year_at(std::uint32_t t) const;
  struct YearHit {
    int year = 0;
    std::uint32_t end = 0;
  };
  YearHit any_year_at(std::uint32_t t) const;
  bool plain_year_fits(std::uint32_t t, int year) const;
  bool weekday_take(int& weekday);
  bool relation_take(Relation& relation);
  bool part_take();
  bool day_range(std::uint32_t t) const;
  bool unit_take(bool& plural);
  bool count_take();
  bool daypart_take();
  bool clock_take();
  void year_tail();

  bool numeric_date();
  bool month_date();
  bool day_month_date();
  bool year_alone();
  bool decade();
  bool century();
  bool quarter();
  bool season();
  bool weekday();
  bool deictic();
  bool holiday();
  bool set_word();
  bool every();
  bool relative_unit();
  bool counted();
  bool bare_unit();
  bool clock();
  bool daypart_alone();
  bool reference();
  bool of_period();

  const Words& words_;
  const Document& d_;
  TimePhrases& phrases_;
  std::uint32_t begin_, limit_, at_ = 0;
  TimeExpr e_;
};

}  // namespace sayso::mention
