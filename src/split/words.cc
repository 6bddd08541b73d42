// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "split/cutter.h"

namespace sayso::cut {

// Does the point at `at`, with a word character behind it, stay inside the word?
bool Cutter::inner_point(std::uint32_t segment, std::uint32_t at) const {
  const char before = text_[at - 1];
  const char after = byte(at + 1);
  if (is_digit_ascii(after)) {
    return is_digit_ascii(before);
  }
  const std::uint32_t left = at - segment;
  std::uint32_t right = 0;
  while (right < 3 && is_alpha_ascii(byte(at + 1 + right))) {
    ++right;
  }
  if (left == 1 && is_alpha_ascii(before)) {  // U.S., p.m., but J.Smith is two words
    return right == 1 || is_lower_ascii(after) || !is_lower_ascii(byte(at + 2));
  }
  if (left == 2 && right == 1 && byte(at + 2) == '.') {  // Ph.D.
    return true;
  }
  if (is_upper_ascii(after)) {  // scraped join "officials.A new", but not "ENRON.XLS"
    return is_upper_ascii(before) && right >= 2 && is_upper_ascii(byte(at + 2));
  }
  return is_lower_ascii(after);
}

bool Cutter::inner_hyphen(std::uint32_t begin, std::uint32_t at, std::uint32_t next) {
  if (!word_char(next)) {
    return false;
  }
  if (at - begin == 1 && is_upper_ascii(text_[begin]) && is_digit_ascii(byte(next))) {
    return true;  // F-16
  }
  return at - begin <= lexicon_.longest &&
         lexicon_.prefixes.contains(std::string(lower(begin, at)));
}

std::uint32_t Cutter::word(std::uint32_t begin, std::uint32_t chunk_end) {
  std::uint32_t at = begin;
  std::uint32_t segment = begin;  // begin of the part since the last point or hyphen
  bool numeric = peek(at).kind == Kind::digit;
  bool dotted = false;
  while (at < chunk_end) {
    const Char c = peek(at);
    if (c.kind == Kind::letter || c.kind == Kind::digit) {
      if (numeric && c.kind == Kind::letter) {
        numeric = false;
        std::uint32_t tail = at;
        while (tail < chunk_end && tail < at + 8 && is_alpha_ascii(text_[tail])) {
          ++tail;
        }
        if (!word_char(tail) && at - begin <= 16 && lexicon_.longest >= tail - at &&
            lexicon_.contractions.contains(unit_key(lower(at, tail)))) {
          emit_word(begin, at);  // 5pm, 10km
          next_joined_ = true;
          begin = segment = at;
        }
      }
      at += c.length;
      continue;
    }
    const std::uint32_t next = at + c.length;
    if (next >= chunk_end) {
      break;
    }
    if (numeric) {
      const std::uint32_t tail = number_tail(segment, at);
      if (tail != at) {
        segment = at + 1;
        at = tail;
        continue;
      }
    }
    if (!word_char(next)) {
      break;
    }
    if (c.kind == Kind::point && inner_point(segment, at)) {
      dotted = true;
      segment = next;
      at = next;
    } else if (c.kind == Kind::hyphen && inner_hyphen(segment, at, next)) {
      segment = next;
      at = next;
    } else if (c.kind == Kind::apostrophe && c.code != '`' && c.code != 0x2018) {
      const std::uint32_t cut = contraction(begin, at, c.length);
      if (cut != 0) {
        if (cut > begin) {
          emit_word(begin, cut);
        }
        std::uint32_t tail = next;
        while (is_alpha_ascii(byte(tail))) {
          ++tail;
        }
        emit(cut, tail, true);
        next_joined_ = true;
        // "who'd've": what follows can only be another contraction or a mark
        const Char more = peek(tail);
        return more.kind == Kind::apostrophe && contraction(tail, tail, more.length) == tail
                   ? leading_apostrophe(tail, more.length)
                   : tail;
      }
      at = next;
    } else if (c.code == '&' && is_upper_ascii(text_[at - 1]) && is_upper_ascii(byte(next))) {
      at = next;  // AT&T
    } else if (c.code == '/' && at - segment <= 2 &&
               !(is_alpha_ascii(byte(next + 1)) && is_alpha_ascii(byte(next + 2)))) {
      at = next;  // w/o, n/a
    } else {
      break;
    }
  }
  const char mark = byte(at);
  if (mark == '-' && at - begin <= 2 && at + 1 == chunk_end && !numeric) {
    ++at;  // a stammer, "f- f-"
  } else if (mark == '$' && at - begin <= 2 && is_upper_ascii(text_[begin])) {
    ++at;  // US$
  }
  return finish_word(begin, at, dotted);
}

// The word is text[begin, at); does a point behind it belong to it?
Abbreviation Cutter::point_belongs(std::uint32_t begin, std::uint32_t at, bool dotted) {
  if (byte(at) != '.' || byte(at + 1) == '.' || at - begin > 24) {
    return Abbreviation::none;
  }
  std::uint32_t look = at + 1;
  Char next = peek(look);
  while (next.length != 0 && next.kind == Kind::space && look < at + 8) {
    look += next.length;
    next = peek(look);
  }
  const bool next_upper = next.length != 0 && is_upper(next.code);
  const bool next_digit = next.kind == Kind::digit;
  const bool capital = is_upper_ascii(text_[begin]);
  const Abbreviation known = lexicon_.abbreviation(lower(begin, at));
  switch (known) {
    case Abbreviation::number:
      if (next_digit) {
        return Abbreviation::title;
      }
      break;
    case Abbreviation::name:
      if (capital && next.code == ')') {
        return Abbreviation::title;  // "Rep. Roe (D-Mass.) said"
      }
      if (capital && (next_upper || next_digit || next.code == ',')) {
        return Abbreviation::end;
      }
      break;
    case Abbreviation::none:
      break;
    case Abbreviation::inside:
      return next.length == 0 || next_upper ? Abbreviation::none : Abbreviation::title;
    default:
      return known;
  }
  if (dotted) {  // U.S., p.m., Ph.D.: every part but the last is short
    std::uint32_t part = 0;
    for (std::uint32_t i = begin; i < at; ++i) {
      part = text_[i] == '.' ? 0 : part + 1;
      if (part > 2 || !(is_alpha_ascii(text_[i]) || text_[i] == '.')) {
        return Abbreviation::none;
      }
    }
    return Abbreviation::end;
  }
  if (at == begin + 1 && capital && next_upper && text_[begin] != 'I') {
    return Abbreviation::title;  // initial: "J. Smith"
  }
  return Abbreviation::none;
}

std::uint32_t Cutter::finish_word(std::uint32_t begin, std::uint32_t at, bool dotted) {
  const Abbreviation a = point_belongs(begin, at, dotted);
  if (a != Abbreviation::none) {
    emit(begin, at + 1, next_joined_, a);
    next_joined_ = false;
    return at + 1;
  }
  return emit_word(begin, at);
}

// Is the word behind the blanks at `at` one of `words` ("a an the")?
bool Cutter::followed_by(std::uint32_t at, std::string_view words) {
  std::uint32_t begin = at;
  while (byte(begin) == ' ') {
    ++begin;
  }
  std::uint32_t end = begin;
  while (is_alpha_ascii(byte(end)) && end < begin + 12) {
    ++end;
  }
  if (begin == at || end == begin || word_char(end) || byte(end) == '-') {
    return false;
  }
  const std::string_view next = lower(begin, end);
  for (std::size_t from = words.find(next); from != std::string_view::npos;
       from = words.find(next, from + 1)) {
    const std::size_t to = from + next.size();
    if (words[from - 1] == ' ' && (to == words.size() || words[to] == ' ')) {
      return true;
    }
  }
  return false;
}

// Emits text[begin, at) as one word or, from the list of contractions, as several ("can|not"; "it|s
// a the": only before "a" or "the").
std::uint32_t Cutter::emit_word(std::uint32_t begin, std::uint32_t at) {
  const bool joined = next_joined_;
  next_joined_ = false;
  const bool acronym = at - begin <= 3 && is_upper_ascii(text_[at - 1]);  // IM, ID, but not "Im"
  if (at - begin <= 8 && at - begin >= 2 && at - begin <= lexicon_.longest && !acronym) {
    const auto found = lexicon_.contractions.find(std::string(lower(begin, at)));
    if (found != lexicon_.contractions.end()) {
      const std::string_view value = found->second;
      const std::string_view parts = value.substr(0, value.find(' '));
      if (parts.size() == value.size() || followed_by(at, value.substr(parts.size()))) {
        std::uint32_t from = begin;
        std::size_t marks = 0;
        for (std::size_t i = 0; i < parts.size(); ++i) {
          if (parts[i] == '|') {
            const auto cut = begin + static_cast<std::uint32_t>(i - marks++);
            emit(from, cut, from > begin || joined);
            from = cut;
          }
        }
        emit(from, at, true);
        return at;
      }
    }
  }
  emit(begin, at, joined);
  return at;
}

}  // namespace sayso::cut
