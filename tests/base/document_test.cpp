#include "base/document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wattprint {
namespace {

using ::testing::HasSubstr;

const Node& at(const Node& node, std::string_view name) {
  static const Node kMissing;
  const auto* table = node.as<Node::Table>();
  if (table != nullptr)
    for (const auto& member : *table)
      if (member.name == name) return member.value;
  ADD_FAILURE() << "no " << name;
  return kMissing;
}

/// What both syntaxes have in common, without the places.
std::string shape(const Node& node) {
  struct Visitor {
    std::string operator()(Node::Nothing) const { return "nothing"; }
    std::string operator()(bool truth) const { return truth ? "yes" : "no"; }
    std::string operator()(std::int64_t whole) const { return "i" + std::to_string(whole); }
    std::string operator()(double number) const { return "d" + std::to_string(number); }
    std::string operator()(const std::string& text) const { return '"' + text + '"'; }
    std::string operator()(const Node::Moment& moment) const { return "at " + moment.text; }
    std::string operator()(const Node::List& list) const {
      std::string text = "[";
      for (const auto& element : list) text += shape(element) + ' ';
      return text + ']';
    }
    std::string operator()(const Node::Table& table) const {
      std::string text = "{";
      for (const auto& [name, value] : table) text += name + '=' + shape(value) + ' ';
      return text + '}';
    }
  };
  return std::visit(Visitor{}, node.value);
}

std::string json_error(std::string_view text) {
  const auto node = parse_json(text, "f.json");
  return node ? "no error" : node.error().what;
}

TEST(Document, IsTheSameInBothSyntaxes) {
  const auto toml = parse_toml(
      "hours = 72\nprice = \"0.3 \u20ac\"\nshare = 0.5\nsure = true\n[[gpu]]\nmodel = \"A100\"\n"
      "[[gpu]]\nmodel = \"T4\"\ncount = 2\n",
      "f.toml");
  const auto json = parse_json(
      "{\"gpu\": [{\"model\": \"A100\"}, {\"count\": 2, \"model\": \"T4\"}], \"hours\": 72,"
      " \"price\": \"0.3 \u20ac\", \"share\": 0.5, \"sure\": true}",
      "f.json");
  ASSERT_TRUE(toml) << toml.error().what;
  ASSERT_TRUE(json) << json.error().what;
  EXPECT_EQ(shape(*toml), shape(*json));
  EXPECT_EQ(shape(*json),
            "{gpu=[{model=\"A100\" } {count=i2 model=\"T4\" } ] hours=i72 price=\"0.3 \u20ac\" "
            "share=d0.500000 sure=yes }");
}

TEST(Document, KnowsWhereEachValueStands) {
  const auto toml = parse_toml("a = 1\n\n[[gpu]]\n\nmodel = 7\n", "f").value();
  EXPECT_EQ(at(toml, "a").line, 1U);
  const auto& gpu = at(toml, "gpu").as<Node::List>()->at(0);
  EXPECT_EQ(gpu.line, 3U);
  EXPECT_EQ(at(gpu, "model").line, 5U);
  const auto json = parse_json("{\"gpu\": [1, {\"a/b~\": [7, 8]}]}", "f").value();
  const auto& list = at(at(json, "gpu").as<Node::List>()->at(1), "a/b~");
  EXPECT_EQ(list.pointer, "/gpu/1/a~1b~0");
  EXPECT_EQ(list.as<Node::List>()->at(1).pointer, "/gpu/1/a~1b~0/1");
}

TEST(TomlDocument, HasDatesAsTheyAreWrittenByIso8601) {
  const auto node = parse_toml(
      "a = 2021-06-01\nb = 2021-06-01T12:00:00Z\nc = 2021-06-01T12:00:30-03:30\n"
      "d = 2021-06-01 12:00:00\ne = 12:00:00\n",
      "f");
  ASSERT_TRUE(node) << node.error().what;
  EXPECT_EQ(shape(*node),
            "{a=at 2021-06-01 b=at 2021-06-01T12:00:00Z c=at 2021-06-01T12:00:30-03:30 "
            "d=at 2021-06-01T12:00:00 e=nothing }");
}

TEST(TomlDocument, RefusesBracketsWithoutANameAndTooManyOfThem) {
  for (const auto* text : {"[]", "[ ]", "[[]]", "[[ ]]", "[[[a]]]", "[", "[["}) {
    const auto node = parse_toml(text, "f.toml");
    ASSERT_FALSE(node) << text;
    EXPECT_THAT(node.error().what, HasSubstr("f.toml line 1: ")) << text;
  }
  std::string deep = "a";
  for (int i = 0; i < 5000; ++i) deep += ".a";
  const auto node = parse_toml(deep + " = 1", "f.toml");
  ASSERT_FALSE(node);
  EXPECT_EQ(node.error().what, "f.toml line 1: nested more than 64 deep");
}

TEST(JsonDocument, SaysWhereItIsNone) {
  EXPECT_THAT(json_error(""), HasSubstr("f.json: line 1, column 1: "));
  EXPECT_THAT(json_error("{\n\"a\": 1,\n}"), HasSubstr("f.json: line 3, column 1: "));
  EXPECT_THAT(json_error("{\"a\": 1} 2"), HasSubstr("line 1, column 10: "));
  EXPECT_THAT(json_error("{\"a\": \"\xff\"}"), HasSubstr("line 1"));
  EXPECT_THAT(json_error("{\"a\": 1e999}"), HasSubstr("f.json: "));
  EXPECT_EQ(json_error("[1]"), "f.json: expected an object: {\"name\": value}");
  EXPECT_EQ(json_error("7"), "f.json: expected an object: {\"name\": value}");
}

TEST(JsonDocument, HasNoNameTwiceAndEndsAtADepth) {
  EXPECT_EQ(json_error("{\"a\": {\"b\": 1, \"b\": 2}}"), "f.json: /a/b is there twice; leave one");
  EXPECT_EQ(json_error("{\"a\":" + std::string(100000, '[')), "f.json: nested more than 64 deep");
  EXPECT_EQ(json_error("{\"a\": [{\"b\": 1}, {\"b\": 2}], \"b\": 3}"), "no error");
}

TEST(JsonDocument, KeepsWholeNumbersWholeAsLongAsTheyFit) {
  EXPECT_EQ(shape(parse_json("{\"a\": -7, \"b\": 18446744073709551615, \"c\": null}", "f").value()),
            "{a=i-7 b=d18446744073709551616.000000 c=nothing }");
}

}  // namespace
}  // namespace wattprint
