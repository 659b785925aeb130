#include "engine/grid_providers.hpp"

#include <algorithm>

#include "grid/providers/all.hpp"
#include "reports/columns.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using reports::Cell;
using reports::Tone;

std::optional<std::size_t> turn_of(std::string_view name, const SourcesRequest& request) {
  const auto& list = request.providers;
  const auto found = std::find(list.begin(), list.end(), name);
  if (found == list.end()) return std::nullopt;
  return static_cast<std::size_t>(found - list.begin()) + 1;
}

ProviderLine line_of(const std::string& name, const SourcesRequest& request) {
  ProviderLine line{
      .name = name, .title = {}, .about = {}, .turn = turn_of(name, request), .problem = {}};
  const auto options = provider_options(name, request);
  const auto kind = options ? grid::kind_of(*options) : nullptr;
  if (kind != nullptr) {
    line.title = kind->title;
    line.about = kind->about;
    line.wants_key = kind->wants_key;
  }
  if (!options) {
    line.problem = options.error().what;
    return line;
  }
  line.has_key = !options->key.empty();
  // One that nobody has set up yet is no fault.
  const bool wanted = line.turn || request.tables.contains(name);
  if (!wanted) return line;
  if (const auto made = grid::make_provider(*options); !made)
    line.problem = made.error().what;
  else if (line.wants_key && !line.has_key)
    line.problem = "it wants a key: " + options->key_hint;
  return line;
}

Cell state_of(const ProviderLine& line) {
  if (!line.problem.empty()) return {"cannot be asked, see below", Tone::warning};
  if (line.turn) return {"asked as number " + std::to_string(*line.turn), Tone::strong};
  if (line.wants_key && !line.has_key) return {"not asked; wants a key", Tone::quiet};
  return {"not asked", Tone::quiet};
}

}  // namespace

std::vector<ProviderLine> list_providers(const SourcesRequest& request) {
  std::vector<std::string> names = request.providers;
  const auto add = [&](std::string_view name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  };
  for (const auto& [name, table] : request.tables) add(name);
  for (const auto& kind : grid::provider_kinds()) add(kind.name);
  std::vector<ProviderLine> lines;
  for (const auto& name : names) lines.push_back(line_of(name, request));
  return lines;
}

std::string to_json(const std::vector<ProviderLine>& providers) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.grid.providers.v1");
  json.begin_array("providers");
  for (const auto& line : providers) {
    json.begin_object();
    json.text("name", line.name);
    json.text_or_null("title", line.title);
    json.text_or_null("about", line.about);
    json.boolean("wants_key", line.wants_key);
    json.boolean("has_key", line.has_key);
    json.optional("turn", line.turn);
    json.text_or_null("problem", line.problem);
    json.end();
  }
  json.end();
  json.end();
  return std::move(json).take();
}

std::string to_text(const std::vector<ProviderLine>& providers, const reports::Style& style) {
  reports::Columns columns(0);
  for (const auto& line : providers)
    columns.row({{line.name, Tone::strong}, state_of(line), {line.about, Tone::plain}});
  const bool nobody = std::none_of(providers.begin(), providers.end(),
                                   [](const auto& line) { return line.turn.has_value(); });
  std::string text = columns.render(style);
  for (const auto& line : providers)
    if (!line.problem.empty()) text += "\n" + line.name + ": " + line.problem + "\n";
  if (nobody)
    text +=
        "\nNobody is asked. In the configuration, providers = [\"uk\"] lists who is, the first one "
        "first.\n";
  return text;
}

}  // namespace wattprint::engine
