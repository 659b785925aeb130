#include "commands/stored_runs.hpp"

#include "engine/archive.hpp"
#include "engine/requests.hpp"

namespace wattprint::app {

Result<std::unique_ptr<store::RunStore>> open_runs(const config::Settings& settings) {
  return engine::open_store(settings.data_dir, engine::machine_of(settings),
                            store::Database::Access::existing);
}

Result<runs::RunRecord> find_run(store::RunStore& store, const std::string& prefix) {
  if (!prefix.empty()) return store.find(prefix);
  auto newest = store.list({.limit = 1});
  if (!newest) return fail(newest.error());
  if (newest->runs.empty())
    return fail(Errc::not_present, "no run is kept in " + store.place() +
                                       "; measure one with: wattprint run -- COMMAND");
  return std::move(newest->runs.front());
}

}  // namespace wattprint::app
