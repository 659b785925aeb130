#include "engine/job_description.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <utility>

#include "base/files.hpp"
#include "engine/grid_ask.hpp"
#include "engine/job_limits.hpp"
#include "engine/job_place.hpp"
#include "engine/job_section.hpp"
#include "estimate/jobs/lookups.hpp"

namespace wattprint::engine {
namespace {

using Keys = std::vector<std::string>;

// A job of five hundred kinds of GPU is shorter.
constexpr std::size_t kLargestFile = 64 * 1024;
constexpr double kSecondsPerHour = 3600.0;
constexpr double kGigabytesPerTerabyte = 1000.0;  // of drives and networks

constexpr NumberKey kGpuCount{"count", kDevices, "it counts GPUs: 8"};
constexpr NumberKey kCpuCount{"count", kDevices, "it counts whole CPUs: 2"};
constexpr NumberKey kCoreCount{"cores", kCores, "it counts the cores that the job has: 16"};
/// A wafer of silicon takes 23 kW, and nothing else more.
constexpr NumberKey kTdp{"tdp_w", {0.1, 50'000, false}, "it is the rated power of one in W: 300"};
constexpr NumberKey kMemory{"memory_gb", {0.001, 1e9, false}, "it is memory in GiB: 64"};
constexpr NumberKey kGigabytes{"gb", {0.001, 1e12, false}, "it is capacity in GB: 500"};
constexpr NumberKey kTerabytes{"tb", {1e-6, 1e9, false}, "it is capacity in TB: 2"};
constexpr NumberKey kNetwork{
    "network_gb", {0, 1e12, false}, "it is data sent over the internet in GB: 500"};
constexpr NumberKey kHours{"hours", {1e-6, kMostHours, false}, "it is how long one try takes: 72"};
constexpr NumberKey kTries{"repeats", kRepeats, "it is how often the job is run: 3"};
constexpr NumberKey kIntensity{
    "intensity", {0, 2000, false}, "it is the carbon intensity of the grid in g/kWh: 350"};
constexpr NumberKey kPue{"pue", {1, kMostPue, false}, "it is facility energy / IT energy: 1.2"};
constexpr NumberKey kWue{"wue", kLitresPerKwh, "it is water in litres for a kWh of IT energy: 1.8"};

/// Puts the number of a key into `to`, made a quantity; leaves it as it is without the key.
template <class To, class Make>
Result<> take(const JobSection& section, const NumberKey& key, To& to, Make make) {
  const auto number = section.number(key);
  if (!number) return fail(number.error());
  if (*number) to = make(**number);
  return {};
}

template <class T>
T as(double number) {
  return T{number};
}

Terabytes of_gigabytes(double size) { return Terabytes{size / kGigabytesPerTerabyte}; }

Result<> add_gpu(const JobSection& section, JobDescription& job) {
  const auto model = section.text("model", "it is the name of a GPU: \"A100\"");
  if (!model) return fail(model.error());
  if (!*model)
    return fail(Errc::malformed,
                section.place() + ": which GPU it is, is not said; give its model");
  estimate::GpuUse use;
  use.model = **model;
  if (auto fine = take(section, kGpuCount, use.count, as<double>); !fine) return fine;
  if (auto fine = take(section, kTdp, use.tdp, as<Watts>); !fine) return fine;
  const auto share = section.share("utilisation");
  if (!share) return fail(share.error());
  use.utilisation = *share;
  job.question.job.gpus.push_back(std::move(use));
  job.gpu_places.push_back(section.place("model"));
  return {};
}

Result<> add_cpu(const JobSection& section, JobDescription& job) {
  const auto model = section.text("model", "it is the name of a CPU: \"EPYC 7763\"");
  if (!model) return fail(model.error());
  const bool has_count = section.find("count") != nullptr;
  const bool has_cores = section.find("cores") != nullptr;
  if (!*model && !has_cores)
    return fail(Errc::malformed, section.place() +
                                     ": which CPU it is, is not said; give its model, or of one "
                                     "that nobody knows its cores");
  if (has_count && has_cores)
    return fail(Errc::malformed, section.place("count") +
                                     ": cores counts cores and count whole CPUs; leave out one");
  estimate::CpuUse use;
  use.model = model->value_or("");
  if (auto fine = take(section, kCpuCount, use.packages, as<double>); !fine) return fine;
  if (auto fine = take(section, kCoreCount, use.cores, as<double>); !fine) return fine;
  if (auto fine = take(section, kTdp, use.tdp, as<Watts>); !fine) return fine;
  const auto share = section.share("utilisation");
  if (!share) return fail(share.error());
  use.utilisation = *share;
  job.question.job.cpus.push_back(std::move(use));
  job.cpu_places.push_back(section.place(*model ? "model" : "cores"));
  return {};
}

Result<> add_drives(const JobSection& section, JobDescription& job) {
  const auto kind = section.text("kind", "it is \"ssd\" or \"hdd\"");
  if (!kind) return fail(kind.error());
  if (!*kind)
    return fail(Errc::malformed, section.place() + ": has no kind; say \"ssd\" or \"hdd\"");
  estimate::StorageUse use;
  if (**kind == "hdd")
    use.type = estimate::DriveType::hdd;
  else if (**kind != "ssd")
    return fail(Errc::malformed, fmt::format("{}: expected \"ssd\" or \"hdd\", found \"{}\"",
                                             section.place("kind"), **kind));
  if ((section.find("gb") != nullptr) == (section.find("tb") != nullptr))
    return fail(Errc::malformed, section.place() + ": needs its capacity once: as gb, or as tb");
  if (auto fine = take(section, kGigabytes, use.capacity, of_gigabytes); !fine) return fine;
  if (auto fine = take(section, kTerabytes, use.capacity, as<Terabytes>); !fine) return fine;
  job.question.job.storage.push_back(use);
  return {};
}

/// What `add` makes of each table of a list.
template <class Add>
Result<> add_all(const JobSection& section, std::string_view key, const Keys& keys,
                 JobDescription& job, Add add) {
  const auto list = section.list(key, keys);
  if (!list) return fail(list.error());
  for (const auto& one : *list)
    if (auto fine = add(one, job); !fine) return fine;
  return {};
}

Result<> read_hardware(const JobSection& section, JobDescription& job) {
  if (auto fine = add_all(section, "gpu", {"model", "count", "utilisation", "tdp_w"}, job, add_gpu);
      !fine)
    return fine;
  if (auto fine = add_all(section, "cpu", {"model", "count", "cores", "utilisation", "tdp_w"}, job,
                          add_cpu);
      !fine)
    return fine;
  if (auto fine = add_all(section, "storage", {"kind", "gb", "tb"}, job, add_drives); !fine)
    return fine;
  if (auto fine = take(section, kNetwork, job.question.job.network, of_gigabytes); !fine)
    return fine;
  return take(section, kMemory, job.question.job.memory, as<Gigabytes>);
}

Result<> read_place(const JobSection& section, estimate::Place& place) {
  const auto provider = section.text("provider", "it is the name of a cloud: \"aws\"");
  if (!provider) return fail(provider.error());
  const auto region = section.text("region", "it is a cloud region: \"aws:eu-west-1\"");
  if (!region) return fail(region.error());
  const auto zone = section.text("zone", "it is an electricity zone: \"DE\"");
  if (!zone) return fail(zone.error());
  if (*zone && *region)
    return fail(
        Errc::malformed,
        section.place("zone") + ": zone and region both say where the job runs; leave out one");
  if (*provider && !*region)
    return fail(Errc::malformed,
                section.place("provider") + ": a provider has many places; say which with region");
  if (*region) {
    const auto name = *provider ? **provider + ':' + **region : **region;
    if (auto fine = set_region(name, section.place("region"), place); !fine) return fine;
  }
  if (*zone)
    if (auto fine = set_zone(**zone, section.place("zone"), place); !fine) return fine;
  return take(section, kIntensity, place.intensity, as<CarbonIntensity>);
}

/// A date of TOML, or a text that `--start` would take.
Result<std::optional<int>> read_year(const JobSection& section) {
  const Node* node = section.find("start");
  if (node == nullptr) return std::optional<int>();
  std::string text;
  if (const auto* moment = node->as<Node::Moment>()) {
    text = moment->text;
  } else {
    const auto written = section.text("start", "it is a time: \"2021-06-01\"");
    if (!written) return fail(written.error());
    text = **written;
  }
  const auto start = time_of(text, section.place("start").c_str());
  if (!start) return fail(start.error());
  return std::optional(year_of(**start));
}

Result<> read_circumstances(const JobSection& section, estimate::jobs::JobQuestion& question) {
  const auto of_hours = [](double hours) { return Seconds{hours * kSecondsPerHour}; };
  if (auto fine = take(section, kHours, question.job.time, of_hours); !fine) return fine;
  if (auto fine = take(section, kTries, question.job.repeats, as<double>); !fine) return fine;
  if (auto fine = read_place(section, question.job.place); !fine) return fine;
  if (auto fine = take(section, kPue, question.job.pue, as<Pue>); !fine) return fine;
  if (auto fine = take(section, kWue, question.water, as<WaterIntensity>); !fine) return fine;
  const auto year = read_year(section);
  if (!year) return fail(year.error());
  question.year = *year;
  const auto price = section.text("price", "it is that of a kWh, with its currency: \"0.30 EUR\"");
  if (!price) return fail(price.error());
  if (!*price) return {};
  auto per_kwh = parse_price(**price, section.place("price"));
  if (!per_kwh) return fail(per_kwh.error());
  question.price = std::move(*per_kwh);
  return {};
}

}  // namespace

Result<JobDescription> describe_job(const Node& document, const std::string& file) {
  const Keys keys{"gpu",   "cpu",       "memory_gb", "storage",  "network_gb",
                  "hours", "repeats",   "start",     "provider", "region",
                  "zone",  "intensity", "pue",       "wue",      "price"};
  const auto section = JobSection::of(document, "", file, keys);
  if (!section) return fail(section.error());
  JobDescription job;
  job.file = file;
  if (auto fine = read_hardware(*section, job); !fine) return fail(fine.error());
  if (auto fine = read_circumstances(*section, job.question); !fine) return fail(fine.error());
  const auto& needs = job.question.job;
  if (needs.gpus.empty() && needs.cpus.empty() && !needs.memory && needs.storage.empty())
    return fail(Errc::malformed,
                file + ": has no hardware; say what the job needs: gpu, cpu, memory_gb or storage");
  return job;
}

Result<JobDescription> read_job(const std::filesystem::path& file) {
  const bool is_json = file.extension() == ".json";
  if (!is_json && file.extension() != ".toml")
    return fail(Errc::malformed,
                file.string() + ": a job is described in TOML or JSON; name it .toml or .json");
  const auto text = read_text(file, kLargestFile + 1);
  if (!text) return fail(text.error());
  if (text->size() > kLargestFile)
    return fail(Errc::malformed,
                fmt::format("{}: is larger than {} kB, that is no description of a job; many jobs "
                            "are a table: --input CSV",
                            file.string(), kLargestFile / 1024));
  const auto document =
      is_json ? parse_json(*text, file.string()) : parse_toml(*text, file.string());
  if (!document) return fail(document.error());
  return describe_job(*document, file.string());
}

Result<> check_models(const JobDescription& description) {
  estimate::jobs::Lookups lookups;
  const auto& job = description.question.job;
  for (std::size_t i = 0; i < job.gpus.size(); ++i)
    if (const auto gpu = lookups.gpu(job.gpus[i]); !gpu)
      return fail(gpu.error().code, description.gpu_places[i] + ": " + gpu.error().what);
  for (std::size_t i = 0; i < job.cpus.size(); ++i)
    if (const auto cpu = lookups.server(job.cpus[i]); !cpu)
      return fail(cpu.error().code, description.cpu_places[i] + ": " + cpu.error().what);
  return {};
}

}  // namespace wattprint::engine
