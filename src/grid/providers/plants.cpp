#include "grid/providers/plants.hpp"

#include <algorithm>

#include "grid/exchange.hpp"
#include "grid/providers/label_options.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;
using namespace std::chrono_literals;

/// Types come in one after another, some half a day late: the newest whole mix may be that old.
constexpr auto kLate = 48h;

}  // namespace

Result<PlantProvider::Access> PlantProvider::access_from(const ProviderOptions& options,
                                                         std::string_view url) {
  const auto label = label_from(options, {});
  if (!label) return fail(label.error());
  if (label->kind == catalog::IntensityKind::unknown)
    return fail(bad_option(options, "intensity_kind", "lifecycle or direct"));
  auto base = base_url(options, url);
  if (!base) return fail(base.error());
  auto zones = ZoneList::from(options);
  if (!zones) return fail(zones.error());
  return Access{options.name, std::move(*base),      std::move(*zones),
                options.key,  grid::no_key(options), *label};
}

bool PlantProvider::covers(const catalog::Zone& zone) const {
  return own_.zones.allows(zone.code) && !catalog::codes_of_zone(zone.code, scheme_).empty();
}

std::string PlantProvider::escaped_key() const { return escape(own_.key.reveal()); }

Answer<Series> PlantProvider::fetch(const Query& query, Exchange& exchange) {
  if (own_.key.empty()) return tl::unexpected(own_.no_key);
  exchange.keep_secret(own_.key);
  exchange.keep_secret(Secret(escaped_key()));
  const auto codes = catalog::codes_of_zone(query.zone.code, scheme_);
  if (codes.empty() || query.what == Query::What::forecast)
    return failed(Kind::not_covered, own_.name + ": it has nothing for " + query.zone.code);
  const bool latest = query.what == Query::What::latest;
  const WallTime now = exchange.now();
  const auto from = latest ? now - kLate : query.from;
  const auto to = latest ? now : std::min(query.to, now);
  MixSeries mixes({.who = own_.name,
                   .source = std::string(title_),
                   .kind = own_.label.kind,
                   .from = from,
                   .to = to});
  if (auto done = read(codes.front().code, from, to, mixes, exchange); !done)
    return tl::unexpected(done.error());
  auto weighed = mixes.weigh();
  if (!weighed) return tl::unexpected(weighed.error());
  weighed->notes.emplace_back("what the zone generates; imports are not counted");
  return Series{.zone = query.zone.code,
                .label = own_.label,
                .points = std::move(weighed->points),
                .source = std::string(title_),
                .notes = std::move(weighed->notes)};
}

}  // namespace wattprint::grid
