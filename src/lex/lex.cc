// SPDX-License-Identifier: Apache-2.0
#include "lex/lex.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstring>

#include "base/check.h"
#include "base/hash.h"
#include "lex/image.h"

namespace sayso {

std::uint32_t Table::column(std::string_view name) const {
  for (std::uint32_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].name == name) {
      return i;
    }
  }
  SAYSO_CHECK(!"a table lacks a column the program reads: data/ and program differ");
  return 0;
}

std::string_view Table::text(std::uint32_t row, std::uint32_t column) const {
  const char* at = strings_ + columns_[column].cells[row];
  std::uint32_t length = 0;
  std::memcpy(&length, at, sizeof length);
  return {at + sizeof length, length};
}

std::int32_t Table::integer(std::uint32_t row, std::uint32_t column) const {
  return std::bit_cast<std::int32_t>(columns_[column].cells[row]);
}

float Table::real(std::uint32_t row, std::uint32_t column) const {
  return std::bit_cast<float>(columns_[column].cells[row]);
}

void Table::append_row(std::string& out, std::uint32_t row) const {
  for (std::uint32_t c = 0; c < columns_.size(); ++c) {
    out += c == 0 ? "" : "\t";
    if (columns_[c].type == ColumnType::i32) {
      out += std::to_string(integer(row, c));
    } else if (columns_[c].type == ColumnType::f32) {
      std::array<char, 32> buffer{};
      out.append(buffer.data(),
                 std::to_chars(buffer.data(), buffer.data() + buffer.size(), real(row, c)).ptr);
    } else {
      out += text(row, c);
    }
  }
}

void Table::prefetch(FoldHash hash) const {
  if (slots_ != nullptr) {
    __builtin_prefetch(&slots_[2 * (image::slot_key(hash) & slot_mask_)]);
  }
}

Table::Hit Table::find(FoldHash hash) const {
  if (hash.empty() || slots_ == nullptr) {
    return {};
  }
  const std::uint64_t key = image::slot_key(hash);
  for (std::uint64_t at = key & slot_mask_;; at = (at + 1) & slot_mask_) {
    const std::uint64_t found = slots_[2 * at];
    if (found == 0) {
      return {};
    }
    if (found == key) {
      const std::uint64_t packed = slots_[2 * at + 1];
      const auto begin = static_cast<std::uint32_t>(packed);
      const auto count = static_cast<std::uint32_t>(packed >> 32) & 0x7FFFFFFFU;
      return {{begin, begin + count}, (packed >> 63) != 0};
    }
  }
}

Result<Knowledge> Knowledge::load(const std::string& path) {
  SAYSO_TRY(auto file, MappedFile::open(path));
  Knowledge knowledge(std::move(file));
  if (Status status = knowledge.read_tables(); !status.ok()) {
    return std::move(status).error().in(path);
  }
  return knowledge;
}

Status Knowledge::read_tables() {
  const std::string_view bytes = file_.bytes();
  image::Header header{};
  if (bytes.size() < sizeof header) {
    return Error{ErrorCode::corrupt, "not a knowledge image (too short); run `sayso data compile`"};
  }
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != image::kMagic) {
    return Error{ErrorCode::corrupt, "not a knowledge image; run `sayso data compile`"};
  }
  if (header.version != image::kVersion) {
    return Error{ErrorCode::unsupported_version,
                 "made by another release; run `sayso data compile`"};
  }
  if (header.size != bytes.size()) {
    return Error{ErrorCode::corrupt, "cut short; run `sayso data compile`"};
  }
  const char* base = bytes.data();
  const auto* entries = reinterpret_cast<const image::TableEntry*>(base + header.tables_at);
  for (std::uint32_t i = 0; i < header.table_count; ++i) {
    const image::TableEntry& entry = entries[i];
    Table table;
    table.strings_ = base + entry.strings_at;
    table.rows_ = entry.rows;
    table.slots_ = reinterpret_cast<const std::uint64_t*>(base + entry.slots_at);
    table.slot_mask_ = entry.slot_mask;
    const auto string_at = [&](std::uint32_t offset) {
      std::uint32_t length = 0;
      std::memcpy(&length, table.strings_ + offset, sizeof length);
      return std::string_view(table.strings_ + offset + sizeof length, length);
    };
    table.name_ = string_at(entry.name);
    const auto* columns = reinterpret_cast<const image::ColumnEntry*>(base + entry.columns_at);
    for (std::uint32_t c = 0; c < entry.column_count; ++c) {
      table.columns_.push_back(
          {string_at(columns[c].name), static_cast<ColumnType>(columns[c].type),
           reinterpret_cast<const std::uint32_t*>(base + columns[c].cells_at)});
    }
    tables_.push_back(std::move(table));
  }
  return {};
}

const Table* Knowledge::find_table(std::string_view name) const {
  for (const Table& table : tables_) {
    if (table.name() == name) {
      return &table;
    }
  }
  return nullptr;
}

const Table& Knowledge::table(std::string_view name) const {
  const Table* table = find_table(name);
  SAYSO_CHECK(table != nullptr && "the image lacks a table the program reads");
  return *table;
}

}  // namespace sayso
