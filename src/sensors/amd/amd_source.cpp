#include "sensors/amd/amd_source.hpp"

#include <fmt/format.h>
#include <sys/types.h>

#include <algorithm>

namespace wattprint::sensors::rocm {
namespace {

using namespace std::chrono_literals;

constexpr auto kPowerPace = 1s;
// An MI355X draws 1.4 kW.
constexpr Watts kMaxGpu{4000};
// AMD gives no accuracy; comparisons with external meters are within some 10 %.
constexpr Spread kSpread{0.90, 1.10};
constexpr std::size_t kFirstCapacity = 64;

measure::Domain domain_of(const Gpu& gpu) {
  measure::Domain domain;
  domain.component = measure::Component::gpu;
  domain.device = "GPU-" + gpu.place.pci_address;
  domain.sensor = "amd";
  const char* how = gpu.counter_unit > Joules{} ? "energy accumulator"
                    : gpu.is_average            ? "average power, integrated"
                                                : "power, integrated";
  domain.source = fmt::format("ROCm SMI {} of {} at {}", how, gpu.model, gpu.place.pci_address);
  domain.spread = kSpread;
  return domain;
}

}  // namespace

PowerNow power_now(const Library& library, std::uint32_t index) {
  const auto& rsmi = library.functions();
  std::uint64_t microwatts = 0;
  Status status = Status::not_supported;
  if (rsmi.power != nullptr) {
    std::uint32_t type = 0;
    status = rsmi.power(index, &microwatts, &type);
    if (status == Status::success) return {wattprint::microwatts(microwatts), type == 0, status};
  }
  if (rsmi.average_power != nullptr) {
    status = rsmi.average_power(index, 0, &microwatts);
    if (status == Status::success) return {wattprint::microwatts(microwatts), true, status};
  }
  return {Watts{}, false, status};
}

AmdSource::AmdSource(std::shared_ptr<const Library> library, const std::vector<Gpu>& gpus)
    : library_(std::move(library)) {
  for (const auto& gpu : gpus) {
    const std::string name = "amd:" + gpu.place.pci_address;
    auto meter = gpu.counter_unit > Joules{}
                     ? Meter::of_counter(name, domains_.size(),
                                         {.unit = gpu.counter_unit, .max_power = kMaxGpu})
                     : Meter::of_power(name, domains_.size(), kPowerPace);
    watched_.push_back({gpu, std::move(meter)});
    domains_.push_back(domain_of(gpu));
  }
}

std::chrono::nanoseconds AmdSource::longest_interval() const {
  const bool counts_all = std::all_of(watched_.begin(), watched_.end(), [](const Watched& w) {
    return w.gpu.counter_unit > Joules{};
  });
  return counts_all ? std::chrono::nanoseconds(1h) : std::chrono::nanoseconds(kPowerPace);
}

void AmdSource::read(Instant now, measure::Batch& out) {
  list_processes();
  for (auto& watched : watched_) read_one(watched, now, out);
}

void AmdSource::read_one(Watched& watched, Instant now, measure::Batch& out) {
  const auto index = watched.gpu.index;
  if (watched.gpu.counter_unit > Joules{}) {
    std::uint64_t counter = 0;
    float resolution = 0;
    std::uint64_t timestamp = 0;
    const Status status = library_->functions().energy(index, &counter, &resolution, &timestamp);
    if (status != Status::success)
      return watched.meter.fail({Errc::unavailable, describe(status)}, "", out);
    add_users(index, watched.meter.count(counter, now, out));
    return;
  }
  const auto power = power_now(*library_, index);
  if (power.status != Status::success)
    return watched.meter.fail({Errc::unavailable, describe(power.status)}, "", out);
  if (power.power > kMaxGpu)
    return watched.meter.fail(
        {Errc::malformed, fmt::format("{:.0f} W is not believable", power.power.value())}, "", out);
  add_users(index, watched.meter.integrate(power.power, now, out));
}

void AmdSource::list_processes() {
  const auto& rsmi = library_->functions();
  processes_known_ = false;
  processes_.clear();
  if (rsmi.processes == nullptr || rsmi.process_on_device == nullptr) return;
  std::uint32_t count = 0;
  if (rsmi.processes(nullptr, &count) != Status::success) return;
  // Some may start in between.
  processes_.resize(count + kFirstCapacity);
  count = static_cast<std::uint32_t>(processes_.size());
  if (rsmi.processes(processes_.data(), &count) != Status::success) return;
  processes_.resize(std::min<std::size_t>(count, processes_.size()));
  processes_known_ = true;
}

void AmdSource::add_users(std::uint32_t index, measure::Reading& reading) const {
  if (!processes_known_) return;
  bool occupancy_known = true;
  for (const auto& process : processes_) {
    ProcessInfo info{};
    if (library_->functions().process_on_device(process.pid, index, &info) != Status::success)
      continue;
    occupancy_known = occupancy_known && info.occupancy <= 100;
    reading.users.push_back({static_cast<pid_t>(process.pid), static_cast<double>(info.occupancy)});
  }
  reading.users_known = true;
  if (reading.users.size() == 1) {
    reading.users[0].weight = 1.0;
  } else if (!occupancy_known) {
    reading.users.clear();
    reading.users_known = false;
  }
}

}  // namespace wattprint::sensors::rocm
