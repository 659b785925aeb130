#include "catalog/zones.hpp"

#include <gtest/gtest.h>

#include <string>

namespace wattprint::catalog {
namespace {

std::string code_of(std::string_view text) {
  const auto match = find_zone(text);
  return match ? match->zone.code : "error: " + match.error().what;
}

TEST(Zones, AreFoundByCodeIsoCodeAndNameInAnyCase) {
  for (const char* text : {"DE", "de", "De", "DEU", "deu", "Germany", "GERMANY", " germany\n"})
    EXPECT_EQ(code_of(text), "DE") << text;
  EXPECT_EQ(code_of("us-cal-ciso"), "US-CAL-CISO");
  EXPECT_EQ(code_of("USA"), "US");
  EXPECT_EQ(code_of("World"), "WORLD");
  EXPECT_EQ(code_of("united kingdom"), "GB");
  EXPECT_EQ(code_of("European Union"), "EU");
  EXPECT_EQ(code_of("eu27+1"), "EU27+1");
  EXPECT_EQ(code_of("Québec"), "CA-QC");
}

TEST(Zones, CarryTheirFacts) {
  const auto zone = find_zone("US-CAL-CISO").value().zone;
  EXPECT_EQ(zone.iso2, "US");
  EXPECT_EQ(zone.iso3, "USA");
  EXPECT_EQ(zone.parent, "US");
  EXPECT_EQ(zone.time_zone, "America/Los_Angeles");
  ASSERT_TRUE(zone.inside);
  EXPECT_NEAR(zone.inside->latitude, 37, 3);
  EXPECT_NEAR(zone.inside->longitude, -120, 3);
  EXPECT_FALSE(zone.is_country());
  EXPECT_TRUE(find_zone("FR").value().zone.is_country());
  EXPECT_FALSE(find_zone("WORLD").value().zone.is_country());
  EXPECT_FALSE(find_zone("WORLD").value().zone.inside);
}

TEST(Zones, NameOfACountryAndOfAPartMeansTheCountry) {
  EXPECT_EQ(code_of("Georgia"), "GE");
  EXPECT_EQ(code_of("US-GA"), "US-GA");
}

TEST(Zones, Iso3CodeIsTheCountryAndNotAPartOfIt) { EXPECT_EQ(code_of("aze"), "AZ"); }

TEST(Zones, NameOfSeveralPartsIsRefusedWithTheChoices) {
  const std::string table =
      "code,iso2,iso3,name,parent,latitude,longitude,time_zone,status,successor\n"
      "IT-NO,IT,ITA,North,IT,,,,current,\n"
      "MX-NO,MX,MEX,North,MX,,,,current,\n";
  const auto match = find_zone("north", table);
  ASSERT_FALSE(match);
  EXPECT_EQ(match.error().code, Errc::malformed);
  EXPECT_EQ(match.error().what,
            "\"north\" names more than one zone: write IT-NO (North) or MX-NO (North)");
}

TEST(Zones, NameOfALivingAndARetiredPartMeansTheLivingOne) {
  EXPECT_EQ(code_of("South Island"), "FO-SI");  // NZ-NZS is retired
}

TEST(Zones, RetiredCodeLeadsToItsSuccessorAndSaysSo) {
  const auto match = find_zone("ca-nl-nf").value();
  EXPECT_EQ(match.zone.code, "CA-NL");
  EXPECT_NE(match.note.find("CA-NL-NF"), std::string::npos);
  EXPECT_NE(match.note.find("CA-NL ("), std::string::npos);
  EXPECT_TRUE(find_zone("DE").value().note.empty());
}

TEST(Zones, RetiredCodeWithoutSuccessorIsStillFound) { EXPECT_EQ(code_of("ES-IB"), "ES-IB"); }

TEST(Zones, SuccessorsThatRunInACircleEnd) {
  const std::string table =
      "code,iso2,iso3,name,parent,latitude,longitude,time_zone,status,successor\n"
      "A-1,,,One,,,,,retired,A-2\n"
      "A-2,,,Two,,,,,retired,A-1\n"
      "A-3,,,Three,,,,,retired,A-9\n";
  EXPECT_TRUE(find_zone("A-1", table));
  EXPECT_EQ(find_zone("A-3", table).value().zone.code, "A-3");
}

TEST(Zones, UnknownCodeIsRefusedWithTheNearest) {
  const auto match = find_zone("GX");
  ASSERT_FALSE(match);
  EXPECT_EQ(match.error().code, Errc::malformed);
  EXPECT_NE(match.error().what.find("unknown zone \"GX\": did you mean G"), std::string::npos)
      << match.error().what;
}

TEST(Zones, MistypedNameIsRefusedWithTheNearest) {
  EXPECT_NE(code_of("Germny").find("DE (Germany)"), std::string::npos) << code_of("Germny");
  EXPECT_NE(code_of("Quebec").find("CA-QC (Québec)"), std::string::npos) << code_of("Quebec");
  EXPECT_NE(code_of("US-CAL-CSIO").find("US-CAL-CISO"), std::string::npos);
}

TEST(Zones, GarbageIsRefusedAndNotRepeatedAtLength) {
  for (const std::string& text : {std::string(), std::string("  "), std::string(1'000'000, 'x'),
                                  std::string("\0\x01,\n\"", 5), std::string("DE,DE")}) {
    const auto match = find_zone(text);
    ASSERT_FALSE(match);
    EXPECT_EQ(match.error().code, Errc::malformed);
    EXPECT_LT(match.error().what.size(), 400u);
    EXPECT_NE(match.error().what.find("a code such as DE"), std::string::npos);
  }
}

TEST(TimeZones, LeadToTheirCountryAlsoUnderOldNames) {
  EXPECT_EQ(country_of_time_zone("Europe/Berlin"), "DE");
  EXPECT_EQ(country_of_time_zone("Europe/Stockholm"), "SE");  // not Berlin's, whose clock it shares
  EXPECT_EQ(country_of_time_zone("Asia/Calcutta"), "IN");
  EXPECT_EQ(country_of_time_zone("US/Pacific"), "US");
  EXPECT_EQ(country_of_time_zone("Iceland"), "IS");  // linked to Abidjan
  EXPECT_EQ(country_of_time_zone("Atlantic/Jan_Mayen"), "SJ");
  EXPECT_EQ(country_of_time_zone("GB"), "GB");
}

TEST(TimeZones, ThatLieInNoCountryLeadNowhere) {
  for (const char* name :
       {"UTC", "Etc/UTC", "Etc/GMT+5", "GMT", "Zulu", "CET", "EST5EDT", "Factory", "", "Europe",
        "Europe/", "Europe/Berlin ", "europe/berlin", "DE"})
    EXPECT_EQ(country_of_time_zone(name), std::nullopt) << name;
}

}  // namespace
}  // namespace wattprint::catalog
