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

std::optional<Component> parse_component(std::string_view text) {
  for (const auto component :
       {Component::cpu, Component::dram, Component::gpu, Component::platform})
    if (text == to_string(component)) return component;
  return std::nullopt;
}

}  // namespace wattprint::measure
