#include "runs/epoch_prediction.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace wattprint::runs {
namespace {

std::vector<Stretch> epochs_of(const std::vector<double>& joules, double low = 1.0,
                               double high = 1.0) {
  std::vector<Stretch> epochs;
  for (const double used : joules)
    epochs.push_back({Seconds{used / 10.0},
                      CpuSeconds{used / 10.0},
                      {Joules{used}, Joules{used * low}, Joules{used * high}}});
  return epochs;
}

EpochPrediction predict(const std::vector<double>& joules, std::uint64_t epochs) {
  return predict_epochs(epochs_of(joules), epochs, Basis::measured, "rapl").value();
}

TEST(EpochPrediction, OfEqualEpochsIsTheirNumberTimesOne) {
  const auto prediction = predict({10, 10, 10, 10}, 100);
  EXPECT_NEAR(prediction.energy.value.value(), 1000.0, 1e-9);
  EXPECT_NEAR(prediction.duration.value.count(), 100.0, 1e-9);
  EXPECT_EQ(prediction.energy.basis, Basis::estimated);
  EXPECT_EQ(prediction.energy.source, "rapl, from 4 of 100 epochs");
}

TEST(EpochPrediction, OfEpochsThatAreAllDoneIsWhatTheyUsed) {
  const auto prediction = predict({10, 12, 14}, 3);
  EXPECT_DOUBLE_EQ(prediction.energy.value.value(), 36.0);
  EXPECT_DOUBLE_EQ(prediction.energy.low.value(), 36.0);
  EXPECT_DOUBLE_EQ(prediction.energy.high.value(), 36.0);
  EXPECT_EQ(prediction.energy.basis, Basis::measured);
  EXPECT_EQ(prediction.energy_to_come.value, Joules{0});
}

TEST(EpochPrediction, CountsAWarmUpOnceAndDoesNotProlongIt) {
  EXPECT_NEAR(predict({50, 10, 10, 10}, 100).energy.value.value(), 50.0 + 99 * 10.0, 1e-6);
  EXPECT_NEAR(predict({50, 10}, 100).energy.value.value(), 50.0 + 99 * 10.0, 1e-6);
  EXPECT_NEAR(predict({50, 30, 10, 10, 10}, 10).energy.value.value(), 160.0, 1e-6);
}

TEST(EpochPrediction, AnOutlierCountsNoMoreThanTheUsualSpread) {
  const auto prediction = predict({10, 10, 500, 10, 10}, 100);
  EXPECT_LT(prediction.energy_to_come.value.value(), 95 * 11.0);
  EXPECT_GE(prediction.energy_to_come.value.value(), 95 * 10.0);
}

TEST(EpochPrediction, ARiseGoesOnAsLongAsItHasBeenSeen) {
  // 10, 11 ... 21, then 12 more steps and level from there on.
  std::vector<double> rising;
  for (int i = 0; i < 12; ++i) rising.push_back(10.0 + i);
  const auto prediction = predict(rising, 24);
  EXPECT_NEAR(prediction.energy_to_come.value.value(), 12 * 27.5, 1e-6);
  EXPECT_NEAR(predict(rising, 34).energy_to_come.value.value(), 12 * 27.5 + 10 * 33.5, 1e-6);
}

TEST(EpochPrediction, IsSurerWithMoreEpochs) {
  double before = 1e9;
  for (std::size_t measured = 2; measured <= 32; measured *= 2) {
    const auto prediction = predict(std::vector<double>(measured, 10.0), 1000);
    const double width = (prediction.energy.high - prediction.energy.low) / prediction.energy.value;
    EXPECT_LT(width, before) << measured;
    before = width;
  }
}

TEST(EpochPrediction, CarriesTheErrorOfTheSensor) {
  const auto prediction =
      predict_epochs(epochs_of({10, 10}, 0.8, 1.3), 2, Basis::estimated, "model").value();
  EXPECT_NEAR(prediction.energy.low.value(), 16.0, 1e-9);
  EXPECT_NEAR(prediction.energy.high.value(), 26.0, 1e-9);
}

TEST(EpochPrediction, OfManyEpochsLooksAtTheLastOnes) {
  std::vector<double> joules(100'000, 20.0);
  std::fill(joules.end() - 1000, joules.end(), 10.0);
  const auto prediction = predict(joules, 200'000);
  EXPECT_NEAR(prediction.energy_to_come.value.value(), 1e6, 1e-3);
}

TEST(EpochPrediction, NeedsAnEpoch) {
  EXPECT_FALSE(predict_epochs({}, 10, Basis::measured, "rapl"));
}

RC_GTEST_PROP(EpochPrediction, IsNeverBelowWhatHasBeenUsedAndScalesWithIt, ()) {
  const auto raw = *rc::gen::nonEmpty<std::vector<std::uint16_t>>();
  const auto epochs = *rc::gen::inRange<std::uint64_t>(0, 5000);
  std::vector<double> joules(raw.begin(), raw.end());
  double sum = 0.0;
  for (const double used : joules) sum += used;
  const auto prediction = predict(joules, epochs);
  const auto& energy = prediction.energy;
  RC_ASSERT(energy.low.value() >= 0.0);
  RC_ASSERT(energy.low <= energy.value && energy.value <= energy.high);
  RC_ASSERT(energy.value.value() >= sum * (1.0 - 1e-12));
  for (double& used : joules) used *= 8.0;
  const double scaled = predict(joules, epochs).energy.value.value();
  RC_ASSERT(std::abs(scaled - 8.0 * energy.value.value()) <= 1e-9 * (1.0 + scaled));
}

}  // namespace
}  // namespace wattprint::runs
