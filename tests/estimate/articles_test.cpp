#include <gtest/gtest.h>

#include <cmath>

#include "catalog/tables.hpp"
#include "estimate/methods/carbontracker.hpp"
#include "estimate/methods/eco2ai.hpp"
#include "estimate/methods/green_algorithms.hpp"
#include "estimate/methods/mlco2.hpp"
#include "footprint/equivalents.hpp"

// Every number of five articles about the footprint of machine learning that a calculator can give,
// to the digit that they print. Articles: statworx 2022-02-02 ("sw"); aipowertoken on eco2AI
// ("ap"); Towards Data Science, in Chinese ("td"); Women in AI & Robotics ("wr"). The one on
// generative AI has none.
namespace wattprint::estimate::methods {
namespace {

using Hours = std::chrono::duration<double, std::ratio<3600>>;

double round_to(double x, int decimals) {
  const double unit = std::pow(10.0, decimals);
  return std::round(x * unit) / unit;
}

/// g/kWh that emissions and energy mean together.
double intensity(Grams emissions, double kwh) { return emissions.value() / kwh; }

// sw: 310 V100 for 90 days, by the calculator of then with its exchanged TDP and its rounding.
TEST(Articles, Gpt3OnSeventeenRegions) {
  const Watts power = *mlco2::hardware_power("Tesla V100-PCIE-16GB").value() * 310.0;
  struct Cell {
    const char* provider;
    const char* region;
    double tonnes;
  };
  for (const auto& [provider, name, tonnes] : {Cell{"gcp", "europe-west1", 54.2},
                                               {"gcp", "europe-west2", 124.5},
                                               {"gcp", "europe-west3", 122.5},
                                               {"gcp", "europe-west4", 114.5},
                                               {"gcp", "europe-west6", 4.0},
                                               {"gcp", "europe-north1", 42.2},
                                               {"aws", "eu-central-1", 122.5},
                                               {"aws", "eu-west-1", 124.5},
                                               {"aws", "eu-west-2", 124.5},
                                               {"aws", "eu-west-3", 20.1},
                                               {"aws", "eu-north-1", 10.0},
                                               {"azure", "francecentral", 20.1},
                                               {"azure", "francesouth", 20.1},
                                               {"azure", "northeurope", 124.5},
                                               {"azure", "westeurope", 114.5},
                                               {"azure", "ukwest", 124.5},
                                               {"azure", "uksouth", 124.5}}) {
    const auto region = mlco2::find_region(provider, name).value();
    ASSERT_TRUE(region) << name;
    const auto found = mlco2::footprint(power, Hours{2160}, region->intensity, region->offset);
    EXPECT_DOUBLE_EQ(round_to(found.emissions.value() / 1e6, 1), tonnes) << provider << " " << name;
  }
  // "more than 30" times between regions of one provider
  EXPECT_GT(124.5 / 4.0, 30.0);
}

// The same job by Green Algorithms: 216,950 kWh and 35.1 t, as calculators.md has run it.
TEST(Articles, Gpt3ByGreenAlgorithms) {
  const auto each = green_algorithms::power_of_gpu("NVIDIA Tesla V100").value().value();
  const auto found = green_algorithms::footprint({.gpus = 310, .per_gpu = each}, Hours{2160},
                                                 Pue{1.08}, CarbonIntensity{161.89}, 1);
  EXPECT_EQ(std::round(found.energy / kKilowattHour), 216950);
  EXPECT_DOUBLE_EQ(round_to(found.emissions.value() / 1e6, 1), 35.1);
}

// sw: one epoch on a K80; ten predicted from it; km by the car of then, 120.4 g.
TEST(Articles, TenEpochsFromOne) {
  const Joules epoch = 0.000397 * kKilowattHour;
  const Grams grams{0.116738};
  EXPECT_NEAR(carbontracker::predicted_energy({epoch}, 10) / kKilowattHour, 0.003968, 3e-6);
  EXPECT_EQ(carbontracker::time_text(carbontracker::predicted_time({Seconds{15}}, 10), false),
            "0:02:30");
  EXPECT_NEAR(grams.value() * 10, 1.167384, 1e-5);
  const auto car = carbontracker::car_factor("eu_new_car_2018").value().value();
  EXPECT_DOUBLE_EQ(round_to(grams / car, 6), 0.000970);
  EXPECT_DOUBLE_EQ(round_to(Grams{1.167384} / car, 6), 0.009696);
  // Its default of then, the EU of 2017: 294.21 g/kWh.
  EXPECT_NEAR(intensity(Grams{1.167384}, 0.003968), 294.21, 0.02);
  // "6 times the energy, 2.5 times the CO2" of the CPU: 0.00068 kWh and 0.00047 kg.
  EXPECT_EQ(std::round(0.003968 / 0.00068), 6);
  EXPECT_DOUBLE_EQ(round_to(1.167384 / 0.47, 1), 2.5);
  // 112.15 s: 691 g/kWh and 21.8 W.
  EXPECT_EQ(std::round(intensity(Grams{470}, 0.68)), 691);
  EXPECT_DOUBLE_EQ(round_to((0.00068 * kKilowattHour / Seconds{112.15}).value(), 1), 21.8);
}

// sw: the table of comparisons, after Strubell et al. 2019.
TEST(Articles, FlightsCarsAndPeople) {
  const auto known =
      footprint::equivalents(catalog::tables::equivalents(), "strubell-2019").value();
  const auto tonnes = [&](std::string_view id) {
    for (const auto& one : known)
      if (one.id == id) return round_to(one.emissions->value() / 1e6, 2);
    return 0.0;
  };
  EXPECT_DOUBLE_EQ(tonnes("flight_ny_sf"), 0.90);
  EXPECT_DOUBLE_EQ(tonnes("person_year"), 5.00);
  EXPECT_DOUBLE_EQ(tonnes("person_year_us"), 16.40);
  EXPECT_DOUBLE_EQ(tonnes("car_life"), 57.15);
  const auto times = [&](Grams emissions, std::string_view id) {
    for (const auto& one : footprint::compare(emissions, std::nullopt, known))
      if (one.equivalent.id == id) return round_to(one.count, 2);
    return 0.0;
  };
  EXPECT_DOUBLE_EQ(times(Grams{284.02e6}, "car_life"), 4.97);    // NAS: "five cars"
  EXPECT_DOUBLE_EQ(times(Grams{0.65e6}, "flight_ny_sf"), 0.72);  // BERT-base: "about one flight"
}

// ap: 45 kWh are 22 kg; and what eco2AI's own page says of two models, with its figure of Moscow.
TEST(Articles, ResNetMalevichAndKandinsky) {
  EXPECT_EQ(std::round(intensity(Grams{22000}, 45)), 489);
  const auto moscow = eco2ai::carbon_index("RU", "Moscow").value().intensity;
  EXPECT_DOUBLE_EQ(round_to(eco2ai::emissions(1.37 * kKilowattHour, moscow).value() / 1000, 2),
                   0.33);
  EXPECT_DOUBLE_EQ(round_to(eco2ai::emissions(24.50 * kKilowattHour, moscow).value() / 1000, 2),
                   5.89);
}

// td: ML CO2 Impact's example: 250 W x 100 h = 25 kWh x 0.56 = 14 kg.
TEST(Articles, ExampleOfTheCalculator) {
  const auto found = mlco2::footprint(Watts{250}, Hours{100}, CarbonIntensity{557}, Fraction{0});
  EXPECT_DOUBLE_EQ(found.energy / kKilowattHour, 25.0);
  EXPECT_DOUBLE_EQ(found.intensity.value(), 560.0);
  EXPECT_DOUBLE_EQ(found.emissions.value(), 14000.0);
}

// td: BLOOM's 18 days: 914 kWh, 360 kg, 230,768 requests; a transformer for 3 h in Frankfurt.
TEST(Articles, BloomAndATransformer) {
  EXPECT_DOUBLE_EQ(round_to(360e3 / 230768, 2), 1.56);
  EXPECT_DOUBLE_EQ(round_to(914e3 / 230768, 2), 3.96);
  EXPECT_EQ(std::round(intensity(Grams{360e3}, 914)), 394);
  EXPECT_EQ(std::round(intensity(Grams{340}, 0.57)), 596);
  EXPECT_DOUBLE_EQ((0.57 * kKilowattHour / Seconds(Hours{3})).value(), 190.0);
  // A Dane's 11 t a year: 0.0031 %; 552 t are 50 of them.
  EXPECT_DOUBLE_EQ(round_to(340.0 / 11e6 * 100, 4), 0.0031);
  EXPECT_DOUBLE_EQ(round_to(552.0 / 11, 1), 50.2);
}

// wr: from a PUE of 1.67 to 1.1 saves 34 %; 800 GPUs for three to four weeks; NAS is 4.9 cars.
TEST(Articles, PueAndGpuHours) {
  const green_algorithms::Hardware one{.gpus = 1, .per_gpu = Watts{100}};
  const auto energy = [&](double pue) {
    return green_algorithms::footprint(one, Hours{1}, Pue{pue}, CarbonIntensity{1}, 1).energy;
  };
  EXPECT_EQ(std::round((1.0 - energy(1.1) / energy(1.67)) * 100), 34);
  EXPECT_EQ(800 * 3 * 7 * 24, 403200);
  EXPECT_EQ(800 * 4 * 7 * 24, 537600);
  EXPECT_DOUBLE_EQ(round_to(280.0 / 57.0, 1), 4.9);
}

}  // namespace
}  // namespace wattprint::estimate::methods
