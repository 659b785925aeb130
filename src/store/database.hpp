#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace wattprint::store {

class Statement;

/// One connection to an SQLite file. Not thread-safe: one caller at a time.
///
/// Every error names the file and says what to do about it.
class Database {
 public:
  enum class Access {
    existing,  ///< Errc::not_present when there is no file
    create,    ///< the file is made when it is missing; the directory must be there
  };
  static Result<Database> open(const std::filesystem::path& path, Access access);

  Database(Database&& other) noexcept
      : handle_(std::exchange(other.handle_, nullptr)), path_(std::move(other.path_)) {}
  Database& operator=(Database&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(path_, other.path_);
    return *this;
  }
  ~Database();

  /// How long each call from now on waits for another process that holds the file; 5 s at first.
  void set_patience(std::chrono::milliseconds patience);

  /// Runs one or more statements that give no rows.
  Result<> execute(const char* sql);
  Result<Statement> prepare(std::string_view sql);
  /// The one whole number that a query gives (a PRAGMA, a count).
  Result<std::int64_t> integer(std::string_view sql);

  const std::filesystem::path& path() const { return path_; }
  /// How many rows the last INSERT, UPDATE or DELETE changed.
  std::int64_t changes() const;

  /// The connection's last failure as an Error; `doing` completes "cannot ...".
  Error error(std::string_view doing) const;

 private:
  Database(sqlite3* handle, std::filesystem::path path) : handle_(handle), path_(std::move(path)) {}
  sqlite3* handle_ = nullptr;
  std::filesystem::path path_;
};

/// A prepared statement: bind 1, 2, ..., step through the rows, read columns 0, 1, ...
///
/// Must not outlive its Database, and the Database must stay where it is meanwhile.
class Statement {
 public:
  Statement(Statement&& other) noexcept
      : database_(other.database_), handle_(std::exchange(other.handle_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, double value);
  Statement& bind(int index, std::string_view text);  ///< not copied: must live until the last step
  Statement& bind_blob(int index, std::string_view bytes);  ///< likewise
  Statement& bind_null(int index);
  template <class T>
  Statement& bind(int index, const std::optional<T>& value) {
    return value ? bind(index, *value) : bind_null(index);
  }

  /// True when there is a (next) row, false at the end.
  Result<bool> step();
  /// For statements without rows.
  Result<> run();
  /// The same; afterwards it can be bound anew.
  Result<> run_again();

  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  /// Valid until the next step.
  std::string_view blob(int column) const;

 private:
  friend class Database;
  Statement(const Database& database, sqlite3_stmt* handle)
      : database_(&database), handle_(handle) {}
  const Database* database_;
  sqlite3_stmt* handle_;
};

/// Rolled back on destruction unless committed.
class Transaction {
 public:
  /// Takes the write lock at once, so that no other writer comes between a read and a write in it.
  static Result<Transaction> begin(Database& database);

  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  Result<> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace wattprint::store
