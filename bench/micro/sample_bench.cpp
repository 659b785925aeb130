// One whole sample as `wattprint run` takes it: four RAPL zones, the machine's CPU time,
// attribution.

#include <benchmark/benchmark.h>

#include "measure/sampler.hpp"
#include "processes/attribution.hpp"
#include "processes/cpu_meter.hpp"
#include "sensors/rapl/powercap.hpp"
#include "sensors/select.hpp"
#include "support/fake_machine.hpp"

namespace wattprint {
namespace {

using namespace std::chrono_literals;

/// Two sockets, each with memory: four zones that are read, none twice.
void add_server(const testing::FakeMachine& machine) {
  const auto zone = [&](const std::string& id, const std::string& name) {
    const std::string directory = "sys/class/powercap/" + id;
    machine.write(directory + "/name", name + "\n");
    machine.write(directory + "/max_energy_range_uj", "262143328850\n");
    machine.write(directory + "/energy_uj", "1000000\n");
  };
  for (const std::string socket : {"0", "1"}) {
    zone("intel-rapl:" + socket, "package-" + socket);
    zone("intel-rapl:" + socket + ":0", "dram");
  }
}

std::vector<std::unique_ptr<measure::Source>> open_zones(const testing::FakeMachine& machine) {
  const auto sensor = sensors::make_powercap(machine.machine());
  const std::vector<sensors::Sensor*> sensors{sensor.get()};
  return sensors::open_all(sensors).sources;
}

/// Takes intervals and keeps nothing.
class Ignore final : public measure::Sink {
 public:
  void accept(const measure::Interval& interval, std::span<const measure::Domain>) override {
    benchmark::DoNotOptimize(interval.energy.data());
  }
};

void powercap_zones_are_read(benchmark::State& state) {
  const testing::FakeMachine machine;
  add_server(machine);
  const auto sources = open_zones(machine);
  measure::Batch batch;
  Instant now;
  for (auto _ : state) {
    batch.clear();
    now = now + 10ms;
    for (const auto& source : sources) source->read(now, batch);
    benchmark::DoNotOptimize(batch.readings.data());
  }
  std::size_t zones = 0;
  for (const auto& source : sources) zones += source->domains().size();
  state.counters["zones"] = static_cast<double>(zones);
  state.counters["warnings"] = static_cast<double>(batch.warnings.size());
}
BENCHMARK(powercap_zones_are_read);

void machine_cpu_time_is_read(benchmark::State& state) {
  auto meter = processes::CpuMeter::open(Machine{}, [] { return CpuSeconds{}; });
  if (!meter) {
    state.SkipWithError(meter.error().what.c_str());
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(meter->use_since_last(system_clock().now()));
}
BENCHMARK(machine_cpu_time_is_read);

void sampler_ticks(benchmark::State& state) {
  const testing::FakeMachine machine;
  add_server(machine);
  auto meter = processes::CpuMeter::open(Machine{}, [] { return CpuSeconds{}; });
  if (!meter) {
    state.SkipWithError(meter.error().what.c_str());
    return;
  }
  processes::Attribution attribution(
      {}, [](pid_t) { return false; }, [](const measure::Domain&) { return std::nullopt; });
  Ignore ignore;
  measure::Sampler sampler(system_clock(), &*meter, open_zones(machine), {&attribution}, {&ignore});
  sampler.start();
  for (auto _ : state) sampler.tick();
}
BENCHMARK(sampler_ticks);

}  // namespace
}  // namespace wattprint
