#include "runs/epoch_prediction.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace wattprint::runs {
namespace {

// Fitted on series of even number in tests/runs/epoch_series.csv (recorded with
// tools/record_epochs.py) and checked on the others by tools/check_epoch_prediction.py;
// docs/prediction.md has both.
/// A mean later epoch over the first one: what is nearest to most totals.
constexpr double kAfterFirst = 0.98;
/// Usual scatter of the epochs of one training on the log scale, worth so many epochs of evidence.
constexpr double kScatter = 0.1;
constexpr double kScatterEpochs = 2.0;

/// How epochs that are to come differ from those before, beyond scatter.
struct Habit {
  Spread after_first;  ///< 90 % interval of a mean later epoch, over the first one
  double drift;        ///< what the mean moves by on the log scale, such as by other work
};
constexpr Habit kEnergy{{0.33, 2.0}, 0.12};
constexpr Habit kTime{{0.30, 2.2}, 0.30};

/// An epoch that used more than this above the median of the later ones belongs to the warm-up.
constexpr double kWarmUp = 1.15;
/// Mean absolute deviations from the median at which a value counts as an outlier, with the factor
/// that makes the median of deviations a standard deviation (both usual, Huber 1981).
constexpr double kOutlier = 2.5;
constexpr double kMadToSigma = 1.4826;
/// Epochs before a trend is looked for, and the |Kendall tau| * sqrt(n) it needs.
constexpr std::size_t kTrendEpochs = 8;
constexpr double kTrendTau = 2.2;
/// So many of the last epochs are looked at: slopes are taken between all pairs.
constexpr std::size_t kMostEpochs = 256;

/// The sum of the epochs to come with its 90 % interval as factors.
struct ToCome {
  double sum = 0.0;
  Spread spread;
};

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2.0;
}

/// 95 % quantile of Student's t by Cornish and Fisher's expansion; within 2 % from 2 degrees on.
double student_95(double degrees) {
  constexpr double z = 1.6449;
  const double z3 = z * z * z;
  const double z5 = z3 * z * z;
  return z + (z3 + z) / (4.0 * degrees) +
         (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * degrees * degrees);
}

/// The epochs without those of the warm-up, which are fewer than half.
std::span<const double> warmed_up(std::span<const double> values) {
  std::size_t first = 0;
  while (first < values.size() / 2) {
    const auto later = values.subspan(first + 1);
    if (values[first] <= kWarmUp * median({later.begin(), later.end()})) break;
    ++first;
  }
  return values.subspan(first);
}

/// The slope of the median line when the values rise or fall beyond chance, else 0 (Theil, Sen).
double trend(std::span<const double> values) {
  const auto n = values.size();
  if (n < kTrendEpochs) return 0.0;
  std::vector<double> slopes;
  double sign = 0.0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) {
      slopes.push_back((values[j] - values[i]) / static_cast<double>(j - i));
      sign += slopes.back() > 0.0 ? 1.0 : slopes.back() < 0.0 ? -1.0 : 0.0;
    }
  const double tau = sign / static_cast<double>(slopes.size());
  return std::abs(tau) * std::sqrt(static_cast<double>(n)) < kTrendTau ? 0.0 : median(slopes);
}

ToCome after_one(double first, double rest, const Habit& habit) {
  const double sum = first * kAfterFirst * rest;
  return {sum, {habit.after_first.low / kAfterFirst, habit.after_first.high / kAfterFirst}};
}

ToCome after_several(std::span<const double> all, double rest, const Habit& habit) {
  const auto values = warmed_up(all.last(std::min(all.size(), kMostEpochs)));
  const auto n = static_cast<double>(values.size());
  const double slope = trend(values);
  // Values as they would have been in the middle of those measured.
  std::vector<double> level;
  for (std::size_t i = 0; i < values.size(); ++i)
    level.push_back(values[i] - slope * (static_cast<double>(i) - (n - 1.0) / 2.0));
  const double middle = median(level);
  if (middle <= 0.0) return {0.0, {1.0, 1.0}};
  std::vector<double> deviations;
  for (const double value : level) deviations.push_back(std::abs(value - middle));
  const double sigma = std::max(kMadToSigma * median(deviations), kScatter * middle / std::sqrt(n));
  double mean = 0.0;
  for (const double value : level)
    mean += std::clamp(value, middle - kOutlier * sigma, middle + kOutlier * sigma) / n;

  // A trend ends some day: it goes on for as long as it has been seen, then stays.
  const double seen = std::min(rest, n);
  const double steps_of_trend = seen * (n + seen) / 2.0 + (rest - seen) * (n / 2.0 + seen);
  const double sum = std::max(0.1 * mean * rest, mean * rest + slope * steps_of_trend);

  double squares = kScatterEpochs * kScatter * kScatter;
  for (const double value : level) squares += std::pow(value / mean - 1.0, 2.0);
  const double degrees = kScatterEpochs + n - 1.0;
  const double scatter = squares / degrees;
  const double moved = slope * steps_of_trend / (mean * rest);
  const double width =
      student_95(degrees) * std::sqrt(scatter * (1.0 / n + 1.0 / rest) + habit.drift * habit.drift +
                                      0.25 * moved * moved);
  return {sum, {std::exp(-width), std::exp(width)}};
}

ToCome to_come(std::span<const double> values, std::uint64_t epochs, const Habit& habit) {
  const auto rest = static_cast<double>(epochs - values.size());
  if (rest == 0.0) return {0.0, {1.0, 1.0}};
  return values.size() == 1 ? after_one(values.front(), rest, habit)
                            : after_several(values, rest, habit);
}

}  // namespace

Result<EpochPrediction> predict_epochs(std::span<const Stretch> measured, std::uint64_t epochs,
                                       Basis basis, const std::string& source) {
  if (measured.empty())
    return fail(Errc::malformed, "no epoch has ended yet; a prediction needs at least one");
  EpochPrediction prediction;
  prediction.measured = measured.size();
  prediction.epochs = std::max<std::uint64_t>(epochs, measured.size());

  std::vector<double> seconds;
  std::vector<double> joules;
  Stretch used;
  for (const auto& epoch : measured) {
    seconds.push_back(epoch.duration.count());
    joules.push_back(epoch.charge.value.value());
    used.duration += epoch.duration;
    used.charge += epoch.charge;
  }
  const bool all = prediction.epochs == prediction.measured;
  const std::string why = all ? source
                              : source + ", from " + std::to_string(prediction.measured) + " of " +
                                    std::to_string(prediction.epochs) + " epochs";
  const Basis best = all ? basis : weakest(basis, Basis::estimated);

  const auto time = to_come(seconds, prediction.epochs, kTime);
  prediction.duration = {used.duration + Seconds{time.sum},
                         used.duration + Seconds{time.sum * time.spread.low},
                         used.duration + Seconds{time.sum * time.spread.high},
                         all ? Basis::measured : Basis::estimated, why};

  const auto energy = to_come(joules, prediction.epochs, kEnergy);
  const auto rest = Figure<Joules>::with_spread(Joules{energy.sum}, energy.spread, best, why);
  const auto done = used.charge.value;
  const Figure<Joules> total{done + rest.value, done + rest.low, done + rest.high, best, why};
  // The sensor, or the model, is wrong by the same factor in all epochs, seen or not; that has
  // nothing to do with how the epochs differ.
  Figure<Fraction> sensor{Fraction{1.0}, Fraction{1.0}, Fraction{1.0}, best, why};
  if (used.charge.value > Joules{}) {
    sensor.low = Fraction{std::min(1.0, used.charge.low / used.charge.value)};
    sensor.high = Fraction{std::max(1.0, used.charge.high / used.charge.value)};
  }
  prediction.energy = multiply(total, sensor, Errors::independent);
  prediction.energy_to_come = multiply(rest, sensor, Errors::independent);
  return prediction;
}

}  // namespace wattprint::runs
