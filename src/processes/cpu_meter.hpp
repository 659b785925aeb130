#pragma once

#include <functional>
#include <optional>

#include "base/clock.hpp"
#include "base/files.hpp"
#include "base/machine.hpp"
#include "measure/interval.hpp"
#include "processes/proc_stat.hpp"

namespace wattprint::processes {

/// CPU time of the machine and of the run, read together.
///
/// The machine's account (/proc/stat) is sampled by the timer tick and comes in steps of 10 ms,
/// while a tree's is exact. Over short intervals the run may therefore seem busier than the
/// machine; the excess is carried to the next interval, so that over time both agree with what was
/// read, and the run is never busier than the machine.
class CpuMeter final : public measure::CpuProbe {
 public:
  /// tree_cpu  cumulative CPU time of the run; empty when nobody asks for a run's share.
  static Result<CpuMeter> open(const Machine& machine, std::function<CpuSeconds()> tree_cpu);

  std::optional<measure::CpuUse> use_since_last(Instant now) override;

  /// Busy CPU time since the first look, as handed out by use_since_last(): what a power model
  /// should be driven by, so that it speaks of the same seconds as the attribution does.
  CpuSeconds busy_so_far() const { return busy_so_far_; }
  unsigned hardware_threads() const { return hardware_threads_; }

 private:
  CpuMeter(KernelFile stat, std::function<CpuSeconds()> tree_cpu)
      : stat_(std::move(stat)), tree_cpu_(std::move(tree_cpu)) {}

  KernelFile stat_;
  std::function<CpuSeconds()> tree_cpu_;
  std::string buffer_;
  long ticks_per_second_ = 100;
  unsigned hardware_threads_ = 1;
  struct Look {
    Instant time;
    CpuSeconds tree;
  };
  std::optional<Look> last_;
  CpuSeconds busy_at_first_;
  CpuSeconds busy_so_far_;
};

}  // namespace wattprint::processes
