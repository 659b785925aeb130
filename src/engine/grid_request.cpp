#include "base/text.hpp"
#include "engine/grid_ask.hpp"
#include "engine/requests.hpp"
#include "grid/reply.hpp"

namespace wattprint::engine {

Result<std::optional<WallTime>> time_of(const std::string& text, const char* flag) {
  if (text.empty()) return std::nullopt;
  constexpr std::size_t kDateOnly = 10;
  const auto moment = grid::parse_moment(text.size() == kDateOnly ? text + "T00:00" : text);
  if (!moment)
    return fail(Errc::malformed, std::string(flag) + ": expected a time such as 2026-11-25 or " +
                                     "2026-11-25T14:30 (UTC), found \"" + text + "\"");
  return moment;
}

int year_of(WallTime time) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
  return static_cast<int>(day.year());
}

Result<GridRequest> grid_request(const config::Settings& settings, GridRequest::What what,
                                 const GridWords& words) {
  GridRequest request{
      .what = what, .place = place_request(settings), .sources = sources_request(settings)};
  const auto from = time_of(words.from, "--from");
  if (!from) return fail(from.error());
  const auto to = time_of(words.to, "--to");
  if (!to) return fail(to.error());
  request.from = *from;
  request.to = *to;
  if (!words.hours.empty()) {
    const auto hours = parse_u64(words.hours);
    if (!hours || *hours < 1 || *hours > 96)
      return fail(Errc::malformed,
                  "--hours: expected a number from 1 to 96, found \"" + words.hours + "\"");
    request.ahead = std::chrono::hours(*hours);
  }
  if (!words.series.empty()) request.series = words.series;
  request.own_forecast = words.own_forecast;
  return request;
}

}  // namespace wattprint::engine
