#include "models/gpu_power.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace wattprint::models {
namespace {

GpuPower power_of(std::string_view name) { return *GpuPower::of(catalog::find_gpu(name).value()); }

Figure<Watts> known(double watts) {
  return Figure<Watts>::exact(Watts{watts}, Basis::measured, "meter");
}

TEST(GpuPower, IsUnknownWhereNoRatingIs) {
  EXPECT_FALSE(GpuPower::of(catalog::find_gpu("TPU v5e").value()).has_value());
  EXPECT_FALSE(GpuPower::of(catalog::find_gpu("no such thing").value()).has_value());
}

TEST(GpuPower, OfATypicalLoadIsAShareOfTheRating) {
  // 0.6360 of 450 W is 286.2 W; the least share, 0.0939, is 42.3 W.
  const auto typical = power_of("RTX 4090").under({});
  EXPECT_NEAR(typical.value.value(), 286.2, 0.1);
  EXPECT_NEAR(typical.low.value(), 42.3, 0.1);
  EXPECT_NEAR(typical.high.value(), 450.0, 0.1);
  EXPECT_EQ(typical.basis, Basis::estimated);
  EXPECT_THAT(typical.source, ::testing::HasSubstr("rated power of NVIDIA GeForce RTX 4090"));
}

TEST(GpuPower, LiesBetweenGapsAndKernelsByUtilisation) {
  // 0.2193 of 400 W in the gaps, 0.6928 while kernels run: 87.7 and 277.1 W, half and half 182.4 W.
  const auto a100 = power_of("NVIDIA A100-SXM4-80GB");
  EXPECT_NEAR(a100.under({Fraction{0.0}, {}}).value.value(), 87.7, 0.1);
  EXPECT_NEAR(a100.under({Fraction{0.5}, {}}).value.value(), 182.4, 0.1);
  EXPECT_NEAR(a100.under({Fraction{1.0}, {}}).value.value(), 277.1, 0.1);
}

TEST(GpuPower, UnderALimitIsThatOfThePublicTrace) {
  // ImageNet on a V100 (zeus trace, medians over batch sizes): 222 W at 250, 99 at 100, 165 at 175.
  // By hand, at 100 W: 0.888^-4 + 0.392^-4 - 0.98^-4 = 42.87; 42.87^-0.25 x 250 = 97.7.
  const auto v100 = power_of("Tesla V100-PCIE-16GB");
  const auto at_100 = v100.with_limit(known(222), Watts{100});
  EXPECT_NEAR(at_100.value.value(), 97.7, 0.1);
  EXPECT_LE(at_100.low, Watts{99});
  EXPECT_GE(at_100.high, Watts{99});
  EXPECT_NEAR(v100.with_limit(known(222), Watts{175}).value.value(), 165, 3);
  EXPECT_EQ(at_100.basis, Basis::estimated);
  // NCF draws 38 W, whatever the limit.
  EXPECT_NEAR(v100.with_limit(known(38), Watts{100}).value.value(), 38, 0.5);
}

TEST(GpuPower, AtTheRatedLimitIsWhatIsKnown) {
  const auto v100 = power_of("Tesla V100-PCIE-16GB");
  for (const Watts limit : {Watts{250}, Watts{300}}) {
    const auto same = v100.with_limit(known(222), limit);
    EXPECT_EQ(same.value, Watts{222});
    EXPECT_EQ(same.low, Watts{222});
    EXPECT_EQ(same.high, Watts{222});
    EXPECT_EQ(same.basis, Basis::measured);
  }
}

TEST(GpuPower, OfAnIdleCardIsReadWhereSomebodyReadIt) {
  const auto a40 = power_of("NVIDIA A40").idle();
  EXPECT_EQ(a40.value, Watts{32});
  EXPECT_THAT(a40.source, ::testing::HasSubstr("huggingface.co/lsnu/VLAdaptorBench"));
  EXPECT_LT(a40.low, Watts{32});
  // 0.1449 of 700 W, of the cards with HBM
  EXPECT_NEAR(power_of("NVIDIA H100 80GB HBM3").idle().value.value(), 101.4, 0.1);
}

TEST(GpuPower, OfAFamilyIsAsUnsureAsItsRatings) {
  const auto family = power_of("A100").under({Fraction{0.5}, {}});
  const auto pcie = power_of("A100 PCIe 40GB").under({Fraction{0.5}, {}});
  const auto sxm = power_of("A100 SXM 80GB").under({Fraction{0.5}, {}});
  EXPECT_LE(family.low, pcie.low);
  EXPECT_GE(family.high, sxm.high);
  EXPECT_GT(family.value, pcie.value);
  EXPECT_LT(family.value, sxm.value);
  // A limit below all of them leaves nothing of that: 250 W is no more than the smaller is rated
  // at.
  EXPECT_LT(power_of("A100").under({Fraction{1.0}, Watts{250}}).high, Watts{300});
}

TEST(GpuPower, OverstatesNothingAsTheRatingDoes) {
  // Lowest and highest means of the trace's V100 runs, which the table has.
  const auto match = catalog::find_gpu("Tesla V100-PCIE-16GB").value();
  const auto typical = GpuPower::of(match)->under({});
  EXPECT_LE(typical.low, match.gpus.front().observed->low);
  EXPECT_GE(typical.high, match.gpus.front().observed->high);
  EXPECT_LT(typical.value, match.gpus.front().tdp->value * 0.8);
}

catalog::GpuMatch any_match() {
  static const auto gpus = catalog::all_gpus().value();
  catalog::GpuMatch match{catalog::GpuMatch::Kind::family, {}};
  const auto count = *rc::gen::inRange<std::size_t>(1, 4);
  while (match.gpus.size() < count) {
    const auto& gpu = gpus[*rc::gen::inRange<std::size_t>(0, gpus.size())];
    if (gpu.tdp) match.gpus.push_back(gpu);
  }
  return match;
}

std::optional<Fraction> share() { return Fraction{*rc::gen::inRange(0, 1001) / 1000.0}; }
std::optional<Watts> limit() { return Watts{*rc::gen::inRange(0, 1500) * 1.0}; }

RC_GTEST_PROP(GpuPower, GrowsWithUtilisation, ()) {
  const auto power = *GpuPower::of(any_match());
  const auto cap = *rc::gen::arbitrary<bool>() ? limit() : std::nullopt;
  auto low = share();
  auto high = share();
  if (*high < *low) std::swap(low, high);
  const auto a = power.under({low, cap});
  const auto b = power.under({high, cap});
  RC_ASSERT(a.value <= b.value + Watts{1e-9});
  RC_ASSERT(a.low <= b.low + Watts{1e-9});
  RC_ASSERT(a.high <= b.high + Watts{1e-9});
}

RC_GTEST_PROP(GpuPower, GrowsWithTheLimit, ()) {
  const auto power = *GpuPower::of(any_match());
  const auto utilisation = *rc::gen::arbitrary<bool>() ? share() : std::nullopt;
  auto low = limit();
  auto high = limit();
  if (*high < *low) std::swap(low, high);
  RC_ASSERT(power.under({utilisation, low}).value <=
            power.under({utilisation, high}).value + Watts{1e-9});
  const auto natural = known(*rc::gen::inRange(1, 1500));
  RC_ASSERT(power.with_limit(natural, *low).value <=
            power.with_limit(natural, *high).value + Watts{1e-9});
  RC_ASSERT(power.with_limit(natural, *low).value <= natural.value + Watts{1e-9});
}

RC_GTEST_PROP(GpuPower, IsAFigureAndNeverFarAboveTheLimit, ()) {
  const auto match = any_match();
  const auto power = *GpuPower::of(match);
  const GpuLoad load{*rc::gen::arbitrary<bool>() ? share() : std::nullopt,
                     *rc::gen::arbitrary<bool>() ? limit() : std::nullopt};
  const auto figure = power.under(load);
  RC_ASSERT(figure.low > Watts{0});
  RC_ASSERT(figure.low <= figure.value);
  RC_ASSERT(figure.value <= figure.high);
  const Watts most = load.limit ? std::min(*load.limit, power.rated().high) : power.rated().high;
  // No limit is below what the idle card takes, and none below a twentieth of the rating is heard
  // of.
  const Watts floor = std::max(power.idle().high, power.rated().high * 0.06);
  RC_ASSERT(figure.high <= std::max(most * std::exp(gpu_power_fit().limit_high_error), floor));
}

}  // namespace
}  // namespace wattprint::models
