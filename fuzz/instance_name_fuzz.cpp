// Types of cloud machines: any text, also what a metadata service answers, gives a type or an
// error.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "catalog/instances.hpp"

using namespace wattprint;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto match =
      catalog::find_instance(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!match || !match->instance) return 0;
  // What was found is found again by its own name.
  const auto again = catalog::find_instance(match->instance->type);
  if (!again || !again->instance || again->instance->type != match->instance->type) std::abort();
  return 0;
}
