#pragma once

#include <string_view>

#include "base/result.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// What the user says that figures stand for, where only the user can know: options
/// `intensity_kind` (lifecycle, direct, unknown), `signal` (average, marginal) and `accounting`
/// (location-based, market-based).
///
/// defaults  for what is not said. Errc::malformed names the place of a value that is none of
/// these.
Result<Label> label_from(const ProviderOptions& options, Label defaults);

/// The sentence for a value of an option that makes no sense: "config.toml line 7: step: expected
/// ...". The option must be there.
Error bad_option(const ProviderOptions& options, std::string_view option,
                 std::string_view expected);

/// Words of an option between blanks or commas, such as those of `zones`; none when it is not set.
std::vector<std::string> words_of(const ProviderOptions& options, std::string_view option);

}  // namespace wattprint::grid
