#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "units/units.hpp"

namespace wattprint::runs {

/// What is read where a task begins or ends: two clocks, and no sensor.
struct Moment {
  Instant time;
  CpuSeconds cpu;  ///< of the tracked process, so far
};

/// Energy charged to a run, with the ends of its interval.
struct Charge {
  Joules value;
  Joules low;
  Joules high;

  Charge& operator+=(const Charge& other);
  friend Charge operator-(const Charge& a, const Charge& b);
};

/// What a task, or an epoch, used from its begin to its end.
struct Stretch {
  Seconds duration{0};
  CpuSeconds cpu;
  Charge charge;
};

/// Which energy went into which task.
///
/// Sensors are read at samples only, so what a run had used at the begin or the end of a task is
/// interpolated between the two samples around it: the energy that goes by CPU time by the CPU
/// time of the process, the rest by time. Tasks may be nested and may overlap; each has all that
/// the run used meanwhile. Until the next sample the energy of a task that has ended is unknown.
/// Not thread-safe.
class TaskLedger {
 public:
  using Id = std::uint64_t;
  enum class Known { unknown, open, unresolved, ended };

  /// Figures of single tasks are kept for this many of the last ones; older ones are in the total
  /// of their name. Under 1 MiB.
  static constexpr std::size_t kKept = 4096;
  /// The first so many marks are kept; a program that marks more is told so.
  static constexpr std::size_t kMostMarks = 4096;

  /// Begins the account.
  void start(Moment now);
  Id begin(std::string_view name, Moment now);
  /// False when there is no such task, or it has ended.
  bool end(Id task, Moment now);
  /// Ends the running epoch, if any, and begins the next.
  void next_epoch(Moment now);
  /// False when no epoch runs.
  bool end_epoch(Moment now);
  /// Keeps what the run has used by now, under a name.
  void mark(std::string_view name, Moment now);
  /// Ends what is still open.
  void end_all(Moment now);

  /// A sample: what was charged since the last one.
  ///
  /// by_cpu  the part of it that goes by the CPU time of the process.
  void sample(Moment now, const Charge& charged, Fraction by_cpu);

  /// Begins and ends since the last sample.
  std::size_t waiting() const { return waiting_.size(); }

  Known known(Id task) const;
  /// Of a task that has ended and is resolved.
  std::optional<Stretch> stretch(Id task) const;

  struct Total {
    std::string name;
    std::uint64_t count = 0;  ///< tasks of that name that have ended
    Stretch sum;
  };
  /// By name, in the order of their first begin.
  const std::vector<Total>& totals() const { return totals_; }
  const std::vector<Stretch>& epochs() const { return epochs_; }

  struct Mark {
    std::string name;
    Stretch until;  ///< from the start of the run to the mark
  };
  /// Those before the last sample, in their order.
  const std::vector<Mark>& marks() const { return marks_; }
  /// How many came after the last one that is kept.
  std::uint64_t lost_marks() const { return lost_marks_; }

 private:
  struct Task {
    std::size_t total;  ///< index into totals_; kEpoch for an epoch
    Moment begin;
    Charge used_at_begin;
    std::optional<Moment> end;
    Charge charge;
    bool resolved = false;
  };
  struct Boundary {
    enum class Kind { begin, end, mark };
    Kind kind;
    Id task;  ///< of a mark: index into names_of_marks_
    Moment moment;
  };
  Id begin_in(std::size_t total, Moment now);
  void resolve(const Boundary& boundary, const Charge& used);
  void forget_the_oldest();

  Moment first_;
  Moment last_;
  Charge used_;  ///< until the last sample
  std::deque<Boundary> waiting_;
  Id next_ = 1;
  std::optional<Id> epoch_;
  std::unordered_map<Id, Task> tasks_;
  std::deque<Id> ended_;
  std::unordered_map<std::string, std::size_t> by_name_;
  std::vector<Total> totals_;
  std::vector<Stretch> epochs_;
  std::vector<std::string> names_of_marks_;
  std::vector<Mark> marks_;
  std::uint64_t lost_marks_ = 0;
};

}  // namespace wattprint::runs
