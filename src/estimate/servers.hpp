#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_stream.hpp"
#include "base/result.hpp"
#include "models/server_power.hpp"
#include "units/units.hpp"

namespace wattprint::estimate {

struct ServersOptions {
  std::string_view input_name;  ///< how messages call the inventory
  bool keep_going = false;      ///< leaves bad rows out instead of ending at the first
  bool split = false;           ///< adds columns cpu_watts,memory_watts,rest_watts
  /// Who pays for the idle power of a server of which a row is charged only some threads.
  models::IdlePolicy idle = models::IdlePolicy::proportional;
  /// Is told of each bad row that is left out.
  std::function<void(const Error&)> on_bad_row;
};

/// What is to be known of a finished estimate, beside its rows.
struct ServersSummary {
  /// A CPU whose name told nothing.
  struct UnknownCpu {
    std::string name;
    std::size_t line;  ///< where it is met first
  };
  static constexpr std::size_t kMostUnknownCpus = 5;

  std::uint64_t rows = 0;       ///< estimated
  std::uint64_t bad_rows = 0;   ///< left out
  std::uint64_t cpu_exact = 0;  ///< rows whose CPU was known by its name
  std::uint64_t cpu_family = 0;
  std::uint64_t cpu_unknown = 0;
  std::uint64_t mhz_unknown = 0;  ///< rows with an empty mhz
  std::uint64_t memory_unknown = 0;
  std::uint64_t shares = 0;  ///< rows that are charged some threads of their server
  double mean_width = 0.0;   ///< of the 90 % intervals, as a share of the value
  Fraction highest_load;
  std::vector<UnknownCpu> unknown_cpus;  ///< the first few names
  std::vector<std::string> ignored_columns;
};

/// Whole-server AC power of an inventory in CSV, row by row, in constant memory.
///
/// input   columns id,cpu,chips,cores,threads,mhz,mem_gb,load (load in percent) and, if wanted,
///         vcpus: see ServerColumns.
/// output  columns id,load,watts,low,high: low to high holds 90 % of such servers; id and load as
///         they were read; a row for each good one, in their order.
/// Errc::malformed, "NAME:LINE:COLUMN: what; how to write it", for a header that lacks a column
/// and, unless told to keep going, for the first bad row: part of the output has been written then.
/// Other errors are those of input and output.
Result<ServersSummary> estimate_servers(ByteSource& input, ByteSink& output,
                                        const ServersOptions& options);

}  // namespace wattprint::estimate
