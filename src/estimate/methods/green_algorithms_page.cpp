#include "estimate/methods/green_algorithms_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "estimate/methods/green_algorithms.hpp"
#include "estimate/methods/hardware.hpp"

namespace wattprint::estimate::methods {

Result<CarbonIntensity> page_intensity(const Place& place, std::vector<Assumption>& assumptions) {
  namespace ga = green_algorithms;
  if (place.intensity) return *place.intensity;
  const auto centre = ga::data_centre(place.provider, place.region);
  if (!centre) return fail(centre.error());
  std::string code = *centre ? std::string((*centre)->location) : place.zone;
  if (!*centre && !place.region.empty())
    assumptions.push_back(
        {fmt::format("the page does not know {} {}", place.provider, place.region),
         place.zone.empty() ? "the place is not known" : "the zone counts"});
  const std::string wanted = code;
  while (!code.empty()) {
    const auto known = ga::intensity_at(code);
    if (!known) return fail(known.error());
    if (*known) {
      if (code != wanted)
        assumptions.push_back({fmt::format("the page has no figure of {}", wanted),
                               fmt::format("{:.2f} g/kWh is that of {}", (*known)->value(), code)});
      return **known;
    }
    const auto dash = code.rfind('-');
    code.erase(dash == std::string::npos ? 0 : dash);
  }
  const auto world = ga::intensity_at("WORLD");
  if (!world) return fail(world.error());
  if (!*world) return fail(Errc::malformed, "methods.csv: no green-algorithms/location/WORLD");
  assumptions.push_back({wanted.empty()
                             ? std::string("no place is given: the world's mean")
                             : fmt::format("the page does not know {}: the world's mean", wanted),
                         fmt::format("{:.0f} g/kWh", (*world)->value())});
  return **world;
}

Result<Cores> page_cores(const CpuUse& cpu, std::vector<Assumption>& assumptions) {
  const Package package = package_of(cpu);
  Cores cores{cpu.cores.value_or(cpu.packages * package.cores.value_or(0.0))};
  if (!cpu.cores && !package.cores)
    return fail(
        Errc::not_present,
        fmt::format("it is not known how many cores CPU \"{}\" has; they can be given", cpu.model));
  const auto row = row_of_cpu("green-algorithms/cpu-core/", cpu.model);
  if (!row) return fail(row.error());
  const auto watts = *row ? (*row)->number(5) : std::nullopt;
  if (cores.count == 0.0) return cores;
  if (cpu.tdp) {
    cores.each = *cpu.tdp / package.cores.value_or(cores.count / std::max(1.0, cpu.packages));
  } else if (watts) {
    cores.each = Watts{*watts};
  } else if (package.tdp && package.cores) {
    cores.each = *package.tdp / *package.cores;
    assumptions.push_back(
        {fmt::format("CPU \"{}\" is not in the page's table: that of the catalog", cpu.model),
         fmt::format("{:.1f} W a core", cores.each.value())});
  } else {
    const auto any = published_number("green-algorithms/cpu-core/", "Any", 5);
    if (!any) return fail(any.error());
    cores.each = Watts{*any};
    assumptions.push_back({fmt::format("CPU \"{}\" is not known: the page's \"Any\"", cpu.model),
                           fmt::format("{:.1f} W a core", *any)});
  }
  return cores;
}

Result<Pue> hpc_pue(const Job& job, std::vector<Assumption>& assumptions) {
  const auto usual =
      green_algorithms::assumed_pue(green_algorithms::Platform::local_server, "", "");
  if (!usual) return fail(usual.error());
  return pue_or(job, *usual, "a site states its own; this is the web calculator's", assumptions);
}

void add_hpc_faults(MethodResult& result) {
  if (result.emissions >= Grams{1e6})
    result.faults.emplace_back("its report prints this in kilograms and calls them tonnes");
}

}  // namespace wattprint::estimate::methods
