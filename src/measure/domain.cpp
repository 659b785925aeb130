#include "measure/domain.hpp"

namespace wattprint::measure {

std::string_view to_string(Component component) {
  switch (component) {
    case Component::cpu: return "cpu";
    case Component::dram: return "dram";
    case Component::gpu: return "gpu";
    case Component::platform: return "platform";
  }
  return "platform";
}

}  // namespace wattprint::measure
