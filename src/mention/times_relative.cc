// SPDX-License-Identifier: Apache-2.0
// Times told from another time, durations, sets, references.
#include "mention/times_scan.h"

namespace sayso::mention {

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
  // "the past decade" is ten years, not the calendar's decade.
  const bool long_span = relation == Relation::last && e_.unit.size() > 2 && e_.unit[0] == '1';
  if (long_span && !counted && !plural) {
    e_.shape = TimeShape::duration;
    e_.type = TimeType::duration;
    e_.count = 1;
    return true;
  }
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
  if (!plural && !hyphened && e_.count > 1900 && e_.count < 2100) {  // the 1988 quarter
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
  const bool recent = !the && word("recent");
  bool plural = false;
  if (!unit_take(plural) || (recent && !plural)) {
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
    const bool led =
        at_ > start && start > sentence_begin() &&
        (d_.tokens.upos.empty() || d_.tokens.upos[start - 1] == Upos::adp ||
         d_.tokens.upos[start - 1] == Upos::verb || d_.tokens.upos[start - 1] == Upos::sconj);
    e_.shape = TimeShape::duration;
    e_.type = TimeType::duration;
    e_.vague = true;
    if (recent) {
      if (e_.unit == "Y") {
        e_.shape = TimeShape::ref;
        e_.type = TimeType::date;
        e_.text = "PAST_REF";
      }
      return true;
    }
    if (!led && !time_at(at_, TimeClass::ago)) {
      at_ = start;
      return false;
    }
    if (const auto ago = time_at(at_, TimeClass::ago);
        ago && lower(at_) != "before" && lower(at_) != "after" && lower(at_) != "on") {
      at_ = ago->end;
      e_.shape = TimeShape::ago;
      e_.type = TimeType::date;
      e_.sign = ago->value == "-" ? -1 : 1;
      e_.at_anchor = lower(at_ - 1) == "ago";
    }
    return true;
  }
  if (the && !plural && (lower(at_) != "of" || e_.unit == "W") && !hyphen(at_) &&
      (e_.unit == "W" || e_.unit == "M" || e_.unit == "Y" || e_.unit == "Q" || e_.unit == "WE" ||
       e_.unit == "D")) {
    const bool noun_follows =
        at_ < limit_ && !d_.tokens.upos.empty() &&
        (d_.tokens.upos[at_] == Upos::noun || d_.tokens.upos[at_] == Upos::propn);
    const std::uint32_t unit_end = at_;
    if (e_.unit == "W" && word("of") && (month_date() || day_month_date()) && e_.day > 0) {
      e_.week_of = true;  // the week of March 6
      return true;
    }
    at_ = unit_end;
    if (e_.unit == "Y" && (lower(at_) == "ended" || lower(at_) == "ending") && at_ + 1 < limit_ &&
        (month_at(at_ + 1) || time_at(at_ + 1, TimeClass::deictic))) {
      e_.shape = TimeShape::duration;  // the year ended March 31 is none of the calendar's
      e_.type = TimeType::duration;
      e_.count = 1;
      return true;
    }
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
  if (!word("of")) {
    word("in");
  }
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

}  // namespace sayso::mention
