#include "engine/instruments.hpp"

#include <algorithm>

#include "measure/background_source.hpp"
#include "models/model_source.hpp"
#include "sensors/all.hpp"
#include "sensors/select.hpp"

namespace wattprint::engine {
namespace {

using measure::Component;
using sensors::Extent;

/// Opens one slow sensor on a thread; owns it.
measure::BackgroundSource::Opener opener(std::shared_ptr<sensors::Sensor> sensor,
                                         std::vector<sensors::Taken> taken) {
  return [sensor, taken]() -> Result<std::unique_ptr<measure::Source>> {
    const std::vector<sensors::Sensor*> one{sensor.get()};
    auto opened = sensors::open_all(one, taken);
    if (!opened.sources.empty()) return std::move(opened.sources.front());
    if (!opened.warnings.empty()) {
      const auto& warning = opened.warnings.front();
      return fail(Errc::unavailable,
                  warning.fix.empty() ? warning.message : warning.message + "; " + warning.fix);
    }
    return fail(Errc::not_present, std::string(sensor->name()) + ": nothing to read");
  };
}

bool covers(const std::vector<sensors::Taken>& taken, Extent::Kind kind) {
  return std::any_of(taken.begin(), taken.end(), [kind](const sensors::Taken& t) {
    return t.extent.kind == kind || t.extent.kind == Extent::Kind::machine;
  });
}

/// A meter of the whole machine (a battery, an ACPI power meter) would hold the energy of GPUs that
/// their own driver tells better, but only later; where there is such a driver it is not used.
std::vector<sensors::Taken> reserved_for_slow_sensors(const Machine& machine) {
  std::error_code ignored;
  if (!std::filesystem::exists(machine.dev / "nvidiactl", ignored)) return {};
  return {{"nvidia", {.kind = Extent::Kind::gpu, .device = "nvidia"}}};
}

}  // namespace

Instruments open_instruments(const Machine& machine, const processes::CpuMeter* cpu,
                             const Clock& clock) {
  auto all = sensors::all_sensors(machine);
  auto opened = sensors::open_all(sensors::fast_sensors(all), reserved_for_slow_sensors(machine));
  Instruments instruments{std::move(opened.sources), std::move(opened.findings),
                          std::move(opened.warnings)};

  for (auto& sensor : all) {
    if (!sensor->is_slow()) continue;
    const std::string name(sensor->name());
    std::shared_ptr<sensors::Sensor> shared = std::move(sensor);
    instruments.sources.push_back(std::make_unique<measure::BackgroundSource>(
        name, opener(std::move(shared), opened.taken), clock));
  }

  const models::ModelOptions missing{.cpu = !covers(opened.taken, Extent::Kind::package) &&
                                            !covers(opened.taken, Extent::Kind::core),
                                     .dram = !covers(opened.taken, Extent::Kind::dram)};
  if (!missing.cpu && !missing.dram) return instruments;
  if (cpu == nullptr) {
    instruments.warnings.push_back({"no-cpu-time",
                                    "the machine's CPU time cannot be read from " +
                                        (machine.procfs / "stat").string() +
                                        ", so nothing can be estimated where there is no sensor",
                                    "mount /proc, or name it with --procfs-root"});
    return instruments;
  }
  const auto read_cpu = [cpu]() -> Result<models::CpuTimes> {
    return models::CpuTimes{cpu->busy_so_far()};
  };
  auto model = models::ModelSource::open(machine, read_cpu, clock, missing);
  if (model)
    instruments.sources.push_back(std::move(*model));
  else
    instruments.warnings.push_back({"no-model", model.error().what, ""});
  return instruments;
}

}  // namespace wattprint::engine
