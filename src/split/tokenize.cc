// SPDX-License-Identifier: Apache-2.0
#include "split/tokenize.h"

#include <algorithm>

#include "split/cutter.h"

namespace sayso {
namespace cut {

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

// Marks that rules are drawn with, "----==".
static bool rule_mark(char32_t code) {
  return code == '-' || code == '=' || code == '_' || code == '~' || code == '*' || code == '+';
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
                    c.code == '$' || c.code == 0x2014 || c.code == 0x2026 || c.code == 0x00AD ||
                    c.code == 0x200D || c.code == 0xFFFD;
  if (runs) {
    const bool ends = c.code == '!' || c.code == '?';
    const bool ruled =
        rule_mark(c.code) && rule_mark(peek(end).code) && rule_mark(peek(end + 1).code);
    while (end < end_) {
      const Char d = peek(end);
      const bool mixed = (ends || (c.code == '.' && end == at + 1)) &&
                         (d.code == '!' || d.code == '?' || (d.code == '.' && ends));
      if (d.length == 0 || !(d.code == c.code || mixed || (ruled && rule_mark(d.code)))) {
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

}  // namespace cut

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
    lexicon.contractions[cut::unit_key(word)] = "";
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
  cut::Cutter cutter(text, end, lexicon, out);
  cutter.run(begin);
}

}  // namespace sayso
