// SPDX-License-Identifier: Apache-2.0
// Finding time expressions: at each token that a time word or a number begins, the longest of the
// patterns below. Nothing is resolved here.
#include "mention/times.h"

#include "base/text.h"

namespace sayso::mention {
namespace {

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

std::optional<TimeHit> Scanner::month_at(std::uint32_t t) const {
  if (!capital(t)) {
    return std::nullopt;
  }
  auto hit = words_.time(d_, t, limit_, TimeClass::month);
  if (!hit) {
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
  const std::string_view f = form(t);
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
  const auto unit = words_.time_classes(d_, t + 1, limit_);
  return (unit & (1U << static_cast<unsigned>(TimeClass::units))) == 0;
}

bool Scanner::weekday_take(int& weekday) {
  if (!capital(at_)) {
    return false;
  }
  if (const auto hit = take(TimeClass::weekday)) {
    weekday = hit->number;
    return true;
  }
  const auto hit = words_.time(d_, at_, limit_, TimeClass::weekday_short);
  const std::string_view f = form(at_);
  const std::string_view next = form(at_ + 1);
  const bool sure = f.back() == '.' || next == "," || next == "." ||
                    (!next.empty() && next[0] >= '0' && next[0] <= '9') ||
                    (hit && month_at(hit->end));
  if (hit && sure &&
      (f != "Sun" && f != "Sat" ? true : month_at(at_ + 1 + (next == ",")).has_value())) {
    weekday = hit->number;
    at_ = hit->end;
    return true;
  }
  return false;
}

bool Scanner::relation_take(Relation& relation) {
  const auto hit = take(TimeClass::det);
  if (!hit) {
    return false;
  }
  const std::string_view v = hit->value;
  relation = v == "last"   ? Relation::last
             : v == "next" ? Relation::next
             : v == "this" ? Relation::self
             : v == "same" ? Relation::same
                           : Relation::latest;
  return true;
}

bool Scanner::part_take() {
  const auto hit = take(TimeClass::part);
  if (!hit) {
    return false;
  }
  const std::string_view v = hit->value;
  e_.part = v == "START"    ? Part::start
            : v == "END"    ? Part::end
            : v == "MID"    ? Part::mid
            : v == "BEFORE" ? Part::before
            : v == "AFTER"  ? Part::after
                            : Part::none;
  if (hyphen(at_)) {
    ++at_;
  }
  return true;
}

bool Scanner::unit_take(bool& plural) {
  plural = false;
  auto hit = take(TimeClass::unit);
  if (!hit) {
    hit = take(TimeClass::units);
    plural = hit.has_value();
  }
  if (!hit || hit->value == "SE") {
    return false;
  }
  e_.unit = hit->value;
  return true;
}

// A number, "several", "a"; fills count or vague.
bool Scanner::count_take() {
  if (const auto few = take(TimeClass::few)) {
    e_.vague = few->value == "X";
    e_.count = few->number;
    if (e_.vague) {  // a few hundred: leave it
      return true;
    }
    if (few->number == 1) {
      const auto big = number_at(words_, d_, at_, limit_);
      if (big && !big->digits && big->value >= 100 && !big->ordinal) {
        e_.count = big->value;
        at_ = big->end;
      }
    }
    return true;
  }
  const auto n = number_at(words_, d_, at_, limit_);
  if (!n || n->ordinal || (n->fraction && n->value != 0.5)) {
    return false;
  }
  at_ = n->end;
  e_.count = n->value;
  e_.vague = n->indefinite && n->low != n->high;
  if (dash(at_) && !hyphen(at_)) {  // two to three, 5-10
    const auto high = number_at(words_, d_, at_ + 1, limit_);
    if (high && !high->ordinal) {
      at_ = high->end;
    }
  } else if (lower(at_) == "or" || hyphen(at_)) {
    const auto high = number_at(words_, d_, at_ + 1, limit_);
    if (high && !high->ordinal && high->value > e_.count && high->digits == n->digits) {
      at_ = high->end;
    }
  }
  if (lower(at_) == "and" && lower(at_ + 1) == "a" && lower(at_ + 2) == "half") {
    at_ += 3;
    e_.count += 0.5;
  }
  return true;
}

bool Scanner::daypart_take() {
  const std::uint32_t start = at_;
  part_take();
  if (word("in")) {
    word("the");
  }
  const auto hit = take(TimeClass::daypart);
  if (!hit) {
    at_ = start;
    return false;
  }
  e_.daypart = hit->value;
  e_.type = TimeType::time;
  return true;
}

// 7:35 p.m., 5 pm, 0600 GMT, 10 o'clock, noon GMT
bool Scanner::clock_take() {
  const std::uint32_t start = at_;
  std::string_view f = form(at_);
  if (f.empty() || f[0] < '0' || f[0] > '9') {
    return false;
  }
  char suffix = 0;
  if (f.size() > 2 && (f.back() == 'm' || f.back() == 'M')) {  // 10am, 7:30pm
    suffix = static_cast<char>(f[f.size() - 2] | 0x20);
    f.remove_suffix(2);
  }
  int parts[3] = {-1, -1, -1};
  int n = 0;
  int value = 0;
  int digits = 0;
  bool colon = false;
  for (const char c : f) {
    if (c >= '0' && c <= '9') {
      value = value * 10 + (c - '0');
      if (++digits > 4) {
        return false;
      }
    } else if ((c == ':' || c == '.' || c == 'h') && digits > 0 && n < 2) {
      parts[n++] = value;
      colon = colon || c == ':';
      value = digits = 0;
    } else {
      return false;
    }
  }
  parts[n++] = value;
  if (n == 1 && f.size() == 4 && (parts[0] % 100) < 60) {
    parts[1] = parts[0] % 100;
    parts[0] /= 100;
  } else if (n == 1 && f.size() > 2) {
    return false;
  }
  ++at_;
  if (n == 1 && lower(at_) == ":" && form(at_ + 1).size() == 2 && parse_digits(form(at_ + 1))) {
    parts[1] = static_cast<int>(*parse_digits(form(at_ + 1)));
    colon = true;
    at_ += 2;
  }
  if (suffix == 0) {
    if (const auto half = take(TimeClass::clock)) {
      suffix = half->value[0];
    }
  }
  if (suffix != 0 && suffix != 'o' && suffix != 'a' && suffix != 'p') {
    suffix = 0;
  }
  const bool four = n == 1 && f.size() == 4;
  const auto zone = take(TimeClass::zone);
  if (zone) {
    e_.zone = zone->value.empty() ? TimeExpr::kNoZone : zone->number;
  }
  const bool said = suffix != 0 || (colon && parts[0] < 24) || (four && zone) || (zone && n == 2);
  if (!said || parts[0] > 24 || parts[1] > 59) {
    at_ = start;
    return false;
  }
  if (zone == std::nullopt && lower(at_) == "(" &&
      words_.time(d_, at_ + 1, limit_, TimeClass::zone) && lower(at_ + 2) == ")") {
    at_ += 3;
  }
  e_.hour = parts[0];
  if (suffix == 'p' && e_.hour < 12) {
    e_.hour += 12;
  } else if (suffix == 'a' && e_.hour == 12) {
    e_.hour = 0;
  }
  e_.minute = parts[1];
  e_.second = parts[2];
  e_.type = TimeType::time;
  return true;
}

// ", 1989" or "1989" or "last year" after a month or a day.
void Scanner::year_tail() {
  std::uint32_t t = at_;
  t += lower(t) == "," ? 1U : 0U;
  t += lower(t) == "of" ? 1U : 0U;
  if (const int year = year_at(t); year > 0) {
    e_.year = year;
    at_ = t + 1;
    if (words_.time(d_, at_, limit_, TimeClass::era)) {
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
    part_take();
    if (lower(at_) == "of" || lower(at_) == "the") {
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
  if (lower(at_) == "." && !d_.tokens.has(at_ - 1, kSpaceAfter) && form(at_ - 1).size() <= 4) {
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
  const std::uint32_t start = at_;
  part_take();
  const bool part = at_ > start;
  if (lower(at_) == "of") {
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
  const bool said = at_ > start;
  const int year = year_at(at_);
  if (year == 0 || (!said && !plain_year_fits(at_, year)) || form(at_).size() != 4) {
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
  std::string_view f = form(at_);
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
    if (const auto hit = words_.time(d_, at_, limit_, TimeClass::decades)) {
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
    if (e_.year == 0 && relation == Relation::none) {
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
  if (!said && (!noun || (fall && !the))) {
    at_ = start;
    return false;
  }
  if (said && fall && !noun && relation == Relation::none && e_.year == 0) {
    at_ = start;
    return false;
  }
  return true;
}

// [late] [last] Friday [morning] [last week], Mondays
bool Scanner::weekday() {
  const std::uint32_t start = at_;
  if (const auto plural = words_.time(d_, at_, limit_, TimeClass::weekdays);
      plural && capital(at_)) {
    at_ = plural->end;
    e_.shape = TimeShape::set;
    e_.type = TimeType::set;
    e_.weekday = plural->number;
    return true;
  }
  word("the");
  part_take();
  if (at_ > start && lower(start) != "the") {
    word("on");
  }
  Relation relation = Relation::none;
  relation_take(relation);
  if (const auto part = words_.time(d_, at_, limit_, TimeClass::daypart);
      part && (lower(at_) == "noon" || lower(at_) == "midnight")) {
    e_.daypart = part->value;
    e_.type = TimeType::time;
    at_ = part->end;
    word("on");
  }
  int day = 0;
  if (!weekday_take(day)) {
    at_ = start;
    return false;
  }
  e_.shape = TimeShape::weekday;
  e_.weekday = day;
  e_.relation = relation;
  const Part part = e_.part;
  const std::uint32_t end = at_;
  if (daypart_take()) {
    e_.part = part;
    return true;
  }
  at_ = end;
  e_.part = part;
  if (const auto nights = take(TimeClass::dayparts)) {
    e_.daypart = nights->value;
    e_.shape = TimeShape::set;
    e_.type = TimeType::set;
    return true;
  }
  // Friday last week, Monday next week
  Relation week = Relation::none;
  if (relation == Relation::none && relation_take(week) && word("week") &&
      (week == Relation::last || week == Relation::next || week == Relation::self)) {
    e_.relation = week;
    e_.unit = "W";
    return true;
  }
  at_ = end;
  return true;
}

bool Scanner::deictic() {
  const std::uint32_t start = at_;
  part_take();
  const auto hit = take(TimeClass::deictic);
  if (!hit) {
    at_ = start;
    return false;
  }
  e_.shape = TimeShape::deictic;
  e_.count = hit->number;
  e_.at_anchor = hit->value.empty() || hit->value.back() != 'D';
  if (hit->value.size() > 2 && hit->value.back() == 'I') {
    e_.daypart = "NI";
    e_.type = TimeType::time;
  } else {
    const std::uint32_t end = at_;
    const Part kept = e_.part;
    if (!daypart_take()) {
      at_ = end;
    }
    e_.part = kept;
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

bool Scanner::set_word() {
  const auto hit = take(TimeClass::set);
  if (!hit || (capital(begin_) && begin_ != sentence_begin())) {  // Daily Mail
    return false;
  }
  e_.shape = TimeShape::set;
  e_.type = TimeType::set;
  e_.text = hit->value;
  return true;
}

// every day, each of the past three years, every other week, every Friday
bool Scanner::every() {
  const std::uint32_t start = at_;
  const auto hit = take(TimeClass::every);
  if (!hit) {
    return false;
  }
  e_.shape = TimeShape::set;
  e_.type = TimeType::set;
  e_.count = hit->number;
  int day = 0;
  if (weekday_take(day)) {
    e_.weekday = day;
    daypart_take();
    e_.type = TimeType::set;
    return true;
  }
  if (const auto month = month_at(at_)) {
    e_.month = month->number;
    at_ = month->end;
    return true;
  }
  if (const auto season = take(TimeClass::season)) {
    e_.season = season->value;
    return true;
  }
  if (const auto part = take(TimeClass::daypart)) {
    e_.daypart = part->value;
    return true;
  }
  if (const auto n = number_at(words_, d_, at_, limit_); n && !n->ordinal && !n->fraction) {
    at_ = n->end;
    e_.count = n->value;
  }
  bool plural = false;
  if (unit_take(plural)) {
    return true;
  }
  at_ = start;
  return false;
}

// last week, the past three years, earlier this month, the next few days, that year, the same day
bool Scanner::relative_unit() {
  const std::uint32_t start = at_;
  const bool part = part_take();
  if (part) {
    word("in");
    word("of");
  }
  const std::uint32_t the = at_;
  word("the");
  if (lower(at_) == "first" || lower(at_) == "final" ||
      lower(at_) == "opening") {  // first nine months
    ++at_;
    const std::uint32_t number = at_;
    bool many = false;
    if (count_take() && at_ > number && unit_take(many) && many) {
      e_.shape = TimeShape::duration;
      e_.type = TimeType::duration;
      return true;
    }
    at_ = start;
    return false;
  }
  Relation relation = Relation::none;
  if (!relation_take(relation)) {
    at_ = start;
    return false;
  }
  if (relation == Relation::last && lower(at_) == "and") {
    at_ = start;
    return false;
  }
  const std::uint32_t number = at_;
  const bool counted = count_take() && at_ > number && lower(number) != "a";
  if (!counted) {
    at_ = number;
    e_.count = 0;
    e_.vague = false;
  }
  word("fiscal");
  bool plural = false;
  const std::uint32_t unit_at = at_;
  if (!unit_take(plural)) {
    if (const auto day = take(TimeClass::daypart); day && !counted && !part) {
      e_.shape = TimeShape::deictic;  // this morning, the previous night
      e_.type = TimeType::time;
      e_.daypart = day->value;
      e_.at_anchor = relation == Relation::self;
      e_.count = relation == Relation::last ? -1 : relation == Relation::next ? 1 : 0;
      return true;
    }
    at_ = start;
    return false;
  }
  if (hyphen(at_)) {  // "last two-week ..." is a modifier of something else
    at_ = start;
    return false;
  }
  e_.relation = relation;
  e_.at_anchor = lower(number - 1) != "following" && lower(number - 1) != "previous" &&
                 lower(number - 1) != "same" && lower(number - 1) != "that" &&
                 lower(number - 1) != "preceding" && lower(number - 1) != "prior";
  const bool span = counted || plural;
  if (span && !(counted && e_.count == 1 && !plural)) {
    e_.shape = TimeShape::duration;
    e_.type = TimeType::duration;
    e_.vague = e_.vague || !counted;
    if (!counted && the == number - 1 && lower(unit_at - 1) == "last") {
      at_ = start;
      return false;
    }
    return true;
  }
  if (e_.unit == "N") {
    e_.shape = TimeShape::deictic;
    e_.type = TimeType::time;
    e_.daypart = "NI";
    e_.count = relation == Relation::last ? -1 : relation == Relation::next ? 1 : 0;
    return true;
  }
  e_.shape = TimeShape::unit;
  if (e_.unit.size() == 2 && e_.unit[0] == 'T') {  // "the last minute", "this hour"
    e_.shape = TimeShape::duration;
    e_.type = TimeType::duration;
    e_.count = 1;
    if (relation != Relation::last && relation != Relation::next) {
      at_ = start;
      return false;
    }
  }
  return true;
}

// three weeks ago, more than three weeks, two years later, a five-year plan, 25-year
bool Scanner::counted() {
  const std::uint32_t start = at_;
  std::uint32_t count_begin = at_;
  if (take(TimeClass::approx)) {
    count_begin = at_;
    if (take(TimeClass::approx)) {
      count_begin = at_;
    }
  }
  const bool the = lower(at_) == "the";
  at_ += the ? 1U : 0U;
  const std::uint32_t number = at_;
  if (!count_take() || at_ == number) {
    at_ = start;
    return false;
  }
  const bool article = lower(number) == "a" || lower(number) == "an";
  bool hyphened = false;
  if (hyphen(at_)) {
    ++at_;
    hyphened = true;
  }
  if (lower(at_) == "more" || lower(at_) == "full" || lower(at_) == "consecutive" ||
      lower(at_) == "straight" || lower(at_) == "additional" || lower(at_) == "long") {
    ++at_;
  }
  bool plural = false;
  if (!unit_take(plural)) {
    at_ = start;
    return false;
  }
  if (e_.unit == "Q" && !plural && article) {  // a quarter of
    at_ = start;
    return false;
  }
  if (e_.unit == "TS" && !plural) {  // a second attempt
    at_ = start;
    return false;
  }
  if (lower(at_) == "and" && lower(at_ + 1) == "a" && lower(at_ + 2) == "half") {
    at_ += 3;
    e_.count += 0.5;
  }
  // Ages are no times: 19 years old, 19-year-old.
  const std::uint32_t old = at_ + (hyphen(at_) ? 1U : 0U);
  if (lower(old) == "old" || lower(old) == "olds" || lower(old) == "oldest") {
    at_ = start;
    return false;
  }
  if (lower(at_) == "or" && lower(at_ + 1) == "so") {
    at_ += 2;
  }
  e_.shape = TimeShape::duration;
  e_.type = TimeType::duration;
  if (hyphened && !plural) {
    if (hyphen(at_) &&
        (lower(at_ + 1) == "long" || lower(at_ + 1) == "ago" || lower(at_ + 1) == "earlier")) {
      at_ += 2;
    }
    if (lower(at_ - 1) == "ago" || lower(at_ - 1) == "earlier") {
      e_.shape = TimeShape::ago;
      e_.type = TimeType::date;
      e_.sign = -1;
      e_.at_anchor = true;
    }
    return true;
  }
  const std::uint32_t end = at_;
  if (const auto ago = take(TimeClass::ago)) {
    const std::string_view w = lower(ago->end - 1);
    const bool clause = w == "before" || w == "after" || w == "on";
    const bool closes =
        at_ >= limit_ || (!d_.tokens.upos.empty() && d_.tokens.upos[at_] == Upos::punct);
    if (!clause || (closes && w != "on")) {
      e_.shape = TimeShape::ago;
      e_.type = e_.unit[0] == 'T' ? TimeType::time : TimeType::date;
      e_.sign = ago->value == "-" ? -1 : 1;
      e_.at_anchor = w == "ago" || w == "now" || w == "today" || w == "hence" || w == "back";
      return true;
    }
    at_ = end;
  }
  if (article) {  // "a day" alone: a rate after a number, else a duration if it stands for itself
    const bool rate = number > sentence_begin() && !d_.tokens.upos.empty() &&
                      d_.tokens.upos[number - 1] != Upos::adp &&
                      d_.tokens.upos[number - 1] != Upos::verb;
    const bool noun_follows =
        at_ < limit_ && !d_.tokens.upos.empty() &&
        (d_.tokens.upos[at_] == Upos::noun || d_.tokens.upos[at_] == Upos::propn);
    if (noun_follows || lower(at_) == "of") {
      at_ = start;
      return false;
    }
    if (rate && count_begin == start && e_.unit[0] != 'T') {
      e_.shape = TimeShape::set;
      e_.type = TimeType::set;
    }
  }
  return true;
}

// months, for years, decades-long; the day, the week, the year
bool Scanner::bare_unit() {
  const std::uint32_t start = at_;
  const bool the = word("the");
  if (the && (lower(at_) == "entire" || lower(at_) == "whole" || lower(at_) == "full")) {
    ++at_;
  }
  if (lower(at_) == "year" && hyphen(at_ + 1) && lower(at_ + 2) == "end") {
    at_ += 3;
    e_.shape = TimeShape::calendar;
    e_.month = 12, e_.day = 31;
    return true;
  }
  if (lower(at_) == "year" && hyphen(at_ + 1) &&
      (lower(at_ + 2) == "ago" || lower(at_ + 2) == "earlier")) {
    at_ += 3;
    const std::uint32_t noun = at_;
    e_.shape = TimeShape::ago;
    e_.unit = "Y", e_.count = 1, e_.sign = -1, e_.at_anchor = true;
    if (the && (lower(noun) == "quarter" || lower(noun) == "period")) {
      ++at_;
    }
    return true;
  }
  bool plural = false;
  if (!unit_take(plural)) {
    at_ = start;
    return false;
  }
  if (hyphen(at_) && lower(at_ + 1) == "long") {
    at_ += 2;
    e_.vague = plural;
    e_.count = 1;
    e_.shape = TimeShape::duration;
    e_.type = TimeType::duration;
    return true;
  }
  if (plural && !the) {
    if (e_.unit == "TS" || e_.unit == "Q" || e_.unit == "TM" || e_.unit == "N") {
      at_ = start;
      return false;
    }
    if (lower(at_) == "of" && e_.unit == "D") {
      at_ = start;
      return false;
    }
    e_.shape = TimeShape::duration;
    e_.type = TimeType::duration;
    e_.vague = true;
    if (const auto ago = words_.time(d_, at_, limit_, TimeClass::ago);
        ago && lower(at_) != "before" && lower(at_) != "after" && lower(at_) != "on") {
      at_ = ago->end;
      e_.shape = TimeShape::ago;
      e_.type = TimeType::date;
      e_.sign = ago->value == "-" ? -1 : 1;
      e_.at_anchor = lower(at_ - 1) == "ago";
    }
    return true;
  }
  if (the && !plural && lower(at_) != "of" && !hyphen(at_) &&
      (e_.unit == "W" || e_.unit == "M" || e_.unit == "Y" || e_.unit == "Q" || e_.unit == "WE" ||
       e_.unit == "D")) {
    const bool noun_follows =
        at_ < limit_ && !d_.tokens.upos.empty() &&
        (d_.tokens.upos[at_] == Upos::noun || d_.tokens.upos[at_] == Upos::propn);
    if (!noun_follows) {
      e_.shape = TimeShape::unit;
      e_.relation = Relation::latest;
      e_.at_anchor = true;
      return true;
    }
  }
  at_ = start;
  return false;
}

// 9 p.m. [EST] [on] [Friday], noon Friday is weekday()'s
bool Scanner::clock() {
  const std::uint32_t start = at_;
  take(TimeClass::approx);
  if (!clock_take()) {
    at_ = start;
    return false;
  }
  e_.shape = TimeShape::clock;
  const std::uint32_t end = at_;
  std::uint32_t t = end;
  t += lower(t) == "on" ? 1U : 0U;
  t += lower(t) == "," ? 1U : 0U;
  TimeExpr day;
  static constexpr Pattern kDays[] = {&Scanner::month_date, &Scanner::day_month_date,
                                      &Scanner::weekday, &Scanner::deictic,
                                      &Scanner::relative_unit};
  for (const Pattern pattern : kDays) {
    Scanner inner(words_, d_, t, limit_);
    inner.at_ = t;
    if (t < limit_ && (inner.*pattern)() && inner.e_.type != TimeType::set &&
        (inner.e_.day > 0 || inner.e_.shape == TimeShape::weekday ||
         inner.e_.shape == TimeShape::deictic)) {
      const TimeExpr clock = e_;
      e_ = inner.e_;
      e_.hour = clock.hour, e_.minute = clock.minute, e_.second = clock.second;
      e_.zone = clock.zone;
      e_.daypart = {};
      e_.type = TimeType::time;
      at_ = inner.at_;
      return true;
    }
  }
  at_ = end;
  return true;
}

// the morning, midnight, noon, in the evening
bool Scanner::daypart_alone() {
  const std::uint32_t start = at_;
  const bool the = word("the");
  part_take();
  const auto hit = take(TimeClass::daypart);
  const std::string_view w = lower(at_ - 1);
  if (!hit ||
      (!the && w != "midnight" && w != "noon" && w != "dawn" && w != "midday" && w != "dusk")) {
    at_ = start;
    return false;
  }
  if (the && w == "night" && before(start) != "in" && before(start) != "during") {
    at_ = start;
    return false;
  }
  e_.shape = TimeShape::deictic;
  e_.type = TimeType::time;
  e_.daypart = hit->value;
  const std::uint32_t end = at_;
  if (word("of") || word("on")) {  // the morning of Sept. 11, the evening of Friday
    Scanner inner(words_, d_, at_, limit_);
    inner.at_ = at_;
    if (at_ < limit_ && (inner.month_date() || inner.day_month_date() || inner.weekday()) &&
        inner.e_.type == TimeType::date && (inner.e_.day > 0 || inner.e_.weekday > 0)) {
      e_ = inner.e_;
      e_.daypart = hit->value;
      e_.type = TimeType::time;
      at_ = inner.at_;
      return true;
    }
  }
  at_ = end;
  return true;
}

bool Scanner::reference() {
  const auto hit = take(TimeClass::ref);
  if (!hit) {
    return false;
  }
  const std::string_view w = lower(begin_);
  const bool one = at_ == begin_ + 1;
  if (one && capital(begin_) && begin_ != sentence_begin()) {
    return false;  // part of a name
  }
  if (one && (w == "earlier" || w == "recent" || w == "current" || w == "now")) {
    if (lower(at_) == "than" || (w == "now" && lower(at_) == "that")) {
      return false;
    }
  }
  e_.shape = TimeShape::ref;
  e_.text = hit->value;
  return true;
}

// the end of the year, the start of this month: "part of unit"
bool Scanner::of_period() {
  const std::uint32_t start = at_;
  if (!part_take() || e_.part == Part::before || e_.part == Part::after) {
    at_ = start;
    return false;
  }
  word("of");
  Relation relation = Relation::none;
  const bool the = word("the");
  relation_take(relation);
  bool plural = false;
  if ((!the && relation == Relation::none) || !unit_take(plural) || plural) {
    at_ = start;
    return false;
  }
  e_.shape = TimeShape::unit;
  e_.relation = relation == Relation::none ? Relation::self : relation;
  e_.at_anchor = true;
  return true;
}

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
  return found;
}

// Whether anything can begin here: a digit, a time word, a number word, "the".
bool may_begin(const Words& words, const Document& d, std::uint32_t t, std::uint32_t limit) {
  const std::string_view f = d.string(d.tokens.form[t]);
  if (f[0] >= '0' && f[0] <= '9') {
    return true;
  }
  if (f[0] == '\'' || f == "the" || f == "The") {
    return true;
  }
  return words.time_classes(d, t, limit) != 0 || words.number_word(d, t, limit).has_value();
}

}  // namespace

void TimeFinder::find(const Document& d, std::vector<TimeExpr>& out) const {
  for (const Sentence& sentence : d.sentences) {
    if (!reads_as_news(d.blocks[sentence.block].kind)) {
      continue;
    }
    for (std::uint32_t t = sentence.tokens.begin; t < sentence.tokens.end;) {
      TimeExpr expr;
      if (may_begin(words_, d, t, sentence.tokens.end) &&
          Scanner(words_, d, t, sentence.tokens.end).scan(expr)) {
        out.push_back(expr);
        t = expr.tokens.end;
      } else {
        ++t;
      }
    }
  }
}

}  // namespace sayso::mention
