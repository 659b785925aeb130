#pragma once

#include <span>
#include <string>

#include "reports/phrases.hpp"
#include "reports/style.hpp"
#include "runs/record.hpp"

namespace wattprint::reports {

/// `wattprint list`: a row a run, in the order given. A sentence when there is none.
std::string run_table(std::span<const runs::RunRecord> records, const Style& style,
                      const LocalTime& local = local_time);

/// `wattprint list --json` (schema wattprint.list.v1): {"schema", "runs": [wattprint.run.v1 ...]}.
std::string run_list_json(std::span<const runs::RunRecord> records);

}  // namespace wattprint::reports
