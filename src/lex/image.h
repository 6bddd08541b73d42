// SPDX-License-Identifier: Apache-2.0
// The layout of the knowledge image, byte by byte in docs/formats/knowledge.md. Private to lex/.
// Little-endian, 8-byte aligned sections, offsets from the start of the file.
#pragma once

#include <cstdint>

#include "base/hash.h"
#include "base/symbols.h"

namespace sayso::image {

constexpr std::uint64_t kMagic = 0x3178656C6F737953ULL;  // "Sysolex1"
constexpr std::uint32_t kVersion = 1;

struct Header {
  std::uint64_t magic;
  std::uint32_t version, table_count;
  std::uint64_t size;       // of the whole file
  std::uint64_t tables_at;  // TableEntry[table_count]
};
struct TableEntry {
  std::uint32_t name;  // offset into the table's strings
  std::uint32_t rows, column_count, reserved;
  std::uint64_t columns_at;  // ColumnEntry[column_count]
  std::uint64_t slots_at;    // (key, packed)[slot_mask + 1]
  std::uint64_t slot_mask;
  std::uint64_t strings_at;  // u32 length, bytes; padded to 4
};
struct ColumnEntry {
  std::uint32_t name, type;
  std::uint64_t cells_at;  // u32[rows]
};

// Never 0: 0 marks a free slot.
inline std::uint64_t slot_key(FoldHash hash) {
  const std::uint64_t key = mix64(hash.hash ^ mix64(hash.power));
  return key == 0 ? 1 : key;
}

}  // namespace sayso::image
