// SPDX-License-Identifier: Apache-2.0
// A thin, checked door to SQLite: errors become Result with the file's name and what to do.
// Private to store/; sqlite3.h is included by sqlite.cc alone.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sayso {

class Database;

// A prepared statement. Bind in order, then step() until it says no more; reset() to use it again.
class SqlStatement {
 public:
  SqlStatement(Database& db, sqlite3_stmt* handle) : db_(&db), handle_(handle) {}
  SqlStatement(SqlStatement&& other) noexcept;
  SqlStatement& operator=(SqlStatement&&) = delete;
  ~SqlStatement();

  // Each binds the next parameter; the text must live until run() or reset().
  SqlStatement& bind(std::string_view text);
  SqlStatement& bind(const std::string& text) { return bind(std::string_view(text)); }
  SqlStatement& bind(const char* text) { return bind(std::string_view(text)); }
  SqlStatement& bind(std::int64_t number);
  SqlStatement& bind(std::uint32_t number) { return bind(static_cast<std::int64_t>(number)); }
  SqlStatement& bind(int number) { return bind(static_cast<std::int64_t>(number)); }
  SqlStatement& bind(double number);
  SqlStatement& bind_null();
  SqlStatement& bind_blob(std::string_view bytes);
  // Empty text and absent numbers are NULL.
  SqlStatement& bind_text(std::string_view text) { return text.empty() ? bind_null() : bind(text); }
  SqlStatement& bind_row(std::uint32_t row) { return row == 0xFFFFFFFF ? bind_null() : bind(row); }
  SqlStatement& bind_optional(const std::optional<double>& n) { return n ? bind(*n) : bind_null(); }

  // True if there is a row.
  Result<bool> step();
  Status run();  // to the end, then reset
  void reset();

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string text(int column) const;   // NULL: empty
  [[nodiscard]] std::uint32_t row(int column) const;  // NULL: 0xFFFFFFFF
  [[nodiscard]] int columns() const;
  [[nodiscard]] std::string column_name(int column) const;
  enum class Kind { null, integer, real, text };
  [[nodiscard]] Kind kind(int column) const;

 private:
  Database* db_;
  sqlite3_stmt* handle_;
  int next_ = 1;
};

class Database {
 public:
  // Fails with not_found if the file is absent and `create` is false.
  static Result<std::unique_ptr<Database>> open(const std::string& path, bool write, bool create);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Status run(const char* sql);  // any number of statements, no rows
  Result<SqlStatement> prepare(std::string_view sql);
  // The first column of the first row, or none.
  Result<std::optional<std::string>> one(std::string_view sql);
  [[nodiscard]] std::int64_t last_row() const;
  [[nodiscard]] std::int64_t changes() const;
  // The last error as words a user can act on.
  Error error(int code) const;
  [[nodiscard]] const std::string& path() const { return path_; }
  Status backup_to(const std::string& path);

 private:
  Database(std::string path, sqlite3* handle) : path_(std::move(path)), handle_(handle) {}
  std::string path_;
  sqlite3* handle_;
};

}  // namespace sayso
