#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "units/amounts.hpp"
#include "units/units.hpp"

/// eco2AI 0.3.12 (sb-ai-lab/Eco2AI@366debb, Apache-2.0): its models and look-ups.
/// Paper: Budennyy et al. 2022, arXiv:2208.00406. Known faults, kept:
/// - a masked or unknown model of a family has the highest power of the family (EPYC: 500 W);
/// - an unknown CPU has 100.1 W, and within its tracker some have 0 W (`tdp_in_tracker`);
/// - an unknown country is the world, an unknown region its country, without a word; Namibia ("NA")
/// is
///   read as an empty cell;
/// - a tariff of one whole day is refused.
namespace wattprint::estimate::methods::eco2ai {

inline constexpr Watts kUnknownCpu{100.1};

struct CpuPower {
  Watts tdp;
  std::string name;  ///< as it was looked up
  enum class Match { in_table, one_in_table, many_in_table, none_suitable, not_in_table } match;
};
Result<CpuPower> cpu_power(std::string_view name,
                           std::string_view table = catalog::tables::method_cpus());
/// The same as its tracker has it: where the name says nothing, a flag is taken for the power.
Watts tdp_in_tracker(const CpuPower& power);
std::string_view to_string(CpuPower::Match match);

Joules cpu_energy(Watts tdp, Fraction share, unsigned sockets, Seconds time);
/// used  by one process; 3 W for 8 GB.
Joules memory_energy(Gigabytes used, Seconds time);
Joules gpu_energy(const std::vector<Watts>& gpus, Seconds time);
Grams emissions(Joules energy, CarbonIntensity intensity);

struct Index {
  CarbonIntensity intensity;
  std::string place;  ///< "US/California", as it writes it
  enum class Of { stated, region, country, world } of = Of::region;
};
/// country  ISO 3166 alpha-2, empty when nobody said; stated: an intensity of the user's own.
/// Errc::malformed for a region without a country.
Result<Index> carbon_index(std::string_view country, const std::optional<std::string>& region,
                           std::optional<CarbonIntensity> stated = std::nullopt);

/// Intervals "8:30-19:00" of a day's tariff, in the order in which they were written.
/// Errc::malformed says as the tool does what is wrong.
Result<> check_tariff(const std::vector<std::string>& intervals);

}  // namespace wattprint::estimate::methods::eco2ai
