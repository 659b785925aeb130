#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// Option `url`, or `fallback`: the address that paths are put behind, without a slash at its end.
/// Errc::malformed names the place of a text that is no http:// or https:// address.
Result<std::string> base_url(const ProviderOptions& options, std::string_view fallback);

/// Option `zones`: the only ones that a provider is to be asked about, such as the one zone of a
/// free plan.
class ZoneList {
 public:
  /// Errc::malformed names the place of a code that is no zone.
  static Result<ZoneList> from(const ProviderOptions& options);

  bool empty() const { return codes_.empty(); }
  /// Whether `code` is among them, or there are none.
  bool allows(std::string_view code) const;

 private:
  std::vector<std::string> codes_;
};

/// The failure of a provider that has no key.
Failure no_key(const ProviderOptions& options);

}  // namespace wattprint::grid
