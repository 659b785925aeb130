#pragma once

#include <memory>
#include <vector>

#include "measure/source.hpp"
#include "sensors/meter.hpp"
#include "sensors/nvidia/gpu.hpp"
#include "sensors/nvidia/process_use.hpp"

namespace wattprint::sensors::nvml {

/// Reads the chosen GPUs. A GPU that falls off the bus is given up with a warning; a driver that is
/// restarted is found again, and its counter's new start makes no energy.
class NvidiaSource final : public measure::Source {
 public:
  NvidiaSource(std::shared_ptr<const Library> library, const std::vector<Gpu>& gpus);

  std::span<const measure::Domain> domains() const override { return domains_; }
  void read(Instant now, measure::Batch& out) override;
  std::chrono::nanoseconds longest_interval() const override;

 private:
  struct Watched {
    Gpu gpu;
    Meter meter;
    ProcessUse use;
    bool is_lost = false;
    Instant retry_at;  ///< when to look for a restarted driver again
  };
  void read_one(Watched& watched, Instant now, measure::Batch& out);
  void handle(Watched& watched, Status status, Instant now, measure::Batch& out);
  bool find_again(Watched& watched);

  std::shared_ptr<const Library> library_;
  std::vector<measure::Domain> domains_;
  std::vector<Watched> watched_;
};

}  // namespace wattprint::sensors::nvml
