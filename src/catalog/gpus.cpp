#include "catalog/gpus.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "catalog/gpu_name.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kName = "gpus.csv";
constexpr std::string_view kHeader =
    "name,vendor,nvml_names,memory_gb,memory_kind,form,devices,tdp_w,tdp_low_w,tdp_high_w,idle_w,"
    "idle_low_w,idle_high_w,idle_n,idle_source,observed_low_w,observed_high_w,observed_n,"
    "fp32_tflops,fp16_tflops,fp16_kind,launch_year,source,note";

enum Column {
  name,
  vendor,
  nvml_names,
  memory_gb,
  memory_kind,
  form,
  devices,
  tdp,
  tdp_low,
  tdp_high,
  idle,
  idle_low,
  idle_high,
  idle_n,
  idle_source,
  observed_low,
  observed_high,
  observed_n,
  fp32,
  fp16,
  fp16_kind,
  launch_year,
  source,
  note,
};

/// Longer than any name; what is longer is no name, and not worth comparing with all.
constexpr std::size_t kLongestName = 100;

/// The numbers of one row; the first that is none is kept for the message.
class Numbers {
 public:
  explicit Numbers(const Table::Row& row) : row_(row) {}

  template <class Q>
  std::optional<Q> quantity(Column column) {
    if (row_[column].empty()) return std::nullopt;
    const auto number = parse_double(row_[column]);
    if (!number || *number <= 0.0) return refuse<Q>(column);
    return Q{*number};
  }
  std::optional<unsigned> count(Column column) {
    if (row_[column].empty()) return std::nullopt;
    const auto number = parse_u64(row_[column]);
    constexpr std::uint64_t kMost = 1'000'000;
    if (!number || *number == 0 || *number > kMost) return refuse<unsigned>(column);
    return static_cast<unsigned>(*number);
  }
  Result<> check() const {
    if (!refused_) return {};
    return fail(Errc::malformed, std::string(kName) + ": " + std::string(row_[name]) + ": \"" +
                                     std::string(*refused_) + "\" is no positive number");
  }

 private:
  template <class T>
  std::optional<T> refuse(Column column) {
    if (!refused_) refused_ = row_[column];
    return std::nullopt;
  }
  const Table::Row& row_;
  std::optional<std::string_view> refused_;
};

Result<Gpu> to_gpu(const Table::Row& row) {
  Numbers numbers(row);
  Gpu gpu;
  gpu.name = row[name];
  gpu.vendor = row[vendor];
  if (!row[nvml_names].empty()) gpu.nvml_names = split(row[nvml_names], ';');
  gpu.memory_gb = numbers.count(memory_gb);
  gpu.memory_kind = row[memory_kind];
  gpu.form = row[form];
  gpu.devices = numbers.count(devices).value_or(1);
  const auto triple = [&](Column value, Column low, Column high) -> std::optional<Gpu::Rating> {
    const auto middle = numbers.quantity<Watts>(value);
    if (!middle) return std::nullopt;
    return Gpu::Rating{*middle, numbers.quantity<Watts>(low).value_or(*middle),
                       numbers.quantity<Watts>(high).value_or(*middle)};
  };
  gpu.tdp = triple(tdp, tdp_low, tdp_high);
  if (const auto watts = triple(idle, idle_low, idle_high))
    gpu.idle = Gpu::IdleReadings{watts->value, watts->low, watts->high,
                                 numbers.count(idle_n).value_or(1), row[idle_source]};
  const auto lowest = numbers.quantity<Watts>(observed_low);
  const auto highest = numbers.quantity<Watts>(observed_high);
  if (lowest && highest)
    gpu.observed = Gpu::Observed{*lowest, *highest, numbers.count(observed_n).value_or(1)};
  gpu.fp32 = numbers.quantity<Teraflops>(fp32);
  gpu.fp16 = numbers.quantity<Teraflops>(fp16);
  gpu.fp16_kind = row[fp16_kind];
  if (const auto year = numbers.count(launch_year)) gpu.launch_year = static_cast<int>(*year);
  gpu.source = row[source];
  gpu.note = row[note];
  if (auto fine = numbers.check(); !fine) return fail(fine.error());
  return gpu;
}

/// Calls visit(spelling) for the name of a row and for each name of its driver.
template <class Visit>
void each_spelling(const Table::Row& row, Visit visit) {
  visit(row[name]);
  for (std::string_view rest = row[nvml_names]; !rest.empty();) {
    const auto end = std::min(rest.find(';'), rest.size());
    visit(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

/// The best that any spelling of the row says.
GpuNaming naming_of(const Table::Row& row, const GpuName& asked) {
  const auto memory = parse_u64(row[memory_gb]);
  const auto gigabytes = memory ? std::optional(static_cast<unsigned>(*memory)) : std::nullopt;
  auto best = GpuNaming::other;
  each_spelling(row, [&](std::string_view spelling) {
    best = std::max(best, compare(asked, parse_gpu_names(spelling).front(), gigabytes, row[form]));
  });
  return best;
}

struct Candidates {
  std::vector<Table::Row> rows;
  bool sure = true;  ///< no row is there for lack of something better
};

Candidates candidates_for(const GpuName& asked, const std::vector<Table::Row>& rows) {
  // A size or a form that the table does not have is another version of the same GPU.
  GpuName any_memory = asked;
  any_memory.memory_gb.reset();
  GpuName any_version = any_memory;
  any_version.form.clear();
  Candidates found;
  for (const auto* name : std::array<const GpuName*, 3>{&asked, &any_memory, &any_version}) {
    for (const auto& row : rows) {
      const auto naming = naming_of(row, *name);
      if (naming == GpuNaming::other) continue;
      found.rows.push_back(row);
      if (naming == GpuNaming::edition || name != &asked) found.sure = false;
    }
    if (!found.rows.empty()) break;
  }
  return found;
}

Result<GpuMatch> match_of(GpuMatch::Kind kind, const std::vector<Table::Row>& rows) {
  GpuMatch match{kind, {}};
  for (const auto& row : rows) {
    auto gpu = to_gpu(row);
    if (!gpu) return fail(gpu.error());
    match.gpus.push_back(std::move(*gpu));
  }
  return match;
}

/// In lower case, with single blanks.
std::string squeezed(std::string_view text) {
  std::string out;
  while (const auto word = next_word(text)) {
    if (!out.empty()) out += ' ';
    out += to_lower(*word);
  }
  return out;
}

/// The row that is called just that, and whether by its name or by one of its driver.
std::optional<std::pair<GpuMatch::Kind, Table::Row>> whole_name(
    const std::string& wanted, const std::vector<Table::Row>& rows) {
  for (const auto& row : rows) {
    if (squeezed(row[name]) == wanted) return std::pair{GpuMatch::Kind::exact, row};
    bool is_alias = false;
    each_spelling(row, [&](std::string_view s) { is_alias = is_alias || squeezed(s) == wanted; });
    if (is_alias) return std::pair{GpuMatch::Kind::alias, row};
  }
  return std::nullopt;
}

Result<Table> open_table(std::string_view table) { return Table::open(table, kHeader, kName); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The rows in whose names the longest word of `asked` stands: no other can be meant, and taking
/// all names apart would cost ten times as much as the rest of a look-up.
Result<std::vector<Table::Row>> rows_near(const GpuName& asked, const Table& table,
                                          std::string_view text) {
  std::vector<Table::Row> found;
  const auto longest =
      std::max_element(asked.words.begin(), asked.words.end(),
                       [](const auto& a, const auto& b) { return a.size() < b.size(); });
  if (longest == asked.words.end()) return found;
  next_line(text);
  while (const auto line = next_line(text)) {
    const auto end_of_name = line->find(',');
    const auto end_of_vendor = line->find(',', end_of_name + 1);
    const auto names = line->substr(0, line->find(',', end_of_vendor + 1));
    const auto at = std::search(names.begin(), names.end(), longest->begin(), longest->end(),
                                [](char c, char word) { return lower(c) == word; });
    if (at == names.end()) continue;
    auto rows = table.rows(line->substr(0, end_of_name));
    if (!rows) return fail(rows.error());
    found.insert(found.end(), rows->begin(), rows->end());
  }
  return found;
}

/// What tells the GPU from others, as short as people type it: "rtx 4090".
std::string short_name(std::string_view text) {
  const auto name = parse_gpu_names(text).front();
  std::string out;
  for (const auto& word : name.words) out += (out.empty() ? "" : " ") + word;
  return out;
}

}  // namespace

std::string_view to_string(GpuMatch::Kind kind) {
  switch (kind) {
    case GpuMatch::Kind::exact: return "exact";
    case GpuMatch::Kind::alias: return "alias";
    case GpuMatch::Kind::family: return "family";
    case GpuMatch::Kind::none: break;
  }
  return "none";
}

Result<GpuMatch> find_gpu(std::string_view text, std::string_view table) {
  using Kind = GpuMatch::Kind;
  const auto opened = open_table(table);
  if (!opened) return fail(opened.error());
  const std::string wanted = squeezed(text.substr(0, kLongestName + 1));
  if (wanted.size() > kLongestName) return GpuMatch{};

  std::vector<Table::Row> found;
  bool sure = true;
  const auto names = parse_gpu_names(wanted);
  for (const auto& asked : names) {
    const auto rows = rows_near(asked, *opened, table);
    if (!rows) return fail(rows.error());
    // A driver's whole name is that GPU, even where the short form of it ("H200") is several.
    if (const auto whole = whole_name(wanted, *rows))
      return match_of(whole->first, {whole->second});
    const auto candidates = candidates_for(asked, *rows);
    // One of its names is unknown: the GPU may be that one.
    if (candidates.rows.empty()) return GpuMatch{};
    sure = sure && candidates.sure;
    for (const auto& row : candidates.rows)
      if (std::find(found.begin(), found.end(), row) == found.end()) found.push_back(row);
  }
  const bool one = found.size() == 1 && sure && names.size() == 1;
  return match_of(one ? Kind::exact : Kind::family, found);
}

Result<std::vector<std::string>> nearest_gpus(std::string_view text, std::string_view table) {
  const auto opened = open_table(table);
  if (!opened) return fail(opened.error());
  const auto rows = opened->all_rows();
  if (!rows) return fail(rows.error());
  std::vector<std::string> shorts;
  for (const auto& row : *rows) shorts.push_back(short_name(row[name]));
  std::vector<std::string> found;
  const auto wanted = short_name(text.substr(0, kLongestName));
  if (wanted.empty()) return found;
  constexpr std::size_t kMost = 3;
  for (const auto& near : nearest(wanted, shorts, kMost)) {
    // Few changes make any short word of any other: "xtx" is no slip of "t4".
    if (near.front() != wanted.front()) continue;
    // Several cards share a short name; each is said once.
    for (std::size_t i = 0; i < rows->size() && found.size() < kMost; ++i) {
      std::string candidate((*rows)[i][name]);
      if (shorts[i] == near && std::find(found.begin(), found.end(), candidate) == found.end())
        found.push_back(std::move(candidate));
    }
  }
  return found;
}

Result<std::vector<Gpu>> all_gpus(std::string_view table) {
  const auto opened = open_table(table);
  if (!opened) return fail(opened.error());
  const auto rows = opened->all_rows();
  if (!rows) return fail(rows.error());
  auto match = match_of(GpuMatch::Kind::family, *rows);
  if (!match) return fail(match.error());
  return std::move(match->gpus);
}

std::optional<Figure<Watts>> rated_power(const std::vector<Gpu>& gpus) {
  std::optional<Figure<Watts>> rated;
  for (const auto& gpu : gpus) {
    if (!gpu.tdp) continue;
    if (!rated) {
      rated = {gpu.tdp->value, gpu.tdp->low, gpu.tdp->high, Basis::assumed,
               "rated power of " + std::string(gpu.name) + " (" + std::string(gpu.source) + ")"};
      continue;
    }
    rated->low = std::min(rated->low, gpu.tdp->low);
    rated->high = std::max(rated->high, gpu.tdp->high);
    rated->value = (rated->low + rated->high) / 2.0;
    rated->source = "rated power of " + std::to_string(gpus.size()) + " GPUs that the name fits";
  }
  return rated;
}

}  // namespace wattprint::catalog
