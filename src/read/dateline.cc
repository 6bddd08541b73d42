// SPDX-License-Identifier: Apache-2.0
#include "read/dateline.h"

#include <array>
#include <cstdint>

#include "base/text.h"
#include "base/utf8.h"

namespace sayso::read {
namespace {

constexpr std::size_t kReach = 140;  // bytes in which a dateline must end

struct Separator {
  std::size_t begin, end;
  char kind;  // '-' dash, ':' colon, '/' "/. ", ')' nothing but the agency
};

bool dash(char32_t c) {
  return c == U'—' || c == U'–' || c == U'―' || c == U'‒' || c == U'−';
}

// The next thing from `at` on that may part the dateline from the text.
std::optional<Separator> next_separator(std::string_view text, std::size_t at) {
  for (; at < text.size() && at < kReach;) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80 && c != '-' && c != ':' && c != '/' && c != ')') {
      ++at;
      continue;
    }
    const Decoded d = decode(text, at);
    const std::size_t next = at + d.length;
    const bool space_before = at > 0 && (text[at - 1] == ' ' || text[at - 1] == ')');
    const bool space_behind = next >= text.size() || space_at(text, next) != 0;
    if (dash(d.code_point)) {
      return Separator{at, next, '-'};
    }
    if (d.code_point == '-') {
      std::size_t end = next;
      while (end < text.size() && text[end] == '-') {
        ++end;
      }
      if (end - at >= 2 || (space_before && space_behind)) {
        return Separator{at, end, '-'};
      }
    }
    if (d.code_point == ':' && space_behind) {
      return Separator{at, next, ':'};
    }
    if (d.code_point == '/' && next < text.size() && text[next] == '.') {
      return Separator{next, next + 1, '/'};
    }
    if (d.code_point == ')' && space_behind && next + 1 < text.size()) {
      const std::size_t word = next + space_at(text, next);
      if (is_upper(decode(text, word).code_point) || text[word] == '"') {
        return Separator{next, next, ')'};
      }
    }
    at = next;
  }
  return std::nullopt;
}

bool letters_upper(std::string_view word) {
  std::size_t upper = 0;
  for (std::size_t at = 0; at < word.size();) {
    const Decoded d = decode(word, at);
    if (is_letter(d.code_point)) {
      if (!is_upper(d.code_point)) {
        return false;
      }
      ++upper;
    }
    at += d.length;
  }
  return upper >= 2;
}

bool capitalised(std::string_view word) {
  for (std::size_t at = 0; at < word.size();) {
    const Decoded d = decode(word, at);
    if (is_letter(d.code_point)) {
      return is_upper(d.code_point);
    }
    at += d.length;
  }
  return false;
}

// Names an agency could sign with: up to five words, capitals first, no sentence.
bool could_be_agency(std::string_view name) {
  std::size_t words = 0;
  for (std::size_t at = 0;;) {
    const std::string_view word = next_word(name, at);
    if (word.empty()) {
      break;
    }
    const bool small = word.size() <= 3 && words > 0;
    if ((!capitalised(word) && !small) || ++words > 5) {
      return false;
    }
  }
  return words > 0 && name.size() <= 48;
}

class Head {
 public:
  Head(const Tables& tables, std::string_view head) : tables_(tables), head_(head) {}

  // False if these words cannot be a dateline at all.
  bool parse() { return take_agency() && take_date() && take_place(); }

  std::string agency;
  bool agency_known = false;
  std::optional<PartialDate> date;
  std::string_view place;  // without the marks around it
  std::size_t place_words = 0;
  bool place_capitals = false;    // its first part (to the comma) is all in capitals
  std::size_t capital_words = 0;  // words of that first part
  bool known_place = false;       // looked up only where it matters: three words and more
  bool label = false;

 private:
  bool take_agency() {
    std::size_t open = head_.find('(');
    char close = ')';
    if (open == std::string_view::npos && head_.size() > 2 && head_.ends_with("/")) {
      open = head_.rfind('/', head_.size() - 2);
      close = '/';
    }
    if (open == std::string_view::npos) {
      return true;
    }
    const std::size_t end = head_.find(close, open + 1);
    if (end == std::string_view::npos) {
      return false;
    }
    std::string_view name = trim(head_.substr(open + 1, end - open - 1));
    std::string_view known = look_up(*tables_.agencies, name);
    if (known.empty()) {
      if (const auto hit = phrase_at(*tables_.agencies, name)) {
        known = tables_.agencies->text(hit->rows.begin, 1);
      }
    }
    if (known.empty() && !could_be_agency(name)) {
      return false;
    }
    agency_known = !known.empty();
    agency = known.empty() ? name : known;
    if (!trim(head_.substr(end + 1)).empty()) {
      return false;
    }
    head_ = head_.substr(0, open);
    return true;
  }

  bool take_date() {
    const auto hit = find_partial_date(*tables_.calendar, head_);
    if (!hit) {
      return true;
    }
    date = hit->date;
    const std::string_view behind = head_.substr(hit->end);
    for (std::size_t at = 0;;) {  // a second name may follow: "Jan 5, Moscow"
      const std::string_view word = next_word(behind, at);
      if (word.empty()) {
        break;
      }
      if (fold_hash(word).empty()) {
        continue;
      }
      if (!capitalised(word)) {
        return false;
      }
      ++place_words;
    }
    place = without_marks(behind);
    head_ = head_.substr(0, hit->begin);
    return true;
  }

  static std::string_view without_marks(std::string_view words) {
    words = trim(words);
    while (!words.empty() && (words.front() == ',' || words.front() == '.')) {
      words = trim(words.substr(1));
    }
    while (!words.empty() && (words.back() == ',' || words.back() == '-' || words.back() == '/')) {
      words = trim(words.substr(0, words.size() - 1));
    }
    return words;
  }

  bool take_place() {
    bool first_part = true, capitals = true;
    std::size_t part_words = 0;
    std::string_view first_words = head_;
    if (const std::string_view words = without_marks(head_); !words.empty()) {
      place = words;
    }
    for (std::size_t at = 0;;) {
      const std::string_view word = next_word(head_, at);
      if (word.empty()) {
        break;
      }
      if (fold_hash(word).empty()) {
        continue;
      }
      if (weekday_number(*tables_.calendar, word) >= 0) {
        continue;
      }
      const bool small = word.size() <= 4 && place_words > 0;
      if (!capitalised(word) && !small) {
        return false;
      }
      if (++place_words > 8) {
        return false;
      }
      if (first_part) {
        capitals = capitals && letters_upper(word);
        ++part_words;
        if (word.ends_with(",") || word.ends_with(".")) {
          first_words = head_.substr(0, at);
          first_part = false;
        }
      }
    }
    place_capitals = part_words > 0 && part_words <= 4 && capitals;
    capital_words = part_words;
    known_place = part_words >= 3 &&
                  (tables_.places == nullptr || !tables_.places->find(first_words).empty());
    label = !tables_.labels->find(first_words).empty();
    return true;
  }

  const Tables& tables_;
  std::string_view head_;
};

bool acceptable(const Head& head, char separator, DatelineContext context) {
  const bool capitals = head.place_capitals && !context.all_capitals && !head.label;
  const bool signed_by = head.agency_known && head.place_words <= 8;
  if (signed_by) {
    return separator != ':' || head.date || capitals || head.place_words > 0;
  }
  if (separator == ')') {
    return head.date.has_value() && !head.agency.empty();
  }
  if (!head.agency.empty()) {
    return head.date.has_value() || capitals;
  }
  if (head.label) {
    return false;
  }
  if (head.date) {
    // "PARIS, July 28 -" and "Paris, July 28 -"; a bare day opens an entry of a time line.
    return head.place_words > 0 && head.place_words <= 5 &&
           (capitals || (context.first && separator == '-'));
  }
  return capitals && context.first && separator == '-' &&
         (head.capital_words <= 2 || head.known_place);
}

// "[REPORT] [TEXT]" behind the separator belongs to the dateline of monitored broadcasts.
std::size_t skip_brackets(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const std::size_t space = space_at(text, at);
    if (space != 0) {
      at += space;
      continue;
    }
    if (text[at] != '[') {
      break;
    }
    const std::size_t end = text.substr(0, at + 120).find(']', at);
    if (end == std::string_view::npos) {
      break;
    }
    at = end + 1;
  }
  return at;
}

}  // namespace

std::optional<Dateline> parse_dateline(const Tables& tables, std::string_view paragraph,
                                       DatelineContext context) {
  std::size_t from = 0;
  for (int attempt = 0; attempt < 4; ++attempt) {
    const auto separator = next_separator(paragraph, from);
    if (!separator) {
      return std::nullopt;
    }
    Head head(tables, trim(paragraph.substr(0, separator->begin)));
    if (head.parse() && acceptable(head, separator->kind, context)) {
      Dateline out;
      out.end = trim_unicode(paragraph.substr(0, separator->begin)).size();
      out.body = skip_brackets(paragraph, separator->end);
      // "(AP) —": the dash behind the agency belongs to the separator.
      const bool bare = separator->kind == ')' || separator->kind == '/';
      if (const auto dash_behind = next_separator(paragraph, separator->end);
          bare && dash_behind && dash_behind->begin <= out.body) {
        out.body = skip_brackets(paragraph, dash_behind->end);
      }
      out.agency = head.agency;
      out.date = head.date;
      out.place = head.place;
      if (out.body < paragraph.size()) {
        return out;
      }
      return std::nullopt;
    }
    from = separator->end + (separator->end == separator->begin ? 1 : 0);
  }
  return std::nullopt;
}

}  // namespace sayso::read
