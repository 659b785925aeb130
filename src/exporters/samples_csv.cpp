#include "exporters/samples_csv.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <iterator>

#include "base/csv.hpp"
#include "base/files.hpp"

namespace wattprint::exporters {
namespace {

using measure::Component;

constexpr std::string_view kHeader =
    "time_utc,elapsed_s,interval_s,cpu_s,cpu_busy_s,power_w,energy_j,"
    "cpu_j,dram_j,gpu_j,platform_j,devices_j\n";
constexpr std::array kComponents{Component::cpu, Component::dram, Component::gpu,
                                 Component::platform};

/// A cell: six decimals (a microjoule, a microsecond), without zeros at its end; empty when
/// unknown.
void append_number(std::string& row, double value) {
  if (!std::isfinite(value)) return;
  fmt::format_to(std::back_inserter(row), "{:.6f}", value);
  row.erase(row.find_last_not_of('0') + 1);
  if (row.back() == '.') row.pop_back();
}

void append_cell(std::string& row, const std::optional<double>& value) {
  row += ',';
  if (value) append_number(row, *value);
}

std::optional<double> machine_joules(const measure::Interval& interval,
                                     std::span<const measure::Domain> domains,
                                     std::optional<Component> component) {
  std::optional<double> sum;
  for (const auto& energy : interval.energy)
    if (!component || domains[energy.domain].component == *component)
      sum = sum.value_or(0.0) + energy.machine.value();
  return sum;
}

std::optional<double> run_joules(const measure::Interval& interval) {
  std::optional<double> sum;
  for (const auto& energy : interval.energy)
    sum = sum.value_or(0.0) + (energy.run_active + energy.run_idle).value();
  return sum;
}

std::string devices(const measure::Interval& interval, std::span<const measure::Domain> domains) {
  std::string list;
  for (const auto& energy : interval.energy) {
    const auto& domain = domains[energy.domain];
    if (!list.empty()) list += ' ';
    list += measure::to_string(domain.component);
    list += ':';
    // The list's own signs do not occur in its names.
    for (const char c : domain.device) list += c == ' ' || c == '=' ? '_' : c;
    list += '=';
    append_number(list, energy.machine.value());
  }
  return list;
}

}  // namespace

Result<std::unique_ptr<SamplesCsv>> SamplesCsv::open(const std::filesystem::path& path,
                                                     const Clock& clock, Instant start) {
  // Without O_NONBLOCK a pipe that nobody reads, or reads slowly, would hold up the whole run.
  Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0644));
  if (!file) return fail(errno_error(errno, "cannot write the samples", path));
  const WallTime wall_start =
      clock.wall() - std::chrono::round<std::chrono::milliseconds>(clock.now() - start);
  std::unique_ptr<SamplesCsv> csv(new SamplesCsv(std::move(file), path, start, wall_start));
  if (!csv->write(kHeader)) return fail(Errc::io, csv->warning_->message);
  return csv;
}

void SamplesCsv::accept(const measure::Interval& interval,
                        std::span<const measure::Domain> domains) {
  if (warning_) return;
  const auto elapsed = interval.end - start_;
  const double length = interval.length().count();
  const auto machine = machine_joules(interval, domains, std::nullopt);
  const auto& cpu = interval.cpu;

  row_ = to_rfc3339(wall_start_ + std::chrono::round<std::chrono::milliseconds>(elapsed));
  append_cell(row_, Seconds(elapsed).count());
  append_cell(row_, length);
  append_cell(row_, cpu ? std::optional(cpu->run.value()) : std::nullopt);
  append_cell(row_, cpu ? std::optional(cpu->busy.value()) : std::nullopt);
  append_cell(row_, machine && length > 0.0 ? std::optional(*machine / length) : std::nullopt);
  append_cell(row_, run_joules(interval));
  for (const Component component : kComponents)
    append_cell(row_, machine_joules(interval, domains, component));
  row_ += ',' + csv_field(devices(interval, domains)) + '\n';
  write(row_);
}

bool SamplesCsv::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file_.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const Error error = errno_error(errno, "cannot write the samples", path_);
      warning_ = {"samples-not-written", error.what + "; the file ends there",
                  "free some space, or name another file with --samples"};
      file_.close();
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace wattprint::exporters
