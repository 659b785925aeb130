#include "engine/requests.hpp"

#include "engine/launch.hpp"
#include "engine/place.hpp"

namespace wattprint::engine {
namespace {

std::optional<grid::StatedZone> stated_zone(const config::Settings& settings) {
  if (!settings.zone) return std::nullopt;
  return grid::StatedZone{*settings.zone, settings.source_of("zone").place};
}

template <class Q>
std::optional<Stated<Q>> stated(const std::optional<Q>& value, const config::Settings& settings,
                                std::string_view key) {
  if (!value) return std::nullopt;
  return Stated<Q>{*value, settings.source_of(key).place};
}

runs::Scope scope_of(config::Scope scope) {
  return scope == config::Scope::tree ? runs::Scope::tree : runs::Scope::machine;
}

runs::IdlePolicy idle_policy_of(config::IdlePolicy policy) {
  switch (policy) {
    case config::IdlePolicy::proportional: return runs::IdlePolicy::proportional;
    case config::IdlePolicy::exclude: return runs::IdlePolicy::exclude;
    case config::IdlePolicy::include: return runs::IdlePolicy::include;
  }
  return runs::IdlePolicy::proportional;
}

}  // namespace

Machine machine_of(const config::Settings& settings) {
  Machine machine;
  machine.sysfs = settings.sysfs_root;
  machine.procfs = settings.procfs_root;
  return machine;
}

std::optional<models::MetadataService> metadata_service(const config::Settings& settings) {
  if (!settings.cloud_metadata) return std::nullopt;
  models::MetadataService service;
  if (settings.cloud_metadata_url) service.address = *settings.cloud_metadata_url;
  return service;
}

MeasureRequest measure_request(const config::Settings& settings) {
  MeasureRequest request;
  request.name = settings.name.value_or("");
  request.project = settings.project.value_or("");
  request.tags = settings.tags;
  if (settings.parent && !settings.parent->empty())
    request.tags.emplace("parent", *settings.parent);
  request.interval = settings.interval;
  request.scope = scope_of(settings.scope);
  request.idle_policy = idle_policy_of(settings.idle);
  request.rank = rank_here();
  const bool whole_is_charged =
      settings.scope == config::Scope::machine || settings.idle == config::IdlePolicy::include;
  if (whole_is_charged && settings.ranks == config::Ranks::share)
    request.of_machine = runs::share_of_machine(request.rank);
  request.zone = stated_zone(settings);
  request.intensity = stated(settings.intensity, settings, "intensity");
  request.pue = stated(settings.pue, settings, "pue");
  request.budget = stated(settings.budget, settings, "budget");
  if (!settings.providers.empty())
    request.open_grid = open_grid(sources_request(settings), system_clock());
  if (!settings.zone && (settings.cloud_metadata || settings.ip_location))
    request.find_place = find_place_online(place_request(settings), system_clock());
  request.machine = machine_of(settings);
  request.store = !settings.no_store;
  request.data_dir = settings.data_dir;
  request.samples = settings.samples;
  return request;
}

RunRequest run_request(const config::Settings& settings) {
  RunRequest request;
  static_cast<MeasureRequest&>(request) = measure_request(settings);
  request.stop_at_budget = settings.on_budget == config::OnBudget::stop;
  request.budget_grace = settings.budget_grace;
  return request;
}

PlaceRequest place_request(const config::Settings& settings) {
  PlaceRequest request{.machine = machine_of(settings),
                       .zone = stated_zone(settings),
                       .metadata = metadata_service(settings),
                       .ip_service = std::nullopt};
  if (settings.ip_location) request.ip_service = settings.ip_location_url;
  return request;
}

DoctorRequest doctor_request(const config::Settings& settings) {
  return {.machine = machine_of(settings),
          .zone = stated_zone(settings),
          .intensity = stated(settings.intensity, settings, "intensity"),
          .data_dir = settings.data_dir,
          .metadata = metadata_service(settings)};
}

RegionsRequest regions_request(const config::Settings& settings) {
  RegionsRequest request;
  request.pue = stated(settings.pue, settings, "pue");
  request.zone = stated_zone(settings);
  request.intensity = stated(settings.intensity, settings, "intensity");
  request.machine = machine_of(settings);
  return request;
}

}  // namespace wattprint::engine
