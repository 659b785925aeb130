#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "engine/measurement.hpp"
#include "engine/tracked_work.hpp"
#include "plan/budget.hpp"
#include "runs/record.hpp"
#include "runs/task_ledger.hpp"

namespace wattprint::engine {

/// The calling process under measurement, from inside: it and its descendants, or the machine.
///
/// A thread of its own samples. Signals, children and exit handlers stay the host program's:
/// nothing process-wide is touched, and our threads have all signals blocked. What goes wrong in
/// measuring becomes a warning in the record.
///
/// In a child made by fork() the object is inert: every call answers Status::forked, and it lets
/// go of nothing that the parent still uses. When the process ends without stop(), the record in
/// the store is closed as interrupted by the next command.
///
/// Thread-safe, except for destruction.
class Tracking {
 public:
  enum class Status {
    ok,
    already_started,
    not_started,
    already_stopped,
    no_such_task,  ///< none of that number, ended already, or too long ago
    still_open,    ///< the task has not ended
    forked,
    no_epoch,  ///< none has ended: there is nothing to predict from
  };
  using Task = runs::TaskLedger::Id;

  /// Errc::malformed for a zone, an intensity or a PUE that makes no sense.
  static Result<std::unique_ptr<Tracking>> open(MeasureRequest request,
                                                const Clock& clock = system_clock());
  /// Stops, when that was not done.
  ~Tracking();
  Tracking(const Tracking&) = delete;
  Tracking& operator=(const Tracking&) = delete;

  Status start();
  /// Ends what is still open and keeps the record.
  ///
  /// how  how the work ended; not State::running.
  Status stop(runs::State how = runs::State::finished);

  // These read two clocks and no sensor; runs::TaskLedger says how energy is divided.
  tl::expected<Task, Status> begin_task(std::string_view name);
  Status end_task(Task task);
  /// Ends the running epoch and begins the next; the first call begins the first.
  Status next_epoch();
  /// Ends the running epoch, if any, and begins none.
  Status end_epoch();

  /// Keeps what the run has used by now, under a name.
  Status mark(std::string_view name);

  /// A task, or the run, as far as it is known.
  using Figures = runs::PartRecord;
  /// Of a task that has ended; takes a sample when there has been none since its end.
  tl::expected<Figures, Status> task(Task task);
  /// Takes a sample and says what the run has used so far.
  tl::expected<Figures, Status> snapshot();
  using Prediction = WorkOutlook;
  /// Takes a sample and predicts what so many epochs use in all.
  tl::expected<Prediction, Status> predict(std::uint64_t epochs);
  /// Takes a sample and holds it against the budgets of the request; of several, the verdict that
  /// leaves the least room. Nothing when there is no budget, or no figure to judge by.
  ///
  /// epochs  of the training in all, for the prediction; 0: nothing is predicted.
  tl::expected<std::optional<plan::Verdict>, Status> budget(std::uint64_t epochs);
  /// The record so far, or the whole of it after stop(). Takes no sample.
  tl::expected<runs::RunRecord, Status> record();

 private:
  class State;
  explicit Tracking(std::unique_ptr<State> state);
  bool is_forked() const;

  std::int64_t owner_;
  std::unique_ptr<State> state_;
};

}  // namespace wattprint::engine
