#include "runs/json_writer.hpp"
#include "runs/record_json.hpp"

namespace wattprint::runs {
namespace {

void write_rank(JsonWriter& json, const std::optional<Rank>& rank) {
  if (!rank) return;
  json.begin_object("rank");
  json.text("launcher", rank->launcher);
  json.text("group", rank->group);
  json.number("rank", rank->rank);
  json.number("size", rank->size);
  json.optional("local_rank", rank->local_rank);
  json.optional("local_size", rank->local_size);
  json.end();
}

void write_run(JsonWriter& json, const Identity& identity, const Outcome& outcome) {
  json.begin_object("run");
  json.text("id", identity.id);
  json.text_or_null("name", identity.name);
  json.text_or_null("project", identity.project);
  json.begin_object("tags");
  for (const auto& [key, value] : identity.tags)
    if (!key.empty()) json.text(key, value);
  json.end();
  json.begin_array("command");
  for (const auto& word : identity.command) json.text("", word);
  json.end();
  json.text_or_null("cwd", identity.cwd);
  json.text_or_null("host", identity.host);
  write_rank(json, identity.rank);
  json.text("started_at", to_rfc3339(outcome.started_at));
  outcome.ended_at ? json.text("ended_at", to_rfc3339(*outcome.ended_at)) : json.null("ended_at");
  json.number("duration_s", outcome.duration.count());
  json.optional("exit_code", outcome.exit_code);
  json.optional("signal", outcome.signal);
  json.text("state", to_string(outcome.state));
  json.end();
}

void write_components(JsonWriter& json, const std::vector<ComponentEnergy>& components) {
  json.begin_array("components");
  for (const auto& component : components) {
    json.begin_object();
    json.text("component", measure::to_string(component.component));
    json.text("device", component.device);
    json.figure("energy_j", component.energy);
    json.end();
  }
  json.end();
}

void write_attribution(JsonWriter& json, const AttributionRecord& attribution) {
  json.begin_object("attribution");
  json.text("scope", to_string(attribution.scope));
  json.text("idle_policy", to_string(attribution.idle_policy));
  if (attribution.of_machine < Fraction{1.0})
    json.number("of_machine", attribution.of_machine.value());
  json.quantity("cpu_s", attribution.cpu);
  json.optional("processes", attribution.processes);
  json.text_or_null("method", attribution.method);
  json.figure("machine_energy_j", attribution.machine);
  json.figure("idle_energy_j", attribution.idle);
  json.figure("others_energy_j", attribution.others);
  json.figure("unattributed_energy_j", attribution.unattributed);
  json.figure("charged_idle_energy_j", attribution.charged_idle);
  json.end();
}

void write_facility(JsonWriter& json, const FacilityRecord& facility) {
  json.begin_object("facility");
  // A PUE below 1 cannot be; it is a record in which nobody has set it yet.
  facility.pue.value < Pue{1.0} ? json.null("pue") : json.figure("pue", facility.pue);
  json.figure("energy_j", facility.energy);
  json.figure("water_l", facility.water);
  json.end();
}

void write_label(JsonWriter& json, const std::optional<grid::Label>& label) {
  if (!label) return json.null("label");
  json.begin_object("label");
  json.text("signal", grid::to_string(label->signal));
  json.text("accounting", grid::to_string(label->accounting));
  json.text("scope", to_string(label->kind));
  json.end();
}

void write_part(JsonWriter& json, const grid::Part& part) {
  json.begin_object();
  json.text("kind", grid::to_string(part.knowledge));
  json.text("source", part.source);
  write_label(json, part.label);
  json.text("from", to_rfc3339(part.from));
  json.text("to", to_rfc3339(part.to));
  json.number("energy_share", part.energy_share.value());
  json.figure("intensity_g_per_kwh", part.intensity);
  json.end();
}

void write_measures(JsonWriter& json, const PartRecord& part) {
  json.number("duration_s", part.duration.count());
  json.number("cpu_s", part.cpu.value());
  json.figure("energy_j", part.energy);
  json.figure("emissions_g", part.emissions);
}

void write_tasks(JsonWriter& json, const std::vector<TaskRecord>& tasks) {
  if (tasks.empty()) return;
  json.begin_array("tasks");
  for (const auto& task : tasks) {
    json.begin_object();
    json.text("name", task.name);
    json.number("count", task.count);
    write_measures(json, task.sum);
    json.end();
  }
  json.end();
}

void write_epochs(JsonWriter& json, const std::vector<PartRecord>& epochs) {
  if (epochs.empty()) return;
  json.begin_array("epochs");
  for (const auto& epoch : epochs) {
    json.begin_object();
    write_measures(json, epoch);
    json.end();
  }
  json.end();
}

void write_marks(JsonWriter& json, const std::vector<MarkRecord>& marks) {
  if (marks.empty()) return;
  json.begin_array("marks");
  for (const auto& mark : marks) {
    json.begin_object();
    json.text("name", mark.name);
    write_measures(json, mark.until);
    json.end();
  }
  json.end();
}

void write_revisions(JsonWriter& json, const std::vector<Revision>& revisions) {
  if (revisions.empty()) return;
  json.begin_array("revisions");
  for (const auto& revision : revisions) {
    json.begin_object();
    json.text("revised_at", to_rfc3339(revision.revised_at));
    json.figure("emissions_g", revision.emissions);
    write_grid(json, "grid", revision.grid);
    json.end();
  }
  json.end();
}

void write_sampling(JsonWriter& json, const SamplingRecord& sampling) {
  json.begin_object("sampling");
  json.number("interval_s", sampling.interval.count());
  json.number("samples", sampling.samples);
  json.number("missed", sampling.missed);
  json.number("overhead_cpu_s", sampling.overhead.value());
  json.end();
}

void write_warnings(JsonWriter& json, const std::vector<measure::Warning>& warnings) {
  json.begin_array("warnings");
  for (const auto& warning : warnings) {
    json.begin_object();
    json.text("code", warning.code);
    json.text("message", warning.message);
    json.text("fix", warning.fix);
    json.end();
  }
  json.end();
}

}  // namespace

void write_grid(JsonWriter& json, std::string_view key, const GridRecord& grid) {
  json.begin_object(key);
  json.text_or_null("zone", grid.zone);
  const bool unknown = grid.zone.empty() && grid.intensity.source.empty();
  unknown ? json.null("intensity_g_per_kwh") : json.figure("intensity_g_per_kwh", grid.intensity);
  json.text_or_null("period", grid.period);
  json.begin_array("parts");
  for (const auto& part : grid.parts) write_part(json, part);
  json.end();
  json.end();
}

void write_document(JsonWriter& json, const RunRecord& record) {
  json.begin_object();
  json.text("schema", kRunSchema);
  write_run(json, record.identity, record.outcome);
  json.figure("energy_j", record.energy);
  json.figure("emissions_g", record.emissions);
  write_components(json, record.components);
  write_attribution(json, record.attribution);
  write_facility(json, record.facility);
  write_grid(json, "grid", record.grid);
  write_sampling(json, record.sampling);
  write_warnings(json, record.warnings);
  write_tasks(json, record.tasks);
  write_epochs(json, record.epochs);
  write_marks(json, record.marks);
  write_revisions(json, record.revisions);
  json.end();
}

std::string to_json(const RunRecord& record) {
  JsonWriter json;
  write_document(json, record);
  return std::move(json).take();
}

}  // namespace wattprint::runs
