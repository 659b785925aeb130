#include "grid/providers/energi_data_service.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "grid/exchange.hpp"
#include "grid/providers/common_options.hpp"
#include "grid/reply.hpp"

namespace wattprint::grid {
namespace {

using What = Query::What;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::string_view kTitle = "Energi Data Service";
constexpr std::string_view kUrl = "https://api.energidataservice.dk";
constexpr auto kStep = 5min;
/// For so long whoever asks more than 40 times in 10 s gets no answer (its guide to the API).
constexpr std::chrono::seconds kShutOut = 5min;

/// Rows of a request; 10 days are 2880. More pages than `kMostPages` are no answer to us.
constexpr std::size_t kPage = 5000;
constexpr int kMostPages = 3;

/// Its price areas, which are also its zones. Denmark as a whole would need their consumption.
std::string_view area_of(std::string_view zone) {
  if (zone == "DK-DK1") return "DK1";
  if (zone == "DK-DK2") return "DK2";
  return "";
}

/// "2026-01-20T16:30", with timezone=UTC; without it the service would take it for Danish time.
std::string minute(WallTime time) {
  return to_rfc3339(std::chrono::floor<std::chrono::minutes>(time)).substr(0, 16);
}

class EnergiDataService final : public Provider {
 public:
  EnergiDataService(std::string name, std::string url, ZoneList zones)
      : name_(std::move(name)), url_(std::move(url)), zones_(std::move(zones)) {}

  std::string_view name() const override { return name_; }
  Label label() const override { return {.kind = catalog::IntensityKind::direct}; }
  bool covers(const catalog::Zone& zone) const override {
    return !area_of(zone.code).empty() && zones_.allows(zone.code);
  }
  bool offers(What) const override { return true; }
  /// Values are of 5 minutes, but come every 15.
  std::chrono::seconds refresh() const override { return 15min; }
  /// 40 requests in 10 s from one address, else nothing for 5 minutes.
  std::chrono::milliseconds pace() const override { return 250ms; }
  std::chrono::hours longest(What what) const override {
    return std::chrono::hours(what == What::forecast ? 48 : 240);
  }

  Answer<Series> fetch(const Query& query, Exchange& exchange) override {
    const auto area = area_of(query.zone.code);
    if (area.empty())
      return failed(Failure::Kind::not_covered,
                    name_ + ": it knows West Denmark (DK-DK1) and East Denmark (DK-DK2) only");
    const std::string request = path(query, area, exchange.now());
    PointList points(PointList::rules_for(query, name_, kTitle, kStep, exchange.now()));
    std::size_t read = 0;
    for (int page = 0; page < kMostPages; ++page) {
      const auto document =
          exchange.json(name_, {.url = url_ + request + "&offset=" + std::to_string(read) +
                                       "&limit=" + std::to_string(kPage)});
      if (!document) {
        Failure failure = document.error();
        if (failure.kind == Failure::Kind::rate_limited && !failure.retry_after)
          failure.retry_after = kShutOut;
        return tl::unexpected(std::move(failure));
      }
      const auto rows = array_in(*document, "records", name_);
      if (!rows) return tl::unexpected(rows.error());
      for (const auto& row : **rows)
        if (auto added = add(points, row, area); !added) return tl::unexpected(added.error());
      read += (*rows)->size();
      if ((*rows)->size() < kPage) return points.take_series(query, label());
    }
    return failed(Failure::Kind::malformed, name_ + ": it gives more values than there can be");
  }

 private:
  static std::string path(const Query& query, std::string_view area, WallTime now) {
    const bool forecast = query.what == What::forecast;
    const bool latest = query.what == What::latest;
    // The last hours rather than the last minutes: values come late.
    const auto from = latest ? now - 6h : forecast ? now - kStep : query.from;
    const auto to = latest ? now : query.to;
    return std::string(forecast ? "/dataset/CO2EmisProg" : "/dataset/CO2Emis") +
           "?start=" + minute(from) + "&end=" + minute(to) +
           "&timezone=UTC&filter=" + escape("{\"PriceArea\":[\"" + std::string(area) + "\"]}") +
           "&sort=" + escape("Minutes5UTC asc");
  }

  Answer<bool> add(PointList& points, const json& row, std::string_view area) const {
    const auto place = text_in(row, "PriceArea", name_);
    if (!place) return tl::unexpected(place.error());
    if (*place != area) return true;
    const auto start = moment_in(row, "Minutes5UTC", name_);
    if (!start) return tl::unexpected(start.error());
    const auto value = number_in(row, "CO2Emission", name_);
    if (!value) return tl::unexpected(value.error());
    if (*value) points.add(*start, CarbonIntensity{**value});
    return true;
  }

  std::string name_;
  std::string url_;
  ZoneList zones_;
};

}  // namespace

Result<std::unique_ptr<Provider>> make_energi_data_service(const ProviderOptions& options) {
  auto url = base_url(options, kUrl);
  if (!url) return fail(url.error());
  auto zones = ZoneList::from(options);
  if (!zones) return fail(zones.error());
  return std::make_unique<EnergiDataService>(options.name, std::move(*url), std::move(*zones));
}

}  // namespace wattprint::grid
