#include <fmt/format.h>

#include <algorithm>

#include "catalog/instances.hpp"
#include "engine/lookup.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using catalog::Instance;
using catalog::InstanceMatch;
using runs::JsonWriter;

std::optional<std::uint64_t> widened(std::optional<unsigned> number) { return number; }

/// "Skylake;Cascade Lake" for people: "Skylake or Cascade Lake".
std::string either(std::string_view list) {
  std::string text(list);
  for (auto mark = text.find(';'); mark != std::string::npos; mark = text.find(';'))
    text.replace(mark, 1, " or ");
  return text;
}

std::string cpu_of(const Instance& instance) {
  const std::string models = either(instance.cpu_models);
  const std::string cores = either(instance.microarchitectures);
  if (models.empty()) return cores.empty() ? "not known" : cores;
  return models + " (" + cores + ')';
}

std::string host_of(const Instance& instance) {
  if (!instance.host_threads) return "not known";
  std::string text = fmt::format("{} hardware threads", *instance.host_threads);
  if (instance.host_sockets)
    text += fmt::format(" in {} {}", *instance.host_sockets,
                        *instance.host_sockets == 1 ? "socket" : "sockets");
  if (instance.host_memory) text += fmt::format(", {:g} GiB", instance.host_memory->value());
  return text + fmt::format("; this type is {:.3g} % of it",
                            100.0 * instance.share_of_host().value_or(Fraction{}).value());
}

std::string text_of(const Instance& instance) {
  std::string text =
      fmt::format("{} {}: {} {}, {:g} GiB", instance.provider, instance.type, instance.vcpus,
                  instance.vcpus == 1 ? "vCPU" : "vCPUs", instance.memory.value());
  if (instance.gpus > 0.0) text += fmt::format(", {:g} x {}", instance.gpus, instance.gpu_model);
  text += fmt::format("\n  CPU     {}\n  host    {}\n  source  {}\n", cpu_of(instance),
                      host_of(instance), instance.source);
  if (!instance.note.empty()) text += fmt::format("  note    {}\n", instance.note);
  return text;
}

std::string not_found(std::string_view query, const std::vector<std::string>& suggestions) {
  std::string text = fmt::format("The catalog has no cloud machine \"{}\".", query);
  for (std::size_t i = 0; i < suggestions.size(); ++i)
    text += (i == 0                        ? " Did you mean "
             : i + 1 == suggestions.size() ? " or "
                                           : ", ") +
            suggestions[i];
  return text + (suggestions.empty() ? "\n" : "?\n");
}

std::string json_of(std::string_view query, const InstanceMatch& match) {
  const Instance instance = match.instance.value_or(Instance{});
  const bool found = match.instance.has_value();
  JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.catalog.instance.v1");
  json.text("query", query);
  json.text_or_null("match", instance.type);
  json.text("kind", found ? "exact" : "none");
  json.text_or_null("provider", instance.provider);
  json.optional("vcpus", found ? std::optional<std::uint64_t>(instance.vcpus) : std::nullopt);
  json.quantity("memory_gb", found ? std::optional(instance.memory) : std::nullopt);
  json.optional("gpus", found ? std::optional(instance.gpus) : std::nullopt);
  json.text_or_null("gpu_model", instance.gpu_model);
  json.text_or_null("cpu", either(instance.cpu_models));
  json.text_or_null("microarchitecture", either(instance.microarchitectures));
  json.optional("host_threads", widened(instance.host_threads));
  json.optional("host_sockets", widened(instance.host_sockets));
  json.quantity("host_memory_gb", instance.host_memory);
  json.optional("host_gpus", widened(instance.host_gpus));
  json.quantity("share_of_host", instance.share_of_host());
  json.text_or_null("source", instance.source);
  json.text_or_null("note", instance.note);
  json.begin_array("suggestions");
  for (const auto& suggestion : match.suggestions) json.text({}, suggestion);
  json.end();
  json.end();
  return std::move(json).take();
}

}  // namespace

Result<Lookup> look_up_instance(std::string_view name, const reports::Style&) {
  const auto match = catalog::find_instance(name);
  if (!match) return fail(match.error());
  return Lookup{
      .found = match->instance.has_value(),
      .text = match->instance ? text_of(*match->instance) : not_found(name, match->suggestions),
      .json = json_of(name, *match)};
}

}  // namespace wattprint::engine
