#include "sensors/hwmon/hwmon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/files.hpp"
#include "base/text.hpp"
#include "sensors/hwmon/hwmon_source.hpp"
#include "sensors/hwmon/meaning.hpp"

namespace wattprint::sensors {
namespace {

namespace fs = std::filesystem;
using hwmon::Channel;
using hwmon::Meaning;

/// True when the kernel offers RAPL, readable or not.
bool has_package_meter(const Machine& machine) {
  std::error_code error;
  for (fs::directory_iterator it(machine.sysfs / "class/powercap", error), end; !error && it != end;
       it.increment(error))
    if (starts_with(it->path().filename().string(), "intel-rapl:")) return true;
  return fs::exists(machine.sysfs / "bus/event_source/devices/power", error);
}

bool is_asleep(const Meaning& meaning) {
  return !meaning.runtime_status.empty() &&
         read_line(meaning.runtime_status).value_or("") == "suspended";
}

std::string files_of(const Channel& channel) {
  if (channel.current.empty()) return channel.value.string();
  return channel.value.string() + " times " + channel.current.filename().string();
}

/// State, detail and fix of one channel after a look at it.
void look(const Meaning& meaning, Finding& finding) {
  const auto& channel = meaning.channel;
  finding.detail = fmt::format("{}: {}", meaning.what, files_of(channel));
  if (is_asleep(meaning)) {
    finding.state = State::ok;
    finding.detail += " (asleep now; counted as 0 W until it wakes up)";
    return;
  }
  if (!channel.enable.empty() && read_line(channel.enable).value_or("") == "0") {
    finding.state = State::absent;
    finding.detail += ": switched off";
    finding.fix = fmt::format("echo 1 | sudo tee {}", channel.enable.string());
    return;
  }
  auto value = read_i64(channel.value);
  if (value && !channel.current.empty()) value = read_i64(channel.current);
  if (!value) {
    const bool is_denied = value.error().code == Errc::permission_denied;
    finding.state = is_denied ? State::denied : State::broken;
    finding.detail = fmt::format("{}: {}", meaning.what, value.error().what);
    if (is_denied) finding.fix = fmt::format("sudo chmod a+r {}", channel.value.string());
    return;
  }
  // The second die of a dual GPU board, and meters without a sensor behind them, say 0 for ever. A
  // rail may well be off.
  if (*value == 0 && meaning.extent.kind != Extent::Kind::rail) {
    finding.state = State::broken;
    finding.detail += " says 0";
    return;
  }
  finding.state = State::ok;
}

class HwmonSensor final : public Sensor {
 public:
  explicit HwmonSensor(Machine machine) : machine_(std::move(machine)) {}

  std::string_view name() const override { return "hwmon"; }

  std::vector<Finding> probe() override {
    meanings_ = hwmon::meanings(hwmon::find_chips(machine_), has_package_meter(machine_));
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < meanings_.size(); ++i) {
      const auto& meaning = meanings_[i];
      Finding finding;
      finding.name = "hwmon:" + meaning.name;
      finding.component = meaning.component;
      finding.extent = meaning.extent;
      finding.channel = i;
      look(meaning, finding);
      if (!meaning.not_used.empty() && finding.state == State::ok) {
        finding.state = State::duplicate;
        finding.detail += ": " + meaning.not_used;
      }
      findings.push_back(std::move(finding));
    }
    if (findings.empty()) {
      Finding none;
      none.name = "hwmon";
      none.component = measure::Component::platform;
      none.detail = fmt::format("{}: no chip with a power or energy channel",
                                (machine_.sysfs / "class/hwmon").string());
      findings.push_back(std::move(none));
    }
    return findings;
  }

  Result<std::unique_ptr<measure::Source>> open(std::span<const Finding> chosen) override {
    std::vector<Meaning> wanted;
    for (const auto& finding : chosen) {
      if (finding.channel >= meanings_.size())
        return fail(Errc::malformed, finding.name + ": not one of the last probe's findings");
      wanted.push_back(meanings_[finding.channel]);
    }
    return hwmon::HwmonSource::open(std::move(wanted));
  }

 private:
  Machine machine_;
  std::vector<Meaning> meanings_;
};

}  // namespace

std::unique_ptr<Sensor> make_hwmon(const Machine& machine) {
  return std::make_unique<HwmonSensor>(machine);
}

}  // namespace wattprint::sensors
