#include "base/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

#include <clocale>
#include <limits>

namespace wattprint {
namespace {

using namespace std::string_view_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Trim, TakesBlanksAndNulsOffBothEnds) {
  EXPECT_EQ(trim(" \t a b\r\n\0"sv), "a b");
  EXPECT_EQ(trim(" \n\0\t"sv), "");
  EXPECT_EQ(trim(""), "");
}

TEST(ParseU64, TakesOnlyAWholeNumber) {
  EXPECT_EQ(parse_u64("0"), 0u);
  EXPECT_EQ(parse_u64(" 42\n"), 42u);
  EXPECT_EQ(parse_u64("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(parse_u64("ff", 16), 255u);
  for (const char* wrong : {"", " ", "-1", "+1", "1.5", "1 2", "12x", "0x10",
                            "18446744073709551616", "99999999999999999999999999", "ff", "١"})
    EXPECT_EQ(parse_u64(wrong), std::nullopt) << wrong;
}

TEST(ParseI64, TakesOnlyAWholeNumber) {
  EXPECT_EQ(parse_i64("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(parse_i64("9223372036854775807\n"), std::numeric_limits<std::int64_t>::max());
  for (const char* wrong : {"", "-", "--1", "9223372036854775808", "1e3", "1-"})
    EXPECT_EQ(parse_i64(wrong), std::nullopt) << wrong;
}

TEST(ParseDouble, TakesOnlyAFiniteNumber) {
  EXPECT_EQ(parse_double("1.5e3"), 1500.0);
  EXPECT_EQ(parse_double("-0.25\n"), -0.25);
  for (const char* wrong : {"", "inf", "-inf", "nan", "1e999", "1,5", "1.5.2", "0x1p3", "1e", "e1"})
    EXPECT_EQ(parse_double(wrong), std::nullopt) << wrong;
}

TEST(ParseDouble, DoesNotFollowTheLocale) {
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  if (std::setlocale(LC_NUMERIC, "de_DE.UTF-8") == nullptr)
    GTEST_SKIP() << "the locale de_DE.UTF-8 is not installed";
  const auto number = parse_double("1.5");
  std::setlocale(LC_NUMERIC, before.c_str());
  EXPECT_EQ(number, 1.5);
}

TEST(NextLine, TakesLinesOneByOne) {
  std::string_view rest = "a\n\nb";
  EXPECT_EQ(next_line(rest), "a");
  EXPECT_EQ(next_line(rest), "");
  EXPECT_EQ(next_line(rest), "b");
  EXPECT_EQ(next_line(rest), std::nullopt);
}

TEST(NextLine, ANewlineAtTheEndBeginsNoFurtherLine) {
  std::string_view rest = "a\n";
  EXPECT_EQ(next_line(rest), "a");
  EXPECT_EQ(next_line(rest), std::nullopt);
}

TEST(NextWord, PassesOverBlanks) {
  std::string_view rest = "  cpu\t 12 \n";
  EXPECT_EQ(next_word(rest), "cpu");
  EXPECT_EQ(next_word(rest), "12");
  EXPECT_EQ(next_word(rest), std::nullopt);
  EXPECT_EQ(next_word(rest), std::nullopt);
}

TEST(Split, KeepsEmptyParts) {
  EXPECT_THAT(split("a,,b,", ','), ElementsAre("a", "", "b", ""));
  EXPECT_THAT(split("", ','), ElementsAre(""));
}

TEST(ToLower, LeavesAllButAsciiLettersAlone) { EXPECT_EQ(to_lower("ÄB-Z1"), "Äb-z1"); }

TEST(StartsWith, NeedsTheWholePrefix) {
  EXPECT_TRUE(starts_with("abc", "ab"));
  EXPECT_TRUE(starts_with("abc", ""));
  EXPECT_FALSE(starts_with("a", "ab"));
}

TEST(Nearest, OffersTheLeastChangedFirst) {
  EXPECT_THAT(nearest("germny", {"France", "Germany", "Jersey", "Guernsey"}),
              ElementsAre("Germany"));
  EXPECT_THAT(nearest("--zon", {"--zone", "--json", "--name"}), ElementsAre("--zone", "--json"));
}

TEST(Nearest, OffersNoMoreThanAsked) {
  EXPECT_THAT(nearest("a", {"a", "b", "c", "d"}, 2), ElementsAre("a", "b"));
}

TEST(Nearest, TwoLettersThatBothDifferAreNotNear) {
  EXPECT_THAT(nearest("GX", {"DE", "GB", "AX", "FR"}), ElementsAre("GB", "AX"));
}

TEST(Nearest, OffersShorterAndLongerNames) {
  EXPECT_THAT(nearest("GBR", {"GB", "GBRX", "G"}), ElementsAre("GB", "GBRX", "G"));
}

TEST(Nearest, IsQuickWithALongText) {
  const std::string endless(5'000'000, 'x');
  EXPECT_THAT(nearest(endless, std::vector<std::string>(1000, "Germany")), IsEmpty());
}

RC_GTEST_PROP(ParseU64, ReadsBackAnyNumber, (std::uint64_t number)) {
  RC_ASSERT(parse_u64(std::to_string(number)) == number);
}

RC_GTEST_PROP(Split, PartsJoinedAreTheText, (const std::string& text)) {
  std::string joined;
  for (const auto part : split(text, ';')) joined += std::string(part) + ";";
  RC_ASSERT(joined == text + ";");
}

}  // namespace
}  // namespace wattprint
