// Foreign bytes as an inventory: what comes out is a table of as many rows as were counted, each
// with low <= watts <= high; without --keep-going the same, or the first of the bad rows as the
// error.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "estimate/servers.hpp"
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
    const auto load = wattprint::parse_double(fields[1]);
    const auto watts = wattprint::parse_double(fields[2]);
    const auto low = wattprint::parse_double(fields[3]);
    const auto high = wattprint::parse_double(fields[4]);
    must(load && watts && low && high);
    must(*load >= 0 && *load <= 100 && 0 <= *low && *low <= *watts && *watts <= *high);
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
  const auto summary = estimate::estimate_servers(
      source, sink, {.input_name = "in", .keep_going = true, .on_bad_row = [&](const Error& error) {
                       bad_rows.push_back(error.what);
                     }});
  testing::PiecewiseSource again(text);
  testing::StringSink strict_sink;
  const auto strict = estimate::estimate_servers(again, strict_sink, {.input_name = "in"});
  if (!summary) {
    must(!strict && strict.error().what == summary.error().what);
    return 0;
  }
  must(summary->bad_rows == bad_rows.size());
  must(summary->cpu_exact + summary->cpu_family + summary->cpu_unknown == summary->rows);
  must_be_estimates(sink.text, summary->rows);
  must(strict.has_value() == bad_rows.empty());
  must(strict ? strict_sink.text == sink.text : strict.error().what == bad_rows[0]);
  return 0;
}
