#pragma once

#include <string>
#include <vector>

#include "reports/style.hpp"
#include "runs/record.hpp"

namespace wattprint::reports {

/// The same energy on another grid.
struct Elsewhere {
  std::string zone;
  Figure<Grams> emissions;
};

struct SummaryExtras {
  std::vector<Elsewhere> elsewhere;
  bool kept = false;  ///< the run is in the store
};

/// The few lines that a run ends with (DESIGN 2.1). Pure; a newline at the end of each line.
std::string summary(const runs::RunRecord& record, const SummaryExtras& extras, const Style& style);

}  // namespace wattprint::reports
