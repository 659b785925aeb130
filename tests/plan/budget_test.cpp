#include "plan/budget.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wattprint::plan {
namespace {

using ::testing::HasSubstr;

Budget one(std::string_view text) { return parse_budgets(text).value().at(0); }

std::string error(std::string_view text) {
  const auto budgets = parse_budgets(text);
  return budgets ? "" : budgets.error().what;
}

Use joules(double value) {
  return {Figure<Joules>::exact(Joules{value}, Basis::measured, "rapl"), std::nullopt};
}

TEST(Budget, IsReadInEveryUnit) {
  EXPECT_EQ(std::get<Grams>(one("500 g").limit), Grams{500});
  EXPECT_EQ(std::get<Grams>(one("0.5kg").limit), Grams{500});
  EXPECT_EQ(std::get<Joules>(one("2 kWh").limit), Joules{7.2e6});
  EXPECT_EQ(std::get<Joules>(one("300Wh").limit), Joules{1.08e6});
  EXPECT_EQ(std::get<Joules>(one(" 1 MJ ").limit), Joules{1e6});
  EXPECT_EQ(std::get<Joules>(one("1e3 J").limit), Joules{1000});
  EXPECT_EQ(one("0.05 g/inference").task, "inference");
  EXPECT_EQ(one("500 g").task, "");
  EXPECT_EQ(parse_budgets("500 g, 2 kWh").value().size(), 2U);
}

TEST(Budget, SaysWhatIsWrongAndWhatWouldBeUnderstood) {
  EXPECT_EQ(error("5 apples"),
            "\"5 apples\" is no budget: there is no unit \"apples\"; write, for example, 500 g, "
            "0.5 kg, 2 kWh, 1 MJ, or 0.05 g/inference for each task of that name");
  EXPECT_THAT(error("5"), HasSubstr("it has no unit"));
  EXPECT_THAT(error("g"), HasSubstr("does not begin with a number"));
  EXPECT_THAT(error(""), HasSubstr("does not begin with a number"));
  EXPECT_THAT(error("-5 g"), HasSubstr("must be more than 0"));
  EXPECT_THAT(error("0 g"), HasSubstr("must be more than 0"));
  EXPECT_THAT(error("5 g/"), HasSubstr("no task is named"));
  EXPECT_THAT(error("5 g,"), HasSubstr("does not begin with a number"));
  EXPECT_THAT(error("5 KG"), HasSubstr("there is no unit \"KG\""));
  EXPECT_THAT(error("1e308 GJ"), HasSubstr("too large"));
}

TEST(Budget, IsExceededOnlyAboveItsLimit) {
  EXPECT_FALSE(judge(one("100 J"), joules(100), {})->exceeded);
  const auto above = judge(one("100 J"), joules(101), {});
  EXPECT_TRUE(above->exceeded);
  EXPECT_TRUE(above->will_exceed);
  EXPECT_EQ(above->text, "the budget of 100 J is exceeded: 101 J used");
}

TEST(Budget, WillBeExceededWhenMoreIsExpected) {
  const auto verdict = judge(one("100 J"), joules(10), joules(120));
  EXPECT_FALSE(verdict->exceeded);
  EXPECT_TRUE(verdict->will_exceed);
  EXPECT_EQ(verdict->text,
            "the budget of 100 J will be exceeded: 10 J used, 120 J expected in all");
  EXPECT_FALSE(judge(one("100 J"), joules(10), joules(90))->will_exceed);
}

TEST(Budget, CannotBeJudgedWithoutAFigure) {
  EXPECT_FALSE(judge(one("100 g"), joules(10), {}).has_value());
}

TEST(Budget, TheTightestOfSeveralIsTold) {
  const auto loose = *judge(one("1000 J"), joules(200), {});
  const auto near = *judge(one("250 J"), joules(200), {});
  const auto over = *judge(one("199 J"), joules(200), {});
  EXPECT_EQ(tightest({near, loose})->budget.text, "250 J");
  EXPECT_EQ(tightest({near, over, loose})->budget.text, "199 J");
  EXPECT_FALSE(tightest({}).has_value());
}

}  // namespace
}  // namespace wattprint::plan
