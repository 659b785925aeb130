#include "engine/run.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/child.hpp"
#include "catalog/zones.hpp"
#include "engine/archive.hpp"
#include "engine/instruments.hpp"
#include "engine/supervisor.hpp"
#include "exporters/samples_csv.hpp"
#include "footprint/operational.hpp"
#include "grid/elsewhere.hpp"
#include "measure/sampler.hpp"
#include "processes/attribution.hpp"
#include "processes/cpu_meter.hpp"
#include "processes/tree.hpp"
#include "runs/grid_record.hpp"
#include "runs/run_id.hpp"
#include "runs/run_name.hpp"
#include "runs/tracker.hpp"

namespace wattprint::engine {
namespace {

using namespace std::chrono_literals;

// Faster than this, the sampling itself would be a load.
constexpr std::chrono::nanoseconds kShortestPeriod = 5ms;
// How often the run's processes are counted; between two looks only their CPU time is.
constexpr std::chrono::nanoseconds kLookPeriod = 1s;
// Less of a run's energy than this, weighed with a worse figure than it might be, is no news.
constexpr Fraction kWorthTelling{0.005};

RunRefusal refuse(RunRefusal::Kind kind, std::string what) { return {kind, std::move(what)}; }

/// What the run is weighed with, and the zone that providers may be asked for.
struct Weighing {
  runs::Weights weights;
  std::string zone;
};

tl::expected<Weighing, RunRefusal> weigh(const RunRequest& request) {
  const auto usage = [](const Error& error) {
    return tl::unexpected(refuse(RunRefusal::Kind::usage, error.what));
  };
  auto pue = footprint::no_pue();
  if (request.pue) {
    auto stated = footprint::stated_pue(request.pue->value, request.pue->by);
    if (!stated) return usage(stated.error());
    pue = std::move(*stated);
  }
  auto grid = timeline_here(request.zone, request.intensity, request.machine);
  if (!grid) return usage(grid.error());
  return Weighing{{.pue = std::move(pue), .water = {}, .grid = std::move(grid->timeline)},
                  std::move(grid->zone)};
}

runs::Identity identify(const RunRequest& request) {
  runs::Identity identity;
  identity.id = runs::new_run_id();
  identity.name = request.name.empty() ? runs::name_of_command(request.command) : request.name;
  identity.project = request.project;
  identity.tags = request.tags;
  identity.command = request.command;
  std::error_code ignored;
  identity.cwd = std::filesystem::current_path(ignored).string();
  identity.host = host_name();
  return identity;
}

RunRefusal not_started(const std::string& command, int error_number) {
  const bool missing = error_number == ENOENT || error_number == ENOTDIR;
  const std::string reason = missing && command.find('/') == std::string::npos
                                 ? "command not found in PATH"
                                 : std::string(std::strerror(error_number));
  return refuse(missing ? RunRefusal::Kind::not_found : RunRefusal::Kind::not_executable,
                command + ": " + reason);
}

CpuSeconds own_cpu() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return CpuSeconds{seconds(usage.ru_utime) + seconds(usage.ru_stime)};
}

/// What the run would have emitted on other grids.
std::vector<reports::Elsewhere> elsewhere(const runs::RunRecord& record) {
  std::vector<reports::Elsewhere> others;
  if (!record.energy) return others;
  for (const auto& zone : grid::elsewhere(record.grid.zone)) {
    auto emissions =
        footprint::operational_emissions(*record.energy, zone.intensity, record.facility.pue);
    if (emissions) others.push_back({zone.zone, std::move(*emissions)});
  }
  return others;
}

/// Sinks that come after the run has started, and may be missing.
class FanOut final : public measure::Sink {
 public:
  void add(measure::Sink* sink) {
    if (sink != nullptr) sinks_.push_back(sink);
  }
  void accept(const measure::Interval& interval,
              std::span<const measure::Domain> domains) override {
    for (auto* sink : sinks_) sink->accept(interval, domains);
  }

 private:
  std::vector<measure::Sink*> sinks_;
};

/// What is put together for one run, in the order in which it is needed.
class Session {
 public:
  Session(const RunRequest& request, const Weighing& weighing)
      : request_(request),
        weighing_(weighing),
        tracker_(identify(request), weighing.weights, request.scope, request.idle_policy,
                 request.interval),
        archive_(request.data_dir, request.machine, tracker_, clock_),
        attribution_(
            {request.scope, request.idle_policy},
            [this](pid_t pid) { return tree_ && tree_->contains(pid); },
            [this](const measure::Domain& domain) { return idle_prior(domain); }) {}

  tl::expected<RunResult, RunRefusal> run() {
    auto signals = SignalWatch::install();
    if (!signals) return tl::unexpected(refuse(RunRefusal::Kind::failed, signals.error().what));
    auto result = run_watched(*signals);
    signals->restore();
    return result;
  }

 private:
  tl::expected<RunResult, RunRefusal> run_watched(const SignalWatch& signals) {
    adopt_orphans();
    auto child = Child::create(request_.command, signals);
    if (!child) return tl::unexpected(refuse(RunRefusal::Kind::failed, child.error().what));
    tree_.emplace(processes::Tree::watch(child->pid(), {}));
    for (const auto& warning : tree_->warnings()) tracker_.warn(warning);
    open_instruments_and_start();

    if (const int error_number = child->release(); error_number != 0)
      return tl::unexpected(not_started(request_.command.front(), error_number));
    open_sinks();

    const auto period = std::clamp(sampler_->longest_interval(), kShortestPeriod,
                                   std::max(request_.interval, kShortestPeriod));
    Supervisor supervisor(signals, child->pid(), period,
                          [this](std::uint64_t late) { tick(late); });
    return finish(supervisor.wait());
  }

  void open_instruments_and_start() {
    auto cpu = processes::CpuMeter::open(request_.machine, [this] { return tree_->cpu(); });
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

  /// The command runs meanwhile: it does not wait for files to be opened.
  void open_sinks() {
    watch_the_grid();
    if (request_.store) {
      archive_.begin(sampler_->started());
      late_sinks_.add(archive_.sink());
    }
    if (request_.samples) {
      auto csv = exporters::SamplesCsv::open(*request_.samples, clock_, sampler_->started());
      if (csv) {
        samples_ = std::move(*csv);
        late_sinks_.add(samples_.get());
      } else {
        tracker_.warn({"samples-not-written", csv.error().what, ""});
      }
    }
    for (auto* observer : request_.observers) late_sinks_.add(observer);
  }

  void watch_the_grid() {
    // What the user states is not looked up.
    if (request_.intensity || (!request_.open_grid && !request_.find_place)) return;
    const auto zone = catalog::find_zone(weighing_.zone);
    watch_.emplace(request_.open_grid, zone ? zone->zone : catalog::Zone{}, weighing_.weights.grid,
                   started_at_, clock_, request_.find_place);
  }

  /// May wait a little for an answer; GridWatch says how long.
  void weigh_with_what_was_told() {
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
  std::string better_grid() const {
    if (tracker_.record().grid.zone == grid::kWorld)
      return "name the zone of this machine with --zone, for example --zone DE";
    if (!request_.store) return {};
    return "wattprint grid backfill " + tracker_.identity().id.substr(0, 6) +
           ", when they can be reached";
  }

  void tick(std::uint64_t late) {
    tracker_.add_missed(late);
    const Instant now = clock_.now();
    // What nobody reads between two looks need not be asked of the kernel at every sample.
    if (now - last_look_ >= kLookPeriod) {
      last_look_ = now;
      tree_->look_who_is_alive();
      update_tree();
      tracker_.set_overhead(own_cpu());
    }
    tracker_.set_duration(now - sampler_->started());
    sampler_->tick();
  }

  void update_tree() {
    // The command itself is one, also when it ended before anybody looked.
    const auto seen = std::max<std::uint64_t>(1, tree_->processes_seen());
    tracker_.set_tree(tree_->cpu(), seen, tree_->method());
  }

  RunResult finish(Supervisor::End end) {
    const auto duration = clock_.now() - sampler_->started();
    const WallTime wall = clock_.wall();
    tracker_.set_duration(duration);
    tree_->look_who_is_alive();
    sampler_->finish();
    update_tree();
    warn_of_the_left_behind();
    if (samples_ && samples_->warning()) tracker_.warn(*samples_->warning());
    const bool good = end.exit_code == 0;
    tracker_.ended(wall, duration, end.exit_code, end.killed_by,
                   good ? runs::State::finished : runs::State::failed);
    weigh_with_what_was_told();
    archive_.learn({sampler_->domains().begin(), sampler_->domains().end()}, attribution_);
    tracker_.set_overhead(own_cpu());
    archive_.finish();

    RunResult result;
    result.record = tracker_.record();
    result.exit_status = end.killed_by ? 128 + *end.killed_by : end.exit_code.value_or(1);
    result.kept_in = archive_.place();
    result.elsewhere = elsewhere(result.record);
    return result;
  }

  void warn_of_the_left_behind() {
    const auto left = tree_->alive().size();
    if (left == 0) return;
    tracker_.warn({"left-running",
                   std::to_string(left) + (left == 1 ? " process" : " processes") +
                       " of the command went on after its end; what they use from then on is not "
                       "in this run",
                   "measure them with the command that waits for them"});
  }

  std::optional<Figure<Watts>> idle_prior(const measure::Domain& domain) const {
    if (const auto learned = archive_.idle_prior(domain)) return learned;
    if (domain.idle_hint <= Watts{}) return std::nullopt;
    return Figure<Watts>::exact(domain.idle_hint, domain.basis, domain.source);
  }

  const RunRequest& request_;
  const Weighing& weighing_;
  const Clock& clock_ = system_clock();
  runs::Tracker tracker_;
  Archive archive_;
  processes::Attribution attribution_;
  std::optional<processes::Tree> tree_;
  std::optional<processes::CpuMeter> cpu_;
  std::unique_ptr<exporters::SamplesCsv> samples_;
  FanOut late_sinks_;
  std::optional<measure::Sampler> sampler_;
  Instant last_look_;
  WallTime started_at_;
  std::optional<GridWatch> watch_;
};

}  // namespace

tl::expected<RunResult, RunRefusal> run(const RunRequest& request) {
  if (request.command.empty() || request.command.front().empty())
    return tl::unexpected(
        refuse(RunRefusal::Kind::usage, "no command given; write: wattprint run -- COMMAND ..."));
  const auto weighing = weigh(request);
  if (!weighing) return tl::unexpected(weighing.error());
  return Session(request, *weighing).run();
}

}  // namespace wattprint::engine
