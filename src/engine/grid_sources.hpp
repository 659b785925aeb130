#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "config/settings.hpp"
#include "grid/cache.hpp"
#include "grid/sources.hpp"

namespace wattprint::engine {

/// Whom to ask for carbon intensities, as the user has set it up.
struct SourcesRequest {
  std::vector<std::string> providers;  ///< the first that answers for a zone wins
  std::map<std::string, config::Settings::ProviderTable, std::less<>> tables;
  std::map<std::string, Secret, std::less<>> keys;
  std::optional<std::filesystem::path> data_dir;  ///< where answers are kept
  std::optional<std::filesystem::path> home;      ///< what ~/ stands for in a key_file
};

SourcesRequest sources_request(const config::Settings& settings);

/// How the user has set up one provider, its key included. Errors: those of read_secret.
Result<grid::ProviderOptions> provider_options(const std::string& name,
                                               const SourcesRequest& request);

/// The providers, ready to be asked, and where their answers are kept.
struct GridSources {
  std::unique_ptr<grid::PointCache> cache;  ///< null when the store cannot be had
  std::unique_ptr<grid::Sources> sources;   ///< uses the cache
  /// A sentence for each provider that is set up wrongly and therefore not asked, for a store that
  /// cannot be had, and for keys that belong to nobody.
  std::vector<std::string> problems;
};

/// Never fails: what does not work is left out and said. Opens the store, but not the network.
GridSources open_grid_sources(const SourcesRequest& request, const Clock& clock);

}  // namespace wattprint::engine
