// SPDX-License-Identifier: Apache-2.0
#include "read/tables.h"

#include "base/utf8.h"

namespace sayso::read {
namespace {
constexpr int kMaxPhraseWords = 16;
}  // namespace

Tables Tables::of(const Knowledge& k) {
  return {&k.table("read_furniture"),
          &k.table("read_agencies"),
          &k.table("read_credits"),
          &k.table("read_corrections"),
          &k.table("read_bylines"),
          &k.table("read_captions"),
          &k.table("read_labels"),
          &k.table("read_header"),
          &k.table("read_calendar"),
          &k.table("read_author_words"),
          &k.table("read_date_labels"),
          k.find_table("mention.links"),
          k.find_table("mention.first_names"),
          k.find_table("split"),
          k.find_table("geo.names"),
          k.find_table("actors")};
}

std::size_t wide_space_at(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c != 0xC2 && c != 0xE1 && c != 0xE2 && c != 0xE3 && c != 0xEF) {
    return 0;  // no white space begins with another byte
  }
  const Decoded d = decode(text, at);
  return is_space(d.code_point) ? d.length : 0;
}

std::string_view trim_unicode(std::string_view text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t n = space_at(text, begin);
    if (n == 0) {
      break;
    }
    begin += n;
  }
  text.remove_prefix(begin);
  while (!text.empty()) {
    std::size_t at = text.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) {
      --at;
    }
    if (space_at(text, at) != text.size() - at) {
      break;
    }
    text.remove_suffix(text.size() - at);
  }
  return text;
}

std::string_view next_word(std::string_view text, std::size_t& at) {
  while (at < text.size()) {
    const std::size_t n = space_at(text, at);
    if (n == 0) {
      break;
    }
    at += n;
  }
  const std::size_t begin = at;
  while (at < text.size() &&
         (static_cast<unsigned char>(text[at] - 0x21) < 0x5E || space_at(text, at) == 0)) {
    ++at;  // printable ASCII at once, the rest looked at
  }
  return text.substr(begin, at - begin);
}

std::size_t count_words(std::string_view text, std::size_t up_to) {
  std::size_t n = 0;
  for (std::size_t at = 0; n < up_to && !next_word(text, at).empty();) {
    ++n;
  }
  return n;
}

std::optional<PhraseHit> phrase_at(const Table& table, std::string_view text, std::size_t at) {
  std::optional<PhraseHit> best;
  FoldHash hash;
  for (int i = 0; i < kMaxPhraseWords; ++i) {
    const std::string_view word = next_word(text, at);
    if (word.empty() || word.size() > 64) {
      break;
    }
    const FoldHash one = fold_hash(word);
    if (one.empty()) {
      continue;
    }
    hash = hash.then(one);
    const Table::Hit hit = table.find(hash);
    if (!hit.rows.empty()) {
      best = PhraseHit{hit.rows, at};
    }
    if (!hit.longer) {
      break;
    }
  }
  return best;
}

std::string_view look_up(const Table& table, std::string_view name) {
  const RowRange rows = table.find(name);
  return rows.empty() ? std::string_view{} : table.text(rows.begin, 1);
}

bool has_value(const Table& table, RowRange rows, std::string_view value) {
  for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
    if (table.text(row, 1) == value) {
      return true;
    }
  }
  return false;
}

}  // namespace sayso::read
