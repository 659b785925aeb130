#pragma once

#include <optional>
#include <string>

#include "runs/json_writer.hpp"
#include "units/figure.hpp"

namespace wattprint::engine {

// What an assumption may change, as shares of the estimate.

/// "x 0.54 to 1.1"; empty for nothing.
std::string effect_text(const std::optional<Spread>& effect);

/// The member "effect" of the object that is being written; null for nothing.
void write_effect(runs::JsonWriter& json, const std::optional<Spread>& effect);

}  // namespace wattprint::engine
