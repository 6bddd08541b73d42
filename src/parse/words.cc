// SPDX-License-Identifier: Apache-2.0
#include "parse/words.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"
#include "base/utf8.h"

namespace sayso {
namespace {

constexpr std::size_t kLongest = 64;  // bytes of a word that count

char kind_of(char32_t c) {
  if (c >= '0' && c <= '9') {
    return 'd';
  }
  if (is_letter(c)) {
    return is_upper(c) ? 'X' : 'x';
  }
  return c < 128 ? static_cast<char>(c) : 'u';
}

}  // namespace

std::string normal_form(std::string_view form, bool lower) {
  form = form.substr(0, std::min(form.size(), kLongest));
  std::string out = lower ? lowered(form) : std::string(form);
  for (char& c : out) {
    c = c >= '0' && c <= '9' ? '0' : c;
  }
  const std::string_view curly = "\xE2\x80\x99";
  for (std::size_t at = out.find(curly); at != std::string::npos; at = out.find(curly)) {
    out.replace(at, curly.size(), "'");
  }
  return out;
}

std::uint32_t WordTable::key(std::string_view normal_form) {
  return static_cast<std::uint32_t>(hash64(normal_form) >> 32);
}

Result<WordTable> WordTable::open(std::string_view bytes) {
  if (bytes.size() % sizeof(Row) != 0) {
    return Error{ErrorCode::corrupt, "section words of the model is damaged"};
  }
  WordTable t;
  t.rows_ = reinterpret_cast<const Row*>(bytes.data());
  t.count_ = static_cast<std::uint32_t>(bytes.size() / sizeof(Row));
  return t;
}

std::string WordTable::build(std::vector<Row> rows) {
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.key < b.key; });
  return {reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(Row)};
}

const WordTable::Row* WordTable::find(std::uint32_t key) const {
  const Row* end = rows_ + count_;
  const Row* at =
      std::lower_bound(rows_, end, key, [](const Row& r, std::uint32_t k) { return r.key < k; });
  return at != end && at->key == key ? at : nullptr;
}

WordInfo WordTable::info(std::string_view form) const {
  WordInfo w;
  const std::string cased = normal_form(form, false);
  const std::string low = normal_form(form, true);
  w.form = hash64(cased);
  w.lower = hash64(low);
  for (std::size_t n = 1; n <= 5; ++n) {
    w.suffix[n - 1] = low.size() >= n ? hash64(std::string_view(low).substr(low.size() - n)) : 0;
  }
  for (std::size_t n = 1; n <= 3; ++n) {
    w.prefix[n - 1] = low.size() > n ? hash64(std::string_view(low).substr(0, n)) : 0;
  }
  std::string shape;
  bool any_lower = false;
  bool any_upper = false;
  for (std::size_t at = 0; at < cased.size();) {
    const Decoded d = decode(cased, at);
    const char k = kind_of(d.code_point);
    const std::size_t n = shape.size();
    if (n < 2 || shape[n - 1] != k || shape[n - 2] != k) {
      shape.push_back(k);
    }
    any_lower |= k == 'x';
    any_upper |= k == 'X';
    w.looks |= static_cast<std::uint8_t>((k == 'X' ? (at == 0 ? kCapital : kInnerCapital) : 0) |
                                         (k == 'd' ? kHasDigit : 0) | (k == '-' ? kHasHyphen : 0) |
                                         (k == 'x' || k == 'X' ? kAlpha : 0));
    at += d.length;
  }
  w.looks |= static_cast<std::uint8_t>(any_upper && !any_lower && cased.size() > 1 ? kAllCaps : 0);
  w.shape = static_cast<std::uint32_t>(hash64(shape) >> 40);
  const Row* row = find(key(cased));
  const Row* low_row = cased == low ? row : find(key(low));
  if (row == nullptr && (w.looks & kAllCaps) != 0 && low_row == nullptr) {
    std::string title = low;  // "KHERSON" knows what "Kherson" knows
    title[0] = cased[0];
    row = find(key(title));
  }
  const Row* clusters = row != nullptr && row->fine != 0 ? row : low_row;
  const Row* tags = row != nullptr && row->tags != 0 ? row : low_row;
  if (clusters != nullptr) {
    w.fine = clusters->fine;
    w.coarse = clusters->coarse;
  }
  if (tags != nullptr) {
    w.tags = tags->tags;
  }
  return w;
}

}  // namespace sayso
