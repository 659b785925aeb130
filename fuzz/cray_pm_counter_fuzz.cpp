// One file of Cray's pm_counters and its name, whatever is in them.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sensors/cray/pm_counter.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wattprint::sensors::cray;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto counter = parse_pm_counter(text);
  // What is believed can be an Instant, and what is not says so.
  if (counter && counter->taken_at && counter->taken_at->count() < 0) std::abort();
  if (!counter && counter.error().what.empty()) std::abort();
  const auto file = describe_pm_file(text);
  if (file && file->extent.socket < -1) std::abort();
  return 0;
}
