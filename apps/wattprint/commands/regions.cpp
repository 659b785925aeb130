#include "engine/regions.hpp"

#include "commands/commands.hpp"
#include "commands/stored_runs.hpp"
#include "engine/amounts.hpp"
#include "engine/requests.hpp"
#include "reports/display_width.hpp"

namespace wattprint::app {
namespace {

/// Why the options do not go together; empty when they do.
std::string contradiction(const RegionsOptions& options) {
  const bool hardware = !options.gpu.empty() || !options.cpu.empty();
  const int works = int{!options.run.empty()} + int{!options.energy.empty()} + int{hardware};
  if (works == 0)
    return "say what the work is: --run RUN, --energy 12.5kWh, or --gpu or --cpu with --hours";
  if (works > 1) return "--run, --energy and hardware (--gpu, --cpu) exclude each other";
  if (hardware && options.hours.empty()) return "--gpu and --cpu need --hours";
  if (!hardware && !options.hours.empty()) return "--hours needs --gpu or --cpu";
  if (!hardware && !options.utilisation.empty()) return "--utilization needs --gpu or --cpu";
  if (options.gpu.empty() && options.count) return "--count needs --gpu";
  if (options.cpu.empty() && options.cores) return "--cores needs --cpu";
  if (!options.run.empty() && !options.here.empty())
    return "--run says already where here is: leave out --here";
  if (options.method != "mlco2") return "";
  if (!hardware) return "--method mlco2 needs --gpu or --cpu, and --hours";
  if (!options.gpu.empty() && !options.cpu.empty())
    return "--method mlco2 takes one device: --gpu or --cpu";
  if (!options.utilisation.empty() || options.cores || options.market)
    return "--method mlco2 knows no --utilization, --cores or --market";
  return "";
}

Result<estimate::RentedHardware> hardware_of(const RegionsOptions& options) {
  const auto time = engine::parse_hours(options.hours, "--hours");
  if (!time) return fail(time.error());
  estimate::RentedHardware hardware{.gpu = options.gpu,
                                    .count = options.count.value_or(1),
                                    .cpu = options.cpu,
                                    .cores = options.cores,
                                    .time = *time,
                                    .utilisation = std::nullopt};
  if (!options.utilisation.empty()) {
    const auto share = engine::parse_share(options.utilisation, "--utilization");
    if (!share) return fail(share.error());
    hardware.utilisation = *share;
  }
  return hardware;
}

Result<engine::RegionsRequest> request_of(const RegionsOptions& options,
                                          const config::Settings& settings) {
  auto request = engine::regions_request(settings);
  if (options.method == "mlco2") request.method = engine::RegionsMethod::mlco2;
  request.here = options.here;
  request.providers = options.providers;
  if (!options.energy.empty()) {
    const auto energy = engine::parse_energy(options.energy, "--energy");
    if (!energy) return fail(energy.error());
    request.work = *energy;
  } else if (!options.run.empty()) {
    const auto store = open_runs(settings);
    if (!store) return fail(store.error());
    auto record = find_run(**store, options.run);
    if (!record) return fail(record.error());
    request.work = std::move(*record);
  } else {
    auto hardware = hardware_of(options);
    if (!hardware) return fail(hardware.error());
    request.work = std::move(*hardware);
  }
  return request;
}

/// The text may hold whatever was typed or kept, escape sequences too.
int failed_safely(const Error& error) {
  Terminal::complain(reports::printable(error.what));
  return kFailed;
}

}  // namespace

int regions(const CommandLine& line, const config::Settings& settings, const Terminal& terminal) {
  if (const auto why = contradiction(line.regions); !why.empty()) {
    Terminal::complain(why);
    return kUsage;
  }
  const auto request = request_of(line.regions, settings);
  if (!request) return failed_safely(request.error());
  const auto report = engine::rank_cloud_regions(*request);
  if (!report) return failed_safely(report.error());
  const engine::RegionsView view{.limit = line.regions.limit, .market = line.regions.market};
  Terminal::print(line.json ? engine::regions_json(*report, view)
                            : engine::regions_text(*report, view, terminal.result_style()));
  return kDone;
}

}  // namespace wattprint::app
