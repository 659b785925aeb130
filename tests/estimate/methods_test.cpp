#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

#include <cmath>

#include "estimate/methods/boavizta.hpp"
#include "estimate/methods/carbontracker.hpp"
#include "estimate/methods/ccf.hpp"
#include "estimate/methods/codecarbon.hpp"
#include "estimate/methods/eco2ai.hpp"
#include "estimate/methods/ecologits.hpp"
#include "estimate/methods/green_algorithms.hpp"
#include "estimate/methods/grouped.hpp"
#include "estimate/methods/mlco2.hpp"
#include "estimate/methods/published.hpp"

// What the golden cases (estimate.golden) do not say: rules in general, edges, and what is refused.
namespace wattprint::estimate::methods {
namespace {

using Hours = std::chrono::duration<double, std::ratio<3600>>;

// A table of methods that is broken, or lacks what a method needs, is an error and not a zero.
TEST(Published, IsFoundByItsWholeNameOnly) {
  constexpr std::string_view kTable = "key,values,text,source\na/b/c,1;;3,x,s\na/b/cd,2,,s\n";
  const auto row = published("a/b/", "c", kTable).value();
  ASSERT_TRUE(row);
  EXPECT_EQ(row->name, "c");
  EXPECT_EQ(row->number(0), 1.0);
  EXPECT_EQ(row->number(1), std::nullopt);
  EXPECT_EQ(row->number(2), 3.0);
  EXPECT_EQ(row->number(3), std::nullopt);
  EXPECT_FALSE(published("a/b/", "", kTable).value());
  EXPECT_EQ(published_under("a/b/", kTable)->size(), 2U);
  EXPECT_EQ(published_number("a/b/", "c", 1, kTable).error().code, Errc::malformed);
  EXPECT_EQ(published("a/b/", "c", "other\n").error().code, Errc::malformed);
}

// JavaScript's toFixed(2): by the exact value of the double, ties upward.
TEST(Mlco2, RoundsAsTheBrowserDoes) {
  EXPECT_EQ(mlco2::two_decimals(0.875), 0.88);
  EXPECT_EQ(mlco2::two_decimals(0.125), 0.13);
  EXPECT_EQ(mlco2::two_decimals(0.105), 0.10);  // the double lies below
  EXPECT_EQ(mlco2::two_decimals(1.005), 1.00);
  EXPECT_EQ(mlco2::two_decimals(8.345), 8.35);
  EXPECT_EQ(mlco2::two_decimals(0.0), 0.0);
}

RC_GTEST_PROP(Mlco2, RoundsToTheNearestHundredth, (const std::uint32_t thousandths)) {
  const double x = thousandths / 1000.0;
  const double rounded = mlco2::two_decimals(x);
  RC_ASSERT(std::abs(rounded - x) <= 0.005 + 1e-9);
  RC_ASSERT(std::abs(rounded * 100.0 - std::round(rounded * 100.0)) < 1e-6);
}

// Zurich: 16 g/kWh become 20. 1 kW x 1 h = 1 kWh, 0.02 kg.
TEST(Mlco2, RoundsTheGridOfZurichUpByAQuarter) {
  const auto zurich = mlco2::find_region("gcp", "europe-west6").value().value();
  EXPECT_EQ(zurich.intensity, CarbonIntensity{16});
  const auto found = mlco2::footprint(Watts{1000}, Hours{1}, zurich.intensity, zurich.offset);
  EXPECT_DOUBLE_EQ(found.emissions.value(), 20.0);
  EXPECT_DOUBLE_EQ(found.unrounded.value(), 16.0);
  EXPECT_DOUBLE_EQ(found.offset.value(), 20.0);
}

TEST(Mlco2, DoesNotKnowOtherHardwareProvidersAndRegions) {
  EXPECT_FALSE(mlco2::hardware_power("B200").value());
  EXPECT_FALSE(mlco2::hardware_power("").value());
  EXPECT_FALSE(mlco2::find_region("gcp", "us-west9").value());
  EXPECT_FALSE(mlco2::find_region("nobody", "us-west1").value());
  EXPECT_FALSE(mlco2::cleanest_region("nobody").value());
}

TEST(Mlco2, DiesOnNothingAndOnOneDigit) {
  const Fraction none{0.0};
  EXPECT_TRUE(mlco2::footprint_typed(Watts{70}, Hours{8}, CarbonIntensity{0}, none).page_fails);
  EXPECT_TRUE(
      mlco2::footprint_typed(Watts{400}, Hours{250}, CarbonIntensity{600}, none).page_fails);
  EXPECT_FALSE(
      mlco2::footprint_typed(Watts{400}, Hours{100}, CarbonIntensity{432}, none).page_fails);
}

TEST(GreenAlgorithms, HasTheDataOfEachVersion) {
  // Germany: 469 in v1.0, 338.66 in v3.0.
  EXPECT_EQ(green_algorithms::intensity_at("DE", "v1.0").value(), CarbonIntensity{469});
  EXPECT_EQ(green_algorithms::intensity_at("DE").value(), CarbonIntensity{338.66});
  EXPECT_FALSE(green_algorithms::intensity_at("XX").value());
  const auto none = green_algorithms::intensity_at("DE", "v9.9");
  EXPECT_EQ(none.error().code, Errc::malformed);
  EXPECT_NE(none.error().what.find("v3.0"), std::string::npos);
  // Nobody had an H100 in v1.0.
  EXPECT_FALSE(green_algorithms::power_of_gpu("NVIDIA A100 80GB PCIe", "v1.0").value());
}

TEST(GreenAlgorithms, TakesThePueOfTheCentreThenOfTheProviderThenTheMean) {
  using green_algorithms::assumed_pue;
  using green_algorithms::Platform;
  EXPECT_EQ(assumed_pue(Platform::cloud, "gcp", "us-west1").value(), Pue{1.11});
  EXPECT_EQ(assumed_pue(Platform::cloud, "gcp", "us-west2").value(), Pue{1.12});
  EXPECT_EQ(assumed_pue(Platform::cloud, "gcp", "").value(), Pue{1.12});
  EXPECT_EQ(assumed_pue(Platform::cloud, "nobody", "").value(), Pue{1.56});
  EXPECT_EQ(assumed_pue(Platform::local_server, "gcp", "us-west1").value(), Pue{1.56});
  EXPECT_EQ(assumed_pue(Platform::personal_computer, "", "").value(), Pue{1.0});
  EXPECT_EQ(assumed_pue(Platform::local_server, "", "", "v2.2").value(), Pue{1.67});
}

RC_GTEST_PROP(GreenAlgorithms, PartsAddUpToTheWhole,
              (const std::uint8_t cores, const std::uint8_t gpus, const std::uint16_t gb,
               const std::uint16_t hours)) {
  const green_algorithms::Hardware hardware{.cores = cores * 1.0,
                                            .per_core = Watts{12},
                                            .core_use = Fraction{0.3},
                                            .gpus = gpus * 1.0,
                                            .per_gpu = Watts{300},
                                            .memory = Gigabytes{gb * 1.0}};
  const auto all =
      green_algorithms::footprint(hardware, Hours{hours}, Pue{1.56}, CarbonIntensity{231}, 3);
  RC_ASSERT(std::abs((all.core_energy + all.memory_energy - all.energy).value()) <=
            1e-9 * all.energy.value());
  RC_ASSERT(std::abs((all.core_emissions + all.memory_emissions - all.emissions).value()) <=
            1e-9 * all.emissions.value());
  RC_ASSERT(std::abs((all.power * Hours(hours) * 3.0 - all.energy).value()) <=
            1e-9 * all.energy.value());
}

TEST(GreenAlgorithms, WritesZeroAndVeryMuch) {
  const auto references = green_algorithms::references().value();
  EXPECT_EQ(green_algorithms::energy_text(Joules{0}), "0.00 Wh");
  EXPECT_EQ(green_algorithms::emissions_text(Grams{0}), "0.00 mgCO2e");
  EXPECT_EQ(green_algorithms::flight_text(Grams{0}, references), "0 flights Paris-Dublin");
  // 5e9 g / 2.31e6 g = 2164.5
  EXPECT_EQ(green_algorithms::flight_text(Grams{5e9}, references), "2,164.5 flights NYC-Melbourne");
  EXPECT_EQ(green_algorithms::emissions_text(Grams{5e9}), "5.00e+03 TCO2e");
}

TEST(Grouped, PutsACommaBetweenThousands) {
  EXPECT_EQ(grouped(0, 0), "0");
  EXPECT_EQ(grouped(999, 0), "999");
  EXPECT_EQ(grouped(1000, 0), "1,000");
  EXPECT_EQ(grouped(-1234567.891, 2), "-1,234,567.89");
}

const ecologits::Grid kGrid{CarbonIntensity{400}, AntimonyIntensity{1e-7},
                            PrimaryEnergyIntensity{10}, WaterIntensity{3}};

// 1.2 x 70e9 x 2 bytes = 168 GB: three H100, of which there are two or four.
TEST(Ecologits, TakesAPowerOfTwoOfGpus) {
  const auto of = [](double milliards, unsigned bits) {
    return ecologits::impacts({100, std::nullopt},
                              {.total = {milliards, milliards}, .active = {1, 1}, .bits = bits}, {},
                              kGrid)
        .low.gpus;
  };
  EXPECT_EQ(of(70, 16), 4U);
  EXPECT_EQ(of(70, 8), 2U);
  EXPECT_EQ(of(70, 4), 1U);
  EXPECT_EQ(of(0.1, 16), 1U);
  EXPECT_EQ(of(405, 16), 16U);
}

RC_GTEST_PROP(Ecologits, CountsPueOfWaterTwice, (const std::uint16_t tokens)) {
  const auto all =
      ecologits::impacts({tokens * 1.0, std::nullopt}, {.total = {7, 7}, .active = {7, 7}},
                         {{1.2, 1.2}, {0.5, 0.5}}, kGrid)
          .low;
  RC_ASSERT(std::abs(all.water.value() - 1.2 * all.water_once.value()) <=
            1e-12 + 1e-9 * all.water.value());
}

// A latency that was measured bounds the time of the hardware, and nothing else.
TEST(Ecologits, TakesNoLongerThanMeasured) {
  const ecologits::Model model{.total = {70, 70}, .active = {70, 70}};
  const auto free = ecologits::impacts({500, std::nullopt}, model, {}, kGrid).low;
  const auto bound = ecologits::impacts({500, Seconds{10}}, model, {}, kGrid).low;
  EXPECT_GT(free.generation, Seconds{10});
  EXPECT_EQ(bound.generation, Seconds{10});
  EXPECT_EQ(bound.gpu_energy, free.gpu_energy);
}

// The reason why we do not have its models: no token, and still energy.
TEST(Ecologits, ChargesARequestOfNoTokens) {
  const ecologits::Model model{.total = {8, 8}, .active = {8, 8}, .first_token = Seconds{0.5}};
  EXPECT_GT(ecologits::impacts({0, std::nullopt}, model, {}, kGrid).low.energy, Joules{0});
}

TEST(CodeCarbon, HasLessPowerForMoreMemory) {
  using codecarbon::Architecture;
  using codecarbon::memory_power;
  EXPECT_DOUBLE_EQ(memory_power(Gigabytes{250}, Architecture::x86).value(), 70.0);
  EXPECT_DOUBLE_EQ(memory_power(Gigabytes{256}, Architecture::x86).value(), 38.0);
  EXPECT_DOUBLE_EQ(memory_power(Gigabytes{0}, Architecture::x86).value(), 10.0);
  // 32 modules: 4 x 5 + 4 x 4.5 + 8 x 4 + 16 x 3.5 = 126
  EXPECT_DOUBLE_EQ(memory_power(Gigabytes{8000}, Architecture::x86).value(), 126.0);
}

TEST(CodeCarbon, TakesNoCpuForSeveralThatContainItsWords) {
  EXPECT_FALSE(codecarbon::matching_cpu("AMD EPYC").value());
  EXPECT_FALSE(codecarbon::matching_cpu("").value());
  EXPECT_EQ(codecarbon::matching_cpu("amd epyc 7763").value(), "AMD EPYC 7763");
}

TEST(CodeCarbon, StopsAtAFigureThatIsNoNumber) {
  EXPECT_EQ(codecarbon::cpu_power("Intel Celeron 1000A").error().code, Errc::malformed);
}

TEST(CodeCarbon, SaysOfWhatAnIntensityReallyIs) {
  using Of = codecarbon::Located::Of;
  EXPECT_EQ(codecarbon::intensity("USA", "california").value().of, Of::region);
  EXPECT_EQ(codecarbon::intensity("USA", "atlantis").value().of, Of::country);
  EXPECT_EQ(codecarbon::intensity("ATL").value().of, Of::world);
  EXPECT_EQ(codecarbon::intensity("NOR", "se1").value().of, Of::country);
  EXPECT_EQ(codecarbon::cloud_intensity("aws", "us-east-1", "USA").value().of, Of::country);
  EXPECT_EQ(codecarbon::cloud_intensity("gcp", "us-west1", "USA").value().of, Of::region);
}

TEST(CodeCarbon, RefusesMemoryThatIsNone) {
  for (const char* text : {"", "G", "12", "1.5G", "12X", "xG"})
    EXPECT_EQ(codecarbon::slurm_memory(text).error().code, Errc::malformed) << text;
}

TEST(Ccf, TakesTheMeanOfAllRegionsForNone) {
  // Montreal is all carbon-free: 0, and so the mean of all.
  const auto montreal = ccf::intensity("gcp", "northamerica-northeast1", true).value();
  EXPECT_NEAR(montreal.value(), 215.2373529, 1e-9);
  EXPECT_DOUBLE_EQ(
      ccf::published_intensity("gcp", "northamerica-northeast1", true)->value().value(), 0.0);
  EXPECT_NEAR(ccf::intensity("gcp", "northamerica-northeast1", false)->value(), 28.0, 1e-9);
  EXPECT_NEAR(ccf::intensity("aws", "mars-north-1")->value(), 392.78188, 1e-9);
  EXPECT_EQ(ccf::power("ovh", {"Skylake"}).error().code, Errc::not_present);
}

TEST(Ccf, TakesTheProvidersMeanWhereOneProcessorIsUnknown) {
  const auto range = ccf::power("azure", {"Skylake", "Willow"}).value();
  EXPECT_EQ(range.low, Watts{0.74});
  EXPECT_EQ(range.high, Watts{3.54});
  EXPECT_EQ(ccf::power("gcp", {}).value().high, Watts{4.11});
  // Even number with an outlier: the middle of the two in the middle.
  EXPECT_DOUBLE_EQ(ccf::power("aws", {"Ivy Bridge", "Haswell"}).value().high.value(),
                   (8.25 + 4.74) / 2);
}

TEST(Ccf, CountsNoMemoryThatTheServersHad) {
  // 96 threads are one chip of 128 GB; a family of 64 GB has less than that.
  EXPECT_EQ(ccf::memory_beyond({.largest_threads = 96,
                                .largest_memory = Gigabytes{64},
                                .own_memory = Gigabytes{8},
                                .chip_memory = Gigabytes{128}},
                               Hours{1}),
            ccf::GigabyteHours{0});
  EXPECT_EQ(ccf::chips(97), 2.0);
}

TEST(Boavizta, WritesOffOverALifeAndNoMore) {
  const auto half = boavizta::amortised(boavizta::hdd(), boavizta::kComponentLife / 2.0,
                                        boavizta::kComponentLife);
  EXPECT_DOUBLE_EQ(half.carbon.value(), 31110.0 / 2);
  const auto twice = boavizta::amortised(boavizta::hdd(), boavizta::kComponentLife * 2.0,
                                         boavizta::kComponentLife);
  EXPECT_DOUBLE_EQ(twice.carbon.value(), 31110.0);
}

TEST(Boavizta, PrintsAsManyDigitsAsTheIntervalAllows) {
  EXPECT_DOUBLE_EQ(boavizta::as_printed(46.424, 23.5, 140.5), 50.0);
  EXPECT_DOUBLE_EQ(boavizta::as_printed(5584.3, 4248, 8495), 5600.0);
  EXPECT_DOUBLE_EQ(boavizta::as_printed(0.2897976, 0.2237, 0.40999), 0.29);
  EXPECT_DOUBLE_EQ(boavizta::as_printed(30.1008, 30.1008, 30.1008), 30.1);
  EXPECT_DOUBLE_EQ(boavizta::as_printed(0, 0, 0), 0.0);
}

// Its curve goes near its four points: 12, 32, 75 and 102 % of rated power.
TEST(Boavizta, FollowsItsCurveOfLoad) {
  for (const auto& [load, share] : {std::pair{0.0, 0.12}, {0.1, 0.32}, {0.5, 0.75}, {1.0, 1.02}})
    EXPECT_NEAR(boavizta::cpu_power(Watts{100}, Fraction{load}).value(), 100 * share, 0.3) << load;
}

// Losses: a wafer of many small dies loses less than one of large ones.
TEST(Boavizta, LosesMoreOfTheWaferToLargeDies) {
  const auto ratio = [](double area) {
    return boavizta::wafer_area(SquareMillimetres{area}).value() / area;
  };
  EXPECT_GT(ratio(800), ratio(100));
  EXPECT_GT(ratio(30), 1.0);
}

TEST(Carbontracker, GivesTheEnergyOfTheMeanDevice) {
  const std::vector<std::vector<Watts>> two{{Watts{300}, Watts{300}}};
  EXPECT_DOUBLE_EQ(carbontracker::epoch_energy(two, Hours{1}) / kKilowattHour, 0.3);
  EXPECT_TRUE(std::isnan(carbontracker::predicted_energy({}, 10).value()));
}

TEST(Carbontracker, ReadsWhatIsMissingAsMissing) {
  EXPECT_FALSE(carbontracker::read_log("").actual);
  const auto log = carbontracker::read_log(
      "Actual consumption for 3 epoch(s):\n\tTime:\t0:00:50\n\tEnergy:\tmuch kWh\n");
  EXPECT_FALSE(log.actual);
  EXPECT_FALSE(log.predicted);
  EXPECT_FALSE(carbontracker::aggregate(log, true));
}

constexpr std::string_view kLog =
    "CarbonTracker: \nActual consumption for 3 epoch(s):\n\tTime:\t1:00:50\n\tEnergy:\t0.0013 "
    "kWh\n\tCO2eq:\t0.38 g\n"
    "\tThis is equivalent to:\n\t0.0031 km travelled by car\n2025-01-01 00:00:02 - done\n";

TEST(Carbontracker, CountsTheEpochsOfALogWhenAsked) {
  EXPECT_EQ(carbontracker::read_log(kLog).actual->epochs, 1U);
  const auto put_right = carbontracker::read_log(kLog, true).actual;
  ASSERT_TRUE(put_right);
  EXPECT_EQ(put_right->epochs, 3U);
  EXPECT_EQ(put_right->duration, Seconds{3650});
  EXPECT_EQ(put_right->emissions, Grams{0.38});
  EXPECT_EQ(put_right->equivalents->at("km travelled by car"), 0.0031);
}

TEST(Eco2ai, FindsARegionByItsOtherNames) {
  using Of = eco2ai::Index::Of;
  const auto quebec = eco2ai::carbon_index("CA", "QC").value();
  EXPECT_EQ(quebec.of, Of::region);
  EXPECT_EQ(quebec.intensity, CarbonIntensity{1.2});
  EXPECT_EQ(eco2ai::carbon_index("DE", "Bavaria").value().of, Of::country);
  EXPECT_EQ(eco2ai::carbon_index("US", "Nowhere").value().of, Of::country);
  EXPECT_EQ(eco2ai::carbon_index("US", "").value().of, Of::country);
  EXPECT_EQ(eco2ai::carbon_index("NA", std::nullopt).value().of, Of::world);
  EXPECT_EQ(eco2ai::carbon_index("", "Texas").error().code, Errc::malformed);
}

TEST(Eco2ai, RefusesTariffsWithGaps) {
  EXPECT_TRUE(eco2ai::check_tariff({"8:30-19:00", "19:00-6:00", "6:00-8:30"}));
  EXPECT_EQ(eco2ai::check_tariff({"0:00-12:00", "12:00-12:30", "12:00-23:30"}).error().what,
            "Time intervals mustn't overlap and they should be sorted by time");
  EXPECT_EQ(eco2ai::check_tariff({"0:60-12:00"}).error().what, "Minutes must be in 0..59");
  EXPECT_EQ(eco2ai::check_tariff({"noon"}).error().code, Errc::malformed);
}

}  // namespace
}  // namespace wattprint::estimate::methods
