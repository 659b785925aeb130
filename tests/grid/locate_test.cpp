#include "grid/locate.hpp"

#include <gtest/gtest.h>

#include <string>

#include "catalog/tables.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::grid {
namespace {

using testing::FakeMachine;

Location located(const FakeMachine& machine, std::optional<std::string> tz = std::nullopt) {
  return locate(std::nullopt, tz, machine.machine()).value();
}

TEST(Locate, TakesTheStatedZoneBeforeAnyTimeZone) {
  FakeMachine m;
  m.write("etc/timezone", "Asia/Tokyo\n");
  const auto where =
      locate(StatedZone{"germany", "WATTPRINT_ZONE"}, "America/New_York", m.machine()).value();
  EXPECT_EQ(where.zone, "DE");
  EXPECT_EQ(where.basis, Basis::estimated);
  EXPECT_EQ(where.how, "given by WATTPRINT_ZONE");
  EXPECT_EQ(where.note, "");
}

TEST(Locate, NamesWhereAnUnknownZoneWasStated) {
  FakeMachine m;
  m.write("etc/timezone", "Asia/Tokyo\n");  // must not stand in for what the user got wrong
  for (const char* text : {"GX", "", "Atlantis"}) {
    const auto where = locate(StatedZone{text, "--zone"}, std::nullopt, m.machine());
    ASSERT_FALSE(where);
    EXPECT_EQ(where.error().code, Errc::malformed);
    EXPECT_EQ(where.error().what.rfind("--zone: unknown zone", 0), 0u) << where.error().what;
  }
}

TEST(Locate, StatedRetiredZoneIsItsSuccessorAndSaysSo) {
  const auto where = locate(StatedZone{"GB-ORK", "--zone"}, std::nullopt, Machine{}).value();
  EXPECT_EQ(where.zone, "GB");
  EXPECT_NE(where.note.find("GB-ORK"), std::string::npos);
}

TEST(Locate, StatedWorldIsStillAnAssumption) {
  EXPECT_EQ(locate(StatedZone{"world", "--zone"}, std::nullopt, Machine{})->basis, Basis::assumed);
}

TEST(Locate, AssumesTheCountryOfTheTimeZoneVariable) {
  FakeMachine m;
  m.write("etc/timezone", "Asia/Tokyo\n");
  for (const char* tz :
       {"Europe/Berlin", ":Europe/Berlin", " Europe/Berlin ", "/usr/share/zoneinfo/Europe/Berlin",
        "posix/Europe/Berlin", ":/usr/share/zoneinfo/right/Europe/Berlin"}) {
    const auto where = located(m, tz);
    EXPECT_EQ(where.zone, "DE") << tz;
    EXPECT_EQ(where.basis, Basis::assumed);
    EXPECT_EQ(where.how, "assumed from the time zone Europe/Berlin");
  }
}

TEST(Locate, ReadsTheTimezoneFileThenTheLink) {
  FakeMachine m;
  m.link("etc/localtime", "../usr/share/zoneinfo/America/Sao_Paulo");
  EXPECT_EQ(located(m).zone, "BR");
  m.write("etc/timezone", "Asia/Calcutta\n");
  EXPECT_EQ(located(m).zone, "IN");
  EXPECT_EQ(located(m).how, "assumed from the time zone Asia/Calcutta");
}

TEST(Locate, ReadsAnAbsoluteLink) {
  FakeMachine m;
  m.link("etc/localtime", "/usr/share/zoneinfo/Pacific/Auckland");
  EXPECT_EQ(located(m).zone, "NZ");
}

TEST(Locate, PassesOverTimeZonesThatLieNowhere) {
  FakeMachine m;
  m.write("etc/timezone", "Etc/UTC\n");
  m.link("etc/localtime", "/usr/share/zoneinfo/Europe/Paris");
  for (const char* tz : {"UTC", "", ":", "UTC0", "CET-1CEST,M3.5.0,M10.5.0/3", "Etc/GMT+5"})
    EXPECT_EQ(located(m, tz).zone, "FR") << tz;
}

TEST(Locate, IsTheWorldWhenTheTimeZoneIsUtc) {
  FakeMachine m;
  m.write("etc/timezone", "Etc/UTC\n");
  m.link("etc/localtime", "/usr/share/zoneinfo/Etc/UTC");
  const auto where = located(m);
  EXPECT_EQ(where.zone, "WORLD");
  EXPECT_EQ(where.basis, Basis::assumed);
  EXPECT_EQ(where.how, "assumed: no zone was given and the time zone Etc/UTC lies in no country");
}

TEST(Locate, IsTheWorldWhenNothingIsKnown) {
  FakeMachine m;
  const auto where = located(m);
  EXPECT_EQ(where.zone, "WORLD");
  EXPECT_EQ(where.basis, Basis::assumed);
  EXPECT_EQ(where.how, "assumed: no zone was given and no time zone is set");
}

TEST(Locate, SurvivesGarbledFiles) {
  const std::string long_line(100'000, 'x');
  for (const std::string& text : {std::string(), std::string("\n\n"), std::string("\0\xff\xfe,", 4),
                                  long_line, std::string("Europe/Berlin\0junk", 18)}) {
    FakeMachine m;
    m.write("etc/timezone", text);
    m.write("etc/localtime", "TZif2");  // a copy of the file, not a link: its name is lost
    const auto where = located(m, text);
    EXPECT_EQ(where.zone, "WORLD");
    EXPECT_LT(where.how.size(), 150u);
  }
}

TEST(Locate, SurvivesADirectoryInPlaceOfAFile) {
  FakeMachine m;
  m.write("etc/timezone/file", "");
  m.write("etc/localtime/file", "");
  EXPECT_EQ(located(m).zone, "WORLD");
}

TEST(Locate, FindsAZoneForEveryTimeZoneOfTheTable) {
  std::string_view rest = catalog::tables::time_zones();
  rest.remove_prefix(rest.find('\n') + 1);
  FakeMachine m;
  std::size_t count = 0;
  while (!rest.empty()) {
    const auto name = std::string(rest.substr(0, rest.find(',')));
    const auto country = rest.substr(name.size() + 1, 2);
    EXPECT_EQ(located(m, name).zone, country) << name;
    rest.remove_prefix(rest.find('\n') + 1);
    ++count;
  }
  EXPECT_GT(count, 500u);
}

}  // namespace
}  // namespace wattprint::grid
