// SPDX-License-Identifier: Apache-2.0
// The pattern matcher of time expressions, private to times*.cc: one Scanner is one attempt at one
// place of the text. Its patterns stand in times_calendar.cc (dates), times_day.cc (days of the
// week, parts of a day, clock times) and times_relative.cc (last week, three weeks ago, sets).
#pragma once

#include "mention/times.h"

namespace sayso::mention {

// One attempt at one place of the text. Every method that matches moves `at_` and fills `e_`.
class Scanner {
 public:
  Scanner(const Words& words, const Document& d, std::uint32_t begin, std::uint32_t limit)
      : words_(words), d_(d), begin_(begin), limit_(limit) {}

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
  std::optional<TimeHit> take(TimeClass c) {
    auto hit = words_.time(d_, at_, limit_, c);
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
  std::uint32_t begin_, limit_, at_ = 0;
  TimeExpr e_;
};

}  // namespace sayso::mention
