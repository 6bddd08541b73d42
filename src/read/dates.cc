// SPDX-License-Identifier: Apache-2.0
#include "read/dates.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"
#include "read/tables.h"

namespace sayso::read {
namespace {

constexpr int kFirstYear = 1980, kLastYear = 2100;
constexpr std::size_t kMaxText = 256;  // a date stands at the beginning or nowhere

int numbered(const Table& calendar, std::string_view word, std::string_view kind) {
  const RowRange rows = calendar.find(word);
  for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
    if (calendar.text(row, 1) == kind) {
      return calendar.integer(row, 2);
    }
  }
  return -1;
}

// A piece of a date: a number with its digits, or a word, or one other byte.
struct Piece {
  enum Kind : std::uint8_t { number, word, mark } kind = mark;
  std::size_t begin = 0, end = 0;
  int value = 0;
};

bool digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t read_pieces(std::string_view text, std::array<Piece, 48>& out) {
  std::size_t n = 0;
  for (std::size_t at = 0; at < text.size() && n < out.size();) {
    if (const std::size_t space = space_at(text, at); space != 0) {
      at += space;
      continue;
    }
    Piece p;
    p.begin = at;
    if (digit(text[at])) {
      p.kind = Piece::number;
      while (at < text.size() && digit(text[at])) {
        p.value = p.value < 100000000 ? p.value * 10 + (text[at] - '0') : p.value;
        ++at;
      }
    } else {
      const Decoded first = decode(text, at);
      at += first.length;
      if (is_letter(first.code_point)) {
        p.kind = Piece::word;
        while (at < text.size()) {
          const Decoded d = decode(text, at);
          if (!is_letter(d.code_point) && d.code_point != 0x2BC && d.code_point != 0x301) {
            break;
          }
          at += d.length;
        }
      }
    }
    p.end = at;
    out[n++] = p;
  }
  return n;
}

bool good_year(int year) {
  return year >= kFirstYear && year <= kLastYear;
}

std::optional<Timestamp> day_only(int year, int month, int day) {
  if (!good_year(year) || !valid_date({year, month, day})) {
    return std::nullopt;
  }
  return Timestamp{static_cast<Instant>(to_day({year, month, day})) * kDaySeconds, 0, false};
}

std::optional<Timestamp> from_epoch(std::string_view text) {
  if ((text.size() != 10 && text.size() != 13) || !std::all_of(text.begin(), text.end(), digit)) {
    return std::nullopt;
  }
  Instant seconds = 0;
  for (const char c : text.substr(0, 10)) {
    seconds = seconds * 10 + (c - '0');
  }
  Timestamp t;
  t.instant = seconds;
  t.has_clock = true;
  return t;
}

// "9:30", "9:30 am", "21.30 Uhr" behind the date; adds it to `t`. Zones: UTC, GMT, Z or nothing.
void add_clock(std::string_view text, const std::array<Piece, 48>& pieces, std::size_t n,
               Timestamp& t) {
  for (std::size_t i = 0; i + 2 < n; ++i) {
    const Piece& hour = pieces[i];
    const Piece& minute = pieces[i + 2];
    if (hour.kind != Piece::number || text[pieces[i + 1].begin] != ':' ||
        minute.kind != Piece::number || minute.end - minute.begin != 2 || hour.value > 23 ||
        minute.value > 59) {
      continue;
    }
    int h = hour.value;
    std::size_t next = i + 3;
    if (next + 1 < n && text[pieces[next].begin] == ':') {
      next += 2;  // seconds
    }
    if (next < n && pieces[next].kind == Piece::word) {
      const std::string_view half = text.substr(pieces[next].begin, 1);
      const bool dotted = next + 1 < n && text[pieces[next + 1].begin] == '.';
      const bool is_half = pieces[next].end - pieces[next].begin == 2 || dotted;
      if (is_half && (half == "p" || half == "P") && h < 12) {
        h += 12;
      } else if (is_half && (half == "a" || half == "A") && h == 12) {
        h = 0;
      }
    }
    t.instant += h * 3600 + minute.value * 60;
    t.has_clock = true;
    return;
  }
}

// 28.07.2022, 07/28/2022, 2022-07-28, 2022/7/28 at piece i.
std::optional<Timestamp> numeric(std::string_view text, const std::array<Piece, 48>& p,
                                 std::size_t i, std::size_t n, bool month_first) {
  if (i + 4 >= n || p[i].kind != Piece::number || p[i + 2].kind != Piece::number ||
      p[i + 4].kind != Piece::number) {
    return std::nullopt;
  }
  const char mark = text[p[i + 1].begin];
  if ((mark != '.' && mark != '/' && mark != '-') || text[p[i + 3].begin] != mark) {
    return std::nullopt;
  }
  const int a = p[i].value, b = p[i + 2].value;
  int c = p[i + 4].value;
  if (p[i].end - p[i].begin == 4) {
    return day_only(a, b, c);
  }
  if (p[i + 4].end - p[i + 4].begin == 2) {
    c += 2000;
  }
  const bool month_before = mark == '/' ? (a <= 12 && (b > 12 || month_first)) : b > 12;
  return month_before ? day_only(c, a, b) : day_only(c, b, a);
}

// 2022年7月28日, 2022년 7월 28일 at piece i.
std::optional<Timestamp> east_asian(const Table& calendar, std::string_view text,
                                    const std::array<Piece, 48>& p, std::size_t i, std::size_t n) {
  if (i + 4 >= n || p[i].end - p[i].begin != 4 || p[i].kind != Piece::number ||
      p[i + 1].kind != Piece::word || p[i + 2].kind != Piece::number ||
      p[i + 3].kind != Piece::word || p[i + 4].kind != Piece::number) {
    return std::nullopt;
  }
  const auto is = [&](std::size_t at, std::string_view kind) {
    return numbered(calendar, text.substr(p[at].begin, p[at].end - p[at].begin), kind) >= 0;
  };
  if (!is(i + 1, "year_mark") || !is(i + 3, "month_mark")) {
    return std::nullopt;
  }
  return day_only(p[i].value, p[i + 2].value, p[i + 4].value);
}

}  // namespace

int month_number(const Table& calendar, std::string_view word) {
  return std::max(0, numbered(calendar, word, "month"));
}
int weekday_number(const Table& calendar, std::string_view word) {
  return numbered(calendar, word, "weekday");
}

std::optional<PartialHit> find_partial_date(const Table& calendar, std::string_view text) {
  text = text.substr(0, kMaxText);
  std::array<Piece, 48> p;
  const std::size_t n = read_pieces(text, p);
  const auto word_at = [&](std::size_t i) {
    return text.substr(p[i].begin, p[i].end - p[i].begin);
  };
  const auto small = [&](std::size_t i, int most) {
    return i < n && p[i].kind == Piece::number && p[i].value >= 1 && p[i].value <= most &&
           p[i].end - p[i].begin <= 2;
  };
  for (std::size_t i = 0; i < n; ++i) {
    const int month = p[i].kind == Piece::word ? month_number(calendar, word_at(i)) : 0;
    if (month == 0) {
      continue;
    }
    PartialHit hit{{0, month, 0}, p[i].begin, p[i].end};
    // The day before ("28 July", "28. Juli", "28th of July", "28 de julio") or behind.
    std::size_t before = i;
    while (before > 0 && before + 3 > i && !(p[before - 1].kind == Piece::number)) {
      --before;
    }
    std::size_t next = i + 1;
    if (next < n && text[p[next].begin] == '.') {
      ++next;
    }
    if (before > 0 && small(before - 1, 31) &&
        (i - before == 0 || (p[before].kind != Piece::mark || text[p[before].begin] == '.'))) {
      hit.date.day = p[before - 1].value;
      hit.begin = p[before - 1].begin;
    } else if (small(next, 31)) {
      hit.date.day = p[next].value;
      hit.end = p[next].end;
      ++next;
      if (next < n && p[next].kind == Piece::word && p[next].end - p[next].begin == 2 &&
          p[next].begin == p[next - 1].end) {
        hit.end = p[next].end;  // 28th
        ++next;
      }
    } else {
      continue;
    }
    for (int skip = 0; skip < 2 && next < n; ++skip, ++next) {
      if (p[next].kind == Piece::number) {
        const std::size_t digits = p[next].end - p[next].begin;
        if (digits == 4 && good_year(p[next].value)) {
          hit.date.year = p[next].value;
          hit.end = p[next].end;
        } else if (digits == 2 && skip == 0 && p[next].value > 31) {
          hit.date.year = 1900 + p[next].value;
          hit.end = p[next].end;
        }
        break;
      }
      // "28 de julio de 2022", "July 28, 2022", "28 июля 2022"
      if (p[next].kind == Piece::word ? p[next].end - p[next].begin > 3
                                      : text[p[next].begin] != ',') {
        break;
      }
    }
    // "2022 Jul 28"
    if (hit.date.year == 0 && i > 0 && p[i - 1].kind == Piece::number &&
        p[i - 1].end - p[i - 1].begin == 4 && good_year(p[i - 1].value)) {
      hit.date.year = p[i - 1].value;
      hit.begin = p[i - 1].begin;
    }
    return hit;
  }
  return std::nullopt;
}

std::optional<Timestamp> parse_date(const Table& calendar, std::string_view text,
                                    bool month_first) {
  text = trim_unicode(text).substr(0, kMaxText);
  if (text.empty()) {
    return std::nullopt;
  }
  const auto sane = [](std::optional<Timestamp> t) {
    return t && good_year(to_date(t->day()).year) ? t : std::nullopt;
  };
  if (auto t = sane(parse_iso(text))) {
    return t;
  }
  if (auto t = sane(from_epoch(text))) {
    return t;
  }
  if (text.size() >= 5 && text.find(':') != std::string_view::npos &&
      text.find(',') != std::string_view::npos) {
    if (auto t = sane(parse_rfc822(text))) {
      return t;
    }
  }
  std::array<Piece, 48> p;
  const std::size_t n = read_pieces(text, p);
  for (std::size_t i = 0; i < n; ++i) {
    auto t = numeric(text, p, i, n, month_first);
    if (t || (t = east_asian(calendar, text, p, i, n))) {
      add_clock(text, p, n, *t);
      return t;
    }
  }
  if (const auto hit = find_partial_date(calendar, text); hit && hit->date.year != 0) {
    if (auto t = day_only(hit->date.year, hit->date.month, hit->date.day)) {
      add_clock(text, p, n, *t);
      return t;
    }
  }
  return sane(parse_rfc822(text));
}

std::optional<Timestamp> date_in_url(std::string_view url) {
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
      if (i >= url.size() || !digit(url[i])) {
        return -1;
      }
      value = value * 10 + (url[i] - '0');
    }
    return value;
  };
  for (std::size_t at = 0; at + 8 <= url.size(); ++at) {
    if ((at > 0 && digit(url[at - 1])) || !digit(url[at])) {
      continue;
    }
    const int year = number(at, 4);
    if (!good_year(year)) {
      continue;
    }
    const char mark = url[at + 4];
    if (mark == '/' || mark == '-' || mark == '_' || mark == '.') {
      const bool short_month = number(at + 5, 2) < 0;
      const int month = short_month ? number(at + 5, 1) : number(at + 5, 2);
      const std::size_t day_at = at + (short_month ? 7 : 8);
      if (month < 1 || day_at > url.size() || url[day_at - 1] != mark) {
        continue;
      }
      const bool short_day = number(day_at, 2) < 0;
      const int day = short_day ? number(day_at, 1) : number(day_at, 2);
      const std::size_t end = day_at + (short_day ? 1 : 2);
      if (end < url.size() && digit(url[end])) {
        continue;
      }
      if (auto t = day_only(year, month, day)) {
        return t;
      }
    } else if (number(at + 4, 4) >= 0 && (at + 8 == url.size() || !digit(url[at + 8]))) {
      if (auto t = day_only(year, number(at + 4, 2), number(at + 6, 2))) {
        return t;
      }
    }
  }
  return std::nullopt;
}

}  // namespace sayso::read
