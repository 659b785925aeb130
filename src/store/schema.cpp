#include "store/schema.hpp"

#include <fmt/core.h>

#include "store/migrations.hpp"

namespace wattprint::store {
namespace {

// "watt" in ASCII; `file` and others tell by it whose database this is.
constexpr std::int64_t kApplicationId = 0x77617474;

// Settings of the connection. NORMAL: a commit survives a crash of ours but may be lost in a power
// cut, as far back as the last checkpoint; never damages the file. The cache is 64 pages at most:
// rows are few, and a run's memory is a promise.
constexpr const char* kConnection =
    "PRAGMA synchronous=NORMAL; PRAGMA cache_size=64; PRAGMA mmap_size=0;"
    "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=100;";

Error newer(const Database& database, std::int64_t version) {
  return {Errc::malformed,
          fmt::format("{}: written by a newer wattprint (schema {}, this one knows {}); upgrade "
                      "wattprint, or name another directory with --data-dir",
                      database.path().string(), version, migrations().size())};
}

Error foreign(const Database& database) {
  return {Errc::malformed,
          fmt::format("{0}: a database of another program; it was left as it is. Name "
                      "another directory with --data-dir",
                      database.path().string())};
}

/// All steps that are missing, in one transaction: a crash leaves the old schema.
Result<> migrate(Database& database) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return fail(transaction.error());
  // Asked again under the lock: another process may just have done it.
  const auto version = database.integer("PRAGMA user_version");
  if (!version) return fail(version.error());
  const auto steps = migrations();
  const auto newest = static_cast<std::int64_t>(steps.size());
  if (*version > newest) return fail(newer(database, *version));
  if (*version == 0) {
    const auto tables = database.integer("SELECT count(*) FROM sqlite_master");
    if (!tables) return fail(tables.error());
    if (*tables != 0) return fail(foreign(database));
  }
  for (auto step = *version; step < newest; ++step) {
    const std::string sql(steps[static_cast<std::size_t>(step)]);
    if (auto done = database.execute(sql.c_str()); !done) return done;
  }
  const std::string marks =
      fmt::format("PRAGMA application_id={}; PRAGMA user_version={};", kApplicationId, newest);
  if (auto marked = database.execute(marks.c_str()); !marked) return marked;
  return transaction->commit();
}

}  // namespace

Result<> prepare_schema(Database& database) {
  if (auto set = database.execute(kConnection); !set) return set;
  const auto version = database.integer("PRAGMA user_version");
  if (!version) return fail(version.error());
  const auto newest = static_cast<std::int64_t>(migrations().size());
  if (*version > newest) return fail(newer(database, *version));
  if (*version > 0) {
    const auto owner = database.integer("PRAGMA application_id");
    if (!owner) return fail(owner.error());
    if (*owner != kApplicationId) return fail(foreign(database));
  }
  if (*version < newest)
    if (auto migrated = migrate(database); !migrated) return migrated;
  // Kept in the file, so this changes something only once. While another process makes its first
  // steps on a new file it is refused, and left to the next who opens.
  auto wal = database.execute("PRAGMA journal_mode=WAL");
  if (!wal && wal.error().code != Errc::unavailable) return wal;
  return {};
}

}  // namespace wattprint::store
