#include "estimate/power_cache.hpp"

#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

namespace wattprint::estimate {
namespace {

using models::ServerHardware;

ServerHardware server(std::string_view cpu, unsigned threads) {
  return {.cpu = cpu, .chips = 1, .cores = threads, .threads = threads, .memory = Gigabytes{64}};
}

Watts full(const models::ServerPower& power) { return power.at(Fraction{1.0}).value; }

TEST(PowerCache, TellsMachinesApartByEachOfTheirNumbers) {
  const ServerHardware base{.cpu = "x",
                            .chips = 1,
                            .cores = 8,
                            .threads = 8,
                            .clock = Megahertz{2000},
                            .memory = Gigabytes{64}};
  PowerCache cache;
  cache.of(base);
  auto other = base;
  other.cpu = "y";
  cache.of(other);
  other = base;
  other.chips = 2;
  cache.of(other);
  other = base;
  other.cores = 4;
  cache.of(other);
  other = base;
  other.threads = 16;
  cache.of(other);
  other = base;
  other.clock = Megahertz{2001};
  cache.of(other);
  other = base;
  other.memory = Gigabytes{65};
  cache.of(other);
  EXPECT_EQ(cache.size(), 7u);
  cache.of(base);
  EXPECT_EQ(cache.size(), 7u);
}

TEST(PowerCache, KeepsTwoGenerationsAtMost) {
  PowerCache cache(10);
  for (unsigned i = 1; i <= 1000; ++i) {
    cache.of(server("x", i));
    EXPECT_LE(cache.size(), 20u);
  }
}

TEST(PowerCache, KeepsWhatIsAskedForAgainAndAgain) {
  PowerCache cache(10);
  const auto* kept = &cache.of(server("wanted", 4));
  for (unsigned i = 1; i <= 1000; ++i) {
    cache.of(server("passing", i));
    EXPECT_EQ(&cache.of(server("wanted", 4)), kept) << i;
  }
}

RC_GTEST_PROP(PowerCache, GivesWhatTheModelGives, ()) {
  PowerCache cache(*rc::gen::inRange<std::size_t>(1, 5));
  const auto asked = *rc::gen::container<std::vector<unsigned>>(rc::gen::inRange<unsigned>(1, 20));
  for (const unsigned threads : asked) {
    const auto hardware = server(threads % 2 == 0 ? "even" : "odd", threads);
    RC_ASSERT(full(cache.of(hardware)) == full(models::ServerPower::of(hardware)));
  }
}

}  // namespace
}  // namespace wattprint::estimate
