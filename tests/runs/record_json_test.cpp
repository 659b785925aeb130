#include "runs/record_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "runs/sample_record.hpp"

namespace wattprint::runs {
namespace {

using nlohmann::json;
using testing::sample_record;

json document(const RunRecord& record) { return json::parse(to_json(record)); }

/// The error for the sample with one value replaced.
std::string error_with(const json::json_pointer& key, const json& value) {
  json changed = document(sample_record());
  changed[key] = value;
  const auto record = record_from_json(changed.dump());
  return record ? "" : record.error().what;
}

json::json_pointer at(const char* pointer) { return json::json_pointer(pointer); }

TEST(RecordJson, WritesTheKeysOfTheContract) {
  const json run = document(sample_record());

  EXPECT_EQ(run["schema"], "wattprint.run.v1");
  EXPECT_EQ(run["run"]["command"], (json{"python3", "train.py", "--name", "two words"}));
  EXPECT_EQ(run["run"]["started_at"], "2026-11-22T02:49:05.120Z");
  EXPECT_EQ(run["run"]["ended_at"], "2026-11-22T02:49:17.420Z");
  EXPECT_EQ(run["run"]["duration_s"], 12.3);
  EXPECT_EQ(run["run"]["exit_code"], 0);
  EXPECT_EQ(run["run"]["signal"], nullptr);
  EXPECT_EQ(run["run"]["tags"]["seed"], "7");
  EXPECT_EQ(run["energy_j"],
            (json{{"value", 1476.0},
                  {"low", 1044.0},
                  {"high", 2088.0},
                  {"basis", "estimated"},
                  {"source", "AMD EPYC (Zen 5), 2 threads, no power sensor here"}}));
  EXPECT_EQ(run["emissions_g"]["basis"], "assumed");
  EXPECT_EQ(run["components"][1]["component"], "dram");
  EXPECT_EQ(run["attribution"]["cpu_s"], 22.5);
  EXPECT_EQ(run["attribution"]["processes"], 3);
  EXPECT_EQ(run["attribution"]["charged_idle_energy_j"]["value"], 103.0);
  EXPECT_EQ(run["facility"]["pue"]["value"], 1.0);
  EXPECT_EQ(run["grid"]["intensity_g_per_kwh"]["value"], 344.0);
  EXPECT_EQ(run["sampling"]["samples"], 13);
  EXPECT_EQ(run["warnings"], json::array());
}

TEST(RecordJson, WritesUnknownAsNullAndNeverAsZero) {
  const json run = document(RunRecord{.identity = {.id = "0123456789ab"}});

  for (const char* key :
       {"/energy_j", "/emissions_g", "/run/project", "/run/ended_at", "/run/exit_code",
        "/attribution/cpu_s", "/attribution/processes", "/attribution/machine_energy_j",
        "/facility/pue", "/facility/energy_j", "/facility/water_l", "/grid/zone",
        "/grid/intensity_g_per_kwh", "/grid/period"})
    EXPECT_TRUE(run.at(at(key)).is_null()) << key;
}

TEST(RecordJson, ReadsBackWhatItWrote) {
  RunRecord full = sample_record();
  full.facility.water = Figure<Litres>::exact(Litres{0.5}, Basis::assumed, "WUE 1.8 l/kWh");
  full.outcome.exit_code.reset();
  full.outcome.signal = 9;
  full.outcome.state = State::failed;
  full.warnings = {{"rapl-denied", "cannot read \"energy_uj\"\n", "sudo chmod"}};
  for (const RunRecord& record :
       {full, sample_record(), testing::tracked_record(), RunRecord{.identity = {.id = "ab"}}}) {
    const std::string text = to_json(record);
    const auto again = record_from_json(text);
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(to_json(*again), text);
  }
}

TEST(RecordJson, KeepsTasksAndEpochs) {
  const auto again = record_from_json(to_json(testing::tracked_record()));
  ASSERT_TRUE(again) << again.error().what;
  ASSERT_EQ(again->tasks.size(), 2U);
  EXPECT_EQ(again->tasks[0].name, "Übung");
  EXPECT_EQ(again->tasks[0].count, 1000U);
  EXPECT_EQ(again->tasks[0].sum.duration, Seconds(2.5));
  EXPECT_EQ(again->tasks[0].sum.energy->high, Joules{2088});
  EXPECT_FALSE(again->tasks[1].sum.energy);
  ASSERT_EQ(again->epochs.size(), 2U);
  EXPECT_EQ(again->epochs[0].cpu, CpuSeconds{4.0});
  ASSERT_EQ(again->marks.size(), 2U);
  EXPECT_EQ(again->marks[1].name, "warm");
}

RunRecord revised_record() {
  RunRecord record = sample_record();
  const auto noon = record.outcome.started_at;
  record.revisions = {{noon, record.emissions, record.grid}, {noon, std::nullopt, {}}};
  const grid::Label direct{.kind = catalog::IntensityKind::direct};
  record.grid.parts = {
      {grid::Knowledge::history, "UK Carbon Intensity", direct, noon, noon, Fraction{0.75},
       Figure<CarbonIntensity>::exact(CarbonIntensity{300}, Basis::estimated, "UK")},
      {grid::Knowledge::stated, "given by --intensity", std::nullopt, noon, noon, Fraction{0.25},
       record.grid.intensity}};
  return record;
}

TEST(RecordJson, TellsThePartsOfTheGridAndTheFirstFigures) {
  const json run = document(revised_record());
  const json& part = run["grid"]["parts"][0];
  EXPECT_EQ(part["kind"], "history");
  EXPECT_EQ(part["source"], "UK Carbon Intensity");
  EXPECT_EQ(part["label"],
            (json{{"signal", "average"}, {"accounting", "location-based"}, {"scope", "direct"}}));
  EXPECT_EQ(part["from"], "2026-11-22T02:49:05.120Z");
  EXPECT_EQ(part["energy_share"], 0.75);
  EXPECT_EQ(part["intensity_g_per_kwh"]["value"], 300.0);
  EXPECT_TRUE(run["grid"]["parts"][1]["label"].is_null());
  EXPECT_EQ(run["revisions"][0]["emissions_g"]["value"], 0.141);
  EXPECT_EQ(run["revisions"][0]["grid"]["period"], "yearly average 2023");
  EXPECT_TRUE(run["revisions"][1]["emissions_g"].is_null());

  const std::string text = to_json(revised_record());
  const auto again = record_from_json(text);
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_EQ(to_json(*again), text);
  EXPECT_FALSE(document(sample_record()).contains("revisions"));
}

TEST(RecordJson, ReadsRecordsThatKnewOfNoParts) {
  json old = document(revised_record());
  old["grid"].erase("parts");
  old.erase("revisions");
  const auto record = record_from_json(old.dump());
  ASSERT_TRUE(record) << record.error().what;
  EXPECT_TRUE(record->grid.parts.empty());
  EXPECT_EQ(record->grid.intensity.value, CarbonIntensity{344});
}

TEST(RecordJson, NamesThePartThatIsWrong) {
  const auto error = [](const char* key, const json& value) {
    json changed = document(revised_record());
    changed[json::json_pointer(key)] = value;
    const auto record = record_from_json(changed.dump());
    return record ? "" : record.error().what;
  };
  EXPECT_EQ(error("/grid/parts/0/kind", "hearsay"),
            "not a run record: key \"grid.parts[0].kind\" must be one of live, history, forecast, "
            "yearly, stated");
  EXPECT_EQ(error("/grid/parts/1/energy_share", 1.5),
            "not a run record: key \"grid.parts[1].energy_share\" must be at most 1");
  EXPECT_EQ(error("/grid/parts/0/label/signal", nullptr),
            "not a run record: key \"grid.parts[0].label.signal\" must be a text");
  EXPECT_EQ(error("/revisions/0/revised_at", 3),
            "not a run record: key \"revisions[0].revised_at\" must be a text");
}

TEST(RecordJson, KeepsEveryDigitOfANumber) {
  RunRecord record = sample_record();
  record.energy = Figure<Joules>::exact(Joules{0.1 + 0.2}, Basis::measured, "x");
  EXPECT_EQ(record_from_json(to_json(record))->energy->value, Joules{0.1 + 0.2});
}

TEST(RecordJson, WritesANumberThatIsNotFiniteAsNull) {
  RunRecord record = sample_record();
  record.energy->high = Joules{std::numeric_limits<double>::infinity()};
  EXPECT_TRUE(document(record)["energy_j"].is_null());
}

TEST(RecordJson, StaysValidWithBytesThatAreNotUtf8) {
  RunRecord record = sample_record();
  record.identity.command = {"caf\xC3\xA9", "latin1 \xE9!",      "cut \xE2\x82",          "nul \0x",
                             "\x01\x7F",    "overlong \xC0\xAF", "surrogate \xED\xA0\x80"};
  const json command = document(record)["run"]["command"];
  EXPECT_EQ(command[0], "caf\u00E9");
  EXPECT_EQ(command[1], "latin1 \uFFFD!");
  EXPECT_EQ(command[2], "cut \uFFFD\uFFFD");
  EXPECT_EQ(command[4], "\x01\x7F");
  EXPECT_EQ(command[5], "overlong \uFFFD\uFFFD");
}

TEST(RecordJson, IgnoresKeysThatALaterVersionMayAdd) {
  json changed = document(sample_record());
  changed["run"]["mood"] = "good";
  changed["carbon_price"] = {{"value", 3}};
  EXPECT_TRUE(record_from_json(changed.dump()));
}

TEST(RecordJson, NamesTheKeyThatIsWrong) {
  EXPECT_EQ(error_with(at("/schema"), "wattprint.run.v2"),
            "not a run record: key \"schema\" must be \"wattprint.run.v1\"");
  EXPECT_EQ(error_with(at("/run/started_at"), "yesterday"),
            "not a run record: key \"run.started_at\" must be a UTC time such as "
            "2026-11-22T02:49:05.120Z");
  EXPECT_EQ(error_with(at("/run/id"), nullptr), "not a run record: key \"run.id\" must be a text");
  EXPECT_EQ(error_with(at("/run/state"), "done"),
            "not a run record: key \"run.state\" must be one of running, finished, failed, "
            "interrupted, stopped_by_budget");
  EXPECT_EQ(error_with(at("/run/command/2"), 7),
            "not a run record: key \"run.command[2]\" must be a text");
  EXPECT_EQ(error_with(at("/run/tags/lr"), 0.1),
            "not a run record: key \"run.tags.lr\" must be a text");
  EXPECT_EQ(error_with(at("/run/duration_s"), -1),
            "not a run record: key \"run.duration_s\" must be a number of at least 0");
  EXPECT_EQ(error_with(at("/run/exit_code"), "0"),
            "not a run record: key \"run.exit_code\" must be a whole number");
  EXPECT_EQ(error_with(at("/energy_j/value"), "1476"),
            "not a run record: key \"energy_j.value\" must be a number");
  EXPECT_EQ(error_with(at("/energy_j/low"), 2000),
            "not a run record: key \"energy_j\" must be a figure with low <= value <= high");
  EXPECT_EQ(error_with(at("/components/0/component"), "toaster"),
            "not a run record: key \"components[0].component\" must be one of cpu, dram, gpu, "
            "platform");
  EXPECT_EQ(error_with(at("/attribution/processes"), 2.5),
            "not a run record: key \"attribution.processes\" must be a whole number of at least 0");
  EXPECT_EQ(error_with(at("/grid"), json::array()),
            "not a run record: key \"grid\" must be an object");
}

TEST(RecordJson, RefusesGarbageWithoutFailing) {
  const std::string whole = to_json(sample_record());
  for (std::size_t length = 0; length + 2 < whole.size(); length += 7)
    EXPECT_FALSE(record_from_json(whole.substr(0, length))) << length;
  for (const char* text : {"null", "[]", "{}", "3", "\"x\"", "{\"schema\": 1e999}", "\xFF\xFE",
                           "{\"schema\":\"wattprint.run.v1\",\"run\":null}"})
    EXPECT_EQ(record_from_json(text).error().code, Errc::malformed) << text;
  EXPECT_FALSE(record_from_json(std::string(200000, '[')));
}

}  // namespace
}  // namespace wattprint::runs
