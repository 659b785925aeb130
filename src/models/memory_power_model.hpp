#pragma once

#include <cstdint>
#include <string_view>

#include "base/machine.hpp"
#include "base/result.hpp"
#include "units/figure.hpp"

namespace wattprint::models {

/// Memory that the machine has, in bytes: MemTotal of <procfs>/meminfo (in a virtual machine, its
/// own part). Errc::malformed when the file has no such line or no sense in it.
Result<std::uint64_t> installed_memory(const Machine& machine);

/// The pure part: bytes from the text of meminfo. The error does not name a file.
Result<std::uint64_t> parse_mem_total(std::string_view text);

/// Power of installed memory where no sensor tells it: refresh and standby by size, and a part that
/// goes with how busy the threads are. Linear in busy CPU time, as CpuPowerModel is.
struct MemoryPowerModel {
  Watts idle;
  Watts active_per_thread;  ///< added by one busy thread of this machine
  Spread spread;            ///< 90 % interval of any energy by this model

  /// threads  hardware threads that share the memory, at least 1.
  static MemoryPowerModel of(std::uint64_t bytes, unsigned threads);

  Joules energy(CpuSeconds busy, Seconds elapsed) const {
    return idle * elapsed + active_per_thread * Seconds(busy.value());
  }
};

}  // namespace wattprint::models
