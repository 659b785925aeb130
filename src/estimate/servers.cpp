#include "estimate/servers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/csv.hpp"
#include "base/csv_stream.hpp"
#include "estimate/power_cache.hpp"
#include "estimate/server_columns.hpp"

namespace wattprint::estimate {
namespace {

constexpr std::string_view kHeader = "id,load,watts,low,high";
constexpr std::string_view kSplitHeader = ",cpu_watts,memory_watts,rest_watts";
constexpr std::size_t kBlock = 1 << 16;  // bytes of rows that are written at once

/// Decimals that give a power of 1 W or more four significant digits; no model knows a fifth.
int decimals_for(Watts power) {
  if (power >= Watts{1000}) return 0;
  if (power >= Watts{100}) return 1;
  return power >= Watts{10} ? 2 : 3;
}

void append_watts(std::string& row, Watts power, int decimals) {
  std::array<char, 400> digits;  // the largest double has 309 before its point
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), power.value(),
                                 std::chars_format::fixed, decimals);
  row += ',';
  row.append(digits.data(), end.ptr);
}

models::PowerEstimate charge(const models::ServerPower& power, const ServerRow& row,
                             models::IdlePolicy idle) {
  return row.vcpus ? power.share(*row.vcpus, row.load, idle) : power.at(row.load);
}

/// Where the charged watts go: in the proportions of the whole server.
void append_split(std::string& rows, const models::ServerPower& power, const ServerRow& row,
                  Watts charged) {
  const auto parts = power.split(row.load);
  const double share = charged / power.at(row.load).value;
  for (const Watts part : {parts.cpu.value, parts.memory.value, parts.rest.value})
    append_watts(rows, part * share, decimals_for(charged));
}

/// The ends are rounded as the value is, so they stay on its two sides.
void append_row(std::string& rows, const ServerRow& row, const models::PowerEstimate& power) {
  append_csv_field(rows, row.id);
  rows += ',';
  append_csv_field(rows, row.load_text);
  const int decimals = decimals_for(power.value);
  append_watts(rows, power.value, decimals);
  append_watts(rows, power.low, decimals);
  append_watts(rows, power.high, decimals);
}

class Summing {
 public:
  void add(const ServerRow& row, std::size_t line, models::CpuKnowledge knowledge,
           const models::PowerEstimate& power) {
    ++summary_.rows;
    // Without idle power, an idle share is nothing at all.
    if (power.value > Watts{0}) widths_ += (power.high - power.low) / power.value;
    summary_.mhz_unknown += row.hardware.clock ? 0 : 1;
    summary_.memory_unknown += row.hardware.memory ? 0 : 1;
    summary_.shares += row.vcpus ? 1 : 0;
    summary_.highest_load = std::max(summary_.highest_load, row.load);
    switch (knowledge) {
      case models::CpuKnowledge::measured:
      case models::CpuKnowledge::named: ++summary_.cpu_exact; break;
      case models::CpuKnowledge::family: ++summary_.cpu_family; break;
      case models::CpuKnowledge::unknown:
        ++summary_.cpu_unknown;
        add_unknown(row.hardware.cpu, line);
        break;
    }
  }
  void add_bad_row() { ++summary_.bad_rows; }

  ServersSummary finish(std::vector<std::string> ignored_columns) && {
    if (summary_.rows > 0) summary_.mean_width = widths_ / static_cast<double>(summary_.rows);
    summary_.ignored_columns = std::move(ignored_columns);
    return std::move(summary_);
  }

 private:
  void add_unknown(std::string_view name, std::size_t line) {
    auto& known = summary_.unknown_cpus;
    if (known.size() == ServersSummary::kMostUnknownCpus) return;
    if (std::any_of(known.begin(), known.end(), [&](const auto& cpu) { return cpu.name == name; }))
      return;
    known.push_back({std::string(name), line});
  }
  ServersSummary summary_;
  double widths_ = 0.0;
};

/// Errors of rows stand for themselves only with the name of the file; others have their own.
Error in_file(Error error, std::string_view name) {
  if (error.code == Errc::malformed) error.what = std::string(name) + ":" + error.what;
  return error;
}

Result<ServerColumns> read_header(CsvStream& stream) {
  const auto found = stream.next();
  if (!found) return fail(found.error());
  if (!*found)
    return fail(Errc::malformed,
                "1:1: empty; the first line must be id,cpu,chips,cores,threads,mhz,mem_gb,load");
  return ServerColumns::of(stream);
}

}  // namespace

Result<ServersSummary> estimate_servers(ByteSource& input, ByteSink& output,
                                        const ServersOptions& options) {
  CsvStream stream(input);
  auto columns = read_header(stream);
  if (!columns) return fail(in_file(std::move(columns.error()), options.input_name));

  PowerCache powers;
  Summing sums;
  std::string rows(kHeader);
  if (options.split) rows += kSplitHeader;
  rows += '\n';
  while (true) {
    auto found = stream.next();
    if (found && !*found) break;
    auto row = found ? columns->row(stream) : Result<ServerRow>(fail(std::move(found.error())));
    if (!row) {
      const Error error = in_file(std::move(row.error()), options.input_name);
      if (error.code != Errc::malformed || !options.keep_going) return fail(error);
      sums.add_bad_row();
      options.on_bad_row(error);
      continue;
    }
    const auto& power = powers.of(row->hardware);
    const auto estimate = charge(power, *row, options.idle);
    sums.add(*row, stream.line(), power.cpu_knowledge(), estimate);
    append_row(rows, *row, estimate);
    if (options.split) append_split(rows, power, *row, estimate.value);
    rows += '\n';
    if (rows.size() < kBlock) continue;
    if (auto written = output.write(rows); !written) return fail(written.error());
    rows.clear();
  }
  if (auto written = output.write(rows); !written) return fail(written.error());
  return std::move(sums).finish(columns->ignored());
}

}  // namespace wattprint::estimate
