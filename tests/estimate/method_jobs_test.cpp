#include <gmock/gmock.h>
#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "estimate/methods/methods.hpp"

// Each published method on our description of a job.
namespace wattprint::estimate::methods {
namespace {

using Hours = std::chrono::duration<double, std::ratio<3600>>;
using testing::HasSubstr;

double kwh(Joules energy) { return energy / kKilowattHour; }

/// 8 A100 of 400 W and 64 cores for 10 hours at 100 g/kWh.
Job some_job() {
  Job job;
  job.gpus.push_back({.model = "A100 SXM4 80 GB", .count = 8});
  job.cpus.push_back({.model = "AMD EPYC 7763"});
  job.memory = Gigabytes{512};
  job.time = Hours{10};
  job.place.provider = "aws";
  job.place.intensity = CarbonIntensity{100};
  return job;
}

Result<MethodResult> run(std::string_view name, const Job& job) {
  const auto method = find(name);
  if (!method) return fail(method.error());
  return method->of_job(job);
}

bool says(const std::vector<Assumption>& assumptions, std::string_view text) {
  for (const Assumption& one : assumptions)
    if (one.what.find(text) != std::string::npos) return true;
  return false;
}
bool says(const std::vector<std::string>& faults, std::string_view text) {
  for (const std::string& one : faults)
    if (one.find(text) != std::string::npos) return true;
  return false;
}

TEST(Methods, AreFoundByNameAndTheNearestIsNamed) {
  EXPECT_EQ(find("mlco2")->title, "ML CO2 Impact");
  EXPECT_THAT(find("codecabron").error().what, HasSubstr("codecarbon"));
  for (const Method& method : all()) {
    EXPECT_EQ(find(method.name)->title, method.title);
    EXPECT_FALSE(method.version.empty());
    EXPECT_FALSE(method.citation.empty());
    EXPECT_TRUE(method.of_job != nullptr || method.of_request != nullptr) << method.name;
  }
}

// Whatever the method: parts add up, emissions are energy by intensity, assumptions are said.
TEST(Methods, GiveWholesOfTheirParts) {
  for (const Method& method : all()) {
    if (method.of_job == nullptr) continue;
    const auto result = method.of_job(some_job());
    ASSERT_TRUE(result) << method.name << ": " << result.error().what;
    Joules energy{0};
    Grams emissions{0};
    for (const Part& part : result->parts) {
      energy += part.energy;
      emissions += part.emissions;
    }
    EXPECT_NEAR(kwh(energy), kwh(result->energy), 1e-9 * kwh(result->energy)) << method.name;
    EXPECT_NEAR(emissions.value(), result->emissions.value(), 1e-9 * result->emissions.value())
        << method.name;
    EXPECT_GT(result->energy, Joules{0}) << method.name;
    EXPECT_EQ(result->intensity, CarbonIntensity{100}) << method.name;
    EXPECT_FALSE(result->assumptions.empty()) << method.name;
    EXPECT_EQ(result->method, method.name);
  }
}

// Twice the time is twice the energy, but for what rounds to two decimals of a kilowatt-hour.
RC_GTEST_PROP(Methods, GrowWithTimeAndRepeats, (const std::uint8_t hours)) {
  Job job = some_job();
  job.time = Hours{1.0 + hours};
  Job twice = job;
  twice.repeats = 2;
  for (const Method& method : all()) {
    if (method.of_job == nullptr) continue;
    const double one = kwh(method.of_job(job)->energy);
    const double two = kwh(method.of_job(twice)->energy);
    RC_ASSERT(std::abs(two - 2 * one) <= 0.02 + 1e-9 * two);
  }
}

/// Any job that check() lets through: amounts of 0, powers stated or not, names known or not.
Job any_job() {
  const auto maybe = [](auto make) {
    return *rc::gen::arbitrary<bool>() ? std::optional(make()) : std::nullopt;
  };
  const auto amount = [](int most) { return 1.0 * *rc::gen::inRange(0, most + 1); };
  const auto use = [&] { return Fraction{amount(10) / 10.0}; };
  Job job;
  job.gpus.push_back({.model = *rc::gen::element<std::string>("NVIDIA L4", "V100", "nobody's", ""),
                      .count = amount(8),
                      .tdp = maybe([&] { return Watts{amount(700)}; }),
                      .utilisation = maybe(use)});
  job.cpus.push_back(
      {.model = *rc::gen::element<std::string>("AMD EPYC 7763", "Xeon E5-2683 v4", "nobody's", ""),
       .cores = maybe([&] { return amount(128); }),
       .packages = amount(2),
       .tdp = maybe([&] { return Watts{amount(400)}; }),
       .utilisation = maybe(use)});
  job.memory = maybe([&] { return Gigabytes{amount(2000)}; });
  job.storage.push_back({.capacity = Terabytes{amount(3)}});
  job.time = Hours{amount(100)};
  job.pue = maybe([&] { return Pue{1.0 + amount(2)}; });
  job.place = {.provider = *rc::gen::element<std::string>("aws", "gcp", "nobody", ""),
               .region = *rc::gen::element<std::string>("us-east-1", "us-central1", "mars", ""),
               .zone = *rc::gen::element<std::string>("DE", "US-CAL-CISO", "ZZ", "")};
  job.repeats = amount(3);
  return job;
}

RC_GTEST_PROP(Methods, GiveAFiniteAmountOrASentence, ()) {
  const Job job = any_job();
  RC_ASSERT(check(job).has_value());
  for (const Method& method : all()) {
    if (method.of_job == nullptr) continue;
    const auto result = method.of_job(job);
    if (!result) {
      RC_ASSERT(!result.error().what.empty());
      continue;
    }
    for (const double x : {result->energy.value(), result->emissions.value(),
                           result->embodied.value_or(Grams{0}).value()})
      RC_ASSERT(std::isfinite(x) && x >= 0.0);
  }
}

// On one job they are apart by factors; a method that has no result says why and does not count.
TEST(Comparison, ShowsHowFarTheMethodsAreApart) {
  const auto all = compare(some_job());
  EXPECT_EQ(all.rows.size(), 8U);
  double lowest = std::numeric_limits<double>::infinity();
  double highest = 0.0;
  for (const auto& row : all.rows) {
    ASSERT_TRUE(row.result) << row.method.name;
    lowest = std::min(lowest, kwh(row.result->energy));
    highest = std::max(highest, kwh(row.result->energy));
  }
  EXPECT_GT(*all.energy_spread, 2.0);
  EXPECT_DOUBLE_EQ(*all.energy_spread, highest / lowest);
}

TEST(Comparison, LeavesOutMethodsWithoutAResult) {
  Job job = some_job();
  job.place.provider = "";
  bool has_error = false;
  const auto all = compare(job);
  for (const auto& row : all.rows) has_error |= row.method.name == "ccf" && !row.result;
  EXPECT_TRUE(has_error);
  job.time = Seconds{0};
  EXPECT_FALSE(compare(job).energy_spread);
}

// 8 x 400 W x 10 h = 32 kWh, x 0.1 = 3.2 kg; no CPU, no memory, no PUE.
TEST(Methods, Mlco2CountsGpusAlone) {
  const auto result = run("mlco2", some_job()).value();
  EXPECT_DOUBLE_EQ(kwh(result.energy), 32.0);
  EXPECT_DOUBLE_EQ(result.emissions.value(), 3200.0);
  EXPECT_TRUE(says(result.assumptions, "no CPU beside a GPU"));
}

TEST(Methods, Mlco2KeepsTheExchangeOfV100s) {
  Job job;
  job.gpus.push_back({.model = "Tesla V100-PCIE-16GB", .count = 310});
  job.time = Hours{2160};
  job.place = {.provider = "gcp", .region = "europe-west1"};
  const auto result = run("mlco2", job).value();
  EXPECT_DOUBLE_EQ(result.emissions.value(), 54237600.0);
  EXPECT_TRUE(says(result.faults, "exchanged"));
  EXPECT_TRUE(says(result.faults, "2016 to 2018"));
}

// (64 x 280/64 W ... as its row: 4.375 rounds to 4.4 W a core) + 8 x 250 or 300 W and 512 x 0.3725
// W.
TEST(Methods, GreenAlgorithmsCountsCoresGpusAndMemory) {
  Job job = some_job();
  job.gpus.front() = {.model = "NVIDIA A100 80GB PCIe", .count = 8};
  job.pue = Pue{1.2};
  const auto result = run("green-algorithms", job).value();
  ASSERT_EQ(result.parts.size(), 3U);
  EXPECT_NEAR(kwh(result.parts[0].energy), 64 * 4.4 * 10 * 1.2 / 1000, 1e-9);
  EXPECT_NEAR(kwh(result.parts[1].energy), 8 * 300 * 10 * 1.2 / 1000, 1e-9);
  EXPECT_NEAR(kwh(result.parts[2].energy), 512 * 0.3725 * 10 * 1.2 / 1000, 1e-9);
}

TEST(Methods, GreenAlgorithmsSaysWhoseFigureItTook) {
  Job job = some_job();
  job.place = {.provider = "", .region = "", .zone = "US-CAL-CISO", .intensity = std::nullopt};
  auto result = run("green-algorithms", job).value();
  EXPECT_EQ(result.intensity, CarbonIntensity{423.94});
  EXPECT_TRUE(says(result.assumptions, "US-CAL-CISO"));
  job.place.zone = "ZZ";
  result = run("green-algorithms", job).value();
  EXPECT_EQ(result.intensity, CarbonIntensity{475});
  EXPECT_TRUE(says(result.assumptions, "world"));
  job.place = {.provider = "gcp", .region = "europe-west1"};
  result = run("green-algorithms", job).value();
  EXPECT_EQ(result.intensity, CarbonIntensity{161.89});
  EXPECT_EQ(result.pue, Pue{1.08});
}

TEST(Methods, OfASlurmClusterAlwaysRunsGpusAtRatedPower) {
  Job job = some_job();
  job.gpus.front().utilisation = Fraction{0.1};
  const auto cluster = run("green-algorithms-4hpc", job).value();
  const auto page = run("green-algorithms", job).value();
  EXPECT_NEAR(cluster.parts[1].energy / page.parts[1].energy, 10.0 * 1.56 / 1.2, 1e-9);
}

TEST(Methods, CcfNeedsACloud) {
  Job job = some_job();
  job.place.provider = "";
  EXPECT_EQ(run("ccf", job).error().code, Errc::not_present);
  // 128 threads of Zen 3 at 50 %: 0.74 to 3.5 W, the provider's mean, as aws has no row for it.
  job = some_job();
  job.gpus.clear();
  job.pue = Pue{1};
  EXPECT_NEAR(kwh(run("ccf", job)->energy), 128 * (0.74 + 0.5 * 2.76) * 10 / 1000, 1e-9);
  job.place.provider = "azure";
  EXPECT_NEAR(kwh(run("ccf", job)->energy), 128 * (0.45 + 0.5 * 1.57) * 10 / 1000, 1e-9);
}

TEST(Methods, CcfCountsDataThatIsSentWithThePueOfTheProvider) {
  Job job = some_job();
  job.pue = Pue{1.5};
  const double without = kwh(run("ccf", job)->energy);
  job.network = Terabytes{2};
  EXPECT_NEAR(kwh(run("ccf", job)->energy) - without, 2000 * 0.001 * 1.5, 1e-9);
}

TEST(Methods, CcfTakesNoGpuForAnotherWithALongerName) {
  Job job = some_job();
  job.gpus.front() = {.model = "NVIDIA RTX A1000"};
  EXPECT_EQ(run("ccf", job).error().code, Errc::not_present);
  job.gpus.front() = {.model = "NVIDIA A100-SXM4-80GB"};
  EXPECT_TRUE(run("ccf", job));
}

// 100 W a package of 10 cores that nobody else knows: 10 W each, of which 5 are used for 1 h.
TEST(Methods, GreenAlgorithmsTakesTheRatedPowerThatIsStated) {
  Job job;
  job.cpus.push_back({.model = "Willow 1",
                      .cores = 10,
                      .packages = 1,
                      .tdp = Watts{100},
                      .utilisation = Fraction{0.5}});
  job.time = Hours{1};
  job.pue = Pue{1};
  EXPECT_NEAR(kwh(run("green-algorithms", job)->energy), 0.05, 1e-12);
}

// 16 of 64 cores are a package to CodeCarbon, 128 are two; half of 280 W each.
TEST(Methods, CodecarbonCountsWholePackages) {
  Job job;
  job.cpus.push_back({.model = "AMD EPYC 7763 64-Core Processor", .cores = 16});
  job.time = Hours{1};
  EXPECT_NEAR(kwh(run("codecarbon", job)->energy), 0.14, 1e-12);
  job.cpus.front().cores = 128;
  EXPECT_NEAR(kwh(run("codecarbon", job)->energy), 0.28, 1e-12);
}

TEST(Methods, BoaviztaHasNoPowerOfGpusAndSaysSo) {
  const auto with = run("boavizta", some_job()).value();
  Job job = some_job();
  job.gpus.clear();
  const auto without = run("boavizta", job).value();
  EXPECT_EQ(with.energy, without.energy);
  // 575.0875 kg x 8 x 10 h / 26,280 h
  EXPECT_NEAR((*with.embodied - *without.embodied).value(), 575087.546 * 8 * 10 / 26280, 1e-3);
  EXPECT_TRUE(says(with.faults, "no power in use"));
}

TEST(Methods, CodecarbonThrowsARegionAway) {
  Job job = some_job();
  job.place = {.provider = "aws", .region = "us-east-1", .zone = "US"};
  const auto result = run("codecarbon", job).value();
  EXPECT_NEAR(result.intensity.value(), 369.473, 1e-9);
  EXPECT_TRUE(says(result.faults, "thrown away for the country"));
}

TEST(Methods, CarbontrackerCannotSetItsPue) {
  Job job = some_job();
  job.pue = Pue{1.1};
  const auto result = run("carbontracker", job).value();
  EXPECT_EQ(result.pue, Pue{1.58});
  EXPECT_TRUE(says(result.faults, "PUE cannot be set"));
}

TEST(Methods, Eco2aiTakesTheWholeFamilyForAMaskedName) {
  Job job;
  job.cpus.push_back({.model = "AMD EPYC 7R32", .packages = 1, .utilisation = Fraction{1}});
  job.time = Hours{1};
  const auto result = run("eco2ai", job).value();
  EXPECT_DOUBLE_EQ(kwh(result.energy), 0.5);
  EXPECT_TRUE(says(result.faults, "7R32"));
  EXPECT_TRUE(says(result.assumptions, "world"));
  EXPECT_NEAR(result.intensity.value(), 436.529, 1e-9);
}

TEST(Methods, EcologitsNeedsTheParametersOfAModel) {
  LlmRequest request{.model = "gpt-4o", .output_tokens = 400};
  const auto method = find("ecologits").value();
  EXPECT_EQ(method.of_request(request).error().code, Errc::not_present);
  request.total = Parameters{440, 440};
  request.active = Parameters{44, 132};
  request.requests = 1000;
  const auto result = method.of_request(request).value();
  EXPECT_LT(result.low.energy, result.high.energy);
  EXPECT_TRUE(says(result.low.faults, "200 milliard"));
  request.requests = 1;
  EXPECT_NEAR(method.of_request(request)->low.energy / result.low.energy, 1e-3, 1e-12);
}

TEST(Methods, NameTheNearestOfAnUnknownGpu) {
  Job job = some_job();
  job.gpus.front() = {.model = "A1000X SXM9"};
  const auto error = run("green-algorithms", job).error();
  EXPECT_EQ(error.code, Errc::not_present);
  EXPECT_THAT(error.what, HasSubstr("nearest"));
  job.gpus.front().tdp = Watts{300};
  EXPECT_TRUE(run("green-algorithms", job));
}

TEST(Check, RefusesWhatCannotBe) {
  EXPECT_TRUE(check(some_job()));
  EXPECT_EQ(check(Job{}).error().what,
            "nothing to estimate: no GPU, CPU, memory or storage is given");
  const auto broken = [](auto change) {
    Job job = some_job();
    change(job);
    return !check(job);
  };
  EXPECT_TRUE(broken([](Job& j) { j.time = Seconds{-1}; }));
  EXPECT_TRUE(broken([](Job& j) { j.time = Seconds{std::numeric_limits<double>::infinity()}; }));
  EXPECT_TRUE(broken([](Job& j) { j.pue = Pue{0.9}; }));
  EXPECT_TRUE(broken([](Job& j) { j.pue = Pue{std::numeric_limits<double>::quiet_NaN()}; }));
  EXPECT_TRUE(broken([](Job& j) { j.memory = Gigabytes{-1}; }));
  EXPECT_TRUE(broken([](Job& j) { j.network = Terabytes{-1}; }));
  EXPECT_TRUE(broken([](Job& j) { j.repeats = -2; }));
  EXPECT_TRUE(broken([](Job& j) { j.gpus.front().count = -1; }));
  EXPECT_TRUE(broken([](Job& j) { j.gpus.front().utilisation = Fraction{1.1}; }));
  EXPECT_TRUE(broken([](Job& j) { j.cpus.front().cores = -4; }));
  EXPECT_TRUE(broken([](Job& j) { j.cpus.front().tdp = Watts{-5}; }));
  EXPECT_TRUE(broken([](Job& j) { j.storage.push_back({.capacity = Terabytes{-1}}); }));
  EXPECT_TRUE(broken([](Job& j) { j.place.intensity = CarbonIntensity{-1}; }));
  LlmRequest request{.output_tokens = 10};
  EXPECT_TRUE(check(request));
  request.total = Parameters{70, 7};
  EXPECT_FALSE(check(request));
  EXPECT_FALSE(check(LlmRequest{.output_tokens = -1}));
}

}  // namespace
}  // namespace wattprint::estimate::methods
