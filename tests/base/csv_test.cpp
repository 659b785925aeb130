#include "base/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

namespace wattprint {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Row = std::vector<std::string>;

/// All rows below the header; "!" and the message for a row that is refused.
std::vector<Row> rows_of(std::string_view text) {
  auto reader = CsvReader::open(text).value();
  std::vector<Row> rows;
  for (int i = 0; i < 1000; ++i) {
    auto row = reader.next();
    if (!row) {
      rows.push_back({"!" + row.error().what});
    } else if (*row) {
      rows.push_back(**row);
    } else {
      return rows;
    }
  }
  ADD_FAILURE() << "the reader never ends";
  return rows;
}

TEST(Csv, ReadsPlainRows) {
  EXPECT_THAT(rows_of("a,b\n1,2\n3,4\n"), ElementsAre(Row{"1", "2"}, Row{"3", "4"}));
}

TEST(Csv, ReadsALastRowWithoutNewline) {
  EXPECT_THAT(rows_of("a,b\n1,2"), ElementsAre(Row{"1", "2"}));
}

TEST(Csv, ReadsWindowsLineEndsAndKeepsOtherCarriageReturns) {
  EXPECT_THAT(rows_of("a,b\r\n1,2\r\n\"3\",\"4\"\r\n"), ElementsAre(Row{"1", "2"}, Row{"3", "4"}));
  EXPECT_THAT(rows_of("a,b\n1\r2,3\n"), ElementsAre(Row{"1\r2", "3"}));
}

TEST(Csv, ReadsQuotedCommasQuotesAndLineEnds) {
  EXPECT_THAT(rows_of("a,b\n\"1,5\",\"say \"\"hi\"\"\"\n\"two\nlines\",\n"),
              ElementsAre(Row{"1,5", "say \"hi\""}, Row{"two\nlines", ""}));
}

TEST(Csv, KeepsAQuoteInsideAPlainField) {
  EXPECT_THAT(rows_of("a,b\n5\" disk,x\n"), ElementsAre(Row{"5\" disk", "x"}));
}

TEST(Csv, KeepsEmptyFields) {
  EXPECT_THAT(rows_of("a,b,c\n,,\n\"\",\"\",\"\"\n"),
              ElementsAre(Row{"", "", ""}, Row{"", "", ""}));
}

TEST(Csv, PassesOverAByteOrderMark) {
  EXPECT_EQ(CsvReader::open("\xEF\xBB\xBFid,cpu\n")->column("id"), 0u);
}

TEST(Csv, PassesOverBlankLinesUnlessTheyAreAnEmptyField) {
  EXPECT_THAT(rows_of("a,b\n\n1,2\n\r\n3,4\n\n\n"), ElementsAre(Row{"1", "2"}, Row{"3", "4"}));
  EXPECT_THAT(rows_of("a\n1\n\n2\n"), ElementsAre(Row{"1"}, Row{""}, Row{"2"}));
}

TEST(Csv, NamesTheLineOfARowWithAnotherNumberOfFieldsAndGoesOn) {
  EXPECT_THAT(rows_of("a,b\n\"x\ny\",2\n3\n4,5,6\n7,8\n"),
              ElementsAre(Row{"x\ny", "2"}, Row{"!line 4: 1 fields, the header has 2"},
                          Row{"!line 5: 3 fields, the header has 2"}, Row{"7", "8"}));
}

TEST(Csv, AnUnclosedQuoteIsAnErrorOnceAndThenTheEnd) {
  EXPECT_THAT(rows_of("a,b\n1,2\n\"3,4\n5,6\n"),
              ElementsAre(Row{"1", "2"}, Row{"!line 3: a quote is opened and never closed"}));
}

TEST(Csv, TextAfterAClosingQuoteIsAnError) {
  EXPECT_THAT(rows_of("a,b\n\"1\"x,2\n\"\" \"\",2\n3,4\n"),
              ElementsAre(Row{"!line 2: text after a closing quote"},
                          Row{"!line 3: text after a closing quote"}, Row{"3", "4"}));
}

TEST(Csv, RefusesATextWithoutHeader) {
  EXPECT_EQ(CsvReader::open("").error().code, Errc::malformed);
  EXPECT_EQ(CsvReader::open("\xEF\xBB\xBF").error().code, Errc::malformed);
  EXPECT_EQ(CsvReader::open("\"a,b\n").error().code, Errc::malformed);
}

TEST(Csv, NamesAMissingColumn) {
  const auto reader = CsvReader::open("id,cpu\n").value();
  EXPECT_EQ(reader.column("cpu"), 1u);
  EXPECT_THAT(reader.column("load").error().what, HasSubstr("no column \"load\""));
}

TEST(Csv, KeepsNulBytes) {
  EXPECT_THAT(rows_of(std::string_view("a,b\n\0,2\n", 8)),
              ElementsAre(Row{std::string(1, '\0'), "2"}));
}

RC_GTEST_PROP(Csv, ReadsBackWhateverItWrote, (const std::vector<std::vector<std::string>>& table)) {
  std::string text = "a,b,c\n";
  std::vector<Row> expected;
  for (const auto& generated : table) {
    Row row = generated;
    row.resize(3);
    text += csv_field(row[0]) + "," + csv_field(row[1]) + "," + csv_field(row[2]) + "\n";
    expected.push_back(row);
  }
  RC_ASSERT(rows_of(text) == expected);
}

RC_GTEST_PROP(Csv, EndsOnAnyBytes, (const std::string& bytes)) {
  auto reader = CsvReader::open(bytes);
  if (!reader) return;
  for (std::size_t i = 0; i <= bytes.size(); ++i) {
    const auto row = reader->next();
    if (row && !*row) return;
  }
  RC_FAIL("more rows than bytes");
}

}  // namespace
}  // namespace wattprint
