// Foreign bytes as a table of jobs: what comes out is a table of as many rows as were counted, each
// with low <= value <= high; without --keep-going the same, or the first of the bad rows as the
// error.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "estimate/job_rows.hpp"
#include "support/byte_streams.hpp"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

void must_be_estimates(const std::string& text, std::uint64_t rows) {
  auto csv = wattprint::CsvReader::open(text);
  must(csv.has_value());
  for (std::uint64_t i = 0; i < rows; ++i) {
    const auto row = csv->next();
    must(row.has_value() && row->has_value());
    const auto& fields = **row;
    for (std::size_t at = 1; at + 2 < fields.size(); at += 3) {
      const auto value = wattprint::parse_double(fields[at]);
      const auto low = wattprint::parse_double(fields[at + 1]);
      const auto high = wattprint::parse_double(fields[at + 2]);
      must(value && low && high && 0 <= *low && *low <= *value && *value <= *high);
    }
  }
  const auto end = csv->next();
  must(end.has_value() && !end->has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wattprint;
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> bad_rows;
  testing::PiecewiseSource source(text);
  testing::StringSink sink;
  estimate::JobRowsOptions options;
  options.input_name = "in";
  testing::PiecewiseSource again(text);
  testing::StringSink strict_sink;
  const auto strict = estimate::estimate_job_rows(again, strict_sink, options);
  options.keep_going = true;
  options.on_bad_row = [&](const Error& error) { bad_rows.push_back(error.what); };
  const auto summary = estimate::estimate_job_rows(source, sink, options);
  if (!summary) {
    must(!strict && strict.error().what == summary.error().what);
    return 0;
  }
  must(summary->bad_rows == bad_rows.size());
  must_be_estimates(sink.text, summary->total.jobs);
  must(strict.has_value() == bad_rows.empty());
  must(strict ? strict_sink.text == sink.text : strict.error().what == bad_rows[0]);
  return 0;
}
