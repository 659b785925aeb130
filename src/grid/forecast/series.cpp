#include "grid/forecast/series.hpp"

#include <algorithm>
#include <string>

#include "base/clock.hpp"
#include "base/csv_stream.hpp"
#include "base/text.hpp"

namespace wattprint::grid {
namespace {

using std::chrono::hours;

// Coal without any abatement is about 1,000 g/kWh (IPCC 2014, AR5, annex III: 740 to 910); the
// worst small oil grids stay below 2,000. More is another unit (mg, g/MWh), not a grid.
constexpr double kHighest = 5000.0;
// A wrong century must not become a request for memory.
constexpr auto kLongest = hours(24 * 366 * 50);

/// Collects points into means of hours.
class Hourly {
 public:
  explicit Hourly(Hour first) { series_.start = first; }

  bool has_room_for(Hour hour) const { return hour - series_.start < kLongest; }
  void add(Hour hour, CarbonIntensity value) {
    const auto index = static_cast<std::size_t>((hour - series_.start).count());
    if (index >= series_.hours.size()) {
      finish_hour();
      series_.hours.resize(index + 1);
    }
    sum_ = sum_ + value;
    ++points_;
  }
  HourlySeries take() && {
    finish_hour();
    return std::move(series_);
  }

 private:
  void finish_hour() {
    if (points_ > 0) series_.hours.back() = sum_ * (1.0 / points_);
    sum_ = {};
    points_ = 0;
  }
  HourlySeries series_;
  CarbonIntensity sum_{};
  int points_ = 0;
};

Result<> check_header(const CsvStream& stream) {
  const auto& fields = stream.fields();
  if (fields.size() >= 2 && fields[0] == "timestamp_utc" && fields[1] == "g_per_kwh") return {};
  return fail(stream.error_at(0, "the first line must begin with timestamp_utc,g_per_kwh"));
}

/// Of a row, nothing when it is a gap.
Result<std::optional<CarbonIntensity>> value_of(const CsvStream& stream) {
  const std::string_view text = trim(stream.fields()[1]);
  if (text.empty()) return std::nullopt;
  const auto value = parse_double(text);
  if (!value || *value < 0.0 || *value > kHighest)
    return fail(stream.error_at(1, "g_per_kwh must be a number from 0 to 5000, or empty"));
  return CarbonIntensity{*value};
}

class Reader {
 public:
  explicit Reader(ByteSource& input) : stream_(input) {}

  Result<HourlySeries> read() {
    const auto header = stream_.next();
    if (!header) return fail(header.error());
    if (!*header)
      return fail(Errc::malformed,
                  "1:1: empty; the first line must begin with timestamp_utc,g_per_kwh");
    if (auto fine = check_header(stream_); !fine) return fail(fine.error());
    columns_ = stream_.fields().size();
    while (true) {
      const auto found = stream_.next();
      if (!found) return fail(found.error());
      if (!*found) break;
      if (auto fine = add_row(); !fine) return fail(fine.error());
    }
    if (!hourly_) return fail(Errc::malformed, "1:1: has no row with a value");
    if (shortest_step_ && *shortest_step_ > hours(1))
      return fail(Errc::malformed,
                  "2:1: rows are more than an hour apart throughout; a series has steps of 1 hour "
                  "or less");
    return std::move(*hourly_).take();
  }

 private:
  Result<> add_row() {
    if (stream_.fields().size() != columns_)
      return fail(stream_.error_at(0, "a row has as many fields as the header"));
    const auto time = parse_rfc3339(stream_.fields()[0]);
    if (!time) return fail(stream_.error_at(0, time.error().what));
    if (latest_ && *time <= *latest_)
      return fail(stream_.error_at(
          0, *time == *latest_ ? "the same time as the row before"
                               : "earlier than the row before; rows go from old to new"));
    if (latest_)
      shortest_step_ = std::min(shortest_step_.value_or(*time - *latest_), *time - *latest_);
    latest_ = *time;
    const auto value = value_of(stream_);
    if (!value) return fail(value.error());
    if (!*value) return {};
    const auto hour = std::chrono::floor<hours>(*time);
    if (!hourly_) hourly_.emplace(hour);
    if (!hourly_->has_room_for(hour))
      return fail(stream_.error_at(0, "more than 50 years after the first value"));
    hourly_->add(hour, **value);
    return {};
  }

  CsvStream stream_;
  std::size_t columns_ = 0;
  std::optional<Hourly> hourly_;
  std::optional<WallTime> latest_;
  std::optional<WallTime::duration> shortest_step_;
};

}  // namespace

Result<HourlySeries> read_series(ByteSource& input, std::string_view name) {
  auto series = Reader(input).read();
  if (!series && series.error().code == Errc::malformed)
    return fail(Errc::malformed, std::string(name) + ":" + series.error().what);
  return series;
}

}  // namespace wattprint::grid
