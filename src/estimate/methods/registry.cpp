#include <fmt/format.h>

#include <array>
#include <cmath>

#include "base/text.hpp"
#include "estimate/methods/methods.hpp"
#include "estimate/methods/of_job.hpp"

namespace wattprint::estimate::methods {
namespace {

constexpr std::array kMethods{
    Method{"mlco2", "ML CO2 Impact", "d0d3ee5, 2026-03-09",
           "Lacoste et al. 2019, Quantifying the Carbon Emissions of Machine Learning, "
           "arXiv:1910.09700",
           mlco2_job, nullptr},
    Method{
        "green-algorithms", "Green Algorithms", "v3.0, 30df2fe",
        "Lannelongue, Grealey, Inouye 2021, Green Algorithms: Quantifying the Carbon Footprint of "
        "Computation, Advanced Science, doi:10.1002/advs.202100707",
        green_algorithms_job, nullptr},
    Method{"green-algorithms-4hpc", "GreenAlgorithms4HPC", "c0f4709, 2026-02-17",
           "as green-algorithms, on the log of a Slurm cluster", green_algorithms_hpc_job, nullptr},
    Method{"ecologits", "EcoLogits", "0.9.3, 5be90da",
           "EcoLogits' methodology, LLM inference, https://ecologits.ai", nullptr,
           ecologits_request},
    Method{"boavizta", "BoaviztAPI", "2.4.1, 15878f0",
           "Boavizta 2021, Digital & environment: how to evaluate server manufacturing footprint, "
           "beyond "
           "greenhouse gas emissions?",
           boavizta_job, nullptr},
    Method{"ccf", "Cloud Carbon Footprint", "b7a049c, 2024-03-25",
           "https://www.cloudcarbonfootprint.org/docs/methodology", ccf_job, nullptr},
    Method{"codecarbon", "CodeCarbon", "3.3.0, b05965e", "https://doi.org/10.5281/zenodo.4658424",
           codecarbon_job, nullptr},
    Method{"carbontracker", "carbontracker", "2.4.3, 70e5a02",
           "Anthony, Kanding, Selvan 2020, Carbontracker: Tracking and Predicting the Carbon "
           "Footprint of "
           "Training Deep Learning Models, arXiv:2007.03051",
           carbontracker_job, nullptr},
    Method{"eco2ai", "eco2AI", "0.3.12, 366debb",
           "Budennyy et al. 2022, eco2AI: carbon emissions tracking of machine learning models, "
           "arXiv:2208.00406",
           eco2ai_job, nullptr}};

bool is_amount(double x) { return std::isfinite(x) && x >= 0.0; }
bool is_part(const std::optional<Fraction>& part) {
  return !part || (is_amount(part->value()) && part->value() <= 1.0);
}

Result<> wrong(std::string_view what, double value) {
  return fail(Errc::malformed, fmt::format("{} cannot be {}", what, value));
}

Result<> check(const Place& place) {
  if (place.intensity && !is_amount(place.intensity->value()))
    return wrong("carbon intensity", place.intensity->value());
  return {};
}

Result<> check(const std::optional<Pue>& pue) {
  if (pue && !(std::isfinite(pue->value()) && pue->value() >= 1.0))
    return fail(Errc::malformed, fmt::format("a PUE is 1 or more, not {}", pue->value()));
  return {};
}

Result<> check(const GpuUse& gpu) {
  if (!is_amount(gpu.count)) return wrong("the number of GPUs", gpu.count);
  if (gpu.tdp && !is_amount(gpu.tdp->value()))
    return wrong("the rated power of a GPU", gpu.tdp->value());
  if (!is_part(gpu.utilisation)) return wrong("the use of GPUs (0 to 1)", gpu.utilisation->value());
  return {};
}

Result<> check(const CpuUse& cpu) {
  if (cpu.cores && !is_amount(*cpu.cores)) return wrong("the number of cores", *cpu.cores);
  if (!is_amount(cpu.packages)) return wrong("the number of CPUs", cpu.packages);
  if (cpu.tdp && !is_amount(cpu.tdp->value()))
    return wrong("the rated power of a CPU", cpu.tdp->value());
  if (!is_part(cpu.utilisation)) return wrong("the use of CPUs (0 to 1)", cpu.utilisation->value());
  return {};
}

Result<> check(const StorageUse& drive) {
  if (!is_amount(drive.capacity.value()))
    return wrong("the size of storage", drive.capacity.value());
  if (!is_amount(drive.replicas)) return wrong("the number of replicas", drive.replicas);
  return {};
}

template <class Items>
Result<> check_each(const Items& items) {
  for (const auto& item : items)
    if (auto fine = check(item); !fine) return fine;
  return {};
}

Result<> check(const std::optional<Parameters>& parameters) {
  if (!parameters) return {};
  if (!is_amount(parameters->low) || !is_amount(parameters->high) ||
      parameters->low > parameters->high)
    return fail(Errc::malformed, fmt::format("parameters from {} to {} milliards make no sense",
                                             parameters->low, parameters->high));
  return {};
}

}  // namespace

std::span<const Method> all() { return kMethods; }

Result<Method> find(std::string_view name) {
  std::vector<std::string> names;
  for (const Method& method : kMethods) {
    if (method.name == name) return method;
    names.emplace_back(method.name);
  }
  return fail(Errc::malformed, fmt::format("no published method \"{}\"; nearest: {}", name,
                                           fmt::join(nearest(name, names), ", ")));
}

Result<> check(const Job& job) {
  if (job.gpus.empty() && job.cpus.empty() && !job.memory && job.storage.empty())
    return fail(Errc::malformed, "nothing to estimate: no GPU, CPU, memory or storage is given");
  if (!is_amount(job.time.count())) return wrong("the time, in seconds,", job.time.count());
  if (!is_amount(job.repeats)) return wrong("the number of repeats", job.repeats);
  if (job.memory && !is_amount(job.memory->value()))
    return wrong("memory, in GB,", job.memory->value());
  if (job.network && !is_amount(job.network->value()))
    return wrong("data sent, in TB,", job.network->value());
  for (auto fine : {check(job.pue), check(job.place), check_each(job.gpus), check_each(job.cpus),
                    check_each(job.storage)})
    if (!fine) return fine;
  return {};
}

Result<> check(const LlmRequest& request) {
  for (const double tokens : {request.input_tokens, request.output_tokens, request.requests})
    if (!is_amount(tokens)) return wrong("a number of tokens or requests", tokens);
  if (request.latency && !is_amount(request.latency->count()))
    return wrong("the latency, in seconds,", request.latency->count());
  for (auto fine :
       {check(request.pue), check(request.place), check(request.total), check(request.active)})
    if (!fine) return fine;
  return {};
}

}  // namespace wattprint::estimate::methods
