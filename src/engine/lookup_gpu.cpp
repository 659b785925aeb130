#include <algorithm>
#include <utility>

#include "catalog/gpus.hpp"
#include "engine/lookup.hpp"
#include "models/gpu_power.hpp"
#include "reports/columns.hpp"
#include "reports/human.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using catalog::Gpu;
using catalog::GpuMatch;

/// Longer than any name of a GPU.
constexpr std::size_t kLongestName = 200;

/// What the page and the document say, both from here.
struct Answer {
  std::string_view query;
  GpuMatch match;
  std::vector<std::string> suggestions;
  std::optional<Figure<Watts>> tdp;
  std::optional<Figure<Watts>> idle;
  std::optional<Figure<Watts>> typical;
};

/// What all of the match have in common; nothing when they differ.
template <class Get>
auto common(const std::vector<Gpu>& gpus, Get get) {
  using Value = decltype(get(gpus.front()));
  if (gpus.empty()) return Value{};
  const Value first = get(gpus.front());
  const bool same =
      std::all_of(gpus.begin(), gpus.end(), [&](const Gpu& gpu) { return get(gpu) == first; });
  return same ? first : Value{};
}

std::optional<std::uint64_t> memory_gb(const Gpu& gpu) { return gpu.memory_gb; }
std::optional<int> launch_year(const Gpu& gpu) { return gpu.launch_year; }
std::string_view vendor(const Gpu& gpu) { return gpu.vendor; }
std::string_view source(const Gpu& gpu) { return gpu.source; }
unsigned devices(const Gpu& gpu) { return gpu.devices; }

bool is_one(const GpuMatch& match) {
  return match.kind == GpuMatch::Kind::exact || match.kind == GpuMatch::Kind::alias;
}

Result<Answer> answer(std::string_view name) {
  auto match = catalog::find_gpu(name);
  if (!match) return fail(match.error());
  Answer found{name, std::move(*match), {}, {}, {}, {}};
  if (found.match.kind == GpuMatch::Kind::none) {
    auto near = catalog::nearest_gpus(name);
    if (!near) return fail(near.error());
    found.suggestions = std::move(*near);
  }
  if (const auto power = models::GpuPower::of(found.match)) {
    found.tdp = power->rated();
    found.idle = power->idle();
    found.typical = power->under({});
  }
  return found;
}

std::string to_json(const Answer& found) {
  const auto& gpus = found.match.gpus;
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.catalog.gpu.v1");
  json.text("query", found.query);
  json.text_or_null("match", is_one(found.match) ? gpus.front().name : std::string_view{});
  json.text("kind", to_string(found.match.kind));
  json.text_or_null("vendor", common(gpus, vendor));
  json.optional("memory_gb", common(gpus, memory_gb));
  json.optional("launch_year", common(gpus, launch_year));
  json.number("devices", std::uint64_t{std::max(1U, common(gpus, devices))});
  json.figure("tdp_w", found.tdp);
  json.figure("idle_w", found.idle);
  json.figure("typical_w", found.typical);
  json.text_or_null("source", common(gpus, source));
  json.begin_array("candidates");
  if (!is_one(found.match))
    for (const auto& gpu : gpus) json.text({}, gpu.name);
  json.end();
  json.begin_array("suggestions");
  for (const auto& suggestion : found.suggestions) json.text({}, suggestion);
  json.end();
  json.end();
  return std::move(json).take();
}

std::string watts_text(const Figure<Watts>& figure) {
  constexpr reports::Unit kWatt{"W", 1.0};
  const auto interval = reports::interval_text(figure, kWatt);
  return reports::to_text(figure, kWatt) + (interval.empty() ? "" : " " + interval);
}

std::string list_of(const std::vector<Gpu>& gpus) {
  std::string text;
  for (const auto& gpu : gpus) text += (text.empty() ? "" : ", ") + std::string(gpu.name);
  return text;
}

std::string not_found(const Answer& found) {
  std::string text = "no GPU of the catalog is called \"" + std::string(found.query) + '"';
  for (std::size_t i = 0; i < found.suggestions.size(); ++i)
    text += (i == 0 ? "; did you mean " : " or ") + found.suggestions[i];
  return text + (found.suggestions.empty() ? "\n" : "?\n");
}

/// What else the table knows of one GPU.
void describe(const Gpu& gpu, reports::Columns& page) {
  const auto line = [&](const char* label, std::string text) {
    page.row({{label, reports::Tone::quiet}, {std::move(text)}});
  };
  if (gpu.memory_gb)
    line("memory", std::to_string(*gpu.memory_gb) + " GB " + std::string(gpu.memory_kind));
  line("form", std::string(gpu.form));
  if (gpu.devices > 1)
    line("devices", std::to_string(gpu.devices) + " on the card, whose watts these are");
  if (gpu.launch_year) line("launched", std::to_string(*gpu.launch_year));
  if (gpu.observed)
    line("seen", reports::significant(gpu.observed->low.value(), 2) + " to " +
                     reports::significant(gpu.observed->high.value(), 2) + " W as the mean of " +
                     std::to_string(gpu.observed->runs) + " training runs");
  if (!gpu.note.empty()) line("note", std::string(gpu.note));
}

std::string to_text(const Answer& found, const reports::Style& style) {
  const auto& gpus = found.match.gpus;
  if (gpus.empty()) return not_found(found);
  const bool one = is_one(found.match);
  constexpr std::size_t kIndent = 2;
  reports::Columns page(kIndent, reports::kWholeText);
  const auto line = [&](const char* label, std::string text) {
    page.row({{label, reports::Tone::quiet}, {std::move(text)}});
  };
  if (found.tdp) line("rated", watts_text(*found.tdp));
  if (found.idle) line("idle", watts_text(*found.idle) + ", nothing loaded, estimated");
  if (found.typical) line("typical", watts_text(*found.typical) + " under a load, estimated");
  if (!found.tdp) line("rated", "no power is published");
  if (one) {
    describe(gpus.front(), page);
    line("source", std::string(gpus.front().source));
  } else {
    line("GPUs", list_of(gpus));
  }
  std::string title(found.query);
  if (one) title = gpus.front().name;
  if (!one) title += gpus.size() == 1 ? ": a version of" : ": may be one of";
  return reports::paint(style, reports::Tone::strong, title) + "\n" + page.render(style);
}

bool is_printable(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

}  // namespace

Result<Lookup> look_up_gpu(std::string_view name, const reports::Style& style) {
  constexpr std::string_view kBlanks = " \t";
  if (name.find_first_not_of(kBlanks) == std::string_view::npos || name.size() > kLongestName ||
      !is_printable(name))
    return fail(Errc::malformed,
                "the name of a GPU is a line of 1 to " + std::to_string(kLongestName) +
                    " characters, such as \"NVIDIA A100-SXM4-80GB\" or \"rtx 4090\"");
  const auto found = answer(name);
  if (!found) return fail(found.error());
  return Lookup{found->match.kind != GpuMatch::Kind::none, to_text(*found, style), to_json(*found)};
}

}  // namespace wattprint::engine
