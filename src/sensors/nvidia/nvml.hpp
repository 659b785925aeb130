#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"

/// The part of NVIDIA's management library that we call, declared by ourselves: neither the build
/// nor the machine needs it. Names and layouts are those of its documented, stable C ABI. Source:
/// NVML API Reference Guide, https://docs.nvidia.com/deploy/nvml-api
namespace wattprint::sensors::nvml {

using Device = struct OpaqueDevice*;

/// nvmlReturn_t.
enum class Status : int {
  success = 0,
  uninitialized = 1,
  not_supported = 3,
  no_permission = 4,
  not_found = 6,
  insufficient_size = 7,
  driver_not_loaded = 9,
  timeout = 10,
  function_not_found = 13,
  gpu_is_lost = 15,
  reset_required = 16,
  version_mismatch = 18,  ///< of library and kernel module, after an upgrade
  unknown = 999,
};

/// nvmlPciInfo_t of nvmlDeviceGetPciInfo_v3.
struct PciInfo {
  char bus_id_legacy[16];
  unsigned domain, bus, device, device_id, subsystem_id;
  char bus_id[32];
};
static_assert(sizeof(PciInfo) == 68);

/// nvmlFieldValue_t.
struct FieldValue {
  unsigned field;
  unsigned scope;
  long long timestamp;
  long long latency_us;
  int type;
  Status status;
  union {
    double as_double;
    unsigned as_unsigned;
    unsigned long long as_unsigned_long_long;
  } value;
};
static_assert(sizeof(FieldValue) == 40);
inline constexpr unsigned kFieldPowerInstant = 186;  ///< NVML_FI_DEV_POWER_INSTANT, mW

/// nvmlProcessUtilizationSample_t; utilisations in percent.
struct UtilizationSample {
  unsigned pid;
  unsigned long long timestamp_us;
  unsigned sm, memory, encoder, decoder;
};
static_assert(sizeof(UtilizationSample) == 32);

/// nvmlProcessInfo_t of nvmlDeviceGet{Compute,Graphics}RunningProcesses_v2 and _v3.
struct ProcessInfo {
  unsigned pid;
  unsigned long long used_memory;
  unsigned gpu_instance, compute_instance;
};
static_assert(sizeof(ProcessInfo) == 24);

/// nvmlDeviceAttributes_t of nvmlDeviceGetAttributes_v2.
struct Attributes {
  unsigned multiprocessors;
  unsigned shared[5];
  unsigned gpu_instance_slices, compute_instance_slices;
  unsigned long long memory_mb;
};
static_assert(sizeof(Attributes) == 40);

using GetProcesses = Status(Device, unsigned* count, ProcessInfo*);

/// What the library offers. The first group is always there; the others are nullptr where the
/// installed driver is too old for them.
struct Functions {
  Status (*init)();
  Status (*shutdown)();
  Status (*count)(unsigned*);
  Status (*handle_by_index)(unsigned, Device*);
  Status (*uuid)(Device, char*, unsigned length);

  const char* (*error_string)(Status) = nullptr;
  Status (*handle_by_uuid)(const char*, Device*) = nullptr;
  Status (*name)(Device, char*, unsigned length) = nullptr;
  Status (*pci_info)(Device, PciInfo*) = nullptr;
  Status (*architecture)(Device, unsigned*) = nullptr;
  Status (*total_energy)(Device, unsigned long long* millijoules) = nullptr;
  Status (*power_usage)(Device, unsigned* milliwatts) = nullptr;
  Status (*field_values)(Device, int count, FieldValue*) = nullptr;
  Status (*process_utilization)(Device, UtilizationSample*, unsigned* count,
                                unsigned long long last_seen_us) = nullptr;
  GetProcesses* compute_processes = nullptr;
  GetProcesses* graphics_processes = nullptr;
  Status (*mig_mode)(Device, unsigned* current, unsigned* pending) = nullptr;
  Status (*max_mig_devices)(Device, unsigned*) = nullptr;
  Status (*mig_device)(Device, unsigned, Device*) = nullptr;
  Status (*mig_parent)(Device mig, Device*) = nullptr;
  Status (*attributes)(Device, Attributes*) = nullptr;
};

/// The library, initialised; shut down and closed with the last owner.
class Library {
 public:
  /// Loads the library. Errc::not_present when the machine has none; that costs a look at the
  /// loader's cache. Otherwise initialises the driver, which may take seconds; see adopt().
  static Result<std::shared_ptr<const Library>> open(const std::string& name = "libnvidia-ml.so.1");

  /// Takes any implementation and initialises it. Errc::permission_denied or Errc::unavailable,
  /// with the remedy in the text, when it refuses. keep_alive  what must live as long as the
  /// functions are called.
  static Result<std::shared_ptr<const Library>> adopt(Functions functions,
                                                      std::shared_ptr<void> keep_alive = nullptr);

  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library();

  const Functions& functions() const { return functions_; }
  /// "GPU is lost (NVML status 15)".
  std::string describe(Status status) const;

 private:
  Library(Functions functions, std::shared_ptr<void> keep_alive)
      : functions_(functions), keep_alive_(std::move(keep_alive)) {}
  Functions functions_;
  std::shared_ptr<void> keep_alive_;
};

}  // namespace wattprint::sensors::nvml
