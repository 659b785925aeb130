#pragma once

#include <vector>

#include "base/result.hpp"
#include "estimate/jobs/estimate.hpp"

namespace wattprint::estimate::jobs {

/// How long hardware serves when nobody says: what Dell's and Cloud Carbon Footprint's figures
/// take; Meta, Google and Microsoft wrote off servers in 3 to 4 years until 2020 and in 5.5 to 6
/// since 2023 (their annual reports).
inline constexpr Seconds kLifetime{4.0 * 365.25 * 86400.0};
/// Of the share of a lifetime: 6 years, and 3.
inline constexpr Spread kPerLifetime{4.0 / 6.0, 4.0 / 3.0};

/// Hardware of a job, as far as the making of it goes.
struct MadeHardware {
  struct Cards {
    double count = 0.0;
    std::optional<Gigabytes> memory;  ///< of one
  };
  std::vector<Cards> gpus;
  double packages = 0.0;  ///< of CPUs
  double servers = 0.0;   ///< whole ones that the job's cores are
};

/// The job's share of making each kind of component: its time of the lifetime. A job that takes
/// longer than a lifetime uses up more than one, so it is in proportion to time without end.
/// Nothing for kinds of which the job has none.
std::vector<EmbodiedPart> embodied_parts(const Job& job, const MadeHardware& made,
                                         const catalog::Embodied& table);

}  // namespace wattprint::estimate::jobs
