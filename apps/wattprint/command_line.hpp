#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "engine/estimate_job.hpp"
#include "engine/estimate_llm.hpp"
#include "engine/grid_ask.hpp"
#include "engine/grid_export.hpp"
#include "engine/grid_import.hpp"

namespace wattprint::app {

/// Exit statuses other than that of the user's command; see DESIGN and docs/cli.md.
enum Exit { kDone = 0, kFailed = 1, kUsage = 2, kNotExecutable = 126, kNotFound = 127 };

/// What `regions` was given; amounts as they were typed.
struct RegionsOptions {
  std::string run;
  std::string energy;
  std::string gpu;
  std::optional<unsigned> count;
  std::string cpu;
  std::optional<unsigned> cores;
  std::string hours;
  std::string utilisation;
  std::string here;
  std::vector<std::string> providers;
  std::string method;
  std::optional<std::size_t> limit;
  bool market = false;
};

/// What was typed, taken apart.
struct CommandLine {
  enum class Verb { run, list, show, compare, remove, doctor, catalog, regions, estimate, grid };
  enum class GridVerb {
    now,
    history,
    forecast,
    backtest,
    zones,
    providers,
    backfill,
    import_file,
    export_file
  };
  enum class EstimateVerb { servers, llm, job };
  enum class Table { cpu, gpu, instance, region };
  Verb verb = Verb::run;
  config::Flags flags;                     ///< settings given as flags
  std::vector<std::string> command;        ///< run: what to measure
  std::vector<std::string> arguments;      ///< others: ids of runs; a name; words of a query
  Table table = Table::cpu;                ///< catalog: where to look
  bool json = false;                       ///< others: result as JSON
  std::size_t limit = 0;                   ///< list: newest so many; 0 = all
  std::string project;                     ///< list: only these
  bool group = false;                      ///< show: the job that the run is a rank of
  std::optional<std::string> equivalents;  ///< show: by the constants of this set; empty: default
  std::string name;
  std::string input;        ///< estimate: file to read, "-" for standard input
  std::string output;       ///< estimate: file to write, "-" for standard output
  std::string sacct;        ///< estimate job: log of Slurm, "-" for standard input
  bool keep_going = false;  ///< estimate: leave bad rows out
  bool split = false;       ///< estimate: columns for CPU, memory and the rest
  std::string idle;         ///< estimate: who pays for idle power
  EstimateVerb estimate_verb = EstimateVerb::servers;
  engine::LlmWords llm;  ///< estimate llm: its options
  engine::JobWords job;  ///< estimate job: its options
  GridVerb grid_verb = GridVerb::now;
  engine::GridWords grid;              ///< grid now, history, forecast: their options
  engine::ImportWords imported;        ///< grid import: its options
  engine::ExportWords exported;        ///< grid export: its options
  std::string series;                  ///< grid backtest: file to read, "-" for standard input
  bool all = false;                    ///< grid backfill: every run
  std::string since;                   ///< grid backfill: runs from then on
  bool dry_run = false;                ///< grid backfill: change nothing
  std::optional<std::size_t> origins;  ///< grid backtest: so many forecasts
  RegionsOptions regions;
};

/// Parsing may end the program's work: help, version, or a usage error.
struct Parsed {
  bool finished = false;
  int exit_status = kDone;
  CommandLine line;
};

/// Parses the arguments after the program's name. Prints help and version to standard output, usage
/// errors to standard error.
Parsed parse_command_line(std::vector<std::string> arguments);

}  // namespace wattprint::app
