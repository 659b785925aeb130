#include "sensors/rapl/cpus.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>

#include "base/files.hpp"
#include "base/text.hpp"

namespace wattprint::sensors::rapl {
namespace {

namespace fs = std::filesystem;

/// Largest CONFIG_NR_CPUS that any architecture offers is 8192; keeps garbage from growing a list.
constexpr std::uint64_t kMostCpus = 16384;

/// "8", "0-3", "0-15:2/4" (the first 2 of every 4).
bool append_range(std::string_view text, std::vector<int>& cpus) {
  std::uint64_t used = 1;
  std::uint64_t group = 1;
  if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    const auto parts = split(text.substr(colon + 1), '/');
    if (parts.size() != 2) return false;
    const auto first = parse_u64(parts[0]);
    const auto second = parse_u64(parts[1]);
    if (!first || !second || *first == 0 || *second < *first) return false;
    used = *first;
    group = *second;
    text = text.substr(0, colon);
  }
  const auto dash = text.find('-');
  const auto begin = parse_u64(text.substr(0, dash));
  const auto end = dash == std::string_view::npos ? begin : parse_u64(text.substr(dash + 1));
  if (!begin || !end || *end < *begin || *end >= kMostCpus) return false;
  for (std::uint64_t cpu = *begin; cpu <= *end; ++cpu)
    if ((cpu - *begin) % group < used) cpus.push_back(static_cast<int>(cpu));
  return true;
}

fs::path topology_of(const Machine& machine, int cpu) {
  return machine.sysfs / "devices/system/cpu" / ("cpu" + std::to_string(cpu)) / "topology";
}

Result<int> read_place(const fs::path& path) {
  const auto number = read_i64(path);
  if (!number) return fail(number.error());
  constexpr std::int64_t kLargest = 1 << 20;
  // Virtual machines and old kernels give -1 for "not known".
  if (*number < 0 || *number > kLargest) return 0;
  return static_cast<int>(*number);
}

Result<std::vector<int>> read_cpu_list(const fs::path& path) {
  const auto text = read_line(path);
  if (!text) return fail(text.error());
  if (auto cpus = parse_cpu_list(*text)) return std::move(*cpus);
  return fail(Errc::malformed,
              path.string() + ": expected a list of CPUs, found \"" + text->substr(0, 40) + "\"");
}

/// The other CPUs of the socket or die of `cpu`. Kernels before 5.3 have only the older name.
Result<std::vector<int>> siblings(const Machine& machine, int cpu, bool of_die) {
  const fs::path topology = topology_of(machine, cpu);
  if (of_die)
    if (auto die = read_cpu_list(topology / "die_cpus_list")) return die;
  if (auto package = read_cpu_list(topology / "package_cpus_list")) return package;
  return read_cpu_list(topology / "core_siblings_list");
}

bool has_word(std::string_view text, std::string_view wanted) {
  while (const auto word = next_word(text))
    if (*word == wanted) return true;
  return false;
}

}  // namespace

std::optional<std::vector<int>> parse_cpu_list(std::string_view text) {
  std::vector<int> cpus;
  text = trim(text);
  if (text.empty()) return cpus;
  for (const std::string_view range : split(text, ',')) {
    if (!append_range(range, cpus) || cpus.size() > kMostCpus) return std::nullopt;
  }
  std::sort(cpus.begin(), cpus.end());
  cpus.erase(std::unique(cpus.begin(), cpus.end()), cpus.end());
  return cpus;
}

Result<std::vector<CpuPlace>> places_of(const Machine& machine, const std::vector<int>& cpus) {
  std::vector<CpuPlace> places;
  std::set<int> sockets;
  bool several_dies = false;
  for (const int cpu : cpus) {
    const auto socket = read_place(topology_of(machine, cpu) / "physical_package_id");
    if (!socket) return fail(socket.error());
    several_dies |= !sockets.insert(*socket).second;
    places.push_back({.cpu = cpu, .socket = *socket});
  }
  if (!several_dies) return places;
  for (CpuPlace& place : places) {
    const auto die = read_place(topology_of(machine, place.cpu) / "die_id");
    if (!die) return fail(die.error());
    place.die = *die;
  }
  return places;
}

Result<std::vector<int>> one_cpu_each(const Machine& machine, bool of_every_die) {
  auto online = read_cpu_list(machine.sysfs / "devices/system/cpu/online");
  if (!online) return online;
  std::vector<int> first;
  std::set<int> rest(online->begin(), online->end());
  while (!rest.empty()) {
    const int cpu = *rest.begin();
    const auto group = siblings(machine, cpu, of_every_die);
    if (!group) return fail(group.error());
    first.push_back(cpu);
    rest.erase(cpu);
    for (const int sibling : *group) rest.erase(sibling);
  }
  return first;
}

std::optional<CpuIdentity> parse_cpu_identity(std::string_view cpuinfo) {
  CpuIdentity identity;
  bool has_family = false;
  bool has_model = false;
  while (const auto line = next_line(cpuinfo)) {
    const auto colon = line->find(':');
    if (colon == std::string_view::npos) {
      if (trim(*line).empty() && !identity.vendor.empty()) break;  // end of the first processor
      continue;
    }
    const std::string_view key = trim(line->substr(0, colon));
    const std::string_view value = trim(line->substr(colon + 1));
    if (key == "vendor_id") identity.vendor = std::string(value);
    if (key == "flags") identity.is_virtual = has_word(value, "hypervisor");
    if (key != "cpu family" && key != "model") continue;
    const auto number = parse_u64(value);
    if (!number || *number > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
    (key == "model" ? identity.model : identity.family) = static_cast<unsigned>(*number);
    (key == "model" ? has_model : has_family) = true;
  }
  if (identity.vendor.empty() || !has_family || !has_model) return std::nullopt;
  return identity;
}

Result<CpuIdentity> read_cpu_identity(const Machine& machine) {
  const fs::path path = machine.procfs / "cpuinfo";
  auto file = KernelFile::open(path);
  if (!file) return fail(file.error());
  std::string buffer;
  const auto text = file->read(buffer);
  if (!text) return fail(text.error());
  if (auto identity = parse_cpu_identity(*text)) return std::move(*identity);
  return fail(Errc::malformed, path.string() + ": no vendor_id, cpu family and model in it");
}

}  // namespace wattprint::sensors::rapl
