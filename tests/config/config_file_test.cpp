#include "config/config_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/keys.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

std::string error_of(std::string_view text) {
  const auto values = parse_config(text, "config.toml");
  if (values) return "no error";
  EXPECT_EQ(values.error().code, Errc::malformed);
  return values.error().what;
}

TEST(ConfigFile, GivesEachValueAsTextWithItsLine) {
  const auto values = parse_config(
      "# mine\ninterval = \"500ms\"\npue = 1.25\nintensity = 350\n\nno_store = true\n"
      "[tags]\nteam = \"vision\"\nticket = 42\n",
      "config.toml");
  ASSERT_TRUE(values) << values.error().what;
  EXPECT_THAT(values->at("interval").texts, ElementsAre("500ms"));
  EXPECT_EQ(values->at("interval").line, 2U);
  EXPECT_THAT(values->at("pue").texts, ElementsAre("1.25"));
  EXPECT_THAT(values->at("intensity").texts, ElementsAre("350"));
  EXPECT_THAT(values->at("no_store").texts, ElementsAre("true"));
  EXPECT_EQ(values->at("no_store").line, 6U);
  EXPECT_THAT(values->at("tags").texts, UnorderedElementsAre("team=vision", "ticket=42"));
}

TEST(ConfigFile, TakesABareNumberForATime) {
  EXPECT_THAT(parse_config("interval = 2", "f")->at("interval").texts, ElementsAre("2"));
  EXPECT_THAT(parse_config("interval = 0.5", "f")->at("interval").texts, ElementsAre("0.5"));
}

TEST(ConfigFile, NamesTheLineOfASettingThatDoesNotExistAndTheNearestThatDoes) {
  EXPECT_EQ(error_of("\n\nintervall = \"1s\"\n"),
            "config.toml line 3: there is no setting \"intervall\"; did you mean \"interval\"?");
  EXPECT_THAT(error_of("data-dir = \"/x\""), HasSubstr("did you mean \"data_dir\"?"));
  EXPECT_THAT(error_of("[tag]\na = \"b\""), HasSubstr("did you mean \"tags\"?"));
  EXPECT_EQ(error_of("wholly_other = 1"),
            "config.toml line 1: there is no setting \"wholly_other\"");
  EXPECT_THAT(error_of("config = \"other.toml\""), HasSubstr("no setting \"config\""));
}

TEST(ConfigFile, ChecksTheTypeOfEachValue) {
  EXPECT_EQ(error_of("quiet = \"yes\""), "config.toml line 1: quiet: expected true or false");
  EXPECT_EQ(error_of("a.b = 1").find("config.toml line 1: there is no setting \"a\""), 0U);
  EXPECT_THAT(error_of("pue = \"1.2\""), HasSubstr("line 1: pue: expected a number"));
  EXPECT_THAT(error_of("pue = nan"), HasSubstr("pue: expected a number"));
  EXPECT_THAT(error_of("zone = 7"), HasSubstr("zone: expected a text in quotes"));
  EXPECT_THAT(error_of("zone = [\"DE\"]"), HasSubstr("zone: expected a text in quotes"));
  EXPECT_THAT(error_of("interval = true"), HasSubstr("interval: expected a time"));
  EXPECT_THAT(error_of("tags = \"a=b\""), HasSubstr("tags: expected a table"));
  EXPECT_THAT(error_of("[tags]\na = [1]"), HasSubstr("line 2: tags: a: expected"));
  EXPECT_THAT(error_of("[tags]\n\"a=b\" = \"c\""), HasSubstr("line 2: tags: a=b: expected"));
}

TEST(ConfigFile, ThatIsNoTomlIsAnErrorWithItsLine) {
  EXPECT_THAT(error_of("pue = 1.2\npue = 1.3\n"), HasSubstr("config.toml line 2: "));
  EXPECT_THAT(error_of("pue = \n"), HasSubstr("config.toml line 1: "));
  EXPECT_THAT(error_of("zone = \"DE\n"), HasSubstr("config.toml line 1: "));
  EXPECT_THAT(error_of("\x7f"
                       "ELF\x02\x01"),
              HasSubstr("config.toml line 1: "));
  EXPECT_THAT(error_of(std::string(100000, '[')), HasSubstr("config.toml line 1: "));
  EXPECT_NE(error_of("zone = " + std::string(50000, '[')), "no error");
}

TEST(ConfigFile, TakesLettersOutsideAsciiInTextsAndCommentsOnly) {
  const auto project = [](std::string_view text) {
    const auto values = parse_config(text, "f");
    EXPECT_TRUE(values) << values.error().what;
    return values ? values->at("project").texts.at(0) : "";
  };
  EXPECT_EQ(project("project = \"\u0417\u00e9 # \\\" x\" # \u00fc"), "\u0417\u00e9 # \" x");
  EXPECT_EQ(project("\xef\xbb\xbfproject = '\u00e9'"), "\u00e9");
  EXPECT_EQ(project("project = \"100 % %41 %%\""), "100 % %41 %%");
  EXPECT_EQ(parse_config("[tags]\n\"\u00e9\" = \"\u00fc\"", "f")->at("tags").texts.at(0),
            "\u00e9=\u00fc");
  EXPECT_THAT(error_of("pue = 1\n\u0417 = 2"), HasSubstr("config.toml line 2: "));
  EXPECT_THAT(error_of("zone = DE\u00a0"), HasSubstr("line 1: "));
  EXPECT_THAT(error_of("\"\u0417\" = 2"), HasSubstr("there is no setting \"\u0417\""));
}

TEST(ConfigFile, HasNoControlCharactersButTabsAndLineEnds) {
  EXPECT_THAT(parse_config("zone\t= \"DE\"\r\npue = 2\r\n", "f")->at("pue").texts,
              ElementsAre("2"));
  EXPECT_THAT(error_of("zone = \"D\x1b[31mE\""), HasSubstr("line 1: "));
  EXPECT_THAT(error_of("# a\rzone = \"DE\""), HasSubstr("line 1: "));
  EXPECT_THAT(error_of(std::string_view("pue = 1\0", 8)), HasSubstr("line 1: "));
  EXPECT_THAT(error_of("pue = 1\"2\""), HasSubstr("line 1: "));
}

TEST(ConfigFile, TakesAnEmptyText) {
  EXPECT_THAT(parse_config("project = \"\"", "f")->at("project").texts, ElementsAre(""));
  EXPECT_THAT(error_of("[]"), HasSubstr("line 1: expected a table"));
  EXPECT_THAT(error_of("[[[a]]]"), HasSubstr("line 1: expected a table"));
}

TEST(ConfigFile, HasNoListsOfTables) {
  EXPECT_THAT(error_of("[[tags]]\na = \"b\""), HasSubstr("line 1: tags: expected a table"));
  EXPECT_THAT(error_of("\n[[provider]]\na = \"b\""),
              HasSubstr("line 2: provider: expected tables"));
  EXPECT_THAT(error_of("[[provider.uk]]\na = \"b\""), HasSubstr("line 1: provider: expected"));
  EXPECT_THAT(error_of("[[gpu]]"), HasSubstr("line 1: there is no setting \"gpu\""));
}

TEST(ConfigFile, ThatIsEmptySetsNothing) {
  EXPECT_TRUE(parse_config("", "f")->empty());
  EXPECT_TRUE(parse_config("# only a comment", "f")->empty());
}

TEST(ConfigFile, IsNotReadWhenItIsMissingADirectoryOrHuge) {
  wattprint::testing::FakeMachine m;
  EXPECT_EQ(read_config(m.root() / "none.toml").error().code, Errc::not_present);
  EXPECT_EQ(read_config(m.root() / "etc").error().code, Errc::io);
  m.write("etc/huge.toml", std::string(300 * 1024, '#'));
  const auto huge = read_config(m.root() / "etc/huge.toml");
  ASSERT_FALSE(huge);
  EXPECT_THAT(huge.error().what, HasSubstr("larger than 256 kB"));
}

TEST(Keys, AreDeclaredOnceWithAllTheirNames) {
  for (const Key& key : keys()) {
    EXPECT_EQ(find_key(key.name), &key);
    std::string dashed(key.name == "tags" ? "tag" : key.name);
    std::string upper = "WATTPRINT_";
    for (char& c : dashed)
      if (c == '_') c = '-';
    for (const char c : key.name) upper += c == '_' ? '_' : static_cast<char>(c - 'a' + 'A');
    EXPECT_EQ(key.flag, "--" + dashed);
    EXPECT_EQ(key.environment, upper);
    EXPECT_FALSE(key.help.empty());
    EXPECT_EQ(key.value.empty(), key.type == Type::boolean) << key.name;
    EXPECT_EQ(key.choices.empty(), key.type != Type::choice) << key.name;
  }
  EXPECT_EQ(find_key("nothing"), nullptr);
}

TEST(Keys, AreFoundByTheirOptionTooWithOrWithoutItsDashes) {
  for (const Key& key : keys()) {
    EXPECT_EQ(find_option(key.flag.substr(2)), &key);
    EXPECT_EQ(find_option(key.name), &key);
  }
  EXPECT_EQ(find_option("--zone"), nullptr);
  EXPECT_EQ(find_option(""), nullptr);
}

}  // namespace
}  // namespace wattprint::config
