#include "engine/tracking.hpp"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "base/files.hpp"
#include "base/signals_blocked.hpp"
#include "processes/own_tree.hpp"

namespace wattprint::engine {
namespace {

using runs::Charge;
using runs::Moment;

// With more begins and ends than this since the last sample (about 0.3 MiB), the next comes early.
constexpr std::size_t kMostWaiting = 4096;

CpuSeconds thread_cpu() {
  timespec used{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return CpuSeconds{static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9};
}

std::vector<std::string> own_command_line() {
  std::vector<std::string> words;
  const auto text = read_text("/proc/self/cmdline");
  if (!text) return words;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\0'), rest.size());
    words.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return words;
}

}  // namespace

class Tracking::State final : public measure::Sink {
 public:
  State(MeasureRequest request, Weighing weighing, const Clock& clock)
      : request_(std::move(request)),
        weighing_(std::move(weighing)),
        clock_(clock),
        measurement_(request_, weighing_, identify(request_, own_command_line()),
                     {[this] { return tree_->cpu(); },
                      [this](pid_t pid) { return tree_ && tree_->contains(pid); }},
                     clock) {
    tracker_.complete_with([this](runs::RunRecord& record) { add_tasks(record); });
  }

  Status start() {
    const std::lock_guard control(control_);
    const std::lock_guard sampling(sampling_);
    if (phase() != Phase::fresh)
      return phase() == Phase::running ? Status::already_started : Status::already_stopped;
    const SignalsBlocked blocked;
    guarded([this] {
      tree_.emplace();
      measurement_.add_sink(this);
      measurement_.start();
      moment_ = {measurement_.started(), processes::process_cpu()};
      last_cpu_ = moment_.cpu;
      started_ = true;
      const std::lock_guard ledger(ledger_mutex_);
      ledger_.start(moment_);
    });
    set_phase(Phase::running);
    // Without a thread there are samples only when somebody asks; the total stays right.
    guarded([this] {
      if (started_) sampler_ = std::jthread([this](const std::stop_token& stop) { loop(stop); });
    });
    return Status::ok;
  }

  Status stop(runs::State how) {
    const std::lock_guard control(control_);
    if (const auto status = must_run(); status != Status::ok) return status;
    {
      const std::lock_guard ledger(ledger_mutex_);
      ledger_.end_all(now());
      set_phase_locked(Phase::stopped);
    }
    if (sampler_.joinable()) {
      sampler_.request_stop();
      sampler_.join();
    }
    const std::lock_guard sampling(sampling_);
    const SignalsBlocked blocked;
    guarded([this, how] { finish(how); });
    return Status::ok;
  }

  tl::expected<Task, Status> begin_task(std::string_view name) {
    const std::lock_guard ledger(ledger_mutex_);
    if (const auto status = must_run_locked(); status != Status::ok) return tl::unexpected(status);
    return ledger_.begin(name, now());
  }

  Status end_task(Task task) {
    const std::lock_guard ledger(ledger_mutex_);
    if (const auto status = must_run_locked(); status != Status::ok) return status;
    if (!ledger_.end(task, now())) return Status::no_such_task;
    if (ledger_.waiting() >= kMostWaiting) {
      crowded_ = true;
      wake_.notify_one();
    }
    return Status::ok;
  }

  Status next_epoch() {
    const std::lock_guard ledger(ledger_mutex_);
    if (const auto status = must_run_locked(); status != Status::ok) return status;
    ledger_.next_epoch(now());
    return Status::ok;
  }

  Status end_epoch() {
    const std::lock_guard ledger(ledger_mutex_);
    if (const auto status = must_run_locked(); status != Status::ok) return status;
    ledger_.end_epoch(now());
    return Status::ok;
  }

  Status mark(std::string_view name) {
    const std::lock_guard ledger(ledger_mutex_);
    if (const auto status = must_run_locked(); status != Status::ok) return status;
    ledger_.mark(name, now());
    return Status::ok;
  }

  tl::expected<Figures, Status> task(Task task) {
    using Known = runs::TaskLedger::Known;
    const std::lock_guard sampling(sampling_);
    if (known(task) == Known::unresolved) sample_now();
    const auto known_now = known(task);
    if (known_now == Known::open) return tl::unexpected(Status::still_open);
    if (known_now != Known::ended) return tl::unexpected(Status::no_such_task);
    const auto record = tracker_.record();
    const std::lock_guard ledger(ledger_mutex_);
    return part_of(*ledger_.stretch(task), record);
  }

  tl::expected<Figures, Status> snapshot() {
    const std::lock_guard sampling(sampling_);
    if (phase() == Phase::fresh) return tl::unexpected(Status::not_started);
    sample_now();
    const auto record = tracker_.record();
    return Figures{record.outcome.duration, record.attribution.cpu.value_or(CpuSeconds{}),
                   record.energy, record.emissions};
  }

  tl::expected<Prediction, Status> predict(std::uint64_t epochs) {
    const std::lock_guard sampling(sampling_);
    if (phase() == Phase::fresh) return tl::unexpected(Status::not_started);
    sample_now();
    const auto record = tracker_.record();
    const std::lock_guard ledger(ledger_mutex_);
    auto prediction = outlook(ledger_, record, epochs);
    if (!prediction) return tl::unexpected(Status::no_epoch);
    return std::move(*prediction);
  }

  tl::expected<std::optional<plan::Verdict>, Status> budget(std::uint64_t epochs) {
    const std::lock_guard sampling(sampling_);
    if (phase() == Phase::fresh) return tl::unexpected(Status::not_started);
    if (weighing_.budgets.empty()) return std::nullopt;
    sample_now();
    const auto record = tracker_.record();
    const std::lock_guard ledger(ledger_mutex_);
    return judge_work(weighing_.budgets, ledger_, record, epochs);
  }

  tl::expected<runs::RunRecord, Status> record() {
    const std::lock_guard sampling(sampling_);
    if (phase() == Phase::fresh) return tl::unexpected(Status::not_started);
    return tracker_.record();
  }

  /// One interval has been measured: its energy goes to the tasks in it.
  void accept(const measure::Interval& interval,
              std::span<const measure::Domain> domains) override {
    Charge charged;
    Joules by_cpu;
    for (const auto& energy : interval.energy) {
      const auto& domain = domains[energy.domain];
      charged += {energy.run_active + energy.run_idle, energy.run_if_idle_low * domain.spread.low,
                  energy.run_if_idle_high * domain.spread.high};
      if (request_.scope == runs::Scope::machine || domain.component == measure::Component::gpu)
        continue;
      by_cpu += energy.run_active;
      if (request_.idle_policy == runs::IdlePolicy::proportional) by_cpu += energy.run_idle;
    }
    // A boundary reads the CPU time of this process; that of its children is spread over the
    // interval, and so is what they used.
    Fraction part;
    const CpuSeconds of_process = moment_.cpu - last_cpu_;
    last_cpu_ = moment_.cpu;
    if (interval.cpu && interval.cpu->run > CpuSeconds{} && charged.value > Joules{})
      part = Fraction{(by_cpu / charged.value) * std::min(1.0, of_process / interval.cpu->run)};
    const std::lock_guard ledger(ledger_mutex_);
    ledger_.sample({interval.end, moment_.cpu}, charged, part);
  }

 private:
  enum class Phase { fresh, running, stopped };

  Moment now() const { return {clock_.now(), processes::process_cpu()}; }

  Phase phase() {
    const std::lock_guard ledger(ledger_mutex_);
    return phase_;
  }
  void set_phase(Phase phase) {
    const std::lock_guard ledger(ledger_mutex_);
    set_phase_locked(phase);
  }
  void set_phase_locked(Phase phase) { phase_ = phase; }
  Status must_run() {
    const std::lock_guard ledger(ledger_mutex_);
    return must_run_locked();
  }
  Status must_run_locked() const {
    switch (phase_) {
      case Phase::fresh: return Status::not_started;
      case Phase::running: return Status::ok;
      case Phase::stopped: return Status::already_stopped;
    }
    return Status::not_started;
  }

  /// Whatever measuring throws is one warning, and the end of the measuring.
  template <class Work>
  void guarded(Work work) noexcept {
    if (broken_) return;
    const CpuSeconds before = thread_cpu();
    try {
      work();
    } catch (const std::exception& error) {
      give_up(error.what());
    }
    overhead_ += thread_cpu() - before;
  }

  void give_up(const char* what) noexcept {
    broken_ = true;
    try {
      tracker_.warn({"measuring-failed", std::string("measuring has stopped: ") + what, ""});
    } catch (const std::exception&) {
      // No memory even for a warning: the host goes on without one.
    }
  }

  void loop(const std::stop_token& stop) {
    std::chrono::nanoseconds period{};
    {
      const std::lock_guard sampling(sampling_);
      guarded([this] { open_sinks(); });
      period = measurement_.period();
    }
    auto next = std::chrono::steady_clock::now() + period;
    std::unique_lock waiting(wake_mutex_);
    while (true) {
      const bool early = wake_.wait_until(waiting, stop, next, [this] { return crowded_.load(); });
      if (stop.stop_requested()) return;
      crowded_ = false;
      const std::lock_guard sampling(sampling_);
      if (early) {
        guarded([this] { tick(); });
        continue;
      }
      const auto late = (std::chrono::steady_clock::now() - next) / period;
      tracker_.add_missed(static_cast<std::uint64_t>(late));
      next += (late + 1) * period;
      guarded([this] { tick(); });
    }
  }

  void open_sinks() {
    if (sinks_open_) return;
    sinks_open_ = true;
    measurement_.open_sinks();
  }

  void tick() {
    tracker_.set_overhead(overhead_);
    moment_ = now();
    measurement_.tick();
    update_tree();
  }

  void update_tree() {
    tracker_.set_tree(tree_->latest(), tree_->processes_seen(),
                      "process CPU clock, wait and /proc");
  }

  void sample_now() {
    if (started_ && phase() == Phase::running) guarded([this] { tick(); });
  }

  void finish(runs::State how) {
    if (!started_) return;
    open_sinks();
    const auto duration = clock_.now() - measurement_.started();
    const WallTime wall = clock_.wall();
    tracker_.set_duration(duration);
    moment_ = now();
    measurement_.end_sampling();
    update_tree();
    tracker_.ended(wall, duration, std::nullopt, std::nullopt, how);
    tracker_.set_overhead(overhead_);
    measurement_.keep();
  }

  runs::TaskLedger::Known known(Task task) {
    const std::lock_guard ledger(ledger_mutex_);
    return ledger_.known(task);
  }

  void add_tasks(runs::RunRecord& record) {
    const std::lock_guard ledger(ledger_mutex_);
    add_work(ledger_, record);
  }

  const MeasureRequest request_;
  const Weighing weighing_;
  const Clock& clock_;

  // Locked in this order. The last is held for moments only: a task never waits for a sensor.
  std::mutex control_;       ///< start and stop
  std::mutex sampling_;      ///< measurement_ and all that is not named below
  std::mutex ledger_mutex_;  ///< ledger_ and phase_

  runs::TaskLedger ledger_;
  Phase phase_ = Phase::fresh;

  std::optional<processes::OwnTree> tree_;
  Measurement measurement_;
  runs::Tracker& tracker_ = measurement_.tracker();
  Moment moment_;  ///< just before the sample that is being taken
  CpuSeconds last_cpu_;
  CpuSeconds overhead_;
  bool started_ = false;
  bool sinks_open_ = false;
  bool broken_ = false;

  std::mutex wake_mutex_;
  std::condition_variable_any wake_;
  std::atomic<bool> crowded_ = false;  ///< too many boundaries wait for a sample
  std::jthread sampler_;
};

Result<std::unique_ptr<Tracking>> Tracking::open(MeasureRequest request, const Clock& clock) {
  auto weighing = weigh(request);
  if (!weighing) return fail(weighing.error());
  return std::unique_ptr<Tracking>(
      new Tracking(std::make_unique<State>(std::move(request), std::move(*weighing), clock)));
}

Tracking::Tracking(std::unique_ptr<State> state) : owner_(::getpid()), state_(std::move(state)) {}

Tracking::~Tracking() {
  // The thread, the locks and the database belong to the parent: the child leaves them as they are.
  if (is_forked())
    (void)state_.release();
  else
    (void)state_->stop(runs::State::finished);
}

bool Tracking::is_forked() const { return owner_ != ::getpid(); }

Tracking::Status Tracking::start() { return is_forked() ? Status::forked : state_->start(); }

Tracking::Status Tracking::stop(runs::State how) {
  return is_forked() ? Status::forked : state_->stop(how);
}

tl::expected<Tracking::Task, Tracking::Status> Tracking::begin_task(std::string_view name) {
  if (is_forked()) return tl::unexpected(Status::forked);
  return state_->begin_task(name);
}

Tracking::Status Tracking::end_task(Task task) {
  return is_forked() ? Status::forked : state_->end_task(task);
}

Tracking::Status Tracking::next_epoch() {
  return is_forked() ? Status::forked : state_->next_epoch();
}

Tracking::Status Tracking::end_epoch() {
  return is_forked() ? Status::forked : state_->end_epoch();
}

Tracking::Status Tracking::mark(std::string_view name) {
  return is_forked() ? Status::forked : state_->mark(name);
}

tl::expected<Tracking::Figures, Tracking::Status> Tracking::task(Task task) {
  if (is_forked()) return tl::unexpected(Status::forked);
  return state_->task(task);
}

tl::expected<Tracking::Figures, Tracking::Status> Tracking::snapshot() {
  if (is_forked()) return tl::unexpected(Status::forked);
  return state_->snapshot();
}

tl::expected<Tracking::Prediction, Tracking::Status> Tracking::predict(std::uint64_t epochs) {
  if (is_forked()) return tl::unexpected(Status::forked);
  return state_->predict(epochs);
}

tl::expected<std::optional<plan::Verdict>, Tracking::Status> Tracking::budget(
    std::uint64_t epochs) {
  if (is_forked()) return tl::unexpected(Status::forked);
  return state_->budget(epochs);
}

tl::expected<runs::RunRecord, Tracking::Status> Tracking::record() {
  if (is_forked()) return tl::unexpected(Status::forked);
  return state_->record();
}

}  // namespace wattprint::engine
