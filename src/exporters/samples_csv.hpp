#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/fd.hpp"
#include "base/result.hpp"
#include "measure/interval.hpp"

namespace wattprint::exporters {

/// Writes every interval of a run as a row of a CSV file (`run --samples FILE`), at once, so that
/// the file can be followed while the run goes on.
///
/// The header is the same for every run on every machine, whatever hardware appears or vanishes on
/// the way, so columns never shift:
///
///     time_utc      end of the interval
///     elapsed_s     its end, seconds since the run began
///     interval_s    its length
///     cpu_s         CPU seconds of the command and its descendants
///     cpu_busy_s    CPU seconds of everybody
///     power_w       mean power of what was read, all of the machine
///     energy_j      energy charged to the run
///     cpu_j dram_j gpu_j platform_j   energy of the machine by kind of hardware
///     devices_j     the same device by device: "cpu:package-0=41.2 gpu:GPU-1a2b=250"
///
/// A cell is empty when it is not known: nothing gave a reading in that interval.
class SamplesCsv final : public measure::Sink {
 public:
  /// Replaces the file at `path`, which may also be a pipe. start is when the run began on `clock`.
  static Result<std::unique_ptr<SamplesCsv>> open(const std::filesystem::path& path,
                                                  const Clock& clock, Instant start);

  void accept(const measure::Interval& interval, std::span<const measure::Domain> domains) override;

  /// Why rows are missing, when some are: after the first failed write nothing more is written.
  const std::optional<measure::Warning>& warning() const { return warning_; }

 private:
  SamplesCsv(Fd file, std::filesystem::path path, Instant start, WallTime wall_start)
      : file_(std::move(file)), path_(std::move(path)), start_(start), wall_start_(wall_start) {}
  bool write(std::string_view text);

  Fd file_;
  std::filesystem::path path_;
  Instant start_;
  WallTime wall_start_;
  std::string row_;
  std::optional<measure::Warning> warning_;
};

}  // namespace wattprint::exporters
