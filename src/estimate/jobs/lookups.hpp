#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "catalog/coefficients.hpp"
#include "catalog/cpus.hpp"
#include "estimate/job.hpp"
#include "grid/zone_intensity.hpp"
#include "models/gpu_power.hpp"
#include "models/server_power.hpp"
#include "units/figure.hpp"

namespace wattprint::estimate::jobs {

/// A GPU by the name that a job calls it.
struct KnownGpu {
  std::string name;  ///< of the catalog; as it was called where that means several
  std::vector<std::string> candidates;  ///< which; empty where it means one
  models::GpuPower power;
  std::optional<Gigabytes> memory;  ///< where all that it may be have the same
};

/// A server with CPUs of a job in it: no more than two packages, and as many of these servers as
/// there are packages.
struct KnownServer {
  std::string cpu;                   ///< of the catalog; as it was called, or empty
  bool is_known = false;             ///< the name means one CPU
  std::optional<double> chip_cores;  ///< of one package; nothing when nobody says
  double chips = 1.0;                ///< of one server
  double cores = 1.0;                ///< of one server
  models::ServerPower power;
  /// With a package of fewer cores, and of more; empty where their number is known.
  struct Other {
    double cores;  ///< of one server
    models::ServerPower power;
  };
  std::vector<Other> others;
};

/// Where a job runs, and what is published of there.
struct KnownPlace {
  grid::ZoneIntensity grid;
  bool is_stated = false;  ///< somebody said where it is
  std::optional<Figure<Pue>> pue;
  std::optional<Figure<WaterIntensity>> water;
};

/// Tables that do not change with the job.
struct Coefficients {
  catalog::MemoryPower memory;
  catalog::AllocatedStoragePower storage;
  Figure<JoulesPerTerabyte> network;
  catalog::Embodied embodied;
};

/// What jobs ask the catalog for, so that a hundred thousand of them ask it once for each name.
/// Bounded; not for several threads at once. References are good until the next call of the same
/// function.
class Lookups {
 public:
  /// Errc::malformed for a name that nothing has, naming the nearest, or without a rated power.
  Result<const KnownGpu*> gpu(const GpuUse& use);
  /// The server for a use of CPUs; one without a name is a server of which nothing is known.
  Result<const KnownServer*> server(const CpuUse& use);
  /// An intensity that is stated wins; else the region; else the zone; else the world. Of a year,
  /// or of the newest one.
  Result<const KnownPlace*> place(const Place& place, std::optional<int> year = std::nullopt);
  Result<const Coefficients*> coefficients();

 private:
  template <class Value>
  using ByName = std::unordered_map<std::string, Value>;
  ByName<KnownGpu> gpus_;
  ByName<KnownServer> servers_;
  ByName<KnownPlace> places_;
  std::optional<Coefficients> coefficients_;
  std::string key_;  ///< a member so that it keeps its memory
};

}  // namespace wattprint::estimate::jobs
