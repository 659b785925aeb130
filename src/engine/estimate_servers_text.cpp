#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/estimate_servers.hpp"
#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using estimate::ServersSummary;
using reports::Cell;
using reports::Columns;
using reports::Tone;

constexpr std::size_t kLongestName = 60;
constexpr std::size_t kLongestList = 300;  // of columns: a header may have any number

Cell label(std::string text) { return {std::move(text), Tone::quiet}; }

std::string counted(std::uint64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::string headline(const ServersSummary& summary, const reports::Style& style) {
  std::string text = paint(style, Tone::quiet, "wattprint") + "  " +
                     paint(style, Tone::strong, counted(summary.rows, "row") + " estimated");
  if (summary.bad_rows > 0)
    text += ", " + paint(style, Tone::bad, counted(summary.bad_rows, "bad row") + " left out");
  return text + '\n';
}

std::string unknown_cpus(const ServersSummary& summary) {
  std::string text;
  for (const auto& cpu : summary.unknown_cpus)
    text += fmt::format("{}\"{}\" (line {})", text.empty() ? "" : ", ",
                        reports::shorten(reports::printable(cpu.name), kLongestName), cpu.line);
  if (summary.unknown_cpus.size() == ServersSummary::kMostUnknownCpus)
    text += "; no more than these are listed";
  return text;
}

std::string blanks(const ServersSummary& summary) {
  std::vector<std::string> parts;
  if (summary.mhz_unknown > 0) parts.push_back("mhz in " + counted(summary.mhz_unknown, "row"));
  if (summary.memory_unknown > 0)
    parts.push_back("mem_gb in " + counted(summary.memory_unknown, "row"));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string unused_columns(const ServersSummary& summary) {
  const std::string names = fmt::format("{}", fmt::join(summary.ignored_columns, ", "));
  return (summary.ignored_columns.size() == 1 ? "column " : "columns ") +
         reports::shorten(reports::printable(names), kLongestList);
}

/// 0.5 for half loaded is the likeliest mistake with a column in percent, and no row of it is
/// wrong.
bool loads_look_like_shares(const ServersSummary& summary) {
  return summary.highest_load > Fraction{0.0} && summary.highest_load <= Fraction{0.01};
}

}  // namespace

std::string servers_text(const ServersSummary& summary, const reports::Style& style) {
  Columns columns(2, reports::kWholeText);
  if (summary.rows > 0) {
    columns.free_row(label("cpu"),
                     {fmt::format("{} known by name, {} by family, {} not at all",
                                  summary.cpu_exact, summary.cpu_family, summary.cpu_unknown)});
    columns.free_row(label("interval"), {fmt::format("of 90 %, on average {} of the value wide",
                                                     reports::percent(summary.mean_width))});
  }
  if (summary.shares > 0)
    columns.free_row(label("shares"), {counted(summary.shares, "row") +
                                       " charged with some threads of the server, by vcpus"});
  if (!summary.unknown_cpus.empty())
    columns.free_row(label("not known"), {unknown_cpus(summary), Tone::warning});
  if (auto text = blanks(summary); !text.empty())
    columns.free_row(label("empty"), {std::move(text), Tone::warning});
  if (!summary.ignored_columns.empty())
    columns.free_row(label("not used"), {unused_columns(summary)});
  if (loads_look_like_shares(summary))
    columns.free_row(label("load"), {"is at most 1 in all rows; it is in percent, so these servers "
                                     "are nearly idle",
                                     Tone::warning});
  return headline(summary, style) + columns.render(style);
}

std::string servers_json(const ServersSummary& summary) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.estimate.servers.v1");
  json.number("rows", summary.rows);
  json.number("bad_rows", summary.bad_rows);
  json.number("cpu_exact", summary.cpu_exact);
  json.number("cpu_family", summary.cpu_family);
  json.number("cpu_unknown", summary.cpu_unknown);
  json.number("mhz_unknown", summary.mhz_unknown);
  json.number("mem_gb_unknown", summary.memory_unknown);
  json.number("shares", summary.shares);
  if (summary.rows > 0)
    json.number("mean_interval_width_percent", 100.0 * summary.mean_width);
  else
    json.null("mean_interval_width_percent");
  json.begin_array("unknown_cpus");
  for (const auto& cpu : summary.unknown_cpus) {
    json.begin_object();
    json.text("cpu", cpu.name);
    json.number("line", std::uint64_t{cpu.line});
    json.end();
  }
  json.end();
  json.begin_array("unused_columns");
  for (const auto& name : summary.ignored_columns) json.text("", name);
  json.end();
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
