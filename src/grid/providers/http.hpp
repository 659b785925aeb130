#pragma once

#include <memory>

#include "base/result.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// Any service that answers with JSON, by a mapping in the configuration.
///
/// Options: `url`, `history_url`, `forecast_url` (at least one) with {zone} {from} {to} {now}
/// {key}; `points` JSON pointer to the list (empty: the answer itself); `start` and `value` JSON
/// pointers within an element; `step` how long a value lasts; `time_format` text, seconds or
/// milliseconds; `time_zone` of texts without an offset; `unit`; `header` "Name: value {key}";
/// `zones` codes between blanks, or CODE=THEIRS; `source`; and those of label_from().
Result<std::unique_ptr<Provider>> make_http(const ProviderOptions& options);

}  // namespace wattprint::grid
