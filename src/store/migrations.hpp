#pragma once

#include <span>
#include <string_view>

namespace wattprint::store {

/// The schema's steps, embedded from migrations/NNN_*.sql in the order of their numbers. Step i
/// leads from `PRAGMA user_version` i to i + 1; a released step never changes.
std::span<const std::string_view> migrations();

}  // namespace wattprint::store
