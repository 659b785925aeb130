#include "sensors/extent.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace wattprint::sensors {
namespace {

using Kind = Extent::Kind;

Extent extent(Kind kind, int socket = -1, int die = -1, std::string device = {}) {
  return {.kind = kind, .socket = socket, .die = die, .device = std::move(device)};
}

TEST(Extent, TheMachineContainsEverything) {
  for (const Kind kind : {Kind::machine, Kind::package, Kind::core, Kind::uncore, Kind::dram,
                          Kind::gpu, Kind::rail}) {
    EXPECT_TRUE(contains(extent(Kind::machine), extent(kind, 1, 0, "x")));
    EXPECT_TRUE(overlaps(extent(kind, 1, 0, "x"), extent(Kind::machine)));
  }
  EXPECT_FALSE(contains(extent(Kind::package, 0), extent(Kind::machine)));
}

TEST(Extent, APackageContainsItsCoresAndUncoreButNotItsMemory) {
  const Extent package = extent(Kind::package, 0);
  EXPECT_TRUE(contains(package, extent(Kind::core, 0)));
  EXPECT_TRUE(contains(package, extent(Kind::uncore, 0)));
  EXPECT_FALSE(overlaps(package, extent(Kind::dram, 0)));
  EXPECT_FALSE(overlaps(package, extent(Kind::gpu)));
  EXPECT_FALSE(contains(extent(Kind::core, 0), package));
}

TEST(Extent, CoresAndUncoreAreApart) {
  EXPECT_FALSE(overlaps(extent(Kind::core, 0), extent(Kind::uncore, 0)));
}

TEST(Extent, SocketsAreApart) {
  EXPECT_FALSE(overlaps(extent(Kind::package, 0), extent(Kind::package, 1)));
  EXPECT_FALSE(overlaps(extent(Kind::package, 0), extent(Kind::core, 1)));
  EXPECT_FALSE(overlaps(extent(Kind::dram, 0), extent(Kind::dram, 1)));
}

TEST(Extent, APackageContainsEveryDieOfItsSocket) {
  const Extent whole = extent(Kind::package, 1);
  const Extent die = extent(Kind::package, 1, 0);
  EXPECT_TRUE(contains(whole, die));
  EXPECT_FALSE(contains(die, whole));
  EXPECT_TRUE(overlaps(die, whole));
  EXPECT_FALSE(overlaps(die, extent(Kind::package, 1, 1)));
  EXPECT_FALSE(contains(die, extent(Kind::core, 1, 1)));
}

TEST(Extent, AnUnknownSocketMayBeAnySocket) {
  EXPECT_TRUE(contains(extent(Kind::dram), extent(Kind::dram, 1)));
  EXPECT_FALSE(contains(extent(Kind::dram, 1), extent(Kind::dram)));
  EXPECT_TRUE(overlaps(extent(Kind::dram, 1), extent(Kind::dram)));
}

TEST(Extent, DevicesTellGpusApart) {
  EXPECT_FALSE(overlaps(extent(Kind::gpu, -1, -1, "0000:01:00.0"), extent(Kind::gpu, -1, -1, "b")));
  EXPECT_TRUE(overlaps(extent(Kind::gpu, -1, -1, "a"), extent(Kind::gpu, -1, -1, "a")));
  EXPECT_TRUE(overlaps(extent(Kind::gpu, -1, -1, "a"), extent(Kind::gpu)));
}

rc::Gen<Extent> any_extent() {
  return rc::gen::map(
      rc::gen::tuple(rc::gen::inRange(0, 7), rc::gen::inRange(-1, 3), rc::gen::inRange(-1, 3),
                     rc::gen::element<std::string>("", "a", "b")),
      [](const std::tuple<int, int, int, std::string>& t) {
        return Extent{static_cast<Kind>(std::get<0>(t)), std::get<1>(t), std::get<2>(t),
                      std::get<3>(t)};
      });
}

RC_GTEST_PROP(Extent, OverlapIsMutualAndFollowsFromContainment, ()) {
  const Extent a = *any_extent();
  const Extent b = *any_extent();
  RC_ASSERT(overlaps(a, b) == overlaps(b, a));
  RC_ASSERT(contains(a, a));
  if (contains(a, b)) RC_ASSERT(overlaps(a, b));
}

}  // namespace
}  // namespace wattprint::sensors
