#include <gmock/gmock.h>
#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

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
