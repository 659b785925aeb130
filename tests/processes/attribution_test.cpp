#include "processes/attribution.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace wattprint::processes {
namespace {

using namespace std::chrono_literals;
using measure::Component;
using measure::Domain;
using measure::DomainEnergy;
using measure::IdlePolicy;
using measure::Interval;
using measure::Scope;

constexpr pid_t kOurs = 100;
constexpr pid_t kTheirs = 200;

Domain domain(Component component) {
  return {.component = component, .device = "d", .sensor = "s", .source = "s"};
}

Attribution attribution(Scope scope, IdlePolicy idle, std::optional<Watts> known_idle) {
  return {{scope, idle},
          [](pid_t pid) { return pid == kOurs; },
          [known_idle](const Domain&) -> std::optional<Figure<Watts>> {
            if (!known_idle) return std::nullopt;
            return Figure<Watts>::with_spread(*known_idle, {0.8, 1.2}, Basis::measured, "test");
          }};
}

/// One second in which a 4-thread machine used `used` joules, 2 CPU seconds busy, 1 of them ours.
Interval one_second(Joules used) {
  Interval interval;
  interval.end = interval.start + 1s;
  interval.energy.push_back(DomainEnergy{.domain = 0, .machine = used});
  interval.cpu = measure::CpuUse{CpuSeconds{1}, CpuSeconds{2}, CpuSeconds{4}};
  return interval;
}

Joules total(const DomainEnergy& e) {
  return e.run_active + e.run_idle + e.others + e.idle + e.unattributed;
}

TEST(Attribution, SplitsActiveEnergyByCpuTimeAndIdleByCapacity) {
  auto split = attribution(Scope::tree, IdlePolicy::proportional, Watts{40});
  auto interval = one_second(Joules{100});
  split.apply(interval, std::vector{domain(Component::cpu)});
  const auto& e = interval.energy[0];
  EXPECT_DOUBLE_EQ(e.run_active.value(), 30);  // (100 - 40) * 1/2
  EXPECT_DOUBLE_EQ(e.others.value(), 30);
  EXPECT_DOUBLE_EQ(e.run_idle.value(), 10);  // 40 * 1/4
  EXPECT_DOUBLE_EQ(e.idle.value(), 30);
  EXPECT_DOUBLE_EQ(e.unattributed.value(), 0);
  // Idle at 32 W: 68/2 + 8 = 42; at 48 W: 52/2 + 12 = 38.
  EXPECT_DOUBLE_EQ(e.run_if_idle_low.value(), 38);
  EXPECT_DOUBLE_EQ(e.run_if_idle_high.value(), 42);
}

TEST(Attribution, ChargesNoOrAllIdleEnergyByPolicy) {
  for (const auto& [policy, charged] :
       {std::pair{IdlePolicy::exclude, 0.0}, std::pair{IdlePolicy::include, 40.0}}) {
    auto split = attribution(Scope::tree, policy, Watts{40});
    auto interval = one_second(Joules{100});
    split.apply(interval, std::vector{domain(Component::dram)});
    EXPECT_DOUBLE_EQ(interval.energy[0].run_idle.value(), charged);
    EXPECT_DOUBLE_EQ(interval.energy[0].idle.value(), 40.0 - charged);
  }
}

TEST(Attribution, ScopeMachineChargesEverything) {
  auto split = attribution(Scope::machine, IdlePolicy::proportional, Watts{40});
  auto interval = one_second(Joules{100});
  interval.cpu.reset();
  split.apply(interval, std::vector{domain(Component::cpu)});
  EXPECT_DOUBLE_EQ(interval.energy[0].run_active.value() + interval.energy[0].run_idle.value(),
                   100);
}

TEST(Attribution, LeavesActiveEnergyUnattributedWithoutCpuTimes) {
  auto split = attribution(Scope::tree, IdlePolicy::proportional, Watts{40});
  auto interval = one_second(Joules{100});
  interval.cpu.reset();
  split.apply(interval, std::vector{domain(Component::cpu)});
  EXPECT_DOUBLE_EQ(interval.energy[0].unattributed.value(), 60);
  EXPECT_DOUBLE_EQ(interval.energy[0].idle.value(), 40);
}

TEST(Attribution, GivesGpuEnergyToWhoUsedIt) {
  auto split = attribution(Scope::tree, IdlePolicy::proportional, Watts{20});
  auto interval = one_second(Joules{100});
  interval.energy[0].users = {{kOurs, 60.0}, {kTheirs, 20.0}};
  interval.energy[0].users_known = true;
  split.apply(interval, std::vector{domain(Component::gpu)});
  EXPECT_DOUBLE_EQ(interval.energy[0].run_active.value(), 60);  // 80 * 60/80
  EXPECT_DOUBLE_EQ(interval.energy[0].others.value(), 20);
  EXPECT_DOUBLE_EQ(interval.energy[0].run_idle.value(), 15);
}

TEST(Attribution, GivesAGpuWithUnknownUsersToNobody) {
  auto split = attribution(Scope::tree, IdlePolicy::proportional, Watts{20});
  auto interval = one_second(Joules{100});
  split.apply(interval, std::vector{domain(Component::gpu)});
  EXPECT_DOUBLE_EQ(interval.energy[0].unattributed.value(), 80);
  EXPECT_DOUBLE_EQ(interval.energy[0].run_active.value(), 0);
}

TEST(Attribution, LearnsIdlePowerFromAQuietSecond) {
  auto split = attribution(Scope::tree, IdlePolicy::proportional, std::nullopt);
  auto interval = one_second(Joules{55});
  interval.cpu = measure::CpuUse{CpuSeconds{0}, CpuSeconds{0.01}, CpuSeconds{4}};
  split.apply(interval, std::vector{domain(Component::cpu)});
  ASSERT_TRUE(split.learned_idle(0));
  EXPECT_DOUBLE_EQ(split.learned_idle(0)->value(), 55);
}

RC_GTEST_PROP(Attribution, RanksOfAMachineAddUpToWhatOneOfThemAloneWouldBeCharged, ()) {
  const int ranks = *rc::gen::inRange(2, 9);
  const auto policy =
      *rc::gen::element(IdlePolicy::proportional, IdlePolicy::exclude, IdlePolicy::include);
  const auto charged = [&](Fraction part) {
    Attribution split(
        {Scope::machine, policy, part}, [](pid_t) { return true; },
        [](const Domain&) -> std::optional<Figure<Watts>> {
          return Figure<Watts>::with_spread(Watts{40}, {0.8, 1.2}, Basis::measured, "test");
        });
    auto interval = one_second(Joules{100});
    split.apply(interval, std::vector{domain(Component::cpu)});
    const auto& e = interval.energy[0];
    RC_ASSERT(std::abs(total(e).value() - 100.0) < 1e-9);
    RC_ASSERT(e.run_if_idle_low <= e.run_active + e.run_idle);
    return e.run_active + e.run_idle;
  };
  const Joules alone = charged(Fraction{1.0});
  const Joules together = charged(Fraction{1.0 / ranks}) * Fraction{static_cast<double>(ranks)};
  RC_ASSERT(std::abs((together - alone).value()) < 1e-9);
}

RC_GTEST_PROP(Attribution, PartsAddUpAndTheIntervalHoldsTheValue, ()) {
  const auto real = [](double most) {
    return *rc::gen::map(rc::gen::inRange(0, 1'000'001), [most](int n) { return n * 1e-6 * most; });
  };
  const auto scope = *rc::gen::element(Scope::tree, Scope::machine);
  const auto policy =
      *rc::gen::element(IdlePolicy::proportional, IdlePolicy::exclude, IdlePolicy::include);
  const bool idle_known = *rc::gen::arbitrary<bool>();
  auto split =
      attribution(scope, policy, idle_known ? std::optional(Watts{real(300)}) : std::nullopt);
  const std::vector domains{domain(Component::cpu), domain(Component::gpu)};
  for (int i = 0; i < 5; ++i) {
    Interval interval;
    interval.end = interval.start + std::chrono::milliseconds(*rc::gen::inRange(0, 3000));
    interval.energy = {DomainEnergy{.domain = 0, .machine = Joules{real(1000)}},
                       DomainEnergy{.domain = 1, .machine = Joules{real(1000)}}};
    if (*rc::gen::arbitrary<bool>()) {
      const double run = real(4);
      const double busy = run + real(4);
      interval.cpu = measure::CpuUse{CpuSeconds{run}, CpuSeconds{busy}, CpuSeconds{busy + real(4)}};
    }
    interval.energy[1].users_known = *rc::gen::arbitrary<bool>();
    if (interval.energy[1].users_known)
      interval.energy[1].users = {{kOurs, real(100)}, {kTheirs, real(100)}};
    split.apply(interval, domains);
    for (const auto& e : interval.energy) {
      RC_ASSERT(std::abs(total(e).value() - e.machine.value()) <= 1e-9 * e.machine.value());
      const Joules run = e.run_active + e.run_idle;
      RC_ASSERT(e.run_if_idle_low <= run && run <= e.run_if_idle_high);
      for (const Joules part : {e.run_active, e.run_idle, e.others, e.idle, e.unattributed})
        RC_ASSERT(part >= Joules{-1e-9});
    }
  }
}

}  // namespace
}  // namespace wattprint::processes
