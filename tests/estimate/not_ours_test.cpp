#include <gtest/gtest.h>

#include "catalog/cpus.hpp"
#include "catalog/gpus.hpp"
#include "catalog/zones.hpp"
#include "estimate/methods/carbontracker.hpp"
#include "estimate/methods/codecarbon.hpp"
#include "estimate/methods/mlco2.hpp"
#include "measure/counter.hpp"

// Known faults of the peers: their method gives them, and what is ours does not. Each test shows
// both.
namespace wattprint::estimate {
namespace {

Watts rated(std::string_view gpu) {
  return catalog::rated_power(catalog::find_gpu(gpu).value().gpus).value().value;
}

TEST(NotOurs, AJouleIsNotOneMillionthMore) {
  EXPECT_DOUBLE_EQ(methods::codecarbon::energy_from_joules(kKilowattHour) / kKilowattHour,
                   1.0000008);
  EXPECT_DOUBLE_EQ(Joules{3.6e6} / kKilowattHour, 1.0);
}

TEST(NotOurs, V100sAreNotExchanged) {
  EXPECT_EQ(methods::mlco2::hardware_power("Tesla V100-PCIE-16GB").value(), Watts{300});
  EXPECT_EQ(rated("Tesla V100-PCIE-16GB"), Watts{250});
  EXPECT_EQ(rated("Tesla V100-SXM2-16GB"), Watts{300});
}

TEST(NotOurs, TheTurboLimitIsNotTheRatedPower) {
  EXPECT_EQ(methods::codecarbon::cpu_power("12th Gen Intel(R) Core(TM) i7-12700K").value(),
            Watts{190});
  EXPECT_EQ(catalog::find_cpu("12th Gen Intel(R) Core(TM) i7-12700K").tdp->value, Watts{125});
}

TEST(NotOurs, AMaskedNameIsAFamilyWithAWideInterval) {
  for (const char* name : {"AMD EPYC", "Intel(R) Xeon(R) CPU @ 2.20GHz"}) {
    const auto match = catalog::find_cpu(name);
    EXPECT_EQ(match.kind, catalog::CpuMatchKind::family) << name;
    ASSERT_TRUE(match.tdp) << name;
    EXPECT_GT(match.tdp->high / match.tdp->low, 1.5) << name;
  }
}

// A counter of 1000 that starts over at 2000: 500 counts further on.
TEST(NotOurs, AWrapIsNotNegativePower) {
  EXPECT_LT(methods::carbontracker::rapl_power(Joules{1500}, Joules{0}, Seconds{1}), Watts{0});
  measure::EnergyCounter counter({.unit = Joules{1}, .range = 2000});
  counter.advance(1500, Instant{});
  const auto wrapped = counter.advance(0, Instant{});
  EXPECT_EQ(wrapped.step, measure::EnergyCounter::Step::wrapped);
  EXPECT_EQ(wrapped.used, Joules{500});
}

TEST(NotOurs, AnUnknownCountryIsAnErrorAndNotTheWorld) {
  EXPECT_EQ(methods::codecarbon::intensity("XXX").value().intensity, methods::codecarbon::kWorld);
  EXPECT_FALSE(catalog::find_zone("XXX"));
}

}  // namespace
}  // namespace wattprint::estimate
