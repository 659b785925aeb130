#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv_stream.hpp"
#include "base/result.hpp"
#include "models/server_power.hpp"
#include "units/units.hpp"

namespace wattprint::estimate {

/// One row of an inventory, understood. Its texts are as they were read, and good as long as the
/// stream stays at the row.
struct ServerRow {
  std::string_view id;
  std::string_view load_text;
  models::ServerHardware hardware;
  Fraction load;
  std::optional<unsigned> vcpus;  ///< hardware threads that are charged; empty: the whole server
};

/// Which column of an inventory is what, and what its fields may hold.
///
/// All errors are Errc::malformed and "LINE:COLUMN: what; how to write it".
class ServerColumns {
 public:
  /// From the header at which the stream is: id, cpu, chips, cores, threads, mhz, mem_gb and load
  /// in any order, others between them;
  /// vcpus may be missing.
  static Result<ServerColumns> of(const CsvStream& header);

  /// The row at which the stream is. An empty mhz or mem_gb is not known, an empty vcpus is the
  /// whole server; all else must be there and make sense.
  Result<ServerRow> row(const CsvStream& stream) const;

  /// Names of the columns that are not used.
  const std::vector<std::string>& ignored() const { return ignored_; }

 private:
  enum Column { kId, kCpu, kChips, kCores, kThreads, kMhz, kMemory, kLoad, kVcpus, kCount };

  Result<std::string_view> cpu_name(const CsvStream& stream) const;
  Result<std::optional<unsigned>> vcpus(const CsvStream& stream, unsigned threads) const;
  Result<double> number(const CsvStream& stream, Column column) const;
  Result<unsigned> count(const CsvStream& stream, Column column) const;
  /// So many cores of each chip, or threads of each core.
  Result<unsigned> count_of_each(const CsvStream& stream, Column column, unsigned most,
                                 Column whole, unsigned wholes) const;
  /// Nothing for an empty field: not known.
  template <class Q>
  Result<std::optional<Q>> amount(const CsvStream& stream, Column column) const;
  std::string_view text(const CsvStream& stream, Column column) const {
    return stream.fields()[position_[column]];
  }
  tl::unexpected<Error> refuse(const CsvStream& stream, Column column, std::string_view what) const;

  std::array<std::size_t, kCount> position_{};
  bool has_vcpus_ = false;
  std::size_t width_ = 0;  ///< of the header, in fields
  std::vector<std::string> ignored_;
};

}  // namespace wattprint::estimate
