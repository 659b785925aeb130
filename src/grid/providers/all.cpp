#include "grid/providers/all.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "grid/providers/carbon_aware_sdk.hpp"
#include "grid/providers/eia.hpp"
#include "grid/providers/electricity_maps.hpp"
#include "grid/providers/energi_data_service.hpp"
#include "grid/providers/entsoe.hpp"
#include "grid/providers/file.hpp"
#include "grid/providers/http.hpp"
#include "grid/providers/uk.hpp"
#include "grid/providers/watttime.hpp"

namespace wattprint::grid {
namespace {

constexpr ProviderKind kKinds[] = {
    {"carbon-aware-sdk", "Carbon Aware SDK", false, "a server of your own, with its sources",
     "signal intensity_kind accounting locations", &make_carbon_aware_sdk},
    {"eia", "US EIA", true, "United States by balancing authority, free, with a key",
     "intensity_kind", &make_eia},
    {"electricity-maps", "Electricity Maps", true, "the world; a free key is for one zone",
     "version emission_factor_type granularity", &make_electricity_maps},
    {"energi-data-service", "Energi Data Service", false, "Denmark, free, without a key", "",
     &make_energi_data_service},
    {"entso-e", "ENTSO-E", true, "Europe by bidding zone, free, with a key", "intensity_kind",
     &make_entsoe},
    {"file", "a file", false, "a CSV or JSON file that you keep, also offline",
     "path time value unit time_zone source intensity_kind signal accounting", &make_file},
    {"http", "an HTTP service", false, "any service with JSON answers, by a mapping",
     "history_url forecast_url points start value step time_format time_zone unit header source "
     "intensity_kind signal accounting",
     &make_http},
    {"uk", "UK Carbon Intensity", false, "Great Britain, free, without a key", "postcode region",
     &make_uk},
    {"watttime", "WattTime", true,
     "the world, marginal; free for Northern California (CAISO_NORTH)", "region signal",
     &make_watttime},
};

/// Options that every kind knows.
constexpr std::string_view kCommon = "kind url key_file zones";

bool is_among(std::string_view word, std::string_view list) {
  const auto words = split(list, ' ');
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// FNV-1a of 64 bits (draft-eastlake-fnv): the same in every build and on every machine.
std::uint64_t hash(std::string_view text) {
  std::uint64_t sum = 0xcbf29ce484222325U;
  for (const char c : text) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return sum;
}

Provider::SetUp set_up_of(const ProviderOptions& options) {
  // Neither where the key lies nor for which zones to ask changes a figure.
  constexpr std::string_view kWithoutEffect = "kind key_file zones";
  std::string text;
  for (const auto& [option, value] : options.values)
    if (!is_among(option, kWithoutEffect)) text += option + '=' + value.text + '\n';
  Provider::SetUp set_up;
  if (!text.empty()) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (auto [rest, i] = std::pair(hash(text), 0); i < 8; ++i, rest >>= 4U)
      set_up.options += kDigits[rest & 15U];
  }
  if (!options.key.empty()) {
    const auto sum = hash(options.key.reveal());
    set_up.key = static_cast<std::uint16_t>(sum ^ (sum >> 16U) ^ (sum >> 32U) ^ (sum >> 48U));
  }
  return set_up;
}

}  // namespace

std::span<const ProviderKind> provider_kinds() { return kKinds; }

const ProviderKind* kind_of(const ProviderOptions& options) {
  const auto wanted = options.find("kind").value_or(options.name);
  const auto* kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                  [&](const auto& k) { return k.name == wanted; });
  return kind == std::end(kKinds) ? nullptr : kind;
}

Result<std::unique_ptr<Provider>> make_provider(const ProviderOptions& options) {
  const auto* kind = kind_of(options);
  if (kind == nullptr) {
    std::string list;
    for (const auto& k : kKinds) list += (list.empty() ? "" : ", ") + std::string(k.name);
    return fail(Errc::malformed, "there is no provider \"" +
                                     std::string(options.find("kind").value_or(options.name)) +
                                     "\"; there are: " + list);
  }
  for (const auto& [option, value] : options.values)
    if (!is_among(option, kCommon) && !is_among(option, kind->options))
      return fail(Errc::malformed, value.place + ": " + std::string(kind->title) +
                                       " has no option \"" + option + "\"; it knows " +
                                       std::string(kCommon) + " " + std::string(kind->options));
  auto made = kind->make(options);
  if (made) (*made)->mark(set_up_of(options));
  return made;
}

}  // namespace wattprint::grid
