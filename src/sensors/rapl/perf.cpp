#include "sensors/rapl/perf.hpp"

#include <algorithm>
#include <optional>

#include "base/files.hpp"
#include "sensors/rapl/cpus.hpp"
#include "sensors/rapl/domain.hpp"
#include "sensors/rapl/meter.hpp"
#include "sensors/rapl/perf_pmu.hpp"
#include "sensors/rapl/zones.hpp"

namespace wattprint::sensors {
namespace {

using rapl::PerfCalls;
using rapl::ZoneMeter;

constexpr std::string_view kName = "rapl-perf";

/// An event on the CPU that stands for its package or die.
struct BoundEvent {
  rapl::PmuEvent event;
  std::uint32_t type = 0;
  int cpu = 0;
  Extent extent;
};

std::vector<BoundEvent> bind_events(const rapl::PowerPmu& pmu,
                                    const std::vector<rapl::CpuPlace>& places) {
  std::vector<BoundEvent> bound;
  for (const rapl::PmuEvent& event : pmu.events) {
    for (const rapl::CpuPlace& place : places) {
      Extent extent{.kind = event.kind, .socket = place.socket, .die = place.die};
      if (event.kind == Extent::Kind::machine) extent = {.kind = event.kind};
      bound.push_back({event, pmu.type, place.cpu, extent});
      // One socket's counter of the platform counts all of it.
      if (event.kind == Extent::Kind::machine) break;
    }
  }
  return bound;
}

class PerfSource final : public measure::Source {
 public:
  explicit PerfSource(PerfCalls calls) : calls_(std::move(calls)) {}

  Result<> add(const BoundEvent& bound) {
    auto fd = calls_.open(bound.type, bound.event.config, bound.cpu);
    if (!fd) return fail(fd.error());
    const std::string place = "RAPL " + rapl::device_name(bound.extent) + " (perf event " +
                              bound.event.name + " on CPU " + std::to_string(bound.cpu) + ")";
    ZoneMeter meter(domains_.size(), place,
                    {.unit = bound.event.unit, .max_power = rapl::largest_power(bound.extent)});
    domains_.push_back(rapl::make_domain(bound.extent, kName, "perf"));
    channels_.push_back({std::move(*fd), std::move(meter)});
    return {};
  }

  std::span<const measure::Domain> domains() const override { return domains_; }

  void read(Instant now, measure::Batch& out) override {
    for (Channel& channel : channels_) {
      const auto count = calls_.read(channel.event);
      if (count)
        channel.meter.accept(*count, now, out);
      else
        channel.meter.fail(count.error(), out);
    }
  }

 private:
  struct Channel {
    Fd event;
    ZoneMeter meter;
  };
  PerfCalls calls_;
  std::vector<measure::Domain> domains_;
  std::vector<Channel> channels_;
};

class Perf final : public Sensor {
 public:
  Perf(const Machine& machine, std::optional<PerfCalls> calls)
      : machine_(machine), calls_(std::move(calls)) {}

  std::string_view name() const override { return kName; }

  std::vector<Finding> probe() override {
    events_.clear();
    const auto pmu = rapl::read_power_pmu(machine_);
    if (!pmu) return {nothing_there(pmu.error())};
    if (!calls_)
      return {nothing_there({Errc::not_present,
                             "perf events can be read only on the machine that "
                             "wattprint runs on, not on the one in " +
                                 machine_.sysfs.string()})};
    const auto places = rapl::places_of(machine_, pmu->cpus);
    if (!places) return {nothing_there(places.error())};

    events_ = bind_events(*pmu, *places);
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < events_.size(); ++i) {
      findings.push_back(examine(events_[i]));
      findings.back().channel = i;
    }
    return findings;
  }

  Result<std::unique_ptr<measure::Source>> open(std::span<const Finding> chosen) override {
    if (!calls_) return fail(Errc::not_present, std::string(kName) + ": not on this machine");
    auto source = std::make_unique<PerfSource>(*calls_);
    for (const Finding& finding : chosen) {
      if (finding.channel >= events_.size())
        return fail(Errc::not_present, finding.name + ": no such event in the last probe");
      if (auto added = source->add(events_[finding.channel]); !added) return fail(added.error());
    }
    return source;
  }

 private:
  static Finding nothing_there(const Error& error) {
    const bool is_absent = error.code == Errc::not_present;
    Finding finding{.name = std::string(kName),
                    .state = is_absent ? State::absent : State::broken,
                    .detail = error.what};
    return finding;
  }

  Finding examine(const BoundEvent& bound) const {
    Finding finding{
        .name = std::string(kName) + ":" + rapl::device_name(bound.extent),
        .component = rapl::component_of(bound.extent),
        .state = State::ok,
        .detail = "perf event power/" + bound.event.name + "/ on CPU " + std::to_string(bound.cpu),
        .extent = bound.extent};
    if (!bound.event.problem.empty()) {
      finding.state = State::broken;
      finding.detail = bound.event.problem;
      return finding;
    }
    const auto event = calls_->open(bound.type, bound.event.config, bound.cpu);
    if (event) return finding;
    finding.detail += ": " + event.error().what;
    switch (event.error().code) {
      case Errc::permission_denied:
        finding.state = State::denied;
        explain_denial(finding);
        break;
      // Some kernels list events that the processor does not have (AMD).
      case Errc::not_present: finding.state = State::absent; break;
      default: finding.state = State::broken;
    }
    return finding;
  }

  void explain_denial(Finding& finding) const {
    const auto paranoid = read_line(machine_.procfs / "sys/kernel/perf_event_paranoid");
    if (paranoid) finding.detail += "; kernel.perf_event_paranoid is " + *paranoid;
    finding.fix =
        "sudo setcap cap_perfmon=ep $(command -v wattprint)  (or, for every program: sudo sysctl "
        "kernel.perf_event_paranoid=0; in a container: docker run --cap-add PERFMON ...)";
  }

  Machine machine_;
  std::optional<PerfCalls> calls_;
  std::vector<BoundEvent> events_;
};

}  // namespace

std::unique_ptr<Sensor> make_perf(const Machine& machine, rapl::PerfCalls calls) {
  return std::make_unique<Perf>(machine, std::move(calls));
}

std::unique_ptr<Sensor> make_perf(const Machine& machine) {
  return std::make_unique<Perf>(
      machine, machine.is_this_one() ? std::optional(rapl::kernel_perf_calls()) : std::nullopt);
}

}  // namespace wattprint::sensors
