#include "catalog/yearly_intensity.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "catalog/zones.hpp"

namespace wattprint::catalog {
namespace {

const std::string kHeader = "zone,year,g_per_kwh,kind,origin,licence,vintage,source,note\n";

TEST(YearlyIntensity, ReadsARow) {
  const std::string text =
      kHeader + "AA,2023,300.5,lifecycle,Ember,CC BY 4.0,2025-01-02,p:f@abc1234#AA,a note\n";
  const auto figures = yearly_intensities("AA", text).value();
  ASSERT_EQ(figures.size(), 1u);
  EXPECT_EQ(figures[0].zone, "AA");
  EXPECT_EQ(figures[0].year, 2023);
  EXPECT_EQ(figures[0].intensity, CarbonIntensity{300.5});
  EXPECT_EQ(figures[0].kind, IntensityKind::lifecycle);
  EXPECT_EQ(figures[0].origin, "Ember");
  EXPECT_EQ(figures[0].licence, "CC BY 4.0");
  EXPECT_EQ(figures[0].vintage, "2025-01-02");
  EXPECT_EQ(figures[0].source, "p:f@abc1234#AA");
  EXPECT_EQ(figures[0].note, "a note");
}

TEST(YearlyIntensity, NeverTakesAZeroForAGridThatEmitsNothing) {
  for (const char* value : {"0", "-1", "", "nan", "1e999", "many"}) {
    const auto figures =
        yearly_intensities("AA", kHeader + "AA,2023," + value + ",lifecycle,E,L,D,S,\n");
    ASSERT_FALSE(figures) << value;
    EXPECT_EQ(figures.error().code, Errc::malformed);
    EXPECT_NE(figures.error().what.find("zone AA"), std::string::npos);
  }
}

TEST(YearlyIntensity, RefusesARowWithoutYear) {
  EXPECT_FALSE(yearly_intensities("AA", kHeader + "AA,,300,lifecycle,E,L,D,S,\n"));
}

TEST(YearlyIntensity, OfAnUnknownZoneIsNothing) {
  EXPECT_TRUE(yearly_intensities("QQ").value().empty());
}

// The figures of Our World in Data that the table was made from, looked up by hand.
TEST(YearlyIntensity, ShippedTableHasGermany2024) {
  const auto figures = yearly_intensities("DE").value();
  ASSERT_FALSE(figures.empty());
  EXPECT_EQ(figures.front().year, 2024);
  EXPECT_DOUBLE_EQ(figures.front().intensity.value(), 344.1399);
}

TEST(YearlyIntensity, ShippedTableKnowsOnlyZonesOfTheCatalog) {
  const auto figures = all_yearly_intensities().value();
  std::set<std::string> zones;
  for (const auto& figure : figures) {
    zones.emplace(figure.zone);
    EXPECT_LT(figure.intensity, CarbonIntensity{2000});
    EXPECT_FALSE(figure.origin.empty());
    EXPECT_FALSE(figure.licence.empty());
  }
  EXPECT_GT(zones.size(), 300u);
  for (const auto& zone : zones) EXPECT_EQ(find_zone(zone).value().zone.code, zone);
}

}  // namespace
}  // namespace wattprint::catalog
