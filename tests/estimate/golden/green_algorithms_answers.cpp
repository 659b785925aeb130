#include <fmt/format.h>

#include "answers.hpp"
#include "estimate/methods/green_algorithms.hpp"
#include "estimate/methods/green_algorithms_hpc.hpp"
#include "support/byte_streams.hpp"

namespace wattprint::golden {
namespace {

namespace ga = estimate::methods::green_algorithms;
namespace hpc = estimate::methods::green_algorithms_hpc;
using Hours = std::chrono::duration<double, std::ratio<3600>>;

std::string text(const Json& input, const char* field) {
  return input.contains(field) && input.at(field).is_string() ? input.at(field).get<std::string>()
                                                              : "";
}
/// The first of the fields that is there and a number.
double number(const Json& input, std::initializer_list<const char*> fields, double otherwise) {
  for (const char* field : fields)
    if (input.contains(field) && input.at(field).is_number()) return input.at(field).get<double>();
  return otherwise;
}

/// "12 days 12:00:00", as pandas writes a duration of whole seconds.
std::string days_text(Seconds time) {
  const auto all = static_cast<long>(time.count());
  return fmt::format("{} days {:02}:{:02}:{:02}", all / 86400, all / 3600 % 24, all / 60 % 60,
                     all % 60);
}

/// "2024-05-01T10:00:00" without the T.
std::string moment_text(std::string moment) {
  if (moment.size() > 10) moment[10] = ' ';
  return moment;
}

double kwh(Joules energy) { return energy / kKilowattHour; }
double hours(Seconds time) { return Hours(time).count(); }

hpc::Cluster cluster_of_the_cases() {
  hpc::Cluster cluster;
  cluster.partitions["icelake"] = {false, Watts{7.5}, Watts{0}};
  cluster.partitions["ampere"] = {true, Watts{300}, Watts{4.4}};
  cluster.pue = Pue{1.15};
  cluster.intensity = CarbonIntensity{231.12};
  cluster.granularity = hpc::DecimalGigabytes{6};
  return cluster;
}

Json job_answer(const hpc::SlurmJob& job, const hpc::Cluster& cluster) {
  const auto found = hpc::footprint(job, cluster).value();
  return {{"req_mem_gb", found.requested.value()},
          {"needed_mem_gb", found.needed.value()},
          {"mem_overallocation", found.overallocation()},
          {"cpu_hours_charged", hours(found.cpu_charged)},
          {"gpu_hours_charged", hours(found.gpu_charged)},
          {"energy_cpu_kwh", kwh(found.cpu_energy)},
          {"energy_gpu_kwh", kwh(found.gpu_energy)},
          {"energy_mem_kwh", kwh(found.memory_energy)},
          {"energy_kwh", kwh(found.energy)},
          {"energy_needed_mem_only_kwh", kwh(found.energy_of_needed_memory)},
          {"gco2e", found.emissions.value()},
          {"cost_at_fixed_0_34", hpc::cost(found.energy)},
          {"success", job.state == hpc::SlurmJob::State::succeeded ? 1 : 0}};
}

Json total_answer(const std::vector<hpc::SlurmJob>& jobs, const hpc::Cluster& cluster) {
  const auto all = hpc::total(jobs, cluster).value();
  const Grams g = all.sum.emissions;
  const Grams needed = all.sum.emissions_of_needed_memory;
  const double succeeded = static_cast<double>(all.succeeded) / all.jobs;
  return {{"n_jobs", all.jobs},
          {"first_job_period", moment_text(all.first_submitted)},
          {"last_job_period", moment_text(all.last_submitted)},
          {"energy", kwh(all.sum.energy)},
          {"energy_CPUs", kwh(all.sum.cpu_energy)},
          {"energy_GPUs", kwh(all.sum.gpu_energy)},
          {"energy_memory", kwh(all.sum.memory_energy)},
          {"carbonFootprint", g.value()},
          {"carbonFootprint_memoryNeededOnly", needed.value()},
          {"carbonFootprint_failedJobs", all.failed.value()},
          {"cpuTime", days_text(all.sum.cpu_time)},
          {"gpuTime", days_text(all.sum.gpu_time)},
          {"wallclockTime", days_text(all.elapsed)},
          {"CPUhoursCharged", hours(all.sum.cpu_charged)},
          {"GPUhoursCharged", hours(all.sum.gpu_charged)},
          {"memoryRequested", all.sum.requested.value()},
          {"memoryOverallocationFactor", all.mean_overallocation},
          {"n_success", all.succeeded},
          {"treeMonths", g / hpc::kTreeMonth},
          {"treeMonths_memoryNeededOnly", needed / hpc::kTreeMonth},
          {"treeMonths_failedJobs", all.failed / hpc::kTreeMonth},
          {"driving", g / Grams{175}},
          {"flying_NY_SF", g / Grams{570000}},
          {"flying_PAR_LON", g / Grams{50000}},
          {"flying_NYC_MEL", g / Grams{2310000}},
          {"cost", hpc::cost(all.sum.energy)},
          {"cost_failedJobs", hpc::cost(all.failed_energy)},
          {"cost_memoryNeededOnly", hpc::cost(all.sum.energy_of_needed_memory)},
          {"success_rate", succeeded},
          {"failure_rate", 1.0 - succeeded},
          {"share_carbonFootprint", 1.0}};
}

}  // namespace

Json green_algorithms(std::string_view /*kind*/, const Json& input) {
  const std::string version = input.contains("version") ? text(input, "version") : "v3.0";
  const std::string cores = text(input, "coreType");
  ga::Hardware hardware;
  if (cores != "GPU") {
    hardware.cores = number(input, {"n_CPUcores"}, 0);
    hardware.core_use = Fraction{number(input, {"usageCPU"}, 1)};
    if (const double stated = number(input, {"tdpCPU", "tdp_cpu"}, -1); stated >= 0) {
      hardware.per_core = Watts{stated};
    } else {
      const auto known = ga::power_per_core(text(input, "CPUmodel"), version).value();
      if (!known) return unsupported("no such CPU");
      hardware.per_core = *known;
    }
  }
  if (cores != "CPU") {
    hardware.gpus = number(input, {"n_GPUs"}, 0);
    hardware.gpu_use = Fraction{number(input, {"usageGPU"}, 1)};
    if (const double stated = number(input, {"tdpGPU", "tdp_gpu"}, -1); stated >= 0) {
      hardware.per_gpu = Watts{stated};
    } else {
      const auto known = ga::power_of_gpu(text(input, "GPUmodel"), version).value();
      if (!known) return unsupported("no such GPU");
      hardware.per_gpu = *known;
    }
  }
  hardware.memory = Gigabytes{number(input, {"memory_gb", "memory"}, 0)};

  const std::string platform_name = text(input, "platform");
  const auto platform = platform_name == "personalComputer" ? ga::Platform::personal_computer
                        : platform_name == "cloudComputing" ? ga::Platform::cloud
                                                            : ga::Platform::local_server;
  const std::string provider = text(input, "provider");
  std::string centre = text(input, "server");  // "gcp--europe-west1"
  if (const auto dashes = centre.find("--"); dashes != std::string::npos)
    centre.erase(0, dashes + 2);
  std::string location = text(input, "location");
  if (location.empty()) {
    const auto known = ga::data_centre(provider, centre).value();
    if (!known) return unsupported("no such data centre");
    location = known->location;
  }
  const double stated_pue = number(input, {"pue", "PUE"}, 0);
  const Pue pue = stated_pue > 0 ? Pue{stated_pue}
                                 : ga::assumed_pue(platform, provider, centre, version).value();
  const auto intensity = ga::intensity_at(location, version).value();
  if (!intensity) return unsupported("no such location");
  const Hours time{number(input, {"hours"}, 0) + number(input, {"minutes"}, 0) / 60.0};
  const auto found =
      ga::footprint(hardware, time, pue, *intensity, number(input, {"psf", "PSF"}, 1));
  const auto references = ga::references(version).value();
  return {{"energy_kwh", kwh(found.energy)},
          {"power_w", found.power.value()},
          {"gco2e", found.emissions.value()},
          {"ce_core_g", found.core_emissions.value()},
          {"ce_memory_g", found.memory_emissions.value()},
          {"tree_months", found.emissions / references.tree_year * 12.0},
          {"km_eu_car", found.emissions / references.car_km},
          {"flight_text", ga::flight_text(found.emissions, references)},
          {"pue_used", pue.value()},
          {"ci_g_per_kwh", intensity->value()},
          {"text_energy", ga::energy_text(found.energy)},
          {"text_ce", ga::emissions_text(found.emissions)},
          {"text_tree", ga::tree_text(found.emissions, references)},
          {"text_km", ga::car_text(found.emissions, references)}};
}

Json green_algorithms_hpc(std::string_view kind, const Json& input) {
  if (kind == "format") {
    const Grams g{input.at("g").get<double>()};
    // "correct" is the page of the web calculator's rule with this tool's decimals.
    return {{"text", hpc::emissions_text(g)}, {"correct", hpc::emissions_text_put_right(g)}};
  }
  std::string log = input.at("header").get<std::string>();
  for (const Json& line : input.at("lines")) log += "\n" + line.get<std::string>();
  testing::PiecewiseSource source(log);
  const auto jobs = hpc::read_sacct(source, "sacct");
  if (!jobs) return {{"error", jobs.error().what}};
  const auto cluster = cluster_of_the_cases();
  return kind == "slurm-job" ? job_answer(jobs->front(), cluster) : total_answer(*jobs, cluster);
}

}  // namespace wattprint::golden
