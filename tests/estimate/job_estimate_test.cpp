#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "catalog/gpus.hpp"
#include "estimate/jobs/estimate.hpp"
#include "models/gpu_power.hpp"

namespace wattprint::estimate::jobs {
namespace {

using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using namespace std::chrono_literals;

/// A server with eight A100, both CPUs, memory and drives, in Germany.
JobQuestion training() {
  JobQuestion question;
  auto& job = question.job;
  job.gpus.push_back(
      {.model = "A100-SXM4-80GB", .count = 8.0, .tdp = std::nullopt, .utilisation = Fraction{0.8}});
  job.cpus.push_back({.model = "AMD EPYC 7763",
                      .cores = std::nullopt,
                      .packages = 2.0,
                      .tdp = std::nullopt,
                      .utilisation = Fraction{0.3}});
  job.memory = Gigabytes{512.0};
  job.storage.push_back({.type = DriveType::ssd, .capacity = Terabytes{4.0}});
  job.storage.push_back({.type = DriveType::hdd, .capacity = Terabytes{20.0}});
  job.time = 72h;
  job.place.zone = "DE";
  return question;
}

bool is_near(double a, double b) { return std::abs(a - b) <= 1e-9 * (std::abs(a) + std::abs(b)); }

template <class Q>
bool is_times(const Figure<Q>& many, const Figure<Q>& one, double factor) {
  return is_near(many.value.value(), one.value.value() * factor) &&
         is_near(many.low.value(), one.low.value() * factor) &&
         is_near(many.high.value(), one.high.value() * factor);
}

template <class Q>
bool is_in_order(const Figure<Q>& figure) {
  return Q{} <= figure.low && figure.low <= figure.value && figure.value <= figure.high;
}

const JobAssumption* about(const JobEstimate& estimate, std::string_view what) {
  const auto found = std::find_if(
      estimate.assumptions.begin(), estimate.assumptions.end(),
      [&](const auto& assumption) { return assumption.about.find(what) != std::string::npos; });
  return found == estimate.assumptions.end() ? nullptr : &*found;
}

RC_GTEST_PROP(JobEstimate, IsInProportionToTimeAndRepeats, ()) {
  const double times = *rc::gen::inRange(1, 2000);
  const bool by_time = *rc::gen::arbitrary<bool>();
  auto question = training();
  question.price = Price{MoneyPerKwh{0.3}, "EUR"};
  question.water = WaterIntensity{1.8};
  const auto one = estimate(question).value();
  if (by_time)
    question.job.time *= times;
  else
    question.job.repeats = times;
  const auto many = estimate(question).value();
  RC_ASSERT(is_times(many.energy, one.energy, times));
  RC_ASSERT(is_times(many.facility_energy, one.facility_energy, times));
  RC_ASSERT(is_times(many.emissions, one.emissions, times));
  RC_ASSERT(is_times(*many.embodied, *one.embodied, times));
  RC_ASSERT(is_times(*many.water, *one.water, times));
  RC_ASSERT(is_times(*many.cost, *one.cost, times));
}

RC_GTEST_PROP(JobEstimate, IsInProportionToTheCountOfEachDevice, ()) {
  const double times = *rc::gen::inRange(1, 5000);
  JobQuestion question;
  question.job.time = 1h;
  if (*rc::gen::arbitrary<bool>()) {
    question.job.gpus.push_back({.model = "H100 SXM5 80GB"});
    const auto one = estimate(question).value();
    question.job.gpus.front().count = times;
    RC_ASSERT(is_times(estimate(question)->energy, one.energy, times));
    RC_ASSERT(is_times(*estimate(question)->embodied, *one.embodied, times));
  } else {
    question.job.cpus.push_back({.model = "Intel Xeon Platinum 8380", .packages = 2.0});
    const auto one = estimate(question).value();
    question.job.cpus.front().packages = 2.0 * times;
    RC_ASSERT(is_times(estimate(question)->energy, one.energy, times));
    RC_ASSERT(is_times(*estimate(question)->embodied, *one.embodied, times));
  }
}

RC_GTEST_PROP(JobEstimate, IntervalsHoldTheirValueAndPartsAddUp, ()) {
  auto question = training();
  auto& job = question.job;
  for (auto& gpu : job.gpus) gpu.utilisation = Fraction{*rc::gen::inRange(0, 101) / 100.0};
  for (auto& cpu : job.cpus) cpu.utilisation = std::nullopt;
  if (*rc::gen::arbitrary<bool>()) job.gpus.clear();
  if (*rc::gen::arbitrary<bool>()) job.cpus.clear();
  if (*rc::gen::arbitrary<bool>()) job.memory.reset();
  if (*rc::gen::arbitrary<bool>()) job.storage.clear();
  if (job.gpus.empty() && job.cpus.empty() && !job.memory && job.storage.empty()) return;
  const auto result = estimate(question).value();
  RC_ASSERT(is_in_order(result.energy));
  RC_ASSERT(is_in_order(result.facility_energy));
  RC_ASSERT(is_in_order(result.emissions));
  RC_ASSERT(is_in_order(*result.embodied));
  Joules energy;
  for (const auto& part : result.parts) {
    RC_ASSERT(is_in_order(part.energy));
    energy += part.energy.value;
  }
  RC_ASSERT(is_near(energy.value(), result.energy.value.value()));
  Grams grams;
  for (const auto& part : result.embodied_parts) {
    RC_ASSERT(is_in_order(part.grams));
    grams += part.grams.value;
  }
  RC_ASSERT(is_near(grams.value(), result.embodied->value.value()));
  for (const auto& assumption : result.assumptions)
    if (assumption.effect)
      RC_ASSERT(assumption.effect->low <= 1.0 && assumption.effect->high >= 1.0);
}

TEST(JobEstimate, PueIsAppliedOnce) {
  auto question = training();
  question.job.pue = Pue{1.5};
  question.job.place.intensity = CarbonIntensity{100.0};
  question.price = Price{MoneyPerKwh{0.25}, "EUR"};
  const auto result = estimate(question).value();
  const double kwh = result.energy.value / kKilowattHour;
  EXPECT_NEAR(result.facility_energy.value / kKilowattHour, kwh * 1.5, 1e-9);
  EXPECT_NEAR(result.emissions.value.value(), kwh * 1.5 * 100.0, 1e-6);
  EXPECT_NEAR(result.cost->value.value(), kwh * 1.5 * 0.25, 1e-9);
  EXPECT_EQ(about(result, "pue"), nullptr);
  question.job.pue = Pue{1.0};
  EXPECT_EQ(estimate(question)->energy.value, result.energy.value);
}

TEST(JobEstimate, GpusAreThoseOfThePowerModel) {
  JobQuestion question;
  question.job.gpus.push_back({.model = "V100-PCIE-16GB", .count = 310.0});
  question.job.time = 100h;
  const auto power = models::GpuPower::of(*catalog::find_gpu("V100-PCIE-16GB"))
                         ->under({.utilisation = std::nullopt, .limit = std::nullopt});
  const auto result = estimate(question).value();
  EXPECT_NEAR(result.energy.value / kKilowattHour, power.value.value() * 31.0, 1e-6);
  EXPECT_NEAR(result.energy.high / kKilowattHour, power.high.value() * 31.0, 1e-6);
  EXPECT_EQ(result.energy.basis, Basis::estimated);
  EXPECT_NE(about(result, "utilisation"), nullptr);
  // Somebody who knows the card's own limit is asked for nothing else.
  question.job.gpus.front().tdp = Watts{125.0};
  EXPECT_LT(estimate(question)->energy.value, result.energy.value * 0.6);
}

TEST(JobEstimate, WhatDoesNothingStillDrawsItsIdlePower) {
  for (const bool gpu : {true, false}) {
    JobQuestion question;
    question.job.time = 1h;
    if (gpu)
      question.job.gpus.push_back({.model = "A100-SXM4-80GB", .utilisation = Fraction{0.0}});
    else
      question.job.cpus.push_back({.model = "AMD EPYC 7763", .utilisation = Fraction{0.0}});
    const auto idle = estimate(question).value();
    EXPECT_GT(idle.energy.low.value(), 0.0);
    for (auto& use : question.job.gpus) use.utilisation = Fraction{1.0};
    for (auto& use : question.job.cpus) use.utilisation = Fraction{1.0};
    EXPECT_GT(estimate(question)->energy.value, idle.energy.value * 1.5);
  }
}

TEST(JobEstimate, MemoryThatIsStatedIsNotCountedTwice) {
  JobQuestion question;
  question.job.time = 1h;
  question.job.cpus.push_back({.model = "AMD EPYC 7763", .utilisation = Fraction{0.5}});
  const auto usual = estimate(question).value();
  question.job.memory = Gigabytes{0.0};
  const auto none = estimate(question).value();
  EXPECT_LT(none.energy.value, usual.energy.value);
  question.job.memory = Gigabytes{1024.0};
  const auto much = estimate(question).value();
  // 1 TB draws some 170 to 390 W by data/memory.csv.
  EXPECT_GT(much.energy.value - none.energy.value, watt_hours(150.0));
  EXPECT_LT(much.energy.value - none.energy.value, watt_hours(400.0));
}

TEST(JobEstimate, CoresAreTheirPartOfAServer) {
  JobQuestion question;
  question.job.time = 1h;
  question.job.cpus.push_back({.model = "AMD EPYC 7763", .utilisation = Fraction{0.5}});
  const auto package = estimate(question).value();
  question.job.cpus.front().cores = 16.0;
  const auto quarter = estimate(question).value();
  EXPECT_NEAR(package.energy.value / quarter.energy.value, 4.0, 1e-9);
  EXPECT_NEAR(package.embodied->value / quarter.embodied->value, 4.0, 1e-9);
}

TEST(JobEstimate, AnUnknownCpuIsAssumedAndWide) {
  JobQuestion question;
  question.job.time = 1h;
  question.job.cpus.push_back({.model = "", .cores = 64.0});
  const auto result = estimate(question).value();
  EXPECT_EQ(result.energy.basis, Basis::assumed);
  EXPECT_GT(result.energy.high / result.energy.low, 3.0);
  EXPECT_NE(about(result, "which CPU"), nullptr);
  const auto* cores = about(result, "cores of a package");
  ASSERT_NE(cores, nullptr);
  EXPECT_GT(result.energy.high, result.energy.value * cores->effect->high);
  EXPECT_LT(result.energy.low, result.energy.value * cores->effect->low);
  question.job.cpus.front().model = "EPYC 77630";  // which nobody sells
  const auto family = estimate(question).value();
  EXPECT_EQ(family.energy.basis, Basis::assumed);
  EXPECT_NE(about(family, "which CPU"), nullptr);
  question.job.cpus.front() = {.model = ""};
  EXPECT_THAT(estimate(question).error().what, HasSubstr("a name, or a number of cores"));
}

TEST(JobEstimate, EachThingThatIsGivenIsOneThingLessToAssume) {
  JobQuestion question;
  question.job.gpus.push_back({.model = "A100"});
  question.job.time = 1h;
  const auto vague = estimate(question).value();
  for (const auto* what :
       {"which A100", "utilisation", "computers around", "pue", "grid", "lifetime"})
    EXPECT_NE(about(vague, what), nullptr) << what;
  question = training();
  question.job.pue = Pue{1.1};
  const auto told = estimate(question).value();
  EXPECT_THAT(told.assumptions,
              testing::ElementsAre(Field(&JobAssumption::about, "lifetime of the hardware")));
}

// 500 GB at 10 Wh a GB are 5 kWh, three times 15; 1 and 100 Wh at the ends.
TEST(JobEstimate, DataThatIsSentCountsByItsAmountAndNotByTheHours) {
  auto question = training();
  question.job.repeats = 3.0;
  const auto without = estimate(question).value();
  question.job.network = Terabytes{0.5};
  const auto with = estimate(question).value();
  const Joules kwh = kKilowattHour;
  EXPECT_TRUE(is_near((with.energy.value - without.energy.value).value(), 15.0 * kwh.value()));
  ASSERT_EQ(with.parts.back().kind, "network");
  EXPECT_TRUE(is_near(with.parts.back().energy.low.value(), 1.5 * kwh.value()));
  EXPECT_TRUE(is_near(with.parts.back().energy.high.value(), 150.0 * kwh.value()));
  EXPECT_EQ(with.embodied->value, without.embodied->value);
  const auto* choice = about(with, "networks");
  ASSERT_NE(choice, nullptr);
  EXPECT_TRUE(is_near(choice->effect->high, 1.0 + 135.0 * kwh.value() / with.energy.value.value()));
  EXPECT_EQ(about(without, "networks"), nullptr);
  question.job.time *= 2.0;
  EXPECT_TRUE(is_near(estimate(question)->parts.back().energy.value.value(), 15.0 * kwh.value()));
}

TEST(JobEstimate, AStartIsAnHourOfAYearOfWhichOnlyTheAverageIsKnown) {
  auto question = training();
  EXPECT_EQ(about(estimate(question).value(), "hour of the start"), nullptr);
  question.year = 2021;
  const auto then = estimate(question).value();
  const auto* choice = about(then, "hour of the start");
  ASSERT_NE(choice, nullptr);
  EXPECT_EQ(choice->affects, Affects::emissions);
  EXPECT_DOUBLE_EQ(choice->effect->high, then.grid.intensity.high / then.grid.intensity.value);
  // A stated intensity is that of the hours, whoever stated it.
  question.job.place.intensity = CarbonIntensity{350};
  EXPECT_EQ(about(estimate(question).value(), "hour of the start"), nullptr);
}

TEST(JobEstimate, ARegionBringsItsGridPueAndWater) {
  auto question = training();
  question.job.place = {.provider = "aws", .region = "eu-west-1", .zone = "", .intensity = {}};
  const auto result = estimate(question).value();
  EXPECT_EQ(result.grid.zone, "IE");
  EXPECT_LT(result.pue.value.value(), 1.2);
  EXPECT_TRUE(result.water.has_value());
  question.job.place.region = "eu-west-99";
  EXPECT_THAT(estimate(question).error().what, HasSubstr("aws:eu-west-1"));
  question.job.place = {.provider = "", .region = "", .zone = "Atlantis", .intensity = {}};
  EXPECT_THAT(estimate(question).error().what, HasSubstr("Atlantis"));
}

TEST(JobEstimate, TheMakingOfAGpuGrowsWithItsMemory) {
  const auto making = [](const char* model) {
    JobQuestion question;
    question.job.gpus.push_back({.model = model});
    question.job.time = 1h;
    return estimate(question)->embodied->value;
  };
  // Through the figures of NVIDIA: 164 kg for 80 GB, over 4 years.
  EXPECT_NEAR(making("H100 SXM5 80GB").value(), 164e3 / (4.0 * 365.25 * 24.0), 1e-6);
  EXPECT_LT(making("V100-PCIE-16GB"), making("A100-SXM4-80GB"));
  EXPECT_LT(making("A100-SXM4-80GB"), making("H200 SXM"));
}

TEST(JobEstimate, APastRunIsScaledUp) {
  JobQuestion question;
  question.like =
      PastRun{.what = "run 7f3a1c",
              .energy = {Joules{3.6e6}, Joules{3e6}, Joules{4e6}, Basis::measured, "RAPL"},
              .pue = Figure<Pue>::exact(Pue{1.0}, Basis::assumed, "none stated"),
              .grid = {.zone = "DE",
                       .intensity = Figure<CarbonIntensity>::exact(CarbonIntensity{400.0},
                                                                   Basis::estimated, "table"),
                       .year = std::nullopt,
                       .period = "yearly average 2024",
                       .note = ""}};
  question.job.repeats = 50.0;
  const auto result = estimate(question).value();
  EXPECT_NEAR(result.energy.value / kKilowattHour, 50.0, 1e-9);
  EXPECT_NEAR(result.energy.low / kKilowattHour, 50.0 * 3e6 / 3.6e6, 1e-9);
  EXPECT_NEAR(result.emissions.value.value(), 20'000.0, 1e-6);
  EXPECT_EQ(result.energy.basis, Basis::measured);
  EXPECT_FALSE(result.embodied);
  question.job.place.zone = "FR";
  EXPECT_LT(estimate(question)->emissions.value, result.emissions.value / 3.0);
  question.job.gpus.push_back({.model = "A100"});
  EXPECT_THAT(estimate(question).error().what, HasSubstr("not both"));
}

TEST(JobEstimate, WhatCannotBeIsRefused) {
  const auto refused = [](auto change) {
    auto question = training();
    change(question);
    const auto result = estimate(question);
    return result ? std::string() : result.error().what;
  };
  EXPECT_THAT(refused([](auto& q) { q.job.gpus.front().model = "RTX 4091"; }),
              HasSubstr("RTX 4090"));
  EXPECT_THAT(refused([](auto& q) { q.job.cpus.front().model = "abacus"; }),
              HasSubstr("no CPU of the catalog"));
  EXPECT_NE(refused([](auto& q) { q.job.gpus.front().count = -1.0; }), "");
  EXPECT_NE(refused([](auto& q) { q.job.time = Seconds(std::nan("")); }), "");
  EXPECT_NE(refused([](auto& q) { q.job.pue = Pue{0.9}; }), "");
  EXPECT_NE(refused([](auto& q) { q.job.repeats = -2.0; }), "");
  EXPECT_THAT(refused([](auto& q) { q.job.network = Terabytes{-0.5}; }), HasSubstr("data sent"));
  EXPECT_NE(refused([](auto& q) { q.water = WaterIntensity{-1.0}; }), "");
  EXPECT_NE(refused([](auto& q) { q.price = Price{MoneyPerKwh{-0.3}, "EUR"}; }), "");
  EXPECT_THAT(estimate(JobQuestion{}).error().what, HasSubstr("nothing to estimate"));
}

TEST(JobEstimate, LookupsAnswerAsWithoutThemAndForgetWhatIsTooMuch) {
  Lookups lookups;
  auto question = training();
  const auto alone = estimate(question).value();
  for (int i = 0; i < 3000; ++i) {
    question.job.gpus.front().tdp = Watts{100.0 + i};
    ASSERT_TRUE(estimate(question, lookups));
  }
  question.job.gpus.front().tdp.reset();
  EXPECT_EQ(estimate(question, lookups)->energy.value, alone.energy.value);
  EXPECT_EQ(estimate(question, lookups)->emissions.high, alone.emissions.high);
}

}  // namespace
}  // namespace wattprint::estimate::jobs
