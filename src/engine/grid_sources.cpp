#include "engine/grid_sources.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/http_client.hpp"
#include "base/text.hpp"
#include "engine/archive.hpp"
#include "grid/providers/all.hpp"

namespace wattprint::engine {
namespace {

std::string variable_of_key(std::string_view provider) {
  std::string name(provider);
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return "WATTPRINT_" + name + "_KEY";
}

std::filesystem::path expand_home(std::string_view path,
                                  const std::optional<std::filesystem::path>& home) {
  if (home && path.starts_with("~/")) return *home / path.substr(2);
  return path;
}

/// The environment before the file, as with every setting.
Result<Secret> key_of(const std::string& name, const SourcesRequest& request) {
  if (const auto found = request.keys.find(name); found != request.keys.end()) return found->second;
  const auto table = request.tables.find(name);
  if (table == request.tables.end()) return Secret();
  const auto file = table->second.find("key_file");
  if (file == table->second.end()) return Secret();
  auto key = read_secret(expand_home(file->second.text, request.home));
  if (!key) return fail(key.error().code, file->second.place + ": " + key.error().what);
  return key;
}

/// A key that no provider asks for is most likely a slip in its name.
void note_idle_keys(const SourcesRequest& request, std::vector<std::string>& problems) {
  std::vector<std::string> known = request.providers;
  for (const auto& [name, table] : request.tables) known.push_back(name);
  for (const auto& kind : grid::provider_kinds()) known.emplace_back(kind.name);
  for (const auto& [name, key] : request.keys) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string problem = variable_of_key(name) + ": there is no provider \"" + name + "\"";
    const auto near = nearest(name, known, 1);
    if (!near.empty()) problem += " (did you mean " + variable_of_key(near.front()) + "?)";
    problems.push_back(std::move(problem));
  }
}

}  // namespace

Result<grid::ProviderOptions> provider_options(const std::string& name,
                                               const SourcesRequest& request) {
  auto key = key_of(name, request);
  if (!key) return fail(key.error());
  grid::ProviderOptions options{
      .name = name,
      .values = {},
      .key = std::move(*key),
      .key_hint = "set " + variable_of_key(name) + ", or key_file in [provider." + name +
                  "] of the configuration to a file that only you can read"};
  if (const auto table = request.tables.find(name); table != request.tables.end())
    for (const auto& [option, value] : table->second)
      options.values.insert_or_assign(option,
                                      grid::ProviderOptions::Value{value.text, value.place});
  return options;
}

SourcesRequest sources_request(const config::Settings& settings) {
  SourcesRequest request{.providers = settings.providers,
                         .tables = settings.provider_tables,
                         .keys = settings.provider_keys,
                         .data_dir = settings.data_dir,
                         .home = std::nullopt};
  if (const char* home = std::getenv("HOME"); home != nullptr) request.home = home;
  return request;
}

GridSources open_grid_sources(const SourcesRequest& request, const Clock& clock) {
  GridSources opened;
  std::vector<std::unique_ptr<grid::Provider>> providers;
  for (const auto& name : request.providers) {
    const auto options = provider_options(name, request);
    auto provider = options ? grid::make_provider(*options) : fail(options.error());
    if (provider)
      providers.push_back(std::move(*provider));
    else
      opened.problems.push_back(name + ": " + provider.error().what);
  }
  note_idle_keys(request, opened.problems);
  // Where nobody is asked, nothing is kept, but what was brought by an import may be there.
  const bool keep = !providers.empty();
  auto cache = open_point_cache(
      request.data_dir, keep ? store::Database::Access::create : store::Database::Access::existing);
  if (cache)
    opened.cache = std::move(*cache);
  else if (keep)
    opened.problems.push_back("answers are not kept: " + cache.error().what);
  opened.sources = std::make_unique<grid::Sources>(
      std::move(providers), opened.cache.get(), [] { return open_http_client(); }, clock);
  return opened;
}

}  // namespace wattprint::engine
