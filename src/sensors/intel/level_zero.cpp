#include "sensors/intel/level_zero.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "base/text.hpp"
#include "sensors/meter.hpp"

namespace wattprint::sensors {
namespace {

namespace fs = std::filesystem;
using sysman::Gpu;
using sysman::Library;
using sysman::Status;

constexpr const char* kJoinGroup = "sudo usermod -aG render $USER, then log in again";

// A Data Center GPU Max 1550 draws 600 W.
constexpr Watts kMaxGpu{4000};
// Intel gives no accuracy; comparisons with external meters are within some 10 %.
constexpr Spread kSpread{0.90, 1.10};
// The counter behind may be the 32-bit register that wraps after 4.36 min at 1000 W (Linux
// drivers/gpu/drm/xe/xe_hwmon.c) and is widened only when it is read.
constexpr auto kPace = std::chrono::minutes(2);

class LevelZeroSource final : public measure::Source {
 public:
  LevelZeroSource(std::shared_ptr<const Library> library, const std::vector<Gpu>& gpus)
      : library_(std::move(library)) {
    for (const auto& gpu : gpus) {
      watched_.push_back(
          {*gpu.domain, Meter::of_counter("level-zero:" + gpu.pci_address, domains_.size(),
                                          {.unit = microjoules(1), .max_power = kMaxGpu})});
      measure::Domain domain;
      domain.component = measure::Component::gpu;
      domain.device = "GPU-" + gpu.pci_address;
      domain.sensor = "level-zero";
      domain.source = "Level Zero energy counter of the GPU at " + gpu.pci_address;
      domain.spread = kSpread;
      domains_.push_back(std::move(domain));
    }
  }

  std::span<const measure::Domain> domains() const override { return domains_; }
  std::chrono::nanoseconds longest_interval() const override { return kPace; }

  void read(Instant now, measure::Batch& out) override {
    for (auto& watched : watched_) {
      sysman::EnergyCounter counter;
      const Status status = library_->functions().energy(watched.domain, &counter);
      if (status == Status::success)
        watched.meter.count(counter.microjoules, now, out);
      else
        watched.meter.fail({Errc::unavailable, sysman::describe(status)}, "", out);
    }
  }

 private:
  struct Watched {
    sysman::PowerDomain domain;
    Meter meter;
  };
  std::shared_ptr<const Library> library_;
  std::vector<measure::Domain> domains_;
  std::vector<Watched> watched_;
};

class LevelZeroSensor final : public Sensor {
 public:
  LevelZeroSensor(Machine machine, SysmanOpener open)
      : machine_(std::move(machine)), open_(std::move(open)) {}

  std::string_view name() const override { return "level-zero"; }
  bool is_slow() const override { return has_driver(); }

  std::vector<Finding> probe() override {
    gpus_.clear();
    if (!has_driver())
      return {unusable({Errc::not_present, "no Intel GPU driver (i915, xe) in " +
                                               (machine_.sysfs / "module").string()})};
    if (!library_) {
      auto opened = open_();
      if (!opened) return {unusable(opened.error())};
      library_ = std::move(*opened);
    }
    gpus_ = sysman::find_gpus(*library_);
    if (gpus_.empty()) return {unusable({Errc::not_present, "Level Zero lists no GPU"})};
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < gpus_.size(); ++i) findings.push_back(describe(i));
    return findings;
  }

  Result<std::unique_ptr<measure::Source>> open(std::span<const Finding> chosen) override {
    std::vector<Gpu> wanted;
    for (const auto& finding : chosen) {
      if (finding.channel >= gpus_.size() || !gpus_[finding.channel].domain)
        return fail(Errc::malformed, finding.name + ": not one of the last probe's findings");
      wanted.push_back(gpus_[finding.channel]);
    }
    return std::make_unique<LevelZeroSource>(library_, wanted);
  }

 private:
  bool has_driver() const {
    std::error_code error;
    return fs::exists(machine_.sysfs / "module/i915", error) ||
           fs::exists(machine_.sysfs / "module/xe", error);
  }

  Finding unusable(Error error) const {
    // Without access to the render node the library sees no device at all.
    if (error.code == Errc::not_present && library_) {
      if (const auto node = locked_render_node(); !node.empty())
        error = {Errc::permission_denied, node + ": you may not open it"};
    }
    Finding finding;
    finding.name = "level-zero";
    finding.component = measure::Component::gpu;
    finding.extent.kind = Extent::Kind::gpu;
    finding.detail = error.what;
    finding.state = error.code == Errc::not_present         ? State::absent
                    : error.code == Errc::permission_denied ? State::denied
                                                            : State::broken;
    if (finding.state == State::denied) finding.fix = kJoinGroup;
    return finding;
  }

  std::string locked_render_node() const {
    std::error_code error;
    for (fs::directory_iterator it(machine_.dev / "dri", error), end; !error && it != end;
         it.increment(error)) {
      const bool is_render_node = starts_with(it->path().filename().string(), "renderD");
      if (is_render_node && ::faccessat(AT_FDCWD, it->path().c_str(), R_OK | W_OK, AT_EACCESS) != 0)
        return it->path().string();
    }
    return "";
  }

  Finding describe(std::size_t index) const {
    const Gpu& gpu = gpus_[index];
    Finding finding;
    finding.name = "level-zero:" + gpu.pci_address;
    finding.component = measure::Component::gpu;
    finding.channel = index;
    if (gpu.is_integrated()) {
      finding.extent = {.kind = Extent::Kind::uncore, .socket = 0};
    } else {
      finding.extent = {.kind = Extent::Kind::gpu, .device = gpu.pci_address};
    }
    if (gpu.domain) {
      finding.state = State::ok;
      finding.detail = "GPU at " + gpu.pci_address + ": energy counter";
      return finding;
    }
    finding.detail = fmt::format("GPU at {}: {}", gpu.pci_address, sysman::describe(gpu.status));
    if (gpu.status == Status::insufficient_permissions) {
      finding.state = State::denied;
      finding.fix = kJoinGroup;
    }
    return finding;
  }

  Machine machine_;
  SysmanOpener open_;
  std::shared_ptr<const Library> library_;
  std::vector<Gpu> gpus_;
};

}  // namespace

std::unique_ptr<Sensor> make_level_zero(const Machine& machine) {
  return make_level_zero(machine, &Library::open);
}

std::unique_ptr<Sensor> make_level_zero(const Machine& machine, SysmanOpener open) {
  return std::make_unique<LevelZeroSensor>(machine, std::move(open));
}

}  // namespace wattprint::sensors
