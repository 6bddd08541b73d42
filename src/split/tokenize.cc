// SPDX-License-Identifier: Apache-2.0
#include "split/tokenize.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace sayso {
namespace {

enum class Kind : std::uint8_t { space, letter, digit, apostrophe, point, hyphen, mark, wide };

constexpr std::array<Kind, 256> make_kinds() {
  std::array<Kind, 256> k{};
  for (int c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    const bool digit = c >= '0' && c <= '9';
    k[c] = c >= 128               ? Kind::wide
           : letter               ? Kind::letter
           : digit                ? Kind::digit
           : c <= ' ' || c == 127 ? Kind::space
                                  : Kind::mark;
  }
  k['\''] = Kind::apostrophe;
  k['.'] = Kind::point;
  k['-'] = Kind::hyphen;
  return k;
}
constexpr std::array<Kind, 256> kKinds = make_kinds();

struct Char {
  Kind kind = Kind::space;
  std::uint32_t length = 0;  // 0 at the end
  char32_t code = 0;
};

bool is_apostrophe(char32_t c) {
  return c == '\'' || c == 0x2019 || c == 0x02BC || c == 0x00B4 || c == 0x2032 || c == '`' ||
         c == 0x2018 || c == 0xFF07;
}
bool is_hyphen(char32_t c) {
  return c == '-' || c == 0x2010 || c == 0x2011;
}

// Units share the table of contractions under keys no word can have.
std::string unit_key(std::string_view unit) {
  std::string key(1, '0');
  key += unit;
  return key;
}

bool is_upper_ascii(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower_ascii(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit_ascii(char c) {
  return c >= '0' && c <= '9';
}
bool is_alpha_ascii(char c) {
  return is_upper_ascii(c) || is_lower_ascii(c);
}

// Cuts one stretch without white space at a time.
class Cutter {
 public:
  Cutter(std::string_view text, std::uint32_t end, const SplitLexicon& lexicon,
         std::vector<RawToken>& out)
      : text_(text), end_(end), lexicon_(lexicon), out_(out) {}

  void run(std::uint32_t at);

 private:
  [[nodiscard]] Char peek(std::uint32_t at) const;
  [[nodiscard]] char byte(std::uint32_t at) const { return at < end_ ? text_[at] : '\0'; }
  [[nodiscard]] bool word_char(std::uint32_t at) const {
    const Kind k = peek(at).kind;
    return k == Kind::letter || k == Kind::digit;
  }
  [[nodiscard]] std::string_view lower(std::uint32_t begin, std::uint32_t end);
  void emit(std::uint32_t begin, std::uint32_t end, bool joined = false,
            Abbreviation abbreviation = Abbreviation::none);

  void chunk(std::uint32_t begin, std::uint32_t end, bool special);
  std::uint32_t address(std::uint32_t begin, std::uint32_t end);
  std::uint32_t word(std::uint32_t begin, std::uint32_t chunk_end);
  std::uint32_t number_tail(std::uint32_t begin, std::uint32_t at);
  bool inner_point(std::uint32_t segment, std::uint32_t at) const;
  bool inner_hyphen(std::uint32_t begin, std::uint32_t at, std::uint32_t next);
  std::uint32_t contraction(std::uint32_t begin, std::uint32_t at, std::uint32_t mark_length);
  std::uint32_t finish_word(std::uint32_t begin, std::uint32_t at, bool dotted);
  std::uint32_t emit_word(std::uint32_t begin, std::uint32_t at);
  Abbreviation point_belongs(std::uint32_t begin, std::uint32_t at, bool dotted);
  std::uint32_t leading_apostrophe(std::uint32_t at, std::uint32_t length);
  std::uint32_t marks(std::uint32_t at, Char c);
  std::uint32_t emoticon(std::uint32_t at) const;
  [[nodiscard]] std::uint32_t digits(std::uint32_t at) const;

  std::string_view text_;
  std::uint32_t end_;
  std::uint32_t chunk_begin_ = 0;
  const SplitLexicon& lexicon_;
  std::vector<RawToken>& out_;
  std::string lower_;
  bool next_joined_ = false;
};

Char Cutter::peek(std::uint32_t at) const {
  if (at >= end_) {
    return {};
  }
  const auto c = static_cast<unsigned char>(text_[at]);
  if (c < 128) {
    return {c == '`' ? Kind::apostrophe : kKinds[c], 1, c};
  }
  const Decoded d = decode(text_, at);
  const char32_t p = d.code_point;
  const std::uint32_t length = std::min(d.length, end_ - at);
  if (is_apostrophe(p)) {
    return {Kind::apostrophe, length, p};
  }
  if (is_hyphen(p)) {
    return {Kind::hyphen, length, p};
  }
  if (is_space(p)) {
    return {Kind::space, length, p};
  }
  if (is_letter(p) || (p >= 0x300 && p < 0x370)) {  // combining marks stay with their letter
    return {Kind::letter, length, p};
  }
  return {is_digit(p) ? Kind::digit : Kind::mark, length, p};
}

std::string_view Cutter::lower(std::uint32_t begin, std::uint32_t end) {
  lower_.assign(text_.substr(begin, end - begin));
  for (char& c : lower_) {
    c = is_upper_ascii(c) ? static_cast<char>(c + 32) : c;
  }
  return lower_;
}

void Cutter::emit(std::uint32_t begin, std::uint32_t end, bool joined, Abbreviation abbreviation) {
  while (end - begin > kLongestToken) {
    std::uint32_t cut = begin + kLongestToken;
    while (cut > begin + 1 && (static_cast<unsigned char>(text_[cut]) & 0xC0) == 0x80) {
      --cut;
    }
    out_.push_back({begin, cut, joined, true, Abbreviation::none});
    begin = cut;
    joined = true;
  }
  if (begin < end) {
    out_.push_back({begin, end, joined, false, abbreviation});
  }
}

void Cutter::run(std::uint32_t at) {
  while (at < end_) {
    Char c = peek(at);
    if (c.kind == Kind::space) {
      at += c.length;
      continue;
    }
    const std::uint32_t begin = at;
    bool special = false;
    while (c.length != 0 && c.kind != Kind::space) {
      special |= c.code == '@' || c.code == '#' || (c.code == '/' && byte(at + 1) == '/') ||
                 ((c.code == 'w' || c.code == 'W') && byte(at + 3) == '.');
      at += c.length;
      c = peek(at);
    }
    chunk(begin, at, special);
  }
}

void Cutter::chunk(std::uint32_t begin, std::uint32_t end, bool special) {
  chunk_begin_ = begin;
  std::uint32_t at = begin;
  while (at < end) {
    if (special) {
      const std::uint32_t next = address(at, end);
      if (next != at) {
        emit(at, next);
        at = next;
        special = false;
        continue;
      }
    }
    const Char c = peek(at);
    if (c.kind == Kind::letter || c.kind == Kind::digit) {
      at = word(at, end);
    } else if (c.kind == Kind::apostrophe) {
      at = leading_apostrophe(at, c.length);
    } else if (c.kind == Kind::point && is_digit_ascii(byte(at + 1)) &&
               (at == begin || !is_alpha_ascii(text_[at - 1]))) {
      at = word(at + 1, end);  // ".5": the point is put in front below
      for (std::size_t i = out_.size(); i-- > 0;) {
        if (out_[i].begin <= at && text_[out_[i].begin - 1] == '.') {
          --out_[i].begin;
          break;
        }
      }
    } else if (c.kind == Kind::point && at == begin && is_lower_ascii(byte(at + 1))) {
      const std::size_t first = out_.size();
      const std::uint32_t next = word(at + 1, end);  // ".doc"
      out_[first].begin = at;
      at = next;
    } else {
      at = marks(at, c);
    }
  }
}

// A web address, e-mail address, @name or #tag that begins here: where it ends; else `begin`.
std::uint32_t Cutter::address(std::uint32_t begin, std::uint32_t end) {
  const std::string_view s = text_.substr(begin, end - begin);
  std::size_t size = 0;
  const auto starts = [&](std::string_view p) {
    return s.size() > p.size() && lower(begin, begin + static_cast<std::uint32_t>(p.size())) == p;
  };
  if (s.size() > 2 && (s[0] == '@' || s[0] == '#') && is_alpha_ascii(s[1])) {
    size = 1;
    while (size < s.size() && (is_alpha_ascii(s[size]) || is_digit_ascii(s[size]) ||
                               s[size] == '_' || static_cast<unsigned char>(s[size]) >= 128)) {
      const Char c = peek(begin + static_cast<std::uint32_t>(size));
      if (c.kind != Kind::letter && c.kind != Kind::digit) {
        break;
      }
      size += c.length;
    }
    return begin + static_cast<std::uint32_t>(size);
  }
  if (!word_char(begin)) {
    return begin;
  }
  if (starts("http://") || starts("https://") || starts("ftp://") || starts("www.")) {
    size = s.find_first_of("<>\"|", 4);
    size = size == std::string_view::npos ? s.size() : size;
  } else {
    const std::size_t mail = s.find('@');
    if (mail == std::string_view::npos || mail + 1 >= s.size() ||
        s.substr(0, mail).find_first_of("<>()[],;\"/") != std::string_view::npos ||
        !(is_alpha_ascii(s[mail + 1]) || is_digit_ascii(s[mail + 1]))) {
      return begin;
    }
    size = mail + 1;
    while (size < s.size() && (is_alpha_ascii(s[size]) || is_digit_ascii(s[size]) ||
                               s[size] == '.' || s[size] == '-' || s[size] == '_')) {
      ++size;
    }
  }
  while (size > 1 && std::string_view(".,;:!?)'\"]}").find(s[size - 1]) != std::string_view::npos) {
    if (s[size - 1] == ')' && s.substr(0, size).find('(') != std::string_view::npos) {
      break;
    }
    --size;
  }
  for (const std::string_view quote : {"\xE2\x80\x9D", "\xE2\x80\x99"}) {
    if (size > 3 && s.substr(size - 3, 3) == quote) {
      size -= 3;
    }
  }
  return begin + static_cast<std::uint32_t>(size);
}

std::uint32_t Cutter::digits(std::uint32_t at) const {
  std::uint32_t n = 0;
  while (n < 16 && is_digit_ascii(byte(at + n))) {
    ++n;
  }
  return n;
}

// "15:30", "1,000", "3.5", "9/11", "713-853-3989": where a run that goes on at `at` ends.
std::uint32_t Cutter::number_tail(std::uint32_t begin, std::uint32_t at) {
  const char mark = byte(at);
  const std::uint32_t left = at - begin;
  const std::uint32_t right = digits(at + 1);
  if (right == 0) {
    return at;
  }
  if (mark == ',') {
    return right == 3 || (right == 2 && byte(at + 3) == ',') ? at + 1 + right : at;
  }
  if (mark == '-') {
    const std::uint32_t after = at + 1 + right;
    const bool more = byte(after) == '-' && digits(after + 1) > 0;
    const bool phone = left == 3 && right == 4;
    const bool before = begin > chunk_begin_ && (text_[begin - 1] == '-');
    return more || phone || before ? after : at;
  }
  return mark == '.' || mark == ':' || mark == '/' ? at + 1 + right : at;
}

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

// The mark at `at` is an apostrophe inside a word. Where the second part of a contraction begins,
// or 0 when the apostrophe is a letter of the word (O'Neill).
std::uint32_t Cutter::contraction(std::uint32_t begin, std::uint32_t at,
                                  std::uint32_t mark_length) {
  std::uint32_t tail = at + mark_length;
  while (tail < end_ && tail < at + mark_length + 4 && is_alpha_ascii(text_[tail])) {
    ++tail;
  }
  if (word_char(tail)) {
    return 0;
  }
  const std::string_view s = lower(at + mark_length, tail);
  if (s == "t" && at > begin + 1 && (text_[at - 1] == 'n' || text_[at - 1] == 'N')) {
    return at - 1;
  }
  const bool cut = s == "s" || s == "m" || s == "d" || s == "ll" || s == "re" || s == "ve";
  return cut ? at : 0;
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

// Emits text[begin, at) as one word or, from the list of contractions, as two ("can|not").
std::uint32_t Cutter::emit_word(std::uint32_t begin, std::uint32_t at) {
  const bool joined = next_joined_;
  next_joined_ = false;
  if (at - begin <= 8 && at - begin >= 4 && at - begin <= lexicon_.longest) {
    const auto found = lexicon_.contractions.find(std::string(lower(begin, at)));
    if (found != lexicon_.contractions.end()) {
      const auto cut = begin + static_cast<std::uint32_t>(found->second.find('|'));
      emit(begin, cut, joined);
      emit(cut, at, true);
      return at;
    }
  }
  emit(begin, at, joined);
  return at;
}

std::uint32_t Cutter::leading_apostrophe(std::uint32_t at, std::uint32_t length) {
  std::uint32_t tail = at + length;
  while (is_alpha_ascii(byte(tail)) && tail < at + length + 8) {
    ++tail;
  }
  if (tail > at + length && !word_char(tail)) {
    std::string key(1, '\'');
    key += lower(at + length, tail);
    if (lexicon_.contractions.contains(key)) {  // 's, 'll, 'em, 'til
      const bool behind = at > chunk_begin_ && word_char(at - 1);
      emit(at, tail, behind);
      return tail;
    }
  }
  if (digits(at + length) == 2) {  // '90s
    tail = at + length + 2;
    tail += byte(tail) == 's' ? 1 : 0;
    if (!word_char(tail)) {
      emit(at, tail);
      return tail;
    }
  }
  // Two in a row are one quotation mark; after a word one may be a possessive.
  const Char second = peek(at + length);
  const std::uint32_t end =
      at + length +
      (second.kind == Kind::apostrophe && second.code == peek(at).code ? second.length : 0);
  emit(at, end, end == at + length && at > chunk_begin_ && word_char(at - 1));
  return end;
}

std::uint32_t Cutter::emoticon(std::uint32_t at) const {
  std::uint32_t i = at + 1;
  i += byte(i) == '-' || byte(i) == '\'' ? 1 : 0;
  const char mouth = byte(i);
  if (mouth == '\0' || std::string_view(")(DPp]|[/").find(mouth) == std::string_view::npos) {
    return at;
  }
  ++i;
  while (byte(i) == mouth && (mouth == ')' || mouth == '(')) {
    ++i;
  }
  const bool free_left = at == chunk_begin_ || !word_char(at - 1);
  return word_char(i) || (!free_left && mouth != ')' && mouth != '(') || byte(i) == '/' ? at : i;
}

std::uint32_t Cutter::marks(std::uint32_t at, Char c) {
  next_joined_ = false;
  if (c.code == ':' || c.code == ';' || c.code == '=') {
    const std::uint32_t end = emoticon(at);
    if (end != at) {
      emit(at, end);
      return end;
    }
  }
  std::uint32_t end = at + c.length;
  const bool runs = c.code == '.' || c.code == '!' || c.code == '?' || is_hyphen(c.code) ||
                    c.code == '*' || c.code == '=' || c.code == '_' || c.code == '~' ||
                    c.code == '<' || c.code == '>' || c.code == '#' || c.code == '+' ||
                    c.code == 0x2014 || c.code == 0x2026 || c.code == 0x00AD || c.code == 0x200D ||
                    c.code == 0xFFFD;
  if (runs) {
    const bool ends = c.code == '!' || c.code == '?';
    while (end < end_) {
      const Char d = peek(end);
      if (d.length == 0 || !(d.code == c.code || (ends && (d.code == '!' || d.code == '?')))) {
        break;
      }
      end += d.length;
    }
  } else if (c.code >= 0x1F000) {  // emoji with their modifiers
    for (Char d = peek(end);
         d.code == 0x200D || d.code == 0xFE0F || (d.code >= 0x1F3FB && d.code <= 0x1F3FF);
         d = peek(end)) {
      end += d.length;
    }
  }
  emit(at, end);
  return end;
}

}  // namespace

Abbreviation SplitLexicon::abbreviation(std::string_view lower) const {
  if (lower.size() > longest) {
    return Abbreviation::none;
  }
  const auto found = abbreviations.find(std::string(lower));
  return found == abbreviations.end() ? Abbreviation::none : found->second;
}

void add_split_word(SplitLexicon& lexicon, std::string_view word, std::string_view kind,
                    std::string_view parts) {
  const std::string key(word);
  if (kind == "title") {
    lexicon.abbreviations[key] = Abbreviation::title;
  } else if (kind == "end") {
    lexicon.abbreviations[key] = Abbreviation::end;
  } else if (kind == "number") {
    lexicon.abbreviations[key] = Abbreviation::number;
  } else if (kind == "name") {
    lexicon.abbreviations[key] = Abbreviation::name;
  } else if (kind == "inside") {
    lexicon.abbreviations[key] = Abbreviation::inside;
  } else if (kind == "prefix") {
    lexicon.prefixes[key] = true;
  } else if (kind == "unit") {
    lexicon.contractions[unit_key(word)] = "";
  } else if (kind == "contraction" || kind == "clitic") {
    lexicon.contractions[key] = parts;
  }
}

void SplitLexicon::finish() {
  longest = 0;
  for (const auto& [key, value] : abbreviations) {
    longest = std::max(longest, key.size());
  }
  for (const auto& [key, value] : prefixes) {
    longest = std::max(longest, key.size());
  }
  for (const auto& [key, value] : contractions) {
    longest = std::max(longest, key.size());
  }
}

void tokenize(std::string_view text, std::uint32_t begin, std::uint32_t end,
              const SplitLexicon& lexicon, std::vector<RawToken>& out) {
  Cutter cutter(text, end, lexicon, out);
  cutter.run(begin);
}

}  // namespace sayso
