#pragma once

#include <string>
#include <string_view>

namespace wattprint::runs {

/// Hex digits of a run's id, and how many of them people are shown.
inline constexpr std::size_t kRunIdLength = 12;
inline constexpr std::size_t kShortIdLength = 6;

/// A new random id of 12 lower-case hex digits, unlike all others without asking anybody: with 48
/// random bits, a million runs of one store share an id with a probability of 0.2 %.
std::string new_run_id();

/// The digits people use; still taken by every command, as any other unique prefix is.
std::string_view short_id(std::string_view id);

/// True for 1 to 12 hex digits, upper or lower case.
bool is_run_id_prefix(std::string_view text);

}  // namespace wattprint::runs
