#include "base/csv_stream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

#include "base/csv.hpp"
#include "support/byte_streams.hpp"

namespace wattprint {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::PiecewiseSource;
using Row = std::vector<std::string>;

constexpr std::size_t kWhole = static_cast<std::size_t>(-1);

/// All rows; "!" and the message for a row that is refused.
std::vector<Row> rows_of(const std::string& text, std::size_t piece = kWhole,
                         std::size_t longest_row = CsvStream::kLongestRow) {
  PiecewiseSource source(text, piece);
  CsvStream stream(source, longest_row);
  std::vector<Row> rows;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const auto found = stream.next();
    if (!found) {
      rows.push_back({"!" + found.error().what});
    } else if (*found) {
      rows.emplace_back(stream.fields().begin(), stream.fields().end());
    } else {
      return rows;
    }
  }
  ADD_FAILURE() << "the stream never ends";
  return rows;
}

/// "LINE:COLUMN" of each field.
std::vector<std::string> places_of(const std::string& text) {
  PiecewiseSource source(text);
  CsvStream stream(source);
  std::vector<std::string> places;
  while (stream.next().value_or(false)) {
    for (std::size_t i = 0; i < stream.fields().size(); ++i) {
      const auto place = stream.place(i);
      places.push_back(std::to_string(place.line) + ":" + std::to_string(place.column));
    }
  }
  return places;
}

TEST(CsvStream, ReadsRowsWhateverThePiecesTheyComeIn) {
  const std::string text =
      "\xEF\xBB\xBF"
      "a,b\r\n\r\n1,\"say \"\"hi\"\"\"\r\n\"two\r\nlines\",\n\n3,4";
  for (std::size_t piece = 1; piece < 30; ++piece) {
    EXPECT_THAT(rows_of(text, piece), ElementsAre(Row{"a", "b"}, Row{"1", "say \"hi\""},
                                                  Row{"two\r\nlines", ""}, Row{"3", "4"}));
  }
}

TEST(CsvStream, OfNothingIsEmpty) {
  EXPECT_THAT(rows_of(""), ElementsAre());
  EXPECT_THAT(rows_of("\xEF\xBB\xBF"), ElementsAre());
  EXPECT_THAT(rows_of("\xEF\xBB"), ElementsAre(Row{"\xEF\xBB"}));  // no whole mark
}

TEST(CsvStream, TellsWhereEachFieldStands) {
  EXPECT_THAT(places_of("a,bc,d\n\n1,\"2\",3\r\n"),
              ElementsAre("1:1", "1:3", "1:6", "3:1", "3:3", "3:7"));
}

TEST(CsvStream, TellsTheLineInsideARowThatSpansSeveral) {
  EXPECT_THAT(places_of("a,b,c\n1,\"x\ny\",3\n4,5,6\n"),
              ElementsAre("1:1", "1:3", "1:5", "2:1", "2:3", "3:4", "4:1", "4:3", "4:5"));
}

TEST(CsvStream, CountsColumnsInCharactersAndNotTheByteOrderMark) {
  EXPECT_THAT(places_of("\xEF\xBB\xBF"
                        "M\xC3\xBCnchen,\xE2\x84\xA2,x\n"),
              ElementsAre("1:1", "1:9", "1:11"));
}

TEST(CsvStream, AQuoteThatIsNeverClosedCostsOneRow) {
  EXPECT_THAT(rows_of("a,b\n1,\"2\n3,4\n5,6\n"),
              ElementsAre(Row{"a", "b"}, Row{"!2:3: a quote is opened and never closed"},
                          Row{"3", "4"}, Row{"5", "6"}));
}

TEST(CsvStream, AQuoteThatSwallowsMoreThanARowMayHaveCostsOneRow) {
  const std::string text = "a,b\n1,\"2\n" + std::string(50, 'x') + ",4\n5,6\n";
  EXPECT_THAT(
      rows_of(text, kWhole, 60),
      ElementsAre(Row{"a", "b"}, Row{"!2:3: a quote is opened and not closed within 60 bytes"},
                  Row{std::string(50, 'x'), "4"}, Row{"5", "6"}));
}

TEST(CsvStream, ARowThatIsTooLongCostsThatRow) {
  const std::string longest(CsvStream::kLongestRow - 3, 'x');
  for (const std::size_t piece : {std::size_t{1000}, kWhole}) {
    const auto rows = rows_of("a,b\n" + longest + ",1\n" + longest + "x,1\n2,3\n", piece);
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(rows[1].at(0).size(), longest.size());
    EXPECT_EQ(rows[2], Row{"!3:1: a row of more than 1048576 bytes; is this a table in CSV?"});
    EXPECT_EQ(rows[3], (Row{"2", "3"}));
  }
}

TEST(CsvStream, KeepsNoMoreThanARowOfATextWithoutLineEnds) {
  class Endless : public ByteSource {
   public:
    Result<std::size_t> read(std::span<char> space) override {
      largest = std::max(largest, space.size());
      std::fill(space.begin(), space.end(), 'x');
      given += space.size();
      if (given > (64u << 20)) return fail(Errc::io, "enough");
      return space.size();
    }
    std::size_t given = 0;
    std::size_t largest = 0;
  } source;
  CsvStream stream(source);
  EXPECT_THAT(stream.next().error().what, HasSubstr("1:1: a row of more than"));
  EXPECT_EQ(stream.next().error().what, "enough");
  EXPECT_LE(source.largest, 2 * CsvStream::kLongestRow);
}

TEST(CsvStream, TextBehindAClosingQuoteCostsThatRow) {
  EXPECT_THAT(rows_of("a,b\n1,\"2\"x\n3,4\n"),
              ElementsAre(Row{"a", "b"},
                          Row{"!2:3: text after a closing quote; a quote inside quotes is written "
                              "twice"},
                          Row{"3", "4"}));
}

TEST(CsvStream, RefusesNulBytesWithTheirPlace) {
  const std::string text("a,b\n1,2\0\n3,4\n", 13);
  EXPECT_THAT(rows_of(text),
              ElementsAre(Row{"a", "b"},
                          Row{"!2:4: a NUL byte, so this is no text; save the table as CSV in "
                              "UTF-8"},
                          Row{"3", "4"}));
}

TEST(CsvStream, HandsOnTheErrorOfItsSource) {
  PiecewiseSource source("a,b\n1,2\n3");
  source.fails_at_end = true;
  CsvStream stream(source);
  EXPECT_TRUE(stream.next().value());
  EXPECT_TRUE(stream.next().value());
  EXPECT_EQ(stream.next().error().code, Errc::io);
}

std::string written(const std::vector<Row>& table) {
  std::string text;
  for (const auto& row : table) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += ',';
      append_csv_field(text, row[i]);
    }
    text += '\n';
  }
  return text;
}

RC_GTEST_PROP(CsvStream, ReadsBackWhateverWasWrittenInAnyPieces, (const std::vector<Row>& table)) {
  std::vector<Row> expected{{"a", "b", "c"}};
  for (Row row : table) {
    row.resize(3);
    for (auto& field : row) std::replace(field.begin(), field.end(), '\0', '"');
    expected.push_back(row);
  }
  const auto piece = *rc::gen::inRange<std::size_t>(1, 100);
  RC_ASSERT(rows_of(written(expected), piece) == expected);
}

/// Texts of what the grammar is about, and little else.
rc::Gen<std::string> tricky_text() {
  return rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("a\xC3\xA9,,\"\"\"\n\n\r")));
}

RC_GTEST_PROP(CsvStream, SaysTheSameWhateverThePieces, ()) {
  const auto text = *tricky_text();
  const auto piece = *rc::gen::inRange<std::size_t>(1, 10);
  const auto longest_row = *rc::gen::inRange<std::size_t>(1, 20);
  RC_ASSERT(rows_of(text, piece, longest_row) == rows_of(text, kWhole, longest_row));
}

RC_GTEST_PROP(CsvStream, ReadsAsCsvReaderDoes, ()) {
  const auto text = *tricky_text();
  auto reader = CsvReader::open(text);
  PiecewiseSource source(text, 3);
  CsvStream stream(source);
  const auto header = stream.next();
  RC_ASSERT(reader.has_value() == header.value_or(false));
  if (!reader) return;
  RC_ASSERT(reader->header() == Row(stream.fields().begin(), stream.fields().end()));
  while (true) {
    const auto row = reader->next();
    const auto found = stream.next();
    if (!found) {
      RC_ASSERT(!row.has_value());
      // From here on they differ: the reader takes all that the quote swallows for the row.
      if (found.error().what.ends_with("never closed")) return;
    } else if (*found && stream.fields().size() != reader->header().size()) {
      RC_ASSERT(!row.has_value());
    } else {
      RC_ASSERT(row.has_value() && row->has_value() == *found);
      if (!*found) return;
      RC_ASSERT(**row == Row(stream.fields().begin(), stream.fields().end()));
    }
  }
}

}  // namespace
}  // namespace wattprint
