#include "sensors/rapl/zones.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/files.hpp"
#include "base/text.hpp"

namespace wattprint::sensors::rapl {
namespace {

namespace fs = std::filesystem;
using Kind = Extent::Kind;

constexpr std::string_view kControlTypePrefix = "intel-rapl";
/// No machine has more sockets or dies; keeps garbage out of int.
constexpr std::uint64_t kLargestPlace = 4095;

/// Takes digits off the front of `text`.
std::optional<int> take_number(std::string_view& text) {
  const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = parse_u64(text.substr(0, end));
  if (!number || *number > kLargestPlace) return std::nullopt;
  text.remove_prefix(end);
  return static_cast<int>(*number);
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!starts_with(text, prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<Extent> parse_package(std::string_view rest) {
  const auto socket = take_number(rest);
  if (!socket) return std::nullopt;
  Extent extent{.kind = Kind::package, .socket = *socket};
  if (take_prefix(rest, "-die-")) {
    const auto die = take_number(rest);
    if (!die) return std::nullopt;
    extent.die = *die;
  }
  if (!rest.empty()) return std::nullopt;
  return extent;
}

/// Adds the zones in `directory`; those seen before under another path are left alone.
///
/// The kernel's class directory has a flat link to every zone, so that links need not be followed
/// any further. Copies of a tree may have nested directories instead.
void collect(const fs::path& directory, std::map<std::string, Zone>& zones, int depth) {
  constexpr int kDeepest = 4;
  if (depth > kDeepest) return;
  std::vector<fs::path> deeper;
  std::error_code ignored;
  for (fs::directory_iterator entry(directory, ignored), end; entry != end;
       entry.increment(ignored)) {
    const std::string name = entry->path().filename().string();
    if (!starts_with(name, kControlTypePrefix)) continue;
    if (!entry->is_symlink(ignored)) deeper.push_back(entry->path());
    auto parsed = parse_zone_directory(name);
    if (!parsed || zones.count(name) != 0) continue;
    Zone zone{.path = entry->path(), .directory = name, .parsed = std::move(*parsed)};
    if (auto text = read_line(zone.path / "name"))
      zone.name = std::move(*text);
    else
      zone.hidden = !fs::exists(zone.path, ignored);
    zones.emplace(name, std::move(zone));
  }
  for (const fs::path& path : deeper) collect(path, zones, depth + 1);
}

std::string parent_directory(const std::string& directory) {
  return directory.substr(0, directory.rfind(':'));
}

/// Socket and die of a part are those of the nearest zone above it that names them.
void take_place_of_parent(Zone& zone, const std::map<std::string, Zone>& zones) {
  const bool is_part =
      zone.extent && zone.extent->socket == -1 && zone.extent->kind != Kind::machine;
  if (!is_part) return;
  std::string above = zone.directory;
  for (std::size_t level = zone.parsed.indices.size(); level > 1; --level) {
    above = parent_directory(above);
    const auto parent = zones.find(above);
    if (parent == zones.end() || !parent->second.extent) continue;
    if (parent->second.extent->socket == -1) continue;
    zone.extent->socket = parent->second.extent->socket;
    zone.extent->die = parent->second.extent->die;
    return;
  }
}

}  // namespace

std::optional<Extent> parse_zone_name(std::string_view name) {
  name = trim(name);
  if (name == "core") return Extent{.kind = Kind::core};
  if (name == "uncore") return Extent{.kind = Kind::uncore};
  if (name == "dram") return Extent{.kind = Kind::dram};
  if (name == "psys") return Extent{.kind = Kind::machine};
  if (take_prefix(name, "psys-")) {
    const auto number = take_number(name);
    if (!number || !name.empty()) return std::nullopt;
    return Extent{.kind = Kind::machine, .socket = *number};
  }
  if (take_prefix(name, "package-")) return parse_package(name);
  return std::nullopt;
}

std::optional<ZoneDirectory> parse_zone_directory(std::string_view name) {
  if (!starts_with(name, kControlTypePrefix)) return std::nullopt;
  const auto parts = split(name, ':');
  if (parts.size() < 2) return std::nullopt;
  const std::string_view suffix = parts[0].substr(kControlTypePrefix.size());
  if (!suffix.empty() && suffix[0] != '-') return std::nullopt;
  ZoneDirectory directory{.control_type = std::string(parts[0])};
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const bool is_bare = !parts[i].empty() && trim(parts[i]) == parts[i] && parts[i][0] != '-';
    const auto index = is_bare ? parse_u64(parts[i], 16) : std::nullopt;
    if (!index) return std::nullopt;
    directory.indices.push_back(*index);
  }
  return directory;
}

bool Zone::is_mmio() const { return parsed.control_type == "intel-rapl-mmio"; }

std::vector<Zone> list_zones(const Machine& machine) {
  std::map<std::string, Zone> by_directory;
  collect(machine.sysfs / "class/powercap", by_directory, 0);

  for (auto& [directory, zone] : by_directory) zone.extent = parse_zone_name(zone.name);
  std::vector<Zone> zones;
  for (const auto& [directory, found] : by_directory) {
    Zone zone = found;
    take_place_of_parent(zone, by_directory);
    zones.push_back(std::move(zone));
  }
  std::sort(zones.begin(), zones.end(), [](const Zone& a, const Zone& b) {
    return std::tuple(a.is_mmio(), a.parsed.control_type, a.parsed.indices) <
           std::tuple(b.is_mmio(), b.parsed.control_type, b.parsed.indices);
  });
  return zones;
}

std::string device_name(const Extent& extent) {
  std::string name;
  switch (extent.kind) {
    case Kind::machine: name = "psys"; break;
    case Kind::package: name = "package"; break;
    case Kind::core: name = "core"; break;
    case Kind::uncore: name = "uncore"; break;
    case Kind::dram: name = "dram"; break;
    case Kind::gpu: name = "gpu"; break;
    case Kind::rail: return extent.device;
  }
  if (extent.socket >= 0) name += "-" + std::to_string(extent.socket);
  if (extent.die >= 0) name += "-die-" + std::to_string(extent.die);
  return name;
}

}  // namespace wattprint::sensors::rapl
