#pragma once

#include <optional>

#include "runs/rank.hpp"

namespace wattprint::engine {

/// Which rank of a job this process is, by its environment.
std::optional<runs::Rank> rank_here();

}  // namespace wattprint::engine
