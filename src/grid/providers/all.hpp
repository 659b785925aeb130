#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// A way to ask somebody, as the list of them has it.
struct ProviderKind {
  std::string_view name;   ///< in the configuration: "electricity-maps"
  std::string_view title;  ///< for people: "Electricity Maps"
  bool wants_key;          ///< it can do nothing without one
  std::string_view about;  ///< where it covers and what it costs, for `grid providers`
  /// Options that its table may have beside `kind`, `url`, `key_file`; blanks between them.
  std::string_view options;
  /// Errc::malformed for options that make no sense; the sentence names their place.
  Result<std::unique_ptr<Provider>> (*make)(const ProviderOptions& options);
};

/// All of them. A new provider is a file here, a line there, a test with its answers.
std::span<const ProviderKind> provider_kinds();

/// The kind that the options speak of: their `kind`, or else their name; null when there is none.
const ProviderKind* kind_of(const ProviderOptions& options);

/// Makes the provider that `options` speak of: its `kind`, or else its name, is that of a kind.
/// Errc::malformed for a kind that there is not (the nearest are named), for options that the kind
/// does not know, and for values that make no sense.
Result<std::unique_ptr<Provider>> make_provider(const ProviderOptions& options);

}  // namespace wattprint::grid
