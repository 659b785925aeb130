#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "units/units.hpp"

/// carbontracker 2.4.3 (saintslab/carbontracker@70e5a02, MIT): its predictions, look-ups and logs.
/// Paper: Anthony, Kanding, Selvan 2020, arXiv:2007.03051. Known faults, kept:
/// - the energy of an epoch is that of the mean device, not of all (`epoch_energy`);
/// - a counter that wrapped gives negative power (`rapl_power`), reported as 0 W;
/// - hardly any name of a CPU is found, and the others draw half the mean of the table;
/// - PUE is that of 2023, for all years; a country that it does not know is the world;
/// - a log always tells of one measured epoch, so that the prediction counts instead.
namespace wattprint::estimate::methods::carbontracker {

/// Uptime Institute's surveys. The tracker itself always uses that of 2023.
std::optional<Pue> pue_of_year(int year);
inline constexpr Pue kPue{1.58};
/// The world's mean: IEA, of 2024.
inline constexpr CarbonIntensity kWorld{445.0};

// Predictions of a whole training from its first epochs: their mean, times the number of epochs.
// nothing measured: not a number, as the tool has it.
Joules predicted_energy(const std::vector<Joules>& epochs, double total_epochs);
Seconds predicted_time(const std::vector<Seconds>& epochs, double total_epochs);
/// Mean of what was fetched, and of the forecast once and once more for each full interval.
CarbonIntensity predicted_intensity(const std::vector<CarbonIntensity>& fetched,
                                    CarbonIntensity forecast, Seconds duration,
                                    Seconds update_interval = Seconds{900.0});
CarbonIntensity mean_intensity(const std::vector<CarbonIntensity>& fetched);

/// Energy of one epoch before PUE. samples[i] is what each device drew at sample i. Fault: the mean
/// over devices instead of their sum.
Joules epoch_energy(const std::vector<std::vector<Watts>>& samples, Seconds duration);

Watts rapl_power(Joules before, Joules after, Seconds between);

/// Intensity of a country (ISO 3166 alpha-2); nothing for one that it does not know, for which the
/// tool takes kWorld.
Result<std::optional<CarbonIntensity>> country_intensity(std::string_view alpha2);

/// Rated power of the CPU that it takes the name for; nothing when it takes none.
Result<std::optional<Watts>> matching_tdp(std::string_view name,
                                          std::string_view table = catalog::tables::method_cpus());
/// What it takes when nothing matches: half the mean of its table.
Result<Watts> average_power(std::string_view table = catalog::tables::method_cpus());

/// Emissions of a new car for a kilometre: eu_new_car_2018, _2020, _2024 (EEA); the last is used.
Result<std::optional<Grams>> car_factor(std::string_view name);
struct Kilometres {
  double value = 0.0;
};
/// Nothing for negative emissions.
Result<std::optional<Kilometres>> car_distance(Grams emissions);

/// "1:02:03", or with hundredths of seconds "1:02:03.40".
std::string time_text(Seconds time, bool hundredths);

/// What a log says was measured or predicted.
struct Consumption {
  unsigned epochs = 1;
  std::optional<Seconds> duration;
  Joules energy;
  Grams emissions;
  std::optional<std::map<std::string, double, std::less<>>> equivalents;
};
struct Log {
  std::optional<Consumption> actual, predicted;
};
/// Reads an output log as its parser does. epochs_as_written puts its fault right: the number of
/// measured epochs is the one in the log.
Log read_log(std::string_view text, bool epochs_as_written = false);
/// Which of the two its aggregate counts; nothing when the log has neither.
std::optional<Consumption> aggregate(const Log& log, bool stopped_early);

}  // namespace wattprint::estimate::methods::carbontracker
