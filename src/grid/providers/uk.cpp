#include "grid/providers/uk.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "base/text.hpp"
#include "grid/exchange.hpp"
#include "grid/providers/common_options.hpp"
#include "grid/providers/label_options.hpp"
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
  struct Setup {
    std::string url;
    ZoneList zones;
    std::string place;   ///< end of the path: "/postcode/M15", "/regionid/3"; empty for the country
    std::string source;  ///< for people
  };
  Uk(std::string name, Setup setup) : name_(std::move(name)), setup_(std::move(setup)) {}

  std::string_view name() const override { return name_; }
  Label label() const override { return {.kind = catalog::IntensityKind::direct}; }
  bool covers(const catalog::Zone& zone) const override {
    return zone.code == "GB" && setup_.zones.allows(zone.code);
  }
  bool offers(What) const override { return true; }
  std::chrono::seconds refresh() const override { return kHalfHour; }
  std::chrono::hours longest(What what) const override {
    // Two weeks are the service's limit; it begins with the half hour that `from` lies in.
    return what == What::forecast ? 48h : std::chrono::hours(24 * 14 - 1);
  }

  Answer<Series> fetch(const Query& query, Exchange& exchange) override {
    const auto text = exchange.body(name_, {.url = setup_.url + path(query, exchange.now())});
    if (!text) return tl::unexpected(text.error());
    if (text->empty() && !setup_.place.empty())
      return failed(Kind::not_covered, name_ + ": the answer is empty; is there such a postcode?");
    const auto document = parse_json(name_, *text);
    if (!document) return tl::unexpected(document.error());
    const auto rows = rows_of(*document);
    if (!rows) return tl::unexpected(rows.error());
    PointList points(PointList::rules_for(query, name_, setup_.source, kHalfHour, exchange.now()));
    for (const auto& row : **rows)
      if (auto added = add(points, row, exchange.now(), query.what == What::forecast); !added)
        return tl::unexpected(added.error());
    return points.take_series(query, label());
  }

 private:
  std::string path(const Query& query, WallTime now) const {
    const std::string root = setup_.place.empty() ? "/intensity/" : "/regional/intensity/";
    if (query.what == What::forecast) return root + path_time(now) + "/fw48h" + setup_.place;
    // The last hours rather than the present one alone: readings come late.
    const bool latest = query.what == What::latest;
    const auto from = latest ? now - 3h : query.from;
    const auto to = latest ? now : query.to;
    return root + path_time(from) + "/" + path_time(to) + setup_.place;
  }

  /// `data` is a list, and of one region an object with a list, or a list with one such object.
  Answer<const json*> rows_of(const json& document) const {
    if (setup_.place.empty() || !document.is_object() || !document.contains("data"))
      return array_in(document, "data", name_);
    const json& data = document["data"];
    if (data.is_object()) return array_in(data, "data", name_);
    if (data.is_array() && data.size() == 1 && data[0].contains("data"))
      return array_in(data[0], "data", name_);
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
  Setup setup_;
};

bool is_outward_code(std::string_view text) {
  if (text.size() < 2 || text.size() > 4) return false;
  for (const char c : text)
    if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) return false;
  return text.front() >= 'A';
}

}  // namespace

Result<std::unique_ptr<Provider>> make_uk(const ProviderOptions& options) {
  auto url = base_url(options, kUrl);
  if (!url) return fail(url.error());
  auto zones = ZoneList::from(options);
  if (!zones) return fail(zones.error());
  std::string place;
  std::string source(kTitle);
  if (const auto postcode = options.find("postcode")) {
    if (!is_outward_code(*postcode))
      return fail(bad_option(options, "postcode", "the first part of a postcode, such as \"M15\""));
    place = "/postcode/" + std::string(*postcode);
    source += ", postcode " + std::string(*postcode);
  }
  if (const auto region = options.find("region")) {
    const auto number = parse_u64(*region);
    if (!number || *number < 1 || *number > 17)
      return fail(bad_option(options, "region", "a number of a region, 1 to 17"));
    if (!place.empty())
      return fail(bad_option(options, "region", "either a postcode or a region, not both"));
    place = "/regionid/" + std::to_string(*number);
    source += ", region " + std::to_string(*number);
  }
  return std::make_unique<Uk>(options.name, Uk::Setup{std::move(*url), std::move(*zones),
                                                      std::move(place), std::move(source)});
}

}  // namespace wattprint::grid
