#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "runs/sample_record.hpp"
#include "store/sqlite_store.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::testing {

/// A clock that stands still.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(WallTime wall) : wall_(wall) {}
  Instant now() const override { return {}; }
  WallTime wall() const override { return wall_; }
  std::chrono::nanoseconds suspended() const override { return {}; }
  void set(WallTime wall) { wall_ = wall; }

 private:
  WallTime wall_;
};

/// A place for a store, and the moment 2026-11-22 03:00 UTC.
struct StoreWorld {
  FakeMachine files;
  FixedClock clock{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) +
                   std::chrono::hours(3)};

  std::filesystem::path directory() const { return files.root() / "data/wattprint"; }
  std::filesystem::path database() const { return directory() / store::kDatabaseFile; }

  Result<std::unique_ptr<store::SqliteStore>> try_open(
      store::Database::Access access = store::Database::Access::create) const {
    return store::SqliteStore::open(directory(), access, clock);
  }
  std::unique_ptr<store::SqliteStore> open() const {
    auto opened = try_open();
    if (!opened) throw std::runtime_error(opened.error().what);
    return std::move(*opened);
  }
};

inline runs::RunRecord record_with(std::string id, std::string name = "mnist-mlp") {
  auto record = sample_record();
  record.identity.id = std::move(id);
  record.identity.name = std::move(name);
  return record;
}

/// Runs `body` in a child process and returns how it ended, as waitpid tells; body gives the
/// status.
inline int in_child(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

}  // namespace wattprint::testing
