#include "catalog/emission_factors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace wattprint::catalog {
namespace {

using ::testing::HasSubstr;

template <class Visit>
void each_source(Visit visit) {
  for (int i = 0; i <= static_cast<int>(EnergySource::unknown); ++i)
    visit(static_cast<EnergySource>(i));
}

TEST(EnergySource, IsFoundAgainByItsName) {
  each_source([](EnergySource source) {
    EXPECT_EQ(parse_energy_source(to_string(source)), source) << to_string(source);
  });
  EXPECT_EQ(to_string(EnergySource::coal), "coal");
  EXPECT_EQ(to_string(EnergySource::wind_offshore), "wind_offshore");
  EXPECT_EQ(to_string(EnergySource::unknown), "unknown");
  EXPECT_FALSE(parse_energy_source("Coal").has_value());
  EXPECT_FALSE(parse_energy_source("").has_value());
}

// Medians, least and most of IPCC AR5 WG III, annex III, table A.III.2.
TEST(EmissionFactor, IsTheMedianOfTheIpcc) {
  const auto gas = emission_factor(EnergySource::gas, IntensityKind::lifecycle).value();
  EXPECT_EQ(gas.value, CarbonIntensity{490});
  EXPECT_EQ(gas.low, CarbonIntensity{410});
  EXPECT_EQ(gas.high, CarbonIntensity{650});
  EXPECT_EQ(gas.basis, Basis::estimated);
  EXPECT_THAT(gas.source, HasSubstr("IPCC AR5"));
  EXPECT_EQ(emission_factor(EnergySource::coal, IntensityKind::lifecycle)->value,
            CarbonIntensity{820});
  EXPECT_EQ(emission_factor(EnergySource::coal, IntensityKind::direct)->value,
            CarbonIntensity{760});
  EXPECT_EQ(emission_factor(EnergySource::nuclear, IntensityKind::lifecycle)->value,
            CarbonIntensity{12});
  EXPECT_EQ(emission_factor(EnergySource::wind, IntensityKind::direct)->value, CarbonIntensity{0});
}

TEST(EmissionFactor, IsKnownForEachSourceAndNeverLessOverTheLifeCycleThanDirectly) {
  each_source([](EnergySource source) {
    if (is_storage(source)) return;
    const auto life = emission_factor(source, IntensityKind::lifecycle);
    const auto direct = emission_factor(source, IntensityKind::direct);
    ASSERT_TRUE(life && direct) << to_string(source);
    EXPECT_GE(life->value, direct->value) << to_string(source);
    EXPECT_LE(life->low, life->value) << to_string(source);
    EXPECT_GT(life->high, life->value) << to_string(source);
  });
}

TEST(EmissionFactor, OfAnUnknownSourceHoldsThoseOfWindAndLignite) {
  const auto unknown = emission_factor(EnergySource::unknown, IntensityKind::lifecycle).value();
  for (const auto source : {EnergySource::wind, EnergySource::lignite, EnergySource::gas}) {
    const auto one = emission_factor(source, IntensityKind::lifecycle).value();
    EXPECT_LE(unknown.low, one.value);
    EXPECT_GE(unknown.high, one.high);
  }
}

TEST(EmissionFactor, OfStorageOrOfAnUnknownKindIsRefused) {
  EXPECT_EQ(emission_factor(EnergySource::battery, IntensityKind::direct).error().code,
            Errc::not_present);
  EXPECT_EQ(emission_factor(EnergySource::hydro_pumped, IntensityKind::direct).error().code,
            Errc::not_present);
  EXPECT_EQ(emission_factor(EnergySource::coal, IntensityKind::unknown).error().code,
            Errc::malformed);
}

TEST(EmissionFactor, NamesWhatIsWrongWithATable) {
  const std::string header = "source,kind,g_per_kwh,low,high,use,year,zone,who,reference,note\n";
  const auto error = [&](const std::string& rows) {
    return emission_factor(EnergySource::gas, IntensityKind::direct, header + rows).error().what;
  };
  EXPECT_THAT(error("gas,direct,370,350,490,compare,2014,,I,x,\n"),
              HasSubstr("no default for gas, direct"));
  EXPECT_THAT(error("gas,direct,1,1,1,default,2014,,I,x,\ngas,direct,2,2,2,default,2014,,I,x,\n"),
              HasSubstr("two defaults for gas, direct"));
  for (const auto* row :
       {"gas,direct,370,380,490,default,2014,,I,x,\n", "gas,direct,370,350,,default,2014,,I,x,\n",
        "gas,direct,nan,0,1,default,2014,,I,x,\n", "gas,direct,-1,-1,1,default,2014,,I,x,\n"})
    EXPECT_THAT(error(row), HasSubstr("are not numbers in order")) << row;
}

}  // namespace
}  // namespace wattprint::catalog
