#include "grid/elsewhere.hpp"

#include <gtest/gtest.h>

#include <string>

namespace wattprint::grid {
namespace {

std::string zones(std::string_view own, std::size_t most = 3) {
  std::string text;
  for (const auto& other : elsewhere(own, most)) text += other.zone + " ";
  return text;
}

TEST(Elsewhere, ShowsACleanANuclearAndACoalCountry) {
  EXPECT_EQ(zones("DE"), "SE FR PL ");
  EXPECT_EQ(zones("WORLD"), "SE FR PL ");
  EXPECT_EQ(zones(""), "SE FR PL ");
  const auto others = elsewhere("DE");
  ASSERT_EQ(others.size(), 3u);
  EXPECT_LT(others[0].intensity.value, CarbonIntensity{60});
  EXPECT_GT(others[2].intensity.value, CarbonIntensity{500});
}

TEST(Elsewhere, IsNeverWhereTheRunIs) {
  EXPECT_EQ(zones("SE"), "FR PL US ");
  EXPECT_EQ(zones("SE-SE3"), "FR PL US ");
  EXPECT_EQ(zones("FR-COR"), "SE PL US ");
  EXPECT_EQ(zones("US-CAL-CISO"), "SE FR PL ");
}

TEST(Elsewhere, ShowsAsManyAsAskedFor) {
  EXPECT_EQ(zones("DE", 0), "");
  EXPECT_EQ(zones("DE", 1), "SE ");
  EXPECT_EQ(zones("DE", 99), "SE FR PL US ");
}

TEST(Elsewhere, LeavesOutWhatTheTableDoesNotHave) {
  const std::string header = "zone,year,g_per_kwh,kind,origin,licence,vintage,source,note,hours\n";
  EXPECT_TRUE(elsewhere("DE", 3, "").empty());
  const auto others = elsewhere(
      "DE", 3, header + "FR,2024,44,lifecycle,O,L,V,S,,\nWORLD,2024,500,lifecycle,O,L,V,S,,\n");
  ASSERT_EQ(others.size(), 1u);
  EXPECT_EQ(others[0].zone, "FR");
}

}  // namespace
}  // namespace wattprint::grid
