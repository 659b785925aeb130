#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plan/budget.hpp"
#include "runs/record.hpp"
#include "runs/task_ledger.hpp"

namespace wattprint::engine {

// What the ledger of a tracked run says, weighed as its record is. Pure functions: who calls them
// holds the ledger still.

/// Energy and emissions of a stretch; unknown where the run's are.
runs::PartRecord part_of(const runs::Stretch& stretch, const runs::RunRecord& record);

/// Adds tasks, epochs and marks to the record.
void add_work(const runs::TaskLedger& ledger, runs::RunRecord& record);

/// What so many epochs use in all.
struct WorkOutlook {
  std::uint64_t epochs = 0;
  std::uint64_t measured = 0;
  Figure<Seconds> duration;
  std::optional<Figure<Joules>> energy;
  std::optional<Figure<Grams>> emissions;  ///< with the grid that the run has had so far
  std::optional<Figure<Joules>> energy_to_come;
};

/// Nothing before the first epoch has ended.
std::optional<WorkOutlook> outlook(const runs::TaskLedger& ledger, const runs::RunRecord& record,
                                   std::uint64_t epochs);

/// Of several budgets, the verdict that leaves the least room; nothing without a budget, or a
/// figure to judge by.
///
/// epochs  of the training in all, for the prediction; 0: nothing is predicted.
std::optional<plan::Verdict> judge_work(const std::vector<plan::Budget>& budgets,
                                        const runs::TaskLedger& ledger,
                                        const runs::RunRecord& record, std::uint64_t epochs);

}  // namespace wattprint::engine
