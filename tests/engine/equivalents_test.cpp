#include "engine/equivalents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace wattprint::engine {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr reports::Style kPlain{.color = false, .width = 0};

Figure<Grams> grams(double low, double value, double high) {
  return {Grams{value}, Grams{low}, Grams{high}, Basis::estimated, "test"};
}

const EquivalentRow& row(const std::vector<EquivalentRow>& rows, std::string_view id) {
  return *std::find_if(rows.begin(), rows.end(),
                       [&](const auto& one) { return one.equivalent.id == id; });
}

TEST(Equivalents, CountsHaveTheIntervalOfTheAmount) {
  const auto rows = equivalents_of(grams(175, 350, 700), std::nullopt, "").value();
  const auto& car = row(rows, "car_km");  // 175 g each in the default set
  EXPECT_DOUBLE_EQ(car.count, 2.0);
  EXPECT_DOUBLE_EQ(car.low, 1.0);
  EXPECT_DOUBLE_EQ(car.high, 4.0);
}

TEST(Equivalents, EnergyIsCountedByWhatIsKnownByItsEnergyOnly) {
  const auto rows =
      equivalents_of(std::nullopt,
                     Figure<Joules>{watt_hours(24), watt_hours(12), watt_hours(36), {}, "test"}, "")
          .value();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].equivalent.id, "phone_charge");  // 12 Wh each
  EXPECT_DOUBLE_EQ(rows[0].count, 2.0);
  EXPECT_DOUBLE_EQ(rows[0].high, 3.0);
}

TEST(Equivalents, AnotherSetHasOtherConstants) {
  const auto amount = grams(1e6, 1e6, 1e6);
  const auto here = equivalents_of(amount, std::nullopt, "").value();
  const auto epa = equivalents_of(amount, std::nullopt, "epa-2024").value();
  EXPECT_NEAR(row(here, "car_km").count, 5714.0, 1.0);
  EXPECT_NEAR(row(epa, "car_km").count, 4095.0, 1.0);
  EXPECT_THAT(equivalents_of(amount, std::nullopt, "epa").error().what,
              AllOf(HasSubstr("\"epa\""), HasSubstr("epa-2024")));
}

TEST(Equivalents, ALineSaysHowManyOfWhatByWhom) {
  const auto text =
      equivalents_text(equivalents_of(grams(175, 350, 700), std::nullopt, "").value(), kPlain);
  EXPECT_THAT(text, HasSubstr("2.0  (1.0 to 4.0)"));
  EXPECT_THAT(text, HasSubstr("km by car"));
  EXPECT_THAT(text, HasSubstr("2019; average car in the EU"));
}

TEST(Equivalents, WhatIsTooLargeToPictureIsNamedWithoutANumber) {
  const auto text =
      equivalents_text(equivalents_of(grams(350, 350, 350), std::nullopt, "").value(), kPlain);
  EXPECT_THAT(text, HasSubstr("less than a thousandth of the flights New York"));
  EXPECT_THAT(text, Not(HasSubstr("0.00015")));
  const auto nothing =
      equivalents_text(equivalents_of(grams(0, 0, 0), std::nullopt, "").value(), kPlain);
  EXPECT_THAT(nothing, HasSubstr("less than a thousandth of the km by car"));
}

TEST(Equivalents, TheDocumentHasAllOfThem) {
  const auto rows = equivalents_of(grams(350, 350, 350), std::nullopt, "").value();
  const auto document = nlohmann::json::parse(equivalents_json("abc", rows));
  EXPECT_EQ(document["run"], "abc");
  ASSERT_EQ(document["equivalents"].size(), rows.size());
  for (const auto& one : document["equivalents"]) {
    EXPECT_GT(one["count"], 0.0);
    EXPECT_TRUE(one["energy_j_each"].is_null());
    EXPECT_FALSE(one["source"].get<std::string>().empty());
  }
}

}  // namespace
}  // namespace wattprint::engine
