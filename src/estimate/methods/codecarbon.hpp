#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "units/amounts.hpp"
#include "units/units.hpp"

/// CodeCarbon 3.3.0 (mlco2/codecarbon@b05965e, MIT): its models where it measures nothing, and its
/// look-ups. Known faults, kept:
/// - a joule is 2.77778e-7 kWh, so that 3.6 MJ are 1.0000008 kWh (`energy_from_joules`);
/// - a country or region that it does not know becomes the world or the country without a word;
/// - a region of any cloud but Google's becomes the country of the IP address;
/// - hydro, nuclear, wind and solar power of a Canadian province count as 0;
/// - a mix whose parts do not add up becomes the world's mean;
/// - memory is a guess at the number of modules, so that power falls from 250 to 256 GB;
/// - Slurm's binary units are read as decimal; 85 W are assumed for a CPU without a name.
namespace wattprint::estimate::methods::codecarbon {

/// What it calls the world's mean: IEA 2019.
inline constexpr CarbonIntensity kWorld{475.0};
/// Power of a CPU whose rated power it does not know, and of which no model can be told.
inline constexpr Watts kUnknownCpu{85.0};
/// For each hardware thread of a CPU whose name it does not know.
inline constexpr Watts kUnknownThread{4.0};

/// An intensity, and what it really is of.
struct Located {
  CarbonIntensity intensity;
  enum class Of { region, country, world } of = Of::region;
};

/// A region of a cloud. country: ISO 3166 alpha-3 of the IP address, empty when it is not known.
Result<Located> cloud_intensity(std::string_view provider, std::string_view region,
                                std::string_view country);
/// Country of a cloud region (alpha-3); nothing for one that it does not know: any but Google's.
Result<std::optional<std::string_view>> cloud_country(std::string_view provider,
                                                      std::string_view region);
/// A country, or a region of one: US states and Canadian provinces in lower case, Nordic zones.
Result<Located> intensity(std::string_view country, std::string_view region = {});

/// Electricity by source: "coal", "natural_gas", ... in any one unit.
struct Part {
  std::string source;
  double amount = 0.0;
};
/// kWorld when what it knows of the parts does not add up to the total exactly.
CarbonIntensity mix_intensity(const std::vector<Part>& parts, double total);
/// Of a Canadian province: coal, petroleum and natural gas only.
CarbonIntensity province_intensity(double coal, double petroleum, double natural_gas, double total);
CarbonIntensity from_pounds_per_megawatt_hour(double pounds);

/// Name of the row of its table of CPUs that it takes a CPU for; nothing when it takes none.
Result<std::optional<std::string_view>> matching_cpu(
    std::string_view name, std::string_view table = catalog::tables::method_cpus());
/// Rated power in that row; nothing when there is none. Errc::malformed for the four rows whose
/// figure is no number, where the tool stops.
Result<std::optional<Watts>> cpu_power(std::string_view name,
                                       std::string_view table = catalog::tables::method_cpus());

/// Whole machine: 10 % of the rated power and the rest by the cube of the load.
Watts power_at_load(Watts tdp, Fraction load);
/// Nothing known of the load: half of the rated power.
Watts constant_power(std::optional<Watts> tdp);

enum class Architecture { x86, arm };
unsigned memory_modules(Gigabytes memory);
Watts memory_power(Gigabytes memory, Architecture architecture);

/// "128G" as `scontrol` writes it; whole numbers of K, M, G or T only, as in the tool.
Result<Gigabytes> slurm_memory(std::string_view text);

/// Energy as the tool has it in kilowatt-hours after counting joules.
Joules energy_from_joules(Joules counted);

/// "0, 1" or "[1]" or "GPU-6b2f": the list of its setting gpu_ids.
std::vector<std::string> gpu_ids(std::string_view text);
/// "CODECARBON_TRACKING_MODE" to "tracking_mode".
std::string setting_of_variable(std::string_view name);

}  // namespace wattprint::estimate::methods::codecarbon
