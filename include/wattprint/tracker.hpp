#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "wattprint/wattprint.h"

namespace wattprint {

/// A call that made no sense, in the words of wp_last_error().
class TrackerError : public std::runtime_error {
 public:
  TrackerError(wp_status status, const char* what) : std::runtime_error(what), status_(status) {}
  wp_status status() const noexcept { return status_; }

 private:
  wp_status status_;
};

/// Measures the calling process from construction to stop() or destruction; C++17, over the C
/// interface.
///
///     wattprint::Tracker tracker({"name=train", "zone=DE"});
///     for (int epoch = 0; epoch < 10; ++epoch) {
///       tracker.epoch();
///       const auto task = tracker.task("batch");
///       ...
///     }
///     std::cout << tracker.stop().energy_j.value << " J\n";
///
/// What goes wrong in measuring is a warning in the record and throws nothing; TrackerError is
/// thrown for settings that make no sense, and for calls after stop().
class Tracker {
 public:
  /// settings  "name=value", as for wp_options.
  explicit Tracker(const std::vector<std::string>& settings = {}) {
    std::vector<const char*> pointers;
    for (const auto& setting : settings) pointers.push_back(setting.c_str());
    pointers.push_back(nullptr);
    const wp_options options{sizeof(wp_options), pointers.data()};
    check(wp_open(WP_ABI_VERSION, &options, &tracker_));
    if (const wp_status status = wp_start(tracker_); status != WP_OK) {
      const std::string what = wp_last_error();
      wp_close(tracker_);
      throw TrackerError(status, what.c_str());
    }
  }
  ~Tracker() { wp_close(tracker_); }
  Tracker(Tracker&& other) noexcept : tracker_(std::exchange(other.tracker_, nullptr)) {}
  Tracker& operator=(Tracker&& other) noexcept {
    std::swap(tracker_, other.tracker_);
    return *this;
  }
  Tracker(const Tracker&) = delete;
  Tracker& operator=(const Tracker&) = delete;

  /// Ends with its scope, or by end(). Must not outlive its tracker.
  class Task {
   public:
    Task(Task&& other) noexcept
        : tracker_(other.tracker_), id_(other.id_), open_(std::exchange(other.open_, false)) {}
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;
    Task& operator=(Task&&) = delete;
    ~Task() { end(); }

    void end() noexcept {
      if (std::exchange(open_, false)) (void)wp_task_end(tracker_, id_);
    }
    /// What it used; ends it first.
    wp_figures figures() {
      end();
      wp_figures figures{};
      figures.size = sizeof figures;
      check(wp_task_figures(tracker_, id_, &figures));
      return figures;
    }

   private:
    friend class Tracker;
    Task(wp_tracker* tracker, std::uint64_t id) : tracker_(tracker), id_(id) {}
    wp_tracker* tracker_;
    std::uint64_t id_;
    bool open_ = true;
  };

  [[nodiscard]] Task task(const std::string& name) {
    std::uint64_t id = 0;
    check(wp_task_begin(tracker_, name.c_str(), &id));
    return Task(tracker_, id);
  }

  /// Ends the running epoch, if any, and begins the next.
  void epoch() { check(wp_epoch(tracker_)); }
  /// Ends the running epoch, if any, and begins none.
  void end_epoch() { check(wp_epoch_end(tracker_)); }

  /// Keeps what has been used by now in the record, under a name.
  void mark(const std::string& name) { check(wp_mark(tracker_, name.c_str())); }

  /// What has been used so far.
  wp_figures snapshot() const {
    wp_figures figures{};
    figures.size = sizeof figures;
    check(wp_snapshot(tracker_, &figures));
    return figures;
  }

  /// Keeps the record; what has been used in all.
  wp_figures stop(wp_outcome outcome = WP_FINISHED) {
    check(wp_stop_as(tracker_, outcome));
    return snapshot();
  }

  /// The document wattprint.run.v1.
  std::string record_json() const {
    char* text = nullptr;
    check(wp_record_json(tracker_, &text));
    std::string json = text;
    wp_free(text);
    return json;
  }

 private:
  static void check(wp_status status) {
    if (status != WP_OK) throw TrackerError(status, wp_last_error());
  }

  wp_tracker* tracker_ = nullptr;
};

}  // namespace wattprint
