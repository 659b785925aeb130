#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "measure/source.hpp"
#include "sensors/amd/rocm_smi.hpp"
#include "sensors/meter.hpp"

namespace wattprint::sensors::rocm {

/// One device as ROCm SMI lists it.
struct Gpu {
  std::uint32_t index = 0;
  std::string model;
  Place place;
  Joules counter_unit{};    ///< of the energy accumulator; zero when power is integrated
  bool is_average = false;  ///< of the power
  Status status = Status::success;
  bool has_meter = false;
};

/// Power now and whether it is an average; the newer call first, since boards have one of the two.
struct PowerNow {
  Watts power{};
  bool is_average = false;
  Status status = Status::not_supported;
};
PowerNow power_now(const Library& library, std::uint32_t index);

/// Reads the chosen GPUs, and who used them: processes by their share of compute units, where the
/// driver tells; a single process alone; otherwise unknown.
class AmdSource final : public measure::Source {
 public:
  AmdSource(std::shared_ptr<const Library> library, const std::vector<Gpu>& gpus);

  std::span<const measure::Domain> domains() const override { return domains_; }
  void read(Instant now, measure::Batch& out) override;
  std::chrono::nanoseconds longest_interval() const override;

 private:
  struct Watched {
    Gpu gpu;
    Meter meter;
  };
  void read_one(Watched& watched, Instant now, measure::Batch& out);
  void list_processes();
  void add_users(std::uint32_t index, measure::Reading& reading) const;

  std::shared_ptr<const Library> library_;
  std::vector<measure::Domain> domains_;
  std::vector<Watched> watched_;
  std::vector<ProcessInfo> processes_;
  bool processes_known_ = false;
};

}  // namespace wattprint::sensors::rocm
