#include "grid/providers/uk.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "base/text.hpp"
#include "grid/exchange.hpp"
#include "grid/reply.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;
using What = Query::What;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::string_view kTitle = "UK Carbon Intensity";
constexpr std::string_view kUrl = "https://api.carbonintensity.org.uk";
constexpr auto kHalfHour = 30min;

/// "2026-01-20T12:00Z", the form of the service's paths.
std::string path_time(WallTime time) {
  return to_rfc3339(std::chrono::floor<std::chrono::minutes>(time)).substr(0, 16) + "Z";
}

class Uk final : public Provider {
 public:
  Uk(std::string name, std::string url, std::string place)
      : name_(std::move(name)), url_(std::move(url)), place_(std::move(place)) {}

  std::string_view name() const override { return name_; }
  Label label() const override { return {.kind = catalog::IntensityKind::direct}; }
  bool covers(const catalog::Zone& zone) const override { return zone.code == "GB"; }
  bool offers(What) const override { return true; }
  std::chrono::seconds refresh() const override { return kHalfHour; }
  std::chrono::hours longest(What what) const override {
    return what == What::forecast ? 48h : std::chrono::hours(24 * 14);
  }

  Answer<Series> fetch(const Query& query, Exchange& exchange) override {
    const auto document = exchange.json(name_, {.url = url_ + path(query, exchange.now())});
    if (!document) return tl::unexpected(document.error());
    const auto rows = rows_of(*document);
    if (!rows) return tl::unexpected(rows.error());
    const bool forecast = query.what == What::forecast;
    PointList points({.who = name_,
                      .source = std::string(kTitle),
                      .step = kHalfHour,
                      .now = exchange.now(),
                      .forecast = forecast});
    for (const auto& row : **rows)
      if (auto added = add(points, row, exchange.now(), forecast); !added)
        return tl::unexpected(added.error());
    auto taken = points.take();
    if (!taken) return tl::unexpected(taken.error());
    Series series{.zone = query.zone.code,
                  .label = label(),
                  .points = std::move(*taken),
                  .source = std::string(kTitle)};
    if (forecast) series.issued_at = exchange.now();
    return series;
  }

 private:
  std::string path(const Query& query, WallTime now) const {
    const std::string root = place_.empty() ? "/intensity/" : "/regional/intensity/";
    if (query.what == What::forecast) return root + path_time(now) + "/fw48h" + place_;
    // The last hours rather than the present one alone: readings come late.
    const bool latest = query.what == What::latest;
    const auto from = latest ? now - 3h : query.from;
    const auto to = latest ? now : query.to;
    return root + path_time(from) + "/" + path_time(to) + place_;
  }

  /// `data` is a list, and of one region an object with a list, or a list with one such object.
  Answer<const json*> rows_of(const json& document) const {
    const json* data =
        document.is_object() && document.contains("data") ? &document["data"] : nullptr;
    if (data != nullptr && !place_.empty() && data->is_array() && data->size() == 1 &&
        (*data)[0].contains("data"))
      data = &(*data)[0];
    if (data != nullptr && data->is_object()) return array_in(*data, "data", name_);
    return array_in(document, "data", name_);
  }

  /// A row has `actual` where it was measured, and null or nothing else; the regions never have it.
  Answer<bool> add(PointList& points, const json& row, WallTime now, bool forecast) const {
    const auto start = moment_in(row, "from", name_);
    if (!start) return tl::unexpected(start.error());
    const json none = json::object();
    const json& intensity = row.contains("intensity") ? row["intensity"] : none;
    const auto actual = number_in(intensity, "actual", name_);
    const auto foreseen = number_in(intensity, "forecast", name_);
    if (!actual) return tl::unexpected(actual.error());
    if (!foreseen) return tl::unexpected(foreseen.error());
    if (!forecast && *start > now) return false;
    if (*actual && !forecast)
      points.add(*start, CarbonIntensity{**actual});
    else if (*foreseen)
      points.add(*start, CarbonIntensity{**foreseen}, true);
    return true;
  }

  std::string name_;
  std::string url_;
  std::string place_;  ///< end of the path: "/postcode/M15", "/regionid/3"; empty for the country
};

Error bad_option(const ProviderOptions& options, std::string_view option,
                 std::string_view expected) {
  return {Errc::malformed, options.values.find(option)->second.place + ": " + std::string(option) +
                               ": expected " + std::string(expected)};
}

bool is_outward_code(std::string_view text) {
  if (text.size() < 2 || text.size() > 4) return false;
  for (const char c : text)
    if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) return false;
  return text.front() >= 'A';
}

}  // namespace

Result<std::unique_ptr<Provider>> make_uk(const ProviderOptions& options) {
  std::string place;
  if (const auto postcode = options.find("postcode")) {
    if (!is_outward_code(*postcode))
      return fail(bad_option(options, "postcode", "the first part of a postcode, such as \"M15\""));
    place = "/postcode/" + std::string(*postcode);
  }
  if (const auto region = options.find("region")) {
    const auto number = parse_u64(*region);
    if (!number || *number < 1 || *number > 17)
      return fail(bad_option(options, "region", "a number of a region, 1 to 17"));
    if (!place.empty())
      return fail(bad_option(options, "region", "either a postcode or a region, not both"));
    place = "/regionid/" + std::to_string(*number);
  }
  return std::make_unique<Uk>(options.name, std::string(options.find("url").value_or(kUrl)), place);
}

}  // namespace wattprint::grid
