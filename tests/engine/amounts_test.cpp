#include "engine/amounts.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace wattprint::engine {
namespace {

using testing::HasSubstr;

TEST(Amounts, OfEnergyHaveTheirUnit) {
  EXPECT_EQ(parse_energy("1Wh", "--energy").value(), Joules{3600});
  EXPECT_EQ(parse_energy(" 12.5 kWh ", "--energy").value(), Joules{45e6});
  EXPECT_EQ(parse_energy("1KWH", "--energy").value(), Joules{3.6e6});
  EXPECT_EQ(parse_energy("2e-3MWh", "--energy").value(), Joules{7.2e6});
  EXPECT_EQ(parse_energy("7J", "--energy").value(), Joules{7});
  EXPECT_EQ(parse_energy("1GJ", "--energy").value(), Joules{1e9});
}

TEST(Amounts, OfEnergyWithoutAUnitOrWithADoubtfulOneAreRefused) {
  EXPECT_THAT(parse_energy("12", "--energy").error().what,
              HasSubstr("--energy: \"12\" has no unit"));
  // A milliwatt-hour or a megawatt-hour?
  for (const char* text : {"12mWh", "12mwh", "12gwh", "12W", "12kW", "12 k Wh", "12Wh2", "x12Wh"})
    EXPECT_FALSE(parse_energy(text, "--energy")) << text;
  for (const char* text : {"0Wh", "-1kWh", "1e30GWh", "infWh", "nan kWh", "", "kWh", "\x1b[2J1kWh"})
    EXPECT_FALSE(parse_energy(text, "--energy")) << text;
  EXPECT_LT(parse_energy(std::string(100000, '9'), "--energy").error().what.size(), 300U);
}

TEST(Amounts, OfTimeAreHours) {
  EXPECT_EQ(parse_hours("2160", "--hours").value(), std::chrono::hours(2160));
  EXPECT_EQ(parse_hours("0.5h", "--hours").value(), std::chrono::minutes(30));
  for (const char* text : {"0", "-1", "1e300", "3d", "5 days", "", "inf"})
    EXPECT_THAT(parse_hours(text, "--hours").error().what, HasSubstr("--hours: ")) << text;
}

TEST(Amounts, OfAWholeArePercentOrAFraction) {
  EXPECT_DOUBLE_EQ(parse_share("80%", "--utilization")->value(), 0.8);
  EXPECT_DOUBLE_EQ(parse_share("0.8", "--utilization")->value(), 0.8);
  EXPECT_DOUBLE_EQ(parse_share("0%", "--utilization")->value(), 0.0);
  EXPECT_DOUBLE_EQ(parse_share("100 %", "--utilization")->value(), 1.0);
  for (const char* text : {"80", "101%", "-1%", "full", "", "80%%", "0.8x"})
    EXPECT_FALSE(parse_share(text, "--utilization")) << text;
}

TEST(Amounts, OfMemoryAndDrivesHaveTheirUnit) {
  EXPECT_DOUBLE_EQ(parse_memory("64 GB", "--memory")->value(), 64.0);
  EXPECT_DOUBLE_EQ(parse_memory("64GiB", "--memory")->value(), 64.0);
  EXPECT_DOUBLE_EQ(parse_memory("1.5tb", "--memory")->value(), 1536.0);
  EXPECT_DOUBLE_EQ(parse_memory("512 MB", "--memory")->value(), 0.5);
  EXPECT_DOUBLE_EQ(parse_capacity("2 TB", "--ssd")->value(), 2.0);
  EXPECT_DOUBLE_EQ(parse_capacity("500GB", "--ssd")->value(), 0.5);
  EXPECT_DOUBLE_EQ(parse_capacity("1PB", "--ssd")->value(), 1000.0);
  EXPECT_THAT(parse_memory("64", "--memory").error().what,
              HasSubstr("--memory: \"64\" has no unit"));
  for (const char* text : {"0 GB", "-1 GB", "GB", "", "64 kWh", "1e30 TB", "inf GB"}) {
    EXPECT_FALSE(parse_memory(text, "--memory")) << text;
    EXPECT_FALSE(parse_capacity(text, "--ssd")) << text;
  }
}

TEST(Amounts, OfAPriceHaveTheirCurrency) {
  for (const char* text : {"0.30 EUR", "0.3eur", "0.30 EUR/kWh"}) {
    const auto price = parse_price(text, "--price").value();
    EXPECT_EQ(price.currency, "EUR") << text;
    EXPECT_DOUBLE_EQ(price.per_kwh.value(), 0.3) << text;
  }
  EXPECT_THAT(parse_price("0.3", "--price").error().what, HasSubstr("has no currency"));
  for (const char* text : {"-0.3 EUR", "EUR", "", "0.3 EURO", "0.3 E1R", "1e9 EUR", "0.3 kWh/EUR"})
    EXPECT_FALSE(parse_price(text, "--price")) << text;
}

TEST(Amounts, OfANumberKeepWithinTheirBounds) {
  EXPECT_EQ(parse_number("8", "--gpus", {1, 10, true}).value(), 8.0);
  for (const char* text : {"0", "11", "2.5", "nan", "eight", "8x", ""})
    EXPECT_THAT(parse_number(text, "--gpus", {1, 10, true}).error().what,
                HasSubstr("--gpus: expected a whole number from 1 to 10"))
        << text;
}

RC_GTEST_PROP(Amounts, AnyTextIsAnAmountOrARefusal, (const std::string& text)) {
  if (const auto energy = parse_energy(text, "--energy")) RC_ASSERT(energy->value() > 0.0);
  if (const auto time = parse_hours(text, "--hours")) RC_ASSERT(time->count() > 0.0);
  if (const auto share = parse_share(text, "--utilization"))
    RC_ASSERT(share->value() >= 0.0 && share->value() <= 1.0);
  if (const auto memory = parse_memory(text, "--memory")) RC_ASSERT(memory->value() > 0.0);
  if (const auto price = parse_price(text, "--price")) RC_ASSERT(price->currency.size() == 3U);
}

RC_GTEST_PROP(Amounts, AThousandOfAUnitIsOneOfTheNext, ()) {
  const int number = *rc::gen::inRange(1, 100000);
  const auto energy = [&](double amount, const char* unit) {
    return parse_energy(fmt::format("{}{}", amount, unit), "--energy").value().value();
  };
  RC_ASSERT(std::abs(energy(number * 1000.0, "Wh") / energy(number, "kWh") - 1.0) < 1e-12);
  RC_ASSERT(std::abs(energy(number * 1000.0, "kWh") / energy(number, "MWh") - 1.0) < 1e-12);
  RC_ASSERT(std::abs(energy(number * 3.6, "MJ") / energy(number, "kWh") - 1.0) < 1e-12);
}

}  // namespace
}  // namespace wattprint::engine
