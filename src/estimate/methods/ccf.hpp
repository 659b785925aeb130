#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estimate/job.hpp"
#include "units/amounts.hpp"
#include "units/units.hpp"

/// Cloud Carbon Footprint (cloud-carbon-footprint@b7a049c, Apache-2.0): its estimators and
/// constants. Methodology: https://www.cloudcarbonfootprint.org/docs/methodology.
///
/// Kept as published: watts a hardware thread of servers of up to 2021; 50 % use from billing data;
/// memory counts only beyond what the measured servers had. Known faults, kept:
/// - an intensity of 0 (Montreal with carbon-free energy) falls through to the mean of all regions;
/// - us-central1 has a figure that is in no year of Google's data;
/// - figures of several regions together ("europe") are sums, not means;
/// - embodied tonnes are turned back into energy (`implied_energy`).
namespace wattprint::estimate::methods::ccf {

/// Lowest and highest power of a hardware thread, or of a GPU.
struct Range {
  Watts low, high;
};

/// The mean over the processors that a machine may have, the median where Sandy Bridge or Ivy
/// Bridge is among them, and the provider's mean where one of them is not known. provider: aws,
/// azure, gcp.
Result<Range> power(std::string_view provider, const std::vector<std::string>& processors);

/// Memory that comes with a chip in the measured servers; the provider's mean as above.
Result<Gigabytes> memory_of_chip(std::string_view provider,
                                 const std::vector<std::string>& processors);

Result<Pue> pue(std::string_view provider, std::string_view region);

/// A region's intensity as its table has it; nothing when it has none.
Result<std::optional<CarbonIntensity>> published_intensity(std::string_view provider,
                                                           std::string_view region,
                                                           bool carbon_free_energy);
/// The one it uses: of the region, or where that is unknown or 0 the mean of the provider's
/// regions.
Result<CarbonIntensity> intensity(std::string_view provider, std::string_view region,
                                  bool carbon_free_energy = false);

Joules compute_energy(Range range, Fraction use, Seconds thread_time, Pue pue,
                      double replicas = 1.0);

/// Amounts that are held for a time. The tool counts them in GB and TB without saying of which
/// kind.
using GigabyteHours = Quantity<struct GigabyteHourTag>;
using TerabyteHours = Quantity<struct TerabyteHourTag>;

Joules memory_energy(GigabyteHours held, Pue pue);
Joules storage_energy(TerabyteHours held, DriveType type, Pue pue, double replicas = 1.0);
Joules network_energy(Gigabytes sent, Pue pue);

/// A machine type beside the largest of its family.
struct MemoryOfFamily {
  double largest_threads = 0.0;
  Gigabytes largest_memory, own_memory, chip_memory;
};
/// Memory beyond what the measured servers had for so many chips, by the time.
GigabyteHours memory_beyond(const MemoryOfFamily& family, Seconds time);
/// As many as the largest of a family has: one for each 96 threads.
double chips(double largest_threads);

/// of_server  emissions of making the server that the largest machine fills; 4 years of life.
Grams embodied(Grams of_server, Seconds time, double threads, double largest_threads);
/// The energy that the tool then shows for it.
Joules implied_energy(Grams embodied, CarbonIntensity intensity);

}  // namespace wattprint::estimate::methods::ccf
