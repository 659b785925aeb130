#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/keys.hpp"
#include "config/settings.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

/// A home directory of our own.
class Resolve : public ::testing::Test {
 protected:
  void write_default_config(std::string_view text) {
    home_.write("home/.config/wattprint/config.toml", text);
  }
  std::string default_config() const {
    return (home_.root() / "home/.config/wattprint/config.toml").string();
  }
  Settings settings(const Flags& flags = {}) {
    auto resolved = resolve(flags, environment_);
    EXPECT_TRUE(resolved) << (resolved ? "" : resolved.error().what);
    return resolved.value_or(Settings{});
  }
  std::string error(const Flags& flags = {}) {
    const auto resolved = resolve(flags, environment_);
    return resolved ? "no error" : resolved.error().what;
  }
  testing::FakeMachine home_;
  Environment environment_{{"HOME", (home_.root() / "home").string()}};
};

TEST_F(Resolve, GivesDefaultsWhenNothingIsSet) {
  const Settings s = settings();
  EXPECT_EQ(s.interval, std::chrono::seconds(1));
  EXPECT_EQ(s.scope, Scope::tree);
  EXPECT_EQ(s.idle, IdlePolicy::proportional);
  EXPECT_FALSE(s.zone);
  EXPECT_FALSE(s.pue);
  EXPECT_FALSE(s.intensity);
  EXPECT_EQ(s.data_dir, home_.root() / "home/.local/share/wattprint");
  EXPECT_EQ(s.sysfs_root, "/sys");
  EXPECT_EQ(s.procfs_root, "/proc");
  EXPECT_FALSE(s.no_store || s.live || s.quiet || s.no_color || s.cloud_metadata);
  EXPECT_FALSE(s.cloud_metadata_url);
  EXPECT_THAT(s.tags, IsEmpty());
  EXPECT_THAT(s.notes, IsEmpty());
  EXPECT_EQ(s.source_of("pue").origin, Origin::default_value);
  EXPECT_EQ(s.source_of("pue").place, "default");
}

TEST_F(Resolve, PrefersFlagToEnvironmentToFileToDefault) {
  EXPECT_EQ(settings().interval, std::chrono::seconds(1));

  write_default_config("\ninterval = \"2s\"\n");
  EXPECT_EQ(settings().interval, std::chrono::seconds(2));
  EXPECT_EQ(settings().source_of("interval").origin, Origin::file);
  EXPECT_EQ(settings().source_of("interval").place, default_config() + " line 2");

  environment_["WATTPRINT_INTERVAL"] = "3s";
  EXPECT_EQ(settings().interval, std::chrono::seconds(3));
  EXPECT_EQ(settings().source_of("interval").place, "WATTPRINT_INTERVAL");

  const Flags flags{{"interval", {"100ms"}}};
  EXPECT_EQ(settings(flags).interval, std::chrono::milliseconds(100));
  EXPECT_EQ(settings(flags).source_of("interval").origin, Origin::flag);
  EXPECT_EQ(settings(flags).source_of("interval").place, "--interval");
}

TEST_F(Resolve, ReadsEachSettingFromItsFlag) {
  const Settings s = settings({{"scope", {"machine"}},
                               {"zone", {"US-CA"}},
                               {"intensity", {"350"}},
                               {"pue", {"1.2"}},
                               {"idle", {"include"}},
                               {"json", {"-"}},
                               {"samples", {"s.csv"}},
                               {"no_store", {}},
                               {"name", {"mnist-mlp"}},
                               {"project", {"vision"}},
                               {"tags", {"a=1", "b=x=y", "c="}},
                               {"live", {"true"}},
                               {"data_dir", {"/data"}},
                               {"sysfs_root", {"/host/sys"}},
                               {"procfs_root", {"/host/proc"}},
                               {"quiet", {"false"}},
                               {"no_color", {}}});
  EXPECT_EQ(s.scope, Scope::machine);
  EXPECT_EQ(s.zone, "US-CA");
  EXPECT_EQ(s.intensity, CarbonIntensity{350});
  EXPECT_EQ(s.pue, Pue{1.2});
  EXPECT_EQ(s.idle, IdlePolicy::include);
  EXPECT_EQ(s.json, "-");
  EXPECT_EQ(s.samples, "s.csv");
  EXPECT_TRUE(s.no_store);
  EXPECT_EQ(s.name, "mnist-mlp");
  EXPECT_EQ(s.project, "vision");
  EXPECT_THAT(s.tags, ElementsAre(Pair("a", "1"), Pair("b", "x=y"), Pair("c", "")));
  EXPECT_TRUE(s.live);
  EXPECT_EQ(s.data_dir, "/data");
  EXPECT_EQ(s.sysfs_root, "/host/sys");
  EXPECT_EQ(s.procfs_root, "/host/proc");
  EXPECT_FALSE(s.quiet);
  EXPECT_TRUE(s.no_color);
}

TEST_F(Resolve, ReadsEachSettingFromItsVariable) {
  environment_["WATTPRINT_SCOPE"] = "machine";
  environment_["WATTPRINT_PUE"] = "1.5";
  environment_["WATTPRINT_NO_STORE"] = "1";
  environment_["WATTPRINT_TAGS"] = "a=1, b=2";
  environment_["WATTPRINT_DATA_DIR"] = "/data";
  environment_["WATTPRINT_ZONE"] = "";
  const Settings s = settings();
  EXPECT_EQ(s.scope, Scope::machine);
  EXPECT_EQ(s.pue, Pue{1.5});
  EXPECT_TRUE(s.no_store);
  EXPECT_THAT(s.tags, ElementsAre(Pair("a", "1"), Pair("b", "2")));
  EXPECT_EQ(s.data_dir, "/data");
  EXPECT_FALSE(s.zone) << "an empty variable is not set";
}

TEST_F(Resolve, AsksTheMetadataServiceOnlyWhenToldTo) {
  EXPECT_TRUE(settings({{"cloud_metadata", {}}}).cloud_metadata);
  environment_["WATTPRINT_CLOUD_METADATA"] = "yes";
  environment_["WATTPRINT_CLOUD_METADATA_URL"] = "http://[fd00:ec2::254]/";
  EXPECT_TRUE(settings().cloud_metadata);
  EXPECT_EQ(settings().cloud_metadata_url, "http://[fd00:ec2::254]");
  for (const char* wrong : {"file:///etc/passwd", "169.254.169.254", "ftp://x", "x"})
    EXPECT_THAT(error({{"cloud_metadata_url", {wrong}}}),
                HasSubstr("--cloud-metadata-url: expected"))
        << wrong;
}

TEST_F(Resolve, AddsUpTheTagsOfAllOriginsAndTheStrongerOneWins) {
  write_default_config("[tags]\nteam = \"vision\"\nhost = \"file\"\n");
  environment_["WATTPRINT_TAGS"] = "host=environment";
  EXPECT_THAT(settings({{"tags", {"run=1"}}}).tags,
              ElementsAre(Pair("host", "environment"), Pair("run", "1"), Pair("team", "vision")));
}

TEST_F(Resolve, NamesTheFlagOfABadValue) {
  EXPECT_EQ(error({{"interval", {"fast"}}}),
            "--interval: expected a time such as 100ms, 1s or 2m, found \"fast\"");
  for (const char* text : {"", "0", "-1s", "1us", "0.5ms", "2h", "1s 2s", "1e99", "nan"})
    EXPECT_THAT(error({{"interval", {text}}}), HasSubstr("--interval: expected a time")) << text;
  for (const char* text : {"0.99", "-1", "0", "nan", "inf", "", "1,2", "x"})
    EXPECT_THAT(error({{"pue", {text}}}), HasSubstr("--pue: expected facility energy")) << text;
  for (const char* text : {"-1", "-0.001", "nan", "inf", "", "12 g"})
    EXPECT_THAT(error({{"intensity", {text}}}), HasSubstr("--intensity: expected grams")) << text;
  EXPECT_EQ(error({{"scope", {"forest"}}}), "--scope: expected tree or machine, found \"forest\"");
  EXPECT_EQ(error({{"idle", {"none"}}}),
            "--idle: expected proportional, exclude or include, found \"none\"");
  for (const char* text : {"novalue", "=x", " =x", ""})
    EXPECT_THAT(error({{"tags", {text}}}), HasSubstr("--tag: expected KEY=VALUE")) << text;
  for (const char* text : {"", " ", "D E", "DE\n\x1b"})
    EXPECT_THAT(error({{"zone", {text}}}), HasSubstr("--zone: expected a zone")) << text;
  EXPECT_THAT(error({{"json", {""}}}), HasSubstr("--json: expected a path"));
  EXPECT_THAT(error({{"quiet", {"perhaps"}}}), HasSubstr("--quiet: expected true or false"));
  EXPECT_THAT(error({{"no_such", {"x"}}}), HasSubstr("no setting \"no_such\""));
}

TEST_F(Resolve, AcceptsTheLimits) {
  EXPECT_EQ(settings({{"pue", {"1"}}}).pue, Pue{1.0});
  EXPECT_EQ(settings({{"intensity", {"0"}}}).intensity, CarbonIntensity{0});
  EXPECT_EQ(settings({{"interval", {"1ms"}}}).interval, std::chrono::milliseconds(1));
  EXPECT_EQ(settings({{"interval", {"1h"}}}).interval, std::chrono::hours(1));
}

TEST_F(Resolve, NamesTheVariableOfABadValue) {
  environment_["WATTPRINT_PUE"] = "0.5";
  EXPECT_EQ(error(),
            "WATTPRINT_PUE: expected facility energy / IT energy, 1 or more, such as 1.2, "
            "found \"0.5\"");
}

TEST_F(Resolve, NamesFileLineAndKeyOfABadValue) {
  write_default_config("zone = \"DE\"\n\npue = 0.5\n");
  EXPECT_EQ(error(), default_config() +
                         " line 3: pue: expected facility energy / IT energy, 1 or more, such as "
                         "1.2, found \"0.5\"");
}

TEST_F(Resolve, NotesAVariableThatNamesNoSetting) {
  environment_["WATTPRINT_INTERVALL"] = "1s";
  EXPECT_THAT(settings().notes,
              ElementsAre("WATTPRINT_INTERVALL: there is no such setting; it is ignored (did you "
                          "mean WATTPRINT_INTERVAL?)"));
}

TEST_F(Resolve, WantsANamedFileButNotTheDefaultOne) {
  EXPECT_EQ(error(), "no error");
  const std::string missing = (home_.root() / "mine.toml").string();
  EXPECT_THAT(error({{"config", {missing}}}), HasSubstr("--config: " + missing));
  environment_["WATTPRINT_CONFIG"] = missing;
  EXPECT_THAT(error(), HasSubstr("WATTPRINT_CONFIG: " + missing));
  home_.write("mine.toml", "zone = \"FR\"\n");
  EXPECT_EQ(settings().zone, "FR");
}

TEST_F(Resolve, TakesANamedFileInPlaceOfTheDefaultOne) {
  write_default_config("zone = \"DE\"\npue = 1.3\n");
  home_.write("mine.toml", "zone = \"FR\"\n");
  const Settings s = settings({{"config", {(home_.root() / "mine.toml").string()}}});
  EXPECT_EQ(s.zone, "FR");
  EXPECT_FALSE(s.pue);
}

TEST_F(Resolve, SaysSoWhenTheDefaultFileIsThereButCannotBeRead) {
  home_.write("home/.config/wattprint/config.toml/x", "");
  EXPECT_THAT(error(), HasSubstr(default_config()));
}

TEST_F(Resolve, ObeysTheXdgDirectoriesWhenTheyAreAbsolute) {
  home_.write("cfg/wattprint/config.toml", "zone = \"SE\"\n");
  environment_["XDG_CONFIG_HOME"] = (home_.root() / "cfg").string();
  environment_["XDG_DATA_HOME"] = "/xdg/data";
  EXPECT_EQ(settings().zone, "SE");
  EXPECT_EQ(settings().data_dir, "/xdg/data/wattprint");

  environment_["XDG_CONFIG_HOME"] = "cfg";
  environment_["XDG_DATA_HOME"] = "data";
  EXPECT_FALSE(settings().zone);
  EXPECT_EQ(settings().data_dir, home_.root() / "home/.local/share/wattprint");
}

TEST_F(Resolve, WorksWithoutAHome) {
  environment_.clear();
  EXPECT_FALSE(settings().data_dir);
  environment_["HOME"] = "relative";
  EXPECT_FALSE(settings().data_dir);
  EXPECT_EQ(settings({{"data_dir", {"/d"}}}).data_dir, "/d");
}

TEST_F(Resolve, ObeysNoColorUnlessToldOtherwise) {
  environment_["NO_COLOR"] = "1";
  EXPECT_TRUE(settings().no_color);
  EXPECT_EQ(settings().source_of("no_color").place, "NO_COLOR");
  environment_["WATTPRINT_NO_COLOR"] = "false";
  EXPECT_FALSE(settings().no_color);
  environment_.erase("WATTPRINT_NO_COLOR");
  environment_["NO_COLOR"] = "";
  EXPECT_FALSE(settings().no_color);
}

TEST(EnvironmentFrom, TakesOnlyWhatMatters) {
  const char* block[] = {
      "PATH=/bin",      "HOME=/home/ada",   "WATTPRINT_ZONE=DE",  "NO_COLOR=", "HOMER=d'oh",
      "XDG_DATA_HOME=", "WATTPRINT_BROKEN", "WATTPRINT_TAGS=a=b", nullptr};
  EXPECT_THAT(
      environment_from(block),
      ElementsAre(Pair("HOME", "/home/ada"), Pair("NO_COLOR", ""), Pair("WATTPRINT_TAGS", "a=b"),
                  Pair("WATTPRINT_ZONE", "DE"), Pair("XDG_DATA_HOME", "")));
  EXPECT_THAT(environment_from(nullptr), IsEmpty());
}

TEST_F(Resolve, KeepsTheListsOfNamesApart) {
  environment_["WATTPRINT_PROVIDERS"] = "uk";
  environment_["WATTPRINT_COMPAT"] = "eco2ai";
  const Settings s = settings({{"compat", {"codecarbon,experiment_impact_tracker"}}});
  EXPECT_THAT(s.providers, ElementsAre("uk"));
  EXPECT_THAT(s.compat, ElementsAre("codecarbon", "experiment_impact_tracker"));
  EXPECT_THAT(error({{"compat", {"a b"}}}), HasSubstr("expected names such as codecarbon"));
}

}  // namespace
}  // namespace wattprint::config
