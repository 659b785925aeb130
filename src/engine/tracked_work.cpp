#include "engine/tracked_work.hpp"

#include <algorithm>
#include <string>

#include "footprint/operational.hpp"
#include "runs/epoch_prediction.hpp"

namespace wattprint::engine {
namespace {

std::optional<Figure<Grams>> weighed(const Figure<Joules>& energy, const runs::RunRecord& record) {
  auto emissions =
      footprint::operational_emissions(energy, record.grid.intensity, record.facility.pue);
  if (!emissions) return std::nullopt;
  return std::move(*emissions);
}

/// What the whole run will have used; empty when that cannot be told.
plan::Use expected_use(const runs::TaskLedger& ledger, const runs::RunRecord& record,
                       std::uint64_t epochs) {
  if (epochs == 0 || !record.energy) return {};
  const auto all = outlook(ledger, record, epochs);
  if (!all) return {};
  auto to_come = *all->energy_to_come;
  // The epoch that runs is one of those to come, and a part of it has been used.
  const Joules begun = ledger.running_epoch();
  for (Joules* part : {&to_come.value, &to_come.low, &to_come.high})
    *part = std::max(Joules{}, *part - begun);
  plan::Use expected;
  expected.energy = add(*record.energy, to_come);
  expected.emissions = weighed(*expected.energy, record);
  return expected;
}

plan::Use mean_task(const runs::TaskLedger& ledger, const runs::RunRecord& record,
                    const std::string& name) {
  for (const auto& total : ledger.totals()) {
    if (total.name != name || total.count == 0) continue;
    auto mean = total.sum;
    for (Joules* part : {&mean.charge.value, &mean.charge.low, &mean.charge.high})
      *part = *part / static_cast<double>(total.count);
    auto used = part_of(mean, record);
    return {std::move(used.energy), std::move(used.emissions)};
  }
  return {};
}

}  // namespace

runs::PartRecord part_of(const runs::Stretch& stretch, const runs::RunRecord& record) {
  runs::PartRecord part{stretch.duration, stretch.cpu, std::nullopt, std::nullopt};
  if (!record.energy) return part;
  const auto& [value, low, high] = stretch.charge;
  part.energy = {value, std::min(low, value), std::max(high, value), record.energy->basis,
                 record.energy->source};
  part.emissions = weighed(*part.energy, record);
  return part;
}

void add_work(const runs::TaskLedger& ledger, runs::RunRecord& record) {
  for (const auto& total : ledger.totals())
    record.tasks.push_back({total.name, total.count, part_of(total.sum, record)});
  for (const auto& epoch : ledger.epochs()) record.epochs.push_back(part_of(epoch, record));
  for (const auto& mark : ledger.marks())
    record.marks.push_back({mark.name, part_of(mark.until, record)});
  if (ledger.lost_marks() == 0) return;
  record.warnings.push_back({"too-many-marks",
                             std::to_string(ledger.lost_marks()) + " marks after the first " +
                                 std::to_string(runs::TaskLedger::kMostMarks) + " were not kept",
                             "count events as tasks: those are summed by name"});
}

std::optional<WorkOutlook> outlook(const runs::TaskLedger& ledger, const runs::RunRecord& record,
                                   std::uint64_t epochs) {
  const auto known = runs::predict_epochs(ledger.epochs(), epochs,
                                          record.energy ? record.energy->basis : Basis::assumed,
                                          record.energy ? record.energy->source : "clock");
  if (!known) return std::nullopt;
  WorkOutlook all{known->epochs, known->measured, known->duration, {}, {}, {}};
  if (!record.energy) return all;
  all.energy = known->energy;
  all.energy_to_come = known->energy_to_come;
  all.emissions = weighed(known->energy, record);
  if (all.emissions) all.emissions->source += ", the run's grid so far";
  return all;
}

std::optional<plan::Verdict> judge_work(const std::vector<plan::Budget>& budgets,
                                        const runs::TaskLedger& ledger,
                                        const runs::RunRecord& record, std::uint64_t epochs) {
  const plan::Use used{record.energy, record.emissions};
  const auto expected = expected_use(ledger, record, epochs);
  std::vector<plan::Verdict> verdicts;
  for (const auto& budget : budgets) {
    const auto verdict = budget.task.empty()
                             ? plan::judge(budget, used, expected)
                             : plan::judge(budget, mean_task(ledger, record, budget.task), {});
    if (verdict) verdicts.push_back(*verdict);
  }
  return plan::tightest(verdicts);
}

}  // namespace wattprint::engine
