#include "sensors/rapl/perf_pmu.hpp"

#include <array>
#include <filesystem>
#include <limits>
#include <utility>

#include "base/files.hpp"
#include "base/text.hpp"
#include "sensors/rapl/cpus.hpp"

namespace wattprint::sensors::rapl {
namespace {

namespace fs = std::filesystem;
using Kind = Extent::Kind;

constexpr std::array<std::pair<const char*, Kind>, 5> kEvents{{
    {"energy-pkg", Kind::package},
    {"energy-ram", Kind::dram},
    {"energy-cores", Kind::core},
    {"energy-gpu", Kind::uncore},
    {"energy-psys", Kind::machine},
}};

PmuEvent read_event(const fs::path& events, const char* name, Kind kind, std::string_view text) {
  PmuEvent event{.name = name, .kind = kind};
  const fs::path path = events / name;
  const auto config = parse_event(text);
  if (!config) {
    event.problem = path.string() + ": expected event=NUMBER, found \"" +
                    std::string(text.substr(0, 40)) + "\"";
    return event;
  }
  event.config = *config;
  const auto unit = read_line(path.string() + ".unit");
  const auto scale = read_line(path.string() + ".scale");
  const auto joules = scale ? parse_double(*scale) : std::nullopt;
  if (!unit || *unit != "Joules" || !joules || *joules <= 0.0)
    event.problem = path.string() + ".scale and .unit do not give the joules of a count";
  else
    event.unit = Joules{*joules};
  return event;
}

}  // namespace

std::optional<std::uint64_t> parse_event(std::string_view text) {
  constexpr std::string_view kTerm = "event=";
  text = trim(text);
  if (!starts_with(text, kTerm)) return std::nullopt;
  text.remove_prefix(kTerm.size());
  const bool is_hex = starts_with(text, "0x") || starts_with(text, "0X");
  if (is_hex) text.remove_prefix(2);
  if (text.empty() || trim(text) != text) return std::nullopt;
  return parse_u64(text, is_hex ? 16 : 10);
}

Result<PowerPmu> read_power_pmu(const Machine& machine) {
  const fs::path directory = machine.sysfs / "bus/event_source/devices/power";
  const auto type = read_u64(directory / "type");
  if (!type) {
    if (type.error().code != Errc::not_present) return fail(type.error());
    return fail(Errc::not_present, directory.string() + ": the kernel has no PMU for RAPL");
  }
  if (*type > std::numeric_limits<std::uint32_t>::max())
    return fail(Errc::malformed, (directory / "type").string() + ": not the type of a PMU");
  PowerPmu pmu{.type = static_cast<std::uint32_t>(*type)};

  for (const auto& [name, kind] : kEvents) {
    const auto text = read_line(directory / "events" / name);
    if (text) pmu.events.push_back(read_event(directory / "events", name, kind, *text));
  }
  if (pmu.events.empty())
    return fail(Errc::not_present,
                (directory / "events").string() + ": the kernel offers no RAPL events here");

  const auto mask = read_line(directory / "cpumask");
  if (!mask) return fail(mask.error());
  auto cpus = parse_cpu_list(*mask);
  if (!cpus || cpus->empty())
    return fail(Errc::malformed, (directory / "cpumask").string() +
                                     ": expected a list of CPUs, found \"" + mask->substr(0, 40) +
                                     "\"");
  pmu.cpus = std::move(*cpus);
  return pmu;
}

}  // namespace wattprint::sensors::rapl
