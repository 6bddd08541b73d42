// SPDX-License-Identifier: Apache-2.0
#include "read/marks.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "base/utf8.h"

namespace sayso::read {
namespace {

// Removes one closing mark (quote, bracket) at the end; false if there is none.
bool drop_closing(std::string_view& text) {
  static constexpr std::array<std::string_view, 9> kClosing{"”", "\"", "'", "’", ")",
                                                            "]", "»",  "›", "*"};
  for (const std::string_view c : kClosing) {
    if (text.ends_with(c)) {
      text.remove_suffix(c.size());
      return true;
    }
  }
  return false;
}

bool only_marks(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Decoded d = decode(text, at);
    if (is_letter(d.code_point) || is_digit(d.code_point)) {
      return false;
    }
    at += d.length;
  }
  return true;
}

}  // namespace

bool ends_like_sentence(std::string_view text) {
  for (int i = 0; i < 3 && drop_closing(text); ++i) {
  }
  static constexpr std::array<std::string_view, 6> kStops{".", "!", "?", "…", "。", "।"};
  return std::any_of(kStops.begin(), kStops.end(),
                     [&](std::string_view stop) { return text.ends_with(stop); });
}

namespace {
// False where ends_like_sentence(text.substr(0, end)) is sure to be: behind a letter, a digit, a
// comma.
bool may_end_sentence(std::string_view text, std::size_t end) {
  const char c = end == 0 ? ' ' : text[end - 1];
  return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ',' ||
           c == ' ' || c == '-' || c == ';' || c == ':');
}
}  // namespace

std::size_t stray_stop(std::string_view text) {
  const std::size_t whole = text.size();
  std::string_view left = trim_unicode(text);
  while (left.ends_with(".")) {
    const std::string_view before = left.substr(0, left.size() - 1);
    const std::string_view trimmed = trim_unicode(before);
    if (trimmed.size() == before.size() || !ends_like_sentence(trimmed)) {
      break;
    }
    left = trimmed;
  }
  return left.size() == trim_unicode(text).size() ? whole : left.size();
}

bool Marks::furniture(std::string_view text) const {
  if (text.size() > 600) {
    return false;
  }
  if (only_marks(text)) {
    return true;
  }
  const auto hit = phrase_at(*t_.furniture, text);
  if (!hit) {
    return false;
  }
  const std::string_view behind = text.substr(hit->end);
  if (only_marks(behind)) {
    return has_value(*t_.furniture, hit->rows, "whole") ||
           has_value(*t_.furniture, hit->rows, "end") ||
           (has_value(*t_.furniture, hit->rows, "start") && !text.ends_with(".")) ||
           has_value(*t_.furniture, hit->rows, "label");
  }
  if (has_value(*t_.furniture, hit->rows, "start")) {
    // "Sign up for our newsletter", "Follow us on ..." - but not "Help us understand, he said".
    return count_words(text, 41) <= 40 && text.find("said") == std::string_view::npos;
  }
  if (has_value(*t_.furniture, hit->rows, "label")) {
    const std::string_view label = trim(text.substr(0, hit->end));
    return (label.ends_with(":") || trim(behind).starts_with("|")) &&
           count_words(behind, 26) <= 25 && !ends_like_sentence(behind);
  }
  return false;
}

bool Marks::pays(std::string_view text) const {
  text = text.substr(0, 400);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    if (next_word(text, at).empty()) {
      return false;
    }
    const auto hit = phrase_at(*t_.furniture, text, begin);
    if (hit && has_value(*t_.furniture, hit->rows, "pay")) {
      return true;
    }
  }
  return false;
}

bool Marks::section(std::string_view heading) const {
  std::size_t count = 0;
  for (std::size_t at = 0; at < heading.size() && count < 10; ++count) {
    const std::size_t begin = at;
    if (next_word(heading, at).empty()) {
      break;
    }
    const auto hit = phrase_at(*t_.furniture, heading, begin);
    if (!hit || !has_value(*t_.furniture, hit->rows, "section")) {
      continue;
    }
    // One word ("Comments", "Related") must be all of it; two and more may stand anywhere
    // ("Harbour Post's most read stories").
    const bool several = count_words(heading.substr(begin, hit->end - begin), 2) >= 2;
    if (several || (begin == 0 && only_marks(heading.substr(hit->end)))) {
      return true;
    }
  }
  return false;
}

bool Marks::credits_begin(std::string_view text) const {
  const auto hit = phrase_at(*t_.credits, text);
  return hit && (hit->end == text.size() || count_words(text, 120) < 120) &&
         is_upper(decode(text, text.find_first_not_of("([*-– ") == std::string_view::npos
                                   ? 0
                                   : text.find_first_not_of("([* "))
                      .code_point);
}

bool Marks::correction(std::string_view text) const {
  const auto hit = phrase_at(*t_.corrections, text);
  if (!hit) {
    return false;
  }
  const std::string_view cue = trim(text.substr(0, hit->end));
  const bool bracketed = text.starts_with("(") || text.starts_with("[");
  const bool several = count_words(cue, 3) >= 3;
  return bracketed || several || cue.ends_with(":") || trim(text.substr(hit->end)).starts_with("—");
}

bool like_person_name(std::string_view name) {
  std::size_t count = 0, capitals = 0;
  for (std::size_t at = 0;;) {
    const std::string_view word = next_word(name, at);
    if (word.empty()) {
      break;
    }
    ++count;
    const Decoded first = decode(word, 0);
    if (is_digit(first.code_point) ||
        word.find_first_of("@/:;!?_=<>{}") != std::string_view::npos) {
      return false;
    }
    capitals += is_upper(first.code_point) ? 1 : 0;
  }
  return count >= 2 && count <= 5 && capitals >= 2 && name.size() <= 60;
}

std::vector<std::string> split_names(std::string_view text) {
  std::vector<std::string> out;
  std::string current;
  const auto flush = [&] {
    const std::string_view name = trim(current);
    if (like_person_name(name) && std::find(out.begin(), out.end(), name) == out.end() &&
        out.size() < 12) {
      out.emplace_back(name);
    }
    current.clear();
  };
  for (std::size_t at = 0;;) {
    std::string_view word = next_word(text, at);
    if (word.empty()) {
      break;
    }
    if (word == "and" || word == "&" || word == "und" || word == "et" || word == "y" ||
        word == "|" || word == "-" || word == "–" || word == "—" || word == "in" || word == "for" ||
        word == "/" || word == "·" || word == "•") {
      flush();
      continue;
    }
    const bool comma = word.ends_with(",") || word.ends_with(";") || word.ends_with(":");
    if (comma) {
      word.remove_suffix(1);
    }
    current.append(current.empty() ? "" : " ").append(word);
    if (comma) {
      flush();
    }
  }
  flush();
  return out;
}

std::optional<std::size_t> byline_cue(const Tables& tables, std::string_view text) {
  const auto hit = phrase_at(*tables.bylines, text);
  for (std::uint32_t row = hit ? hit->rows.begin : 0; hit && row < hit->rows.end; ++row) {
    if (tables.bylines->text(row, 1) != "role") {
      return hit->end;
    }
  }
  return std::nullopt;
}

namespace {

// The words behind the cue if all of them but small ones are capitalised: "By the time he ..." is
// no byline.
std::optional<std::string_view> behind_byline_cue(const Tables& t, std::string_view text) {
  if (text.size() > 200 || count_words(text, 21) > 20 || ends_like_sentence(text)) {
    return std::nullopt;
  }
  const auto cue = byline_cue(t, text);
  if (!cue) {
    return std::nullopt;
  }
  const std::string_view names = trim(text.substr(*cue));
  std::size_t capitals = 0;
  for (std::size_t at = 0;;) {
    const std::string_view word = next_word(names, at);
    if (word.empty()) {
      break;
    }
    const Decoded first = decode(word, 0);
    if (is_letter(first.code_point) && !is_upper(first.code_point) && word.size() > 5) {
      return std::nullopt;
    }
    capitals += is_upper(first.code_point) ? 1 : 0;
  }
  return capitals > 0 ? std::optional(names) : std::nullopt;
}

}  // namespace

bool Marks::byline(std::string_view text) const {
  const auto names = behind_byline_cue(t_, text);
  return names && count_words(*names, 2) >= 2;
}

std::vector<std::string> Marks::byline_names(std::string_view text) const {
  const auto names = behind_byline_cue(t_, text);
  if (!names) {
    return {};
  }
  std::vector<std::string> out = split_names(*names);
  // Of "By Ann Lee, Reuters" or "By Ann Lee, The Associated Press" the agency is no author.
  out.erase(std::remove_if(out.begin(), out.end(),
                           [&](const std::string& n) { return !t_.agencies->find(n).empty(); }),
            out.end());
  return out;
}

bool Marks::caption(std::string_view text) const {
  if (const auto hit = phrase_at(*t_.captions, text)) {
    if (has_value(*t_.captions, hit->rows, "start")) {
      return true;
    }
    const std::string_view cue = trim(text.substr(0, hit->end));
    if (has_value(*t_.captions, hit->rows, "label") && cue.ends_with(":")) {
      return true;
    }
  }
  // "... on July 27, 2022. REUTERS/Ann Lee", "... AFP via Getty Images", "(AP Photo/Bo Chen)"
  std::array<std::size_t, 6> begins{};
  std::size_t n = 0;
  const auto words_from = [&](std::size_t at) {
    n = 0;
    while (true) {
      const std::string_view word = next_word(text, at);
      if (word.empty()) {
        break;
      }
      begins[n++ % begins.size()] = static_cast<std::size_t>(word.data() - text.data());
    }
  };
  // The last words alone: of a long text what stands behind a blank near its end.
  const std::size_t blank = text.size() > 256 ? text.find(' ', text.size() - 256) : text.npos;
  words_from(blank == text.npos ? 0 : blank);
  if (blank != text.npos && n < begins.size()) {
    words_from(0);
  }
  for (std::size_t back = 1; back <= std::min<std::size_t>(n, begins.size()); ++back) {
    const std::size_t begin = begins[(n - back) % begins.size()];
    const auto hit = phrase_at(*t_.captions, text, begin);
    if (hit && has_value(*t_.captions, hit->rows, "end") && only_marks(text.substr(hit->end))) {
      return true;
    }
  }
  const std::size_t slash = text.rfind("REUTERS/");
  const std::size_t photo = text.rfind("Photo/");
  return (slash != std::string_view::npos && text.size() - slash < 60) ||
         (photo != std::string_view::npos && text.size() - photo < 60 && text.ends_with(")"));
}

std::size_t Marks::tail_begin(std::string_view text) const {
  // Sentence ends among the last 160 bytes; the furthest prompt that reaches to the end wins.
  std::size_t best = text.size();
  const std::size_t from = text.size() > 160 ? text.size() - 160 : 0;
  for (std::size_t at = from; at < text.size(); ++at) {
    if (at == 0 || space_at(text, at) == 0 ||
        (text[at - 1] != ' ' && !may_end_sentence(text, at))) {
      continue;
    }
    const std::string_view before = trim_unicode(text.substr(0, at));
    if (!ends_like_sentence(before)) {
      continue;
    }
    const auto hit = phrase_at(*t_.furniture, text, at);
    if (hit && has_value(*t_.furniture, hit->rows, "end") && only_marks(text.substr(hit->end))) {
      best = before.size();
      break;
    }
  }
  return best;
}

std::size_t Marks::credits_inside(std::string_view text) const {
  const std::size_t from = text.size() > 900 ? text.size() - 900 : 0;
  for (std::size_t at = from; at < text.size(); ++at) {
    const bool bracket = text[at] == '(';
    if (!bracket) {
      if (at == 0 || space_at(text, at) == 0 || !may_end_sentence(text, at) ||
          !ends_like_sentence(text.substr(0, at))) {
        continue;
      }
    }
    const auto hit = phrase_at(*t_.credits, text, at);
    if (!hit) {
      continue;
    }
    const std::string_view cue = trim(text.substr(at, hit->end - at));
    const std::size_t letter = cue.find_first_not_of("([ ");
    if (letter == std::string_view::npos || !is_upper(decode(cue, letter).code_point)) {
      continue;
    }
    // A sentence "Contributions by X were small" is none: credits have a capital behind the cue.
    std::size_t next = hit->end;
    const std::string_view name = next_word(text, next);
    if (!name.empty() && is_upper(decode(name, 0).code_point)) {
      return at;
    }
  }
  return text.size();
}

}  // namespace sayso::read
