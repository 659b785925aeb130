#pragma once

#include <functional>
#include <string>

#include "reports/style.hpp"
#include "runs/record.hpp"

namespace wattprint::reports {

/// "exit 0", "signal 9 (Killed)", "interrupted", "running", "stopped by its budget"
std::string outcome_phrase(const runs::Outcome& outcome);
/// bad for a run that failed, quiet for one that ended well.
Tone outcome_tone(const runs::Outcome& outcome);

/// "estimated: AMD EPYC (Zen 5), 2 threads"; a source that says its basis itself is not doubled.
std::string source_phrase(Basis basis, const std::string& source);

/// "grid DE 344 g/kWh in 2023, assumed from the time zone Europe/Berlin", or, of a run that was
/// weighed with somebody's figures for its time, "grid DE 312 g/kWh, Electricity Maps, 92 % of the
/// energy by readings, rest yearly average 2023, given by --zone"
std::string grid_phrase(const runs::RunRecord& record);

/// The words of a command as a shell would take them.
std::string command_line(const std::vector<std::string>& command);

/// "2026-11-22 03:49" where the reader is. The default uses the process's time zone.
using LocalTime = std::function<std::string(WallTime)>;
std::string local_time(WallTime time);

/// Rows "  warning    message" and "             fix: ...", the most useful first: at most `most`
/// (0: all), and then how many more there are.
std::string warning_lines(const runs::RunRecord& record, std::size_t label_width, std::size_t most,
                          const Style& style);

}  // namespace wattprint::reports
