// SPDX-License-Identifier: Apache-2.0
#include "parse/lemma.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"

namespace sayso {

Result<Lemmatizer> Lemmatizer::open(std::string_view bytes) {
  const Error damaged{ErrorCode::corrupt, "section lemmas of the model is damaged"};
  std::uint32_t counts[2];
  if (bytes.size() < sizeof(counts)) {
    return damaged;
  }
  std::memcpy(counts, bytes.data(), sizeof(counts));
  const std::uint64_t table = sizeof(counts) + std::uint64_t{counts[0]} * sizeof(Row);
  if (table > bytes.size()) {
    return damaged;
  }
  Lemmatizer l;
  l.rows_ = reinterpret_cast<const Row*>(bytes.data() + sizeof(counts));
  l.count_ = counts[0];
  std::string_view rest = bytes.substr(table);
  for (std::uint32_t i = 0; i < counts[1]; ++i) {
    if (rest.size() < 3 || rest.size() < 3 + static_cast<std::size_t>(rest[2])) {
      return damaged;
    }
    const auto size = static_cast<unsigned char>(rest[2]);
    l.scripts_.push_back(
        {rest[0] != 0, static_cast<std::uint8_t>(rest[1]), std::string(rest.substr(3, size))});
    rest.remove_prefix(3U + size);
  }
  for (std::uint32_t i = 0; i < l.count_; ++i) {
    if (l.rows_[i].script >= l.scripts_.size()) {
      return damaged;
    }
  }
  return l;
}

std::string Lemmatizer::build(const std::vector<LemmaScript>& scripts,
                              const std::vector<std::pair<std::uint32_t, std::uint16_t>>& table) {
  auto rows = table;
  std::sort(rows.begin(), rows.end());
  const std::uint32_t counts[2] = {static_cast<std::uint32_t>(rows.size()),
                                   static_cast<std::uint32_t>(scripts.size())};
  std::string out(reinterpret_cast<const char*>(counts), sizeof(counts));
  for (const auto& [key, script] : rows) {
    const Row row{key, script};
    out.append(reinterpret_cast<const char*>(&row), sizeof(row));
  }
  for (const LemmaScript& s : scripts) {
    out.push_back(s.keep_case ? 1 : 0);
    out.push_back(static_cast<char>(s.cut));
    out.push_back(static_cast<char>(std::min<std::size_t>(s.add.size(), 100)));
    out += s.add.substr(0, 100);
  }
  return out;
}

std::uint32_t Lemmatizer::key(std::string_view lower, int length, std::uint32_t tag,
                              std::uint32_t case_kind) {
  const std::string_view ending =
      length == kWhole ? lower : lower.substr(lower.size() - static_cast<std::size_t>(length));
  const std::uint64_t seed = tag * 1024 + case_kind * 128 + static_cast<std::uint32_t>(length);
  return static_cast<std::uint32_t>(hash64(ending, seed) >> 32);
}

std::string Lemmatizer::apply(const LemmaScript& script, std::string_view form,
                              std::string_view lower) {
  const std::string_view from = script.keep_case ? form : lower;
  std::size_t keep =
      script.cut == 255 ? 0 : from.size() - std::min<std::size_t>(script.cut, from.size());
  while (keep > 0 && keep < from.size() &&
         (static_cast<unsigned char>(from[keep]) & 0xC0) == 0x80) {
    --keep;  // no half of a character
  }
  return std::string(from.substr(0, keep)) + script.add;
}

int Lemmatizer::find(std::uint32_t key) const {
  const Row* end = rows_ + count_;
  const Row* at =
      std::lower_bound(rows_, end, key, [](const Row& r, std::uint32_t k) { return r.key < k; });
  return at != end && at->key == key ? static_cast<int>(at->script) : -1;
}

std::string Lemmatizer::lemma(std::string_view form, std::string_view lower, std::uint32_t tag,
                              std::uint32_t case_kind) const {
  const int script = choose(lower, tag, case_kind, [this](std::uint32_t k) { return find(k); });
  std::string out = script < 0 ? std::string(lower)
                               : apply(scripts_[static_cast<std::size_t>(script)], form, lower);
  return out.empty() ? std::string(form) : out;
}

}  // namespace sayso
