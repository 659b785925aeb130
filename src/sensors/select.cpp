#include "sensors/select.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace wattprint::sensors {
namespace {

enum class Rank { device, part, machine };

Rank rank(Extent::Kind kind) {
  switch (kind) {
    case Extent::Kind::machine: return Rank::machine;
    case Extent::Kind::core:
    case Extent::Kind::uncore: return Rank::part;
    case Extent::Kind::package:
    case Extent::Kind::dram:
    case Extent::Kind::gpu:
    case Extent::Kind::rail: return Rank::device;
  }
  return Rank::machine;
}

std::string why_not(const Finding& finding, const Taken& rival) {
  const bool inside = contains(rival.extent, finding.extent);
  const bool around = contains(finding.extent, rival.extent);
  if (inside && around) return "the same hardware as " + rival.name + ", which is read";
  if (inside) return "its energy is contained in that of " + rival.name + ", which is read";
  if (around) return "it contains " + rival.name + ", which is read because it tells more";
  return "it shares hardware with " + rival.name + ", which is read";
}

std::vector<Taken> chosen_of(const std::vector<Finding>& findings) {
  std::vector<Taken> taken;
  for (const Finding& finding : findings)
    if (finding.state == State::ok) taken.push_back({finding.name, finding.extent});
  return taken;
}

const Taken* first_overlap(const Extent& extent, std::span<const Taken> taken) {
  const auto found = std::find_if(taken.begin(), taken.end(), [&](const Taken& other) {
    return overlaps(extent, other.extent);
  });
  return found == taken.end() ? nullptr : &*found;
}

/// Findings of several sensors in a row, and whose they are.
struct Probed {
  std::vector<Finding> findings;
  std::vector<Sensor*> owner;  ///< of each finding
};

Probed probe_all(std::span<Sensor* const> sensors) {
  Probed probed;
  for (Sensor* sensor : sensors) {
    for (Finding& finding : sensor->probe()) {
      probed.findings.push_back(std::move(finding));
      probed.owner.push_back(sensor);
    }
  }
  return probed;
}

Choice choose_from(const Probed& probed, std::span<const Taken> taken) {
  Choice choice{probed.findings, {}};
  partition(choice.findings, taken);
  for (std::size_t i = 0; i < choice.findings.size(); ++i) {
    if (choice.findings[i].state != State::ok) continue;
    if (choice.sensors.empty() || choice.sensors.back().sensor != probed.owner[i])
      choice.sensors.push_back({probed.owner[i], {}});
    choice.sensors.back().chosen.push_back(choice.findings[i]);
  }
  return choice;
}

void mark_failed(Probed& probed, const Sensor* owner, const Finding& failed, const Error& error) {
  for (std::size_t i = 0; i < probed.findings.size(); ++i) {
    Finding& finding = probed.findings[i];
    if (probed.owner[i] != owner || finding.channel != failed.channel) continue;
    if (finding.state != State::ok) continue;
    finding.state = error.code == Errc::permission_denied ? State::denied : State::broken;
    finding.detail = error.what;
  }
}

/// Opens one sensor's share, or marks what cannot be opened as failed.
std::unique_ptr<measure::Source> open_or_mark(const Choice::PerSensor& share, Probed& probed) {
  auto source = share.sensor->open(share.chosen);
  if (source) return std::move(*source);
  // One bad zone fails the whole call: find it, so that its neighbours are still read.
  bool culprit_found = false;
  if (share.chosen.size() > 1) {
    for (const Finding& finding : share.chosen) {
      const auto alone = share.sensor->open(std::span(&finding, 1));
      if (alone) continue;
      mark_failed(probed, share.sensor, finding, alone.error());
      culprit_found = true;
    }
  }
  if (!culprit_found)
    for (const Finding& finding : share.chosen)
      mark_failed(probed, share.sensor, finding, source.error());
  return nullptr;
}

/// "rapl" of "rapl-powercap:package-0": providers of the same hardware share their warnings.
std::string family(const std::string& name) { return name.substr(0, name.find_first_of("-:")); }

std::vector<measure::Warning> explain_gaps(const std::vector<Finding>& findings,
                                           std::vector<Taken> covered) {
  std::vector<measure::Warning> warnings;
  for (const Finding& finding : findings) {
    if (finding.state != State::denied && finding.state != State::broken) continue;
    // What is read by another provider, or was explained for a more preferred one, is no gap.
    if (first_overlap(finding.extent, covered)) continue;
    covered.push_back({finding.name, finding.extent});
    const std::string code = family(finding.name) + "-" + std::string(to_string(finding.state));
    const bool said = std::any_of(warnings.begin(), warnings.end(), [&](const auto& warning) {
      return warning.code == code && warning.fix == finding.fix;
    });
    if (!said) warnings.push_back({code, finding.name + ": " + finding.detail, finding.fix});
  }
  return warnings;
}

std::vector<Sensor*> sensors_where(std::span<const std::unique_ptr<Sensor>> sensors, bool slow) {
  std::vector<Sensor*> some;
  for (const auto& sensor : sensors)
    if (sensor->is_slow() == slow) some.push_back(sensor.get());
  return some;
}

}  // namespace

void partition(std::vector<Finding>& findings, std::span<const Taken> taken) {
  std::vector<Taken> chosen(taken.begin(), taken.end());
  for (const Rank now : {Rank::device, Rank::part, Rank::machine}) {
    for (Finding& finding : findings) {
      if (finding.state != State::ok || rank(finding.extent.kind) != now) continue;
      if (const Taken* rival = first_overlap(finding.extent, chosen)) {
        finding.state = State::duplicate;
        finding.detail = why_not(finding, *rival);
        finding.fix.clear();
      } else {
        chosen.push_back({finding.name, finding.extent});
      }
    }
  }
}

Choice choose(std::span<Sensor* const> sensors, std::span<const Taken> taken) {
  return choose_from(probe_all(sensors), taken);
}

Choice choose(std::span<const std::unique_ptr<Sensor>> sensors, std::span<const Taken> taken) {
  std::vector<Sensor*> all;
  for (const auto& sensor : sensors) all.push_back(sensor.get());
  return choose(all, taken);
}

Opened open_all(std::span<Sensor* const> sensors, std::span<const Taken> taken) {
  Probed probed = probe_all(sensors);
  // Every round that does not succeed marks at least one finding as failed, so this ends.
  while (true) {
    Choice choice = choose_from(probed, taken);
    Opened opened;
    bool all_open = true;
    for (const auto& share : choice.sensors) {
      if (auto source = open_or_mark(share, probed))
        opened.sources.push_back(std::move(source));
      else
        all_open = false;
    }
    if (!all_open) continue;
    opened.findings = std::move(choice.findings);
    opened.taken = chosen_of(opened.findings);
    std::vector<Taken> covered(taken.begin(), taken.end());
    covered.insert(covered.end(), opened.taken.begin(), opened.taken.end());
    opened.warnings = explain_gaps(opened.findings, std::move(covered));
    return opened;
  }
}

std::vector<Sensor*> fast_sensors(std::span<const std::unique_ptr<Sensor>> sensors) {
  return sensors_where(sensors, false);
}

std::vector<Sensor*> slow_sensors(std::span<const std::unique_ptr<Sensor>> sensors) {
  return sensors_where(sensors, true);
}

}  // namespace wattprint::sensors
