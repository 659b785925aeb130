#pragma once

#include <span>
#include <string>

#include "reports/style.hpp"
#include "runs/group.hpp"
#include "runs/record.hpp"

namespace wattprint::reports {

/// `wattprint show --group`: the ranks of a job, and what they used together.
std::string group_page(std::span<const runs::RunRecord> records, const Style& style);

/// `wattprint show --group --json` (schema wattprint.group.v1).
std::string group_json(std::span<const runs::RunRecord> records);

}  // namespace wattprint::reports
