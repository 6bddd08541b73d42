// SPDX-License-Identifier: Apache-2.0
// Days of the week, parts of a day, clock times; numbers and units of time.
#include "mention/times_scan.h"

namespace sayso::mention {

bool Scanner::weekday_take(int& weekday) {
  if (!capital(at_)) {
    return false;
  }
  if (const auto hit = take(TimeClass::weekday)) {
    weekday = hit->number;
    return true;
  }
  const auto hit = time_at(at_, TimeClass::weekday_short);
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
  if (zone == std::nullopt && lower(at_) == "(" && time_at(at_ + 1, TimeClass::zone) &&
      lower(at_ + 2) == ")") {
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
    Scanner inner(words_, d_, phrases_, t, limit_);
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
  const bool day_follows = hit && time_at(at_, TimeClass::deictic);
  if (!hit || (!the && !day_follows && w != "midnight" && w != "noon" && w != "dawn" &&
               w != "midday" && w != "dusk")) {
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
  const bool joined = word("of") || word("on");
  {  // the morning of Sept. 11, the evening of Friday, mid-afternoon yesterday
    Scanner inner(words_, d_, phrases_, at_, limit_);
    inner.at_ = at_;
    if (at_ < limit_ &&
        (inner.month_date() || inner.day_month_date() || inner.weekday() ||
         (!joined && inner.deictic())) &&
        inner.e_.type == TimeType::date &&
        (inner.e_.day > 0 || inner.e_.weekday > 0 || inner.e_.shape == TimeShape::deictic)) {
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

// [late] [last] Friday [morning] [last week], Mondays
bool Scanner::weekday() {
  const std::uint32_t start = at_;
  if (const auto plural = time_at(at_, TimeClass::weekdays); plural && capital(at_)) {
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
  if (const auto part = time_at(at_, TimeClass::daypart);
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

}  // namespace sayso::mention
