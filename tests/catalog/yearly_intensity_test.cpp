#include "catalog/yearly_intensity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "catalog/zones.hpp"

namespace wattprint::catalog {
namespace {

const std::string kHeader = "zone,year,g_per_kwh,kind,origin,licence,vintage,source,note,hours\n";

TEST(YearlyIntensity, ReadsARow) {
  const std::string text =
      kHeader + "AA,2023,300.5,lifecycle,Ember,CC BY 4.0,2025-01-02,p:f@abc1234#AA,a note,\n";
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
        yearly_intensities("AA", kHeader + "AA,2023," + value + ",lifecycle,E,L,D,S,,\n");
    ASSERT_FALSE(figures) << value;
    EXPECT_EQ(figures.error().code, Errc::malformed);
    EXPECT_NE(figures.error().what.find("zone AA"), std::string::npos);
  }
}

TEST(YearlyIntensity, MayHaveNoYearOrOnlyPartOfOne) {
  const auto figures = yearly_intensities("AA", kHeader + "AA,,300,unknown,E,L,D,S,,\n" +
                                                    "AA,2021,310,unknown,E,L,D,S,,6553\n")
                           .value();
  EXPECT_EQ(figures[0].year, std::nullopt);
  EXPECT_EQ(figures[0].hours, std::nullopt);
  EXPECT_EQ(figures[1].year, 2021);
  EXPECT_EQ(figures[1].hours, 6553);
}

TEST(YearlyIntensity, RefusesYearsAndHoursThatAreNone) {
  for (const auto* row : {"AA,0,300,lifecycle,E,L,D,S,,\n", "AA,20x1,300,lifecycle,E,L,D,S,,\n",
                          "AA,-5,300,lifecycle,E,L,D,S,,\n", "AA,2021,300,lifecycle,E,L,D,S,,0\n",
                          "AA,2021,300,lifecycle,E,L,D,S,,9000\n"})
    EXPECT_FALSE(yearly_intensities("AA", kHeader + row)) << row;
}

TEST(YearlyIntensity, NamesItsKind) {
  EXPECT_EQ(to_string(IntensityKind::lifecycle), "lifecycle");
  EXPECT_EQ(to_string(IntensityKind::direct), "direct");
  EXPECT_EQ(to_string(IntensityKind::unknown), "unknown");
}

// The European series begins in 2000; nothing that the table was made from is older.
TEST(YearlyIntensity, ShippedTableHasAllVintages) {
  const auto germany = yearly_intensities("DE").value();
  EXPECT_EQ(germany.back().year, 2000);
  const auto of_2021 = std::count_if(germany.begin(), germany.end(), [](const auto& f) {
    return f.year == 2021 && f.origin.starts_with("Our World in Data");
  });
  EXPECT_GE(of_2021, 3);  // published in 2022, revised in 2023 and 2024
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
  EXPECT_GT(zones.size(), 470u);
  for (const auto& zone : zones) EXPECT_EQ(find_zone(zone).value().zone.code, zone);
}

}  // namespace
}  // namespace wattprint::catalog
