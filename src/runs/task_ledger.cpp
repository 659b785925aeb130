#include "runs/task_ledger.hpp"

#include <algorithm>
#include <limits>

namespace wattprint::runs {
namespace {

constexpr std::size_t kEpoch = std::numeric_limits<std::size_t>::max();

Charge part_of(const Charge& charge, double part) {
  return {charge.value * part, charge.low * part, charge.high * part};
}

/// How far `x` is on the way from `a` to `b`.
double way(double a, double x, double b) {
  return b > a ? std::clamp((x - a) / (b - a), 0.0, 1.0) : 1.0;
}

}  // namespace

Charge& Charge::operator+=(const Charge& other) {
  value += other.value;
  low += other.low;
  high += other.high;
  return *this;
}

Charge operator-(const Charge& a, const Charge& b) {
  return {a.value - b.value, a.low - b.low, a.high - b.high};
}

void TaskLedger::start(Moment now) {
  first_ = now;
  last_ = now;
}

TaskLedger::Id TaskLedger::begin(std::string_view name, Moment now) {
  const auto [entry, is_new] = by_name_.try_emplace(std::string(name), totals_.size());
  if (is_new) totals_.push_back({.name = std::string(name), .count = 0, .sum = {}});
  return begin_in(entry->second, now);
}

TaskLedger::Id TaskLedger::begin_in(std::size_t total, Moment now) {
  const Id id = next_++;
  tasks_.emplace(id, Task{.total = total,
                          .begin = now,
                          .used_at_begin = {},
                          .end = std::nullopt,
                          .charge = {},
                          .resolved = false});
  waiting_.push_back({Boundary::Kind::begin, id, now});
  return id;
}

bool TaskLedger::end(Id id, Moment now) {
  const auto found = tasks_.find(id);
  if (found == tasks_.end() || found->second.end) return false;
  found->second.end = now;
  waiting_.push_back({Boundary::Kind::end, id, now});
  return true;
}

void TaskLedger::next_epoch(Moment now) {
  end_epoch(now);
  epoch_ = begin_in(kEpoch, now);
}

bool TaskLedger::end_epoch(Moment now) {
  if (!epoch_) return false;
  end(*epoch_, now);
  epoch_.reset();
  return true;
}

void TaskLedger::mark(std::string_view name, Moment now) {
  if (names_of_marks_.size() >= kMostMarks) {
    ++lost_marks_;
    return;
  }
  waiting_.push_back({Boundary::Kind::mark, names_of_marks_.size(), now});
  names_of_marks_.emplace_back(name);
}

void TaskLedger::end_all(Moment now) {
  end_epoch(now);
  std::vector<Id> open;
  for (const auto& [id, task] : tasks_)
    if (!task.end) open.push_back(id);
  std::sort(open.begin(), open.end());
  for (const Id id : open) end(id, now);
}

void TaskLedger::sample(Moment now, const Charge& charged, Fraction by_cpu) {
  const auto seconds = [](Moment moment) { return Seconds(moment.time.since_boot).count(); };
  while (!waiting_.empty() && waiting_.front().moment.time <= now.time) {
    const Boundary boundary = waiting_.front();
    waiting_.pop_front();
    const double in_time = way(seconds(last_), seconds(boundary.moment), seconds(now));
    const double in_cpu = way(last_.cpu.value(), boundary.moment.cpu.value(), now.cpu.value());
    const double part = by_cpu.value() * in_cpu + (1.0 - by_cpu.value()) * in_time;
    Charge used = used_;
    used += part_of(charged, part);
    resolve(boundary, used);
  }
  used_ += charged;
  last_ = now;
}

void TaskLedger::resolve(const Boundary& boundary, const Charge& used) {
  if (boundary.kind == Boundary::Kind::mark) {
    const auto& moment = boundary.moment;
    marks_.push_back({names_of_marks_[boundary.task],
                      {Seconds(moment.time - first_.time), moment.cpu - first_.cpu, used}});
    return;
  }
  const auto found = tasks_.find(boundary.task);
  if (found == tasks_.end()) return;
  auto& task = found->second;
  if (boundary.kind == Boundary::Kind::begin) {
    task.used_at_begin = used;
    return;
  }
  task.charge = used - task.used_at_begin;
  task.resolved = true;
  const auto stretch_of_task = *stretch(boundary.task);
  if (task.total == kEpoch) {
    epochs_.push_back(stretch_of_task);
    tasks_.erase(found);
    return;
  }
  auto& total = totals_[task.total];
  ++total.count;
  total.sum.duration += stretch_of_task.duration;
  total.sum.cpu += stretch_of_task.cpu;
  total.sum.charge += stretch_of_task.charge;
  ended_.push_back(boundary.task);
  forget_the_oldest();
}

void TaskLedger::forget_the_oldest() {
  if (ended_.size() <= kKept) return;
  tasks_.erase(ended_.front());
  ended_.pop_front();
}

TaskLedger::Known TaskLedger::known(Id id) const {
  const auto found = tasks_.find(id);
  if (found == tasks_.end()) return Known::unknown;
  if (!found->second.end) return Known::open;
  return found->second.resolved ? Known::ended : Known::unresolved;
}

std::optional<Stretch> TaskLedger::stretch(Id id) const {
  const auto found = tasks_.find(id);
  if (found == tasks_.end() || !found->second.resolved) return std::nullopt;
  const auto& task = found->second;
  return Stretch{Seconds(task.end->time - task.begin.time), task.end->cpu - task.begin.cpu,
                 task.charge};
}

}  // namespace wattprint::runs
