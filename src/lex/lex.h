// SPDX-License-Identifier: Apache-2.0
// Knowledge: everything under data/, compiled to one image that is mapped at start, never changed
// and shared by all threads. It is a set of named tables (data/FORMAT.md); a table is columns over
// rows, found by a folded key. Stages take what they need from it when they are built.
//
//   const Table& cues = knowledge.table("cues");        // stops if data/ lacks it: our own promise
//   for (RowRange r = cues.find("according to"); ...)   // rows whose key folds alike
//   lex/phrases.h                                       // longest match over a document's tokens
//
// Thread rule: all const, any number of threads. Views live as long as the Knowledge.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/mapped_file.h"
#include "base/result.h"
#include "base/symbols.h"

namespace sayso {

struct RowRange {
  std::uint32_t begin = 0, end = 0;
  [[nodiscard]] bool empty() const { return begin >= end; }
  [[nodiscard]] std::uint32_t size() const { return end - begin; }
};

enum class ColumnType : std::uint8_t { key, str, i32, f32, date };

class Table {
 public:
  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] std::uint32_t rows() const { return rows_; }
  // Row of `columns` by name. REQUIRES: the table has it (stops the program otherwise).
  [[nodiscard]] std::uint32_t column(std::string_view name) const;
  // REQUIRES: a key, str or date column.
  [[nodiscard]] std::string_view text(std::uint32_t row, std::uint32_t column) const;
  [[nodiscard]] std::string_view key(std::uint32_t row) const { return text(row, 0); }
  [[nodiscard]] std::int32_t integer(std::uint32_t row, std::uint32_t column) const;  // i32
  [[nodiscard]] float real(std::uint32_t row, std::uint32_t column) const;            // f32
  // The row as it stands in its file, cells separated by tabs.
  void append_row(std::string& out, std::uint32_t row) const;
  // The key is written all in capitals and so matches only text in capitals.
  [[nodiscard]] bool caps_only(std::uint32_t row) const {
    return shape_of(key(row)) == Shape::all_caps;
  }

  // Rows whose key folds like `key`; rows with one folded key stand together, in file order.
  [[nodiscard]] RowRange find(std::string_view key) const { return find(fold_hash(key)).rows; }
  struct Hit {
    RowRange rows;
    bool longer = false;  // some key goes on from here at a word boundary
  };
  [[nodiscard]] Hit find(FoldHash hash) const;
  // Asks memory for what find() will read, so that many look-ups wait together.
  void prefetch(FoldHash hash) const;

 private:
  friend class Knowledge;
  struct Column {
    std::string_view name;
    ColumnType type;
    const std::uint32_t* cells;  // rows_: offset into strings, integer, or bits of a float
  };
  std::string_view name_;
  std::uint32_t rows_ = 0;
  std::vector<Column> columns_;
  const std::uint64_t* slots_ = nullptr;  // pairs: mixed hash, begin | count << 32 | longer << 63
  std::uint64_t slot_mask_ = 0;
  const char* strings_ = nullptr;
};

class Knowledge {
 public:
  static Result<Knowledge> load(const std::string& image_path);
  // REQUIRES: the image has the table; it is compiled from the data/ of the same release.
  [[nodiscard]] const Table& table(std::string_view name) const;
  [[nodiscard]] const Table* find_table(std::string_view name) const;
  [[nodiscard]] const std::vector<Table>& tables() const { return tables_; }
  [[nodiscard]] std::size_t bytes() const { return file_.bytes().size(); }

 private:
  explicit Knowledge(MappedFile file) : file_(std::move(file)) {}
  Status read_tables();
  MappedFile file_;
  std::vector<Table> tables_;
};

// Reads every *.tsv below the folders that starts with "#sayso-lexicon 1" and writes the image.
// On a fault in a file: an error that names file and line. The same input gives the same bytes.
Status compile_knowledge(const std::vector<std::string>& folders, const std::string& image_path);
// The same reading without writing: what `sayso data check` does.
Status check_knowledge(const std::vector<std::string>& folders);

}  // namespace sayso
