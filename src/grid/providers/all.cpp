#include "grid/providers/all.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "grid/providers/uk.hpp"

namespace wattprint::grid {
namespace {

constexpr ProviderKind kKinds[] = {
    {"uk", "UK Carbon Intensity", false, "Great Britain, free, without a key", "postcode region",
     &make_uk},
};

/// Options that every kind knows.
constexpr std::string_view kCommon = "kind url key_file zones";

bool is_among(std::string_view word, std::string_view list) {
  const auto words = split(list, ' ');
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::span<const ProviderKind> provider_kinds() { return kKinds; }

Result<std::unique_ptr<Provider>> make_provider(const ProviderOptions& options) {
  const auto wanted = options.find("kind").value_or(options.name);
  const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                 [&](const auto& k) { return k.name == wanted; });
  if (kind == std::end(kKinds)) {
    std::vector<std::string> names;
    for (const auto& k : kKinds) names.emplace_back(k.name);
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
    return fail(Errc::malformed,
                "there is no provider \"" + std::string(wanted) + "\"; there are: " + list);
  }
  for (const auto& [option, value] : options.values)
    if (!is_among(option, kCommon) && !is_among(option, kind->options))
      return fail(Errc::malformed, value.place + ": " + std::string(kind->title) +
                                       " has no option \"" + option + "\"; it knows " +
                                       std::string(kCommon) + " " + std::string(kind->options));
  return kind->make(options);
}

}  // namespace wattprint::grid
