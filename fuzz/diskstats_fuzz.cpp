// /proc/diskstats: a counter of 32 bits, or none.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/storage_power.hpp"

using namespace wattprint;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* device : {"sda", "nvme0n1"}) {
    const auto time = models::io_time(text, device);
    if (!time) continue;
    if (time->count() < 0 || time->count() > UINT32_MAX) std::abort();
    const Fraction share = models::busy_share(std::chrono::milliseconds(0), *time, Seconds{1});
    if (share < Fraction{0} || share > Fraction{1}) std::abort();
  }
  return 0;
}
