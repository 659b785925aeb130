#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "units/amounts.hpp"
#include "units/units.hpp"

/// Green Algorithms, the web calculator, as green-algorithms-tool@30df2fe (v3.0) computes; its data
/// and ours of it CC BY 4.0. Paper: Lannelongue, Grealey, Inouye 2021, Advanced Science,
/// arXiv:2007.07610.
///
/// Power of the cores by their use, plus memory by its size, times PUE, time and repeats. Kept as
/// published: a core that is not used draws nothing; memory counts as requested; figures of grids
/// of 2018 to 2021 that mix direct and life-cycle ones; no embodied emissions.
namespace wattprint::estimate::methods::green_algorithms {

/// The versions of its data: the oldest first.
std::span<const std::string_view> versions();
inline constexpr std::string_view kLatest = "v3.0";

// Look-ups in the tables of one version. Nothing when the name is not in it; Errc::malformed for a
// version that never was.
Result<std::optional<Watts>> power_per_core(std::string_view cpu,
                                            std::string_view version = kLatest);
Result<std::optional<Watts>> power_of_gpu(std::string_view gpu, std::string_view version = kLatest);
Result<std::optional<CarbonIntensity>> intensity_at(std::string_view location,
                                                    std::string_view version = kLatest);

/// A data centre of a cloud provider.
struct DataCentre {
  std::string_view location;
  std::optional<Pue> pue;
};
Result<std::optional<DataCentre>> data_centre(std::string_view provider, std::string_view name);

enum class Platform { personal_computer, local_server, cloud };

/// The PUE that the page takes when nobody states one: 1 at home; of the data centre, else of its
/// provider in the cloud; the world's mean otherwise. A provider that its table does not have is
/// "other". Not a measurement of any kind.
Result<Pue> assumed_pue(Platform platform, std::string_view provider, std::string_view centre,
                        std::string_view version = kLatest);

/// Hardware of a calculation. Power and use are those of one core or one GPU.
struct Hardware {
  double cores = 0.0;
  Watts per_core{0.0};
  Fraction core_use{1.0};
  double gpus = 0.0;
  Watts per_gpu{0.0};
  Fraction gpu_use{1.0};
  Gigabytes memory{0.0};
};

struct Footprint {
  Watts power;  ///< with PUE
  Joules energy, core_energy, memory_energy;
  Grams emissions, core_emissions, memory_emissions;
};

/// repeats  the page's "pragmatic scaling factor".
Footprint footprint(const Hardware& hardware, Seconds time, Pue pue, CarbonIntensity intensity,
                    double repeats);

/// What a version compares emissions with.
struct References {
  Grams tree_year;
  Grams car_km;
  Grams paris_dublin, new_york_san_francisco, new_york_melbourne;  ///< one passenger, one way
};
Result<References> references(std::string_view version = kLatest);

// The texts of the page.
std::string energy_text(Joules energy);
std::string emissions_text(Grams emissions);
std::string tree_text(Grams emissions, const References& references);
std::string car_text(Grams emissions, const References& references);
std::string flight_text(Grams emissions, const References& references);

}  // namespace wattprint::estimate::methods::green_algorithms
