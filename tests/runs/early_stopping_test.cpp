#include "runs/early_stopping.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace wattprint::runs {
namespace {

using Mode = EarlyStopping::Mode;

/// Validation loss of 40 epochs of an MNIST perceptron (784-256-256-10, Adam, batches of 32),
/// recorded for this project; the epochs at which early-stopping-pytorch 1.0.10 stops are known.
const std::vector<double> kLosses = {
    0.3369, 0.2616, 0.1941, 0.1760, 0.2055, 0.1663, 0.1755, 0.1868, 0.1800, 0.2122,
    0.2072, 0.2462, 0.2237, 0.2483, 0.2410, 0.2683, 0.2254, 0.2541, 0.2615, 0.2167,
    0.2075, 0.2127, 0.2145, 0.2182, 0.2207, 0.2234, 0.2263, 0.2293, 0.2321, 0.2362,
    0.2440, 0.2569, 0.2636, 0.2720, 0.2689, 0.2774, 0.2781, 0.2835, 0.2813, 0.2875};

std::uint64_t stop_of(std::uint64_t patience, double delta, Mode mode, double sign = 1.0) {
  auto stopping = EarlyStopping::create(patience, delta, mode).value();
  for (const double loss : kLosses)
    if (stopping.update(sign * loss)) return stopping.epochs();
  return 0;
}

TEST(EarlyStopping, StopsWhereTheReferenceStops) {
  EXPECT_EQ(stop_of(3, 0.0, Mode::min), 9U);
  EXPECT_EQ(stop_of(5, 0.0, Mode::min), 11U);
  EXPECT_EQ(stop_of(7, 0.0, Mode::min), 13U);
  EXPECT_EQ(stop_of(10, 0.0, Mode::min), 16U);
  EXPECT_EQ(stop_of(3, 0.01, Mode::min), 7U);
  EXPECT_EQ(stop_of(5, 0.01, Mode::min), 9U);
  EXPECT_EQ(stop_of(7, 0.01, Mode::min), 11U);
  EXPECT_EQ(stop_of(10, 0.01, Mode::min), 14U);
}

TEST(EarlyStopping, OfMoreIsBetterIsTheMirrorImage) {
  EXPECT_EQ(stop_of(7, 0.0, Mode::max, -1.0), 13U);
  EXPECT_EQ(stop_of(7, 0.01, Mode::max, -1.0), 11U);
}

TEST(EarlyStopping, KnowsTheBestEpoch) {
  auto stopping = EarlyStopping::create(7, 0.0, Mode::min).value();
  EXPECT_FALSE(stopping.best().has_value());
  for (const double loss : kLosses) stopping.update(loss);
  EXPECT_EQ(stopping.best()->epoch, 6U);
  EXPECT_EQ(stopping.best()->value, 0.1663);
}

TEST(EarlyStopping, AnImprovementOfExactlyDeltaIsNone) {
  auto stopping = EarlyStopping::create(1, 0.25, Mode::min).value();
  EXPECT_FALSE(stopping.update(1.0));
  EXPECT_TRUE(stopping.update(0.75));
}

TEST(EarlyStopping, PassesOverEpochsWithoutANumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  auto stopping = EarlyStopping::create(2, 0.0, Mode::min).value();
  EXPECT_FALSE(stopping.update(nan));
  EXPECT_FALSE(stopping.best().has_value());
  EXPECT_FALSE(stopping.update(1.0));
  EXPECT_FALSE(stopping.update(2.0));
  EXPECT_FALSE(stopping.update(nan));
  EXPECT_TRUE(stopping.update(2.0));
  EXPECT_EQ(stopping.best()->epoch, 2U);
}

TEST(EarlyStopping, RefusesWhatMakesNoSense) {
  EXPECT_FALSE(EarlyStopping::create(0, 0.0, Mode::min));
  EXPECT_FALSE(EarlyStopping::create(1, -0.1, Mode::min));
  EXPECT_FALSE(EarlyStopping::create(1, std::nan(""), Mode::min));
}

}  // namespace
}  // namespace wattprint::runs
