#include "store/sample_series.hpp"

#include <algorithm>

namespace wattprint::store {
namespace {

template <class T>
void extend(std::vector<T>& column, const std::vector<T>& more) {
  column.insert(column.end(), more.begin(), more.end());
}

}  // namespace

DomainSeries& SampleSeries::domain(measure::Component component, const std::string& device) {
  const auto found = std::find_if(domains.begin(), domains.end(), [&](const DomainSeries& series) {
    return series.component == component && series.device == device;
  });
  if (found != domains.end()) return *found;
  return domains.emplace_back(DomainSeries{.component = component, .device = device});
}

void SampleSeries::append(const measure::Interval& interval, std::span<const measure::Domain> known,
                          Instant run_start) {
  const std::size_t row = size();
  begin.push_back(interval.start - run_start);
  end.push_back(interval.end - run_start);
  const auto& cpu = interval.cpu;
  cpu_run.push_back(cpu ? std::optional(cpu->run) : std::nullopt);
  cpu_busy.push_back(cpu ? std::optional(cpu->busy) : std::nullopt);
  for (const auto& energy : interval.energy) {
    auto& series = domain(known[energy.domain].component, known[energy.domain].device);
    series.machine.resize(row);
    series.run.resize(row);
    series.machine.emplace_back(energy.machine);
    series.run.emplace_back(energy.run_active + energy.run_idle);
  }
  for (auto& series : domains) {
    series.machine.resize(row + 1);
    series.run.resize(row + 1);
  }
}

void SampleSeries::append(const SampleSeries& later) {
  const std::size_t before = size();
  extend(begin, later.begin);
  extend(end, later.end);
  extend(cpu_run, later.cpu_run);
  extend(cpu_busy, later.cpu_busy);
  for (const auto& more : later.domains) {
    auto& series = domain(more.component, more.device);
    series.machine.resize(before);
    series.run.resize(before);
    extend(series.machine, more.machine);
    extend(series.run, more.run);
  }
  for (auto& series : domains) {
    series.machine.resize(size());
    series.run.resize(size());
  }
}

}  // namespace wattprint::store
