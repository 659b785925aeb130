#include "engine/grid_backtest.hpp"

#include <fmt/format.h>

#include "base/input_file.hpp"
#include "reports/columns.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using grid::Backtest;
using grid::Scores;
using grid::Span;
using reports::Cell;
using reports::Tone;

Cell score_cell(const std::optional<double>& score, Tone tone) {
  return {score ? fmt::format("{:.1f} %", *score) : "-", tone, true};
}

std::vector<Cell> scores_row(std::string label, const Scores& scores, Tone tone) {
  std::vector<Cell> cells{{std::move(label), tone}};
  for (const auto& score : scores) cells.push_back(score_cell(score, tone));
  return cells;
}

void write_scores(runs::JsonWriter& json, std::string_view key, const Scores& scores) {
  json.begin_object(key);
  for (std::size_t i = 0; i < scores.size(); ++i)
    json.optional(name_of(static_cast<Span>(i)), scores[i]);
  json.end();
}

}  // namespace

Result<Backtest> grid_backtest(const BacktestRequest& request) {
  auto input =
      request.series == "-" ? InputFile::standard_input() : InputFile::open(request.series);
  if (!input) return fail(input.error());
  const std::string name = input->name().string();
  const auto series = grid::read_series(*input, name);
  if (!series) return fail(series.error());
  auto result = grid::backtest(*series, request.origins);
  if (!result) return fail(result.error().code, name + ": " + result.error().what);
  return result;
}

std::string backtest_text(const Backtest& backtest, const reports::Style& style) {
  reports::Columns columns(2);
  std::vector<Cell> heads{{"hours ahead", Tone::quiet}};
  for (std::size_t i = 0; i < grid::kSpans; ++i)
    heads.push_back({std::string(name_of(static_cast<Span>(i))), Tone::quiet, true});
  columns.row(std::move(heads));
  columns.row(scores_row("forecast", backtest.forecast, Tone::strong));
  columns.row(scores_row("7-day profile", backtest.reference, Tone::plain));
  columns.row(scores_row("persistence", backtest.persistence, Tone::plain));
  columns.row(scores_row("yesterday", backtest.yesterday, Tone::plain));
  columns.row(scores_row("a week ago", backtest.week, Tone::plain));
  Scores coverage = backtest.coverage;
  for (auto& share : coverage)
    if (share) *share *= 100.0;
  columns.row(scores_row("in interval", coverage, Tone::plain));
  return fmt::format(
             "{}  {} forecast{} of the past: mean error in percent of the truth, and how much of "
             "it "
             "lay in the 90 % interval\n",
             paint(style, Tone::quiet, "wattprint"), backtest.origins,
             backtest.origins == 1 ? "" : "s") +
         columns.render(style);
}

std::string backtest_json(const Backtest& backtest, const std::filesystem::path& series) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.grid.backtest.v1");
  json.text("series", series.string());
  json.number("origins", std::uint64_t{backtest.origins});
  write_scores(json, "mape_percent", backtest.forecast);
  json.begin_object("baselines");
  write_scores(json, "reference", backtest.reference);
  write_scores(json, "persistence", backtest.persistence);
  write_scores(json, "yesterday", backtest.yesterday);
  write_scores(json, "week", backtest.week);
  json.end();
  write_scores(json, "interval90_coverage", backtest.coverage);
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
