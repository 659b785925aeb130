#include "engine/estimate_methods.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace wattprint::engine {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

estimate::Job eight_a100() {
  estimate::Job job;
  job.gpus.push_back({.model = "A100 SXM4 80 GB", .count = 8});
  job.memory = Gigabytes{512};
  job.time = std::chrono::hours{10};
  job.place.intensity = CarbonIntensity{100.0};
  return job;
}

estimate::LlmRequest to_a_closed_model() {
  estimate::LlmRequest request;
  request.model = "secret";
  request.total = estimate::Parameters{100.0, 600.0};
  request.output_tokens = 400.0;
  request.input_tokens = 200.0;
  request.requests = 1000.0;
  return request;
}

MethodRow ours(Joules energy, Grams emissions) {
  MethodFigures figures;
  figures.energy = Figure<Joules>::exact(energy, Basis::estimated, "test");
  figures.emissions = Figure<Grams>::exact(emissions, Basis::estimated, "test");
  return own_row(figures);
}

TEST(EstimateMethods, APublishedMethodOnAJobHasTheFiguresOfItsFunction) {
  const auto row = published_row("mlco2", eight_a100()).value();
  const auto direct = estimate::methods::find("mlco2")->of_job(eight_a100()).value();
  EXPECT_EQ(row.figures->energy.value, direct.energy);
  EXPECT_EQ(row.figures->energy.low, direct.energy);
  EXPECT_EQ(row.figures->energy.high, direct.energy);
  EXPECT_EQ(row.figures->emissions.value, direct.emissions);
  EXPECT_EQ(row.figures->parts.size(), direct.parts.size());
  EXPECT_EQ(row.figures->faults, direct.faults);
  EXPECT_THAT(row.figures->energy.source, HasSubstr("ML CO2 Impact"));
}

TEST(EstimateMethods, TheRangeOfARequestIsItsInterval) {
  const auto row = published_row("ecologits", to_a_closed_model()).value();
  const auto ends = estimate::methods::find("ecologits")->of_request(to_a_closed_model()).value();
  ASSERT_LT(ends.low.energy, ends.high.energy);
  EXPECT_EQ(row.figures->energy.low, ends.low.energy);
  EXPECT_EQ(row.figures->energy.high, ends.high.energy);
  EXPECT_NEAR(row.figures->energy.value.value(), (ends.low.energy + ends.high.energy).value() / 2.0,
              1e-6);
  EXPECT_EQ(row.figures->faults.size(), 1U);  // said once for both ends
}

TEST(EstimateMethods, AMethodThatTakesSomethingElseIsRefusedWithThoseThatDo) {
  EXPECT_THAT(published_row("ecologits", eight_a100()).error().what,
              AllOf(HasSubstr("ecologits takes requests"), HasSubstr("mlco2")));
  EXPECT_THAT(published_row("mlco2", to_a_closed_model()).error().what,
              AllOf(HasSubstr("mlco2 takes a job"), HasSubstr("ecologits")));
  EXPECT_THAT(published_row("mlco", eight_a100()).error().what, HasSubstr("mlco2"));
}

TEST(EstimateMethods, WhatNoMethodTakesIsRefusedBeforeAnyIsAsked) {
  auto job = eight_a100();
  job.pue = Pue{0.5};
  EXPECT_THAT(published_row("ccf", job).error().what, HasSubstr("PUE"));
  EXPECT_FALSE(published_rows(job));
}

TEST(EstimateMethods, AllOfAJobAreThoseThatTakeJobs) {
  const auto rows = published_rows(eight_a100()).value();
  ASSERT_GE(rows.size(), 7U);
  for (const auto& row : rows) EXPECT_NE(row.name, "ecologits");
}

TEST(EstimateMethods, TheSpreadIsHighestOverLowestAndOursCounts) {
  const auto spread = spread_of({ours(Joules{10.0}, Grams{3.0}), ours(Joules{40.0}, Grams{1.0}),
                                 ours(Joules{20.0}, Grams{0.0})});
  EXPECT_DOUBLE_EQ(*spread.energy, 4.0);
  EXPECT_DOUBLE_EQ(*spread.emissions, 3.0);
  EXPECT_FALSE(spread_of({ours(Joules{10.0}, Grams{3.0})}).energy);
}

TEST(EstimateMethods, TheDocumentOfAllSaysWhyAMethodHasNothing) {
  auto rows = published_rows(eight_a100()).value();
  rows.insert(rows.begin(), ours(Joules{3.6e6}, Grams{100.0}));
  rows.push_back({"none", "None", "1", "", fail(Errc::not_present, "no such thing")});
  const auto document = nlohmann::json::parse(methods_json("eight", rows));
  EXPECT_EQ(document["methods"][0]["method"], "wattprint");
  EXPECT_EQ(document["methods"].size(), rows.size());
  EXPECT_EQ(document["methods"].back()["refused"], "no such thing");
  EXPECT_TRUE(document["methods"].back()["energy_j"].is_null());
  EXPECT_DOUBLE_EQ(document["spread"]["energy"], *spread_of(rows).energy);
}

TEST(EstimateMethods, TheTableHasARowForEachAndTheSpread) {
  auto rows = published_rows(eight_a100()).value();
  rows.insert(rows.begin(), ours(Joules{3.6e6}, Grams{100.0}));
  rows.push_back({"none", "None", "1", "", fail(Errc::not_present, "no such thing")});
  const auto text = methods_text("eight", rows, {.color = false, .width = 0});
  for (const auto& row : rows) EXPECT_THAT(text, HasSubstr("\n  " + row.name + " "));
  EXPECT_THAT(text, HasSubstr("no such thing"));
  EXPECT_THAT(text, HasSubstr("highest / lowest"));
}

TEST(EstimateMethods, KnownFaultsStandInTheTextOfTheMethod) {
  const auto row = published_row("ecologits", to_a_closed_model()).value();
  const auto text = method_text("closed", row, {.color = false, .width = 0});
  EXPECT_THAT(text, HasSubstr("EcoLogits 0.9.3, 5be90da, as published"));
  EXPECT_THAT(text, HasSubstr("known fault  its fit was made with models of up to 200"));
  EXPECT_THAT(text, HasSubstr("does not count input tokens"));
}

}  // namespace
}  // namespace wattprint::engine
