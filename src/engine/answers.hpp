#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "config/settings.hpp"

namespace wattprint::engine {

// What programs ask that link the library: text in, the documents of `wattprint ... --json` out.

/// wattprint.estimate.job.v1, or what it is with published methods.
///
/// job     description of it in JSON (docs/estimate-job.md)
/// method  as --method; empty: our own
/// Errc::malformed for a description or a method that makes no sense; the sentence names the key.
Result<std::string> answer_job(std::string_view job, const std::string& method,
                               const config::Settings& settings);

/// wattprint.grid.zones.v1: zones by code, name, cloud region or coordinates.
Result<std::string> answer_zones(std::string_view query);

/// wattprint.catalog.TABLE.v1; that there is none of that name is an answer.
///
/// table  cpu, gpu, instance or region; Errc::malformed for another.
Result<std::string> answer_catalog(std::string_view table, std::string_view name);

}  // namespace wattprint::engine
