#include "sensors/hwmon/chips.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/files.hpp"
#include "base/text.hpp"

namespace wattprint::sensors::hwmon {
namespace {

namespace fs = std::filesystem;

std::set<std::string> file_names(const fs::path& directory) {
  std::set<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error))
    names.insert(it->path().filename().string());
  return names;
}

std::string line_or_empty(const fs::path& path) { return read_line(path).value_or(""); }

/// Fills in what belongs to a channel besides its value.
Channel finished(Channel channel, const fs::path& directory, const std::set<std::string>& files,
                 const std::string& stem) {
  if (files.contains(stem + "_label")) channel.label = line_or_empty(directory / (stem + "_label"));
  if (files.contains(stem + "_enable")) channel.enable = directory / (stem + "_enable");
  return channel;
}

std::vector<Channel> find_channels(const fs::path& directory, bool may_multiply) {
  const auto files = file_names(directory);
  std::map<unsigned, Channel> energy;
  std::map<unsigned, Channel> power;
  std::map<unsigned, Channel> volts_amps;
  for (const auto& file : files) {
    const fs::path path = directory / file;
    if (const unsigned n = channel_index(file, "energy", "_input")) {
      energy[n] = finished({.kind = Channel::Kind::energy, .index = n, .value = path}, directory,
                           files, "energy" + std::to_string(n));
    } else if (const unsigned m = channel_index(file, "power", "_average")) {
      // An average over the time between looks misses less than a snapshot. "_average" sorts before
      // "_input", so it is there first.
      power[m] =
          finished({.kind = Channel::Kind::power, .index = m, .value = path, .is_average = true},
                   directory, files, "power" + std::to_string(m));
    } else if (const unsigned k = channel_index(file, "power", "_input")) {
      power.try_emplace(k, finished({.kind = Channel::Kind::power, .index = k, .value = path},
                                    directory, files, "power" + std::to_string(k)));
    } else if (const unsigned i = channel_index(file, "curr", "_input")) {
      const std::string number = std::to_string(i);
      if (!may_multiply || !files.contains("in" + number + "_input")) continue;
      volts_amps[i] = finished({.kind = Channel::Kind::volts_amps,
                                .index = i,
                                .value = directory / ("in" + number + "_input"),
                                .current = path},
                               directory, files, "in" + number);
    }
  }
  std::vector<Channel> channels;
  for (const auto* kind : {&energy, &power})
    for (const auto& [index, channel] : *kind) channels.push_back(channel);
  if (channels.empty())
    for (const auto& [index, channel] : volts_amps) channels.push_back(channel);
  return channels;
}

/// The device behind a hwmon directory: its `device` link, else the directory that holds "hwmon/".
fs::path device_of(const fs::path& hwmon) {
  std::error_code error;
  if (fs::exists(hwmon / "device", error)) return fs::canonical(hwmon / "device", error);
  const fs::path real = fs::canonical(hwmon, error);
  if (!error && real.parent_path().filename() == "hwmon" &&
      real.parent_path().parent_path().filename() != "virtual" &&
      real.parent_path().parent_path().filename() != "class")
    return real.parent_path().parent_path();
  return {};
}

}  // namespace

unsigned channel_index(std::string_view file, std::string_view prefix, std::string_view suffix) {
  if (file.size() <= prefix.size() + suffix.size() || !starts_with(file, prefix) ||
      !file.ends_with(suffix))
    return 0;
  file.remove_prefix(prefix.size());
  file.remove_suffix(suffix.size());
  const bool all_digits =
      std::all_of(file.begin(), file.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto number = all_digits ? parse_u64(file) : std::nullopt;
  return number && *number < 10'000 ? static_cast<unsigned>(*number) : 0;
}

std::vector<Chip> find_chips(const Machine& machine) {
  std::vector<Chip> chips;
  for (const auto& number : file_names(machine.sysfs / "class/hwmon")) {
    const fs::path hwmon = machine.sysfs / "class/hwmon" / number;
    Chip chip;
    chip.device = device_of(hwmon);
    chip.device_name = chip.device.empty() ? number : chip.device.filename().string();
    // Old drivers (ACPI power meters among them) keep name and channels with the device.
    chip.name = line_or_empty(hwmon / "name");
    if (chip.name.empty()) chip.name = line_or_empty(hwmon / "device/name");
    if (chip.name.empty()) continue;
    // Multiplied only where in<N> and curr<N> are known to belong together: for TI's INA monitors,
    // Linux Documentation/hwmon/ina2xx.rst and ina3221.rst.
    const bool may_multiply = starts_with(chip.name, "ina");
    for (const auto& directory : {hwmon, hwmon / "device"}) {
      chip.attributes = directory;
      chip.channels = find_channels(directory, may_multiply);
      if (!chip.channels.empty()) break;
    }
    if (!chip.channels.empty()) chips.push_back(std::move(chip));
  }
  std::stable_sort(chips.begin(), chips.end(),
                   [](const Chip& a, const Chip& b) { return a.device_name < b.device_name; });
  return chips;
}

}  // namespace wattprint::sensors::hwmon
