#include "reports/display_width.hpp"

#include <gtest/gtest.h>

#include "reports/columns.hpp"

namespace wattprint::reports {
namespace {

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("µWh"), 3U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("訓練"), 4U);
  EXPECT_EQ(display_width("🔋"), 2U);
  EXPECT_EQ(display_width("\xE9\xFF"), 2U);
  EXPECT_EQ(display_width("\xE2\x82"), 2U);
}

TEST(DisplayWidth, ShortensBetweenCharacters) {
  EXPECT_EQ(shorten("abcdef", 6), "abcdef");
  EXPECT_EQ(shorten("abcdef", 5), "abcd…");
  EXPECT_EQ(shorten("訓練訓練", 5), "訓練…");
  EXPECT_EQ(shorten("one, two", 6), "one…");
  EXPECT_EQ(shorten("anything", 0), "anything");
  EXPECT_EQ(shorten("abc", 1), "…");
}

TEST(DisplayWidth, TakesTheControlOutOfNames) {
  EXPECT_EQ(printable("a\x1b[31mb\nc\x7F"), "a?[31mb?c?");
  EXPECT_EQ(printable("caf\u00E9 \xE9 \u009B"), "caf\u00E9 ? ?");
}

TEST(Columns, AlignAndLeaveNoBlanksAtTheEnd) {
  Columns columns(1);
  columns.row({{"µ"}, {"1", Tone::plain, true}, {"x"}});
  columns.row({{"long"}, {"22", Tone::plain, true}, {""}});
  columns.free_row({"free"}, {"runs over all of them"});
  EXPECT_EQ(columns.render({}), " µ      1  x\n long  22\n free  runs over all of them\n");
}

TEST(Columns, ShortenTheLastCellToTheWidth) {
  Columns columns(0);
  columns.row({{"ab"}, {"0123456789012345678901234"}});
  EXPECT_EQ(columns.render({.width = 24}), "ab  0123456789012345678…\n");
  EXPECT_EQ(columns.render({.width = 0}), "ab  0123456789012345678901234\n");
}

TEST(Columns, ColourDoesNotMoveThem) {
  Columns columns(0);
  columns.row({{"a", Tone::strong}, {"b"}});
  columns.row({{"ccc"}, {"d"}});
  EXPECT_EQ(columns.render({.color = true}), "\x1b[1ma\x1b[0m    b\nccc  d\n");
}

TEST(Columns, ContinueTheLastCellBelowItself) {
  Columns columns(0, 2);
  columns.row({{"ab"}, {"one two three four five six seven eight"}});
  columns.row({{"cd"}, {"one two three four five six seven eight nine"}});
  EXPECT_EQ(columns.render({.width = 24}),
            "ab  one two three four\n"
            "    five six seven eight\n"
            "cd  one two three four\n"
            "    five six seven eigh…\n");
}

TEST(Wrap, BreaksAtBlanksAndKeepsLongWordsWhole) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(wrap("one two three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(wrap("/a/very/long/path x", 6), (Lines{"/a/very/long/path", "x"}));
  EXPECT_EQ(wrap("one  two", 0), Lines{"one two"});
  EXPECT_EQ(wrap("", 5), Lines{""});
}

}  // namespace
}  // namespace wattprint::reports
