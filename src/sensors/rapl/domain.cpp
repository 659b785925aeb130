#include "sensors/rapl/domain.hpp"

#include "sensors/rapl/zones.hpp"

namespace wattprint::sensors::rapl {
namespace {

using Kind = Extent::Kind;

// How far RAPL is from a power meter, rounded up from what was published:
// - packages: within a few percent of instrumented supply rails since Haswell, which measures
//   (Hackenberg et al., "An Energy Efficiency Feature Survey of the Intel Haswell Processor", 2015;
//   Khan et al., "RAPL in Action", ACM TOMPECS 3(2), 2018). AMD models instead of measuring and
//   misses what depends on the data (Schoene et al., "Energy Efficiency Aspects of the AMD Zen 2
//   Architecture", 2021), hence more than the Intel papers ask for.
// - dram: up to 20 % (Desrochers, Paradis, Weaver, "A Validation of DRAM RAPL Power
//   Measurements", MEMSYS 2016).
// - core, uncore, psys: no published validation that we know of; taken like dram.
constexpr Spread kPackageSpread{0.92, 1.08};
constexpr Spread kOtherSpread{0.8, 1.2};

// Twice the largest that is sold: 500 W a processor (AMD EPYC 9965, data sheet), because bursts
// exceed the sustained limit; 24 DIMMs of 8 W a socket; four sockets and their boards.
constexpr Watts kLargestPackage{1000.0};
constexpr Watts kLargestDram{400.0};
constexpr Watts kLargestMachine{6000.0};

}  // namespace

measure::Component component_of(const Extent& extent) {
  switch (extent.kind) {
    case Kind::dram: return measure::Component::dram;
    case Kind::gpu: return measure::Component::gpu;
    case Kind::machine:
    case Kind::rail: return measure::Component::platform;
    case Kind::package:
    case Kind::core:
    case Kind::uncore: return measure::Component::cpu;
  }
  return measure::Component::platform;
}

measure::Domain make_domain(const Extent& extent, std::string_view sensor,
                            std::string_view interface) {
  const std::string device = device_name(extent);
  return {.component = component_of(extent),
          .device = device,
          .sensor = std::string(sensor),
          .source = "RAPL " + device + " by " + std::string(interface),
          .basis = Basis::measured,
          .spread = extent.kind == Kind::package ? kPackageSpread : kOtherSpread};
}

Watts largest_power(const Extent& extent) {
  switch (extent.kind) {
    case Kind::dram: return kLargestDram;
    case Kind::machine: return kLargestMachine;
    default: return kLargestPackage;
  }
}

}  // namespace wattprint::sensors::rapl
