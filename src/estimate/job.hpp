#pragma once

#include <optional>
#include <string>
#include <vector>

#include "units/amounts.hpp"
#include "units/units.hpp"

namespace wattprint::estimate {

/// GPUs or accelerators of one kind.
struct GpuUse {
  std::string model;
  double count = 1.0;                   ///< whole ones, or the part of one that is rented
  std::optional<Watts> tdp;             ///< of one; instead of what the model is rated at
  std::optional<Fraction> utilisation;  ///< not given: as each method assumes
};

/// CPUs of one kind, by package or by core.
struct CpuUse {
  std::string model;            ///< may be empty: unknown
  std::optional<double> cores;  ///< not given: all of `packages`
  double packages = 1.0;
  std::optional<Watts> tdp;  ///< of one package
  std::optional<Fraction> utilisation;
};

enum class DriveType { ssd, hdd };

/// Capacity that lies there for the time of the job.
struct StorageUse {
  DriveType type = DriveType::ssd;
  Terabytes capacity;
  double replicas = 1.0;
};

/// Where the job runs. Each method takes of it what it knows; an intensity that is stated always
/// wins.
struct Place {
  std::string provider;  ///< aws, azure, gcp ...; empty: none
  std::string region;    ///< of the provider
  std::string zone;      ///< of the catalog: "DE", "US-CAL-CISO"
  std::optional<CarbonIntensity> intensity;
};

/// What is to be estimated: a job that somebody ran, or will run. What is not given is nothing, not
/// zero: a method says under its assumptions what it did instead.
struct Job {
  std::vector<GpuUse> gpus;
  std::vector<CpuUse> cpus;
  std::optional<Gigabytes> memory;
  std::vector<StorageUse> storage;
  std::optional<Terabytes> network;  ///< over the internet, there and back, in one try
  Seconds time{0.0};                 ///< wall time of one try
  std::optional<Pue> pue;
  Place place;
  /// How often it is run: hyper-parameter searches, failed tries (the "pragmatic scaling factor").
  double repeats = 1.0;
};

/// Requests to a large language model. Parameters are counted in milliards.
struct Parameters {
  double low = 0.0;
  double high = 0.0;  ///< the same as low where it is known
};

struct LlmRequest {
  std::string model;
  std::optional<Parameters> total;
  std::optional<Parameters> active;  ///< not given: all of them
  double input_tokens = 0.0;
  double output_tokens = 0.0;
  double requests = 1.0;
  std::optional<Seconds> latency;  ///< as somebody measured it
  std::optional<Pue> pue;
  std::optional<WaterIntensity> site_water;
  std::optional<WaterIntensity> grid_water;
  Place place;
};

}  // namespace wattprint::estimate
