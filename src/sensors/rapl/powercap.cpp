#include "sensors/rapl/powercap.hpp"

#include <algorithm>
#include <optional>

#include "sensors/rapl/cpus.hpp"
#include "sensors/rapl/domain.hpp"
#include "sensors/rapl/meter.hpp"
#include "sensors/rapl/powercap_counter.hpp"
#include "sensors/rapl/zones.hpp"

namespace wattprint::sensors {
namespace {

using rapl::Zone;
using rapl::ZoneMeter;

constexpr std::string_view kName = "rapl-powercap";

std::string place_of(const Zone& zone) {
  const std::string device = zone.extent ? rapl::device_name(*zone.extent) : zone.directory;
  return "RAPL " + device + " (" + zone.path.string() + ")";
}

/// The commands that let an ordinary user read the counters of this machine's /sys.
std::string permission_fix(const Machine& machine) {
  const std::string pattern =
      (machine.sysfs / "class/powercap").string() + "/intel-rapl*:*/energy_uj";
  return "sudo chmod a+r " + pattern +
         "  (until the next boot; for good: echo 'SUBSYSTEM==\"powercap\", ACTION==\"add|change\", "
         "KERNEL==\"intel-rapl*:*\", RUN+=\"/bin/chmod a+r /sys%p/energy_uj\"' | sudo tee "
         "/etc/udev/rules.d/70-wattprint-rapl.rules && sudo udevadm control --reload && sudo "
         "udevadm trigger --subsystem-match=powercap; or, without opening the counters to "
         "everybody, let wattprint use perf: sudo setcap cap_perfmon=ep $(command -v wattprint))";
}

constexpr std::string_view kHiddenFix =
    "start the container with the host's /sys beside its own, docker run -v /sys:/host/sys:ro ..., "
    "and run wattprint --sysfs-root /host/sys";

/// Reads zones by descriptors that stay open.
class PowercapSource final : public measure::Source {
 public:
  explicit PowercapSource(rapl::OpenFile open) : open_(std::move(open)) {}

  Result<> add(const Zone& zone) {
    const auto path = zone.path / "energy_uj";
    auto file = open_(path);
    if (!file) return fail(file.error());
    auto domain =
        rapl::make_domain(*zone.extent, kName, zone.is_mmio() ? "powercap mmio" : "powercap");
    const auto traits = rapl::traits_of(zone);
    ZoneMeter meter(domains_.size(), place_of(zone), traits);
    if (traits.range == 0)
      pending_warnings_.push_back(
          {"rapl-no-range",
           place_of(zone) +
               ": max_energy_range_uj is missing or no number, so a wrap of the counter "
               "cannot be told from a reset; the energy of that interval would be lost",
           "use a shorter run, or perf: wattprint doctor says how"});
    domains_.push_back(std::move(domain));
    channels_.push_back({path, std::move(*file), std::move(meter)});
    return {};
  }

  std::span<const measure::Domain> domains() const override { return domains_; }

  void read(Instant now, measure::Batch& out) override {
    for (auto& warning : pending_warnings_) out.warnings.push_back(std::move(warning));
    pending_warnings_.clear();
    for (Channel& channel : channels_) read_channel(channel, now, out);
  }

  std::chrono::nanoseconds longest_interval() const override {
    std::chrono::nanoseconds longest = std::chrono::hours(1);
    for (const Channel& channel : channels_)
      longest = std::min(longest, channel.meter.longest_interval());
    return longest;
  }

 private:
  struct Channel {
    std::filesystem::path path;
    std::optional<KernelFile> file;  ///< nothing while the zone is gone
    ZoneMeter meter;
  };

  void read_channel(Channel& channel, Instant now, measure::Batch& out) {
    // A file that was replaced goes on under its name; one that was removed still gives its last
    // value for ever, which must not be taken for a machine that draws nothing.
    if (channel.file && rapl::is_orphaned(*channel.file)) channel.file.reset();
    if (!channel.file) {
      auto file = open_(channel.path);
      if (!file) return channel.meter.lose(file.error(), out);
      channel.file = std::move(*file);
    }
    const auto energy = rapl::read_energy(*channel.file, !channel.meter.is_failing());
    if (energy) return channel.meter.accept(*energy, now, out);
    if (energy.error().code != Errc::not_present) return channel.meter.fail(energy.error(), out);
    channel.file.reset();
    channel.meter.lose(energy.error(), out);
  }

  rapl::OpenFile open_;
  std::vector<measure::Domain> domains_;
  std::vector<Channel> channels_;
  std::vector<measure::Warning> pending_warnings_;
};

class Powercap final : public Sensor {
 public:
  Powercap(const Machine& machine, rapl::OpenFile open)
      : machine_(machine), open_(std::move(open)) {}

  std::string_view name() const override { return kName; }

  std::vector<Finding> probe() override {
    zones_ = rapl::list_zones(machine_);
    if (zones_.empty()) return {nothing_there()};
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < zones_.size(); ++i) {
      findings.push_back(examine(zones_[i]));
      findings.back().channel = i;
    }
    return findings;
  }

  Result<std::unique_ptr<measure::Source>> open(std::span<const Finding> chosen) override {
    auto source = std::make_unique<PowercapSource>(open_);
    for (const Finding& finding : chosen) {
      if (finding.channel >= zones_.size() || !zones_[finding.channel].extent)
        return fail(Errc::not_present, finding.name + ": no such zone in the last probe");
      if (auto added = source->add(zones_[finding.channel]); !added) return fail(added.error());
    }
    return source;
  }

 private:
  Finding nothing_there() const {
    Finding finding{.name = std::string(kName),
                    .state = State::absent,
                    .detail = (machine_.sysfs / "class/powercap").string() + " has no RAPL zone"};
    const auto cpu = rapl::read_cpu_identity(machine_);
    if (!cpu) return finding;
    if (cpu->is_virtual)
      finding.detail += ": this is a virtual machine, and its host does not pass RAPL on";
    else if (cpu->is_intel() || cpu->is_amd())
      finding.fix = "sudo modprobe intel_rapl_msr";
    return finding;
  }

  Finding examine(const Zone& zone) const {
    const auto path = zone.path / "energy_uj";
    Finding finding{.name = std::string(kName) + ":", .state = State::ok, .detail = path.string()};
    if (!zone.extent) return unknown_zone(zone);
    finding.extent = *zone.extent;
    finding.component = rapl::component_of(finding.extent);
    finding.name += rapl::device_name(finding.extent);
    if (zone.is_mmio()) finding.name += ":mmio";

    auto file = open_(path);
    if (!file) return with_error(std::move(finding), file.error());
    const auto energy = rapl::read_energy(*file);
    if (!energy) return with_error(std::move(finding), energy.error());
    return finding;
  }

  Finding with_error(Finding finding, const Error& error) const {
    finding.detail = error.what;
    if (error.code == Errc::permission_denied) {
      finding.state = State::denied;
      finding.fix = permission_fix(machine_);
      return finding;
    }
    finding.state = State::broken;
    finding.fix = "sudo modprobe -r intel_rapl_msr && sudo modprobe intel_rapl_msr";
    return finding;
  }

  /// A zone that does not say what it counts cannot be added to anything.
  Finding unknown_zone(const Zone& zone) const {
    Finding finding{.name = std::string(kName) + ":" + zone.directory,
                    .state = State::absent,
                    .detail = zone.path.string() + ": \"" + zone.name.substr(0, 40) +
                              "\" is not a RAPL zone that wattprint knows"};
    finding.extent = {.kind = Extent::Kind::rail, .device = zone.directory};
    if (zone.hidden) {
      finding.state = State::denied;
      finding.detail = zone.path.string() + ": hidden from this container by its runtime";
      finding.fix = std::string(kHiddenFix);
      finding.extent = {.kind = Extent::Kind::machine};
    } else if (zone.name.empty()) {
      finding.state = State::broken;
      finding.detail = (zone.path / "name").string() +
                       ": empty or unreadable, so that nobody knows "
                       "what the zone counts";
      finding.fix = "sudo modprobe -r intel_rapl_msr && sudo modprobe intel_rapl_msr";
    }
    return finding;
  }

  Machine machine_;
  rapl::OpenFile open_;
  std::vector<Zone> zones_;
};

}  // namespace

std::unique_ptr<Sensor> make_powercap(const Machine& machine, rapl::OpenFile open) {
  return std::make_unique<Powercap>(machine, std::move(open));
}

std::unique_ptr<Sensor> make_powercap(const Machine& machine) {
  return make_powercap(machine, &KernelFile::open);
}

}  // namespace wattprint::sensors
