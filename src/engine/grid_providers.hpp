#pragma once

#include <string>
#include <vector>

#include "engine/grid_sources.hpp"
#include "reports/style.hpp"

namespace wattprint::engine {

/// One way to ask somebody for carbon intensities, and how the user has set it up.
struct ProviderLine {
  std::string name;   ///< in the configuration
  std::string title;  ///< for people
  std::string about;
  bool wants_key = false;
  bool has_key = false;
  std::optional<std::size_t> turn;  ///< place in the list of those that are asked, from 1
  std::string problem;              ///< why it cannot be asked as it is set up; else empty
};

/// The kinds that there are, and those of the user's own that the list or the configuration names.
/// Asks nobody.
std::vector<ProviderLine> list_providers(const SourcesRequest& request);

/// The document wattprint.grid.providers.v1.
std::string to_json(const std::vector<ProviderLine>& providers);

/// For people.
std::string to_text(const std::vector<ProviderLine>& providers, const reports::Style& style);

}  // namespace wattprint::engine
