#include "store/database.hpp"

#include <fmt/core.h>
#include <sqlite3.h>

namespace wattprint::store {
namespace {

// Another run's commit takes milliseconds; a backup or a checkpoint of a big file takes longer.
constexpr int kBusyTimeoutMs = 5000;

Errc errc_of(int code) {
  switch (code & 0xFF) {  // the low byte is the primary code of an extended one
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Errc::malformed;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH: return Errc::permission_denied;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Errc::unavailable;
    default: return Errc::io;
  }
}

std::string remedy_for(int code, const std::filesystem::path& path) {
  switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return fmt::format(
          "; it was left as it is. Move it away (cd {} && mkdir broken && mv {}* broken) and the "
          "next "
          "run starts a new one",
          path.parent_path().string(), path.filename().string());
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      return "; make the file and its directory writable, or name another one with --data-dir";
    case SQLITE_FULL: return "; free some space, or name another directory with --data-dir";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "; another process holds it, try again once that is done";
    default: return "";
  }
}

Error sqlite_error(sqlite3* handle, const std::filesystem::path& path, std::string_view doing) {
  const int code = sqlite3_extended_errcode(handle);
  return {errc_of(code), fmt::format("{}: cannot {}: {}{}", path.string(), doing,
                                     sqlite3_errmsg(handle), remedy_for(code, path))};
}

}  // namespace

Result<Database> Database::open(const std::filesystem::path& path, Access access) {
  std::error_code ignored;
  if (access == Access::existing && !std::filesystem::exists(path, ignored))
    return fail(Errc::not_present, path.string() + ": no run has been kept here yet");
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                    (access == Access::create ? SQLITE_OPEN_CREATE : 0);
  sqlite3* handle = nullptr;
  const int status = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  Database database(handle, path);  // also closes what failed to open
  if (handle == nullptr) return fail(Errc::io, path.string() + ": cannot open: out of memory");
  if (status != SQLITE_OK) return fail(database.error("open"));
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
  // The log stays behind and is folded in every 100 pages (store/schema.cpp), not at each close:
  // four waits for the disk less in every run, 20 ms here. Who copies the database takes
  // wattprint.db-wal too.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return database;
}

Database::~Database() { sqlite3_close_v2(handle_); }

Error Database::error(std::string_view doing) const { return sqlite_error(handle_, path_, doing); }

void Database::set_patience(std::chrono::milliseconds patience) {
  sqlite3_busy_timeout(handle_, static_cast<int>(patience.count()));
}

Result<> Database::execute(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    return fail(error("write"));
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr) !=
      SQLITE_OK)
    return fail(error("read"));
  return Statement(*this, statement);
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return fail(statement.error());
  const auto row = statement->step();
  if (!row) return fail(row.error());
  return *row ? statement->integer(0) : 0;
}

std::int64_t Database::changes() const { return sqlite3_changes(handle_); }

Statement::~Statement() { sqlite3_finalize(handle_); }

// A bind fails only for a wrong index (a bug of ours, seen by any test) or without memory; step()
// then reports it.
Statement& Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(handle_, index, value);
  return *this;
}

Statement& Statement::bind(int index, double value) {
  sqlite3_bind_double(handle_, index, value);
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  sqlite3_bind_text64(handle_, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
  sqlite3_bind_blob64(handle_, index, bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}

Statement& Statement::bind_null(int index) {
  sqlite3_bind_null(handle_, index);
  return *this;
}

Result<bool> Statement::step() {
  switch (sqlite3_step(handle_)) {
    case SQLITE_ROW: return true;
    case SQLITE_DONE: return false;
    default: return fail(database_->error(sqlite3_stmt_readonly(handle_) != 0 ? "read" : "write"));
  }
}

Result<> Statement::run() {
  const auto row = step();
  if (!row) return fail(row.error());
  return {};
}

Result<> Statement::run_again() {
  auto done = run();
  sqlite3_reset(handle_);
  return done;
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }
double Statement::real(int column) const { return sqlite3_column_double(handle_, column); }

std::string Statement::text(int column) const {
  const auto* bytes = sqlite3_column_text(handle_, column);
  if (bytes == nullptr) return {};
  return std::string(reinterpret_cast<const char*>(bytes),
                     static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)));
}

std::string_view Statement::blob(int column) const {
  const void* bytes = sqlite3_column_blob(handle_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

Result<Transaction> Transaction::begin(Database& database) {
  if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) return fail(begun.error());
  return Transaction(database);
}

Transaction::~Transaction() {
  // Without effect after an error at which SQLite itself has rolled back.
  if (database_ != nullptr) (void)database_->execute("ROLLBACK");
}

Result<> Transaction::commit() {
  if (auto done = database_->execute("COMMIT"); !done) return done;
  database_ = nullptr;
  return {};
}

}  // namespace wattprint::store
