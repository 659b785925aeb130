#include "sensors/hwmon/meaning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <system_error>

#include "base/files.hpp"
#include "base/text.hpp"

namespace wattprint::sensors::hwmon {
namespace {

using measure::Component;
using Kind = Extent::Kind;

// Drivers document no accuracy for GPUs and CPUs. 10 % covers what comparisons with external meters
// find once the sampling is fast enough (arXiv 2312.02741 for GPUs, which reports about 5 %).
constexpr Spread kChipSpread{0.90, 1.10};
// TI INA2xx data sheets: gain error below 1 %; the board's shunt adds 1 to 2 %.
constexpr Spread kShuntSpread{0.97, 1.03};
constexpr Spread kUnknownMeter{0.90, 1.10};

// Above anything that exists: a GPU board draws up to 1.4 kW (2025), a CPU package 0.6 kW, a
// machine with 8 GPUs 15 kW.
constexpr Watts kMaxGpu{4000};
constexpr Watts kMaxPackage{2000};
constexpr Watts kMaxMachine{200'000};

std::string chip_id(const Chip& chip) { return chip.name + "-" + chip.device_name; }

std::string channel_id(const Chip& chip, const Channel& channel) {
  if (!channel.label.empty()) return chip_id(chip) + ":" + channel.label;
  const char* kind = channel.kind == Channel::Kind::energy  ? "energy"
                     : channel.kind == Channel::Kind::power ? "power"
                                                            : "in";
  return fmt::format("{}:{}{}", chip_id(chip), kind, channel.index);
}

/// True for an AMD processor with graphics on the same die: only those have the voltage "vddnb"
/// (Linux Documentation/gpu/amdgpu/thermal.rst), and their power is that of the whole package.
bool is_apu(const Chip& chip) {
  return read_line(chip.attributes / "in1_label").value_or("") == "vddnb";
}

/// The one channel that stands for the whole card. Several are levels of the same energy (xe:
/// "card" contains "pkg", Linux Documentation/ABI/testing/sysfs-driver-intel-xe-hwmon), never
/// parts.
const Channel& card_channel(const Chip& chip) {
  for (const auto& channel : chip.channels)
    if (channel.kind == chip.channels.front().kind && channel.label == "card") return channel;
  return chip.channels.front();
}

void add_gpu(const Chip& chip, std::vector<Meaning>& out) {
  // i915 lists each tile once more as a chip "i915_gt0".
  const bool is_tile = chip.name.find("_gt") != std::string::npos;
  const bool apu = chip.name == "amdgpu" && is_apu(chip);
  Meaning meaning;
  meaning.channel = card_channel(chip);
  meaning.name = chip_id(chip);
  meaning.component = apu ? Component::cpu : Component::gpu;
  meaning.extent.kind = apu ? Kind::package : Kind::gpu;
  if (apu) {
    meaning.extent.socket = 0;  // processors with graphics are not sold for two sockets
    meaning.device = "package-0";
    meaning.what =
        fmt::format("whole processor package, as its GPU at {} tells (amdgpu)", chip.device_name);
  } else {
    meaning.extent.device = chip.device_name;
    meaning.device = "GPU-" + chip.device_name;
    meaning.what = fmt::format("GPU at {} ({})", chip.device_name, chip.name);
  }
  meaning.spread = kChipSpread;
  meaning.max_power = apu ? kMaxPackage : kMaxGpu;
  if (is_tile) meaning.not_used = "one tile of a GPU whose whole energy is read as well";
  const auto status = chip.device / "power/runtime_status";
  std::error_code error;
  if (!apu && std::filesystem::exists(status, error)) meaning.runtime_status = status;
  out.push_back(std::move(meaning));
}

/// ACPI power meters. Those of NVIDIA Grace name what they measure in power<N>_oem_info (NVIDIA
/// Grace Performance Tuning Guide, "Power and Thermals"): the module contains the Grace socket and,
/// on Grace Hopper, the GPU; the socket contains the CPU and SysIO rails.
void add_power_meter(const Chip& chip, std::vector<Meaning>& out) {
  for (const auto& channel : chip.channels) {
    const auto file = fmt::format("power{}_oem_info", channel.index);
    auto info = read_line(chip.attributes / file);
    if (!info) info = read_line(chip.device / file);
    const std::string place = info.value_or("");
    Meaning meaning;
    meaning.channel = channel;
    meaning.max_power = kMaxPackage;
    const auto accuracy =
        read_line(chip.attributes / fmt::format("power{}_accuracy", channel.index)).value_or("");
    meaning.spread = accuracy_spread(accuracy, kUnknownMeter);

    const auto is_part = [&](std::string_view prefix, Kind kind, std::string_view device) {
      const int socket = socket_number(place, prefix);
      if (socket < 0) return false;
      meaning.component = Component::cpu;
      meaning.extent = {.kind = kind, .socket = socket};
      meaning.device = fmt::format("{}-{}", device, socket);
      return true;
    };
    if (is_part("Grace Power Socket ", Kind::package, "package") ||
        is_part("CPU Power Socket ", Kind::core, "core") ||
        is_part("SysIO Power Socket ", Kind::uncore, "uncore") ||
        is_part("Module Power Socket ", Kind::machine, "module")) {
      meaning.name = fmt::format("power_meter:{}", place);
      meaning.what = place + " (ACPI power meter)";
    } else {
      meaning.name = chip_id(chip);
      meaning.extent.kind = Kind::machine;
      meaning.device = "machine";
      meaning.max_power = kMaxMachine;
      meaning.what = "whole machine (ACPI power meter " + chip.device_name + ")";
    }
    if (meaning.extent.kind == Kind::machine) meaning.component = Component::platform;
    out.push_back(std::move(meaning));
  }
}

/// The out-of-tree drivers amd_energy and zenergy: "Esocket<N>" for sockets, "Ecore<N>" for cores,
/// whose number says nothing about their socket (Linux 5.8 Documentation/hwmon/amd_energy.rst).
void add_amd_energy(const Chip& chip, std::vector<Meaning>& out) {
  const Channel* first_core = nullptr;
  std::size_t cores = 0;
  for (const auto& channel : chip.channels) {
    const int socket = socket_number(channel.label, "Esocket");
    if (socket < 0) {
      if (starts_with(channel.label, "Ecore") && ++cores == 1) first_core = &channel;
      continue;
    }
    Meaning meaning;
    meaning.channel = channel;
    meaning.name = fmt::format("{}:package-{}", chip.name, socket);
    meaning.component = Component::cpu;
    meaning.extent = {.kind = Kind::package, .socket = socket};
    meaning.device = fmt::format("package-{}", socket);
    meaning.what = fmt::format("package-{} ({})", socket, chip.name);
    meaning.spread = kChipSpread;
    meaning.max_power = kMaxPackage;
    out.push_back(std::move(meaning));
  }
  if (first_core == nullptr) return;
  Meaning meaning;  // one line for all: a socket has up to 192 cores
  meaning.channel = *first_core;
  meaning.name = chip.name + ":cores";
  meaning.component = Component::cpu;
  meaning.extent.kind = Kind::core;
  meaning.device = "core";
  meaning.what = fmt::format("{} cores ({})", cores, chip.name);
  meaning.not_used = "the cores are part of their socket, which has a counter of its own";
  out.push_back(std::move(meaning));
}

/// True for the supply input of a whole Jetson module, which contains its other rails (NVIDIA
/// Jetson Linux Developer Guide, "Power Monitor Sensors").
bool is_module_input(const Channel& channel) {
  return channel.label == "VDD_IN" || channel.label == "POM_5V_IN";
}

void add_rails(const Chip& chip, bool has_package_meter, std::vector<Meaning>& out) {
  const bool counts_energy = chip.channels.front().kind == Channel::Kind::energy;
  for (const auto& channel : chip.channels) {
    // SCMI lists power and energy of the same rail: the counter misses nothing.
    if (counts_energy && channel.kind != Channel::Kind::energy) continue;
    Meaning meaning;
    meaning.channel = channel;
    meaning.name = channel_id(chip, channel);
    meaning.extent.kind = is_module_input(channel) ? Kind::machine : Kind::rail;
    meaning.extent.device = meaning.name;
    meaning.device = channel.label.empty() ? meaning.name : channel.label;
    meaning.what =
        fmt::format("supply rail {} ({} at {})", meaning.device, chip.name, chip.device_name);
    meaning.spread = kShuntSpread;
    meaning.max_power = kMaxPackage;
    if (has_package_meter)
      meaning.not_used =
          "a supply rail that may feed the processor, whose own energy counters are there";
    out.push_back(std::move(meaning));
  }
}

/// Power supplies, voltage regulators, hot-swap controllers and whatever else has a power channel.
void add_unknown(const Chip& chip, std::vector<Meaning>& out) {
  for (const auto& channel : chip.channels) {
    Meaning meaning;
    meaning.channel = channel;
    meaning.name = channel_id(chip, channel);
    meaning.extent.kind = Kind::rail;
    meaning.extent.device = meaning.name;
    meaning.device = meaning.name;
    meaning.what = fmt::format("chip {} at {}", chip.name, chip.device_name);
    meaning.spread = kUnknownMeter;
    meaning.max_power = kMaxMachine;
    meaning.not_used =
        "a power supply or voltage regulator; what it feeds is not known to the kernel, so it "
        "could "
        "be counted twice";
    out.push_back(std::move(meaning));
  }
}

/// The output of a Corsair power supply is what the whole machine draws behind it; its other
/// channels are rails of that (Linux Documentation/hwmon/corsair-psu.rst: power1 "Total power
/// usage").
void add_power_supply(const Chip& chip, std::vector<Meaning>& out) {
  add_unknown(chip, out);
  for (auto& meaning : out) {
    if (meaning.channel.value != chip.attributes / "power1_input") continue;
    meaning.extent = {.kind = Kind::machine};
    meaning.device = "machine";
    meaning.what = "whole machine behind its power supply (" + chip.name + ")";
    meaning.not_used.clear();
  }
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// What extents cannot express: the module contains package and GPU, so it only helps without them;
/// and a board's input contains its rails.
void mark_contained(std::vector<Meaning>& all) {
  const bool has_grace = std::any_of(all.begin(), all.end(), [](const Meaning& m) {
    return starts_with(m.name, "power_meter:Grace") || starts_with(m.name, "power_meter:CPU");
  });
  const auto input = std::find_if(all.begin(), all.end(), [](const Meaning& m) {
    return is_module_input(m.channel) && m.not_used.empty();
  });
  for (auto& meaning : all) {
    if (has_grace && starts_with(meaning.name, "power_meter:Module"))
      meaning.not_used = "contains the Grace socket and the GPU, which are read on their own";
    if (input != all.end() && meaning.extent.kind == Kind::rail && meaning.not_used.empty())
      meaning.not_used = "part of the module's input " + input->device;
  }
}

}  // namespace

Spread accuracy_spread(std::string_view text, Spread otherwise) {
  text = trim(text);
  if (!text.ends_with('%')) return otherwise;
  const auto percent = parse_double(text.substr(0, text.size() - 1));
  if (!percent || *percent < 50.0 || *percent > 100.0) return otherwise;
  const double error = 1.0 - *percent / 100.0;
  return {1.0 - error, 1.0 + error};
}

int socket_number(std::string_view text, std::string_view prefix) {
  if (!starts_with(text, prefix)) return -1;
  const auto number = parse_u64(text.substr(prefix.size()));
  return number && *number < 1024 ? static_cast<int>(*number) : -1;
}

std::vector<Meaning> meanings(std::span<const Chip> chips, bool has_package_meter) {
  std::vector<Meaning> all;
  for (const auto& chip : chips) {
    if (chip.channels.empty()) continue;
    // Batteries and chargers show up here too; the battery sensor reads them.
    if (chip.device.string().find("/power_supply/") != std::string::npos) continue;
    std::vector<Meaning> found;
    if (is_one_of(chip.name, {"amdgpu", "i915", "xe", "nouveau"}) ||
        starts_with(chip.name, "i915_gt")) {
      add_gpu(chip, found);
    } else if (chip.name == "power_meter") {
      add_power_meter(chip, found);
    } else if (is_one_of(chip.name, {"amd_energy", "zenergy"})) {
      add_amd_energy(chip, found);
    } else if (chip.name == "scmi_sensors" || starts_with(chip.name, "ina")) {
      add_rails(chip, has_package_meter, found);
    } else if (chip.name == "corsairpsu") {
      add_power_supply(chip, found);
    } else {
      add_unknown(chip, found);
    }
    std::move(found.begin(), found.end(), std::back_inserter(all));
  }
  mark_contained(all);
  // Two boards of a kind may carry the same labels.
  std::set<std::string> taken;
  for (auto& meaning : all) {
    const std::string name = meaning.name;
    for (int n = 2; !taken.insert(meaning.name).second; ++n)
      meaning.name = fmt::format("{}#{}", name, n);
  }
  return all;
}

}  // namespace wattprint::sensors::hwmon
