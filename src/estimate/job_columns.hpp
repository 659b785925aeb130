#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv_stream.hpp"
#include "base/result.hpp"
#include "estimate/job.hpp"

namespace wattprint::estimate {

/// Which column of a table of jobs is what, and what its fields may hold.
///
/// All errors are Errc::malformed and "LINE:COLUMN: what; how to write it".
class JobColumns {
 public:
  enum Column {
    kId,
    kGpu,
    kGpus,
    kCpu,
    kCpus,
    kCores,
    kMemory,
    kSsd,
    kHdd,
    kNetwork,
    kHours,
    kUtilisation,
    kPue,
    kZone,
    kRegion,
    kIntensity,
    kRepeats,
    kCount
  };

  /// From the header at which the stream is: id and hours, and any of the others, in any order.
  static Result<JobColumns> of(const CsvStream& header);

  /// As it was read; good as long as the stream stays at the row.
  std::string_view id(const CsvStream& stream) const { return text(stream, kId); }

  /// The job of the row at which the stream is. An empty field is not given.
  ///
  /// usual  what the PUE and the place are of rows that do not say.
  Result<Job> job(const CsvStream& stream, const Job& usual) const;

  /// Says of which column an error of the row is; of the id where there is no such column.
  Error blame(const CsvStream& stream, Column column, std::string_view what) const;

  /// Names of the columns that are not used.
  const std::vector<std::string>& ignored() const { return ignored_; }

 private:
  Result<> add_gpu(const CsvStream& stream, std::optional<Fraction> busy, Job& job) const;
  Result<> add_cpu(const CsvStream& stream, std::optional<Fraction> busy, Job& job) const;
  Result<> add_drives(const CsvStream& stream, Job& job) const;
  Result<> add_place(const CsvStream& stream, const Job& usual, Job& job) const;
  /// Nothing for an empty field, or without the column.
  Result<std::optional<double>> number(const CsvStream& stream, Column column) const;
  Result<std::optional<Fraction>> share(const CsvStream& stream) const;
  Result<std::string_view> name(const CsvStream& stream, Column column) const;
  std::string_view text(const CsvStream& stream, Column column) const {
    return position_[column] ? stream.fields()[*position_[column]] : std::string_view();
  }
  tl::unexpected<Error> refuse(const CsvStream& stream, Column column, std::string_view what) const;

  std::array<std::optional<std::size_t>, kCount> position_{};
  std::size_t width_ = 0;  ///< of the header, in fields
  std::vector<std::string> ignored_;
};

}  // namespace wattprint::estimate
