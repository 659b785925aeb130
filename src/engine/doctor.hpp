#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/machine.hpp"
#include "engine/cloud.hpp"
#include "engine/weigh.hpp"
#include "grid/zone_intensity.hpp"
#include "models/allotment.hpp"
#include "models/cpu_identity.hpp"
#include "models/installed_memory.hpp"
#include "models/storage_power.hpp"
#include "reports/style.hpp"
#include "sensors/sensor.hpp"

namespace wattprint::engine {

/// One way in which the kernel can account for a run's processes, tried out on a process of our
/// own.
struct Account {
  std::string name;  ///< "cgroup v2"
  bool works = false;
  std::string detail;
  std::string fix;
};

/// What can be measured on this machine, what cannot, and how to change that.
struct DoctorReport {
  std::vector<sensors::Finding> sensors;
  std::vector<std::string> used;  ///< names of the findings that a run would read, or "model"
  std::optional<models::CpuIdentity> cpu;
  std::string cpu_problem;  ///< why there is no identity
  models::Allotment allotment;
  CloudHere cloud;
  std::optional<models::InstalledMemory> memory;
  std::string memory_problem;
  std::vector<models::Drive> drives;
  std::optional<Figure<Watts>> drives_idle;
  std::vector<Account> accounts;
  std::optional<grid::ZoneIntensity> grid;
  std::string grid_problem;
  std::string store;  ///< where runs are kept, or why they cannot be
};

struct DoctorRequest {
  Machine machine;
  std::optional<grid::StatedZone> zone;
  std::optional<Stated<CarbonIntensity>> intensity;
  std::optional<std::filesystem::path> data_dir;
  std::optional<models::MetadataService> metadata;  ///< asked when it is given
};

/// Probes everything, slow drivers included, tries each account, and looks where runs are kept.
DoctorReport examine(const DoctorRequest& request);

/// The document wattprint.doctor.v1.
std::string to_json(const DoctorReport& report);

/// For people.
std::string to_text(const DoctorReport& report, const reports::Style& style);

}  // namespace wattprint::engine
