#include "grid/local_time.hpp"

#include <date/tz.h>

#include <exception>

namespace wattprint::grid {
namespace {

WallTime at_offset(WallTime local, const date::sys_info& info) { return local - info.offset; }

}  // namespace

Result<LocalTimes> LocalTimes::open(std::string_view zone) {
  try {
    if (date::get_tzdb().zones.empty())
      return fail(Errc::not_present, "this machine has no time zones; install the package tzdata");
  } catch (const std::exception&) {
    return fail(Errc::not_present, "this machine has no time zones; install the package tzdata");
  }
  try {
    return LocalTimes(date::locate_zone(std::string(zone)));
  } catch (const std::exception&) {
    return fail(Errc::malformed, "there is no time zone \"" + std::string(zone) +
                                     "\"; expected a name such as Europe/Berlin");
  }
}

Result<WallTime> LocalTimes::next(WallTime local) {
  try {
    const date::local_time<WallTime::duration> shown(local.time_since_epoch());
    const date::local_info info = zone_->get_info(shown);
    if (info.result == date::local_info::nonexistent)
      return fail(Errc::malformed, "the clocks of " + zone_->name() +
                                       " were set forward over this time: it never was");
    WallTime moment = at_offset(local, info.first);
    if (info.result == date::local_info::ambiguous && before_ && moment <= *before_)
      moment = at_offset(local, info.second);
    before_ = moment;
    return moment;
  } catch (const std::exception& error) {
    return fail(Errc::io, "cannot read the time zone: " + std::string(error.what()));
  }
}

}  // namespace wattprint::grid
