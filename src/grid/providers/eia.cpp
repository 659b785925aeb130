#include "grid/providers/eia.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "grid/exchange.hpp"
#include "grid/providers/plants.hpp"
#include "grid/reply.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;
using catalog::EnergySource;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::string_view kTitle = "US EIA";
constexpr std::string_view kUrl = "https://api.eia.gov";
constexpr std::string_view kPath = "/v2/electricity/rto/fuel-type-data/data/";

/// The service gives so many rows at most per request.
constexpr std::size_t kPage = 5000;
/// 31 days of 18 fuels are three.
constexpr std::size_t kMostPages = 4;

/// The largest interconnection generates some 500 GW.
constexpr Watts kLargest{1e13};

struct Fuel {
  std::string_view code;
  EnergySource source;
};

/// Codes of form EIA-930, https://www.eia.gov/electricity/gridmonitor/about. Solar and wind with a
/// battery are counted as what charges it.
constexpr Fuel kFuels[] = {
    {"BAT", EnergySource::battery},     {"BM", EnergySource::biomass},
    {"COL", EnergySource::coal},        {"GEO", EnergySource::geothermal},
    {"NG", EnergySource::gas},          {"NUC", EnergySource::nuclear},
    {"OES", EnergySource::battery},     {"OIL", EnergySource::oil},
    {"PS", EnergySource::hydro_pumped}, {"SNB", EnergySource::solar},
    {"SUN", EnergySource::solar},       {"UES", EnergySource::battery},
    {"WAT", EnergySource::hydro},       {"WNB", EnergySource::wind},
    {"WND", EnergySource::wind},
};

EnergySource source_of(std::string_view code) {
  for (const auto& fuel : kFuels)
    if (fuel.code == code) return fuel.source;
  return EnergySource::unknown;  // OTH and UNK among them
}

/// "2022-10-31T11", an hour of UTC.
std::string hour_text(WallTime time) {
  return to_rfc3339(std::chrono::floor<std::chrono::hours>(time)).substr(0, 13);
}

class Eia final : public PlantProvider {
 public:
  explicit Eia(Access access)
      : PlantProvider(std::move(access), kTitle, catalog::CodeScheme::eia) {}

  std::chrono::seconds refresh() const override { return 1h; }
  /// At most 9,000 an hour and 5 a second, or the key is suspended.
  std::chrono::milliseconds pace() const override { return 400ms; }

 private:
  std::string address(const std::string& respondent, WallTime from, WallTime to,
                      std::size_t offset) const {
    const auto bracket = [](std::string_view text) { return escape(text); };
    // A period is the hour that ends then, so the last one wanted is named after its end.
    return url() + std::string(kPath) + "?api_key=" + escaped_key() + "&frequency=hourly&" +
           bracket("data[]") + "=value&" + bracket("facets[respondent][]") + "=" +
           escape(respondent) + "&start=" + hour_text(from) + "&end=" + hour_text(to + 1h) + "&" +
           bracket("sort[0][column]") + "=period&" + bracket("sort[0][direction]") + "=desc&" +
           bracket("sort[1][column]") + "=fueltype&" + bracket("sort[1][direction]") +
           "=asc&offset=" + std::to_string(offset) + "&length=" + std::to_string(kPage);
  }

  Answer<bool> read(const std::string& respondent, WallTime from, WallTime to, MixSeries& mixes,
                    Exchange& exchange) const override {
    std::size_t rows_read = 0;
    for (std::size_t page = 0; page < kMostPages; ++page) {
      const auto document = exchange.json(who(), {.url = address(respondent, from, to, rows_read)});
      if (!document) return tl::unexpected(document.error());
      const json none = json::object();
      const bool whole = document->is_object() && document->contains("response");
      const json& response = whole ? (*document)["response"] : none;
      const auto rows = array_in(response, "data", who());
      if (!rows) return tl::unexpected(rows.error());
      const auto total = number_in(response, "total", who());
      if (!total) return tl::unexpected(total.error());
      for (const auto& row : **rows)
        if (auto added = add(row, respondent, mixes); !added) return added;
      rows_read += (*rows)->size();
      const bool is_last =
          (*total) ? **total <= static_cast<double>(rows_read) : (*rows)->size() < kPage;
      if ((*rows)->empty() || is_last) {
        if (*total && **total > static_cast<double>(rows_read))
          return failed(Kind::malformed, who() + ": it announces more rows than it gives");
        return true;
      }
    }
    return failed(Kind::malformed, who() + ": its answer goes on without end");
  }

  /// A null is an hour that the fuel was not reported for.
  Answer<bool> add(const json& row, const std::string& respondent, MixSeries& mixes) const {
    const auto fuel = text_in(row, "fueltype", who());
    if (!fuel) return tl::unexpected(fuel.error());
    const auto whose = text_in(row, "respondent", who());
    if (!whose) return tl::unexpected(whose.error());
    if (*whose != respondent)
      return failed(Kind::malformed, who() + ": it answers for another area than was asked for");
    if (row.contains("value-units") && row["value-units"] != "megawatthours")
      return failed(Kind::malformed, who() + ": its values are not in megawatthours");
    const auto end = moment_in(row, "period", who());
    if (!end) return tl::unexpected(end.error());
    const auto value = number_in(row, "value", who());
    if (!value) return tl::unexpected(value.error());
    if (!*value) return true;
    const Watts power{**value * 1e6};  // MWh of an hour
    if (std::abs(power.value()) > kLargest.value())
      return failed(Kind::malformed, who() + ": no area generates so much; is it in another unit?");
    mixes.add(*fuel, source_of(*fuel), *end - 1h, 60min, power);
    return true;
  }
};

}  // namespace

Result<std::unique_ptr<Provider>> make_eia(const ProviderOptions& options) {
  auto access = PlantProvider::access_from(options, kUrl);
  if (!access) return fail(access.error());
  return std::make_unique<Eia>(std::move(*access));
}

}  // namespace wattprint::grid
