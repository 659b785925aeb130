#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "measure/source.hpp"
#include "sensors/nvidia/nvml.hpp"

namespace wattprint::sensors::nvml {

/// Tells which processes used one GPU, in the best of three ways:
///
/// - their utilisation samples since the previous look: SM percent, summed over the samples; where
/// no
///   process kept the SMs busy, memory, encoder and decoder percent;
/// - in MIG mode, where drivers have no such samples: each MIG device's number of SMs, shared
/// equally
///   by the processes that have a context on it. Nothing tells how busy they are;
/// - else the list of processes with a context: certain when it is empty or has one entry. How
/// several
///   share the GPU would be a guess, so then nothing is known.
///
/// The process ids are those that the driver gives. In a container that has a process namespace of
/// its own these may be the host's ids, which mean nothing inside; drivers differ in this.
class ProcessUse {
 public:
  /// is_visible  false when the run was started without access to this GPU: what somebody uses
  /// there
  ///             without being told apart is then at least known not to be the run.
  ProcessUse(std::shared_ptr<const Library> library, Device device, bool is_visible)
      : library_(std::move(library)), device_(device), is_visible_(is_visible) {}

  /// Fills in the users of the time since the previous look.
  void look(Instant now, measure::Reading& reading);

  /// The same GPU after the driver was restarted.
  void use(Device device) { device_ = device; }

 private:
  using Users = std::vector<measure::ProcessUse>;
  bool is_partitioned() const;
  std::optional<Users> by_instances();
  std::optional<Users> by_samples(Instant now);
  std::optional<Users> by_contexts();
  std::optional<Status> fetch_samples(unsigned& count);
  std::optional<std::vector<unsigned>> processes_on(Device device);
  bool append_processes(GetProcesses* get, Device device, std::vector<unsigned>& pids);

  std::shared_ptr<const Library> library_;
  Device device_;
  bool is_visible_;
  unsigned long long last_sample_us_ = 0;
  Instant last_use_time_;
  Users last_use_;
  std::vector<UtilizationSample> samples_;
  std::vector<ProcessInfo> infos_;
};

}  // namespace wattprint::sensors::nvml
