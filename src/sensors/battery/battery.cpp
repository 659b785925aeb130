#include "sensors/battery/battery.hpp"

#include <fmt/format.h>

#include "base/files.hpp"
#include "sensors/battery/supplies.hpp"
#include "sensors/meter.hpp"

namespace wattprint::sensors {
namespace {

using namespace std::chrono_literals;
using battery::Supplies;

// Firmware refreshes its figures every second to half a minute; more looks would not tell more.
constexpr auto kPace = 2s;
// Fuel gauges are specified to about 1 % of full-scale current, several percent of an idle laptop's
// (TI bq40z50 data sheet and alike); what falls between two refreshes comes on top.
constexpr Spread kSpread{0.90, 1.10};

class BatterySource final : public measure::Source {
 public:
  explicit BatterySource(Supplies supplies)
      : supplies_(std::move(supplies)), meter_(Meter::of_power("battery", 0, kPace)) {
    domain_.component = measure::Component::platform;
    domain_.device = "machine";
    domain_.sensor = "battery";
    domain_.source = "power drawn from the battery, integrated: the whole machine";
    domain_.spread = kSpread;
  }

  std::span<const measure::Domain> domains() const override { return {&domain_, 1}; }
  std::chrono::nanoseconds longest_interval() const override { return kPace; }

  void read(Instant now, measure::Batch& out) override {
    const auto feeding = battery::feeding(supplies_);
    if (!feeding.is_battery_only) {
      meter_.restart();
      stop(now, out, feeding.why_not);
      return;
    }
    Watts total{};
    for (const auto& path : supplies_.batteries) {
      const auto power = battery::discharge_power(path);
      if (!power) return meter_.fail(power.error(), "", out);
      total += *power;
    }
    if (total <= Watts{}) {
      // Right after the plug is pulled some firmwares need a while to notice.
      return meter_.fail({Errc::unavailable, "the battery discharges, at 0 W"}, "", out);
    }
    if (stopped_at_)
      out.warnings.push_back({"battery-resumed",
                              fmt::format("battery: on battery again; {:.0f} s on mains are not in "
                                          "the figures",
                                          Seconds(now - *stopped_at_).count()),
                              ""});
    stopped_at_.reset();
    meter_.integrate(total, now, out);
  }

 private:
  void stop(Instant now, measure::Batch& out, const std::string& why) {
    if (stopped_at_) return;
    stopped_at_ = now;
    out.warnings.push_back({"battery-stopped",
                            "battery: tells nothing of the machine's power any more (" + why + ")",
                            "stay on battery for the whole run, or use another sensor"});
  }

  Supplies supplies_;
  measure::Domain domain_;
  Meter meter_;
  std::optional<Instant> stopped_at_;
};

class BatterySensor final : public Sensor {
 public:
  explicit BatterySensor(Machine machine) : machine_(std::move(machine)) {}

  std::string_view name() const override { return "battery"; }

  std::vector<Finding> probe() override {
    supplies_ = battery::find_supplies(machine_);
    Finding finding;
    finding.name = "battery";
    finding.component = measure::Component::platform;
    finding.extent.kind = Extent::Kind::machine;
    judge(finding);
    return {finding};
  }

  Result<std::unique_ptr<measure::Source>> open(std::span<const Finding> chosen) override {
    if (chosen.empty() || supplies_.batteries.empty())
      return fail(Errc::not_present, "battery: none found by the last probe");
    return std::make_unique<BatterySource>(supplies_);
  }

 private:
  void judge(Finding& finding) const {
    const auto directory = (machine_.sysfs / "class/power_supply").string();
    if (supplies_.batteries.empty()) {
      finding.detail = directory + ": no battery of this machine";
      return;
    }
    const auto feeding = battery::feeding(supplies_);
    if (!feeding.is_battery_only) {
      finding.detail =
          feeding.why_not + "; a battery tells the machine's power only while it alone feeds it";
      finding.fix = "unplug the charger";
      return;
    }
    Watts total{};
    for (const auto& path : supplies_.batteries) {
      const auto power = battery::discharge_power(path);
      if (!power) {
        const bool is_denied = power.error().code == Errc::permission_denied;
        finding.state = is_denied ? State::denied : State::broken;
        finding.detail = power.error().what;
        if (is_denied) finding.fix = fmt::format("sudo chmod a+r {}/*_now", path.string());
        return;
      }
      total += *power;
    }
    if (total <= Watts{}) {
      finding.state = State::broken;
      finding.detail = directory + ": the battery discharges, but at 0 W";
      return;
    }
    finding.state = State::ok;
    finding.detail = fmt::format("{}: whole machine, {:.1f} W now", directory, total.value());
  }

  Machine machine_;
  Supplies supplies_;
};

}  // namespace

std::unique_ptr<Sensor> make_battery(const Machine& machine) {
  return std::make_unique<BatterySensor>(machine);
}

}  // namespace wattprint::sensors
