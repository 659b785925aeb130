#include "engine/scores.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/extras.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr reports::Style kPlain{.color = false, .width = 0};

/// 10 kWh at 300 g, and 1 kg of hardware: 4 kg in all, for 1,000 requests.
Scored ten_kilowatt_hours() {
  return {
      .energy = Figure<Joules>::exact(10.0 * kKilowattHour, Basis::estimated, "energy"),
      .intensity = Figure<CarbonIntensity>::exact(CarbonIntensity{300.0}, Basis::estimated, "grid"),
      .embodied = Figure<Grams>::exact(Grams{1000.0}, Basis::assumed, "hardware"),
      .units = {{"request", 1000.0}, {"token", 0.0}}};
}

std::string error_of(const ScoreWords& words) {
  return scores(words, ten_kilowatt_hours()).error().what;
}

TEST(Scores, NothingIsScoredUnlessAsked) {
  const auto none = scores({}, ten_kilowatt_hours()).value();
  EXPECT_FALSE(none.sci);
  EXPECT_FALSE(none.scope2);
  EXPECT_EQ(scores_text(none, kPlain), "");
}

TEST(Scores, TheSoftwareCarbonIntensityIncludesTheHardware) {
  const auto sci = scores({.unit = "request"}, ten_kilowatt_hours()).value().sci.value();
  EXPECT_DOUBLE_EQ(sci.units, 1000.0);
  EXPECT_DOUBLE_EQ(sci.each.value.value(), (10.0 * 300.0 + 1000.0) / 1000.0);
}

TEST(Scores, AnyUnitGoesWithItsNumberWhichWins) {
  const auto image =
      scores({.per = "8", .unit = "image"}, ten_kilowatt_hours()).value().sci.value();
  EXPECT_DOUBLE_EQ(image.each.value.value(), 500.0);
  const auto request =
      scores({.per = "4", .unit = "request"}, ten_kilowatt_hours()).value().sci.value();
  EXPECT_DOUBLE_EQ(request.each.value.value(), 1000.0);
}

TEST(Scores, BothMethodsOfScopeTwoStandSideBySide) {
  const auto both =
      scores({.market_intensity = "0"}, ten_kilowatt_hours()).value().scope2.value().both;
  EXPECT_DOUBLE_EQ(both.location.value.value(), 3000.0);
  EXPECT_DOUBLE_EQ(both.market.value().value.value(), 0.0);
  const auto contract =
      scores({.market_intensity = "50"}, ten_kilowatt_hours()).value().scope2.value().both;
  EXPECT_DOUBLE_EQ(contract.market.value().value.value(), 500.0);
}

TEST(Scores, WordsThatMakeNoSenseAreRefusedByTheNameOfTheirOption) {
  EXPECT_THAT(error_of({.unit = "image"}), AllOf(HasSubstr("--per N"), HasSubstr("request")));
  EXPECT_THAT(error_of({.unit = "token"}), HasSubstr("no token to divide by"));
  EXPECT_THAT(error_of({.per = "5"}), HasSubstr("--unit NAME"));
  for (const char* word : {"0", "-1", "nan", "inf", "many"})
    EXPECT_THAT(error_of({.per = word, .unit = "image"}), HasSubstr("--per:"));
  for (const char* word : {"-1", "nan", "inf", "5001", "green"})
    EXPECT_THAT(error_of({.market_intensity = word}), HasSubstr("--market-intensity:"));
}

TEST(Scores, WorkOfUnknownHardwareHasNoSoftwareCarbonIntensity) {
  auto scored = ten_kilowatt_hours();
  scored.embodied.reset();
  EXPECT_THAT(scores({.unit = "request"}, scored).error().what, HasSubstr("making the hardware"));
  EXPECT_TRUE(scores({.market_intensity = "0"}, scored));
}

TEST(Scores, TheTextNamesUnitStandardAndMethod) {
  const auto text = scores_text(
      scores({.unit = "request", .market_intensity = "50"}, ten_kilowatt_hours()).value(), kPlain);
  EXPECT_THAT(text, AllOf(HasSubstr("4.00 g CO2e"), HasSubstr("per request, of 1000"),
                          HasSubstr("ISO/IEC 21031")));
  EXPECT_THAT(text, AllOf(HasSubstr("location-based"), HasSubstr("market-based: 50 g/kWh")));
}

TEST(Scores, TheDocumentHasAllKeysAndNullForWhatWasNotAsked) {
  const auto document = [](const ExtraWords& words) {
    const auto scored = ten_kilowatt_hours();
    const auto emissions = Figure<Grams>::exact(Grams{3000.0}, Basis::estimated, "test");
    runs::JsonWriter json;
    json.begin_object();
    write_extras(json, extras(words, emissions, scored).value());
    json.end();
    return nlohmann::json::parse(std::move(json).take());
  };
  const auto none = document({});
  for (const char* key : {"equivalents", "sci", "scope2"}) EXPECT_TRUE(none.at(key).is_null());
  const auto all =
      document({.equivalents = "", .scores = {.unit = "request", .market_intensity = "0"}});
  EXPECT_DOUBLE_EQ(all["sci"]["g_per_unit"]["value"], 4.0);
  EXPECT_EQ(all["sci"]["unit"], "request");
  EXPECT_DOUBLE_EQ(all["scope2"]["location_based_g"]["value"], 3000.0);
  EXPECT_EQ(all["scope2"]["market_based_g"]["value"], 0.0);
  EXPECT_EQ(all["equivalents"][0]["set"], "default");
}

}  // namespace
}  // namespace wattprint::engine
