#pragma once

#include <string>

#include "reports/phrases.hpp"
#include "reports/style.hpp"
#include "runs/record.hpp"

namespace wattprint::reports {

/// `wattprint show`: all that is known of a run, in full.
std::string run_page(const runs::RunRecord& record, const Style& style,
                     const LocalTime& local = local_time);

}  // namespace wattprint::reports
