#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "measure/source.hpp"

namespace wattprint::measure {

/// A source whose opening or reading may take long (a driver that wakes up devices), read by a
/// thread of its own so that neither the sampler nor the user's command waits for it.
///
/// read() asks the thread for a fresh reading and waits for it no longer than Options::patience.
/// What comes later is kept and handed out by a later read: nothing is lost and nothing is counted
/// twice, it only arrives in a later interval. A driver that is still busy with an earlier question
/// is not waited for at all.
///
/// The source is first read when read() is first called (the start of the run), or as soon as it is
/// open if that is later; what it used in between is unknown, and a warning `sensor-late` says for
/// how long. Everything else that goes wrong is a warning too: `sensor-failed` when it cannot be
/// opened, `sensor-stuck` from finish() when its last answer never came.
///
/// Thread safety: one caller at a time, as for every Source.
class BackgroundSource final : public Source {
 public:
  /// Opens the real source; runs on the thread, so it must own all it uses. Errc::not_present means
  /// that there is nothing to read, and is not worth a warning.
  using Opener = std::function<Result<std::unique_ptr<Source>>()>;

  struct Options {
    /// How long read() may wait. 20 ms: not felt at the start of a command, and longer than the
    /// drivers we know take for one device that is awake.
    std::chrono::nanoseconds patience = std::chrono::milliseconds(20);
    /// How long finish() may wait.
    std::chrono::nanoseconds last_patience = std::chrono::seconds(1);
  };

  /// name   for messages: "nvidia".
  /// clock  must outlive the thread, even one that hangs in a driver: pass the process-wide clock.
  BackgroundSource(std::string name, Opener open, const Clock& clock, Options options);
  BackgroundSource(std::string name, Opener open, const Clock& clock = system_clock());

  /// Ends the thread. One that hangs in a driver cannot be ended: it is detached, and what it works
  /// on (which it co-owns) is freed when the driver comes back, or by the end of the process.
  ~BackgroundSource() override;

  std::span<const Domain> domains() const override { return domains_; }
  void read(Instant now, Batch& out) override;
  std::chrono::nanoseconds longest_interval() const override;

  /// The last read of a run: waits up to Options::last_patience, and warns when the end of the run
  /// is missing from the figures.
  void finish(Instant now, Batch& out) override;

 private:
  struct Shared;
  static void work(const std::shared_ptr<Shared>& shared, const Opener& open);
  void read_within(std::chrono::nanoseconds patience, bool is_last, Instant now, Batch& out);

  std::string name_;
  Options options_;
  std::vector<Domain> domains_;  ///< the caller's copy; changes only within read()
  bool has_started_ = false;
  Instant start_;
  Instant previous_;  ///< until when the handed-out energy reaches
  bool told_late_ = false;
  std::shared_ptr<Shared> shared_;
  std::jthread worker_;
};

}  // namespace wattprint::measure
