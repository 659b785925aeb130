#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace date {
class time_zone;
}

namespace wattprint::grid {

/// Local times of one place, one after another as a series has them, as moments.
///
/// Where the clock is set back an hour comes twice: the first time that it is given it is the first
/// of the two, unless that would not be later than the time before it.
class LocalTimes {
 public:
  /// zone  IANA name, "Europe/Berlin". Errc::malformed when this machine knows none of that name;
  /// not_present when it has no time zones at all (Debian's package tzdata).
  static Result<LocalTimes> open(std::string_view zone);

  /// local  what the clock on the wall shows, as if it were UTC.
  /// Errc::malformed for a time that the clock skipped when it was set forward.
  Result<WallTime> next(WallTime local);

 private:
  explicit LocalTimes(const date::time_zone* zone) : zone_(zone) {}
  const date::time_zone* zone_;  ///< of the process, never freed
  std::optional<WallTime> before_;
};

}  // namespace wattprint::grid
