#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runs/record.hpp"

namespace wattprint::runs {

/// What the ranks of one job have used together.
struct GroupSum {
  std::string group;
  std::string launcher;
  int size = 0;                            ///< ranks of the job
  std::vector<int> missing;                ///< ranks of which there is no run
  std::optional<Figure<Joules>> energy;    ///< of those that are there; nothing if one is unknown
  std::optional<Figure<Grams>> emissions;  ///< likewise
};

/// records  runs of one group, at least one; several of one rank follow each other and all count.
GroupSum sum_of_group(std::span<const RunRecord> records);

}  // namespace wattprint::runs
