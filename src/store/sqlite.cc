// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sqlite3.h>
#include <unistd.h>

#include "base/text.h"
#include "base/utf8.h"

namespace sayso {
namespace {

constexpr int kBusyMs = 5000;

std::string_view text_of(sqlite3_value* value) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return bytes == nullptr
             ? std::string_view{}
             : std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

// has_words(text, words): every word of `words` begins a word of `text`, case and accents aside.
void has_words(sqlite3_context* context, int, sqlite3_value** values) {
  const std::string text = lowered(text_of(values[0]));
  bool all = true;
  std::string folded_text;
  std::size_t at = 0;
  while (at < text.size()) {
    const Decoded d = decode(text, at);
    if (is_letter(d.code_point) || is_digit(d.code_point)) {
      append_folded(folded_text, std::string_view(text).substr(at, d.length));
    } else if (!folded_text.empty() && folded_text.back() != ' ') {
      folded_text += ' ';
    }
    at += d.length;
  }
  folded_text.insert(0, " ");
  for_each_part(
      text_of(values[1]),
      [&](std::string_view word) {
        const std::string wanted = folded(word);
        all = all && (wanted.empty() || folded_text.find(" " + wanted) != std::string::npos);
      },
      ' ');
  sqlite3_result_int(context, all ? 1 : 0);
}

}  // namespace

SqlStatement::SqlStatement(SqlStatement&& other) noexcept
    : db_(other.db_), handle_(other.handle_), next_(other.next_) {
  other.handle_ = nullptr;
}
SqlStatement::~SqlStatement() {
  sqlite3_finalize(handle_);
}
SqlStatement& SqlStatement::bind(std::string_view text) {
  sqlite3_bind_text(handle_, next_++, text.data() == nullptr ? "" : text.data(),
                    static_cast<int>(text.size()), SQLITE_STATIC);
  return *this;
}
SqlStatement& SqlStatement::bind(std::int64_t number) {
  sqlite3_bind_int64(handle_, next_++, number);
  return *this;
}
SqlStatement& SqlStatement::bind(double number) {
  sqlite3_bind_double(handle_, next_++, number);
  return *this;
}
SqlStatement& SqlStatement::bind_null() {
  sqlite3_bind_null(handle_, next_++);
  return *this;
}
SqlStatement& SqlStatement::bind_blob(std::string_view bytes) {
  sqlite3_bind_blob(handle_, next_++, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
  return *this;
}
Result<bool> SqlStatement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code == SQLITE_DONE) {
    return false;
  }
  return db_->error(code);
}
Status SqlStatement::run() {
  while (true) {
    auto more = step();
    if (!more) {
      reset();
      return std::move(more).error();
    }
    if (!*more) {
      reset();
      return {};
    }
  }
}
void SqlStatement::reset() {
  sqlite3_reset(handle_);
  next_ = 1;
}
bool SqlStatement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}
std::int64_t SqlStatement::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}
double SqlStatement::real(int column) const {
  return sqlite3_column_double(handle_, column);
}
std::string SqlStatement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_blob(handle_, column));
  return bytes == nullptr
             ? std::string()
             : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}
std::uint32_t SqlStatement::row(int column) const {
  return is_null(column) ? 0xFFFFFFFF : static_cast<std::uint32_t>(integer(column));
}
int SqlStatement::columns() const {
  return sqlite3_column_count(handle_);
}
std::string SqlStatement::column_name(int column) const {
  return sqlite3_column_name(handle_, column);
}
SqlStatement::Kind SqlStatement::kind(int column) const {
  switch (sqlite3_column_type(handle_, column)) {
    case SQLITE_NULL:
      return Kind::null;
    case SQLITE_INTEGER:
      return Kind::integer;
    case SQLITE_FLOAT:
      return Kind::real;
    default:
      return Kind::text;
  }
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, bool write, bool create) {
  std::error_code ignored;
  const bool there = std::filesystem::exists(path, ignored);
  if (!there && !create) {
    return Error{ErrorCode::not_found,
                 path + ": no such database; make one with `sayso ingest FILES --db " + path + "`"};
  }
  if (there && std::filesystem::is_directory(path, ignored)) {
    return Error{ErrorCode::invalid_argument, path + ": is a folder, not a database"};
  }
  if (there && write && ::access(path.c_str(), W_OK) != 0) {
    return Error{ErrorCode::io, path + ": cannot be written: " + std::strerror(errno)};
  }
  sqlite3* handle = nullptr;
  const int flags = write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE;
  int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK && !write) {  // a file, or a folder, that we may only read
    sqlite3_close(handle);
    code =
        sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  }
  std::unique_ptr<Database> db(new Database(path, handle));
  if (code != SQLITE_OK) {
    return db->error(code);
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyMs);
  sqlite3_create_function_v2(handle, "has_words", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
                             has_words, nullptr, nullptr, nullptr);
  return db;
}

Database::~Database() {
  sqlite3_close_v2(handle_);
}

Status Database::run(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    return error(code);
  }
  return {};
}

Result<SqlStatement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (code != SQLITE_OK) {
    return error(code);
  }
  return SqlStatement(*this, handle);
}

Result<std::optional<std::string>> Database::one(std::string_view sql) {
  SAYSO_TRY(SqlStatement statement, prepare(sql));
  SAYSO_TRY(const bool row, statement.step());
  if (!row || statement.is_null(0)) {
    return std::optional<std::string>();
  }
  return std::optional<std::string>(statement.text(0));
}

std::int64_t Database::last_row() const {
  return sqlite3_last_insert_rowid(handle_);
}
std::int64_t Database::changes() const {
  return sqlite3_changes64(handle_);
}

Error Database::error(int code) const {
  const std::string what = handle_ == nullptr ? "out of memory" : sqlite3_errmsg(handle_);
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::busy, path_ + ": another program is writing to it; try again later"};
    case SQLITE_FULL:
      return {ErrorCode::io, path_ +
                                 ": no room left on the disk; what was stored before stands: make "
                                 "room and run the same command again"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {ErrorCode::io, path_ + ": cannot be written (read-only file or folder)"};
    case SQLITE_NOTADB:
      return {ErrorCode::corrupt, path_ + ": is not a Sayso database"};
    case SQLITE_CORRUPT:
      return {ErrorCode::corrupt,
              path_ + ": is damaged (" + what + "); restore a backup or ingest anew"};
    case SQLITE_CANTOPEN:
      return {ErrorCode::io, path_ + ": cannot be opened (does the folder exist?)"};
    case SQLITE_IOERR:
      return {ErrorCode::io, path_ + ": reading or writing failed: " + what};
    default:
      return {ErrorCode::internal, path_ + ": " + what};
  }
}

Status Database::backup_to(const std::string& path) {
  sqlite3* target = nullptr;
  if (sqlite3_open(path.c_str(), &target) != SQLITE_OK) {
    sqlite3_close(target);
    return Error{ErrorCode::io, path + ": cannot be written"};
  }
  sqlite3_backup* backup = sqlite3_backup_init(target, "main", handle_, "main");
  int code = SQLITE_ERROR;
  if (backup != nullptr) {
    sqlite3_backup_step(backup, -1);
    code = sqlite3_backup_finish(backup);
  }
  const std::string what = sqlite3_errmsg(target);
  sqlite3_close(target);
  if (code != SQLITE_OK) {
    return Error{ErrorCode::io, path + ": backup failed: " + what};
  }
  return {};
}

}  // namespace sayso
