#include "models/cpu_family.hpp"

namespace wattprint::models {

const CpuFamily& cpu_family(std::string_view key) {
  const auto families = cpu_families();
  for (const CpuFamily& family : families)
    if (family.key == key) return family;
  return families.back();
}

}  // namespace wattprint::models
