#include "sensors/nvidia/nvidia_source.hpp"

#include <fmt/format.h>

namespace wattprint::sensors::nvml {
namespace {

using namespace std::chrono_literals;

constexpr auto kPowerPace = 1s;
constexpr auto kRetryPause = 5s;

// A GB300 board draws 1.4 kW; no single GPU comes near this.
constexpr Watts kMaxGpu{4000};

// NVML promises 5 %, and comparisons with external meters find that for the counter and for
// averages (arXiv 2312.02741). The same work shows what snapshots miss of a varying load.
constexpr Spread kSteady{0.95, 1.05};
constexpr Spread kSnapshots{0.85, 1.15};

measure::Domain domain_of(const Gpu& gpu) {
  measure::Domain domain;
  domain.component = measure::Component::gpu;
  domain.device = gpu.short_name();
  domain.sensor = "nvidia";
  domain.source = fmt::format("NVML {} of {} ({}{})", describe(gpu.method), gpu.model,
                              gpu.short_name(), gpu.is_visible ? "" : ", not visible to the run");
  const bool is_steady =
      gpu.method == Method::energy_counter || gpu.method == Method::power_average;
  domain.spread = is_steady ? kSteady : kSnapshots;
  return domain;
}

bool needs_new_driver(Status status) {
  return status == Status::uninitialized || status == Status::driver_not_loaded;
}

}  // namespace

NvidiaSource::NvidiaSource(std::shared_ptr<const Library> library, const std::vector<Gpu>& gpus)
    : library_(std::move(library)) {
  for (const auto& gpu : gpus) {
    const std::string name = "nvidia:" + gpu.short_name();
    auto meter = gpu.method == Method::energy_counter
                     ? Meter::of_counter(name, domains_.size(),
                                         {.unit = millijoules(1), .max_power = kMaxGpu})
                     : Meter::of_power(name, domains_.size(), kPowerPace);
    watched_.push_back(
        {gpu, std::move(meter), ProcessUse(library_, gpu.device, gpu.is_visible), false, {}});
    domains_.push_back(domain_of(gpu));
  }
}

std::chrono::nanoseconds NvidiaSource::longest_interval() const {
  for (const auto& watched : watched_)
    if (watched.gpu.method != Method::energy_counter) return kPowerPace;
  // The driver forgets utilisation samples after some ten seconds at its fastest rate.
  return 10s;
}

void NvidiaSource::read(Instant now, measure::Batch& out) {
  for (auto& watched : watched_)
    if (!watched.is_lost) read_one(watched, now, out);
}

void NvidiaSource::read_one(Watched& watched, Instant now, measure::Batch& out) {
  const auto& nvml = library_->functions();
  const Device device = watched.gpu.device;
  Status status = Status::success;
  if (watched.gpu.method == Method::energy_counter) {
    unsigned long long millijoules = 0;
    status = nvml.total_energy(device, &millijoules);
    if (status != Status::success) return handle(watched, status, now, out);
    watched.use.look(now, watched.meter.count(millijoules, now, out));
    return;
  }
  unsigned milliwatts = 0;
  if (watched.gpu.method == Method::power_instant) {
    milliwatts = instant_milliwatts(*library_, device, status).value_or(0);
  } else {
    status = nvml.power_usage(device, &milliwatts);
  }
  if (status != Status::success) return handle(watched, status, now, out);
  const Watts power = wattprint::milliwatts(milliwatts);
  if (power > kMaxGpu)
    return watched.meter.fail(
        {Errc::malformed, fmt::format("{:.0f} W is not believable", power.value())}, "", out);
  watched.use.look(now, watched.meter.integrate(power, now, out));
}

void NvidiaSource::handle(Watched& watched, Status status, Instant now, measure::Batch& out) {
  if (status == Status::gpu_is_lost || status == Status::reset_required) {
    watched.is_lost = true;
    out.warnings.push_back(
        {"nvidia-gpu-lost",
         fmt::format("{}: {}; its energy from here on is not known", watched.meter.name(),
                     library_->describe(status)),
         fmt::format("sudo nvidia-smi --gpu-reset -i {} when nobody uses it, or reboot",
                     watched.gpu.uuid)});
    return;
  }
  if (needs_new_driver(status)) {
    if (now < watched.retry_at) return;
    watched.retry_at = now + kRetryPause;
    if (find_again(watched)) return;  // read at the next look
  }
  watched.meter.fail({Errc::unavailable, library_->describe(status)}, "", out);
}

bool NvidiaSource::find_again(Watched& watched) {
  const auto& nvml = library_->functions();
  Device device = nullptr;
  if (nvml.init() != Status::success || nvml.handle_by_uuid == nullptr ||
      nvml.handle_by_uuid(watched.gpu.uuid.c_str(), &device) != Status::success)
    return false;
  watched.gpu.device = device;
  watched.use.use(device);
  return true;
}

}  // namespace wattprint::sensors::nvml
