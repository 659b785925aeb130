#include "catalog/zone_codes.hpp"

#include <gtest/gtest.h>

#include <string>

#include "catalog/table.hpp"
#include "catalog/zones.hpp"

namespace wattprint::catalog {
namespace {

std::string first_code(std::string_view zone, CodeScheme scheme) {
  const auto codes = codes_of_zone(zone, scheme);
  return codes.empty() ? "" : codes.front().code;
}

TEST(ZoneCodes, OfAZoneAreThoseThatItsPublisherUses) {
  EXPECT_EQ(first_code("FR", CodeScheme::entsoe), "10YFR-RTE------C");
  EXPECT_EQ(first_code("DK-DK1", CodeScheme::entsoe), "10YDK-1--------W");
  EXPECT_EQ(first_code("DK-DK1", CodeScheme::energi_data_service), "DK1");
  EXPECT_EQ(first_code("US-CAL-CISO", CodeScheme::eia), "CISO");
  EXPECT_EQ(first_code("US-MIDA-PJM", CodeScheme::eia), "PJM");
  EXPECT_EQ(first_code("US-TEX-ERCO", CodeScheme::eia), "ERCO");
  EXPECT_EQ(first_code("US", CodeScheme::eia), "US48");
  EXPECT_EQ(first_code("GB", CodeScheme::neso), "GB");
  EXPECT_EQ(first_code("US-CAL-CISO", CodeScheme::watttime), "CAISO_NORTH");
  EXPECT_EQ(first_code("US-NW-BPAT", CodeScheme::watttime), "BPA");
}

TEST(ZoneCodes, OfGermanyAreTheBiddingZoneOfTodayThenTheCountryThenTheOldOne) {
  const auto codes = codes_of_zone("DE", CodeScheme::entsoe);
  ASSERT_EQ(codes.size(), 3U);
  EXPECT_EQ(codes[0].code, "10Y1001A1001A82H");
  EXPECT_EQ(codes[1].code, "10Y1001A1001A83F");
  EXPECT_EQ(codes[2].code, "10Y1001A1001A63L");
  EXPECT_EQ(codes[2].note, "until September 2018");
}

TEST(ZoneCodes, AreNoneForAZoneThatThePublisherDoesNotCover) {
  EXPECT_TRUE(codes_of_zone("JP", CodeScheme::entsoe).empty());
  EXPECT_TRUE(codes_of_zone("FR", CodeScheme::eia).empty());
  EXPECT_TRUE(codes_of_zone("QQ", CodeScheme::entsoe).empty());
  EXPECT_TRUE(codes_of_zone("", CodeScheme::entsoe).empty());
}

TEST(ZoneCodes, LeadBackToTheirZone) {
  EXPECT_EQ(zone_of_code("10Y1001A1001A82H", CodeScheme::entsoe)->zone, "DE");
  EXPECT_EQ(zone_of_code("DK2", CodeScheme::energi_data_service)->zone, "DK-DK2");
  EXPECT_EQ(zone_of_code("US48", CodeScheme::eia)->zone, "US");
  EXPECT_EQ(zone_of_code("PJM_DC", CodeScheme::watttime)->zone, "US-MIDA-PJM");
  EXPECT_FALSE(zone_of_code("CISO", CodeScheme::entsoe).has_value());
  EXPECT_FALSE(zone_of_code("", CodeScheme::watttime).has_value());
}

TEST(ZoneCodes, AreFoundByNameWhateverTheCase) {
  const auto london = zone_of_code_name("LONDON", CodeScheme::neso);
  ASSERT_TRUE(london.has_value());
  EXPECT_EQ(london->code, "13");
  EXPECT_EQ(london->zone, "GB");
  EXPECT_FALSE(zone_of_code_name("Lond", CodeScheme::neso).has_value());
  // WattTime's parts of zones have no names; no name must not find them.
  EXPECT_FALSE(zone_of_code_name("", CodeScheme::watttime).has_value());
}

TEST(ZoneCodes, OfTheShippedTableAllNameAZoneAndComeBack) {
  const auto table =
      Table::open(tables::zone_codes(), "zone,scheme,code,name,source,note", "zone_codes.csv");
  const auto rows = table->all_rows().value();
  std::size_t count = 0;
  for (const auto& row : rows) {
    for (const auto scheme : {CodeScheme::entsoe, CodeScheme::eia, CodeScheme::energi_data_service,
                              CodeScheme::neso, CodeScheme::watttime}) {
      if (row[1] != to_string(scheme)) continue;
      ++count;
      const auto back = zone_of_code(row[2], scheme);
      ASSERT_TRUE(back.has_value()) << row[2];
      // Luxembourg shares the bidding zone of Germany; nothing else shares a code.
      if (row[0] != "LU") {
        EXPECT_EQ(back->zone, row[0]) << row[2];
      }
      EXPECT_TRUE(find_zone(row[0]).has_value()) << row[0];
    }
  }
  EXPECT_EQ(count, rows.size());
}

TEST(ZoneCodes, CoverAllOfContinentalEurope) {
  for (const auto* zone :
       {"AL", "AT", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
        "FR", "GB", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MD", "ME", "MK",
        "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR", "UA", "XK"})
    EXPECT_FALSE(codes_of_zone(zone, CodeScheme::entsoe).empty()) << zone;
}

}  // namespace
}  // namespace wattprint::catalog
