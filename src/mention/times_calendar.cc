// SPDX-License-Identifier: Apache-2.0
// Calendar dates: days, months, years, decades, centuries, quarters, seasons, holidays.
#include <string>

#include "mention/times_scan.h"

namespace sayso::mention {

std::optional<TimeHit> Scanner::month_at(std::uint32_t t) const {
  if (!capital(t) && !mid(t)) {
    return std::nullopt;
  }
  auto hit = time_at(t, TimeClass::month);
  if (!hit || mid(t)) {
    return hit;
  }
  const std::string_view f = form(t);
  const std::string_view next = form(hit->end);
  const bool number = !next.empty() && next[0] >= '0' && next[0] <= '9';
  if (f.size() <= 4 && f.back() != '.' && f != "May" && f != "June" && f != "July" && !number &&
      next != ".") {
    return std::nullopt;  // Jan, Mar, Sep as names and words
  }
  if ((f == "May" || f == "March" || f == "August") && !number) {
    const bool verb = !d_.tokens.upos.empty() &&
                      (d_.tokens.upos[t] == Upos::aux || d_.tokens.upos[t] == Upos::verb);
    const bool first = t == d_.sentence_tokens(t).begin;
    if (verb || (first && f == "May")) {
      return std::nullopt;
    }
  }
  return hit;
}

// Day of the month 1..31 in digits or as an ordinal word, else 0.
int Scanner::day_at(std::uint32_t t, bool& ordinal) const {
  const std::string_view f = form(t);
  ordinal = false;
  if (f.empty()) {
    return 0;
  }
  if (f[0] >= '0' && f[0] <= '9') {
    if (const int n = parse_ordinal_digits(f); n > 0) {
      ordinal = true;
      return n <= 31 ? n : 0;
    }
    const auto v = f.size() <= 2 ? parse_digits(f) : std::nullopt;
    return v && *v >= 1 && *v <= 31 ? static_cast<int>(*v) : 0;
  }
  const auto n = number_at(words_, d_, t, limit_);
  if (n && n->ordinal && n->value <= 31 && n->end <= t + 3) {
    ordinal = true;
    return static_cast<int>(n->value);
  }
  return 0;
}

int Scanner::year_at(std::uint32_t t) const {
  const std::string_view f = behind_mid(t);
  if (f.size() == 4 && f[0] >= '1' && f[0] <= '2') {
    const auto v = parse_digits(f);
    if (v && *v >= 1000 && *v <= 2199 && f.find('.') == std::string_view::npos) {
      return static_cast<int>(*v);
    }
  }
  if (f.size() == 3 && (f[0] == '\'' || f.substr(0, 3) == "’")) {
    const auto v = parse_digits(f.substr(1));
    return v ? static_cast<int>(*v) + (*v < 40 ? 2000 : 1900) : 0;
  }
  return 0;
}

// A year in digits, or in words: "nineteen ninety-four", "two thousand and one".
Scanner::YearHit Scanner::any_year_at(std::uint32_t t) const {
  if (const int year = year_at(t); year > 0) {
    return {year, t + 1};
  }
  const auto first = words_.number_word(d_, t, limit_);
  if (!first || first->kind != NumberClass::cardinal) {
    return {};
  }
  if (first->value >= 16 && first->value <= 20 && first->end < limit_) {
    const auto rest = number_at(words_, d_, first->end, limit_);
    if (rest && !rest->digits && !rest->ordinal && rest->value >= 10 && rest->value <= 99) {
      return {static_cast<int>(first->value * 100 + rest->value), rest->end};
    }
    return {};
  }
  const auto whole = number_at(words_, d_, t, limit_);
  if (whole && !whole->ordinal && whole->value >= 2000 && whole->value < 2060) {
    return {static_cast<int>(whole->value), whole->end};
  }
  return {};
}

// Whether four digits that stand alone are a year here.
bool Scanner::plain_year_fits(std::uint32_t t, int year) const {
  const std::string_view prev = before(t);
  const bool first = t == sentence_begin();
  if (!first && words_.time(d_, t - 1, t, TimeClass::notyear)) {
    return false;
  }
  if (prev == "$" || prev == "#" || prev == "£" || prev == "€") {
    return false;
  }
  const bool preposition = !first && (prev == "(" || prev == "-" || prev == "–" ||
                                      words_.time(d_, t - 1, t, TimeClass::yearlead));
  const auto next = words_.number_word(d_, t + 1, limit_);
  if (next && next->kind != NumberClass::ordinal && next->kind != NumberClass::cardinal) {
    return false;
  }
  const bool tagged = t + 1 < limit_ && !d_.tokens.xpos.empty();
  const bool plural = tagged && d_.tokens.xpos[t + 1] == Xpos::nns;
  const bool proper = tagged && d_.tokens.xpos[t + 1] == Xpos::nnp;
  if (year < 1500 || (plural && year % 100 == 0)) {
    return preposition && !plural &&
           (prev == "in" || prev == "of" || prev == "since" || prev == "by");
  }
  if (year < 1850 || year > 2060) {
    return preposition && !plural;
  }
  const std::string_view after = lower(t + 1);
  if (proper && !preposition &&
      (after.back() == '.' || after == "street" || after == "road" || after == "avenue" ||
       after == "block")) {
    return false;
  }
  const auto unit =
      (t + 1 < limit_ && phrases_.at(t + 1, limit_) ? words_.classes_of(*phrases_.at(t + 1, limit_))
                                                    : 0U);
  return (unit & (1U << static_cast<unsigned>(TimeClass::units))) == 0;
}

// ", 1989" or "1989" or "last year" after a month or a day.
void Scanner::year_tail() {
  std::uint32_t t = at_;
  t += lower(t) == "," ? 1U : 0U;
  t += lower(t) == "of" ? 1U : 0U;
  if (const YearHit year = any_year_at(t); year.year > 0) {
    e_.year = year.year;
    at_ = year.end;
    if (time_at(at_, TimeClass::era)) {
      const auto era = take(TimeClass::era);
      e_.before_christ = era->value == "BC";
    }
    return;
  }
  const std::uint32_t start = at_;
  at_ = t;
  Relation relation = Relation::none;
  if (relation_take(relation) && lower(at_) == "year" &&
      (relation == Relation::last || relation == Relation::next || relation == Relation::self)) {
    ++at_;
    e_.relation = relation;
    return;
  }
  at_ = start;
}

// 2022-07-28, 28/07/2022, 7/28/22, 28.07.2022 as one token or as several.
bool Scanner::numeric_date() {
  int value[3] = {0, 0, 0};
  int width[3] = {0, 0, 0};
  int n = 0;
  char separator = 0;
  std::uint32_t t = at_;
  bool open = true;  // a number is expected
  for (; t < limit_ && t < at_ + 5; ++t) {
    if (t > at_ && d_.tokens.has(t - 1, kSpaceAfter)) {
      break;
    }
    for (const char c : form(t)) {
      if (c >= '0' && c <= '9') {
        if (open) {
          if (n == 3) {
            return false;
          }
          ++n;
          open = false;
        }
        value[n - 1] = value[n - 1] * 10 + (c - '0');
        if (++width[n - 1] > 4) {
          return false;
        }
      } else if ((c == '-' || c == '/' || c == '.') && !open &&
                 (separator == 0 || separator == c)) {
        if (n == 3) {
          open = true;
          break;
        }
        separator = c;
        open = true;
      } else {
        return false;
      }
    }
    if (n == 3 && !open) {
      ++t;
      break;
    }
  }
  if (n != 3 || separator == 0) {
    return false;
  }
  if (width[0] == 4 && width[1] <= 2 && width[2] <= 2) {
    e_.year = value[0], e_.month = value[1], e_.day = value[2];
  } else if (width[0] <= 2 && width[1] <= 2 &&
             (width[2] == 4 || (width[2] == 2 && separator == '/'))) {
    e_.year = width[2] == 4 ? value[2] : value[2] + (value[2] < 40 ? 2000 : 1900);
    // Slashes are month first unless that cannot be; points are day first.
    const bool month_first = separator == '/' && value[0] <= 12;
    e_.month = month_first ? value[0] : value[1];
    e_.day = month_first ? value[1] : value[0];
  } else {
    return false;
  }
  if (e_.year < 1000 || !valid_date({e_.year, e_.month, e_.day})) {
    return false;
  }
  at_ = t;
  e_.shape = TimeShape::calendar;
  return true;
}

// [Friday,] [early] May [4[th]] [, 1999]
bool Scanner::month_date() {
  const std::uint32_t start = at_;
  if (lower(at_) == "the") {
    ++at_;
  }
  int weekday = 0;
  if (weekday_take(weekday)) {
    at_ += lower(at_) == "," ? 1U : 0U;
    if (lower(at_) == "the") {
      ++at_;
    }
  }
  Relation relation = Relation::none;
  if (weekday == 0) {
    if (part_take() && (lower(at_) == "of" || lower(at_) == "in")) {
      ++at_;
    }
    relation_take(relation);
  }
  const auto month = month_at(at_);
  if (!month) {
    at_ = start;
    return false;
  }
  e_.shape = TimeShape::calendar;
  e_.month = month->number;
  e_.relation = relation;
  at_ = month->end;
  if (lower(at_) == "." && at_ + 1 < limit_ && !d_.tokens.has(at_ - 1, kSpaceAfter) &&
      form(at_ - 1).size() <= 4 && form(at_ - 1) != "May" && form(at_ - 1) != "June" &&
      form(at_ - 1) != "July") {
    ++at_;  // "Oct" "."
  }
  bool ordinal = false;
  std::uint32_t t = at_;
  t += lower(t) == "the" ? 1U : 0U;
  if (const int day = day_at(t, ordinal); day > 0) {
    e_.day = day;
    const auto n = ordinal ? number_at(words_, d_, t, limit_) : std::nullopt;
    at_ = n ? n->end : t + 1;
  }
  if (weekday != 0 && e_.day == 0) {
    at_ = start;
    return false;
  }
  if (relation == Relation::none) {
    year_tail();
  }
  if (const std::uint32_t before_part = at_; e_.day > 0) {
    if (daypart_take() && e_.part != Part::none) {
      e_.part = Part::none;
    } else if (e_.daypart.empty()) {
      at_ = before_part;
    }
  }
  return true;
}

// [Friday,] 13 October [1989], the 13th of October
bool Scanner::day_month_date() {
  const std::uint32_t start = at_;
  int weekday = 0;
  if (weekday_take(weekday)) {
    at_ += lower(at_) == "," ? 1U : 0U;
  }
  if (lower(at_) == "the") {
    ++at_;
  }
  bool ordinal = false;
  const int day = day_at(at_, ordinal);
  if (day > 0) {
    const auto n = ordinal ? number_at(words_, d_, at_, limit_) : std::nullopt;
    std::uint32_t t = n ? n->end : at_ + 1;
    t += ordinal && lower(t) == "of" ? 1U : 0U;
    if (const auto month = month_at(t)) {
      // "Room 12 May" does not happen; "5 March on the capital" does: a number needs its month.
      e_.shape = TimeShape::calendar;
      e_.day = day;
      e_.month = month->number;
      at_ = month->end;
      year_tail();
      const std::uint32_t end = at_;
      if (!daypart_take()) {
        at_ = end;
      }
      e_.part = Part::none;
      return true;
    }
  }
  at_ = start;
  return false;
}

// 1989, early 1990, fiscal 1989, the year 2000, mid-1996
bool Scanner::year_alone() {
  if (const auto old = parse_digits(form(at_)); old && *old >= 1 && *old <= 9999) {
    if (const auto era = time_at(at_ + 1, TimeClass::era);
        era && (era->value == "BC" || form(at_).size() >= 2)) {
      e_.shape = TimeShape::calendar;
      e_.year = static_cast<int>(*old);
      e_.before_christ = era->value == "BC";
      at_ = era->end;
      return true;
    }
  }
  const std::uint32_t start = at_;
  part_take();
  const bool part = at_ > start;
  if (part && (lower(at_) == "of" || lower(at_) == "in")) {
    ++at_;
  }
  const bool fiscal = take(TimeClass::fiscal).has_value();
  if (fiscal) {
    word("year");
  } else if (lower(at_) == "the" && lower(at_ + 1) == "year") {
    at_ += 2;
  } else if (!part && lower(at_) == "year") {
    ++at_;
  }
  const bool said = at_ > start || mid(at_);
  e_.part = mid(at_) ? Part::mid : e_.part;
  const YearHit spelled = year_at(at_) == 0 ? any_year_at(at_) : YearHit{};
  const bool led = said || before(start) == "in" || before(start) == "since";
  if (spelled.year > 0 && led && (said || spelled.end > at_ + 1) && spelled.year < 2060 &&
      (said || spelled.year < 2000)) {
    at_ = spelled.end;
    e_.shape = TimeShape::calendar;
    e_.year = spelled.year;
    return true;
  }
  const int year = year_at(at_);
  if (year == 0 || (!said && !plain_year_fits(at_, year)) || behind_mid(at_).size() != 4) {
    // "1990 and beyond", "'92" need a word before
    if (!(year > 0 &&
          (said || before(at_) == "in" || before(at_) == "of" || before(at_) == "since") &&
          form(at_).size() == 3)) {
      at_ = start;
      return false;
    }
  }
  ++at_;
  e_.shape = TimeShape::calendar;
  e_.year = year;
  if (const auto era = take(TimeClass::era)) {
    e_.before_christ = era->value == "BC";
  }
  return true;
}

// 1990s, the '90s, the late seventies
bool Scanner::decade() {
  const std::uint32_t start = at_;
  word("the");
  part_take();
  word("of");
  std::string_view f = behind_mid(at_);
  e_.part = mid(at_) ? Part::mid : e_.part;
  int first = 0;
  if (f.size() >= 3 && f.back() == 's') {
    f.remove_suffix(1);
    while (!f.empty() && (f.front() == '\'' || static_cast<unsigned char>(f.front()) >= 0x80)) {
      f.remove_prefix(1);
    }
    if (!f.empty() && f.back() == '\'') {
      f.remove_suffix(1);
    }
    const auto v = parse_digits(f);
    if (v && (f.size() == 4 || f.size() == 2) && f.back() == '0') {
      first = static_cast<int>(*v) + (f.size() == 2 ? (*v < 20 ? 2000 : 1900) : 0);
    }
  } else if (lower(start) == "the" || at_ > start) {
    if (const auto hit = time_at(at_, TimeClass::decades)) {
      first = 1900 + hit->number * 10;
      at_ = hit->end - 1;
    }
  }
  if (first < 1000 || first > 2090) {
    at_ = start;
    return false;
  }
  ++at_;
  e_.shape = TimeShape::decade;
  e_.year = first;
  return true;
}

bool Scanner::century() {
  const std::uint32_t start = at_;
  word("the");
  part_take();
  word("of");
  word("the");
  const auto n = number_at(words_, d_, at_, limit_);
  if (n && n->ordinal && n->value <= 30) {
    std::uint32_t t = n->end;
    t += hyphen(t) ? 1U : 0U;
    if (lower(t) == "century") {
      at_ = t + 1;
      e_.shape = TimeShape::century;
      e_.year = static_cast<int>(n->value);
      if (const auto era = take(TimeClass::era)) {
        e_.before_christ = era->value == "BC";
      }
      return true;
    }
  }
  at_ = start;
  return false;
}

// [the] third quarter [of 1990], third-quarter, this quarter is relative_unit's
bool Scanner::quarter() {
  const std::uint32_t start = at_;
  word("the");
  std::uint32_t year_before = 0;
  const bool year_ago =
      lower(at_) == "year" && hyphen(at_ + 1) && words_.time(d_, at_ + 2, at_ + 3, TimeClass::ago);
  at_ += year_ago ? 3U : 0U;  // the year-earlier third quarter
  if (const int year = year_at(at_); year > 0) {
    year_before = static_cast<std::uint32_t>(year);
    ++at_;
  }
  Relation relation = Relation::none;
  const std::uint32_t det = at_;
  if (relation_take(relation) && lower(at_) == "year") {
    ++at_;
    at_ += lower(at_) == "'s" || lower(at_) == "’s" ? 1U : 0U;
  } else {
    relation = Relation::none;
    at_ = det;
  }
  take(TimeClass::fiscal);
  const auto n = number_at(words_, d_, at_, limit_);
  if (!n || !n->ordinal || n->value > 4) {
    at_ = start;
    return false;
  }
  at_ = n->end;
  take(TimeClass::fiscal);
  at_ += hyphen(at_) ? 1U : 0U;
  if (lower(at_) == "quarter" || lower(at_) == "half") {
    const bool half = lower(at_) == "half";
    if (half && (n->value > 2)) {
      at_ = start;
      return false;
    }
    ++at_;
    e_.shape = TimeShape::quarter;
    e_.quarter = static_cast<int>(n->value);
    e_.unit = half ? "6M" : "Q";
    e_.year = static_cast<int>(year_before);
    e_.relation = relation;
    if (year_ago) {
      e_.relation = Relation::last;
    } else if (e_.year == 0 && relation == Relation::none) {
      year_tail();
      if (half && e_.year == 0 && e_.relation == Relation::none && lower(at_) != "of") {
        at_ = start;
        return false;
      }
    }
    return true;
  }
  at_ = start;
  return false;
}

bool Scanner::season() {
  const std::uint32_t start = at_;
  word("the");
  part_take();
  word("of");
  word("the");
  Relation relation = Relation::none;
  relation_take(relation);
  const auto hit = take(TimeClass::season);
  if (!hit) {
    at_ = start;
    return false;
  }
  const bool the = lower(at_ - 2) == "the";
  e_.shape = TimeShape::season;
  e_.season = hit->value;
  e_.relation = relation;
  const std::uint32_t end = at_;
  year_tail();
  const bool said = relation != Relation::none || at_ > end || e_.part != Part::none;
  const bool fall = lower(end - 1) == "fall" || lower(end - 1) == "spring";
  const bool noun = d_.tokens.upos.empty() || d_.tokens.upos[end - 1] == Upos::noun ||
                    d_.tokens.upos[end - 1] == Upos::propn;
  if (!said && (!noun || (fall && (!the || lower(end) == "of")))) {
    at_ = start;
    return false;
  }
  if (said && fall && !noun && relation == Relation::none && e_.year == 0) {
    at_ = start;
    return false;
  }
  return true;
}

bool Scanner::holiday() {
  const std::uint32_t start = at_;
  if (!capital(at_)) {
    return false;
  }
  const auto hit = take(TimeClass::holiday);
  if (!hit) {
    at_ = start;
    return false;
  }
  e_.shape = TimeShape::holiday;
  e_.text = hit->value;
  year_tail();
  return true;
}

}  // namespace sayso::mention
