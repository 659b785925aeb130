#include "estimate/job_rows.hpp"

#include <array>
#include <charconv>

#include "base/csv.hpp"
#include "base/csv_stream.hpp"
#include "estimate/job_columns.hpp"

namespace wattprint::estimate {
namespace {

constexpr std::string_view kHeader =
    "id,energy_kwh,energy_kwh_low,energy_kwh_high,emissions_g,emissions_g_low,emissions_g_high,"
    "embodied_g,embodied_g_low,embodied_g_high\n";
constexpr std::size_t kBlock = 1 << 16;  // bytes of rows that are written at once
/// No estimate of a job knows more; rounding never moves an end past its value.
constexpr int kDigits = 6;
constexpr double kWrittenOut = 999999.5;  // from here on, kDigits round to a power of ten
constexpr double kJoulesPerKwh = 3.6e6;

void append_number(std::string& row, double number) {
  std::array<char, 400> digits;  // the largest double has 309 before its point
  char* const last = digits.data() + digits.size();
  // What would be 1.2e+06 is written out, as spreadsheets and people like it.
  const auto end =
      number < kWrittenOut
          ? std::to_chars(digits.data(), last, number, std::chars_format::general, kDigits)
          : std::to_chars(digits.data(), last, number, std::chars_format::fixed, 0);
  row += ',';
  row.append(digits.data(), end.ptr);
}

template <class Q>
void append_figure(std::string& row, const Figure<Q>& figure, double unit) {
  for (const Q part : {figure.value, figure.low, figure.high})
    append_number(row, part.value() / unit);
}

void append_row(std::string& rows, std::string_view id, const jobs::JobEstimate& estimate) {
  append_csv_field(rows, id);
  append_figure(rows, estimate.energy, kJoulesPerKwh);
  append_figure(rows, estimate.emissions, 1.0);
  append_figure(rows, estimate.embodied.value_or(Figure<Grams>{}), 1.0);
  rows += '\n';
}

/// Errors of rows stand for themselves only with the name of the file; others have their own.
Error in_file(Error error, std::string_view name) {
  if (error.code == Errc::malformed) error.what = std::string(name) + ":" + error.what;
  return error;
}

Result<JobColumns> read_header(CsvStream& stream) {
  const auto found = stream.next();
  if (!found) return fail(found.error());
  if (!*found)
    return fail(Errc::malformed,
                "1:1: empty; the first line must name columns: id, hours and hardware, such as "
                "gpu, gpus, cpu, cores, memory_gb");
  return JobColumns::of(stream);
}

/// Looked up first what a row names, so that the column can be named that is wrong.
Result<> check_names(const CsvStream& stream, const JobColumns& columns, const Job& job,
                     std::optional<int> year, jobs::Lookups& lookups) {
  for (const auto& use : job.gpus)
    if (const auto gpu = lookups.gpu(use); !gpu)
      return fail(columns.blame(stream, JobColumns::kGpu, gpu.error().what));
  for (const auto& use : job.cpus)
    if (const auto cpu = lookups.server(use); !cpu)
      return fail(columns.blame(stream, JobColumns::kCpu, cpu.error().what));
  if (const auto place = lookups.place(job.place, year); !place)
    return fail(columns.blame(stream,
                              job.place.region.empty() ? JobColumns::kZone : JobColumns::kRegion,
                              place.error().what));
  return {};
}

struct Estimated {
  Job job;
  jobs::JobEstimate estimate;
};

Result<Estimated> estimate_row(const CsvStream& stream, const JobColumns& columns,
                               jobs::JobQuestion& question, const Job& usual,
                               jobs::Lookups& lookups) {
  auto job = columns.job(stream, usual);
  if (!job) return fail(job.error());
  if (auto fine = check_names(stream, columns, *job, question.year, lookups); !fine)
    return fail(fine.error());
  question.job = std::move(*job);
  auto estimate = jobs::estimate(question, lookups);
  if (!estimate) return fail(columns.blame(stream, JobColumns::kId, estimate.error().what));
  return Estimated{std::move(question.job), std::move(*estimate)};
}

}  // namespace

Result<JobRowsSummary> estimate_job_rows(ByteSource& input, ByteSink& output,
                                         const JobRowsOptions& options) {
  CsvStream stream(input);
  auto columns = read_header(stream);
  if (!columns) return fail(in_file(std::move(columns.error()), options.input_name));

  jobs::Lookups lookups;
  jobs::JobQuestion question = options.usual;
  JobSums sums;
  std::uint64_t bad_rows = 0;
  std::string rows(kHeader);
  while (true) {
    auto found = stream.next();
    if (found && !*found) break;
    auto row = found ? estimate_row(stream, *columns, question, options.usual.job, lookups)
                     : Result<Estimated>(fail(std::move(found.error())));
    if (!row) {
      const Error error = in_file(std::move(row.error()), options.input_name);
      if (error.code != Errc::malformed || !options.keep_going) return fail(error);
      ++bad_rows;
      options.on_bad_row(error);
      continue;
    }
    sums.add(row->job, row->estimate);
    append_row(rows, columns->id(stream), row->estimate);
    if (rows.size() < kBlock) continue;
    if (auto written = output.write(rows); !written) return fail(written.error());
    rows.clear();
  }
  if (auto written = output.write(rows); !written) return fail(written.error());
  JobRowsSummary summary{sums.total(), bad_rows, columns->ignored()};
  return summary;
}

}  // namespace wattprint::estimate
