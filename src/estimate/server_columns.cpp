#include "estimate/server_columns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace wattprint::estimate {
namespace {

// SGI's UV 2000 had 256 sockets; chips of today have at most some hundred cores, POWER and SPARC at
// most 8 threads a core.
constexpr unsigned kMostChips = 256;
constexpr unsigned kMostCoresOfAChip = 1024;
constexpr unsigned kMostThreadsOfACore = 8;

/// A column, and what a number in it may be. The limits are wide of any server that is sold; beyond
/// them columns or units were mixed up: a nominal clock below 100 is one in GHz.
struct Known {
  std::string_view name;
  double low = 0.0;
  double high = 0.0;
  std::string_view meaning;
};
/// In the order of ServerColumns::Column.
constexpr std::array<Known, 9> kKnown = {{
    {"id"},
    {"cpu"},
    {"chips", 1, kMostChips, "it counts the processor packages of the server"},
    {"cores", 1, double{kMostChips} * kMostCoresOfAChip,
     "it counts the cores of all chips together"},
    {"threads", 1, double{kMostChips} * kMostCoresOfAChip* kMostThreadsOfACore,
     "it counts the hardware threads of all chips together; without SMT there are as many as "
     "cores"},
    {"mhz", 100, 10'000, "it is the nominal clock, 2500 for 2.5 GHz; leave it empty if not known"},
    {"mem_gb", 0.1, 1e6, "it is the installed memory in GiB; leave it empty if not known"},
    {"load", 0, 100, "it is in percent, 0 for an idle server"},
    {"vcpus", 1, double{kMostChips} * kMostCoresOfAChip* kMostThreadsOfACore,
     "it counts the hardware threads that are charged; leave it empty for the whole server"},
}};

constexpr std::size_t kLongestCpuName = 256;

/// As much of a text as a message has room for.
std::string excerpt(std::string_view text) {
  constexpr std::size_t kMost = 40;
  if (text.size() <= kMost) return std::string(text);
  std::size_t size = kMost;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return std::string(text.substr(0, size)) + "...";
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// Names of columns as people write them: " CPU" is cpu.
std::vector<std::string> names_of(const CsvStream& header) {
  std::vector<std::string> names;
  for (const auto field : header.fields()) names.push_back(to_lower(trim(field)));
  return names;
}

std::string missing_column(std::string_view name, const std::vector<std::string>& others) {
  const auto near = nearest(name, others, 1);
  return near.empty() ? std::string(name)
                      : fmt::format("{} (is it \"{}\"?)", name, excerpt(near[0]));
}

}  // namespace

Result<ServerColumns> ServerColumns::of(const CsvStream& header) {
  const auto names = names_of(header);
  ServerColumns columns;
  columns.width_ = names.size();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto known = std::find_if(kKnown.begin(), kKnown.end(),
                                    [&](const Known& column) { return column.name == names[i]; });
    const auto before = names.begin() + static_cast<std::ptrdiff_t>(i);
    if (known == kKnown.end())
      columns.ignored_.emplace_back(trim(header.fields()[i]));
    else if (std::find(names.begin(), before, names[i]) != before)
      return fail(header.error_at(i, fmt::format("a second column \"{}\"; leave one", names[i])));
    else
      columns.position_[static_cast<std::size_t>(known - kKnown.begin())] = i;
  }
  const std::string_view optional_one = kKnown[kVcpus].name;
  columns.has_vcpus_ = std::find(names.begin(), names.end(), optional_one) != names.end();
  std::vector<std::string> missing;
  for (const Known& column : kKnown)
    if (column.name != optional_one &&
        std::find(names.begin(), names.end(), column.name) == names.end())
      missing.push_back(missing_column(column.name, columns.ignored_));
  if (missing.empty()) return columns;
  if (names.size() == 1 && names[0].find_first_of(";\t") != std::string::npos)
    return fail(
        header.error_at(0, "the columns are not separated by commas; save it as CSV with commas"));
  return fail(
      header.error_at(0, fmt::format("missing column{} {}; the header must have "
                                     "id,cpu,chips,cores,threads,mhz,mem_gb,load in any order",
                                     missing.size() == 1 ? "" : "s", fmt::join(missing, ", "))));
}

tl::unexpected<Error> ServerColumns::refuse(const CsvStream& stream, Column column,
                                            std::string_view what) const {
  return fail(stream.error_at(position_[column], fmt::format("{} {}", kKnown[column].name, what)));
}

Result<double> ServerColumns::number(const CsvStream& stream, Column column) const {
  const Known& known = kKnown[column];
  const auto written = text(stream, column);
  const auto number = parse_double(written);
  if (number && *number >= known.low && *number <= known.high) return *number;
  if (trim(written).empty())
    return refuse(stream, column, fmt::format("is empty; {}", known.meaning));
  if (!number)
    return refuse(stream, column,
                  fmt::format("\"{}\" is not a number; {}", excerpt(written), known.meaning));
  return refuse(stream, column,
                fmt::format("\"{}\" is not between {:.10g} and {:.10g}; {}", excerpt(written),
                            known.low, known.high, known.meaning));
}

Result<unsigned> ServerColumns::count(const CsvStream& stream, Column column) const {
  const auto counted = number(stream, column);
  if (!counted) return fail(counted.error());
  if (*counted == std::floor(*counted)) return static_cast<unsigned>(*counted);
  return refuse(stream, column,
                fmt::format("\"{}\" is not a whole number", excerpt(text(stream, column))));
}

Result<unsigned> ServerColumns::count_of_each(const CsvStream& stream, Column column, unsigned most,
                                              Column whole, unsigned wholes) const {
  const auto counted = count(stream, column);
  if (!counted || (*counted >= wholes && *counted <= wholes * most)) return counted;
  return refuse(stream, column,
                fmt::format("\"{}\" is not between 1 and {} for each of the {} {}; {}",
                            excerpt(text(stream, column)), most, wholes, kKnown[whole].name,
                            kKnown[column].meaning));
}

template <class Q>
Result<std::optional<Q>> ServerColumns::amount(const CsvStream& stream, Column column) const {
  if (trim(text(stream, column)).empty()) return std::optional<Q>();
  const auto value = number(stream, column);
  if (!value) return fail(value.error());
  return std::optional<Q>(*value);
}

Result<std::optional<unsigned>> ServerColumns::vcpus(const CsvStream& stream,
                                                     unsigned threads) const {
  if (!has_vcpus_ || trim(text(stream, kVcpus)).empty()) return std::optional<unsigned>();
  const auto counted = count(stream, kVcpus);
  if (!counted) return fail(counted.error());
  if (*counted <= threads) return std::optional(*counted);
  return refuse(stream, kVcpus,
                fmt::format("\"{}\" is more than the {} threads of the server",
                            excerpt(text(stream, kVcpus)), threads));
}

Result<std::string_view> ServerColumns::cpu_name(const CsvStream& stream) const {
  const auto name = text(stream, kCpu);
  if (trim(name).empty())
    return refuse(stream, kCpu, "is empty; write the model's name, or \"unknown\" if nobody knows");
  if (name.size() > kLongestCpuName)
    return refuse(
        stream, kCpu,
        fmt::format("has {} bytes; a model's name has at most {}", name.size(), kLongestCpuName));
  if (std::any_of(name.begin(), name.end(), is_control))
    return refuse(stream, kCpu, "has control characters in it, so it is no model's name");
  return name;
}

Result<ServerRow> ServerColumns::row(const CsvStream& stream) const {
  const std::size_t fields = stream.fields().size();
  if (fields != width_)
    return fail(stream.error_at(
        std::min(width_, fields - 1),
        fmt::format("{} fields, the header has {}; a field with a comma in it needs quotes", fields,
                    width_)));
  ServerRow row;
  row.id = text(stream, kId);
  if (trim(row.id).empty()) return refuse(stream, kId, "is empty; the result needs it");
  const auto cpu = cpu_name(stream);
  if (!cpu) return fail(cpu.error());
  const auto chips = count(stream, kChips);
  if (!chips) return fail(chips.error());
  const auto cores = count_of_each(stream, kCores, kMostCoresOfAChip, kChips, *chips);
  if (!cores) return fail(cores.error());
  const auto threads = count_of_each(stream, kThreads, kMostThreadsOfACore, kCores, *cores);
  if (!threads) return fail(threads.error());
  const auto clock = amount<Megahertz>(stream, kMhz);
  if (!clock) return fail(clock.error());
  const auto memory = amount<Gigabytes>(stream, kMemory);
  if (!memory) return fail(memory.error());
  const auto load = number(stream, kLoad);
  if (!load) return fail(load.error());
  row.hardware = {.cpu = *cpu,
                  .chips = *chips,
                  .cores = *cores,
                  .threads = *threads,
                  .clock = *clock,
                  .memory = *memory};
  const auto charged = vcpus(stream, *threads);
  if (!charged) return fail(charged.error());
  row.vcpus = *charged;
  row.load_text = text(stream, kLoad);
  row.load = Fraction{*load / 100.0};
  return row;
}

}  // namespace wattprint::estimate
