#include "reports/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "reports/display_width.hpp"
#include "reports/golden.hpp"
#include "reports/phrases.hpp"
#include "runs/sample_record.hpp"

namespace wattprint::reports {
namespace {

using runs::RunRecord;
using testing::expect_golden;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::sample_record;

SummaryExtras extras() {
  const auto grams = [](double value) {
    return Figure<Grams>{Grams{value}, Grams{0.6 * value}, Grams{1.6 * value}, Basis::assumed, ""};
  };
  return {.elsewhere = {{"SE", grams(0.0102)}, {"FR", grams(0.0213)}, {"PL", grams(0.274)}},
          .kept = true};
}

template <class Q>
void scale(std::optional<Figure<Q>>& figure, double factor) {
  if (!figure) return;
  figure->value = figure->value * factor;
  figure->low = figure->low * factor;
  figure->high = figure->high * factor;
}

RunRecord scaled(double factor) {
  RunRecord record = sample_record();
  scale(record.energy, factor);
  scale(record.emissions, factor);
  scale(record.attribution.charged_idle, factor);
  for (auto& component : record.components)
    component.energy.value = component.energy.value * factor;
  return record;
}

void expect_neat(const std::string& text, std::size_t width) {
  std::string_view rest = text;
  while (const auto line = next_line(rest)) {
    EXPECT_LE(display_width(*line), width) << *line;
    EXPECT_FALSE(line->ends_with(' ')) << *line;
  }
}

TEST(Summary, IsTheFewLinesOfTheDesign) {
  const std::string text = summary(sample_record(), extras(), {});
  expect_golden("summary.txt", text);
  expect_neat(text, 100);
}

TEST(Summary, OfATrivialCommandStaysSensible) {
  RunRecord record = scaled(1e-5);
  record.identity.name = "true";
  record.outcome.duration = Seconds(0.0021);
  expect_golden("summary-true.txt", summary(record, {.elsewhere = {}, .kept = true}, {}));
}

TEST(Summary, OfAMonthOnAClusterStaysSensible) {
  RunRecord record = scaled(3.1e9);
  record.outcome.duration = Seconds(86400.0 * 31 + 3600 * 5);
  record.outcome.exit_code.reset();
  record.outcome.signal = 9;
  record.outcome.state = runs::State::failed;
  record.facility.pue.value = Pue{1.2};
  expect_golden("summary-cluster.txt", summary(record, {.elsewhere = {}, .kept = false}, {}));
}

TEST(Summary, OfSensorsSaysMeasuredAndDoesNotSendToTheDoctor) {
  RunRecord record = sample_record();
  record.energy = Figure<Joules>{Joules{1476}, Joules{1450}, Joules{1502}, Basis::measured,
                                 "RAPL package-0, package-1, dram by perf, split by CPU time"};
  record.grid.intensity.source = "given by --intensity";
  record.grid.period = "stated";
  record.grid.zone = "";
  const std::string text = summary(record, {.elsewhere = {}, .kept = true}, {});
  expect_golden("summary-measured.txt", text);
  EXPECT_THAT(text, Not(HasSubstr("doctor")));
}

TEST(Summary, ShowsThreeWarningsWithTheirFixes) {
  RunRecord record = sample_record();
  record.warnings = {
      {"left-running", "2 processes of the command went on after its end", ""},
      {"rapl-denied",
       "/sys/class/powercap/intel-rapl:0/energy_uj: permission denied, so the energy of package-0 "
       "is "
       "estimated instead of measured",
       "sudo chmod o+r /sys/class/powercap/intel-rapl:*/energy_uj"},
      {"slow-source", "GPU-1a2b answered late in 3 of 13 intervals", ""},
      {"store-unavailable", "/home/ada/.local/share/wattprint/wattprint.db: cannot write", "df -h"},
      {"zone-wide", "there is no yearly average for DE-X", ""}};
  const std::string text = summary(record, extras(), {});
  expect_golden("summary-warnings.txt", text);
  expect_neat(text, 100);
}

TEST(Summary, SaysUnknownInsteadOfZero) {
  RunRecord record = sample_record();
  record.energy.reset();
  record.emissions.reset();
  record.components.clear();
  const std::string text = summary(record, extras(), {});
  expect_golden("summary-unknown.txt", text);
  EXPECT_THAT(text, Not(HasSubstr("0 Wh")));
}

TEST(Summary, NamesWhoToldTheIntensityAndForHowMuchOfTheEnergy) {
  const std::string text = summary(testing::revised_record(), extras(), {});
  expect_golden("summary-readings.txt", text);
  expect_neat(text, 100);
}

TEST(Summary, SaysInWordsWhatTheIntensityWasMadeOf) {
  using grid::Knowledge;
  const auto phrase = [](std::vector<std::pair<Knowledge, double>> parts, std::string period,
                         catalog::IntensityKind kind = catalog::IntensityKind::lifecycle) {
    RunRecord record = sample_record();
    record.grid.intensity.source = "S, given by --zone";
    record.grid.period = std::move(period);
    for (const auto& [knowledge, share] : parts)
      record.grid.parts.push_back(
          {knowledge, "S", grid::Label{.kind = kind}, {}, {}, Fraction{share}, {}});
    return grid_phrase(record);
  };
  EXPECT_EQ(phrase({{Knowledge::live, 1.0}}, "time of the run"),
            "grid DE 344 g/kWh, S, by readings, given by --zone");
  EXPECT_EQ(phrase({{Knowledge::live, 0.5}, {Knowledge::history, 0.3}, {Knowledge::forecast, 0.2}},
                   "time of the run"),
            "grid DE 344 g/kWh, S, 80 % of the energy by readings, 20 % by forecast, given by "
            "--zone");
  EXPECT_EQ(phrase({{Knowledge::forecast, 1.0}}, "time of the run", catalog::IntensityKind::direct),
            "grid DE 344 g/kWh, S (direct), by forecast, given by --zone");
  EXPECT_EQ(phrase({{Knowledge::yearly, 1.0}}, "yearly average 2023"),
            "grid DE 344 g/kWh in 2023, given by --zone");
}

TEST(Summary, ShortensLongTextsAndDefusesThem) {
  RunRecord record = sample_record();
  record.identity.name = "\x1b[2J" + std::string(200, 'n');
  record.energy->source = std::string(300, 's');
  record.grid.period = std::string(300, 'p');
  const std::string text = summary(record, extras(), {});
  expect_neat(text, 100);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(Summary, ColourChangesNothingButColour) {
  const std::string plain = summary(sample_record(), extras(), {});
  std::string colored = summary(sample_record(), extras(), {.color = true});
  EXPECT_NE(colored, plain);
  for (std::size_t at = colored.find('\x1b'); at != std::string::npos; at = colored.find('\x1b'))
    colored.erase(at, colored.find('m', at) - at + 1);
  EXPECT_EQ(colored, plain);
}

}  // namespace
}  // namespace wattprint::reports
