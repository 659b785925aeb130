#include "reports/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "reports/golden.hpp"
#include "runs/sample_record.hpp"

namespace wattprint::reports {
namespace {

using testing::expect_golden;
using testing::sample_record;

Figure<Joules> joules(double value, double low, double high) {
  return {Joules{value}, Joules{low}, Joules{high}, Basis::measured, "a sensor"};
}

runs::RunRecord faster_run() {
  auto record = sample_record();
  record.identity.id = "9c0d11223344";
  record.identity.name = "mnist-mlp-1t";
  record.identity.command = {"env", "OMP_NUM_THREADS=1", "python3", "train.py"};
  record.outcome.duration = Seconds(9.84);
  record.attribution.cpu = CpuSeconds{9.7};
  record.energy = joules(369, 340, 400);
  record.emissions->value = Grams{0.0353};
  record.emissions->low = Grams{0.0310};
  record.emissions->high = Grams{0.0400};
  record.components = {{measure::Component::cpu, "package-0", joules(369, 340, 400)}};
  record.grid.zone = "FR";
  record.attribution.idle_policy = runs::IdlePolicy::exclude;
  return record;
}

TEST(Comparison, MultipliesTheIntervalsAsIndependentFactors) {
  // a: a factor 2 either way; b: exact. So the ratio is 3, a factor 2 either way.
  const auto one = ratio(joules(100, 50, 200), joules(300, 300, 300));
  ASSERT_TRUE(one);
  EXPECT_DOUBLE_EQ(one->value.value(), 3.0);
  EXPECT_DOUBLE_EQ(one->low.value(), 1.5);
  EXPECT_DOUBLE_EQ(one->high.value(), 6.0);
  // Both a factor 2: 2 to the power of the square root of 2, 2.665.
  const auto both = ratio(joules(100, 50, 200), joules(300, 150, 600));
  EXPECT_NEAR(both->low.value(), 3.0 / 2.6651, 1e-3);
  EXPECT_NEAR(both->high.value(), 3.0 * 2.6651, 1e-3);
}

TEST(Comparison, IsClearOnlyWhenTheIntervalLeavesOutOne) {
  EXPECT_TRUE(is_clear(*ratio(joules(100, 90, 110), joules(300, 280, 320))));
  EXPECT_TRUE(is_clear(*ratio(joules(300, 280, 320), joules(100, 90, 110))));
  EXPECT_FALSE(is_clear(*ratio(joules(100, 50, 200), joules(120, 60, 240))));
}

TEST(Comparison, HasNoRatioToNothingAndAnOpenEndWhenAMayBeNothing) {
  EXPECT_FALSE(ratio(joules(0, 0, 0), joules(1, 1, 1)));
  EXPECT_FALSE(ratio(joules(1, 1, 1), joules(0, 0, 1)));
  const auto open = ratio(joules(1, 0, 2), joules(8, 8, 8));
  EXPECT_TRUE(std::isinf(open->high.value()));
  EXPECT_DOUBLE_EQ(open->low.value(), 4.0);
  EXPECT_TRUE(is_clear(*open));
}

TEST(Comparison, ShowsWhatChangedAndUnderWhatConditions) {
  expect_golden("compare.txt", to_text(compare(sample_record(), faster_run()), {}));
}

TEST(Comparison, OfARunWithItselfFindsNoDifference) {
  const std::string text = to_text(compare(sample_record(), sample_record()), {});
  expect_golden("compare-same.txt", text);
}

TEST(Comparison, AsJsonGivesFiguresAndRatios) {
  const auto json = nlohmann::json::parse(to_json(compare(sample_record(), faster_run())));
  EXPECT_EQ(json["schema"], "wattprint.compare.v1");
  EXPECT_EQ(json["b"]["id"], "9c0d11223344");
  EXPECT_EQ(json["energy_j"]["a"]["value"], 1476.0);
  EXPECT_DOUBLE_EQ(json["energy_j"]["ratio"]["value"], 0.25);
  EXPECT_EQ(json["energy_j"]["clear"], true);
  EXPECT_EQ(json["duration_s"]["clear"], nullptr);
  EXPECT_EQ(json["components"][1]["component"], "dram");
  EXPECT_EQ(json["components"][1]["b"], nullptr);
  EXPECT_EQ(json["components"][1]["ratio"], nullptr);
  EXPECT_EQ(json["differences"][0]["what"], "command");
}

TEST(Comparison, SurvivesRunsOfWhichNothingIsKnown) {
  const runs::RunRecord nothing;
  EXPECT_NE(to_text(compare(nothing, nothing), {}), "");
  EXPECT_EQ(nlohmann::json::parse(to_json(compare(nothing, sample_record())))["energy_j"]["a"],
            nullptr);
}

}  // namespace
}  // namespace wattprint::reports
