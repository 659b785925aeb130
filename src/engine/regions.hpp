#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/machine.hpp"
#include "base/result.hpp"
#include "catalog/cloud_regions.hpp"
#include "engine/weigh.hpp"
#include "estimate/rented_hardware.hpp"
#include "plan/regions.hpp"
#include "reports/style.hpp"
#include "runs/record.hpp"

namespace wattprint::engine {

/// How energy and emissions are computed.
enum class RegionsMethod {
  wattprint,  ///< our power models, yearly life-cycle averages, PUE
  mlco2,      ///< as the calculator ML CO2 Impact does, faults included
};

struct RegionsRequest {
  std::variant<Joules, estimate::RentedHardware, runs::RunRecord> work;
  RegionsMethod method = RegionsMethod::wattprint;
  std::string here;  ///< zone or cloud region; empty: of the run, else this machine
  std::vector<std::string> providers;                ///< as typed; empty: all
  std::optional<Stated<Pue>> pue;                    ///< of here
  std::optional<grid::StatedZone> zone;              ///< of this machine, where the settings say it
  std::optional<Stated<CarbonIntensity>> intensity;  ///< likewise
  Machine machine;
};

/// What the two pages say, both from here.
struct RegionsReport {
  RegionsMethod method = RegionsMethod::wattprint;
  std::string work;  ///< "310 x V100-PCIE-16GB, 2160 h", "run 7f3a1c", "12.5 kWh"
  std::string here;  ///< how it is known where here is; empty when it is not
  plan::RegionRanking ranking;
  struct Facts {
    catalog::CloudRegion region;
    /// As the provider publishes it: of another kind than what is ranked.
    std::optional<Figure<CarbonIntensity>> provider_intensity;
  };
  std::vector<Facts> facts;        ///< of each ranked place, in the same order
  std::vector<std::string> notes;  ///< what was assumed
};

/// The same work in each region of the providers.
///
/// Errc::malformed for a name that nothing has (the nearest are offered), and for what the method
/// cannot take.
Result<RegionsReport> rank_cloud_regions(const RegionsRequest& request);

/// How a report is shown.
struct RegionsView {
  std::optional<std::size_t> limit;  ///< the best so many
  bool market = false;               ///< with the market-based figures beside the others
};
std::string regions_text(const RegionsReport& report, const RegionsView& view,
                         const reports::Style& style);
/// wattprint.regions.v1
std::string regions_json(const RegionsReport& report, const RegionsView& view);

}  // namespace wattprint::engine
