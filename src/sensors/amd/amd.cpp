#include "sensors/amd/amd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <thread>

#include "sensors/amd/amd_source.hpp"

namespace wattprint::sensors {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using rocm::Gpu;
using rocm::Library;
using rocm::Status;

// The accumulator moves every millisecond. On some boards it stands still until the next boot
// (ROCm/amdsmi issue 38), which is seen after this long.
constexpr auto kLook = 20ms;

std::uint64_t accumulator(const Library& library, Gpu& gpu) {
  const auto& rsmi = library.functions();
  std::uint64_t counter = 0;
  float resolution = 0;
  std::uint64_t timestamp = 0;
  gpu.counter_unit = Joules{};
  if (rsmi.energy == nullptr) return 0;
  gpu.status = rsmi.energy(gpu.index, &counter, &resolution, &timestamp);
  if (gpu.status != Status::success || !(resolution > 0)) return 0;
  gpu.counter_unit = Joules{static_cast<double>(resolution) * 1e-6};
  return counter;
}

std::vector<Gpu> find_gpus(const Library& library) {
  const auto& rsmi = library.functions();
  std::uint32_t count = 0;
  if (rsmi.count(&count) != Status::success) return {};
  std::vector<Gpu> gpus;
  std::vector<std::uint64_t> before;
  for (std::uint32_t i = 0; i < count; ++i) {
    Gpu gpu;
    gpu.index = i;
    std::uint64_t id = 0;
    if (rsmi.pci_id != nullptr && rsmi.pci_id(i, &id) == Status::success)
      gpu.place = rocm::place_of(id);
    else
      gpu.place.pci_address = fmt::format("device-{}", i);
    std::array<char, 128> name{};
    if (rsmi.name != nullptr && rsmi.name(i, name.data(), name.size() - 1) == Status::success)
      gpu.model = name.data();
    if (gpu.model.empty()) gpu.model = "AMD GPU";
    before.push_back(accumulator(library, gpu));
    gpus.push_back(std::move(gpu));
  }
  if (!gpus.empty()) std::this_thread::sleep_for(kLook);
  for (std::size_t i = 0; i < gpus.size(); ++i) {
    auto& gpu = gpus[i];
    if (accumulator(library, gpu) > before[i] && gpu.counter_unit > Joules{}) {
      gpu.has_meter = true;
      continue;
    }
    gpu.counter_unit = Joules{};
    const auto power = rocm::power_now(library, gpu.index);
    gpu.has_meter = power.power > Watts{};
    gpu.is_average = power.is_average;
    if (power.status != Status::success) gpu.status = power.status;
  }
  return gpus;
}

class AmdSensor final : public Sensor {
 public:
  AmdSensor(Machine machine, RocmOpener open)
      : machine_(std::move(machine)), open_(std::move(open)) {}

  std::string_view name() const override { return "amd"; }
  bool is_slow() const override { return has_driver(); }

  std::vector<Finding> probe() override {
    gpus_.clear();
    if (!has_driver())
      return {unusable({Errc::not_present, driver().string() + ": no AMD GPU driver"})};
    if (!library_) {
      auto opened = open_();
      if (!opened) return {unusable(opened.error())};
      library_ = std::move(*opened);
    }
    gpus_ = find_gpus(*library_);
    if (gpus_.empty()) return {unusable({Errc::not_present, "ROCm SMI lists no GPU"})};
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
    return std::make_unique<rocm::AmdSource>(library_, wanted);
  }

 private:
  fs::path driver() const { return machine_.sysfs / "module/amdgpu"; }
  bool has_driver() const {
    std::error_code error;
    return fs::exists(driver(), error);
  }

  static Finding unusable(const Error& error) {
    Finding finding;
    finding.name = "amd";
    finding.component = measure::Component::gpu;
    finding.extent.kind = Extent::Kind::gpu;
    finding.detail = error.what;
    finding.state = error.code == Errc::not_present         ? State::absent
                    : error.code == Errc::permission_denied ? State::denied
                                                            : State::broken;
    if (finding.state == State::denied)
      finding.fix = "sudo usermod -aG render,video $USER, then log in again";
    return finding;
  }

  Finding describe(std::size_t index) const {
    const Gpu& gpu = gpus_[index];
    Finding finding;
    finding.name = "amd:" + gpu.place.pci_address;
    if (gpu.place.partition != 0) finding.name += fmt::format("-partition-{}", gpu.place.partition);
    finding.component = measure::Component::gpu;
    finding.extent = {.kind = Extent::Kind::gpu, .device = gpu.place.pci_address};
    finding.channel = index;
    finding.detail = fmt::format("{} at {}", gpu.model, gpu.place.pci_address);
    if (is_part_of_another(index)) {
      finding.state = State::duplicate;
      finding.detail += ": one partition of a GPU whose meter is in its first";
    } else if (gpu.has_meter) {
      finding.state = State::ok;
      finding.detail += gpu.counter_unit > Joules{} ? ": energy accumulator" : ": power";
    } else if (gpu.status == Status::permission) {
      finding.state = State::denied;
      finding.fix = "sudo usermod -aG render,video $USER, then log in again";
    } else {
      // The second die of an MI250 answers with zeros, and so do guests of a virtual machine.
      finding.state = State::absent;
      finding.detail += ": neither energy nor power; on boards with two dies the first has both";
    }
    return finding;
  }

  /// MI300 in a partitioned mode: several devices at one address, and one sensor for all.
  bool is_part_of_another(std::size_t index) const {
    return std::any_of(
        gpus_.begin(), gpus_.begin() + static_cast<std::ptrdiff_t>(index), [&](const Gpu& other) {
          return other.has_meter && other.place.pci_address == gpus_[index].place.pci_address;
        });
  }

  Machine machine_;
  RocmOpener open_;
  std::shared_ptr<const Library> library_;
  std::vector<Gpu> gpus_;
};

}  // namespace

std::unique_ptr<Sensor> make_amd(const Machine& machine) {
  return make_amd(machine, &Library::open);
}

std::unique_ptr<Sensor> make_amd(const Machine& machine, RocmOpener open) {
  return std::make_unique<AmdSensor>(machine, std::move(open));
}

}  // namespace wattprint::sensors
