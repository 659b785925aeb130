// A log of carbontracker, whole, cut or made up: what is found in it are numbers, and the aggregate
// is one of its two parts.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "estimate/methods/carbontracker.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace tracker = wattprint::estimate::methods::carbontracker;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto log = tracker::read_log(text, true);
  for (const auto& part : {log.actual, log.predicted})
    if (part && std::isnan(part->energy.value())) std::abort();
  const auto counted = tracker::aggregate(log, false);
  if (counted.has_value() != (log.actual || log.predicted)) std::abort();
  return 0;
}
