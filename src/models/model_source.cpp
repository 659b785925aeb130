#include "models/model_source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/installed_memory.hpp"

namespace wattprint::models {
namespace {

// /proc/stat counts in ticks of 10 ms and sums up threads at slightly different moments, so a short
// interval may show a little more than all threads could do. This much more is a broken counter.
constexpr Seconds kTolerance{1.0};
// CPUs may be added to a running virtual machine: so many times the threads we started with are
// believed to be busy at once.
constexpr double kHotPlug = 16.0;

measure::Warning no_cpu_times(const Error& error) {
  return {"model-no-cpu-times", "the power model cannot see how busy the CPU is: " + error.what,
          "mount /proc, or give the host's with --procfs-root DIR"};
}

}  // namespace

ModelSource::ModelSource(CpuIdentity cpu, ReadCpuTimes read_cpu_times, const Clock& clock)
    : cpu_(std::move(cpu)), read_cpu_times_(std::move(read_cpu_times)), clock_(&clock) {}

void ModelSource::add_cpu() {
  cpu_model_ = CpuPowerModel::of(cpu_);
  domains_.push_back({.component = measure::Component::cpu,
                      .device = "cpu",
                      .sensor = "model",
                      .source = cpu_.describe(),
                      .basis = Basis::estimated,
                      .spread = cpu_model_->spread,
                      .idle_hint = cpu_model_->idle});
}

void ModelSource::add_memory(std::uint64_t bytes) {
  memory_model_ = MemoryPowerModel::of(gigabytes(bytes), cpu_.threads);
  domains_.push_back({.component = measure::Component::dram,
                      .device = "memory",
                      .sensor = "model",
                      .source = fmt::format("{:.3g} GiB of memory, no power sensor for it here",
                                            gigabytes(bytes).value()),
                      .basis = Basis::estimated,
                      .spread = memory_model_->spread,
                      .idle_hint = memory_model_->idle});
}

Result<std::unique_ptr<ModelSource>> ModelSource::open(const Machine& machine,
                                                       ReadCpuTimes read_cpu_times,
                                                       const Clock& clock, ModelOptions options) {
  auto cpu = identify_cpu(machine);
  if (!cpu) return fail(cpu.error());
  std::unique_ptr<ModelSource> source(
      new ModelSource(std::move(*cpu), std::move(read_cpu_times), clock));
  if (options.cpu) source->add_cpu();
  if (options.dram) {
    if (const auto memory = installed_memory(machine, source->cpu_.virtual_machine)) {
      source->add_memory(memory->bytes);
    } else {
      source->pending_.push_back({"model-no-memory-size",
                                  "the energy of memory is not counted: " + memory.error().what,
                                  "mount /proc, or give the host's with --procfs-root DIR"});
      if (!options.cpu) return fail(Errc::not_present, source->pending_.front().message);
    }
  }
  if (source->domains_.empty())
    return fail(Errc::not_present, "the power model was asked for neither CPU nor memory");
  return source;
}

void ModelSource::read(Instant now, measure::Batch& out) {
  std::move(pending_.begin(), pending_.end(), std::back_inserter(out.warnings));
  pending_.clear();

  const auto times = read_cpu_times_();
  if (!times) {
    out.warnings.push_back(no_cpu_times(times.error()));
    return;
  }
  const Start end{now, clock_->suspended(), times->busy};
  if (!start_) start_ = end;

  const Seconds awake = std::max(
      Seconds(0), Seconds((end.time - start_->time) - (end.suspended - start_->suspended)));
  const CpuSeconds busy = end.busy - start_->busy;
  if (busy.value() > kHotPlug * cpu_.threads * (awake + kTolerance).count() ||
      busy.value() < -kTolerance.count()) {
    out.warnings.push_back(
        {"model-cpu-times-jumped",
         fmt::format("the CPU times of the kernel jumped by {:.0f} s within {:.1f} s; "
                     "the energy of that time is not counted",
                     busy.value(), awake.count()),
         ""});
    start_ = end;
    return;
  }
  // A counter that steps back by a tick must not have its way forward counted twice.
  const CpuSeconds counted = std::max(busy, CpuSeconds{0});
  start_ = Start{end.time, end.suspended, std::max(end.busy, start_->busy)};

  std::size_t domain = 0;
  if (cpu_model_) out.readings.push_back({domain++, cpu_model_->energy(counted, awake), {}, false});
  if (memory_model_)
    out.readings.push_back({domain, memory_model_->energy(counted, awake), {}, false});
}

}  // namespace wattprint::models
