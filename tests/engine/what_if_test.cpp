#include "engine/what_if.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

estimate::jobs::JobQuestion training() {
  estimate::jobs::JobQuestion question;
  question.job.gpus.push_back({.model = "NVIDIA V100 PCIe 16GB", .count = 4.0});
  question.job.time = std::chrono::hours{100};
  question.job.place = {"aws", "eu-central-1", {}, {}};
  return question;
}

nlohmann::json document(const estimate::jobs::WhatIf& all) {
  runs::JsonWriter json;
  json.begin_object();
  write_what_if(json, all);
  json.end();
  return nlohmann::json::parse(std::move(json).take())["what_if"];
}

TEST(WhatIfPage, AutoIsReplacedByWhatIsWorthAskingAndKeepsItsPlace) {
  const auto rows = what_if(training(), {"hours=1", "auto", "zone=PL"}).value().rows;
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].change, "hours=1");
  EXPECT_EQ(rows[1].change, "hours=0.5x");
  EXPECT_THAT(rows[2].change, StartsWith("region=aws:"));
  EXPECT_EQ(rows[3].change, "zone=PL");
}

TEST(WhatIfPage, AFaultNamesTheOptionAndTheChange) {
  EXPECT_THAT(what_if(training(), {"hours=0.5x", "hours=-1"}).error().what,
              StartsWith("--what-if hours=-1: "));
}

TEST(WhatIfPage, TheTableHasTheJobAsItIsAndARowForEachChange) {
  const auto text =
      what_if_text(what_if(training(), {"hours=0.25x", "region=aws:eu-north-1"}).value(),
                   {.color = false, .width = 0});
  EXPECT_THAT(text, AllOf(HasSubstr("\n  as it is "), HasSubstr("\n  hours=0.25x "),
                          HasSubstr("x 0.25"), HasSubstr("\n  region=aws:eu-north-1 ")));
  EXPECT_THAT(text, AllOf(HasSubstr("DE "), HasSubstr("SE")));
  const auto quebec = what_if_text(what_if(training(), {"zone=CA-QC", "intensity=4"}).value(),
                                   {.color = false, .width = 0});
  EXPECT_THAT(quebec, AllOf(HasSubstr("g/kWh direct, PUE"), HasSubstr("4 g/kWh, PUE")));
}

TEST(WhatIfPage, TheDocumentHasFiguresAndRatios) {
  auto question = training();
  question.job.pue = Pue{1.5};
  const auto rows = document(what_if(question, {"hours=0.25x", "zone=SE"}).value());
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0]["change"], "hours=0.25x");
  EXPECT_NEAR(rows[0]["energy_ratio"], 0.25, 1e-9);
  EXPECT_NEAR(rows[1]["energy_ratio"], 1.0, 1e-9);
  EXPECT_LT(rows[1]["emissions_ratio"], 0.5);
  EXPECT_EQ(rows[1]["grid"]["zone"], "SE");
  const double energy = rows[0]["energy_j"]["value"];
  const double facility = rows[0]["facility_energy_j"]["value"];
  EXPECT_NEAR(facility / energy, rows[0]["pue"]["value"], 1e-9);
}

}  // namespace
}  // namespace wattprint::engine
