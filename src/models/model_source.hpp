#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.hpp"
#include "base/machine.hpp"
#include "base/result.hpp"
#include "measure/source.hpp"
#include "models/cpu_identity.hpp"
#include "models/cpu_power_model.hpp"
#include "models/memory_power_model.hpp"

namespace wattprint::models {

/// CPU time since some fixed moment, all threads together.
///
/// busy  user, nice, system, irq and softirq; not idle, iowait or guest (that is in user already),
/// and
///       not steal: on an overcommitted host that time, and its energy, were somebody else's.
struct CpuTimes {
  CpuSeconds busy{};
};

/// Reads the CPU times of the machine now. Only its increase is used.
using ReadCpuTimes = std::function<Result<CpuTimes>()>;

/// What the model is to stand in for.
struct ModelOptions {
  bool cpu = true;
  bool dram = true;  ///< alone when the CPU has a sensor and memory has none
};

/// Estimated energy of CPU and memory, as one more source of energy beside the sensors.
///
/// Domains: cpu "cpu" and dram "memory", sensor "model", basis estimated, idle_hint their idle
/// watts. A read without CPU times gives no reading and a warning; what was used meanwhile comes
/// with the next good one. Time in suspend costs nothing.
class ModelSource : public measure::Source {
 public:
  /// Identifies the machine. read_cpu_times and clock are used as long as the source lives.
  /// Errc::not_present when nothing of what `options` asks for can be modelled. Memory of unknown
  /// size is left out and explained by a warning of the first read.
  static Result<std::unique_ptr<ModelSource>> open(const Machine& machine,
                                                   ReadCpuTimes read_cpu_times, const Clock& clock,
                                                   ModelOptions options = {});

  std::span<const measure::Domain> domains() const override { return domains_; }
  void read(Instant now, measure::Batch& out) override;

  const CpuIdentity& cpu() const { return cpu_; }

 private:
  ModelSource(CpuIdentity cpu, ReadCpuTimes read_cpu_times, const Clock& clock);
  void add_cpu();
  void add_memory(std::uint64_t bytes);

  struct Start {
    Instant time;
    std::chrono::nanoseconds suspended;
    CpuSeconds busy;
  };

  CpuIdentity cpu_;
  ReadCpuTimes read_cpu_times_;
  const Clock* clock_;
  std::optional<CpuPowerModel> cpu_model_;
  std::optional<MemoryPowerModel> memory_model_;
  std::vector<measure::Domain> domains_;
  std::vector<measure::Warning> pending_;  ///< of open(), for the first read
  std::optional<Start> start_;             ///< of the interval that the next reading ends
};

}  // namespace wattprint::models
