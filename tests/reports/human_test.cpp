#include "reports/human.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace wattprint::reports {
namespace {

std::string energy(double joules, double low, double high) {
  return to_text(Figure<Joules>{Joules{joules}, Joules{low}, Joules{high}, Basis::measured, ""});
}
std::string energy(double joules) { return energy(joules, 0.5 * joules, 2 * joules); }
std::string mass(double grams) {
  return to_text(
      Figure<Grams>{Grams{grams}, Grams{0.5 * grams}, Grams{2 * grams}, Basis::measured, ""});
}

TEST(Human, PicksAUnitInWhichANumberReadsWell) {
  EXPECT_EQ(energy(0.02), "5.6 µWh");
  EXPECT_EQ(energy(36), "10 mWh");
  EXPECT_EQ(energy(1476), "0.41 Wh");
  EXPECT_EQ(energy(3.6e5), "0.10 kWh");
  EXPECT_EQ(energy(3.6e6 * 56), "56 kWh");
  EXPECT_EQ(energy(3.6e9 * 1287), "1.3 GWh");
  EXPECT_EQ(energy(3.6e12 * 5000), "5000 GWh");
  EXPECT_EQ(energy(1e-7), "0.000028 µWh");
  EXPECT_EQ(energy(0), "0 Wh");
  EXPECT_EQ(mass(1.8e-6), "1.8 µg");
  EXPECT_EQ(mass(0.141), "0.14 g");
  EXPECT_EQ(mass(5.52e8), "0.55 kt");
}

TEST(Human, ShowsAsManyDigitsAsTheIntervalAllows) {
  EXPECT_EQ(energy(36 * 412.34, 36 * 300, 36 * 500), "4.1 Wh");
  EXPECT_EQ(energy(36 * 412.34, 36 * 400, 36 * 420), "4.12 Wh");
  EXPECT_EQ(energy(36 * 412.34, 36 * 412, 36 * 413), "4.123 Wh");
}

TEST(Human, WritesSignificantDigitsWithoutExponent) {
  EXPECT_EQ(significant(1234.5, 2), "1200");
  EXPECT_EQ(significant(0.996, 2), "1.0");
  EXPECT_EQ(significant(9.96, 2), "10");
  EXPECT_EQ(significant(0.0123456, 3), "0.0123");
  EXPECT_EQ(significant(-0.5, 2), "-0.50");
  EXPECT_EQ(significant(0, 2), "0");
  EXPECT_EQ(significant(std::numeric_limits<double>::infinity(), 2), "?");
}

TEST(Human, GivesIntervalsInTheUnitOfTheValue) {
  const Figure<Joules> figure{Joules{1476}, Joules{0}, Joules{7200}, Basis::assumed, ""};
  EXPECT_EQ(interval_text(figure, unit_for(figure.value)), "(0 to 2.0)");
  const Figure<Grams> skewed{Grams{9.8}, Grams{0.0031}, Grams{12.34}, Basis::assumed, ""};
  EXPECT_EQ(interval_text(skewed, {"g", 1}), "(0.003 to 12)");
  EXPECT_EQ(interval_text(Figure<Joules>::exact(Joules{3}, Basis::assumed, ""), {"J", 1}), "");
}

TEST(Human, WritesDurationsAsPeopleSayThem) {
  EXPECT_EQ(to_text(Seconds(0)), "0 s");
  EXPECT_EQ(to_text(Seconds(0.0041)), "4.1 ms");
  EXPECT_EQ(to_text(Seconds(0.25)), "250 ms");
  EXPECT_EQ(to_text(Seconds(0.9999)), "1.0 s");
  EXPECT_EQ(to_text(Seconds(12.3)), "12.3 s");
  EXPECT_EQ(to_text(Seconds(59.97)), "1 min 0 s");
  EXPECT_EQ(to_text(Seconds(125)), "2 min 5 s");
  EXPECT_EQ(to_text(Seconds(3599.6)), "1 h 0 min");
  EXPECT_EQ(to_text(Seconds(3600 * 3 + 60 * 12)), "3 h 12 min");
  EXPECT_EQ(to_text(Seconds(86400 * 5 + 3600 * 4)), "5 d 4 h");
}

TEST(Human, NeverShowsAShareThatIsThereAsZero) {
  EXPECT_EQ(percent(0.713), "71 %");
  EXPECT_EQ(percent(0.001), "<1 %");
  EXPECT_EQ(percent(0), "0 %");
}

}  // namespace
}  // namespace wattprint::reports
