#include "reports/comparison.hpp"

#include <algorithm>
#include <cmath>

#include "reports/phrases.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::reports {

template <class Q>
std::optional<Figure<Ratio>> ratio(const Figure<Q>& a, const Figure<Q>& b) {
  if (a.value <= Q{} || b.value <= Q{}) return std::nullopt;
  // An end at or below 0 is infinitely far away on the log scale.
  const auto distance = [](Q from, Q to) {
    return to > Q{} ? std::abs(std::log(to / from)) : HUGE_VAL;
  };
  const double value = b.value / a.value;
  const double below = std::hypot(distance(b.value, b.low), distance(a.value, a.high));
  const double above = std::hypot(distance(b.value, b.high), distance(a.value, a.low));
  return Figure<Ratio>{Ratio{value}, Ratio{value * std::exp(-below)},
                       Ratio{value * std::exp(above)}, weakest(a.basis, b.basis),
                       "independent errors"};
}
template std::optional<Figure<Ratio>> ratio(const Figure<Joules>&, const Figure<Joules>&);

namespace {

using runs::RunRecord;

template <class Q>
Change<Q> change(std::string what, std::optional<Figure<Q>> a, std::optional<Figure<Q>> b) {
  Change<Q> change{std::move(what), std::move(a), std::move(b), std::nullopt};
  if (change.a && change.b) change.ratio = ratio(*change.a, *change.b);
  return change;
}

std::optional<Figure<CpuSeconds>> counted(std::optional<CpuSeconds> time) {
  if (!time) return std::nullopt;
  return Figure<CpuSeconds>::exact(*time, Basis::measured, "the kernel's account");
}

std::optional<Figure<CpuSeconds>> clocked(Seconds duration) {
  return Figure<CpuSeconds>::exact(CpuSeconds{duration.count()}, Basis::measured, "the clock");
}

std::optional<Figure<CarbonIntensity>> intensity(const runs::GridRecord& grid) {
  if (grid.zone.empty() && grid.intensity.source.empty()) return std::nullopt;
  return grid.intensity;
}

std::string component_key(const runs::ComponentEnergy& component) {
  return std::string(measure::to_string(component.component)) + "/" + component.device;
}

std::optional<Figure<Joules>> energy_of(const RunRecord& record, const std::string& key) {
  for (const auto& component : record.components)
    if (component_key(component) == key) return component.energy;
  return std::nullopt;
}

std::vector<Change<Joules>> component_changes(const RunRecord& a, const RunRecord& b) {
  std::vector<std::string> keys;
  for (const auto* record : {&a, &b})
    for (const auto& component : record->components)
      if (std::find(keys.begin(), keys.end(), component_key(component)) == keys.end())
        keys.push_back(component_key(component));
  std::vector<Change<Joules>> changes;
  for (const auto& key : keys) changes.push_back(change(key, energy_of(a, key), energy_of(b, key)));
  return changes;
}

std::vector<Difference> differences(const RunRecord& a, const RunRecord& b) {
  std::vector<Difference> found;
  const auto look = [&](const char* what, std::string in_a, std::string in_b) {
    if (in_a != in_b) found.push_back({what, std::move(in_a), std::move(in_b)});
  };
  const auto basis = [](const RunRecord& record) {
    return record.energy ? source_phrase(record.energy->basis, record.energy->source)
                         : std::string("unknown");
  };
  const auto pue = [](const RunRecord& record) {
    return std::to_string(record.facility.pue.value.value());
  };
  look("command", command_line(a.identity.command), command_line(b.identity.command));
  look("host", a.identity.host, b.identity.host);
  look("state", outcome_phrase(a.outcome), outcome_phrase(b.outcome));
  look("energy basis", basis(a), basis(b));
  look("scope", std::string(runs::to_string(a.attribution.scope)),
       std::string(runs::to_string(b.attribution.scope)));
  look("idle policy", std::string(runs::to_string(a.attribution.idle_policy)),
       std::string(runs::to_string(b.attribution.idle_policy)));
  look("grid zone", a.grid.zone, b.grid.zone);
  look("grid period", a.grid.period, b.grid.period);
  look("PUE", pue(a), pue(b));
  return found;
}

void write_who(runs::JsonWriter& json, const char* key, const runs::Identity& identity) {
  json.begin_object(key);
  json.text("id", identity.id);
  json.text_or_null("name", identity.name);
  json.text_or_null("project", identity.project);
  json.end();
}

template <class Q>
void write_change(runs::JsonWriter& json, const Change<Q>& change, std::string_view key) {
  json.begin_object(key);
  if (key.empty()) {
    const auto slash = change.what.find('/');
    json.text("component", change.what.substr(0, slash));
    json.text("device", change.what.substr(slash + 1));
  }
  json.figure("a", change.a);
  json.figure("b", change.b);
  json.figure("ratio", change.ratio);
  // Of two exact figures nobody knows how much they vary from run to run.
  if (change.ratio && change.ratio->low < change.ratio->high)
    json.boolean("clear", is_clear(*change.ratio));
  else
    json.null("clear");
  json.end();
}

}  // namespace

Comparison compare(const RunRecord& a, const RunRecord& b) {
  return {
      .a = a.identity,
      .b = b.identity,
      .energy = change("energy_j", a.energy, b.energy),
      .emissions = change("emissions_g", a.emissions, b.emissions),
      .intensity = change("intensity_g_per_kwh", intensity(a.grid), intensity(b.grid)),
      .cpu = change("cpu_s", counted(a.attribution.cpu), counted(b.attribution.cpu)),
      .duration = change("duration_s", clocked(a.outcome.duration), clocked(b.outcome.duration)),
      .components = component_changes(a, b),
      .differences = differences(a, b)};
}

std::string to_json(const Comparison& comparison) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.compare.v1");
  write_who(json, "a", comparison.a);
  write_who(json, "b", comparison.b);
  write_change(json, comparison.energy, comparison.energy.what);
  write_change(json, comparison.emissions, comparison.emissions.what);
  write_change(json, comparison.duration, comparison.duration.what);
  write_change(json, comparison.cpu, comparison.cpu.what);
  write_change(json, comparison.intensity, comparison.intensity.what);
  json.begin_array("components");
  for (const auto& component : comparison.components) write_change(json, component, "");
  json.end();
  json.begin_array("differences");
  for (const auto& difference : comparison.differences) {
    json.begin_object();
    json.text("what", difference.what);
    json.text("a", difference.a);
    json.text("b", difference.b);
    json.end();
  }
  json.end();
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::reports
