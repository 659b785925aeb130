#pragma once

#include <functional>
#include <optional>
#include <string>

#include "units/units.hpp"

namespace wattprint::runs {

/// Which of the processes we are that a launcher has started to do one job together.
struct Rank {
  std::string launcher;  ///< "torchrun", "Open MPI", "MPICH", "Slurm", or "environment"
  std::string group;     ///< the same for all ranks of the job, and for no other job
  int rank = 0;          ///< from 0 to size - 1
  int size = 1;
  std::optional<int> local_rank;
  std::optional<int> local_size;  ///< how many of them are on this machine
};

/// The value of an environment variable, or nothing.
using Variable = std::function<std::optional<std::string>(const char* name)>;

/// What the launcher says in the environment of its processes; nothing for a process that stands
/// alone, and for one that is told something contradictory.
///
/// Understands torchrun, Open MPI, MPICH and its descendants (Hydra: Intel MPI, MVAPICH), steps of
/// Slurm, and others that set RANK, WORLD_SIZE and LOCAL_RANK (DeepSpeed, Accelerate).
///
/// launch  for launchers that give their jobs no name of their own: what tells this launch from
///         others, given a variable that only its processes have.
std::optional<Rank> rank_from(const Variable& variable,
                              const std::function<std::string(const char* name)>& launch);

/// The part of its machine that a rank stands for when all of the machine is measured; 1 for a
/// process that stands alone, and where the launcher does not say how many share the machine.
Fraction share_of_machine(const std::optional<Rank>& rank);

}  // namespace wattprint::runs
