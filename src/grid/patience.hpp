#pragma once

#include <chrono>
#include <string>

#include "grid/cache.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// Whether a failure says something of all that its source might be asked, or of this question
/// only.
bool is_of_source(Failure::Kind kind);

/// How long a source is to be left alone after a failure; docs/grid-cache.md has the table.
///
/// What the server wishes (Retry-After) counts to the second. Without it the time doubles with each
/// failure in a row, and is spread by up to a half more, so that many who failed together do not
/// come back together.
///
/// before  its state until now.
/// chance  0 to 1.
/// Returns the new state; one without next_allowed for failures at which nobody was asked.
SourceState after(const Failure& failure, const SourceState& before, const Provider& provider,
                  WallTime now, double chance);

/// How long a source is still to be left alone; 0 when it may be asked. A state from the future,
/// before the clock was set back, counts for nothing, and neither does a refusal of another key.
std::chrono::milliseconds wait_of(const SourceState& state, const Provider& provider, WallTime now);

/// "25 s", "12 min", "3 h", "2 days"; rounded up.
std::string in_words(std::chrono::milliseconds time);

}  // namespace wattprint::grid
