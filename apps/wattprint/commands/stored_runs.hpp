#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "runs/record.hpp"
#include "store/run_store.hpp"

namespace wattprint::app {

/// The store that the settings name, if anything was ever kept there.
Result<std::unique_ptr<store::RunStore>> open_runs(const config::Settings& settings);

/// A run by the first digits of its id; the newest one when they are empty.
Result<runs::RunRecord> find_run(store::RunStore& store, const std::string& prefix);

}  // namespace wattprint::app
