#pragma once

#include "command_line.hpp"
#include "config/settings.hpp"
#include "terminal.hpp"

/// One function a command: it calls the engine, prints, and gives the exit status.
namespace wattprint::app {

/// Tells the user what failed; the exit status for it.
inline int failed(const Error& error) {
  Terminal::complain(error.what);
  return kFailed;
}

int run(const CommandLine& line, const config::Settings& settings, const Terminal& terminal);
int list(const CommandLine& line, const config::Settings& settings, const Terminal& terminal);
int show(const CommandLine& line, const config::Settings& settings, const Terminal& terminal);
int compare(const CommandLine& line, const config::Settings& settings, const Terminal& terminal);
int remove(const CommandLine& line, const config::Settings& settings, const Terminal& terminal);
int doctor(const CommandLine& line, const config::Settings& settings, const Terminal& terminal);
int catalog(const CommandLine& line, const config::Settings& settings, const Terminal& terminal);
int regions(const CommandLine& line, const config::Settings& settings, const Terminal& terminal);
int estimate(const CommandLine& line, const config::Settings& settings, const Terminal& terminal);
int estimate_job(const CommandLine& line, const config::Settings& settings,
                 const Terminal& terminal);
int estimate_sacct(const CommandLine& line, const config::Settings& settings,
                   const Terminal& terminal);
int estimate_jobs(const CommandLine& line, const config::Settings& settings,
                  const Terminal& terminal);
int estimate_llm(const CommandLine& line, const config::Settings& settings,
                 const Terminal& terminal);
int estimate_servers(const CommandLine& line, const config::Settings& settings,
                     const Terminal& terminal);
int grid(const CommandLine& line, const config::Settings& settings, const Terminal& terminal);
int grid_now(const CommandLine& line, const config::Settings& settings, const Terminal& terminal);
int grid_history(const CommandLine& line, const config::Settings& settings,
                 const Terminal& terminal);
int grid_forecast(const CommandLine& line, const config::Settings& settings,
                  const Terminal& terminal);
int grid_providers(const CommandLine& line, const config::Settings& settings,
                   const Terminal& terminal);
int grid_import(const CommandLine& line, const config::Settings& settings,
                const Terminal& terminal);
int grid_export(const CommandLine& line, const config::Settings& settings,
                const Terminal& terminal);
int grid_backtest(const CommandLine& line, const config::Settings& settings,
                  const Terminal& terminal);
int grid_zones(const CommandLine& line, const config::Settings& settings, const Terminal& terminal);
int grid_backfill(const CommandLine& line, const config::Settings& settings,
                  const Terminal& terminal);

}  // namespace wattprint::app
