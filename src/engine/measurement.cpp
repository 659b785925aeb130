#include "engine/measurement.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

#include "catalog/zones.hpp"
#include "engine/instruments.hpp"
#include "footprint/operational.hpp"
#include "runs/grid_record.hpp"
#include "runs/run_id.hpp"
#include "runs/run_name.hpp"

namespace wattprint::engine {
namespace {

using namespace std::chrono_literals;

// Faster than this, the sampling itself would be a load.
constexpr std::chrono::nanoseconds kShortestPeriod = 5ms;
// Less of a run's energy than this, weighed with a worse figure than it might be, is no news.
constexpr Fraction kWorthTelling{0.005};

}  // namespace

Result<Weighing> weigh(const MeasureRequest& request) {
  auto pue = footprint::no_pue();
  if (request.pue) {
    auto stated = footprint::stated_pue(request.pue->value, request.pue->by);
    if (!stated) return fail(stated.error());
    pue = std::move(*stated);
  }
  auto grid = timeline_here(request.zone, request.intensity, request.machine);
  if (!grid) return fail(grid.error());
  std::vector<plan::Budget> budgets;
  if (request.budget) {
    auto stated = plan::parse_budgets(request.budget->value);
    if (!stated) return fail(stated.error().code, request.budget->by + ": " + stated.error().what);
    budgets = std::move(*stated);
  }
  return Weighing{{.pue = std::move(pue), .water = {}, .grid = std::move(grid->timeline)},
                  std::move(grid->zone),
                  std::move(budgets)};
}

runs::Identity identify(const MeasureRequest& request, std::vector<std::string> command) {
  runs::Identity identity;
  identity.id = runs::new_run_id();
  identity.name = request.name.empty() ? runs::name_of_command(command) : request.name;
  identity.project = request.project;
  identity.tags = request.tags;
  identity.command = std::move(command);
  std::error_code ignored;
  identity.cwd = std::filesystem::current_path(ignored).string();
  identity.host = host_name();
  identity.rank = request.rank;
  return identity;
}

CpuSeconds own_cpu() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return CpuSeconds{seconds(usage.ru_utime) + seconds(usage.ru_stime)};
}

void Measurement::FanOut::add(measure::Sink* sink) {
  if (sink != nullptr) sinks_.push_back(sink);
}

void Measurement::FanOut::accept(const measure::Interval& interval,
                                 std::span<const measure::Domain> domains) {
  for (auto* sink : sinks_) sink->accept(interval, domains);
}

Measurement::Measurement(const MeasureRequest& request, const Weighing& weighing,
                         runs::Identity identity, Measured measured, const Clock& clock)
    : request_(request),
      weighing_(weighing),
      measured_(std::move(measured)),
      clock_(clock),
      tracker_(std::move(identity), weighing.weights, request.scope, request.idle_policy,
               request.interval),
      archive_(request.data_dir, request.machine, tracker_, clock_),
      attribution_({request.scope, request.idle_policy, request.of_machine}, measured_.contains,
                   [this](const measure::Domain& domain) { return idle_prior(domain); }) {
  tracker_.set_share_of_machine(request.of_machine);
}

void Measurement::start() {
  auto cpu = processes::CpuMeter::open(request_.machine, measured_.cpu);
  if (cpu) cpu_.emplace(std::move(*cpu));
  auto instruments = open_instruments(request_.machine, cpu_ ? &*cpu_ : nullptr, clock_);
  for (const auto& warning : instruments.warnings) tracker_.warn(warning);
  sampler_.emplace(clock_, cpu_ ? &*cpu_ : nullptr, std::move(instruments.sources),
                   std::vector<measure::Transform*>{&attribution_},
                   std::vector<measure::Sink*>{&tracker_, &late_sinks_});
  started_at_ = clock_.wall();
  tracker_.started(started_at_);
  sampler_->start();
}

void Measurement::open_sinks() {
  watch_the_grid();
  if (request_.store) {
    archive_.begin(sampler_->started());
    late_sinks_.add(archive_.sink());
  }
  if (!request_.samples) return;
  auto csv = exporters::SamplesCsv::open(*request_.samples, clock_, sampler_->started());
  if (csv) {
    samples_ = std::move(*csv);
    late_sinks_.add(samples_.get());
  } else {
    tracker_.warn({"samples-not-written", csv.error().what, ""});
  }
}

std::chrono::nanoseconds Measurement::period() const {
  return std::clamp(sampler_->longest_interval(), kShortestPeriod,
                    std::max(request_.interval, kShortestPeriod));
}

void Measurement::tick() {
  tracker_.set_duration(clock_.now() - sampler_->started());
  sampler_->tick();
}

void Measurement::end_sampling() {
  sampler_->finish();
  if (samples_ && samples_->warning()) tracker_.warn(*samples_->warning());
}

void Measurement::keep() {
  weigh_with_what_was_told();
  archive_.learn({sampler_->domains().begin(), sampler_->domains().end()}, attribution_);
  archive_.finish();
}

void Measurement::watch_the_grid() {
  // What the user states is not looked up.
  if (request_.intensity || (!request_.open_grid && !request_.find_place)) return;
  const auto zone = catalog::find_zone(weighing_.zone);
  watch_.emplace(request_.open_grid, zone ? zone->zone : catalog::Zone{}, weighing_.weights.grid,
                 started_at_, clock_, request_.find_place);
}

/// May wait a little for an answer; GridWatch says how long.
void Measurement::weigh_with_what_was_told() {
  if (!watch_) return;
  auto findings = watch_->finish();
  tracker_.set_grid(std::move(findings.grid));
  const auto rest = runs::share_of(tracker_.record().grid, grid::Knowledge::yearly);
  if (rest < kWorthTelling || findings.problems.empty()) return;
  std::string message = fmt::format("{:.0f} % of the energy is weighed with the yearly average",
                                    100.0 * rest.value());
  for (std::size_t i = 0; i < findings.problems.size(); ++i)
    message += (i == 0 ? ": " : "; ") + findings.problems[i];
  tracker_.warn({"grid-unavailable", std::move(message), better_grid()});
}

/// What would make the intensity of this run a better one.
std::string Measurement::better_grid() const {
  if (tracker_.record().grid.zone == grid::kWorld)
    return "name the zone of this machine with --zone, for example --zone DE";
  if (!request_.store) return {};
  return "wattprint grid backfill " + tracker_.identity().id.substr(0, 6) +
         ", when they can be reached";
}

std::optional<Figure<Watts>> Measurement::idle_prior(const measure::Domain& domain) const {
  if (const auto learned = archive_.idle_prior(domain)) return learned;
  if (domain.idle_hint <= Watts{}) return std::nullopt;
  return Figure<Watts>::exact(domain.idle_hint, domain.basis, domain.source);
}

}  // namespace wattprint::engine
