#include "estimate/job_columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace wattprint::estimate {
namespace {

/// A column, and what a number in it may be. The limits are wide of anything that runs; beyond them
/// columns or units were mixed up.
struct Known {
  std::string_view name;
  double low = 0.0;
  double high = 0.0;
  std::string_view meaning;
};
/// In the order of JobColumns::Column.
constexpr std::array<Known, JobColumns::kCount> kKnown = {{
    {"id"},
    {"gpu"},
    {"gpus", 0, 1e7, "it counts GPUs; empty is one"},
    {"cpu"},
    {"cpus", 0, 1e7, "it counts whole CPUs; empty is one, or the part that cores are"},
    {"cores", 0, 1e9, "it counts the cores that the job has; leave it empty for whole CPUs"},
    {"memory_gb", 0, 1e9, "it is the job's memory in GiB; leave it empty if not known"},
    {"ssd_tb", 0, 1e9, "it is capacity on SSDs in TB"},
    {"hdd_tb", 0, 1e9, "it is capacity on hard disks in TB"},
    {"network_gb", 0, 1e12, "it is data sent over the internet in GB, there and back"},
    {"hours", 0, 1e7, "it is how long one try takes, 0.5 for half an hour"},
    {"utilisation"},
    {"pue", 1, 10, "it is facility energy / IT energy, 1.2 for example"},
    {"zone"},
    {"region"},
    {"intensity", 0, 5000, "it is the grid's carbon intensity in g/kWh"},
    {"repeats", 0, 1e9, "it is how often the job is run; empty is once"},
}};

constexpr double kGigabytesPerTerabyte = 1000.0;
constexpr std::size_t kLongestName = 256;

/// As much of a text as a message has room for.
std::string excerpt(std::string_view text) {
  constexpr std::size_t kMost = 40;
  if (text.size() <= kMost) return std::string(text);
  std::size_t size = kMost;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return std::string(text.substr(0, size)) + "...";
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// Names of columns as people write them: " GPU" is gpu, and American spelling is fine.
std::string name_of(std::string_view field) {
  auto name = to_lower(trim(field));
  return name == "utilization" ? "utilisation" : name;
}

/// Columns that would change the result if they were passed over.
std::string_view mistake(std::string_view name) {
  if (name == "memory" || name == "mem" || name == "mem_gb")
    return "say its unit in its name: memory_gb";
  if (name == "network") return "say its unit in its name: network_gb";
  if (name == "gpu_count" || name == "count") return "the number of GPUs is called gpus";
  if (name == "time" || name == "duration") return "say its unit in its name: hours";
  return {};
}

std::string missing_column(std::string_view name, const std::vector<std::string>& others) {
  const auto near = nearest(name, others, 1);
  return near.empty() ? std::string(name)
                      : fmt::format("{} (is it \"{}\"?)", name, excerpt(near[0]));
}

}  // namespace

Result<JobColumns> JobColumns::of(const CsvStream& header) {
  JobColumns columns;
  const auto& fields = header.fields();
  columns.width_ = fields.size();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto name = name_of(fields[i]);
    const auto known = std::find_if(kKnown.begin(), kKnown.end(),
                                    [&](const Known& column) { return column.name == name; });
    if (known == kKnown.end()) {
      if (const auto why = mistake(name); !why.empty())
        return fail(header.error_at(i, fmt::format("no column is called \"{}\"; {}", name, why)));
      columns.ignored_.emplace_back(trim(fields[i]));
      continue;
    }
    auto& position = columns.position_[static_cast<std::size_t>(known - kKnown.begin())];
    if (position)
      return fail(header.error_at(i, fmt::format("a second column \"{}\"; leave one", name)));
    position = i;
  }
  if (fields.size() == 1 && fields[0].find_first_of(";\t") != std::string_view::npos)
    return fail(
        header.error_at(0, "the columns are not separated by commas; save it as CSV with commas"));
  for (const Column column : {kId, kHours})
    if (!columns.position_[column])
      return fail(header.error_at(
          0, fmt::format("missing column {}; the header must have id, hours and hardware: gpu, "
                         "gpus, cpu, cpus, cores, memory_gb, ssd_tb or hdd_tb",
                         missing_column(kKnown[column].name, columns.ignored_))));
  return columns;
}

Error JobColumns::blame(const CsvStream& stream, Column column, std::string_view what) const {
  return stream.error_at(position_[column].value_or(*position_[kId]), what);
}

tl::unexpected<Error> JobColumns::refuse(const CsvStream& stream, Column column,
                                         std::string_view what) const {
  return fail(blame(stream, column, fmt::format("{} {}", kKnown[column].name, what)));
}

Result<std::optional<double>> JobColumns::number(const CsvStream& stream, Column column) const {
  const auto written = trim(text(stream, column));
  if (written.empty()) return std::optional<double>();
  const Known& known = kKnown[column];
  const auto number = parse_double(written);
  if (!number)
    return refuse(stream, column,
                  fmt::format("\"{}\" is not a number; {}", excerpt(written), known.meaning));
  if (*number >= known.low && *number <= known.high) return number;
  return refuse(stream, column,
                fmt::format("\"{}\" is not between {:.10g} and {:.10g}; {}", excerpt(written),
                            known.low, known.high, known.meaning));
}

Result<std::optional<Fraction>> JobColumns::share(const CsvStream& stream) const {
  constexpr double kPercent = 100.0;
  const auto written = trim(text(stream, kUtilisation));
  if (written.empty()) return std::optional<Fraction>();
  const bool is_percent = written.back() == '%';
  auto number = parse_double(trim(written.substr(0, written.size() - (is_percent ? 1 : 0))));
  if (number && is_percent) *number /= kPercent;
  if (number && *number >= 0.0 && *number <= 1.0) return std::optional(Fraction{*number});
  return refuse(stream, kUtilisation,
                fmt::format("\"{}\" is no share of a whole; write 0% to 100%, for example 80%",
                            excerpt(written)));
}

Result<std::string_view> JobColumns::name(const CsvStream& stream, Column column) const {
  const auto name = trim(text(stream, column));
  if (name.size() > kLongestName)
    return refuse(stream, column,
                  fmt::format("has {} bytes; a name has at most {}", name.size(), kLongestName));
  if (std::any_of(name.begin(), name.end(), is_control))
    return refuse(stream, column, "has control characters in it, so it is no name");
  return name;
}

Result<> JobColumns::add_gpu(const CsvStream& stream, std::optional<Fraction> busy,
                             Job& job) const {
  const auto model = name(stream, kGpu);
  if (!model) return fail(model.error());
  const auto count = number(stream, kGpus);
  if (!count) return fail(count.error());
  if (*count == 0.0) return {};
  if (model->empty() && *count)
    return refuse(stream, kGpu, "is empty, but gpus is not; write which GPU it is");
  if (model->empty()) return {};
  job.gpus.push_back({.model = std::string(*model),
                      .count = count->value_or(1.0),
                      .tdp = std::nullopt,
                      .utilisation = busy});
  return {};
}

Result<> JobColumns::add_cpu(const CsvStream& stream, std::optional<Fraction> busy,
                             Job& job) const {
  const auto model = name(stream, kCpu);
  if (!model) return fail(model.error());
  const auto cores = number(stream, kCores);
  if (!cores) return fail(cores.error());
  const auto packages = number(stream, kCpus);
  if (!packages) return fail(packages.error());
  if (*cores && *packages)
    return refuse(stream, kCpus, "and cores are both there; cores counts cores, cpus whole CPUs");
  if (*cores == 0.0 || *packages == 0.0) return {};
  if (model->empty() && *packages)
    return refuse(stream, kCpu, "is empty, but cpus is not; write which CPU it is, or its cores");
  if (model->empty() && !*cores) return {};
  job.cpus.push_back({.model = std::string(*model),
                      .cores = *cores,
                      .packages = packages->value_or(1.0),
                      .tdp = std::nullopt,
                      .utilisation = busy});
  return {};
}

Result<> JobColumns::add_drives(const CsvStream& stream, Job& job) const {
  for (const auto& [column, type] : {std::pair(kSsd, DriveType::ssd), {kHdd, DriveType::hdd}}) {
    const auto size = number(stream, column);
    if (!size) return fail(size.error());
    if (*size) job.storage.push_back({.type = type, .capacity = Terabytes{**size}});
  }
  return {};
}

Result<> JobColumns::add_place(const CsvStream& stream, const Job& usual, Job& job) const {
  const auto zone = name(stream, kZone);
  if (!zone) return fail(zone.error());
  const auto region = name(stream, kRegion);
  if (!region) return fail(region.error());
  const auto intensity = number(stream, kIntensity);
  if (!intensity) return fail(intensity.error());
  if (!zone->empty() && !region->empty())
    return refuse(stream, kZone, "and region both say where the job runs; leave one empty");
  const bool says_where = !zone->empty() || !region->empty() || *intensity;
  if (!says_where) {
    job.place = usual.place;
  } else {
    job.place.zone = *zone;
    job.place.region = *region;
    if (*intensity) job.place.intensity = CarbonIntensity{**intensity};
  }
  const auto pue = number(stream, kPue);
  if (!pue) return fail(pue.error());
  job.pue = *pue ? std::optional(Pue{**pue}) : usual.pue;
  return {};
}

Result<Job> JobColumns::job(const CsvStream& stream, const Job& usual) const {
  const std::size_t fields = stream.fields().size();
  if (fields != width_)
    return fail(stream.error_at(
        std::min(width_, fields - 1),
        fmt::format("{} fields, the header has {}; a field with a comma in it needs quotes", fields,
                    width_)));
  if (trim(id(stream)).empty()) return refuse(stream, kId, "is empty; the result needs it");
  Job job;
  const auto hours = number(stream, kHours);
  if (!hours) return fail(hours.error());
  if (!*hours) return refuse(stream, kHours, fmt::format("is empty; {}", kKnown[kHours].meaning));
  constexpr double kSecondsPerHour = 3600.0;
  job.time = Seconds{**hours * kSecondsPerHour};
  const auto busy = share(stream);
  if (!busy) return fail(busy.error());
  if (auto fine = add_gpu(stream, *busy, job); !fine) return fail(fine.error());
  if (auto fine = add_cpu(stream, *busy, job); !fine) return fail(fine.error());
  const auto memory = number(stream, kMemory);
  if (!memory) return fail(memory.error());
  if (*memory) job.memory = Gigabytes{**memory};
  if (auto fine = add_drives(stream, job); !fine) return fail(fine.error());
  const auto network = number(stream, kNetwork);
  if (!network) return fail(network.error());
  if (*network) job.network = Terabytes{**network / kGigabytesPerTerabyte};
  if (auto fine = add_place(stream, usual, job); !fine) return fail(fine.error());
  const auto repeats = number(stream, kRepeats);
  if (!repeats) return fail(repeats.error());
  job.repeats = repeats->value_or(1.0);
  return job;
}

}  // namespace wattprint::estimate
