#include <utility>

#include "engine/doctor.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using runs::JsonWriter;

std::optional<std::uint64_t> widened(std::optional<unsigned> number) { return number; }

void write_sensors(JsonWriter& json, const std::vector<sensors::Finding>& findings) {
  json.begin_array("sensors");
  for (const auto& finding : findings) {
    json.begin_object();
    json.text("name", finding.name);
    json.text("component", measure::to_string(finding.component));
    json.text("state", sensors::to_string(finding.state));
    json.text("detail", finding.detail);
    json.text("fix", finding.fix);
    json.end();
  }
  json.end();
}

void write_cpu(JsonWriter& json, const DoctorReport& report) {
  json.begin_object("cpu");
  if (report.cpu) {
    const auto& cpu = *report.cpu;
    json.text_or_null("model_name", cpu.model_name);
    json.text_or_null("vendor", cpu.vendor);
    json.optional("family", widened(cpu.family));
    json.optional("model", widened(cpu.model));
    json.text("microarchitecture", cpu.power_family->name);
    json.number("threads", std::uint64_t{cpu.threads});
    json.optional("cores", widened(cpu.cores()));
    json.optional("sockets", widened(cpu.sockets()));
    json.boolean("virtual_machine", cpu.virtual_machine);
  } else {
    json.text("problem", report.cpu_problem);
  }
  json.end();
}

void write_allotment(JsonWriter& json, const models::Allotment& allotment) {
  json.begin_object("allotment");
  json.number("cpus", allotment.cpus);
  json.number("threads_online", std::uint64_t{allotment.threads_online});
  json.optional("cpuset_threads", widened(allotment.cpuset_threads));
  json.optional("quota_cpus", allotment.quota_cpus);
  json.optional("memory_limit_bytes", allotment.memory_limit);
  json.text("evidence", allotment.evidence);
  json.end();
}

void write_cloud(JsonWriter& json, const CloudHere& here) {
  const auto cloud = here.cloud.value_or(models::CloudIdentity{});
  const auto instance = cloud.instance().value_or(catalog::Instance{});
  json.begin_object("cloud");
  json.text_or_null("provider", cloud.provider);
  json.text_or_null("provider_name", cloud.provider_name);
  json.text_or_null("instance_type", cloud.instance_type);
  json.text_or_null("region", cloud.region);
  json.text_or_null("evidence", cloud.evidence);
  json.optional("host_threads", widened(instance.host_threads));
  json.optional("host_sockets", widened(instance.host_sockets));
  json.quantity("share_of_host", instance.share_of_host());
  json.text_or_null("problem", here.problem);
  json.end();
}

void write_memory(JsonWriter& json, const DoctorReport& report) {
  json.begin_object("memory");
  json.optional("bytes", report.memory ? std::optional(report.memory->bytes) : std::nullopt);
  json.text_or_null("source", report.memory ? report.memory->source : "");
  if (report.memory && report.memory->modules) {
    json.number("modules", std::uint64_t{report.memory->modules->count});
    json.text_or_null("type", report.memory->modules->type);
  } else {
    json.null("modules");
    json.null("type");
  }
  json.text_or_null("problem", report.memory_problem);
  json.end();
}

std::string_view kind_name(catalog::DriveKind kind) {
  switch (kind) {
    case catalog::DriveKind::nvme: return "nvme";
    case catalog::DriveKind::sata_ssd: return "ssd";
    default: return "hdd";
  }
}

void write_storage(JsonWriter& json, const DoctorReport& report) {
  json.begin_object("storage");
  json.begin_array("drives");
  for (const auto& drive : report.drives) {
    json.begin_object();
    json.text("name", drive.name);
    json.text("kind", kind_name(drive.kind));
    json.number("bytes", drive.bytes);
    json.end();
  }
  json.end();
  json.figure("idle_w", report.drives_idle);
  json.end();
}

void write_grid(JsonWriter& json, const DoctorReport& report) {
  json.begin_object("grid");
  if (report.grid) {
    json.text("zone", report.grid->zone);
    json.figure("intensity_g_per_kwh", report.grid->intensity);
    json.text("period", report.grid->period);
  } else {
    json.null("zone");
    json.text("problem", report.grid_problem);
  }
  json.end();
}

void write_accounts(JsonWriter& json, const std::vector<Account>& accounts) {
  json.begin_array("accounting");
  for (const auto& account : accounts) {
    json.begin_object();
    json.text("name", account.name);
    json.boolean("works", account.works);
    json.text("detail", account.detail);
    json.text("fix", account.fix);
    json.end();
  }
  json.end();
}

}  // namespace

std::string to_json(const DoctorReport& report) {
  JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.doctor.v1");
  write_sensors(json, report.sensors);
  json.begin_array("used");
  for (const auto& name : report.used) json.text({}, name);
  json.end();
  write_cpu(json, report);
  write_allotment(json, report.allotment);
  write_cloud(json, report.cloud);
  write_memory(json, report);
  write_storage(json, report);
  write_grid(json, report);
  write_accounts(json, report.accounts);
  json.text("store", report.store);
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
