#include "measure/background_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <system_error>

#include "base/signals_blocked.hpp"

namespace wattprint::measure {
namespace {

using namespace std::chrono_literals;

/// How long the destructor waits for the thread to see that it should end. A thread that is not in
/// a driver needs microseconds.
constexpr auto kFarewell = 50ms;

/// Adds a later reading of the same domain to an earlier one that nobody has fetched yet. The
/// weights of both stretches are in the same unit, so they add up as well.
void merge(Reading& into, const Reading& later) {
  // A stretch without energy (a starting point) has no say in who used it.
  if (into.used <= Joules{}) {
    into = later;
    return;
  }
  if (later.used <= Joules{}) return;
  into.users_known = into.users_known && later.users_known;
  into.used += later.used;
  for (const auto& use : later.users) {
    const auto same = std::find_if(into.users.begin(), into.users.end(),
                                   [&](const ProcessUse& u) { return u.pid == use.pid; });
    if (same == into.users.end()) {
      into.users.push_back(use);
    } else {
      same->weight += use.weight;
    }
  }
}

void merge(Batch& into, Batch& later) {
  for (auto& reading : later.readings) {
    const auto same = std::find_if(into.readings.begin(), into.readings.end(),
                                   [&](const Reading& r) { return r.domain == reading.domain; });
    if (same == into.readings.end()) {
      into.readings.push_back(std::move(reading));
    } else {
      merge(*same, reading);
    }
  }
  std::move(later.warnings.begin(), later.warnings.end(), std::back_inserter(into.warnings));
  later.clear();
}

double in_seconds(std::chrono::nanoseconds time) { return Seconds(time).count(); }

}  // namespace

/// What both threads see, under one mutex. The worker never touches anything else of ours.
struct BackgroundSource::Shared {
  explicit Shared(const Clock& c) : clock(c) {}

  const Clock& clock;
  std::mutex mutex;
  std::condition_variable changed;

  bool stop = false;
  bool exited = false;  ///< the worker has left; it will answer nothing any more
  bool open = false;
  std::uint64_t asked = 0;       ///< questions so far
  std::uint64_t taken = 0;       ///< the question that the worker is busy with, or was last
  std::uint64_t answered = 0;    ///< the last question that has its answer
  std::optional<Error> failure;  ///< why it could not be opened
  std::vector<Domain> domains;
  std::chrono::nanoseconds longest_interval = 1h;
  std::optional<Instant> first_reading;
  Instant last_reading;
  Batch pending;
};

BackgroundSource::BackgroundSource(std::string name, Opener open, const Clock& clock)
    : BackgroundSource(std::move(name), std::move(open), clock, Options{}) {}

BackgroundSource::BackgroundSource(std::string name, Opener open, const Clock& clock,
                                   Options options)
    : name_(std::move(name)), options_(options), shared_(std::make_shared<Shared>(clock)) {
  const SignalsBlocked blocked;
  try {
    worker_ = std::jthread([shared = shared_, opener = std::move(open)] { work(shared, opener); });
  } catch (const std::system_error& error) {
    // No thread to be had (a container's limit on processes). The command runs all the same.
    shared_->failure =
        Error{Errc::unavailable, std::string("cannot start a thread for it: ") + error.what()};
    shared_->exited = true;
  }
}

BackgroundSource::~BackgroundSource() {
  if (!worker_.joinable()) return;
  std::unique_lock lock(shared_->mutex);
  shared_->stop = true;
  shared_->changed.notify_all();
  const bool ended = shared_->changed.wait_for(lock, kFarewell, [&] { return shared_->exited; });
  lock.unlock();
  if (ended) {
    worker_.join();
  } else {
    worker_.detach();
  }
}

void BackgroundSource::work(const std::shared_ptr<Shared>& shared, const Opener& open) {
  auto opened = open();
  std::unique_ptr<Source> source;
  if (opened) source = std::move(*opened);

  std::unique_lock lock(shared->mutex);
  if (source) {
    shared->open = true;
    shared->domains.assign(source->domains().begin(), source->domains().end());
    shared->longest_interval = source->longest_interval();
  } else if (!opened) {
    shared->failure = opened.error();
  }
  Batch batch;
  while (source && !shared->stop) {
    shared->changed.wait(lock, [&] { return shared->stop || shared->taken < shared->asked; });
    if (shared->stop) break;
    shared->taken = shared->asked;
    lock.unlock();
    const Instant now = shared->clock.now();
    source->read(now, batch);
    lock.lock();
    if (!shared->first_reading) shared->first_reading = now;
    shared->last_reading = now;
    shared->domains.assign(source->domains().begin(), source->domains().end());
    shared->longest_interval = source->longest_interval();
    merge(shared->pending, batch);
    shared->answered = shared->taken;
    shared->changed.notify_all();
  }
  lock.unlock();
  source.reset();  // closing a driver may take long as well
  lock.lock();
  shared->exited = true;
  shared->changed.notify_all();
}

void BackgroundSource::read(Instant now, Batch& out) {
  read_within(options_.patience, false, now, out);
}

void BackgroundSource::finish(Instant now, Batch& out) {
  read_within(options_.last_patience, true, now, out);
}

void BackgroundSource::read_within(std::chrono::nanoseconds patience, bool is_last, Instant now,
                                   Batch& out) {
  const bool is_first = !has_started_;
  if (is_first) {
    has_started_ = true;
    start_ = now;
    previous_ = now;
  }
  std::unique_lock lock(shared_->mutex);
  const bool is_busy = shared_->taken != shared_->answered;
  const std::uint64_t question = ++shared_->asked;
  shared_->changed.notify_all();
  // Worth waiting for: a starting point at the start, and energy afterwards. A driver that is busy
  // with an earlier question has had its patience, unless there is no later; one that has given no
  // starting point yet has no energy to give.
  const bool is_worth_it = is_first || (shared_->first_reading && (is_last || !is_busy));
  if (is_worth_it) {
    shared_->changed.wait_for(lock, patience,
                              [&] { return shared_->answered >= question || shared_->exited; });
  }
  const bool is_answered = shared_->answered >= question;

  if (shared_->failure) {
    // Its own words may name it already.
    const std::string& what = shared_->failure->what;
    const std::string message = what.rfind(name_ + ":", 0) == 0 ? what : name_ + ": " + what;
    if (shared_->failure->code != Errc::not_present)
      out.warnings.push_back(
          {"sensor-failed", message, "wattprint doctor tells what this sensor needs"});
    shared_->failure.reset();
    told_late_ = true;
    return;
  }
  const bool nothing_to_read = shared_->exited && !shared_->open;
  if (nothing_to_read) return;

  domains_.insert(domains_.end(),
                  shared_->domains.begin() + static_cast<std::ptrdiff_t>(domains_.size()),
                  shared_->domains.end());
  merge(out, shared_->pending);
  if (shared_->first_reading) previous_ = shared_->last_reading;

  const bool late = !is_first && !told_late_;
  if (shared_->first_reading && !told_late_) {
    told_late_ = true;
    if (late)
      out.warnings.push_back(
          {"sensor-late",
           fmt::format("{}: was ready {:.2f} s after the start; what it used until then is not in "
                       "the figures",
                       name_, in_seconds(*shared_->first_reading - start_)),
           "keep its driver loaded between runs; NVIDIA calls this persistence mode: sudo "
           "nvidia-smi -pm 1"});
  } else if (is_last && !shared_->first_reading) {
    told_late_ = true;
    out.warnings.push_back(
        {"sensor-late",
         fmt::format(
             "{}: was not ready in the {:.2f} s of this run; nothing of it is in the figures",
             name_, in_seconds(now - start_)),
         "keep its driver loaded between runs; NVIDIA calls this persistence mode: sudo nvidia-smi "
         "-pm 1"});
  }
  if (is_last && !is_answered && shared_->first_reading)
    out.warnings.push_back(
        {"sensor-stuck",
         fmt::format(
             "{}: gave no answer within {:.1f} s at the end; the last {:.2f} s of it are not "
             "in the figures",
             name_, in_seconds(patience), in_seconds(now - previous_)),
         "see the kernel log (sudo dmesg) for errors of its driver"});
}

std::chrono::nanoseconds BackgroundSource::longest_interval() const {
  const std::scoped_lock lock(shared_->mutex);
  return shared_->longest_interval;
}

}  // namespace wattprint::measure
