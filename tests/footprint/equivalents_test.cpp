#include "footprint/equivalents.hpp"

#include <gtest/gtest.h>

#include "catalog/tables.hpp"

namespace wattprint::footprint {
namespace {

constexpr std::string_view kTable =
    "key,amount,unit,what,year,source\n"
    "default/car_km,200,gCO2e,km by car,2019,somebody\n"
    "default/phone_charge,12,Wh,charges of a phone,2020,somebody\n"
    "other/car_km,100,gCO2e,km by car,2024,somebody else\n";

// 1 kg is 5 km of 200 g; 24 Wh are two charges.
TEST(Equivalents, CompareEmissionsAndEnergyWithWhatIsKnownByThem) {
  const auto with = equivalents(kTable).value();
  ASSERT_EQ(with.size(), 2U);
  const auto found = compare(Grams{1000}, watt_hours(24), with);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].equivalent.what, "km by car");
  EXPECT_DOUBLE_EQ(found[0].count, 5.0);
  EXPECT_DOUBLE_EQ(found[1].count, 2.0);
}

TEST(Equivalents, CompareNothingWithWhatIsNotKnown) {
  const auto with = equivalents(kTable).value();
  EXPECT_EQ(compare(Grams{1000}, std::nullopt, with).size(), 1U);
  EXPECT_EQ(compare(std::nullopt, watt_hours(24), with).size(), 1U);
  EXPECT_TRUE(compare(std::nullopt, std::nullopt, with).empty());
  EXPECT_DOUBLE_EQ(compare(Grams{0}, std::nullopt, with).front().count, 0.0);
}

TEST(Equivalents, ComeInSetsOfWhichOneIsTaken) {
  EXPECT_DOUBLE_EQ(
      compare(Grams{1000}, std::nullopt, equivalents(kTable, "other").value()).front().count, 10.0);
  EXPECT_EQ(equivalent_sets(kTable).value(), (std::vector<std::string_view>{"default", "other"}));
  const auto none = equivalents(kTable, "mine");
  EXPECT_EQ(none.error().what, "no set of equivalents \"mine\"; there are default, other");
}

TEST(Equivalents, RefuseRowsThatMakeNoSense) {
  const std::string header = "key,amount,unit,what,year,source\n";
  for (const char* row :
       {"car_km,200,gCO2e,km,2019,s", "a/b,0,gCO2e,km,2019,s", "a/b,-1,gCO2e,km,2019,s",
        "a/b,1,kg,km,2019,s", "a/b,1,gCO2e,km,then,s", "a/b,1,gCO2e,km,2019"})
    EXPECT_EQ(equivalents(header + row + "\n", "a").error().code, Errc::malformed) << row;
  EXPECT_EQ(equivalents("key,amount\n").error().code, Errc::malformed);
}

// The shipped table: every set by name, and the default one complete and plausible.
TEST(Equivalents, ShipWithADefaultSet) {
  const auto with = equivalents(catalog::tables::equivalents()).value();
  const auto found = compare(Grams{1e6}, kKilowattHour, with);
  EXPECT_EQ(found.size(), with.size());
  for (const auto& one : found) {
    EXPECT_FALSE(one.equivalent.source.empty());
    if (one.equivalent.id == "car_km") {
      EXPECT_NEAR(one.count, 5714.3, 0.1);  // a tonne of 175 g
    }
    if (one.equivalent.id == "tree_month") {
      EXPECT_NEAR(one.count, 1090.9, 0.1);  // of 11 kg a year
    }
    if (one.equivalent.id == "phone_charge") {
      EXPECT_NEAR(one.count, 83.3, 0.1);  // of 12 Wh
    }
  }
  const auto sets = equivalent_sets(catalog::tables::equivalents()).value();
  for (const auto set : sets)
    EXPECT_FALSE(equivalents(catalog::tables::equivalents(), set)->empty());
}

}  // namespace
}  // namespace wattprint::footprint
