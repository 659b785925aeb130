#include "grid/providers/entsoe.hpp"

#include <algorithm>

#include "catalog/zone_codes.hpp"
#include "grid/exchange.hpp"
#include "grid/mix_series.hpp"
#include "grid/providers/common_options.hpp"
#include "grid/providers/entsoe_document.hpp"
#include "grid/providers/label_options.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;
using What = Query::What;
using namespace std::chrono_literals;

constexpr std::string_view kTitle = "ENTSO-E";
constexpr std::string_view kUrl = "https://web-api.tp.entsoe.eu/api";

/// Who asks more than 400 times a minute is shut out for so long.
constexpr auto kShutOut = 10min;
/// Types come in one after another, some half a day late.
constexpr auto kLate = 48h;

/// "202601200900", to the hour.
std::string stamp(WallTime time) {
  std::string text = to_rfc3339(std::chrono::floor<std::chrono::hours>(time)).substr(0, 16);
  std::erase_if(text, [](char c) { return c == '-' || c == 'T' || c == ':'; });
  return text;
}

class Entsoe final : public Provider {
 public:
  Entsoe(const ProviderOptions& options, std::string url, ZoneList zones, Label label)
      : name_(options.name),
        url_(std::move(url)),
        zones_(std::move(zones)),
        key_(options.key),
        no_key_(no_key(options)),
        label_(label) {}

  std::string_view name() const override { return name_; }
  Label label() const override { return label_; }
  bool covers(const catalog::Zone& zone) const override {
    return zones_.allows(zone.code) &&
           !catalog::codes_of_zone(zone.code, catalog::CodeScheme::entsoe).empty();
  }
  bool offers(What what) const override { return what != What::forecast; }
  std::chrono::seconds refresh() const override { return 15min; }
  std::chrono::milliseconds pace() const override { return 150ms; }
  std::chrono::hours longest(What) const override { return std::chrono::hours(24 * 31); }

  Answer<Series> fetch(const Query& query, Exchange& exchange) override {
    if (key_.empty()) return tl::unexpected(no_key_);
    exchange.keep_secret(key_);
    exchange.keep_secret(Secret(escape(key_.reveal())));
    const auto codes = catalog::codes_of_zone(query.zone.code, catalog::CodeScheme::entsoe);
    if (codes.empty() || query.what == What::forecast)
      return failed(Kind::not_covered, name_ + ": it has nothing for " + query.zone.code);
    const bool latest = query.what == What::latest;
    const auto from = latest ? exchange.now() - kLate : query.from;
    const auto to = latest ? exchange.now() : std::min(query.to, exchange.now());
    const auto body = exchange.body(name_, {.url = address(codes.front().code, from, to)});
    if (!body) {
      Failure failure = body.error();
      if (failure.kind == Kind::rate_limited && !failure.retry_after)
        failure.retry_after = kShutOut;
      return tl::unexpected(std::move(failure));
    }
    MixSeries mixes(
        {.who = name_, .source = std::string(kTitle), .kind = label_.kind, .from = from, .to = to});
    const EntsoeRequest request{
        .who = name_, .area = codes.front().code, .quote = [&exchange](std::string_view text) {
          return exchange.quote(text);
        }};
    if (auto read = read_entsoe(*body, request, mixes); !read) return tl::unexpected(read.error());
    auto weighed = mixes.weigh();
    if (!weighed) return tl::unexpected(weighed.error());
    weighed->notes.emplace_back("what the zone generates; imports are not counted");
    return Series{.zone = query.zone.code,
                  .label = label_,
                  .points = std::move(weighed->points),
                  .source = std::string(kTitle),
                  .notes = std::move(weighed->notes)};
  }

 private:
  std::string address(const std::string& area, WallTime from, WallTime to) const {
    return url_ + "?securityToken=" + escape(key_.reveal()) +
           "&documentType=A75&processType=A16&in_Domain=" + escape(area) +
           "&periodStart=" + stamp(from) + "&periodEnd=" + stamp(to + 59min);
  }

  std::string name_;
  std::string url_;
  ZoneList zones_;
  Secret key_;
  Failure no_key_;
  Label label_;
};

}  // namespace

Result<std::unique_ptr<Provider>> make_entsoe(const ProviderOptions& options) {
  const auto label = label_from(options, {});
  if (!label) return fail(label.error());
  if (label->kind == catalog::IntensityKind::unknown)
    return fail(bad_option(options, "intensity_kind", "lifecycle or direct"));
  auto url = base_url(options, kUrl);
  if (!url) return fail(url.error());
  auto zones = ZoneList::from(options);
  if (!zones) return fail(zones.error());
  return std::make_unique<Entsoe>(options, std::move(*url), std::move(*zones), *label);
}

}  // namespace wattprint::grid
