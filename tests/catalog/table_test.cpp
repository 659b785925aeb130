#include "catalog/table.hpp"

#include <gtest/gtest.h>

#include <string>

#include "catalog/tables.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kText = "key,value\nA,1\nA,2\nA-B,3\nB,4\nD,5\n";

std::string values_of(std::string_view text, std::string_view key) {
  const auto table = Table::open(text, "key,value", "test.csv");
  const auto rows = table.value().rows(key);
  std::string values;
  for (const auto& row : rows.value()) values += std::string(row[1]) + " ";
  return values;
}

TEST(Table, FindsTheRowsOfAKeyWhereverTheyStand) {
  EXPECT_EQ(values_of(kText, "A"), "1 2 ");
  EXPECT_EQ(values_of(kText, "A-B"), "3 ");
  EXPECT_EQ(values_of(kText, "B"), "4 ");
  EXPECT_EQ(values_of(kText, "D"), "5 ");
}

TEST(Table, FindsNothingBeforeBetweenAndAfterTheRows) {
  for (const char* key : {"", "0", "AA", "A-", "C", "E", "a"}) EXPECT_EQ(values_of(kText, key), "");
}

TEST(Table, ReadsALastRowWithoutNewline) { EXPECT_EQ(values_of("key,value\nA,1\nB,2", "B"), "2 "); }

TEST(Table, HasNoRowsWhenThereIsOnlyAHeader) {
  EXPECT_EQ(values_of("key,value\n", "A"), "");
  EXPECT_EQ(values_of("key,value", "A"), "");
}

TEST(Table, RefusesAnotherHeaderAndNamesTheTable) {
  for (const char* text : {"", "\n", "value,key\n", "key,value,more\nA,1,2\n"}) {
    const auto table = Table::open(text, "key,value", "test.csv");
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().code, Errc::malformed);
    EXPECT_NE(table.error().what.find("test.csv:1"), std::string::npos);
  }
}

TEST(Table, RefusesARowWithAnotherNumberOfFields) {
  const auto table = Table::open("key,value\nA,1\nB\nC,1,2\n", "key,value", "test.csv").value();
  EXPECT_TRUE(table.rows("A"));
  EXPECT_EQ(table.rows("B").error().code, Errc::malformed);
  EXPECT_EQ(table.rows("C").error().code, Errc::malformed);
  EXPECT_EQ(table.all_rows().error().code, Errc::malformed);
}

TEST(Table, FindsEveryRowOfTheShippedTables) {
  for (const auto text :
       {tables::grid_yearly(), tables::instances(), tables::zones(), tables::time_zones()}) {
    const auto table = Table::open(text, text.substr(0, text.find('\n')), "shipped").value();
    const auto all = table.all_rows().value();
    ASSERT_GT(all.size(), 500u);
    std::size_t found = 0;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (i == 0 || all[i][0] != all[i - 1][0]) found += table.rows(all[i][0])->size();
    EXPECT_EQ(found, all.size());
  }
}

}  // namespace
}  // namespace wattprint::catalog
