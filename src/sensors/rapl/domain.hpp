#pragma once

#include <string>
#include <string_view>

#include "measure/domain.hpp"
#include "sensors/extent.hpp"
#include "units/units.hpp"

namespace wattprint::sensors::rapl {

measure::Component component_of(const Extent& extent);

/// The domain of a RAPL zone.
///
/// sensor     "rapl-perf"
/// interface  how it is read, for the text of the figure: "perf", "powercap", "MSR"
measure::Domain make_domain(const Extent& extent, std::string_view sensor,
                            std::string_view interface);

/// More power than any zone of this kind can draw; what seems to be more is a jump of the counter.
Watts largest_power(const Extent& extent);

}  // namespace wattprint::sensors::rapl
