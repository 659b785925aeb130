#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "catalog/tables.hpp"
#include "estimate/methods/carbontracker.hpp"
#include "estimate/methods/eco2ai.hpp"
#include "estimate/methods/green_algorithms.hpp"
#include "estimate/methods/mlco2.hpp"
#include "footprint/equivalents.hpp"
#include "footprint/sci.hpp"

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

/// What a device of so many watts takes and emits by Green Algorithms, whose page takes any power
/// and intensity, in the units that articles print.
struct Printed {
  double kwh;
  double grams;
};
Printed device(double watts, Seconds time, double g_per_kwh) {
  const auto found = green_algorithms::footprint({.gpus = 1, .per_gpu = Watts{watts}}, time,
                                                 Pue{1.0}, CarbonIntensity{g_per_kwh}, 1);
  return {found.energy / kKilowattHour, found.emissions.value()};
}

/// How many of something of that footprint an amount is.
double times(Grams emissions, Grams of_one) {
  footprint::Equivalent one;
  one.emissions = of_one;
  return footprint::compare(emissions, std::nullopt, {one}).at(0).count;
}

// sw: 310 V100 for 90 days, by the calculator of then with its exchanged TDP and its rounding.
TEST(Articles, Gpt3OnSeventeenRegions) {
  const Watts power = *mlco2::hardware_power("Tesla V100-PCIE-16GB").value() * 310.0;
  std::vector<double> of_google;
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
    EXPECT_DOUBLE_EQ(found.energy / kKilowattHour, 200880.0);
    if (provider == std::string_view("gcp")) of_google.push_back(found.emissions.value());
  }
  // "more than 30" times between regions of one provider
  const auto [best, worst] = std::minmax_element(of_google.begin(), of_google.end());
  EXPECT_EQ(std::round(*worst / *best), 31);
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
  // The car of today's carbontracker.
  EXPECT_DOUBLE_EQ(round_to(carbontracker::car_distance(grams).value()->value, 6), 0.001093);
  EXPECT_DOUBLE_EQ(round_to(carbontracker::car_distance(Grams{1.167384}).value()->value, 6),
                   0.010931);
  // Some 95 W with PUE, at its default of then, the EU of 2017: 294.21 g/kWh.
  const auto one = device(95.28, Seconds{15}, 294.21);
  EXPECT_DOUBLE_EQ(round_to(one.kwh, 6), 0.000397);
  EXPECT_NEAR(one.grams, 0.116738, 1e-4);
  EXPECT_NEAR(device(95.23, Seconds{150}, 294.21).grams, 1.167384, 1e-4);
}

// sw: the same on the CPU of a laptop, by CodeCarbon: 21.8 W for 112.15 s at 691 g/kWh.
TEST(Articles, SixTimesTheEnergyOfALaptop) {
  const auto laptop = device(21.8, Seconds{112.15}, 691);
  EXPECT_DOUBLE_EQ(round_to(laptop.kwh, 5), 0.00068);
  EXPECT_DOUBLE_EQ(round_to(laptop.grams / 1000, 5), 0.00047);
  const auto ten = device(95.23, Seconds{150}, 294.21);
  EXPECT_EQ(std::round(ten.kwh / laptop.kwh), 6);
  EXPECT_DOUBLE_EQ(round_to(ten.grams / laptop.grams, 1), 2.5);
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
  const auto count = [&](Grams emissions, std::string_view id) {
    for (const auto& one : footprint::compare(emissions, std::nullopt, known))
      if (one.equivalent.id == id) return round_to(one.count, 2);
    return 0.0;
  };
  EXPECT_DOUBLE_EQ(count(Grams{284.02e6}, "car_life"), 4.97);    // NAS: "five cars"
  EXPECT_DOUBLE_EQ(count(Grams{0.65e6}, "flight_ny_sf"), 0.72);  // BERT-base: "about one flight"
}

// ap: 45 kWh are 22 kg; and what eco2AI's own page says of two models, with its figure of Moscow.
TEST(Articles, ResNetMalevichAndKandinsky) {
  // 250 W for 180 h
  EXPECT_EQ(std::round(device(250, Hours{180}, 489).kwh), 45);
  EXPECT_EQ(std::round(device(250, Hours{180}, 489).grams / 1000), 22);
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
  const auto exactly = [](auto amount) {
    return Figure<decltype(amount)>::exact(amount, Basis::measured, "the article");
  };
  const auto request = footprint::software_carbon_intensity(
      exactly(914 * kKilowattHour), exactly(CarbonIntensity{394}), exactly(Grams{0.0}), 230768);
  EXPECT_DOUBLE_EQ(round_to(request->value.value(), 2), 1.56);
  const auto energy = footprint::software_carbon_intensity(
      exactly(914 * kKilowattHour), exactly(CarbonIntensity{1000}), exactly(Grams{0.0}), 230768);
  EXPECT_DOUBLE_EQ(round_to(energy->value.value(), 2), 3.96);  // Wh, at 1 g a Wh
  const auto server = device(914e3 / (18 * 24), Hours{18 * 24}, 394);
  EXPECT_EQ(std::round(server.kwh), 914);
  EXPECT_EQ(std::round(server.grams / 1000), 360);
  const auto transformer = device(190, Hours{3}, 596);
  EXPECT_DOUBLE_EQ(round_to(transformer.kwh, 2), 0.57);
  EXPECT_EQ(std::round(transformer.grams), 340);
  // A Dane's 11 t a year: 0.0031 %; 552 t are 50 of them.
  EXPECT_DOUBLE_EQ(round_to(times(Grams{transformer.grams}, Grams{11e6}) * 100, 4), 0.0031);
  EXPECT_DOUBLE_EQ(round_to(times(Grams{552e6}, Grams{11e6}), 1), 50.2);
}

// wr: from a PUE of 1.67 to 1.1 saves 34 %; 800 GPUs for three to four weeks; NAS is 4.9 cars.
TEST(Articles, PueAndGpuHours) {
  const green_algorithms::Hardware one{.gpus = 1, .per_gpu = Watts{100}};
  const auto energy = [&](double pue) {
    return green_algorithms::footprint(one, Hours{1}, Pue{pue}, CarbonIntensity{1}, 1).energy;
  };
  EXPECT_EQ(std::round((1.0 - energy(1.1) / energy(1.67)) * 100), 34);
  // At 1 W each, GPU hours are watt hours.
  const green_algorithms::Hardware many{.gpus = 800, .per_gpu = Watts{1}};
  const auto gpu_hours = [&](int weeks) {
    return green_algorithms::footprint(many, Hours{weeks * 7 * 24}, Pue{1}, CarbonIntensity{1}, 1)
               .energy /
           watt_hours(1);
  };
  EXPECT_DOUBLE_EQ(gpu_hours(3), 403200);
  EXPECT_DOUBLE_EQ(gpu_hours(4), 537600);
  EXPECT_DOUBLE_EQ(round_to(times(Grams{280e6}, Grams{57e6}), 1), 4.9);
}

}  // namespace
}  // namespace wattprint::estimate::methods
