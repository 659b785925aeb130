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
  write_grid(json, report);
  write_accounts(json, report.accounts);
  json.text("store", report.store);
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
