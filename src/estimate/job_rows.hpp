#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_stream.hpp"
#include "base/result.hpp"
#include "estimate/job_sums.hpp"
#include "estimate/jobs/estimate.hpp"

namespace wattprint::estimate {

struct JobRowsOptions {
  std::string_view input_name;  ///< how messages call the table
  bool keep_going = false;      ///< leaves bad rows out instead of ending at the first
  /// What holds for each job: year, water and price; and of rows that do not say, PUE and place.
  jobs::JobQuestion usual;
  /// Is told of each bad row that is left out.
  std::function<void(const Error&)> on_bad_row;
};

/// What is to be known of a finished estimate, beside its rows.
struct JobRowsSummary {
  JobTotal total;              ///< of the rows that were estimated
  std::uint64_t bad_rows = 0;  ///< left out
  std::vector<std::string> ignored_columns;
};

/// Energy and footprint of each job of a table in CSV by our own method, row by row, in constant
/// memory.
///
/// input   columns id, hours and any of gpu, gpus, cpu, cpus, cores, memory_gb, ssd_tb, hdd_tb,
///         utilisation, pue, zone, region, intensity, repeats, in any order: see JobColumns.
/// output  columns id,energy_kwh,energy_kwh_low,energy_kwh_high, and so emissions_g and
///         embodied_g; id as it was read; a row for each good one, in their order. Energy is that
///         of the IT equipment, emissions are with PUE.
/// Errc::malformed, "NAME:LINE:COLUMN: what; how to write it", for a header that lacks a column
/// and, unless told to keep going, for the first bad row: part of the output has been written then.
/// Other errors are those of input and output.
Result<JobRowsSummary> estimate_job_rows(ByteSource& input, ByteSink& output,
                                         const JobRowsOptions& options);

}  // namespace wattprint::estimate
