#include "models/server_power.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <string>

namespace wattprint::models {
namespace {

using measure::IdlePolicy;

ServerHardware server(std::string_view cpu, unsigned chips, unsigned cores, unsigned threads,
                      double gigabytes) {
  return {.cpu = cpu,
          .chips = chips,
          .cores = cores,
          .threads = threads,
          .memory = Gigabytes{gigabytes}};
}

double width(const PowerEstimate& power) { return (power.high - power.low) / power.value; }

PowerEstimate full(const ServerHardware& hardware) {
  return ServerPower::of(hardware).at(Fraction{1.0});
}

// Watts at 0, 50 and 100 % by the Python of tools/server_power_model.py with the shipped fit.
TEST(ServerPower, IsThatOfTheFittedModel) {
  struct Case {
    ServerHardware hardware;
    CpuKnowledge knowledge;
    PowerEstimate levels[3];
  };
  const auto watts = [](double value, double low, double high) {
    return PowerEstimate{Watts{value}, Watts{low}, Watts{high}};
  };
  const Case cases[] = {
      {server("Intel Xeon Platinum 8380", 2, 80, 160, 256),
       CpuKnowledge::measured,
       {watts(117.3, 94.1, 174.0), watts(297.2, 255.9, 366.3), watts(595.6, 517.7, 708.5)}},
      {server("AMD EPYC 7763", 1, 64, 128, 128),
       CpuKnowledge::measured,
       {watts(53.4, 42.9, 79.3), watts(152.2, 131.0, 187.5), watts(248.8, 216.2, 295.9)}},
      {server("AMD EPYC 9654", 2, 192, 384, 384),
       CpuKnowledge::named,
       {watts(116.0, 80.6, 231.7), watts(378.5, 285.1, 561.8), watts(604.4, 460.3, 823.3)}},
      {server("AMD EPYC-Milan Processor", 2, 64, 128, 256),
       CpuKnowledge::family,
       {watts(79.7, 53.1, 140.9), watts(256.3, 182.2, 373.5), watts(466.4, 323.7, 692.9)}},
      {server("no such CPU", 2, 32, 64, 128),
       CpuKnowledge::unknown,
       {watts(49.3, 17.9, 107.6), watts(153.8, 60.6, 240.0), watts(256.1, 123.8, 381.5)}},
  };
  for (Case expected : cases) {
    // Of hidden names, the clock counts.
    if (expected.knowledge == CpuKnowledge::family) expected.hardware.clock = Megahertz{2450};
    if (expected.knowledge == CpuKnowledge::unknown) expected.hardware.clock = Megahertz{2400};
    const auto power = ServerPower::of(expected.hardware);
    EXPECT_EQ(power.cpu_knowledge(), expected.knowledge) << expected.hardware.cpu;
    for (int i = 0; i < 3; ++i) {
      const auto here = power.at(Fraction{i / 2.0});
      const auto& there = expected.levels[i];
      EXPECT_NEAR(here.value / there.value, 1.0, 0.005) << expected.hardware.cpu << ' ' << i;
      EXPECT_NEAR(here.low / there.low, 1.0, 0.005) << expected.hardware.cpu << ' ' << i;
      EXPECT_NEAR(here.high / there.high, 1.0, 0.005) << expected.hardware.cpu << ' ' << i;
    }
  }
}

TEST(ServerPower, IsTheSameHoweverTheCpuIsSpelled) {
  const auto one = full(server("Intel Xeon Platinum 8380 2.30 GHz", 2, 80, 160, 256));
  const auto other = full(server("Intel(R) Xeon(R) Platinum 8380 CPU @ 2.30GHz", 2, 80, 160, 256));
  EXPECT_EQ(one.value, other.value);
}

TEST(ServerPower, IsLessSureTheLessTheNameTells) {
  const double measured = width(full(server("AMD EPYC 7763", 2, 128, 256, 256)));
  const double named = width(full(server("AMD EPYC 7713P", 2, 128, 256, 256)));
  const double family = width(full(server("AMD EPYC-Milan Processor", 2, 128, 256, 256)));
  const double unknown = width(full(server("who knows", 2, 128, 256, 256)));
  EXPECT_LT(measured, named);
  EXPECT_LT(named, family);
  EXPECT_LT(family, unknown);
}

TEST(ServerPower, OfAVendorAloneIsNoFamily) {
  EXPECT_EQ(ServerPower::of(server("AMD EPYC", 2, 64, 128, 256)).cpu_knowledge(),
            CpuKnowledge::unknown);
}

TEST(ServerPower, IsLessSureOfACpuUnlikeAnyMeasured) {
  // Both are named and unmeasured; one has a measured sibling, the other is far larger than all.
  const double near = width(full(server("Intel Xeon Platinum 8280", 2, 56, 112, 192)));
  const double far = width(full(server("Intel Xeon 6980P", 2, 256, 512, 768)));
  EXPECT_GT(far, 1.2 * near);
}

TEST(ServerPower, IsLessSureWithoutTheMemory) {
  auto hardware = server("AMD EPYC 7763", 2, 128, 256, 512);
  const double known = width(full(hardware));
  hardware.memory.reset();  // taken for 2 GB a thread, so 512
  EXPECT_GT(width(full(hardware)), 1.1 * known);
  EXPECT_NEAR(full(hardware).value / full(server("AMD EPYC 7763", 2, 128, 256, 512)).value, 1.0,
              1e-9);
}

TEST(ServerPower, DoesNotCountASuperchipTwice) {
  const Watts by_dies = full(server("NVIDIA Grace CPU Superchip", 2, 144, 144, 480)).value;
  EXPECT_LT(by_dies, Watts{750});  // its TDP is 500 W, memory included
}

TEST(ServerPower, StaysWithinWhatPhysicsAllows) {
  struct Park {
    const char* cpu;
    unsigned cores, threads;
    double tdp;
  };
  for (const Park& park :
       {Park{"Intel Xeon E5-2699 v4", 22, 44, 145}, Park{"Intel Xeon Platinum 8280", 28, 56, 205},
        Park{"AMD EPYC 7742", 64, 128, 225}, Park{"AMD EPYC 9654", 96, 192, 360},
        Park{"Intel Xeon Platinum 8592+", 64, 128, 350}, Park{"AMD EPYC 9965", 192, 384, 500},
        Park{"Intel Xeon 6780E", 144, 144, 330}}) {
    const auto power = ServerPower::of(server(park.cpu, 2, 2 * park.cores, 2 * park.threads, 256));
    const double busy = power.at(Fraction{1.0}).value.value() / (2 * park.tdp);
    EXPECT_GT(busy, 0.6) << park.cpu;
    EXPECT_LT(busy, 1.6) << park.cpu;
    const double idle = power.at(Fraction{0.0}).value / power.at(Fraction{1.0}).value;
    EXPECT_GT(idle, 0.05) << park.cpu;
    EXPECT_LT(idle, 0.5) << park.cpu;
  }
}

rc::Gen<ServerHardware> any_hardware() {
  static const std::string kNames[] = {"AMD EPYC 7763",
                                       "Intel Xeon Gold 6148",
                                       "Intel Core i7-8700K",
                                       "Neoverse-N1",
                                       "AMD EPYC",
                                       "Intel(R) Xeon(R) CPU @ 2.20GHz",
                                       "",
                                       "\xff\x01?"};
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 8), rc::gen::inRange(0U, 300U),
                                     rc::gen::inRange(0U, 4000U), rc::gen::inRange(0U, 9000U),
                                     rc::gen::inRange(-40, 60)),
                      [](const auto& draw) {
                        const auto& [name, chips, cores, threads, memory] = draw;
                        return server(kNames[name], chips, cores, threads,
                                      std::pow(2.0, memory / 3.0));
                      });
}

RC_GTEST_PROP(ServerPower, OfAnyHardwareIsPositiveWithinItsIntervalAndNeverFallsWithLoad, ()) {
  const auto power = ServerPower::of(*any_hardware());
  Watts before;
  for (int percent = 0; percent <= 100; ++percent) {
    const auto here = power.at(Fraction{percent / 100.0});
    RC_ASSERT(here.low > Watts{0});
    RC_ASSERT(here.low <= here.value);
    RC_ASSERT(here.value <= here.high);
    RC_ASSERT(std::isfinite(here.high.value()));
    RC_ASSERT(here.value >= before);
    before = here.value;
  }
  RC_ASSERT(power.at(Fraction{-1.0}).value == power.at(Fraction{0.0}).value);
  RC_ASSERT(power.at(Fraction{7.0}).value == power.at(Fraction{1.0}).value);
}

TEST(ServerPower, HasAnIntervalWhoseEndsDoNotFallWithLoad) {
  // Flat curves: much memory, or an ARM CPU. A share without idle power would be below nothing.
  for (const ServerHardware& hardware :
       {server("Ampere Altra Q80-30", 1, 80, 80, 4096), server("no such CPU", 1, 96, 96, 1e6)}) {
    const auto power = ServerPower::of(hardware);
    auto before = power.at(Fraction{0.0});
    for (int tenth = 1; tenth <= 10; ++tenth) {
      const auto at = power.at(Fraction{tenth / 10.0});
      EXPECT_GE(at.low, before.low) << hardware.cpu << ' ' << tenth;
      EXPECT_GE(at.high, before.high) << hardware.cpu << ' ' << tenth;
      EXPECT_GE(power.share(1, Fraction{tenth / 10.0}, measure::IdlePolicy::exclude).low, Watts{});
      before = at;
    }
  }
}

RC_GTEST_PROP(ServerPower, SplitsIntoPartsThatAddUp, ()) {
  const auto power = ServerPower::of(*any_hardware());
  const Fraction load{*rc::gen::inRange(0, 101) / 100.0};
  const auto parts = power.split(load);
  const Watts sum = parts.cpu.value + parts.memory.value + parts.rest.value;
  RC_ASSERT(std::abs(sum / power.at(load).value - 1.0) < 1e-9);
  for (const auto& part : {parts.cpu, parts.memory, parts.rest}) {
    RC_ASSERT(part.value >= Watts{0});
    RC_ASSERT(part.low <= part.value);
    RC_ASSERT(part.value <= part.high);
  }
}

RC_GTEST_PROP(ServerPower, SharesOfAllThreadsAddUpToTheMachine, ()) {
  const auto power = ServerPower::of(server("AMD EPYC 7763", 2, 128, 256, 512));
  const Fraction load{*rc::gen::inRange(0, 101) / 100.0};
  unsigned left = 256;
  Watts sum;
  while (left > 0) {
    const auto guest = *rc::gen::inRange(1U, left + 1);
    sum += power.share(guest, load, IdlePolicy::proportional).value;
    left -= guest;
  }
  RC_ASSERT(std::abs(sum / power.at(load).value - 1.0) < 1e-9);
}

RC_GTEST_PROP(ServerPower, ChargesIdleAsThePolicySays, ()) {
  const auto power = ServerPower::of(*any_hardware());
  const Fraction load{*rc::gen::inRange(0, 101) / 100.0};
  const auto guest = *rc::gen::inRange(1U, 300U);
  const auto excluded = power.share(guest, load, IdlePolicy::exclude);
  const auto shared = power.share(guest, load, IdlePolicy::proportional);
  const auto included = power.share(guest, load, IdlePolicy::include);
  const Watts idle = power.at(Fraction{0.0}).value;
  RC_ASSERT(excluded.value <= shared.value);
  RC_ASSERT(shared.value.value() <= included.value.value() * (1 + 1e-12));
  RC_ASSERT(std::abs((included.value - excluded.value) / idle - 1.0) < 1e-9);
  for (const auto& charge : {excluded, shared, included}) {
    RC_ASSERT(charge.low <= charge.value);
    RC_ASSERT(charge.value <= charge.high);
  }
}

}  // namespace
}  // namespace wattprint::models
