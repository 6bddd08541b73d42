// SPDX-License-Identifier: Apache-2.0
#include "mention/words.h"

#include <array>
#include <charconv>
#include <string>

namespace sayso::mention {
namespace {

constexpr std::array<std::string_view, kTimeClassCount> kTimeClass{
    "month",    "weekday",  "weekdays", "weekday_short", "unit",  "units",   "season", "seasons",
    "daypart",  "dayparts", "deictic",  "ref",           "set",   "holiday", "det",    "part",
    "ago",      "approx",   "few",      "every",         "clock", "zone",    "fiscal", "era",
    "yearword", "decades",  "yearlead", "notyear",       "lean",  "plan"};
constexpr std::array<std::string_view, kNumberClassCount> kNumberClass{
    "cardinal", "multiplier", "indefinite", "ordinal",
    "fraction", "currency",   "percent",    "measure"};

template <std::size_t N>
int position(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

int integer(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool is(const Document& d, std::uint32_t t, std::string_view lower) {
  return d.string(d.tokens.lower[t]) == lower;
}

bool hyphen(const Document& d, std::uint32_t t) {
  const std::string_view s = d.string(d.tokens.form[t]);
  return s == "-" || s == "‐" || s == "‑";
}

// What stands at one token: digits, or a number word.
std::optional<Number> simple_at(const Words& words, const Document& d, std::uint32_t t,
                                std::uint32_t limit) {
  if (t >= limit) {
    return std::nullopt;
  }
  const std::string_view form = d.string(d.tokens.form[t]);
  if (!form.empty() && (form[0] >= '0' && form[0] <= '9')) {
    Number n;
    n.end = t + 1;
    n.digits = true;
    if (const int ordinal = parse_ordinal_digits(form); ordinal > 0) {
      n.ordinal = true;
      n.value = ordinal;
      return n;
    }
    if (const auto value = parse_digits(form)) {
      n.value = *value;
      return n;
    }
    return std::nullopt;
  }
  const auto hit = words.number_word(d, t, limit);
  if (!hit || hit->kind > NumberClass::fraction || hit->kind == NumberClass::multiplier) {
    return std::nullopt;
  }
  Number n;
  n.end = hit->end;
  n.value = hit->value;
  n.low = hit->low;
  n.high = hit->high;
  n.indefinite = hit->kind == NumberClass::indefinite;
  n.ordinal = hit->kind == NumberClass::ordinal;
  n.fraction = hit->kind == NumberClass::fraction;
  return n;
}

// A multiplier at `t` ("million", after an optional hyphen), or 0; moves `t` behind it.
double multiplier(const Words& words, const Document& d, std::uint32_t& t, std::uint32_t limit) {
  std::uint32_t at = t;
  if (at + 1 < limit && hyphen(d, at)) {
    ++at;
  }
  if (at >= limit) {
    return 0;
  }
  const auto hit = words.number_word(d, at, limit);
  if (!hit || hit->kind != NumberClass::multiplier) {
    return 0;
  }
  t = hit->end;
  return hit->value;
}

}  // namespace

Result<Words> Words::make(const Knowledge& knowledge) {
  Words w;
  w.times_ = &knowledge.table("times");
  w.numbers_ = &knowledge.table("numbers");
  const std::uint32_t cls = w.times_->column("class");
  const std::uint32_t value = w.times_->column("value");
  for (std::uint32_t row = 0; row < w.times_->rows(); ++row) {
    const int kind = position(kTimeClass, w.times_->text(row, cls));
    if (kind < 0) {
      return Error{ErrorCode::corrupt, "table times: unknown class '" +
                                           std::string(w.times_->text(row, cls)) + "' of '" +
                                           std::string(w.times_->key(row)) + "'"};
    }
    const std::string_view text = w.times_->text(row, value);
    w.time_rows_.push_back({static_cast<TimeClass>(kind), integer(text), text});
  }
  const std::uint32_t number_class = w.numbers_->column("class");
  for (std::uint32_t row = 0; row < w.numbers_->rows(); ++row) {
    const int kind = position(kNumberClass, w.numbers_->text(row, number_class));
    if (kind < 0) {
      return Error{ErrorCode::corrupt,
                   "table numbers: unknown class of '" + std::string(w.numbers_->key(row)) + "'"};
    }
    w.number_kind_.push_back(static_cast<NumberClass>(kind));
  }
  w.value_ = w.numbers_->column("value");
  w.low_ = w.numbers_->column("low");
  w.high_ = w.numbers_->column("high");
  return w;
}

std::optional<PhraseMatch> Words::time_phrase(const Document& d, std::uint32_t t,
                                              std::uint32_t limit) const {
  return t < limit ? longest_match(*times_, d, t, limit) : std::nullopt;
}

std::optional<TimeHit> Words::of_class(const PhraseMatch& match, const Document& d,
                                       TimeClass wanted) const {
  for (std::uint32_t row = match.rows.begin; row < match.rows.end; ++row) {
    if (time_rows_[row].kind == wanted && row_fits(*times_, row, d, match.tokens)) {
      return TimeHit{match.tokens.end, time_rows_[row].value, time_rows_[row].number};
    }
  }
  return std::nullopt;
}

std::optional<TimeHit> Words::time(const Document& d, std::uint32_t t, std::uint32_t limit,
                                   TimeClass wanted) const {
  const auto match = time_phrase(d, t, limit);
  return match ? of_class(*match, d, wanted) : std::nullopt;
}

bool Words::plans(const Document& d, std::uint32_t t) const {
  const auto match = longest_match(*times_, d, t, t + 1, LastWord::form_or_lemma);
  if (!match) {
    return false;
  }
  for (std::uint32_t row = match->rows.begin; row < match->rows.end; ++row) {
    if (time_rows_[row].kind == TimeClass::plan) {
      return true;
    }
  }
  return false;
}

std::uint32_t Words::classes_of(const PhraseMatch& match) const {
  std::uint32_t bits = 0;
  for (std::uint32_t row = match.rows.begin; row < match.rows.end; ++row) {
    bits |= 1U << static_cast<unsigned>(time_rows_[row].kind);
  }
  return bits;
}

std::uint32_t Words::time_classes(const Document& d, std::uint32_t t, std::uint32_t limit) const {
  const auto match = time_phrase(d, t, limit);
  return match ? classes_of(*match) : 0;
}

std::optional<NumberHit> Words::number_word(const Document& d, std::uint32_t t,
                                            std::uint32_t limit) const {
  if (t >= limit) {
    return std::nullopt;
  }
  const auto match = longest_match(*numbers_, d, t, limit);
  if (!match) {
    return std::nullopt;
  }
  const std::uint32_t row = match->rows.begin;
  return NumberHit{match->tokens.end, double{numbers_->real(row, value_)},
                   double{numbers_->real(row, low_)}, double{numbers_->real(row, high_)},
                   number_kind_[row]};
}

std::optional<double> parse_digits(std::string_view text) {
  std::array<char, 32> digits{};
  std::size_t n = 0;
  bool point = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool inner = i > 0 && i + 1 < text.size();
    if (c >= '0' && c <= '9') {
      if (n + 1 >= digits.size()) {
        return std::nullopt;
      }
      digits[n++] = c;
    } else if (c == '.' && inner && !point && text[i + 1] >= '0' && text[i + 1] <= '9') {
      digits[n++] = c;
      point = true;
    } else if (c != ',' || !inner) {
      return std::nullopt;
    }
  }
  double value = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + n, value);
  if (n == 0 || end.ec != std::errc{}) {
    return std::nullopt;
  }
  return value;
}

int parse_ordinal_digits(std::string_view text) {
  int value = 0;
  const char* end = text.data() + text.size();
  const auto got = std::from_chars(text.data(), end, value);
  const std::string_view rest(got.ptr, static_cast<std::size_t>(end - got.ptr));
  const bool suffix = rest == "st" || rest == "nd" || rest == "rd" || rest == "th";
  return got.ec == std::errc{} && suffix ? value : 0;
}

std::optional<Number> number_at(const Words& words, const Document& d, std::uint32_t t,
                                std::uint32_t limit) {
  auto n = simple_at(words, d, t, limit);
  if (!n || n->indefinite || n->ordinal || n->fraction) {
    return n;
  }
  // twenty-five, twenty five
  if (!n->digits && n->value >= 20 && n->value < 100 && n->end < limit) {
    std::uint32_t at = n->end;
    at += at + 1 < limit && hyphen(d, at) ? 1U : 0U;
    const auto low = words.number_word(d, at, limit);
    const bool digit = low && low->value > 0 && low->value < 10;
    if (digit && (low->kind == NumberClass::cardinal || low->kind == NumberClass::ordinal)) {
      n->value += low->value;
      n->end = low->end;
      n->ordinal = low->kind == NumberClass::ordinal;
    }
  }
  // three hundred and six, 3.5 million, six thousand two hundred
  for (int steps = 0; steps < 6 && n->end < limit && !n->ordinal; ++steps) {
    const double by = multiplier(words, d, n->end, limit);
    if (by == 0) {
      break;
    }
    n->value *= by;
    std::uint32_t at = n->end;
    at += at + 1 < limit && is(d, at, "and") ? 1U : 0U;
    if (at >= limit || n->digits || by > 1000) {
      break;
    }
    const auto low = simple_at(words, d, at, limit);
    if (low && !low->digits && !low->indefinite && !low->ordinal && !low->fraction &&
        low->value < by && low->value > 0) {
      n->value += low->value;
      n->end = low->end;
    }
  }
  n->low = n->value;
  n->high = n->value;
  return n;
}

}  // namespace sayso::mention
