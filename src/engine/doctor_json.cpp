#include <nlohmann/json.hpp>

#include "engine/doctor.hpp"

namespace wattprint::engine {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json figure(const Figure<CarbonIntensity>& f) {
  return {{"value", f.value.value()},
          {"low", f.low.value()},
          {"high", f.high.value()},
          {"basis", to_string(f.basis)},
          {"source", f.source}};
}

Json cpu_json(const DoctorReport& report) {
  if (!report.cpu) return {{"problem", report.cpu_problem}};
  const auto& cpu = *report.cpu;
  return {{"model_name", cpu.model_name},
          {"vendor", cpu.vendor},
          {"family", or_null(cpu.family)},
          {"model", or_null(cpu.model)},
          {"microarchitecture", cpu.power_family->name},
          {"threads", cpu.threads},
          {"cores", or_null(cpu.cores())},
          {"sockets", or_null(cpu.sockets())},
          {"virtual_machine", cpu.virtual_machine}};
}

Json grid_json(const DoctorReport& report) {
  if (!report.grid) return {{"zone", nullptr}, {"problem", report.grid_problem}};
  return {{"zone", report.grid->zone},
          {"intensity_g_per_kwh", figure(report.grid->intensity)},
          {"period", report.grid->period}};
}

}  // namespace

std::string to_json(const DoctorReport& report) {
  Json sensors = Json::array();
  for (const auto& finding : report.sensors)
    sensors.push_back({{"name", finding.name},
                       {"component", measure::to_string(finding.component)},
                       {"state", sensors::to_string(finding.state)},
                       {"detail", finding.detail},
                       {"fix", finding.fix}});
  Json accounts = Json::array();
  for (const auto& account : report.accounts)
    accounts.push_back({{"name", account.name},
                        {"works", account.works},
                        {"detail", account.detail},
                        {"fix", account.fix}});
  const Json document = {{"schema", "wattprint.doctor.v1"},
                         {"sensors", sensors},
                         {"used", report.used},
                         {"cpu", cpu_json(report)},
                         {"grid", grid_json(report)},
                         {"accounting", accounts},
                         {"store", report.store}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace wattprint::engine
