#include "sensors/nvidia/nvidia.hpp"

#include <fmt/format.h>

#include <system_error>

#include "sensors/nvidia/gpu.hpp"
#include "sensors/nvidia/nvidia_source.hpp"

namespace wattprint::sensors {
namespace {

namespace fs = std::filesystem;
using nvml::Gpu;
using nvml::Library;
using nvml::Status;

class NvidiaSensor final : public Sensor {
 public:
  NvidiaSensor(Machine machine, NvmlOpener open, NvidiaOptions options)
      : machine_(std::move(machine)), open_(std::move(open)), options_(std::move(options)) {}

  std::string_view name() const override { return "nvidia"; }
  bool is_slow() const override { return true; }

  std::vector<Finding> probe() override {
    gpus_.clear();
    if (!library_) {
      auto opened = open_();
      if (!opened) return {unusable(opened.error())};
      library_ = std::move(*opened);
    }
    auto found = nvml::find_gpus(*library_, options_.visible_devices);
    if (!found) return {unusable(found.error())};
    gpus_ = std::move(*found);
    if (gpus_.empty()) return {unusable({Errc::not_present, "the driver lists no GPU"})};
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < gpus_.size(); ++i) findings.push_back(describe(i));
    return findings;
  }

  Result<std::unique_ptr<measure::Source>> open(std::span<const Finding> chosen) override {
    std::vector<Gpu> wanted;
    for (const auto& finding : chosen) {
      if (finding.channel >= gpus_.size())
        return fail(Errc::malformed, finding.name + ": not one of the last probe's findings");
      wanted.push_back(gpus_[finding.channel]);
    }
    return std::make_unique<nvml::NvidiaSource>(library_, wanted);
  }

 private:
  Finding unusable(const Error& error) const {
    Finding finding;
    finding.name = "nvidia";
    finding.component = measure::Component::gpu;
    finding.extent.kind = Extent::Kind::gpu;
    finding.detail = error.what;
    switch (error.code) {
      case Errc::not_present: finding.state = State::absent; break;
      case Errc::permission_denied:
        finding.state = State::denied;
        finding.fix =
            "ls -l /dev/nvidia* shows the group that may use them: sudo usermod -aG GROUP "
            "$USER, then log in again; a container needs --gpus all";
        break;
      default: finding.state = State::broken; break;
    }
    std::error_code ignored;
    if (finding.state == State::absent && fs::exists(machine_.sysfs / "module/nvidia", ignored)) {
      finding.state = State::broken;
      finding.detail = "the nvidia driver is loaded, but its library is not there: " + error.what;
      finding.fix =
          "install libnvidia-ml.so.1 (Debian: sudo apt install libnvidia-ml1); a container "
          "needs --gpus all and NVIDIA_DRIVER_CAPABILITIES=utility,compute";
    }
    return finding;
  }

  Finding describe(std::size_t index) const {
    const Gpu& gpu = gpus_[index];
    Finding finding;
    finding.name = "nvidia:" + gpu.short_name();
    finding.component = measure::Component::gpu;
    finding.extent = {.kind = Extent::Kind::gpu,
                      .device = gpu.pci_address.empty() ? gpu.uuid : gpu.pci_address};
    finding.channel = index;
    if (gpu.method == nvml::Method::none) {
      finding.detail = fmt::format("{} {}: neither energy nor power: {}", gpu.model,
                                   gpu.pci_address, library_->describe(gpu.status));
      refuse(gpu.status, finding);
      return finding;
    }
    finding.state = State::ok;
    finding.detail = fmt::format("{} at {}: {}", gpu.model, gpu.pci_address, describe(gpu.method));
    if (!gpu.is_visible) finding.detail += "; the run cannot see it (CUDA_VISIBLE_DEVICES)";
    return finding;
  }

  static std::string_view describe(nvml::Method method) { return nvml::describe(method); }

  static void refuse(Status status, Finding& finding) {
    switch (status) {
      case Status::no_permission:
        finding.state = State::denied;
        finding.fix = "ask who runs the machine: the driver is set to tell administrators only";
        break;
      case Status::success:  // zeros
      case Status::not_supported:
      case Status::function_not_found:
        finding.state = State::absent;
        finding.fix =
            "Jetson boards tell their power by hwmon (INA3221); for a virtual GPU ask who "
            "runs its host";
        break;
      default:
        finding.state = State::broken;
        finding.fix = "see the kernel log: sudo dmesg | grep -i nvrm";
        break;
    }
  }

  Machine machine_;
  NvmlOpener open_;
  NvidiaOptions options_;
  std::shared_ptr<const Library> library_;
  std::vector<Gpu> gpus_;
};

}  // namespace

std::unique_ptr<Sensor> make_nvidia(const Machine& machine) {
  return make_nvidia(machine, [] { return Library::open(); },
                     {nvml::visible_devices_from_environment()});
}

std::unique_ptr<Sensor> make_nvidia(const Machine& machine, NvmlOpener open,
                                    NvidiaOptions options) {
  return std::make_unique<NvidiaSensor>(machine, std::move(open), std::move(options));
}

}  // namespace wattprint::sensors
