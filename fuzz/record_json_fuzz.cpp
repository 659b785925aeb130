// Run records from a damaged store or another program: what reads as a record is written and read
// again as the same.

#include <cstdint>
#include <cstdlib>

#include "runs/record_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wattprint;
  const auto record = runs::record_from_json({reinterpret_cast<const char*>(data), size});
  if (!record) {
    if (record.error().code != Errc::malformed) std::abort();
    return 0;
  }
  const std::string text = runs::to_json(*record);
  const auto again = runs::record_from_json(text);
  if (!again || runs::to_json(*again) != text) std::abort();
  return 0;
}
