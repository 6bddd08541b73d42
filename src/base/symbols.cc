// SPDX-License-Identifier: Apache-2.0
#include "base/symbols.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "base/hash.h"
#include "base/utf8.h"

namespace sayso {
namespace {

constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15ULL | 1;
constexpr std::size_t kBlock = std::size_t{1} << 16;

void add_byte(FoldHash& h, unsigned char c) {
  h.hash = h.hash * kBase + c + 1;
  h.power *= kBase;
}

}  // namespace

FoldHash fold_hash(std::string_view text) {
  FoldHash h;
  bool ascii = true;
  for (const char ch : text) {
    const auto c = static_cast<unsigned char>(ch);
    if (c >= 0x80) {
      ascii = false;
      break;
    }
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      add_byte(h, c);
    } else if (c >= 'A' && c <= 'Z') {
      add_byte(h, static_cast<unsigned char>(c + 32));
    }
  }
  if (ascii) {
    return h;
  }
  h = FoldHash{};
  std::string buffer;
  append_folded(buffer, text);
  for (const char c : buffer) {
    add_byte(h, static_cast<unsigned char>(c));
  }
  return h;
}

Shape shape_of(std::string_view text) {
  bool first = true;
  bool first_upper = false;
  int upper = 0;
  int lower = 0;
  int digit = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Decoded d = decode(text, i);
    i += d.length;
    if (is_digit(d.code_point)) {
      ++digit;
    } else if (is_letter(d.code_point)) {
      const bool up = is_upper(d.code_point);
      first_upper = first_upper || (first && up);
      upper += up ? 1 : 0;
      lower += up ? 0 : 1;
      first = false;
    }
  }
  if (upper + lower == 0) {
    return digit > 0 ? Shape::number : Shape::other;
  }
  if (lower == 0) {
    return Shape::all_caps;
  }
  if (upper == 0) {
    return Shape::lower;
  }
  return first_upper && upper == 1 ? Shape::capitalized : Shape::mixed;
}

Symbols::Symbols() : slots_(1024, 0) {}

std::string_view Symbols::store(std::string_view text) {
  if (block_used_ + text.size() > block_size_) {
    block_size_ = std::max(kBlock, text.size());
    blocks_.push_back(std::make_unique<char[]>(block_size_));
    arena_bytes_ += block_size_;
    block_used_ = 0;
  }
  char* at = blocks_.back().get() + block_used_;
  if (!text.empty()) {
    std::memcpy(at, text.data(), text.size());
  }
  block_used_ += text.size();
  return {at, text.size()};
}

void Symbols::grow() {
  std::vector<std::uint32_t> bigger(slots_.size() * 2, 0);
  const std::size_t mask = bigger.size() - 1;
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    std::size_t at = rows_[row].hash & mask;
    while (bigger[at] != 0) {
      at = (at + 1) & mask;
    }
    bigger[at] = row + 1;
  }
  slots_ = std::move(bigger);
}

Symbol Symbols::find(std::string_view text) const {
  const std::uint64_t hash = hash64(text);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at] != 0; at = (at + 1) & mask) {
    const Row& row = rows_[slots_[at] - 1];
    if (row.hash == hash && row.text == text) {
      return {slots_[at] - 1};
    }
  }
  return Symbol::none();
}

Symbol Symbols::intern(std::string_view text) {
  const std::uint64_t hash = hash64(text);
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at] != 0; at = (at + 1) & mask) {
    const Row& row = rows_[slots_[at] - 1];
    if (row.hash == hash && row.text == text) {
      return {slots_[at] - 1};
    }
  }
  const Symbol made{static_cast<std::uint32_t>(rows_.size())};
  rows_.push_back({store(text), hash, fold_hash(text), shape_of(text)});
  slots_[at] = made.value + 1;
  if (rows_.size() * 2 > slots_.size()) {
    grow();
  }
  return made;
}

std::size_t Symbols::bytes() const {
  return arena_bytes_ + rows_.capacity() * sizeof(Row) + slots_.capacity() * sizeof(std::uint32_t);
}

}  // namespace sayso
