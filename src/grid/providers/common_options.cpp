#include "grid/providers/common_options.hpp"

#include <algorithm>

#include "grid/providers/label_options.hpp"

namespace wattprint::grid {

Result<std::string> base_url(const ProviderOptions& options, std::string_view fallback) {
  const auto given = options.find("url");
  std::string_view url = given.value_or(fallback);
  if (!url.starts_with("https://") && !url.starts_with("http://"))
    return fail(bad_option(options, "url", "an address that begins with https:// or http://"));
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

Result<ZoneList> ZoneList::from(const ProviderOptions& options) {
  ZoneList list;
  for (const auto& word : words_of(options, "zones")) {
    const auto match = catalog::find_zone(word);
    if (!match)
      return fail(Errc::malformed,
                  options.values.find("zones")->second.place + ": zones: " + match.error().what);
    list.codes_.push_back(match->zone.code);
  }
  return list;
}

bool ZoneList::allows(std::string_view code) const {
  return codes_.empty() || std::find(codes_.begin(), codes_.end(), code) != codes_.end();
}

Failure no_key(const ProviderOptions& options) {
  return {Failure::Kind::no_key, options.name + ": it wants a key; " + options.key_hint};
}

}  // namespace wattprint::grid
