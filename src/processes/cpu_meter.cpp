#include "processes/cpu_meter.hpp"

#include <unistd.h>

#include <algorithm>

namespace wattprint::processes {

Result<CpuMeter> CpuMeter::open(const Machine& machine, std::function<CpuSeconds()> tree_cpu) {
  auto stat = KernelFile::open(machine.procfs / "stat");
  if (!stat) return fail(stat.error());
  CpuMeter meter(std::move(*stat), std::move(tree_cpu));
  meter.ticks_per_second_ = ::sysconf(_SC_CLK_TCK);
  const auto text = meter.stat_.read(meter.buffer_);
  if (!text) return fail(text.error());
  const auto times = parse_machine_times(*text, meter.ticks_per_second_);
  if (!times) return fail(times.error());
  meter.hardware_threads_ = std::max(1U, times->threads);
  return meter;
}

std::optional<measure::CpuUse> CpuMeter::use_since_last(Instant now) {
  const CpuSeconds tree = tree_cpu_ ? tree_cpu_() : CpuSeconds{};
  const auto text = stat_.read(buffer_);
  if (!text) return std::nullopt;
  const auto times = parse_machine_times(*text, ticks_per_second_);
  if (!times) return std::nullopt;
  // Threads may be taken on and off line while a run lasts.
  hardware_threads_ = std::max(1U, times->threads);
  if (!last_) {
    last_ = Look{now, tree};
    busy_at_first_ = times->busy;
    return measure::CpuUse{};
  }
  measure::CpuUse use;
  use.run = tree - last_->tree;
  use.capacity = CpuSeconds{Seconds(awake_between(last_->time, now)).count() * hardware_threads_};
  const CpuSeconds machine_so_far = times->busy - busy_at_first_;
  use.busy = std::max(use.run, machine_so_far - busy_so_far_);
  busy_so_far_ += use.busy;
  last_ = Look{now, tree};
  return use;
}

}  // namespace wattprint::processes
