#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

/// The part of AMD's ROCm SMI library that we call, declared by ourselves. Names and layouts are
/// those of its C ABI. Source: ROCm SMI LIB documentation,
/// https://rocm.docs.amd.com/projects/rocm_smi_lib
namespace wattprint::sensors::rocm {

/// rsmi_status_t.
enum class Status : int {
  success = 0,
  not_supported = 2,
  permission = 4,
  init_error = 8,
  not_found = 10,
  insufficient_size = 11,
};

/// rsmi_process_info_t; ROCm 7 puts one more number into the padding at its end.
struct ProcessInfo {
  std::uint32_t pid;
  std::uint32_t pasid;
  std::uint64_t memory;
  std::uint64_t sdma;
  std::uint32_t occupancy;  ///< percent of compute units; all ones when not known
  std::uint32_t padding;
};
static_assert(sizeof(ProcessInfo) == 32);

/// What the library offers. The first group is always there; the others are nullptr where the
/// installed version lacks them.
struct Functions {
  Status (*init)(std::uint64_t flags);
  Status (*shut_down)();
  Status (*count)(std::uint32_t*);

  Status (*pci_id)(std::uint32_t device, std::uint64_t*) = nullptr;
  Status (*name)(std::uint32_t device, char*, std::size_t length) = nullptr;
  /// Energy is counter times resolution, in microjoules.
  Status (*energy)(std::uint32_t device, std::uint64_t* counter, float* resolution,
                   std::uint64_t* timestamp_ns) = nullptr;
  Status (*average_power)(std::uint32_t device, std::uint32_t sensor,
                          std::uint64_t* microwatts) = nullptr;
  /// type  0 average, 1 current.
  Status (*power)(std::uint32_t device, std::uint64_t* microwatts, std::uint32_t* type) = nullptr;
  Status (*processes)(ProcessInfo*, std::uint32_t* count) = nullptr;
  Status (*process_on_device)(std::uint32_t pid, std::uint32_t device, ProcessInfo*) = nullptr;
};

/// The library, initialised; shut down and closed with the last owner.
class Library {
 public:
  /// Loads librocm_smi64 from the loader's path or /opt/rocm. Errc::not_present when there is none.
  static Result<std::shared_ptr<const Library>> open();
  /// Takes any implementation and initialises it.
  static Result<std::shared_ptr<const Library>> adopt(Functions functions,
                                                      std::shared_ptr<void> keep_alive = nullptr);
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library();

  const Functions& functions() const { return functions_; }

 private:
  Library(Functions functions, std::shared_ptr<void> keep_alive)
      : functions_(functions), keep_alive_(std::move(keep_alive)) {}
  Functions functions_;
  std::shared_ptr<void> keep_alive_;
};

/// "not supported (ROCm SMI status 2)".
std::string describe(Status status);

/// Where a device sits: rsmi_dev_pci_id_get packs the domain into bits 63 to 32, the partition of
/// an MI300 into bits 31 to 28 (older libraries: the function, bits 2 to 0), bus and device below.
struct Place {
  std::string pci_address;  ///< of the whole GPU: "0000:c1:00.0"
  unsigned partition = 0;
};
Place place_of(std::uint64_t pci_id);

}  // namespace wattprint::sensors::rocm
