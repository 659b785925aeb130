#include "estimate/jobs/estimate.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "estimate/jobs/amounts.hpp"
#include "estimate/jobs/embodied.hpp"
#include "estimate/methods/methods.hpp"
#include "estimate/unknown_data_centre.hpp"
#include "footprint/operational.hpp"

namespace wattprint::estimate::jobs {
namespace {

/// The rest of a server full of GPUs, of their rated power (src/estimate/llm/estimate.cpp has the
/// sources).
constexpr double kHighHostShare = 0.6;

/// A program that nobody measured keeps its cores busy for this part of the time, or for all of it.
constexpr Fraction kHalfBusy{0.5};

/// Energy that would be added at the ends of what a choice may be.
struct Choice {
  std::string about;
  std::string chosen;
  Joules less;  ///< 0 or below
  Joules more;  ///< 0 or above
  std::string_view kind;
};

/// One question while it is answered.
struct Answering {
  const JobQuestion& question;
  Lookups& lookups;
  Seconds time;  ///< of all tries
  JobEstimate result;
  std::vector<Choice> choices;
  MadeHardware made;
};

std::string times_text(double count, std::string_view what) {
  return fmt::format("{:.6g} x {}", count, what);
}

Figure<Joules> over(Seconds time, const Figure<Watts>& power) {
  return {power.value * time, power.low * time, power.high * time, power.basis, power.source};
}

void say_gpu_use(Answering& job, const GpuUse& use, const KnownGpu& gpu,
                 const Figure<Watts>& power) {
  const auto at = [&](double busy) {
    const models::GpuLoad load{.utilisation = Fraction{busy}, .limit = std::nullopt};
    return gpu.power.under(load).value;
  };
  const Seconds of_all = job.time * use.count;
  job.choices.push_back({"utilisation of " + gpu.name,
                         fmt::format("not known: {:.0f} W, as the mean of training jobs is; idle "
                                     "with a program {:.0f} W, always busy {:.0f} W",
                                     power.value.value(), at(0.0).value(), at(1.0).value()),
                         std::min(Joules{0.0}, (at(0.0) - power.value) * of_all),
                         std::max(Joules{0.0}, (at(1.0) - power.value) * of_all),
                         "utilisation of GPUs"});
}

/// A name that several share, rated from the least to the most of them.
void say_which_gpu(Answering& job, const KnownGpu& gpu, Joules energy) {
  const auto& rated = gpu.power.rated();
  job.choices.push_back(
      {"which " + gpu.name,
       fmt::format("the middle of {} ({:.0f} to {:.0f} W)", fmt::join(gpu.candidates, ", "),
                   rated.low.value(), rated.high.value()),
       energy * (rated.low / rated.value - 1.0), energy * (rated.high / rated.value - 1.0),
       "which GPU"});
}

/// GPUs of one model are as wrong together as one of them, and those of another model too.
Result<Figure<Joules>> add_gpus(Answering& job) {
  Figure<Joules> sum;
  sum.basis = Basis::measured;
  Joules rated;
  for (const auto& use : job.question.job.gpus) {
    const auto gpu = job.lookups.gpu(use);
    if (!gpu) return fail(gpu.error());
    const auto power = (*gpu)->power.under({.utilisation = use.utilisation, .limit = std::nullopt});
    auto energy = over(job.time * use.count, power);
    sum = add(sum, energy);
    rated += (*gpu)->power.rated().value * (job.time * use.count);
    if (!(*gpu)->candidates.empty()) say_which_gpu(job, **gpu, energy.value);
    if (!use.utilisation) say_gpu_use(job, use, **gpu, power);
    job.made.gpus.push_back({use.count, (*gpu)->memory});
    job.result.parts.push_back({"gpu", times_text(use.count, (*gpu)->name), std::move(energy)});
  }
  if (!job.question.job.gpus.empty() && job.question.job.cpus.empty())
    job.choices.push_back({"computers around the GPUs",
                           "not counted; they draw 0.2 to 0.6 of the GPUs' rated power",
                           rated * 0.0, rated * kHighHostShare});
  return sum;
}

struct ServerPower {
  models::PowerEstimate power;
  double without_memory;  ///< part of it
};

ServerPower power_at(const KnownServer& server, Fraction load) {
  const auto split = server.power.split(load);
  const Watts others = split.cpu.value + split.rest.value;
  return {server.power.at(load), others / (others + split.memory.value)};
}

std::string cores_text(const CpuUse& use, const KnownServer& server) {
  const std::string name = server.cpu.empty() ? "an unknown CPU" : server.cpu;
  return use.cores ? fmt::format("{:.6g} cores of {}", *use.cores, name)
                   : times_text(use.packages, name);
}

void say_cpu_choices(Answering& job, const CpuUse& use, const KnownServer& server,
                     const Figure<Joules>& energy, Joules at_half) {
  if (!server.is_known)
    job.choices.push_back(
        {"which CPU",
         server.cpu.empty() ? "not said: as any server has" : server.cpu + " may be one of several",
         energy.low - energy.value, energy.high - energy.value});
  if (!use.utilisation)
    job.choices.push_back({"utilisation of " + cores_text(use, server),
                           "busy all the time, or half of it", at_half - energy.value, Joules{0.0},
                           "utilisation of CPUs"});
}

/// A core of a small package has more of the server to itself than one of a large package.
void widen_by_cores(Answering& job, const CpuUse& use, const KnownServer& server,
                    Figure<Joules>& energy) {
  if (server.others.empty()) return;
  const double usual = server.power.at(use.utilisation.value_or(Fraction{1.0})).value.value() /
                       (use.cores ? server.cores : 1.0);
  Joules low = energy.value;
  Joules high = energy.value;
  for (const auto& other : server.others) {
    const double power = other.power.at(use.utilisation.value_or(Fraction{1.0})).value.value() /
                         (use.cores ? other.cores : 1.0);
    low = std::min(low, energy.value * (power / usual));
    high = std::max(high, energy.value * (power / usual));
  }
  job.choices.push_back({"cores of a package",
                         fmt::format("{:.0f} (16 to 64)", server.cores / server.chips),
                         low - energy.value, high - energy.value});
  if (energy.value <= Joules{0.0}) return;
  // How many cores there are has nothing to do with how wrong the power of such a server is.
  const auto apart = [&](Joules end, Joules other) {
    return std::hypot(std::log(end / energy.value), std::log(other / energy.value));
  };
  energy.low = energy.value * std::exp(-apart(energy.low, low));
  energy.high = energy.value * std::exp(apart(energy.high, high));
}

/// Cores are charged their part of a whole server, at the wall. With memory stated, that is counted
/// by itself, and the server's usual memory is taken out.
Result<Figure<Joules>> add_cpus(Answering& job) {
  Figure<Joules> sum;
  sum.basis = Basis::measured;
  const bool memory_apart = job.question.job.memory.has_value();
  for (const auto& use : job.question.job.cpus) {
    if (use.model.empty() && !use.cores)
      return fail(Errc::malformed, "a CPU needs a name, or a number of cores");
    const auto found = job.lookups.server(use);
    if (!found) return fail(found.error());
    const KnownServer& server = **found;
    const double servers = use.cores ? *use.cores / server.cores : use.packages / server.chips;
    const auto energy_at = [&](Fraction load) {
      const auto at = power_at(server, load);
      const Seconds time = job.time * (servers * (memory_apart ? at.without_memory : 1.0));
      return Figure<Joules>{at.power.value * time, at.power.low * time, at.power.high * time,
                            Basis::estimated, "server power model (docs/power-model.md)"};
    };
    auto energy = energy_at(use.utilisation.value_or(Fraction{1.0}));
    const auto at_half = energy_at(kHalfBusy);
    say_cpu_choices(job, use, server, energy, at_half.value);
    if (!use.utilisation) energy.low = std::min(energy.low, at_half.low);
    if (!server.is_known) energy.basis = Basis::assumed;
    widen_by_cores(job, use, server, energy);
    sum = add(sum, energy);
    job.made.servers += servers;
    job.made.packages += servers * server.chips;
    job.result.parts.push_back(
        {"cpu", cores_text(use, server) + " and their part of the server", std::move(energy)});
  }
  if (!job.question.job.cpus.empty() && !memory_apart)
    job.choices.push_back({"memory",
                           "what such servers have, within their power; its making is "
                           "not counted",
                           Joules{0.0}, Joules{0.0}});
  return sum;
}

/// How busy the memory is: as the busiest of the CPUs.
Fraction memory_load(const Job& job) {
  Fraction load{0.0};
  for (const auto& use : job.cpus) load = std::max(load, use.utilisation.value_or(Fraction{1.0}));
  return job.cpus.empty() ? Fraction{1.0} : load;
}

void add_memory(Answering& job, const Coefficients& table, Figure<Joules>& sum) {
  if (!job.question.job.memory) return;
  const Gigabytes size = *job.question.job.memory;
  auto energy = memory_energy(size, memory_load(job.question.job), job.time, table.memory);
  sum = add(sum, energy);
  job.result.parts.push_back({"memory", fmt::format("{:.6g} GB", size.value()), std::move(energy)});
}

void add_storage(Answering& job, const Coefficients& table, Figure<Joules>& sum) {
  for (const auto& drive : job.question.job.storage) {
    auto energy = storage_energy(drive, job.time, table.storage);
    sum = add(sum, energy);
    const Terabytes size = drive.capacity * drive.replicas;
    job.result.parts.push_back(
        {"storage",
         fmt::format("{:.6g} TB on {}", size.value(), drive.type == DriveType::ssd ? "SSD" : "HDD"),
         std::move(energy)});
  }
}

/// What a network's gigabyte takes is known to a factor of ten only, so it is also a choice.
void add_network(Answering& job, const Coefficients& table) {
  const auto& asked = job.question.job;
  if (!asked.network) return;
  auto energy = network_energy(*asked.network * asked.repeats, table.network);
  // Nothing ties it to the hardware of the job.
  job.result.energy = add(job.result.energy, energy, Errors::independent);
  job.choices.push_back({"networks between the data centre and the rest",
                         "10 Wh a GB (1 to 100), PUE on top as of all else",
                         energy.low - energy.value, energy.high - energy.value});
  job.result.parts.push_back({"network",
                              fmt::format("{:.6g} GB sent", asked.network->value() * 1000.0),
                              std::move(energy)});
}

Result<> add_hardware(Answering& job) {
  if (auto fine = methods::check(job.question.job); !fine) return fine;
  const auto table = job.lookups.coefficients();
  if (!table) return fail(table.error());
  const auto gpus = add_gpus(job);
  if (!gpus) return fail(gpus.error());
  auto others = add_cpus(job);
  if (!others) return fail(others.error());
  add_memory(job, **table, *others);
  add_storage(job, **table, *others);
  // Nothing ties what is wrong with one model to what is wrong with the other.
  job.result.energy = add(*gpus, *others, Errors::independent);
  add_network(job, **table);
  job.result.embodied_parts = embodied_parts(job.question.job, job.made, (*table)->embodied);
  if (job.result.embodied_parts.empty()) return {};
  auto embodied = job.result.embodied_parts.front().grams;
  for (auto part = job.result.embodied_parts.begin() + 1; part != job.result.embodied_parts.end();
       ++part)
    embodied = add(embodied, part->grams);
  job.result.embodied = std::move(embodied);
  return {};
}

Result<> add_past_run(Answering& job) {
  const auto& asked = job.question.job;
  if (!asked.gpus.empty() || !asked.cpus.empty() || asked.memory || !asked.storage.empty() ||
      asked.network)
    return fail(Errc::malformed, "a past run is scaled up, or hardware is estimated: not both");
  if (!(std::isfinite(asked.repeats) && asked.repeats >= 0.0))
    return fail(Errc::malformed, fmt::format("a run cannot be run {} times", asked.repeats));
  const auto& run = *job.question.like;
  job.result.energy = {run.energy.value * asked.repeats, run.energy.low * asked.repeats,
                       run.energy.high * asked.repeats, run.energy.basis, run.energy.source};
  job.result.parts.push_back({"run", times_text(asked.repeats, run.what), job.result.energy});
  job.choices.push_back({"each run", "takes as much energy as that one", {}, {}});
  job.choices.push_back(
      {"embodied", "not known: a run does not say what hardware it was on", {}, {}});
  return {};
}

/// The choices as shares of the energy that came out.
void tell(Answering& job) {
  const Joules energy = job.result.energy.value;
  for (auto& choice : job.choices) {
    std::optional<Spread> effect;
    if (energy > Joules{0.0} && (choice.less < Joules{0.0} || choice.more > Joules{0.0}))
      effect = Spread{1.0 + choice.less / energy, 1.0 + choice.more / energy};
    job.result.assumptions.push_back(
        {std::move(choice.about), std::move(choice.chosen), Affects::energy, effect, choice.kind});
  }
}

template <class Q>
std::optional<Spread> spread_of(const Figure<Q>& figure) {
  if (figure.value.value() <= 0.0) return std::nullopt;
  return Spread{figure.low / figure.value, figure.high / figure.value};
}

bool says_where(const Place& place) {
  return !place.region.empty() || !place.zone.empty() || place.intensity;
}

Result<Figure<Pue>> pue_of(Answering& job, const KnownPlace* place) {
  if (job.question.job.pue)
    return footprint::stated_pue(*job.question.job.pue, "the PUE that was stated");
  if (place != nullptr && place->pue) {
    if (place->pue->basis == Basis::assumed)
      job.result.assumptions.push_back(
          {"pue", place->pue->source, Affects::emissions, spread_of(*place->pue)});
    return *place->pue;
  }
  if (job.question.like) return job.question.like->pue;
  auto pue = unknown_pue();
  job.result.assumptions.push_back(
      {"pue", "1.2 (1.08 to 1.56)", Affects::emissions, spread_of(pue)});
  return pue;
}

Result<> add_place(Answering& job) {
  const bool is_run = job.question.like && !says_where(job.question.job.place);
  const KnownPlace* place = nullptr;
  if (is_run) {
    job.result.grid = job.question.like->grid;
  } else {
    const auto known = job.lookups.place(job.question.job.place, job.question.year);
    if (!known) return fail(known.error());
    place = *known;
    job.result.grid = place->grid;
    if (!place->is_stated)
      job.result.assumptions.push_back({"grid",
                                        "the world's average: nothing says where the job runs",
                                        Affects::emissions, spread_of(place->grid.intensity)});
    else if (!place->grid.note.empty())
      job.result.assumptions.push_back({"grid", place->grid.note, Affects::emissions, {}});
    // The interval of a year's average is that of one hour of it.
    if (job.question.year && place->grid.year)
      job.result.assumptions.push_back({"season and hour of the start",
                                        "not counted: the average of its year is taken",
                                        Affects::emissions, spread_of(place->grid.intensity)});
  }
  auto pue = pue_of(job, place);
  if (!pue) return fail(pue.error());
  job.result.pue = std::move(*pue);
  std::optional<Figure<WaterIntensity>> wue;
  if (place != nullptr) wue = place->water;
  if (job.question.water)
    wue = Figure<WaterIntensity>::exact(*job.question.water, Basis::assumed, "WUE as stated");
  if (!wue) return {};
  auto water = footprint::site_water(job.result.energy, *wue);
  if (!water) return fail(water.error());
  job.result.water = std::move(*water);
  return {};
}

Result<> weigh(Answering& job) {
  auto& result = job.result;
  auto facility = footprint::facility_energy(result.energy, result.pue);
  if (!facility) return fail(facility.error());
  result.facility_energy = std::move(*facility);
  auto emissions =
      footprint::operational_emissions(result.energy, result.grid.intensity, result.pue);
  if (!emissions) return fail(emissions.error());
  result.emissions = std::move(*emissions);
  if (result.embodied)
    result.assumptions.push_back({"lifetime of the hardware", "4 years (3 to 6), all of it in use",
                                  Affects::embodied, kPerLifetime});
  if (const auto& price = job.question.price) {
    if (!(std::isfinite(price->per_kwh.value()) && price->per_kwh.value() >= 0.0))
      return fail(Errc::malformed,
                  fmt::format("a kWh cannot cost {} {}", price->per_kwh.value(), price->currency));
    const auto& energy = result.facility_energy;
    result.cost = Figure<Money>{energy.value * price->per_kwh, energy.low * price->per_kwh,
                                energy.high * price->per_kwh, energy.basis,
                                energy.source + ", price as stated"};
    result.currency = price->currency;
  }
  return {};
}

}  // namespace

std::string_view to_string(Affects affects) {
  switch (affects) {
    case Affects::energy: return "energy";
    case Affects::emissions: return "emissions";
    case Affects::embodied: return "embodied";
  }
  return "";
}

Result<JobEstimate> estimate(const JobQuestion& question, Lookups& lookups) {
  Answering job{question, lookups, question.job.time * question.job.repeats, {}, {}, {}};
  if (auto fine = question.like ? add_past_run(job) : add_hardware(job); !fine)
    return fail(fine.error());
  tell(job);
  if (auto fine = add_place(job); !fine) return fail(fine.error());
  if (auto fine = weigh(job); !fine) return fail(fine.error());
  return std::move(job.result);
}

Result<JobEstimate> estimate(const JobQuestion& question) {
  Lookups lookups;
  return estimate(question, lookups);
}

}  // namespace wattprint::estimate::jobs
