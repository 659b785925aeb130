#include "config/keys.hpp"
#include "verbs.hpp"

namespace wattprint::app {
namespace {

using Verb = CommandLine::GridVerb;

/// A verb below `grid`, with the flags that all of them have.
CLI::App* add_verb(CLI::App& grid, CommandLine& line, const char* name, const char* about,
                   Verb verb) {
  auto* added = grid.add_subcommand(name, about);
  added->add_flag("--json", line.json, "print the result as JSON");
  added->callback([&line, verb] { line.grid_verb = verb; });
  return added;
}

void add_zone(CLI::App& verb, CommandLine& line) {
  add_setting(verb, *config::find_key("zone"), line.flags);
}

void add_now(CLI::App& grid, CommandLine& line) {
  add_zone(*add_verb(grid, line, "now", "how clean the electricity is now", Verb::now), line);
}

void add_history(CLI::App& grid, CommandLine& line) {
  auto* verb = add_verb(grid, line, "history", "how clean it was", Verb::history);
  add_zone(*verb, line);
  verb->add_option("--from", line.grid.from, "2026-11-24 or 2026-11-24T14:30, UTC [a day before]")
      ->type_name("TIME");
  verb->add_option("--to", line.grid.to, "likewise [now]")->type_name("TIME");
}

void add_forecast(CLI::App& grid, CommandLine& line) {
  auto* verb = add_verb(grid, line, "forecast", "how clean it will be", Verb::forecast);
  add_zone(*verb, line);
  verb->add_option("--hours", line.grid.hours, "so many hours ahead, 1 to 96 [96]")->type_name("N");
  verb->add_flag("--own", line.grid.own_forecast,
                 "from the zone's history, also where a provider has a forecast");
  verb->add_option("--series", line.grid.series,
                   "from this history, timestamp_utc,g_per_kwh, and beginning at its end; - is "
                   "standard input")
      ->type_name("CSV");
}

void add_backtest(CLI::App& grid, CommandLine& line) {
  auto* verb =
      add_verb(grid, line, "backtest", "how good forecasts from a series' own past would have been",
               Verb::backtest);
  verb->add_option("--series", line.series, "timestamp_utc,g_per_kwh; - is standard input")
      ->type_name("CSV")
      ->required();
  verb->add_option("--origins", line.origins, "issue N forecasts, spread evenly [one every 24 h]")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
}

void add_zones(CLI::App& grid, CommandLine& line) {
  auto* verb =
      add_verb(grid, line, "zones", "finds grid zones and their yearly averages", Verb::zones);
  verb->add_option("QUERY", line.arguments,
                   "a code, a country, a cloud region, latitude,longitude or words of a name "
                   "[all zones]");
}

void add_backfill(CLI::App& grid, CommandLine& line) {
  auto* verb =
      add_verb(grid, line, "backfill",
               "weigh kept runs again with what providers know now of their time", Verb::backfill);
  verb->add_option("RUNS", line.arguments, "first digits of their ids")
      ->expected(0, CLI::detail::expected_max_vector_size);
  verb->add_flag("--all", line.all, "all runs that are kept");
  verb->add_option("--since", line.since,
                   "all runs from then on: 2026-11-24 or 2026-11-24T14:30, UTC")
      ->type_name("TIME");
  verb->add_flag("--dry-run", line.dry_run, "say what would change, and change nothing");
}

void add_import(CLI::App& grid, CommandLine& line) {
  auto* verb = add_verb(grid, line, "import", "keeps carbon intensities out of a file of yours",
                        Verb::import_file);
  add_zone(*verb, line);
  verb->add_option("FILE", line.imported.input,
                   "CSV or JSON: timestamp_utc,g_per_kwh, a download of Electricity Maps ...; - is "
                   "standard input")
      ->required();
  verb->add_option("--source", line.imported.source, "whose figures they are [the file's name]")
      ->type_name("NAME");
  verb->add_option("--kind", line.imported.kind, "lifecycle, direct or unknown [as the file says]")
      ->type_name("KIND");
  verb->add_option("--signal", line.imported.signal, "average or marginal [average]")
      ->type_name("SIGNAL");
  verb->add_option("--unit", line.imported.unit, "g/kWh, kg/kWh, kg/MWh, lb/MWh, g/MJ ... [g/kWh]")
      ->type_name("UNIT");
  verb->add_option("--time-zone", line.imported.time_zone,
                   "of times without an offset: UTC, Europe/Berlin")
      ->type_name("ZONE");
  verb->add_flag("--keep-going", line.imported.keep_going, "list bad rows and keep the others");
}

void add_export(CLI::App& grid, CommandLine& line) {
  auto* verb = grid.add_subcommand("export", "writes carbon intensities that are kept as CSV");
  verb->callback([&line] { line.grid_verb = Verb::export_file; });
  add_zone(*verb, line);
  verb->add_option("--output", line.exported.output, "- is standard output [-]")
      ->type_name("CSV")
      ->default_val("-");
  verb->add_option("--provider", line.exported.provider, "who told them; import for imported ones")
      ->type_name("NAME");
  verb->add_option("--kind", line.exported.kind, "lifecycle, direct or unknown")->type_name("KIND");
  verb->add_option("--signal", line.exported.signal, "average or marginal")->type_name("SIGNAL");
  verb->add_option("--from", line.exported.from, "2026-11-24 or 2026-11-24T14:30, UTC")
      ->type_name("TIME");
  verb->add_option("--to", line.exported.to, "likewise")->type_name("TIME");
}

}  // namespace

CLI::App* add_grid(CLI::App& app, CommandLine& line) {
  auto* grid = app.add_subcommand("grid", "carbon intensity of electricity");
  grid->require_subcommand(1);
  add_now(*grid, line);
  add_history(*grid, line);
  add_forecast(*grid, line);
  add_backtest(*grid, line);
  add_zones(*grid, line);
  add_verb(*grid, line, "providers", "who can be asked, and how they are set up", Verb::providers);
  add_backfill(*grid, line);
  add_import(*grid, line);
  add_export(*grid, line);
  return grid;
}

}  // namespace wattprint::app
