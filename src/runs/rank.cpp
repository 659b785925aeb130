#include "runs/rank.hpp"

#include <charconv>
#include <string_view>

#include "base/text.hpp"

namespace wattprint::runs {
namespace {

using Launch = std::function<std::string(const char* name)>;

std::optional<int> parse_count(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

std::optional<int> count_in(const Variable& variable, const char* name) {
  const auto text = variable(name);
  return text ? parse_count(*text) : std::nullopt;
}

/// Names of the variables of one launcher.
struct Names {
  const char* launcher;
  const char* rank;
  const char* size;
  const char* local_rank;
  const char* local_size;
};

// https://docs.pytorch.org/docs/stable/elastic/run.html (environment variables)
constexpr Names kTorchrun{"torchrun", "RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE"};
// https://docs.open-mpi.org/en/main/tuning-apps/environment-var.html
constexpr Names kOpenMpi{"Open MPI", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE",
                         "OMPI_COMM_WORLD_LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_SIZE"};
// https://github.com/pmodels/mpich/blob/main/doc/wiki/how_to/Using_the_Hydra_Process_Manager.md
constexpr Names kMpich{"MPICH", "PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID", "MPI_LOCALNRANKS"};
// https://slurm.schedmd.com/srun.html (output environment variables)
constexpr Names kSlurm{"Slurm", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_LOCALID", ""};

/// Nothing unless rank and size are there and fit each other.
std::optional<Rank> by_names(const Variable& variable, const Names& names) {
  const auto rank = count_in(variable, names.rank);
  const auto size = count_in(variable, names.size);
  if (!rank || !size || *rank >= *size) return std::nullopt;
  Rank found{.launcher = names.launcher,
             .group = {},
             .rank = *rank,
             .size = *size,
             .local_rank = count_in(variable, names.local_rank),
             .local_size = count_in(variable, names.local_size)};
  const bool fits = !found.local_size || (*found.local_size >= 1 && *found.local_size <= *size);
  if (!fits) found.local_size.reset();
  return found;
}

std::optional<Rank> by_torchrun(const Variable& variable, const Launch& launch) {
  auto found = by_names(variable, kTorchrun);
  if (!found) return std::nullopt;
  const auto id = variable("TORCHELASTIC_RUN_ID");
  if (!id) {
    found->launcher = "environment";
    if (!found->local_size) found->local_size = count_in(variable, "LOCAL_SIZE");  // DeepSpeed
  }
  // A launch that was given no --rdzv-id is called "none".
  found->group = id && *id != "none" ? *id : launch(kTorchrun.rank);
  return found;
}

std::optional<Rank> by_open_mpi(const Variable& variable, const Launch& launch) {
  auto found = by_names(variable, kOpenMpi);
  if (found) found->group = variable("PMIX_NAMESPACE").value_or("");
  if (found && found->group.empty()) found->group = launch(kOpenMpi.rank);
  return found;
}

std::optional<Rank> by_mpich(const Variable& variable, const Launch& launch) {
  auto found = by_names(variable, kMpich);
  // Slurm sets PMI_RANK too; Hydra alone says how many are here.
  if (!found || !found->local_size) return std::nullopt;
  found->group = launch(kMpich.rank);
  return found;
}

/// Tasks on one node, of "2(x3),1": twice three nodes with 2 each would be "2(x6)".
std::optional<int> tasks_on_node(std::string_view list, int node) {
  for (std::string_view part : split(list, ',')) {
    int nodes = 1;
    if (const auto open = part.find("(x"); open != std::string_view::npos && part.ends_with(')')) {
      const auto repeated = parse_count(part.substr(open + 2, part.size() - open - 3));
      if (!repeated) return std::nullopt;
      nodes = *repeated;
      part = part.substr(0, open);
    }
    if (node < nodes) return parse_count(part);
    node -= nodes;
  }
  return std::nullopt;
}

std::optional<Rank> by_slurm(const Variable& variable) {
  // Without a step it is the batch script itself, which is one process whatever it has reserved.
  const auto job = variable("SLURM_JOB_ID");
  const auto step = variable("SLURM_STEP_ID");
  if (!job || !step) return std::nullopt;
  auto found = by_names(variable, kSlurm);
  if (!found) return std::nullopt;
  found->group = *job + "." + *step;
  const auto node = count_in(variable, "SLURM_NODEID");
  const auto tasks = variable("SLURM_STEP_TASKS_PER_NODE");
  if (node && tasks) found->local_size = tasks_on_node(*tasks, *node);
  return found;
}

}  // namespace

std::optional<Rank> rank_from(const Variable& variable, const Launch& launch) {
  // Torchrun and mpirun may run inside a step of Slurm, not the other way round.
  auto found = by_torchrun(variable, launch);
  if (!found) found = by_open_mpi(variable, launch);
  if (!found) found = by_mpich(variable, launch);
  if (!found) found = by_slurm(variable);
  if (found && found->size < 2) return std::nullopt;
  return found;
}

Fraction share_of_machine(const std::optional<Rank>& rank) {
  if (!rank || !rank->local_size || *rank->local_size < 1) return Fraction{1.0};
  return Fraction{1.0 / *rank->local_size};
}

}  // namespace wattprint::runs
