#include "base/line_stream.hpp"

#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "base/text.hpp"
#include "support/byte_streams.hpp"

namespace wattprint {
namespace {

using testing::PiecewiseSource;

std::vector<std::string> lines_of(const std::string& text, std::size_t piece) {
  PiecewiseSource source(text, piece);
  LineStream stream(source);
  std::vector<std::string> lines;
  while (const auto line = stream.next().value()) {
    lines.emplace_back(*line);
    EXPECT_EQ(stream.number(), lines.size());
  }
  EXPECT_FALSE(stream.next().value());
  return lines;
}

TEST(LineStream, GivesEachLineWithItsNumber) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(lines_of("", 1), Lines{});
  EXPECT_EQ(lines_of("a", 1), Lines{"a"});
  EXPECT_EQ(lines_of("a\n", 1), Lines{"a"});
  EXPECT_EQ(lines_of("a\n\nb", 2), (Lines{"a", "", "b"}));
  EXPECT_EQ(lines_of("\n", 1), Lines{""});
}

TEST(LineStream, RefusesALineThatIsNone) {
  PiecewiseSource source("ab\n" + std::string(100000, 'x'), 1000);
  LineStream stream(source, 50);
  EXPECT_EQ(*stream.next().value(), "ab");
  EXPECT_EQ(stream.next().error().what, "longer than 50 bytes, that is no line of a text");
  EXPECT_EQ(stream.number(), 2U);
}

TEST(LineStream, TakesALineOfTheLongestLength) {
  PiecewiseSource source(std::string(50, 'x') + "\n" + std::string(51, 'y') + "\n");
  LineStream stream(source, 50);
  EXPECT_EQ(stream.next().value()->size(), 50U);
  EXPECT_FALSE(stream.next());
}

TEST(LineStream, PassesOnWhatTheSourceFailsWith) {
  PiecewiseSource source("a\nb");
  source.fails_at_end = true;
  LineStream stream(source);
  EXPECT_EQ(*stream.next().value(), "a");
  EXPECT_EQ(stream.next().error().code, Errc::io);
}

RC_GTEST_PROP(LineStream, IsWhatNextLineIsOfTheWholeText, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::element('\n', 'a', '|', '\r', '\0'));
  const auto piece = *rc::gen::inRange<std::size_t>(1, 9);
  std::vector<std::string> whole;
  std::string_view rest = text;
  while (const auto line = next_line(rest)) whole.emplace_back(*line);
  RC_ASSERT(lines_of(text, piece) == whole);
}

}  // namespace
}  // namespace wattprint
