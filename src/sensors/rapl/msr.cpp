#include "sensors/rapl/msr.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "base/files.hpp"
#include "sensors/rapl/cpus.hpp"
#include "sensors/rapl/domain.hpp"
#include "sensors/rapl/meter.hpp"
#include "sensors/rapl/msr_layout.hpp"
#include "sensors/rapl/zones.hpp"

namespace wattprint::sensors {
namespace {

namespace fs = std::filesystem;
using rapl::MsrAccess;
using rapl::ZoneMeter;

constexpr std::string_view kName = "rapl-msr";
/// The energy fields are bits 31:0. AMD's newer registers are wider in hardware, but what the upper
/// half holds is documented nowhere, and the kernel cuts it off as well.
constexpr std::uint64_t kEnergyMask = 0xffffffff;

/// One register on the CPU that stands for its package or die.
struct Zone {
  fs::path device;
  std::uint32_t address = 0;
  Joules unit;
  Extent extent;
};

class MsrSource final : public measure::Source {
 public:
  explicit MsrSource(MsrAccess access) : access_(std::move(access)) {}

  Result<> add(const Zone& zone) {
    auto device = access_.open(zone.device);
    if (!device) return fail(device.error());
    const std::string place =
        "RAPL " + rapl::device_name(zone.extent) + " (" + zone.device.string() + ")";
    ZoneMeter meter(domains_.size(), place,
                    {.unit = zone.unit,
                     .range = kEnergyMask + 1,
                     .max_power = rapl::largest_power(zone.extent)});
    domains_.push_back(rapl::make_domain(zone.extent, kName, "MSR"));
    channels_.push_back({std::move(*device), zone.address, std::move(meter)});
    return {};
  }

  std::span<const measure::Domain> domains() const override { return domains_; }

  void read(Instant now, measure::Batch& out) override {
    for (Channel& channel : channels_) {
      const auto value = access_.read(channel.device, channel.address);
      if (value)
        channel.meter.accept(*value & kEnergyMask, now, out);
      else
        channel.meter.fail(value.error(), out);
    }
  }

  std::chrono::nanoseconds longest_interval() const override {
    std::chrono::nanoseconds longest = std::chrono::hours(1);
    for (const Channel& channel : channels_)
      longest = std::min(longest, channel.meter.longest_interval());
    return longest;
  }

 private:
  struct Channel {
    Fd device;
    std::uint32_t address = 0;
    ZoneMeter meter;
  };
  MsrAccess access_;
  std::vector<measure::Domain> domains_;
  std::vector<Channel> channels_;
};

class Msr final : public Sensor {
 public:
  Msr(const Machine& machine, MsrAccess access) : machine_(machine), access_(std::move(access)) {}

  std::string_view name() const override { return kName; }

  std::vector<Finding> probe() override {
    zones_.clear();
    const auto cpu = rapl::read_cpu_identity(machine_);
    const auto layout = cpu ? rapl::msr_layout(*cpu) : std::nullopt;
    if (!layout) return {nothing("this processor has no RAPL registers that wattprint knows", "")};
    if (cpu->is_virtual)
      return {
          nothing("this is a virtual machine, whose RAPL registers are not those of the host", "")};
    std::error_code ignored;
    if (!fs::exists(machine_.dev / "cpu", ignored))
      return {nothing((machine_.dev / "cpu").string() + ": the msr module is not loaded",
                      "sudo modprobe msr, and run wattprint as root; better, let it use powercap "
                      "or perf")};
    const auto cpus = rapl::one_cpu_each(machine_, layout->scope_is_die);
    const auto places = cpus ? rapl::places_of(machine_, *cpus)
                             : Result<std::vector<rapl::CpuPlace>>(fail(cpus.error()));
    if (!places) return {nothing(places.error().what, "")};

    std::vector<Finding> findings;
    for (const rapl::CpuPlace& place : *places) examine(place, *layout, findings);
    return findings;
  }

  Result<std::unique_ptr<measure::Source>> open(std::span<const Finding> chosen) override {
    auto source = std::make_unique<MsrSource>(access_);
    for (const Finding& finding : chosen) {
      if (finding.channel >= zones_.size())
        return fail(Errc::not_present, finding.name + ": no such register in the last probe");
      if (auto added = source->add(zones_[finding.channel]); !added) return fail(added.error());
    }
    return source;
  }

 private:
  fs::path device_of(int cpu) const { return machine_.dev / "cpu" / std::to_string(cpu) / "msr"; }

  static Finding nothing(std::string detail, std::string fix) {
    return {.name = std::string(kName),
            .state = State::absent,
            .detail = std::move(detail),
            .fix = std::move(fix)};
  }

  void examine(const rapl::CpuPlace& place, const rapl::MsrLayout& layout,
               std::vector<Finding>& findings) {
    const fs::path path = device_of(place.cpu);
    const auto device = access_.open(path);
    std::optional<Joules> common_unit;
    Finding problem =
        finding_of({.kind = Extent::Kind::package, .socket = place.socket, .die = place.die},
                   State::broken, path.string());
    if (!device) {
      problem.detail = device.error().what;
      if (device.error().code == Errc::permission_denied) {
        problem.state = State::denied;
        problem.fix =
            "run wattprint as root with CAP_SYS_RAWIO; better, let it use powercap or perf";
      } else if (device.error().code == Errc::not_present) {
        problem.state = State::absent;
        problem.fix = "sudo modprobe msr";
      }
    } else if (const auto units = access_.read(*device, layout.unit_address); !units) {
      problem.state = State::absent;  // the processor faults on registers that it does not have
      problem.detail = path.string() + ": no RAPL unit register: " + units.error().what;
    } else {
      common_unit = rapl::energy_unit(*units, layout);
      problem.detail = path.string() + ": the RAPL unit register reads 0, as in virtual machines";
    }
    if (!common_unit) {
      findings.push_back(std::move(problem));
      return;
    }
    for (const rapl::EnergyRegister& energy : layout.registers)
      examine_register(*device, place, energy, *common_unit, findings);
  }

  void examine_register(const Fd& device, const rapl::CpuPlace& place,
                        const rapl::EnergyRegister& energy, Joules common_unit,
                        std::vector<Finding>& findings) {
    Extent extent{.kind = energy.kind, .socket = place.socket, .die = place.die};
    if (energy.kind == Extent::Kind::machine) extent = {.kind = energy.kind};
    const fs::path path = device_of(place.cpu);
    const auto value = access_.read(device, energy.address);
    // A part that this processor does not count faults or reads 0; the kernel's driver tests the
    // same. A package that reads 0 is something that the user should hear of.
    const bool is_live = value && (*value & kEnergyMask) != 0;
    if (!is_live && energy.kind != Extent::Kind::package) return;
    Finding finding = finding_of(extent, State::ok, path.string());
    finding.channel = zones_.size();
    if (!value) {
      finding.state = State::absent;
      finding.detail += ": " + value.error().what;
    } else if (!is_live) {
      finding.state = State::broken;
      finding.detail += ": the energy register reads 0, as in virtual machines";
    } else {
      const bool is_fixed = energy.fixed_unit > Joules{};
      zones_.push_back({path, energy.address, is_fixed ? energy.fixed_unit : common_unit, extent});
    }
    findings.push_back(std::move(finding));
  }

  static Finding finding_of(const Extent& extent, State state, std::string detail) {
    return {.name = std::string(kName) + ":" + rapl::device_name(extent),
            .component = rapl::component_of(extent),
            .state = state,
            .detail = std::move(detail),
            .extent = extent};
  }

  Machine machine_;
  MsrAccess access_;
  std::vector<Zone> zones_;
};

Result<Fd> open_device(const fs::path& path) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return fail(errno_error(errno, "cannot open", path));
  return fd;
}

Result<std::uint64_t> read_register(const Fd& device, std::uint32_t address) {
  std::uint64_t value = 0;
  const ssize_t n = ::pread(device.get(), &value, sizeof value, static_cast<off_t>(address));
  if (n == static_cast<ssize_t>(sizeof value)) return value;
  return fail(errno_error(n < 0 ? errno : EIO, "cannot read", "model-specific register"));
}

}  // namespace

rapl::MsrAccess rapl::device_msr_access() { return {.open = open_device, .read = read_register}; }

std::unique_ptr<Sensor> make_msr(const Machine& machine, rapl::MsrAccess access) {
  return std::make_unique<Msr>(machine, std::move(access));
}

std::unique_ptr<Sensor> make_msr(const Machine& machine) {
  return make_msr(machine, rapl::device_msr_access());
}

}  // namespace wattprint::sensors
