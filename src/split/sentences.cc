// SPDX-License-Identifier: Apache-2.0
#include "split/sentences.h"

#include <algorithm>
#include <string>

#include "base/hash.h"
#include "base/utf8.h"

namespace sayso {
namespace {

enum Kind : std::uint8_t {
  kLower,
  kUpper,
  kNumber,
  kOpening,
  kClosing,
  kStop,
  kComma,
  kDash,
  kBullet,
  kOther
};

Kind kind_of(char32_t c) {
  switch (c) {
    case '.':
    case '!':
    case '?':
    case 0x2026:
      return kStop;
    case '(':
    case '[':
    case '{':
    case 0x201C:
    case 0x2018:
    case 0xAB:
    case 0x201E:
      return kOpening;
    case ')':
    case ']':
    case '}':
    case 0x201D:
    case 0x2019:
    case 0xBB:
      return kClosing;
    case '"':
    case '\'':
    case '`':
      return kOpening;
    case ',':
    case ';':
    case ':':
      return kComma;
    case '-':
    case 0x2013:
    case 0x2014:
      return kDash;
    case '*':
    case 0x2022:
    case 0xB7:
    case '>':
    case '#':
    case 0x25CF:
    case 0x25AA:
      return kBullet;
    default:
      break;
  }
  if (is_digit(c)) {
    return kNumber;
  }
  return is_letter(c) ? (is_upper(c) ? kUpper : kLower) : kOther;
}

// The white space between two tokens: 0 none, 1 blank, 2 one line end, 3 more.
int gap(std::string_view text, const RawToken& a, const RawToken& b) {
  if (a.end == b.begin) {
    return 0;
  }
  int lines = 0;
  const std::uint32_t end = std::min(b.begin, a.end + 64);
  for (std::uint32_t i = a.end; i < end; ++i) {
    lines += text[i] == '\n' ? 1 : 0;
  }
  return lines == 0 ? 1 : lines == 1 ? 2 : 3;
}

}  // namespace

TokenLook look_at(std::string_view text, const RawToken& token) {
  TokenLook look;
  const std::string_view word = text.substr(token.begin, std::min(token.end - token.begin, 48U));
  std::string lower;
  bool ascii = true;
  for (const char c : word) {
    lower.push_back(c >= 'A' && c <= 'Z'   ? static_cast<char>(c + 32)
                    : c >= '0' && c <= '9' ? '0'
                                           : c);
    ascii &= static_cast<unsigned char>(c) < 128;
  }
  look.lower = hash64(ascii ? std::string_view(lower) : std::string_view(lower = lowered(word)));
  look.kind = kind_of(decode(word, 0).code_point);
  look.size = static_cast<std::uint8_t>(std::min<std::size_t>(word.size(), 12));
  const char last = word.back();
  const bool mark =
      static_cast<unsigned char>(last) < 128 && kind_of(static_cast<unsigned char>(last)) > kNumber;
  look.last = static_cast<std::uint8_t>(mark ? last : look.kind > kNumber ? 'M' : 'W');
  return look;
}

bool may_end(std::string_view text, const std::vector<RawToken>& tokens,
             const std::vector<TokenLook>& looks, std::size_t i) {
  const TokenLook& a = looks[i];
  const TokenLook& b = looks[i + 1];
  if (tokens[i + 1].joined) {
    return false;
  }
  const int g = gap(text, tokens[i], tokens[i + 1]);
  if (a.last == ')' && g <= 1 && b.kind == kLower) {
    return false;  // "(R-Ga.) said"
  }
  if (a.last != 'W' && a.last != ',' && a.kind != kOpening) {
    return true;
  }
  if (g == 0) {
    return a.kind == kOpening && (a.last == '"' || a.last == '\'') && b.kind != kComma;
  }
  return g > 1 || b.kind == kUpper || b.kind == kBullet || b.kind == kOpening || a.kind == kOpening;
}

void boundary_features(std::string_view text, const std::vector<RawToken>& tokens,
                       const std::vector<TokenLook>& looks, std::size_t begin, std::size_t end,
                       std::size_t i, const SentenceSoFar& so_far, FeatureList& f) {
  static const TokenLook kEdge{1, 30, 'E', 0};
  const auto at = [&](std::size_t k) -> const TokenLook& {
    return k < begin || k >= end ? kEdge : looks[k];
  };
  const TokenLook& a = looks[i];
  const TokenLook& b = looks[i + 1];
  const TokenLook& p = at(i - 1);
  const TokenLook& pp = i < 2 ? kEdge : at(i - 2);
  const TokenLook& n = at(i + 2);
  const TokenLook& nn = at(i + 3);
  const auto g = static_cast<std::uint64_t>(gap(text, tokens[i], tokens[i + 1]));
  const auto g2 = static_cast<std::uint64_t>(i > begin ? gap(text, tokens[i - 1], tokens[i]) : 3);
  const auto abbreviation = static_cast<std::uint64_t>(tokens[i].abbreviation);
  const std::uint64_t length = so_far.tokens < 2    ? so_far.tokens
                               : so_far.tokens < 5  ? 2
                               : so_far.tokens < 40 ? 3
                                                    : 4;
  const std::uint64_t quote = so_far.open_quote ? 1 : 0;
  const std::uint64_t brackets = so_far.open_brackets > 0 ? 1 : 0;
  const std::uint64_t inside = quote * 2 + brackets;
  const std::uint64_t al = a.last * 8 + abbreviation;
  f.clear();
  f.add(1);
  f.add(al, b.kind, g);
  f.add(al, b.kind, g * 4 + inside);
  f.add(a.lower, b.kind, g);
  f.add(a.lower, b.lower);
  f.add(a.lower, g, g2);
  f.add(b.lower, al);
  f.add(b.lower, g);
  f.add(b.lower, b.kind, al * 4 + g);
  f.add(p.lower, al);
  f.add(p.lower, al, b.kind);
  f.add(p.kind, al, b.kind * 64 + n.kind);
  f.add(p.last, al, b.kind * 64 + g * 4 + g2);
  f.add(p.size, p.kind, al * 64 + b.kind);
  f.add(n.lower, al, b.kind);
  f.add(n.kind, al, b.kind * 64 + g);
  f.add(nn.kind, n.kind, al * 64 + b.kind);
  f.add(n.last, b.last, al);
  f.add(length, al, b.kind * 8 + g);
  f.add(length, a.lower, b.lower);
  f.add(inside, al, b.kind);
  f.add(inside, b.lower, al);
  f.add(pp.kind, p.kind, al * 64 + b.kind);
  f.add(pp.lower, p.lower, al);
  f.add(p.kind * 4 + g2, a.kind * 16 + length, b.kind * 64 + n.kind);
  f.add(b.lower, n.lower, al);
}

void extend(SentenceSoFar& so_far, const TokenLook& look) {
  ++so_far.tokens;
  if (look.last == '"' ||
      (look.last == 'M' && look.size == 3 && (look.kind == kOpening || look.kind == kClosing))) {
    so_far.open_quote = look.last == '"' ? !so_far.open_quote : look.kind == kOpening;
  } else if (look.last == '(' || look.last == '[') {
    ++so_far.open_brackets;
  } else if ((look.last == ')' || look.last == ']') && so_far.open_brackets > 0 &&
             look.kind == kClosing) {
    --so_far.open_brackets;
  }
}

Result<SentenceModel> SentenceModel::open(std::string_view section) {
  SentenceModel m;
  SAYSO_TRY(m.weights_, SparseWeights::open(section, "sentences"));
  return m;
}

void SentenceModel::split(std::string_view text, const std::vector<RawToken>& tokens,
                          std::size_t begin, std::size_t end, std::vector<TokenLook>& looks,
                          std::vector<std::uint32_t>& ends) const {
  looks.resize(tokens.size());
  for (std::size_t i = begin; i < end; ++i) {
    looks[i] = look_at(text, tokens[i]);
  }
  FeatureList f;
  SentenceSoFar so_far;
  std::int32_t best = INT32_MIN;  // the likeliest place so far, for a sentence that grows too long
  std::size_t best_at = 0;
  for (std::size_t i = begin; i < end; ++i) {
    extend(so_far, looks[i]);
    bool ends_here = i + 1 == end;
    if (!ends_here && may_end(text, tokens, looks, i)) {
      std::int32_t sums[SparseWeights::kMostClasses] = {};
      boundary_features(text, tokens, looks, begin, end, i, so_far, f);
      weights_.score(f.data(), f.size(), sums);
      ends_here = sums[1] > sums[0];
      if (sums[1] - sums[0] >= best && so_far.tokens > kLongestSentence / 4) {
        best = sums[1] - sums[0];
        best_at = i;
      }
    }
    if (!ends_here && so_far.tokens >= kLongestSentence) {
      if (best != INT32_MIN) {
        i = best_at;
      }
      ends_here = true;
    }
    if (ends_here) {
      ends.push_back(static_cast<std::uint32_t>(i + 1));
      so_far = {};
      best = INT32_MIN;
    }
  }
}

}  // namespace sayso
