#include "engine/run.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/child.hpp"
#include "engine/supervisor.hpp"
#include "footprint/operational.hpp"
#include "grid/elsewhere.hpp"
#include "processes/tree.hpp"
#include "runs/tracker.hpp"

namespace wattprint::engine {
namespace {

using namespace std::chrono_literals;

// How often the run's processes are counted; between two looks only their CPU time is.
constexpr std::chrono::nanoseconds kLookPeriod = 1s;

RunRefusal refuse(RunRefusal::Kind kind, std::string what) { return {kind, std::move(what)}; }

RunRefusal not_started(const std::string& command, int error_number) {
  const bool missing = error_number == ENOENT || error_number == ENOTDIR;
  const std::string reason = missing && command.find('/') == std::string::npos
                                 ? "command not found in PATH"
                                 : std::string(std::strerror(error_number));
  return refuse(missing ? RunRefusal::Kind::not_found : RunRefusal::Kind::not_executable,
                command + ": " + reason);
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

/// One command under measurement.
class Session {
 public:
  Session(const RunRequest& request, const Weighing& weighing)
      : request_(request),
        measurement_(request, weighing, identify(request, request.command),
                     {[this] { return tree_->cpu(); },
                      [this](pid_t pid) { return tree_ && tree_->contains(pid); }},
                     clock_) {}

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
    auto child = Child::create(request_.command, signals, environment());
    if (!child) return tl::unexpected(refuse(RunRefusal::Kind::failed, child.error().what));
    tree_.emplace(processes::Tree::watch(child->pid(), {}));
    for (const auto& warning : tree_->warnings()) tracker_.warn(warning);
    measurement_.start();

    if (const int error_number = child->release(); error_number != 0)
      return tl::unexpected(not_started(request_.command.front(), error_number));
    // The command runs meanwhile: it does not wait for files to be opened.
    measurement_.open_sinks();
    for (auto* observer : request_.observers) measurement_.add_sink(observer);

    Supervisor supervisor(signals, child->pid(), measurement_.period(),
                          [this](std::uint64_t late) { tick(late); });
    return finish(supervisor.wait());
  }

  std::vector<std::string> environment() const {
    auto variables = request_.environment;
    if (!variables.empty()) variables.push_back("WATTPRINT_PARENT=" + tracker_.identity().id);
    return variables;
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
    measurement_.tick();
  }

  void update_tree() {
    // The command itself is one, also when it ended before anybody looked.
    const auto seen = std::max<std::uint64_t>(1, tree_->processes_seen());
    tracker_.set_tree(tree_->cpu(), seen, tree_->method());
  }

  RunResult finish(Supervisor::End end) {
    const auto duration = clock_.now() - measurement_.started();
    const WallTime wall = clock_.wall();
    tracker_.set_duration(duration);
    tree_->look_who_is_alive();
    measurement_.end_sampling();
    update_tree();
    warn_of_the_left_behind();
    const bool good = end.exit_code == 0;
    tracker_.ended(wall, duration, end.exit_code, end.killed_by,
                   good ? runs::State::finished : runs::State::failed);
    tracker_.set_overhead(own_cpu());
    measurement_.keep();

    RunResult result;
    result.record = tracker_.record();
    result.exit_status = end.killed_by ? 128 + *end.killed_by : end.exit_code.value_or(1);
    result.kept_in = measurement_.place();
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

  const RunRequest& request_;
  const Clock& clock_ = system_clock();
  std::optional<processes::Tree> tree_;
  Measurement measurement_;
  runs::Tracker& tracker_ = measurement_.tracker();
  Instant last_look_;
};

}  // namespace

tl::expected<RunResult, RunRefusal> run(const RunRequest& request) {
  if (request.command.empty() || request.command.front().empty())
    return tl::unexpected(
        refuse(RunRefusal::Kind::usage, "no command given; write: wattprint run -- COMMAND ..."));
  const auto weighing = weigh(request);
  if (!weighing) return tl::unexpected(refuse(RunRefusal::Kind::usage, weighing.error().what));
  return Session(request, *weighing).run();
}

}  // namespace wattprint::engine
