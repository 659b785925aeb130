#include "catalog/cloud_regions.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kName = "cloud_regions.csv";
constexpr std::string_view kHeader = "key,provider,region,name,aliases,place,iso2,zone,source,note";

/// Longer than any name of a region with its provider.
constexpr std::size_t kLongestText = 100;

/// What people call a provider, beside its code.
struct ProviderName {
  std::string_view called;
  std::string_view code;
};
constexpr std::array kProviderNames{
    ProviderName{"aliyun", "alibaba"},
    ProviderName{"alibabacloud", "alibaba"},
    ProviderName{"amazon", "aws"},
    ProviderName{"amazonwebservices", "aws"},
    ProviderName{"google", "gcp"},
    ProviderName{"googlecloud", "gcp"},
    ProviderName{"googlecloudplatform", "gcp"},
    ProviderName{"microsoft", "azure"},
    ProviderName{"microsoftazure", "azure"},
    ProviderName{"ovhcloud", "ovh"},
};

CloudRegion to_region(const Table::Row& row) {
  CloudRegion region{.key = row[0],
                     .provider = row[1],
                     .region = row[2],
                     .name = row[3],
                     .aliases = {},
                     .place = row[5],
                     .iso2 = row[6],
                     .zone = row[7],
                     .source = row[8],
                     .note = row[9]};
  if (!row[4].empty()) region.aliases = split(row[4], ';');
  return region;
}

/// Letters and digits alone, in lower case: "West Europe" and "westeurope" are one.
std::string fold(std::string_view text) {
  std::string folded;
  for (const char c : to_lower(text))
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) folded += c;
  return folded;
}

std::vector<std::string_view> providers_of(const std::vector<CloudRegion>& regions) {
  std::vector<std::string_view> providers;
  for (const auto& region : regions)
    if (providers.empty() || providers.back() != region.provider)
      providers.push_back(region.provider);
  return providers;
}

std::optional<std::string_view> provider_called(std::string_view text,
                                                const std::vector<CloudRegion>& regions) {
  const std::string called = fold(text);
  for (const auto provider : providers_of(regions))
    if (called == provider) return provider;
  for (const auto& name : kProviderNames)
    if (called == name.called) return name.code;
  return std::nullopt;
}

/// "aws eu-west-1", "aws:eu-west-1" and "aws/eu-west-1" taken apart.
struct Asked {
  std::string_view provider;  ///< code; empty when the text does not begin with a provider
  std::string exact;          ///< the rest in lower case
  std::string folded;

  bool may_be(const CloudRegion& region) const {
    return provider.empty() || provider == region.provider;
  }
};

Asked parse(std::string_view text, const std::vector<CloudRegion>& regions) {
  text = trim(text);
  std::string_view provider;
  if (const auto end = text.find_first_of(" \t:/"); end != std::string_view::npos)
    if (const auto called = provider_called(text.substr(0, end), regions)) {
      provider = *called;
      text = trim(text.substr(end + 1));
    }
  return {provider, to_lower(text), fold(text)};
}

/// The region of an availability zone: us-east-1a of us-east-1, europe-west1-b of europe-west1.
bool is_zone_of(std::string_view asked, const CloudRegion& region) {
  if (asked.empty() || std::isalpha(static_cast<unsigned char>(asked.back())) == 0) return false;
  asked.remove_suffix(1);
  if (region.provider == "aws") return asked == region.region;
  if (region.provider == "gcp") return asked == std::string(region.region) + '-';
  return false;
}

/// "Columbus" of "Columbus (Ohio)", "Toronto" of "Toronto area".
std::string city_of(std::string_view place) {
  constexpr std::string_view kArea = " area";
  place = trim(place.substr(0, place.find('(')));
  if (place.ends_with(kArea)) place.remove_suffix(kArea.size());
  return fold(place);
}

bool names(CloudRegionMatch::Kind kind, const Asked& asked, const CloudRegion& region) {
  using Kind = CloudRegionMatch::Kind;
  const auto& aliases = region.aliases;
  switch (kind) {
    case Kind::id: return to_lower(region.region) == asked.exact;
    case Kind::alias:
      return std::find(aliases.begin(), aliases.end(), asked.exact) != aliases.end();
    case Kind::availability_zone: return is_zone_of(asked.exact, region);
    case Kind::name:
      return fold(region.name) == asked.folded || fold(region.place) == asked.folded ||
             city_of(region.place) == asked.folded || fold(region.region) == asked.folded;
    case Kind::none: break;
  }
  return false;
}

std::string quoted(std::string_view text) {
  return '"' + std::string(text.substr(0, kLongestText)) + '"';
}

template <class List, class Text>
std::string one_of(const List& list, Text text) {
  std::string sentence;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) sentence += i + 1 == list.size() ? " or " : ", ";
    sentence += std::string(text(list[i]));
  }
  return sentence;
}

}  // namespace

std::string_view to_string(CloudRegionMatch::Kind kind) {
  using Kind = CloudRegionMatch::Kind;
  switch (kind) {
    case Kind::id: return "id";
    case Kind::alias: return "alias";
    case Kind::availability_zone: return "availability zone";
    case Kind::name: return "name";
    case Kind::none: break;
  }
  return "none";
}

Result<std::vector<CloudRegion>> cloud_regions(std::string_view provider, std::string_view table) {
  const auto opened = Table::open(table, kHeader, kName);
  if (!opened) return fail(opened.error());
  const auto rows =
      provider.empty() ? opened->all_rows() : opened->rows_that_start(std::string(provider) + ':');
  if (!rows) return fail(rows.error());
  std::vector<CloudRegion> regions;
  for (const auto& row : *rows) regions.push_back(to_region(row));
  return regions;
}

Result<CloudRegionMatch> match_cloud_region(std::string_view text, std::string_view table) {
  using Kind = CloudRegionMatch::Kind;
  const auto regions = cloud_regions({}, table);
  if (!regions) return fail(regions.error());
  const auto wanted = trim(text);
  if (wanted.size() > kLongestText) return CloudRegionMatch{};
  const Asked asked = parse(wanted, *regions);
  if (asked.folded.empty()) return CloudRegionMatch{};
  for (const Kind kind : {Kind::id, Kind::alias, Kind::availability_zone, Kind::name}) {
    CloudRegionMatch match{kind, {}};
    for (const auto& region : *regions)
      if (asked.may_be(region) && names(kind, asked, region)) match.regions.push_back(region);
    if (!match.regions.empty()) return match;
  }
  return CloudRegionMatch{};
}

Result<std::vector<std::string>> nearest_cloud_regions(std::string_view text,
                                                       std::string_view table) {
  const auto regions = cloud_regions({}, table);
  if (!regions) return fail(regions.error());
  const auto wanted = trim(text);
  if (wanted.empty() || wanted.size() > kLongestText) return std::vector<std::string>{};
  const Asked asked = parse(wanted, *regions);
  std::vector<std::string> candidates;
  for (const auto& region : *regions)
    if (asked.may_be(region))
      for (const auto spelling : {region.region, region.name}) candidates.push_back(fold(spelling));
  std::vector<std::string> keys;
  for (const auto& near : nearest(asked.folded, candidates))
    for (const auto& region : *regions)
      if (asked.may_be(region) && (fold(region.region) == near || fold(region.name) == near) &&
          std::find(keys.begin(), keys.end(), region.key) == keys.end())
        keys.emplace_back(region.key);
  constexpr std::size_t kMost = 3;
  if (keys.size() > kMost) keys.resize(kMost);
  return keys;
}

Result<CloudRegion> find_cloud_region(std::string_view text, std::string_view table) {
  auto match = match_cloud_region(text, table);
  if (!match) return fail(match.error());
  if (match->regions.size() == 1) return match->regions.front();
  if (!match->regions.empty())
    return fail(Errc::malformed,
                quoted(trim(text)) + " names more than one cloud region: write " +
                    one_of(match->regions, [](const CloudRegion& region) { return region.key; }));
  const auto near = nearest_cloud_regions(text, table);
  if (!near) return fail(near.error());
  std::string what = "unknown cloud region " + quoted(trim(text));
  what += near->empty() ? ": write" : ": did you mean " + one_of(*near, [](const std::string& key) {
                                        return key;
                                      }) + "? Write";
  return fail(Errc::malformed, what + " a region such as aws:eu-central-1 or westeurope");
}

Result<std::string> find_cloud_provider(std::string_view text, std::string_view table) {
  const auto regions = cloud_regions({}, table);
  if (!regions) return fail(regions.error());
  if (const auto provider = provider_called(text, *regions)) return std::string(*provider);
  return fail(Errc::malformed, "unknown cloud provider " + quoted(trim(text)) + ": write " +
                                   one_of(providers_of(*regions),
                                          [](std::string_view provider) { return provider; }));
}

}  // namespace wattprint::catalog
