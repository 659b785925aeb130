#pragma once

#include <string_view>
#include <vector>

#include "sensors/sensor.hpp"

namespace wattprint::testing {

/// The finding of that name, or a finding called "(none)" so that the test fails readably.
inline sensors::Finding named(const std::vector<sensors::Finding>& findings,
                              std::string_view name) {
  for (const auto& finding : findings)
    if (finding.name == name) return finding;
  sensors::Finding none;
  none.name = "(none)";
  none.detail = "no finding is called " + std::string(name) + "; there are:";
  for (const auto& finding : findings) none.detail += " " + finding.name;
  return none;
}

/// Those that may be read.
inline std::vector<sensors::Finding> readable(const std::vector<sensors::Finding>& findings) {
  std::vector<sensors::Finding> ok;
  for (const auto& finding : findings)
    if (finding.state == sensors::State::ok) ok.push_back(finding);
  return ok;
}

}  // namespace wattprint::testing
