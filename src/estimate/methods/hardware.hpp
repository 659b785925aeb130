#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estimate/methods/methods.hpp"
#include "estimate/methods/published.hpp"

// What methods need to know of the hardware of a job, and where it runs.
namespace wattprint::estimate::methods {

/// The row under a prefix that means the same GPU as a name: spelled alike, or the same card of the
/// catalog. Nothing when no row does.
Result<std::optional<Published>> row_of_gpu(std::string_view prefix, std::string_view model);
/// Likewise for CPUs.
Result<std::optional<Published>> row_of_cpu(std::string_view prefix, std::string_view model);

/// Rated power of one GPU: as stated, of the method's own row, or of the catalog with an assumption
/// that says so. Errc::not_present for a name that nobody knows; the sentence names the nearest.
Result<Watts> gpu_power(const GpuUse& gpu, std::string_view prefix,
                        std::vector<Assumption>& assumptions);

/// Rated power of a package, and its cores.
struct Package {
  std::optional<Watts> tdp;
  std::optional<double> cores;
};
/// As stated, else of the catalog; what is not known is nothing.
Package package_of(const CpuUse& cpu);
/// Packages that are used: of the cores where they are stated and the catalog knows how many a
/// package has.
double packages_used(const CpuUse& cpu);

/// ISO 3166 codes of the country of a place's zone; nothing where it has none.
struct Country {
  std::string alpha2, alpha3;
};
std::optional<Country> country_of(const Place& place);

/// The PUE that was stated, or another with an assumption that says why.
Pue pue_or(const Job& job, Pue otherwise, std::string_view why,
           std::vector<Assumption>& assumptions);

/// A result with its parts weighed: energies with PUE and repeats, in the order given.
struct PartEnergy {
  std::string_view what;
  Joules hardware;  ///< before PUE, of one try
};
MethodResult weigh(std::string_view method, const Job& job, Pue pue, CarbonIntensity intensity,
                   const std::vector<PartEnergy>& parts, std::vector<Assumption> assumptions);

}  // namespace wattprint::estimate::methods
