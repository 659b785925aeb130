#include "grid/generation_mix.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace wattprint::grid {
namespace {

using catalog::EnergySource;
using catalog::IntensityKind;
using ::testing::HasSubstr;

constexpr auto kLife = IntensityKind::lifecycle;
constexpr auto kDirect = IntensityKind::direct;

// Half coal (820: 740 to 1130), half wind (11: 7 to 56):
//   value 415.5; low - hypot(40, 2) = 375.45; high + hypot(155, 22.5) = 572.12
TEST(GenerationMix, IsTheMeanOfItsSourcesWeightedByPower) {
  const auto mix =
      intensity_of_mix({{EnergySource::coal, Watts{5e9}}, {EnergySource::wind, Watts{5e9}}}, kLife);
  EXPECT_NEAR(mix->value.value(), 415.5, 1e-9);
  EXPECT_NEAR(mix->low.value(), 375.45, 0.01);
  EXPECT_NEAR(mix->high.value(), 572.12, 0.01);
  EXPECT_EQ(mix->basis, Basis::estimated);
  EXPECT_EQ(mix->source, "generation mix, lifecycle emission factors");
}

TEST(GenerationMix, CountsDirectlyOnlyWhatLeavesTheStack) {
  const auto mix =
      intensity_of_mix({{EnergySource::gas, Watts{1}}, {EnergySource::nuclear, Watts{3}}}, kDirect);
  EXPECT_NEAR(mix->value.value(), 370.0 / 4, 1e-9);
}

TEST(GenerationMix, AddsUpASourceThatOccursTwiceBeforeItsErrorIsCounted) {
  const auto once =
      intensity_of_mix({{EnergySource::coal, Watts{4}}, {EnergySource::wind, Watts{4}}}, kLife);
  const auto twice = intensity_of_mix({{EnergySource::coal, Watts{1}},
                                       {EnergySource::wind, Watts{4}},
                                       {EnergySource::coal, Watts{3}}},
                                      kLife);
  EXPECT_DOUBLE_EQ(once->value.value(), twice->value.value());
  EXPECT_DOUBLE_EQ(once->high.value(), twice->high.value());
}

TEST(GenerationMix, TakesConsumptionForNoGeneration) {
  const Mix pure{{EnergySource::gas, Watts{2}}};
  const Mix charging{{EnergySource::gas, Watts{2}},
                     {EnergySource::hydro_pumped, Watts{-1}},
                     {EnergySource::battery, Watts{-5}},
                     {EnergySource::solar, Watts{-0.01}},
                     {EnergySource::coal, Watts{0}}};
  EXPECT_EQ(intensity_of_mix(pure, kLife)->value, intensity_of_mix(charging, kLife)->value);
  EXPECT_EQ(intensity_of_mix(pure, kLife)->high, intensity_of_mix(charging, kLife)->high);
}

// Gas 490; storage 490 / 0.8 = 612.5 (306.25 to 1225 of the ends 410 and 650); a fifth is storage:
//   value 0.8 x 490 + 0.2 x 612.5 = 514.5
//   low 0.8 x 410 + 0.2 x 410 / 2 / 0.8 = 379.25;  high 0.8 x 650 + 0.2 x 650 x 2 / 0.8 = 845
TEST(GenerationMix, GivesStorageTheIntensityOfTheRestAndItsLosses) {
  const auto mix = intensity_of_mix(
      {{EnergySource::gas, Watts{8}}, {EnergySource::hydro_pumped, Watts{2}}}, kLife);
  EXPECT_NEAR(mix->value.value(), 514.5, 1e-9);
  EXPECT_NEAR(mix->low.value(), 379.25, 1e-9);
  EXPECT_NEAR(mix->high.value(), 845, 1e-9);
}

TEST(GenerationMix, TakesStorageAloneForUnknown) {
  const auto alone = intensity_of_mix({{EnergySource::battery, Watts{2}}}, kLife);
  const auto unknown = intensity_of_mix({{EnergySource::unknown, Watts{7}}}, kLife);
  EXPECT_DOUBLE_EQ(alone->value.value(), unknown->value.value());
  EXPECT_DOUBLE_EQ(alone->low.value(), unknown->low.value());
  EXPECT_DOUBLE_EQ(alone->high.value(), unknown->high.value());
  EXPECT_GT(unknown->high / unknown->low, 50);
}

TEST(GenerationMix, OfNothingIsAnError) {
  for (const Mix& mix :
       {Mix{}, Mix{{EnergySource::coal, Watts{0}}}, Mix{{EnergySource::hydro_pumped, Watts{-3}}}}) {
    const auto figure = intensity_of_mix(mix, kLife);
    ASSERT_FALSE(figure.has_value());
    EXPECT_EQ(figure.error().code, Errc::not_present);
  }
}

TEST(GenerationMix, WithAPowerThatIsNoNumberIsRefusedByName) {
  for (const double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
        -std::numeric_limits<double>::infinity()}) {
    const auto figure =
        intensity_of_mix({{EnergySource::gas, Watts{1}}, {EnergySource::oil, Watts{bad}}}, kLife);
    ASSERT_FALSE(figure.has_value());
    EXPECT_EQ(figure.error().code, Errc::malformed);
    EXPECT_THAT(figure.error().what, HasSubstr("the power of oil"));
  }
  const double most = std::numeric_limits<double>::max();
  EXPECT_FALSE(intensity_of_mix(
      {{EnergySource::gas, Watts{most}}, {EnergySource::oil, Watts{most}}}, kLife));
}

TEST(GenerationMix, OfAnUnknownKindIsRefused) {
  EXPECT_EQ(intensity_of_mix({{EnergySource::gas, Watts{1}}}, IntensityKind::unknown).error().code,
            Errc::malformed);
}

Mix some_mix() {
  Mix mix;
  const auto count = *rc::gen::inRange<std::size_t>(1, 12);
  for (std::size_t i = 0; i < count; ++i)
    mix.push_back({static_cast<EnergySource>(
                       *rc::gen::inRange(0, static_cast<int>(EnergySource::unknown) + 1)),
                   Watts{static_cast<double>(*rc::gen::inRange(-50, 1000))}});
  return mix;
}

RC_GTEST_PROP(GenerationMix, IsSoundWhateverGeneratesAndHasNoScale, ()) {
  const auto mix = some_mix();
  const auto kind = *rc::gen::element(kLife, kDirect);
  const auto figure = intensity_of_mix(mix, kind);
  if (!figure) {
    for (const auto& part : mix) RC_ASSERT(!(part.power > Watts{0}));
    return;
  }
  RC_ASSERT(std::isfinite(figure->high.value()));
  RC_ASSERT(figure->low >= CarbonIntensity{0});
  RC_ASSERT(figure->low <= figure->value);
  RC_ASSERT(figure->value <= figure->high);
  Mix larger = mix;
  for (auto& part : larger) part.power = part.power * 1e6;
  const double scaled = intensity_of_mix(larger, kind)->value.value();
  RC_ASSERT(std::abs(scaled - figure->value.value()) <= 1e-9 * (1 + scaled));
}

RC_GTEST_PROP(GenerationMix, RisesWhenCoalIsAdded, ()) {
  Mix mix = some_mix();
  std::erase_if(mix, [](const Generation& g) {
    return g.source == EnergySource::lignite || g.source == EnergySource::oil_shale ||
           g.source == EnergySource::peat || g.source == EnergySource::oil || is_storage(g.source);
  });
  const auto before = intensity_of_mix(mix, kLife);
  mix.push_back({EnergySource::coal, Watts{100}});
  const auto after = intensity_of_mix(mix, kLife);
  RC_ASSERT(after.has_value());
  if (before) RC_ASSERT(after->value >= before->value - CarbonIntensity{1e-9});
}

}  // namespace
}  // namespace wattprint::grid
