#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>

#include "base/files.hpp"
#include "runs/record_json.hpp"
#include "runs/sample_record.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::runs {
namespace {

using testing::FakeMachine;
using testing::sample_record;

constexpr int kSkipped = 77;  // of validate_json.py

/// Exit status of the validator for documents that lie in `directory`.
int validate(const FakeMachine& directory, const std::string& schema) {
  const std::string command = WATTPRINT_PYTHON " " WATTPRINT_SOURCE_DIR
                                               "/tests/runs/validate_json.py " WATTPRINT_SOURCE_DIR
                                               "/docs/schema/" +
                              schema + " " + directory.root().string() + "/*.json 2>&1";
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define SKIP_WITHOUT_VALIDATOR(status)             \
  if (status == kSkipped)                          \
  GTEST_SKIP() << WATTPRINT_PYTHON                 \
      " has no module jsonschema (Debian package " \
      "python3-jsonschema); nothing was validated"

TEST(RunSchema, AcceptsEveryKindOfRecord) {
  RunRecord killed = sample_record();
  killed.outcome.exit_code.reset();
  killed.outcome.signal = 9;
  killed.outcome.state = State::failed;
  killed.facility.water = Figure<Litres>::exact(Litres{0.5}, Basis::assumed, "WUE 1.8 l/kWh");
  killed.warnings = {{"rapl-denied", "cannot read energy_uj", ""}};
  RunRecord running = sample_record();
  running.outcome.state = State::running;
  running.outcome.ended_at.reset();
  running.outcome.exit_code.reset();
  const FakeMachine files;
  files.write("whole.json", to_json(sample_record()));
  files.write("killed.json", to_json(killed));
  files.write("running.json", to_json(running));
  RunRecord revised = sample_record();
  revised.grid.parts = {{grid::Knowledge::live, "S", grid::Label{}, revised.outcome.started_at,
                         revised.outcome.started_at, Fraction{0.5}, revised.grid.intensity},
                        {grid::Knowledge::stated, "given", std::nullopt, revised.outcome.started_at,
                         revised.outcome.started_at, Fraction{0.5}, revised.grid.intensity}};
  revised.revisions = {{revised.outcome.started_at, revised.emissions, revised.grid},
                       {revised.outcome.started_at, std::nullopt, {}}};
  files.write("revised.json", to_json(revised));
  files.write("unknown.json", to_json(RunRecord{.identity = {.id = "0123456789ab"}}));

  files.write("tracked.json", to_json(testing::tracked_record()));

  const int status = validate(files, "wattprint.run.v1.schema.json");

  SKIP_WITHOUT_VALIDATOR(status);
  EXPECT_EQ(status, 0);
}

TEST(RunSchema, RefusesADocumentWithAnIntervalOutOfOrder) {
  std::string text = to_json(sample_record());
  const std::string from = "\"low\": 1044";
  text.replace(text.find(from), from.size(), "\"low\": 9999");
  const FakeMachine files;
  files.write("wrong.json", text);

  const int status = validate(files, "wattprint.run.v1.schema.json");

  SKIP_WITHOUT_VALIDATOR(status);
  EXPECT_EQ(status, 1);
}

TEST(RunSchema, RefusesADocumentWithAWordOutsideTheContract) {
  std::string text = to_json(sample_record());
  const std::string from = "\"state\": \"finished\"";
  text.replace(text.find(from), from.size(), "\"state\": \"done\"");
  const FakeMachine files;
  files.write("wrong.json", text);

  const int status = validate(files, "wattprint.run.v1.schema.json");

  SKIP_WITHOUT_VALIDATOR(status);
  EXPECT_EQ(status, 1);
}

TEST(DoctorSchema, AcceptsTheDocumentOfTheContract) {
  const FakeMachine files;
  files.write("doctor.json", R"({"sensors": [{"name": "rapl-powercap:package-0",
      "component": "cpu", "state": "denied", "detail": "energy_uj: permission denied",
      "fix": "sudo chmod o+r /sys/class/powercap/intel-rapl:0/energy_uj"}],
      "used": [], "cpu": {"name": "x"}, "grid": {"zone": "DE"}})");

  const int status = validate(files, "wattprint.doctor.v1.schema.json");

  SKIP_WITHOUT_VALIDATOR(status);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace wattprint::runs
