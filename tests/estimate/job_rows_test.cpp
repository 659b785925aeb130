#include "estimate/job_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "support/byte_streams.hpp"

namespace wattprint::estimate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::PiecewiseSource;
using testing::StringSink;

using Row = std::map<std::string, std::string>;

/// What came of a table.
struct Outcome {
  Result<JobRowsSummary> summary = fail(Errc::io, "not run");
  std::string text;
  std::vector<std::string> bad_rows;
};

Outcome estimate(const std::string& table, JobRowsOptions options = {}, std::size_t piece = 1000) {
  Outcome outcome;
  PiecewiseSource source(table, piece);
  StringSink sink;
  options.input_name = "in.csv";
  options.on_bad_row = [&](const Error& error) { outcome.bad_rows.push_back(error.what); };
  outcome.summary = estimate_job_rows(source, sink, options);
  outcome.text = sink.text;
  return outcome;
}

std::vector<Row> rows_of(const std::string& text) {
  auto csv = CsvReader::open(text).value();
  std::vector<Row> rows;
  while (const auto fields = csv.next().value()) {
    Row row;
    for (std::size_t i = 0; i < fields->size(); ++i) row[csv.header()[i]] = (*fields)[i];
    rows.push_back(row);
  }
  return rows;
}

double number(const Row& row, const std::string& column) {
  return parse_double(row.at(column)).value();
}

std::string error_of(const std::string& table) {
  const auto outcome = estimate(table);
  return outcome.summary ? "no error" : outcome.summary.error().what;
}

/// A table with these columns of the rows.
std::string table_of(const std::vector<std::string>& columns, const std::vector<Row>& rows) {
  std::string text;
  const auto add = [&](const auto& field_of) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) text += ',';
      append_csv_field(text, field_of(columns[i]));
    }
    text += '\n';
  };
  add([](const std::string& column) { return column; });
  for (const auto& row : rows)
    add([&](const std::string& column) {
      const auto found = row.find(column);
      return found == row.end() ? std::string() : found->second;
    });
  return text;
}

const std::vector<std::string> kColumns{
    "id",    "gpu",         "gpus", "cpu",  "cores",  "memory_gb", "ssd_tb", "network_gb",
    "hours", "utilisation", "pue",  "zone", "region", "intensity", "repeats"};

std::vector<Row> any_rows() {
  const auto row = rc::gen::exec([] {
    Row made{{"id", "job"}, {"memory_gb", std::to_string(*rc::gen::inRange(1, 4096))}};
    made["gpu"] = *rc::gen::element<std::string>("", "A100", "Tesla V100-SXM2-32GB", "H100");
    if (!made["gpu"].empty()) made["gpus"] = std::to_string(*rc::gen::inRange(1, 64));
    made["cpu"] = *rc::gen::element<std::string>("", "AMD EPYC 7763", "Xeon Gold 6248");
    if (!made["cpu"].empty() && *rc::gen::arbitrary<bool>())
      made["cores"] = std::to_string(*rc::gen::inRange(1, 128));
    made["network_gb"] = *rc::gen::element<std::string>("", "0", "2000");
    made["hours"] = std::to_string(*rc::gen::inRange(0, 5000));
    made["utilisation"] = *rc::gen::element<std::string>("", "0", "80%", "0.3", "100 %");
    made["pue"] = *rc::gen::element<std::string>("", "1", "1.4");
    made["zone"] = *rc::gen::element<std::string>("", "DE", "FRA");
    if (made["zone"].empty()) made["region"] = *rc::gen::element<std::string>("", "aws:eu-west-1");
    made["repeats"] = *rc::gen::element<std::string>("", "3", "0");
    return made;
  });
  return *rc::gen::container<std::vector<Row>>(row);
}

TEST(JobRows, GiveWhatTheSameJobGivesByItself) {
  const auto outcome = estimate(
      "id,gpu,gpus,cpu,cores,memory_gb,ssd_tb,hours,utilisation,pue,zone,repeats\n"
      "a,A100-SXM4-80GB,8,EPYC 7763,64,512,2,72,80%,1.3,DE,5\n");
  ASSERT_TRUE(outcome.summary) << outcome.summary.error().what;
  jobs::JobQuestion question;
  question.job.gpus = {
      {.model = "A100-SXM4-80GB", .count = 8, .tdp = std::nullopt, .utilisation = Fraction{0.8}}};
  question.job.cpus = {{.model = "EPYC 7763",
                        .cores = 64.0,
                        .packages = 1.0,
                        .tdp = std::nullopt,
                        .utilisation = Fraction{0.8}}};
  question.job.memory = Gigabytes{512};
  question.job.storage = {{.type = DriveType::ssd, .capacity = Terabytes{2}}};
  question.job.time = Seconds{72 * 3600.0};
  question.job.pue = Pue{1.3};
  question.job.place.zone = "DE";
  question.job.repeats = 5;
  const auto single = jobs::estimate(question).value();
  const auto row = rows_of(outcome.text).at(0);
  EXPECT_EQ(row.at("id"), "a");
  const auto expect_figure = [&](const std::string& name, const auto& figure, double unit) {
    const auto expect_near = [&](const std::string& column, double expected) {
      EXPECT_NEAR(number(row, column), expected, 1e-5 * expected) << column;
    };
    expect_near(name, figure.value.value() / unit);
    expect_near(name + "_low", figure.low.value() / unit);
    expect_near(name + "_high", figure.high.value() / unit);
  };
  expect_figure("energy_kwh", single.energy, 3.6e6);
  expect_figure("emissions_g", single.emissions, 1.0);
  expect_figure("embodied_g", *single.embodied, 1.0);
  // The total of one job is that job.
  const auto& total = outcome.summary->total.energy;
  EXPECT_NEAR(total.value.value(), single.energy.value.value(), 1e-6 * total.value.value());
  EXPECT_NEAR(total.low.value(), single.energy.low.value(), 1e-6 * total.value.value());
  EXPECT_NEAR(total.high.value(), single.energy.high.value(), 1e-6 * total.value.value());
}

RC_GTEST_PROP(JobRows, AreTheSameInWhateverOrderTheColumnsAreAndInPiecesOfAnySize, ()) {
  const auto rows = any_rows();
  auto columns = kColumns;
  const auto expected = estimate(table_of(columns, rows));
  RC_ASSERT(expected.summary.has_value());
  const auto keys =
      *rc::gen::container<std::vector<int>>(columns.size(), rc::gen::arbitrary<int>());
  std::map<std::string, int> key_of;
  for (std::size_t i = 0; i < columns.size(); ++i) key_of[columns[i]] = keys[i];
  std::sort(columns.begin(), columns.end(),
            [&](const auto& a, const auto& b) { return key_of[a] < key_of[b]; });
  const auto piece = *rc::gen::inRange<std::size_t>(1, 200);
  RC_ASSERT(estimate(table_of(columns, rows), {}, piece).text == expected.text);
}

RC_GTEST_PROP(JobRows, AddUpToTheTotals, ()) {
  const auto rows = any_rows();
  const auto outcome = estimate(table_of(kColumns, rows));
  RC_ASSERT(outcome.summary.has_value());
  RC_ASSERT(outcome.summary->total.jobs == rows.size());
  double energy = 0.0;
  double lowest = 0.0;
  double highest = 0.0;
  double emissions = 0.0;
  double emissions_high = 0.0;
  for (const auto& row : rows_of(outcome.text)) {
    RC_ASSERT(number(row, "energy_kwh_low") <= number(row, "energy_kwh"));
    RC_ASSERT(number(row, "energy_kwh") <= number(row, "energy_kwh_high"));
    energy += number(row, "energy_kwh");
    lowest += number(row, "energy_kwh_low");
    highest += number(row, "energy_kwh_high");
    emissions += number(row, "emissions_g");
    emissions_high += number(row, "emissions_g_high");
  }
  const auto near = [](double a, double b) { return std::abs(a - b) <= 1e-5 * (a + b) + 1e-9; };
  const auto& total = outcome.summary->total.energy;
  RC_ASSERT(near(total.value.value() / 3.6e6, energy));
  RC_ASSERT(near(outcome.summary->total.emissions.value.value(), emissions));
  RC_ASSERT(near(outcome.summary->total.emissions.high.value(), emissions_high));
  // Never wider than if all were wrong at once.
  RC_ASSERT(total.low.value() / 3.6e6 >= lowest * (1 - 1e-5) - 1e-9);
  RC_ASSERT(total.high.value() / 3.6e6 <= highest * (1 + 1e-5) + 1e-9);
}

TEST(JobRows, OfTheSameHardwareAreAsWrongTogetherAsOne) {
  const auto one = estimate("id,gpu,hours\na,A100,10\n").summary.value();
  const auto many =
      estimate("id,gpu,hours\na,A100,10\nb,A100,10\nc,A100,10\nd,A100,10\n").summary.value();
  EXPECT_NEAR(many.total.energy.high / many.total.energy.value,
              one.total.energy.high / one.total.energy.value, 1e-9);
  EXPECT_NEAR(many.total.energy.low / many.total.energy.value,
              one.total.energy.low / one.total.energy.value, 1e-9);
}

TEST(JobRows, ThatDoNotSayArePlacedWhereTheOthersUsuallyAre) {
  JobRowsOptions options;
  options.usual.job.place.zone = "FR";
  options.usual.job.pue = Pue{1.5};
  const auto usual =
      rows_of(estimate("id,gpu,hours,zone,pue\na,T4,1,,\nb,T4,1,DE,1\n", options).text);
  const auto stated = rows_of(estimate("id,gpu,hours,zone,pue\na,T4,1,FR,1.5\nb,T4,1,DE,1\n").text);
  EXPECT_EQ(usual, stated);
  EXPECT_NE(usual.at(0).at("emissions_g"), usual.at(1).at("emissions_g"));
}

// Two jobs, one of which says its PUE: only the emissions of the other may be 1.08 / 1.2 of it.
TEST(JobRows, SayWhatWasAssumedOfHowManyAndWhatItMayChange) {
  const std::string table =
      "id,gpu,gpus,hours,zone,pue,utilisation\na,T4,3,1,DE,,50%\nb,T4,3,1,DE,1.2,\n";
  const auto outcome = estimate(table);
  const auto two = outcome.summary.value().total;
  const auto of = [&](std::string_view about) {
    const auto found = std::find_if(two.assumptions.begin(), two.assumptions.end(),
                                    [&](const auto& each) { return each.about == about; });
    return found == two.assumptions.end() ? TotalAssumption{} : *found;
  };
  const auto pue = of("pue");
  EXPECT_EQ(pue.jobs, 1U);
  EXPECT_EQ(pue.affects, jobs::Affects::emissions);
  ASSERT_TRUE(pue.effect);
  const auto rows = rows_of(outcome.text);
  const double a = std::stod(rows.at(0).at("emissions_g"));
  const double b = std::stod(rows.at(1).at("emissions_g"));
  EXPECT_NEAR(pue.effect->low, (a * 1.08 / 1.2 + b) / (a + b), 1e-5);
  EXPECT_NEAR(pue.effect->high, (a * 1.56 / 1.2 + b) / (a + b), 1e-5);
  EXPECT_EQ(of("utilisation of GPUs").jobs, 1U);
  EXPECT_EQ(of("computers around the GPUs").jobs, 2U);
  EXPECT_EQ(of("grid").jobs, 0U);
}

TEST(JobRows, CountThoseThatNobodyPlaced) {
  const auto summary = estimate("id,gpu,hours,zone\na,T4,1,\nb,T4,1,DE\n").summary.value();
  EXPECT_EQ(summary.total.place_unknown, 1U);
}

TEST(JobRows, NamePlaceAndFaultOfABadRow) {
  const std::string header = "id,gpu,gpus,cpu,cores,hours,utilisation,pue,zone,region\n";
  const auto error_of_row = [&](const std::string& row) { return error_of(header + row + "\n"); };
  EXPECT_THAT(error_of_row("a,A100x,1,,,5,,,,"), HasSubstr("in.csv:2:3: no GPU"));
  EXPECT_THAT(error_of_row("a,,3,,,5,,,,"), HasSubstr("in.csv:2:3: gpu is empty, but gpus is not"));
  EXPECT_THAT(error_of_row("a,A100,-1,,,5,,,,"),
              HasSubstr("in.csv:2:8: gpus \"-1\" is not between"));
  EXPECT_THAT(error_of_row("a,A100,1,,,,,,,"), HasSubstr("hours is empty"));
  EXPECT_THAT(error_of_row("a,A100,1,,,nan,,,,"), HasSubstr("\"nan\" is not a number"));
  EXPECT_THAT(error_of_row("a,A100,1,,,5,80,,,"), HasSubstr("\"80\" is no share of a whole"));
  EXPECT_THAT(error_of_row("a,A100,1,,,5,,0.5,,"), HasSubstr("pue \"0.5\" is not between 1 and"));
  EXPECT_THAT(error_of_row("a,A100,1,,,5,,,Atlantis,"), HasSubstr("in.csv:2:16: unknown zone"));
  EXPECT_THAT(error_of_row("a,A100,1,,,5,,,DE,aws:eu-west-1"), HasSubstr("zone and region both"));
  EXPECT_THAT(error_of_row("a,A100,1,,,5,,,,mars-1"),
              HasSubstr("in.csv:2:17: unknown cloud region"));
  EXPECT_THAT(error_of_row("a,,,Pentagon,4,5,,,,"), HasSubstr("in.csv:2:5: no CPU"));
  EXPECT_THAT(error_of_row("a,,,,,5,,,,"), HasSubstr("in.csv:2:1: nothing to estimate"));
  EXPECT_THAT(error_of_row(",A100,1,,,5,,,,"), HasSubstr("id is empty"));
  EXPECT_THAT(error_of_row("a,A100,1"), HasSubstr("3 fields, the header has 10"));
}

TEST(JobRows, NeedAHeaderThatSaysUnits) {
  EXPECT_THAT(error_of(""), HasSubstr("in.csv:1:1: empty"));
  EXPECT_THAT(error_of("id,gpu\n"), HasSubstr("missing column hours"));
  EXPECT_THAT(error_of("id,hour,gpu\n"), HasSubstr("missing column hours (is it \"hour\"?)"));
  EXPECT_THAT(error_of("id,hours,memory\n"), HasSubstr("in.csv:1:10: no column is called"));
  EXPECT_THAT(error_of("id,hours,gpu,GPU\n"), HasSubstr("a second column \"gpu\""));
  EXPECT_THAT(error_of("id;hours;gpu\n"), HasSubstr("not separated by commas"));
}

TEST(JobRows, KeepGoingPastBadOnes) {
  JobRowsOptions options;
  options.keep_going = true;
  const auto outcome = estimate("id,gpu,hours,note\na,T4,1,x\nb,T4,soon,y\nc,T4,2,z\n", options);
  ASSERT_TRUE(outcome.summary);
  EXPECT_EQ(outcome.summary->total.jobs, 2U);
  EXPECT_EQ(outcome.summary->bad_rows, 1U);
  EXPECT_THAT(outcome.bad_rows, ElementsAre(HasSubstr("in.csv:3:6: hours \"soon\"")));
  EXPECT_THAT(outcome.summary->ignored_columns, ElementsAre("note"));
  const auto rows = rows_of(outcome.text);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_NEAR(number(rows[1], "energy_kwh"), 2 * number(rows[0], "energy_kwh"), 1e-5);
}

TEST(JobRows, OfAHeaderAloneAreNone) {
  const auto outcome = estimate("id,gpu,hours\n");
  ASSERT_TRUE(outcome.summary);
  EXPECT_EQ(outcome.summary->total.jobs, 0U);
  EXPECT_THAT(rows_of(outcome.text), IsEmpty());
}

}  // namespace
}  // namespace wattprint::estimate
