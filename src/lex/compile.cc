// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <map>
#include <unordered_map>

#include "base/calendar.h"
#include "base/text.h"
#include "base/utf8.h"
#include "lex/image.h"
#include "lex/lex.h"

namespace sayso {
namespace {

struct Source {
  std::vector<std::string> column_names;
  std::vector<ColumnType> column_types;
  std::string columns_line;
  struct Row {
    std::string folded;
    std::vector<std::string> cells;
  };
  std::vector<Row> rows;
};
using Sources = std::map<std::string, Source>;

Error fault(const std::string& path, std::size_t line, const std::string& what) {
  return {ErrorCode::corrupt, path + ":" + std::to_string(line) + ": " + what};
}

std::optional<ColumnType> column_type(std::string_view name) {
  constexpr std::string_view kNames[] = {"key", "str", "i32", "f32", "date"};
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    if (kNames[i] == name) {
      return static_cast<ColumnType>(i);
    }
  }
  return std::nullopt;
}

Status read_columns(Source& source, std::string_view line, const std::string& path) {
  if (!source.columns_line.empty()) {
    if (source.columns_line != line) {
      return fault(path, 3, "columns differ from those of another file of the same table");
    }
    return {};
  }
  source.columns_line = line;
  for (const std::string_view column : split(line.substr(std::strlen("#columns ")), ' ')) {
    const std::size_t colon = column.find(':');
    const auto type =
        colon == std::string_view::npos ? std::nullopt : column_type(column.substr(colon + 1));
    if (!type) {
      return fault(path, 3, "column '" + std::string(column) + "' is not name:type");
    }
    if ((*type == ColumnType::key) != source.column_names.empty()) {
      return fault(path, 3, "the first column, and only it, must be the key");
    }
    source.column_names.emplace_back(column.substr(0, colon));
    source.column_types.push_back(*type);
  }
  return {};
}

Status check_cell(ColumnType type, std::string_view cell, const std::string& path,
                  std::size_t line) {
  const char* end = cell.data() + cell.size();
  if (type == ColumnType::i32 && !cell.empty()) {
    std::int32_t v = 0;
    if (std::from_chars(cell.data(), end, v).ptr != end) {
      return fault(path, line, "'" + std::string(cell) + "' is not a whole number");
    }
  } else if (type == ColumnType::f32 && !cell.empty()) {
    float v = 0;
    if (std::from_chars(cell.data(), end, v).ptr != end) {
      return fault(path, line, "'" + std::string(cell) + "' is not a number");
    }
  } else if (type == ColumnType::date && !cell.empty() && !parse_iso(cell)) {
    return fault(path, line, "'" + std::string(cell) + "' is not a date");
  }
  return {};
}

Status read_row(Source& source, std::string_view line, const std::string& path,
                std::size_t number) {
  const auto cells = split(line, '\t');
  if (cells.size() != source.column_names.size()) {
    return fault(path, number,
                 std::to_string(cells.size()) + " cells where the table has " +
                     std::to_string(source.column_names.size()) + " columns");
  }
  Source::Row row;
  row.folded = folded(cells[0]);
  if (row.folded.empty()) {
    return fault(path, number, "the key has no letter or digit");
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    SAYSO_TRY_STATUS(check_cell(source.column_types[i], cells[i], path, number));
    const std::string& name = source.column_names[i];
    if (cells[i].empty() && (name == "definition" || name == "example")) {
      return fault(path, number, "'" + std::string(cells[0]) + "' has no " + name);
    }
    row.cells.emplace_back(cells[i]);
  }
  source.rows.push_back(std::move(row));
  return {};
}

Status read_table_file(Sources& sources, const std::string& path) {
  SAYSO_TRY(const std::string bytes, read_file(path));
  const auto lines = split(bytes, '\n');
  if (lines.empty() || lines[0] != "#sayso-lexicon 1") {
    return {};  // some other TSV
  }
  if (!valid_utf8(bytes)) {
    return fault(path, 1, "not valid UTF-8");
  }
  if (lines.size() < 5 || !lines[1].starts_with("#table ") || !lines[2].starts_with("#columns ")) {
    return fault(path, 2, "the header is #sayso-lexicon, #table, #columns, #source, #licence");
  }
  Source& source = sources[std::string(lines[1].substr(std::strlen("#table ")))];
  SAYSO_TRY_STATUS(read_columns(source, lines[2], path));
  for (std::size_t i = 3; i < lines.size(); ++i) {
    if (!lines[i].empty() && !lines[i].starts_with("#")) {
      SAYSO_TRY_STATUS(read_row(source, lines[i], path, i + 1));
    }
  }
  return {};
}

// Appends sections to the image and hands out their offsets.
class Image {
 public:
  Image() { bytes_.resize(sizeof(image::Header)); }

  std::uint64_t add(const void* data, std::size_t size) {
    bytes_.resize((bytes_.size() + 7) / 8 * 8);
    const std::uint64_t at = bytes_.size();
    bytes_.append(static_cast<const char*>(data), size);
    return at;
  }
  template <typename T>
  std::uint64_t add(const std::vector<T>& v) {
    return add(v.data(), v.size() * sizeof(T));
  }
  std::string finish(const std::vector<image::TableEntry>& tables) {
    image::Header header{};
    header.magic = image::kMagic;
    header.version = image::kVersion;
    header.table_count = static_cast<std::uint32_t>(tables.size());
    header.tables_at = add(tables);
    header.size = bytes_.size();
    std::memcpy(bytes_.data(), &header, sizeof header);
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
};

class Strings {
 public:
  std::uint32_t add(std::string_view text) {
    const auto [it, fresh] = known_.try_emplace(std::string(text), 0);
    if (fresh) {
      it->second = static_cast<std::uint32_t>(bytes_.size());
      const auto length = static_cast<std::uint32_t>(text.size());
      bytes_.append(reinterpret_cast<const char*>(&length), sizeof length);
      bytes_.append(text);
      bytes_.resize((bytes_.size() + 3) / 4 * 4);
    }
    return it->second;
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::unordered_map<std::string, std::uint32_t> known_;
  std::string bytes_;
};

std::uint32_t cell_bits(ColumnType type, const std::string& cell, Strings& strings) {
  const char* end = cell.data() + cell.size();
  if (type == ColumnType::i32) {
    std::int32_t v = 0;
    std::from_chars(cell.data(), end, v);
    return std::bit_cast<std::uint32_t>(v);
  }
  if (type == ColumnType::f32) {
    float v = 0;
    std::from_chars(cell.data(), end, v);
    return std::bit_cast<std::uint32_t>(v);
  }
  return strings.add(cell);
}

struct Slot {
  std::uint32_t begin = 0, count = 0;
  bool longer = false;
};

// Whole keys and, for keys of several words, every proper prefix that ends at a word boundary.
std::map<std::uint64_t, Slot> slots_of(const Source& source) {
  std::map<std::uint64_t, Slot> slots;
  for (std::uint32_t row = 0; row < source.rows.size(); ++row) {
    const std::string& key = source.rows[row].cells[0];
    Slot& whole = slots[image::slot_key(fold_hash(key))];
    if (whole.count == 0) {
      whole.begin = row;
    }
    ++whole.count;
    for (std::size_t i = 1; i + 1 < key.size(); ++i) {
      const auto c = static_cast<unsigned char>(key[i]);
      const bool boundary = c < 0x80 && !is_letter(c) && !is_digit(c);
      // English clitics are tokens of their own: "can|not", "n|'t" are boundaries via apostrophe.
      if (boundary) {
        const FoldHash prefix = fold_hash(std::string_view(key).substr(0, i));
        if (!prefix.empty()) {
          slots[image::slot_key(prefix)].longer = true;
        }
      }
    }
  }
  return slots;
}

image::TableEntry add_table(Image& out, const std::string& name, Source& source) {
  std::stable_sort(source.rows.begin(), source.rows.end(),
                   [](const auto& a, const auto& b) { return a.folded < b.folded; });
  Strings strings;
  image::TableEntry entry{};
  entry.name = strings.add(name);
  entry.rows = static_cast<std::uint32_t>(source.rows.size());
  entry.column_count = static_cast<std::uint32_t>(source.column_names.size());
  std::vector<image::ColumnEntry> columns;
  for (std::size_t c = 0; c < source.column_names.size(); ++c) {
    std::vector<std::uint32_t> cells;
    cells.reserve(source.rows.size());
    for (const Source::Row& row : source.rows) {
      cells.push_back(cell_bits(source.column_types[c], row.cells[c], strings));
    }
    columns.push_back({strings.add(source.column_names[c]),
                       static_cast<std::uint32_t>(source.column_types[c]), out.add(cells)});
  }
  const auto slots = slots_of(source);
  const std::size_t size = std::bit_ceil(slots.size() * 2 + 2);
  std::vector<std::uint64_t> table(size * 2, 0);
  for (const auto& [key, slot] : slots) {
    std::size_t at = key & (size - 1);
    while (table[2 * at] != 0) {
      at = (at + 1) & (size - 1);
    }
    table[2 * at] = key;
    table[2 * at + 1] = slot.begin | static_cast<std::uint64_t>(slot.count) << 32 |
                        static_cast<std::uint64_t>(slot.longer) << 63;
  }
  entry.columns_at = out.add(columns);
  entry.slots_at = out.add(table);
  entry.slot_mask = size - 1;
  entry.strings_at = out.add(strings.bytes().data(), strings.bytes().size());
  return entry;
}

Result<Sources> read_sources(const std::vector<std::string>& folders) {
  namespace fs = std::filesystem;
  std::vector<std::string> paths;
  for (const std::string& folder : folders) {
    std::error_code failure;
    fs::recursive_directory_iterator it(folder, failure);
    if (failure) {
      return Error{ErrorCode::not_found, folder + ": " + failure.message()};
    }
    for (; it != fs::recursive_directory_iterator(); it.increment(failure)) {
      if (it->path().filename() == "node_modules") {
        it.disable_recursion_pending();
      } else if (it->path().extension() == ".tsv") {
        paths.push_back(it->path().string());
      }
    }
  }
  std::sort(paths.begin(), paths.end());
  Sources sources;
  for (const std::string& path : paths) {
    SAYSO_TRY_STATUS(read_table_file(sources, path));
  }
  return sources;
}

}  // namespace

Status check_knowledge(const std::vector<std::string>& folders) {
  const auto sources = read_sources(folders);
  return sources ? Status() : Status(sources.error());
}

Status compile_knowledge(const std::vector<std::string>& folders, const std::string& image_path) {
  SAYSO_TRY(auto sources, read_sources(folders));
  Image out;
  std::vector<image::TableEntry> entries;
  for (auto& [name, source] : sources) {
    entries.push_back(add_table(out, name, source));
  }
  return write_file(image_path, out.finish(entries));
}

}  // namespace sayso
