#include "catalog/zone_search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "catalog/cloud_regions.hpp"

namespace wattprint::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using By = ZoneSearch::By;

ZoneSearch search(std::string_view text) { return search_zones(text).value(); }

/// "DE US-CA ": the codes of what was meant.
std::vector<std::string> meant(std::string_view text) {
  const auto found = search(text);
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < found.meant; ++i) codes.push_back(found.zones[i].zone.code);
  return codes;
}

bool lists(const ZoneSearch& found, std::string_view code) {
  return std::any_of(found.zones.begin(), found.zones.end(),
                     [&](const FoundZone& one) { return one.zone.code == code; });
}

TEST(ZoneSearch, FindsAZoneByItsCodes) {
  EXPECT_THAT(meant("DE"), ElementsAre("DE"));
  EXPECT_THAT(meant(" us-cal-ciso "), ElementsAre("US-CAL-CISO"));
  EXPECT_THAT(meant("deu"), ElementsAre("DE"));
  EXPECT_EQ(search("DE").by, By::code);
  EXPECT_EQ(search("DEU").by, By::iso3);
}

TEST(ZoneSearch, FindsAZoneByNameWhateverTheCaseAndTheAccents) {
  EXPECT_THAT(meant("germany"), ElementsAre("DE"));
  EXPECT_THAT(meant("TOKYO"), ElementsAre("JP-TK"));
  EXPECT_THAT(meant("Tōkyō"), ElementsAre("JP-TK"));
  EXPECT_THAT(meant("guinea bissau"), ElementsAre("GW"));
  EXPECT_EQ(search("germany").by, By::name);
}

TEST(ZoneSearch, ListsACountryBeforeThePartOfAnotherOfItsName) {
  EXPECT_THAT(meant("Georgia"), ElementsAre("GE", "US-GA"));
}

TEST(ZoneSearch, ListsThePartsOfACountryBelowIt) {
  const auto found = search("DK");
  ASSERT_EQ(found.zones.size(), 3U);
  EXPECT_EQ(found.meant, 1U);
  EXPECT_EQ(found.zones[1].zone.code, "DK-DK1");
  EXPECT_EQ(found.zones[2].zone.code, "DK-DK2");
  EXPECT_TRUE(lists(search("denmark"), "DK-DK1"));
}

TEST(ZoneSearch, LeadsARetiredCodeToItsSuccessorAndSaysSo) {
  const auto found = search("GB-ORK");
  EXPECT_EQ(found.zones.front().zone.code, "GB");
  EXPECT_THAT(found.note, HasSubstr("GB-ORK is no longer used"));
}

TEST(ZoneSearch, FindsTheZoneOfACloudRegion) {
  for (const auto* text : {"aws eu-central-1", "aws:eu-central-1", "eu-central-1a"}) {
    const auto found = search(text);
    EXPECT_EQ(found.by, By::cloud_region) << text;
    EXPECT_EQ(found.zones.front().zone.code, "DE") << text;
    EXPECT_EQ(found.cloud_region, "aws:eu-central-1") << text;
  }
  EXPECT_THAT(meant("gcp:europe-west1"), ElementsAre("BE"));
  EXPECT_THAT(meant("azure westeurope"), ElementsAre("NL"));
  const auto virginia = search("aws us-east-1");
  EXPECT_EQ(virginia.meant, 1U);
  EXPECT_TRUE(lists(virginia, "US"));  // the country below the part
}

TEST(ZoneSearch, SaysWhichRegionsATextMayMean) {
  const auto found = search("frankfurt");
  EXPECT_THAT(meant("frankfurt"), ElementsAre("DE"));
  EXPECT_EQ(found.cloud_region, "");
  EXPECT_THAT(found.note, HasSubstr("aws:eu-central-1 in DE"));
  EXPECT_THAT(found.note, HasSubstr("gcp:europe-west3 in DE"));
}

TEST(ZoneSearch, FindsByTheStartsOfWordsAndOfCodes) {
  EXPECT_THAT(meant("north swed"), ElementsAre("SE-SE1", "SE-SE2"));
  for (const auto& code : meant("US-CAL")) EXPECT_EQ(code.rfind("US-CAL-", 0), 0U) << code;
  EXPECT_GE(meant("US-CAL").size(), 5U);
  EXPECT_EQ(search("north swed").by, By::part);
  EXPECT_THAT(meant("weden"), ElementsAre());  // not the middle of a word
}

// Haversine by hand: Berlin to Hamburg 255 km; a quarter of the globe; antipodes.
TEST(Distance, IsTheGreatCircle) {
  EXPECT_NEAR(distance({52.52, 13.405}, {53.551, 9.994}).value(), 255.2, 0.5);
  EXPECT_NEAR(distance({0, 0}, {0, 90}).value(), 10007.6, 0.5);
  EXPECT_NEAR(distance({90, 0}, {-90, 0}).value(), 20015.1, 0.5);
  EXPECT_NEAR(distance({10, 179.9}, {10, -179.9}).value(), 21.9, 0.1);  // across the date line
  EXPECT_EQ(distance({48, 11}, {48, 11}), Kilometres{0});
}

TEST(ZoneSearch, ByCoordinatesIsTheNearestPointItsNeighboursAndItsCountry) {
  const auto found = search("55.68,12.57");  // Copenhagen
  EXPECT_EQ(found.by, By::coordinates);
  EXPECT_EQ(found.zones.front().zone.code, "DK-DK2");
  EXPECT_NEAR(found.zones.front().away->value(), 48, 3);
  EXPECT_TRUE(lists(found, "SE-SE4"));
  EXPECT_TRUE(lists(found, "DK"));
  EXPECT_THAT(found.note, HasSubstr("no borders are known"));
  for (std::size_t i = 1; i < 5; ++i)
    EXPECT_LE(*found.zones[i - 1].away, *found.zones[i].away) << i;
  EXPECT_TRUE(lists(search("52.5,13.4"), "DE"));
}

TEST(Coordinates, AreReadWithCommaSemicolonOrBlank) {
  for (const auto* text : {"52.5,13.4", " 52.5 , 13.4 ", "52.5 13.4", "52.5;13.4"}) {
    const auto place = parse_coordinates(text);
    ASSERT_TRUE(place && *place) << text;
    EXPECT_DOUBLE_EQ((*place)->latitude, 52.5);
    EXPECT_DOUBLE_EQ((*place)->longitude, 13.4);
  }
  EXPECT_DOUBLE_EQ((*parse_coordinates("-33.9,-18.4"))->longitude, -18.4);
  EXPECT_FALSE(parse_coordinates("52.5").has_value());
  EXPECT_FALSE(parse_coordinates("a,b").has_value());
  EXPECT_FALSE(parse_coordinates("1,2,3").has_value());
  EXPECT_FALSE(parse_coordinates("aws eu-central-1").has_value());
}

TEST(ZoneSearch, RefusesAPlaceThatIsNotOnTheGlobe) {
  for (const auto* text : {"90.1,0", "-91 0", "0,180.5", "1e300,1"}) {
    const auto found = search_zones(text);
    ASSERT_FALSE(found) << text;
    EXPECT_THAT(found.error().what, HasSubstr("is not on the globe"));
  }
}

TEST(ZoneSearch, OffersTheNearestNames) {
  const auto germany = search("germny");
  EXPECT_TRUE(germany.zones.empty());
  EXPECT_EQ(germany.by, By::none);
  EXPECT_THAT(germany.suggestions, ::testing::Contains("DE (Germany)"));
  EXPECT_THAT(search("eu-centrl-1").suggestions, ::testing::Contains("aws:eu-central-1"));
  EXPECT_TRUE(search("xyzzy").suggestions.empty());
}

TEST(ZoneSearch, WithoutATextListsAllThatIsInUse) {
  const auto all = search("  ");
  EXPECT_EQ(all.by, By::all);
  EXPECT_GT(all.zones.size(), 500U);
  for (const auto& found : all.zones) EXPECT_EQ(found.zone.successor, "") << found.zone.code;
}

TEST(ZoneSearch, RefusesTextsThatCanBeNoName) {
  EXPECT_EQ(search_zones(std::string(101, 'x')).error().code, Errc::malformed);
  EXPECT_EQ(search_zones("DE", "").error().code, Errc::malformed);
}

TEST(ZoneSearch, FindsEachZoneByItsCodeNameIsoCodeAndPoint) {
  const auto zones = all_zones().value();
  for (const auto& zone : zones) {
    if (!zone.successor.empty()) continue;
    EXPECT_EQ(search(zone.code).zones.front().zone.code, zone.code);
    EXPECT_TRUE(lists(search(zone.name), zone.code)) << zone.name;
    if (!zone.iso3.empty()) {
      EXPECT_TRUE(lists(search(zone.iso3), zone.iso2)) << zone.iso3;
    }
    if (!zone.inside) continue;
    const auto at = search(std::to_string(zone.inside->latitude) + "," +
                           std::to_string(zone.inside->longitude));
    EXPECT_TRUE(lists(at, zone.code)) << zone.code;
    EXPECT_LT(at.zones.front().away->value(), 0.1) << zone.code;
  }
}

TEST(ZoneSearch, FindsTheZoneOfEachCloudRegion) {
  const auto regions = cloud_regions().value();
  for (const auto& region : regions) {
    const auto found = search(region.key);
    ASSERT_FALSE(found.zones.empty()) << region.key;
    EXPECT_EQ(found.zones.front().zone.code, region.zone) << region.key;
  }
}

RC_GTEST_PROP(ZoneSearch, AnswersAnyTextWithZonesOrWithNothing, (const std::string& text)) {
  const auto found = search_zones(text);
  if (!found) return;
  RC_ASSERT(found->meant <= found->zones.size());
  RC_ASSERT((found->by == By::none) == found->zones.empty());
  if (!found->zones.empty()) RC_ASSERT(found->suggestions.empty());
}

RC_GTEST_PROP(ZoneSearch, ByCoordinatesAnswersAnywhereOnTheGlobe, ()) {
  const int latitude = *rc::gen::inRange(-90, 91);
  const int longitude = *rc::gen::inRange(-180, 181);
  const auto found = search_zones(std::to_string(latitude) + "," + std::to_string(longitude));
  RC_ASSERT(found.has_value());
  RC_ASSERT(found->zones.size() >= 5U);
  RC_ASSERT(found->zones.front().away->value() < 20016.0);
}

}  // namespace
}  // namespace wattprint::catalog
