// Reads what Slurm's sacct prints; declared beside the method that takes it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_map>

#include "base/line_stream.hpp"
#include "base/text.hpp"
#include "estimate/methods/green_algorithms_hpc.hpp"

namespace wattprint::estimate::methods::green_algorithms_hpc {
namespace {

enum Column : std::size_t {
  job_id,
  elapsed,
  partition,
  nodes,
  cpus,
  cpu_used,
  cpu_reserved,
  requested,
  peak,
  state,
  tres,
  submitted,
  kColumns
};
constexpr std::array<std::string_view, kColumns> kNames{
    "JobID",   "Elapsed", "Partition", "NNodes", "NCPUS",     "TotalCPU",
    "CPUTime", "ReqMem",  "MaxRSS",    "State",  "AllocTRES", "Submit"};

/// How each looks where it makes sense.
constexpr std::array<std::string_view, kColumns> kRemedies{
    "a job has one, such as 17 or 17.batch",
    "a time is 1-02:03:04, 02:03:04 or 03:04",
    "",
    "it is a number",
    "it is a number",
    "a time is 1-02:03:04, 02:03:04 or 03:04",
    "a time is 1-02:03:04, 02:03:04 or 03:04",
    "memory is 64G, 3380Mc (a core), 250Gn (a node) or 1.50T",
    "memory is 64G, 512M or 1.50T",
    "",
    "it is a list such as cpu=4,gres/gpu:a100=2",
    ""};

constexpr std::string_view kHowToAsk =
    "run sacct -P --format=JobID,Submit,Elapsed,Partition,NNodes,NCPUS,TotalCPU,CPUTime,ReqMem,"
    "MaxRSS,State,AllocTRES";

/// Where in a line each column is.
struct Places {
  std::array<std::size_t, kColumns> of;
  std::size_t width;  ///< of a line, in fields
};
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

Result<Places> places(std::string_view header, const std::string& name) {
  const auto names = split(header, '|');
  if (names.size() == 1)
    return fail(Errc::malformed, fmt::format("{}:1: no columns parted by |; {}", name, kHowToAsk));
  Places at{{}, names.size()};
  for (std::size_t column = 0; column < kColumns; ++column) {
    const auto found = std::find(names.begin(), names.end(), kNames[column]);
    if (found == names.end() && column != submitted)
      return fail(Errc::malformed,
                  fmt::format("{}:1: no column {}; {}", name, kNames[column], kHowToAsk));
    at.of[column] =
        found == names.end() ? kNowhere : static_cast<std::size_t>(found - names.begin());
  }
  return at;
}

// What a cluster has and a job takes; beyond that, columns were mixed up.
constexpr double kMostDevices = 1e7;
constexpr Seconds kLongest{1e7 * 3600.0};
constexpr DecimalGigabytes kMostMemory{1e9};

template <class T>
std::optional<T> at_most(T most, const std::optional<T>& value) {
  return value && *value <= most ? value : std::nullopt;
}

std::optional<double> parse_count(std::string_view text) {
  const auto number = at_most(kMostDevices, parse_double(text));
  return number && *number >= 0.0 ? number : std::nullopt;
}

/// "[days-]hours:minutes:seconds[.fraction]" or "minutes:seconds[.fraction]"; empty is 0.
std::optional<Seconds> parse_time(std::string_view text) {
  if (text.empty()) return Seconds{0.0};
  double days = 0.0;
  if (const auto dash = text.find('-'); dash != std::string_view::npos) {
    const auto number = parse_double(text.substr(0, dash));
    if (!number || *number < 0.0) return std::nullopt;
    days = *number;
    text.remove_prefix(dash + 1);
  }
  const auto parts = split(text, ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  double seconds = 0.0;
  for (const auto part : parts) {
    const auto number = parse_double(part);
    if (!number || *number < 0.0) return std::nullopt;
    seconds = seconds * 60.0 + *number;
  }
  return Seconds{days * 86400.0 + seconds};
}

struct Memory {
  Gigabytes size;              ///< as Slurm means it: of powers of two
  DecimalGigabytes published;  ///< as the tool reads it
};

/// What a letter stands for.
std::optional<Memory> memory_unit(char letter) {
  switch (letter) {
    case 'K': return Memory{Gigabytes{1.0 / (1024 * 1024)}, DecimalGigabytes{1e-6}};
    case 'M': return Memory{Gigabytes{1.0 / 1024}, DecimalGigabytes{1e-3}};
    case 'G': return Memory{Gigabytes{1.0}, DecimalGigabytes{1.0}};
    case 'T': return Memory{Gigabytes{1024.0}, DecimalGigabytes{1e3}};
    default: return std::nullopt;
  }
}

/// "100G", "3380Mc" (a core), "250Gn" (a node), "1.50T", "0n", "4096" (M, as Slurm means it).
std::optional<Memory> parse_memory(std::string_view text, double cpus, double nodes) {
  if (text.empty()) return Memory{};
  double times = 1.0;
  if (text.back() == 'c' || text.back() == 'n') {
    times = text.back() == 'c' ? cpus : nodes;
    text.remove_suffix(1);
  }
  char letter = 'M';
  if (!text.empty() && std::isalpha(static_cast<unsigned char>(text.back())) != 0) {
    letter = text.back();
    text.remove_suffix(1);
  }
  const auto unit = memory_unit(letter);
  const auto number = parse_double(text);
  if (!unit || !number || *number < 0.0) return std::nullopt;
  const Memory memory{unit->size * (*number * times), unit->published * (*number * times)};
  return memory.published <= kMostMemory ? std::optional(memory) : std::nullopt;
}

/// "gres/gpu=4", or where the total is not there the sum of "gres/gpu:a100=2".
std::optional<double> parse_gpus(std::string_view text) {
  double typed = 0.0;
  for (const auto part : split(text, ',')) {
    constexpr std::string_view kGpu = "gres/gpu";
    if (!starts_with(part, kGpu)) continue;
    // "gres/gpumem" and "gres/gpuutil" are no GPUs.
    const std::string_view rest = part.substr(kGpu.size());
    if (rest.empty() || (rest.front() != '=' && rest.front() != ':')) continue;
    const auto equals = rest.find('=');
    const auto number =
        equals == std::string_view::npos ? std::nullopt : parse_double(rest.substr(equals + 1));
    if (!number || *number < 0.0) return std::nullopt;
    if (equals == 0) return number;
    typed += *number;
  }
  return typed;
}

/// The a100 of the first "gres/gpu:a100=2".
std::string_view gpu_type(std::string_view text) {
  constexpr std::string_view kTyped = "gres/gpu:";
  for (const auto part : split(text, ','))
    if (starts_with(part, kTyped))
      return part.substr(kTyped.size(), part.find('=') - kTyped.size());
  return {};
}

SlurmJob::State parse_state(std::string_view text) {
  using State = SlurmJob::State;
  if (text == "COMPLETED" || text == "CD") return State::succeeded;
  for (const std::string_view open : {"PENDING", "PD", "RUNNING", "R", "REQUEUED", "RQ"})
    if (text == open) return State::unfinished;
  return State::failed;
}

/// Puts a step into its job.
void merge(SlurmJob& job, const SlurmJob& step) {
  if (job.gpu_type.empty()) job.gpu_type = step.gpu_type;
  if (job.partition.empty()) job.partition = step.partition;
  if (job.submitted.empty() || (!step.submitted.empty() && step.submitted < job.submitted))
    job.submitted = step.submitted;
  job.elapsed = std::max(job.elapsed, step.elapsed);
  job.cpu_used = std::max(job.cpu_used, step.cpu_used);
  job.cpu_reserved = std::max(job.cpu_reserved, step.cpu_reserved);
  job.cpus = std::max(job.cpus, step.cpus);
  job.gpus = std::max(job.gpus, step.gpus);
  job.nodes = std::max(job.nodes, step.nodes);
  job.requested = std::max(job.requested, step.requested);
  job.requested_size = std::max(job.requested_size, step.requested_size);
  job.peak_size = std::max(job.peak_size, step.peak_size);
  if (step.peak && (!job.peak || *job.peak < *step.peak)) job.peak = step.peak;
  job.state = std::max(job.state, step.state);
}

class Line {
 public:
  Line(std::string_view text, const Places& places) : fields_(split(text, '|')), places_(places) {}

  /// The error is without the place.
  Result<SlurmJob> read() {
    if (fields_.size() != places_.width)
      return fail(Errc::malformed,
                  fmt::format("{} fields, the header has {}; the line is broken, or a text has a | "
                              "in it",
                              fields_.size(), places_.width));
    SlurmJob job;
    const auto id = text(job_id);
    job.id = id.substr(0, id.find('.'));
    if (job.id.empty()) return wrong(job_id);
    job.partition = text(partition);
    job.submitted = text(submitted);
    job.state = parse_state(text(state).substr(0, text(state).find(' ')));  // "CANCELLED by 1000"
    take(nodes, parse_count(text(nodes)), job.nodes);
    take(cpus, parse_count(text(cpus)), job.cpus);
    take(elapsed, at_most(kLongest, parse_time(text(elapsed))), job.elapsed);
    const Seconds longest = kLongest * kMostDevices;
    take(cpu_used, at_most(longest, parse_time(text(cpu_used))), job.cpu_used);
    take(cpu_reserved, at_most(longest, parse_time(text(cpu_reserved))), job.cpu_reserved);
    Memory asked;
    take(requested, parse_memory(text(requested), job.cpus, job.nodes), asked);
    job.requested = asked.published;
    job.requested_size = asked.size;
    if (!text(peak).empty()) {
      Memory used;
      take(peak, parse_memory(text(peak), job.cpus, job.nodes), used);
      job.peak = used.published;
      job.peak_size = used.size;
    }
    take(tres, at_most(kMostDevices, parse_gpus(text(tres))), job.gpus);
    job.gpu_type = gpu_type(text(tres));
    if (bad_ != kColumns) return wrong(bad_);
    return job;
  }

 private:
  std::string_view text(Column column) const {
    const std::size_t at = places_.of[column];
    return at < fields_.size() ? trim(fields_[at]) : std::string_view();
  }
  template <class T>
  void take(Column column, const std::optional<T>& value, T& to) {
    if (value)
      to = *value;
    else
      bad_ = std::min(bad_, column);
  }
  Result<SlurmJob> wrong(Column column) const {
    return fail(Errc::malformed, fmt::format("{} \"{}\" makes no sense; {}", kNames[column],
                                             text(column), kRemedies[column]));
  }

  std::vector<std::string_view> fields_;
  const Places& places_;
  Column bad_ = kColumns;
};

}  // namespace

Result<std::vector<SlurmJob>> read_sacct(ByteSource& input, const std::string& name,
                                         const std::function<void(const Error&)>& on_bad_line) {
  LineStream lines(input);
  const auto refuse = [&](const Error& error) {
    // Other errors are those of the source, which names itself.
    return error.code == Errc::malformed
               ? Error{error.code, fmt::format("{}:{}: {}", name, lines.number(), error.what)}
               : error;
  };
  const auto header = lines.next();
  if (!header) return fail(refuse(header.error()));
  if (!*header) return fail(Errc::malformed, name + ": no header; the text is empty");
  std::string_view names = **header;
  if (starts_with(names, "\xef\xbb\xbf")) names.remove_prefix(3);  // byte order mark
  const auto at = places(trim(names), name);
  if (!at) return fail(at.error());
  std::vector<SlurmJob> jobs;
  std::unordered_map<std::string, std::size_t> position;  // in jobs, by id
  while (true) {
    const auto line = lines.next();
    if (!line) return fail(refuse(line.error()));
    if (!*line) return jobs;
    if (trim(**line).empty()) continue;
    auto step = Line(trim(**line), *at).read();
    if (!step && !on_bad_line) return fail(refuse(step.error()));
    if (!step) {
      on_bad_line(refuse(step.error()));
      continue;
    }
    step->line = lines.number();
    const auto [known, is_new] = position.try_emplace(step->id, jobs.size());
    if (is_new)
      jobs.push_back(std::move(*step));
    else
      merge(jobs[known->second], *step);
  }
}

}  // namespace wattprint::estimate::methods::green_algorithms_hpc
