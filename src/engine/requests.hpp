#pragma once

#include "config/settings.hpp"
#include "engine/doctor.hpp"
#include "engine/regions.hpp"
#include "engine/run.hpp"

namespace wattprint::engine {

/// What the settings ask for. The command itself is left to the caller.
MeasureRequest measure_request(const config::Settings& settings);
RunRequest run_request(const config::Settings& settings);
DoctorRequest doctor_request(const config::Settings& settings);
/// Without the work, which no setting says.
RegionsRequest regions_request(const config::Settings& settings);
/// Which metadata service to ask what machine this is; nothing when the user did not say so.
std::optional<models::MetadataService> metadata_service(const config::Settings& settings);
Machine machine_of(const config::Settings& settings);

}  // namespace wattprint::engine
